"""A market with a past: the order that `bench.bare_orders` kept, so many times over, by one statement a table.

`python -m bench.past_orders FROM TO`, on a market of `bench.market`: from so many past orders to so many.
"""

import pickle
import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app import create_app
from bench.bare_orders import KEPT, key_of, unique_in
from core.db import Base, db

STRIDE = 100_000  # between the numbers of one order's rows and the next one's: room for those that a bench makes
CHUNK = 50_000


def fill(least: int, most: int) -> None:
    app = create_app()
    rows = pickle.loads((Path(app.config["DATA_DIR"]) / KEPT).read_bytes())
    kept: dict[str, list[int]] = {}
    for name, row in rows:
        kept.setdefault(name, []).append(row[key_of(Base.metadata.tables[name]).name])
    with app.app_context():
        for first in range(least, most, CHUNK):
            with db.engine.begin() as connection:
                for name, ids in kept.items():
                    connection.execute(_copies(Base.metadata.tables[name], ids, kept, first, min(first + CHUNK, most)))
        with db.engine.begin() as connection:
            connection.execute(sa.text("ANALYZE"))


def _copies(table: sa.Table, ids: list[int], kept: dict[str, list[int]], first: int, last: int) -> sa.Insert:
    """INSERT … SELECT of these rows for every turn from `first` on, each turn's under numbers of its own."""
    turns = sa.select(sa.literal(first + 1).label("n")).cte("turns", recursive=True)
    turns = turns.union_all(sa.select(turns.c.n + 1).where(turns.c.n < last))
    columns = list(table.columns)
    shown = [_value(table, column, kept, turns.c.n) for column in columns]
    query = sa.select(*shown).select_from(table.join(turns, sa.true())).where(key_of(table).in_(ids))
    return sa.insert(table).from_select([column.name for column in columns], query)


def _value(table: sa.Table, column: sa.Column[Any], kept: dict[str, list[int]], turn: Any) -> Any:
    moved = column + turn * STRIDE
    for link in column.foreign_keys:
        if link.column.table.name in kept:
            return sa.case((column.in_(kept[link.column.table.name]), moved), else_=column)
    if column.primary_key:
        return moved
    if column.name in unique_in(table) and isinstance(column.type, sa.String):
        return column + "-" + sa.cast(turn, sa.String)
    return column


if __name__ == "__main__":
    fill(int(sys.argv[1]), int(sys.argv[2]))

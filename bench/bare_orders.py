"""The least an order costs: a bare Flask route that writes the rows of one order again, in one transaction.

The rows are those that a real checkout has just written, found by their numbers: whatever an order comes to be made of,
the limit writes as much. `python -m bench.bare_orders SKU`, on a market of `bench.market`, has one placed and keeps it.
"""

import pickle
import sys
import uuid
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

import core.db
from app import create_app
from bench.orders import ADDRESS, BUYER
from catalog.models import Variant
from core import config
from core.db import Base, db

KEPT = "order.rows"
Row = dict[str, Any]


def keep(sku: str) -> None:
    """Have one of `sku` ordered, and keep beside the database what that wrote."""
    app = create_app()
    with app.app_context(), db.engine.connect() as connection:
        before = {table.name: connection.scalar(sa.select(sa.func.max(key_of(table)))) or 0 for table in _numbered()}
    _buy(app, sku)
    with app.app_context(), db.engine.connect() as connection:
        found = {
            table.name: [dict(row._mapping) for row in connection.execute(_since(table, before[table.name]))]
            for table in _numbered()
        }
    rows = [(name, row) for name, some in found.items() for row in some]
    (Path(app.config["DATA_DIR"]) / KEPT).write_bytes(pickle.dumps(rows))


def create_limit() -> Flask:
    """`POST /order/<sku>`: the same rows under new numbers, and one of the variant taken."""
    app = Flask(__name__)
    app.config.from_mapping(config.from_environment())
    core.db.init_app(app)
    rows = pickle.loads((Path(app.config["DATA_DIR"]) / KEPT).read_bytes())
    models = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    writes = [(Base.metadata.tables[name], row) for name, row in rows]

    @app.get("/healthz")
    def healthy() -> str:
        return "ok"

    @app.post("/order/<sku>")
    def order(sku: str) -> tuple[str, int]:
        mark, now = uuid.uuid4().hex, {}
        with db.session.begin():
            for table, row in writes:
                made = models[table](**_again(table, row, mark, now))
                db.session.add(made)
                db.session.flush()
                now[key_of(table), row[key_of(table).name]] = getattr(made, key_of(table).name)
            free = Variant.on_hand - Variant.held >= 1
            db.session.execute(sa.update(Variant).where(Variant.sku == sku, free).values(held=Variant.held + 1))
        return {"order": mark}, 201

    return app


def _buy(app: Flask, sku: str) -> None:
    client = app.test_client()
    cart = client.post("/api/v1/carts", json={}).json["id"]
    client.post(f"/api/v1/carts/{cart}/lines", json={"sku": sku, "quantity": 1})
    wish = {"buyer": BUYER, "address": ADDRESS, "payment": "cod"}
    answer = client.post(f"/api/v1/carts/{cart}/checkout", json=wish)
    if answer.status_code != 201:
        raise SystemExit(f"The order to be written again was refused: {answer.text}")


def _again(table: sa.Table, row: Row, mark: str, now: dict[tuple[sa.Column[Any], Any], int]) -> Row:
    """A row under its new number, referring to the new ones; what must be unique gets the mark of this turn."""
    told = {}
    for column in table.columns:
        value = row[column.name]
        known = [now[key] for link in column.foreign_keys if (key := (link.column, value)) in now]
        if known:
            value = known[0]
        elif column.primary_key:
            continue
        elif column.name in unique_in(table) and isinstance(value, str):
            value = f"{value}{mark}"
        told[column.name] = value
    return told


def unique_in(table: sa.Table) -> set[str]:
    kept = [one.columns for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    kept += [one.columns for one in table.indexes if one.unique]
    return {column.name for columns in kept for column in columns}


def _numbered() -> list[sa.Table]:
    """The tables whose rows have a number of their own, or that of a row; those first that are referred to."""
    tables = Base.metadata.sorted_tables
    return [one for one in tables if len(one.primary_key) == 1 and isinstance(key_of(one).type, sa.Integer)]


def key_of(table: sa.Table) -> sa.Column[Any]:
    return next(iter(table.primary_key))


def _since(table: sa.Table, number: int) -> sa.Select[Any]:
    return sa.select(table).where(key_of(table) > number).order_by(key_of(table))


if __name__ == "__main__":
    keep(sys.argv[1])

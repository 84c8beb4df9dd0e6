"""A facility's sheet of 20,000 rows taken in, beside reading it and writing the same rows bare."""

import io
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import select
from xlsxwriter import Workbook

from app import create_app
from catalog import attributes, desk, imports, judging
from catalog.models import Product, ProductAttribute, ProductSlug, Variant
from catalog.sheets import headings, read
from core.audit import AuditEntry
from core.db import db, release

ROWS, ROUNDS = 20_000, 3
Seconds = dict[str, list[float]]  # by the clock, and of this process alone
WRITTEN = (Product, Variant, ProductSlug, ProductAttribute, AuditEntry)  # what a new row of a sheet becomes


def main() -> None:
    """Print the seconds of each as JSON, the least of each of three rounds that take turns: whatever else the machine
    does only adds. Run in a process of its own, on the market of DATA_DIR.
    """
    app, took = create_app(), dict[str, list[list[float]]]()
    with app.app_context():
        for name, kind in (("Kiểu men", "one"), ("Màu", "several")):
            attributes.define(kind, (name, name), choices=[("Men lam", "Blue"), ("Nâu", "Brown")])
        db.session.commit()
        for turn in range(ROUNDS):
            for name, seconds in _round(_sheet(turn)).items():
                took.setdefault(name, []).append(seconds)
    json.dump(
        {name: [min(each) for each in zip(*all_turns, strict=True)] for name, all_turns in took.items()}, sys.stdout
    )


def _round(sheet: bytes) -> Seconds:
    """Each beside the next, so that all of them meet the same minute of the machine."""
    seconds = {"reading": _timed(lambda: _read(sheet)), "taken_in": _timed(lambda: _take_in(sheet))}
    return seconds | {"executemany": _bare_rows()}


def _timed(work: Callable[[], object]) -> list[float]:
    began, worked = time.perf_counter(), time.process_time()
    work()
    return [time.perf_counter() - began, time.process_time() - worked]


def _read(sheet: bytes) -> None:
    if sum(1 for _row in read(io.BytesIO(sheet))) != ROWS:
        raise SystemExit("The sheet was not read.")


def _take_in(sheet: bytes) -> None:
    facility = desk.facility_with_slug("co-so-1")
    assert facility is not None
    with judging.judged(io.BytesIO(sheet)) as rows:
        created = sum(line.change == "created" for line in imports.apply(rows, facility))
        db.session.commit()
    if created != ROWS:
        raise SystemExit(f"{created} of {ROWS} rows were taken in.")


def _bare_rows() -> list[float]:
    """The rows that were just written, as SQLite holds them, straight into tables of the same columns, kept as safely;
    those have their keys alone, neither further indexes nor pointers to check."""
    newest = {table: _newest(table) for table in WRITTEN}
    release()
    with tempfile.TemporaryDirectory(dir=Path(str(db.engine.url.database)).parent) as folder:
        connection = sqlite3.connect(Path(folder) / "bare.sqlite")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        for table in WRITTEN:
            connection.execute(_as_it_is(table))
        took = _timed(lambda: _write(connection, newest))
        connection.close()
        return took


def _newest(table: type) -> list[tuple]:
    """What became of the last sheet in one table, every row."""
    first = select(Product.id).order_by(Product.id.desc()).limit(1).offset(ROWS - 1).scalar_subquery()
    columns = table.__table__.columns
    mine = columns.get("product_id", columns.get("subject_id", columns.get("id"))) >= first
    mine = mine & (columns["subject_kind"] == "product") if "subject_kind" in columns else mine
    text = select(table.__table__).where(mine).compile(db.engine, compile_kwargs={"literal_binds": True})
    with closing(sqlite3.connect(str(db.engine.url.database))) as connection:
        rows = connection.execute(str(text)).fetchall()
    if len(rows) < ROWS:
        raise SystemExit(f"{len(rows)} rows of {table.__tablename__}.")
    return rows


def _as_it_is(table: type) -> str:
    """The table with its keys, as SQLite made it, without what points elsewhere."""
    key = {"id": "id INTEGER PRIMARY KEY"}
    names = ", ".join(key.get(column.name, f'"{column.name}"') for column in table.__table__.columns)
    unique = [column.name for column in table.__table__.columns if column.unique or column.primary_key]
    keys = "".join(f", UNIQUE ({name})" for name in unique if name != "id")
    return f"CREATE TABLE {table.__tablename__} ({names}{keys})"


def _write(connection: sqlite3.Connection, newest: dict[type, list[tuple]]) -> None:
    with connection:
        for table, rows in newest.items():
            places = ", ".join("?" * len(table.__table__.columns))
            connection.executemany(f"INSERT INTO {table.__tablename__} VALUES ({places})", rows)


def _sheet(turn: int) -> bytes:
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    names = headings()
    for column, name in enumerate(names):
        sheet.write(0, column, name)
    for n in range(ROWS):
        row = {"Mã SP": f"BANG{turn}-{n:05}", "Tên sản phẩm": f"Chén men tro thứ {n} lò {turn}", "Nhóm hàng": "Gốm sứ"}
        row |= {"Nhóm OCOP": "IV.1", "Nhóm CNNTTB": "Thủ công mỹ nghệ", "Đặc tính": "Kiểu men: Men lam; Màu: Nâu"}
        row |= {"Giá bán": "120.000", "Đơn vị": "chiếc", "Tồn kho": str(n % 50), "Khối lượng (g)": "350"}
        row |= {"Mô tả": f"Chuốt tay, nung than, men tro bếp; mẻ {n}, mỗi mẻ một màu."}
        sheet.write_row(n + 1, 0, [row.get(name, "") for name in names])
    book.close()
    return out.getvalue()


if __name__ == "__main__":
    main()

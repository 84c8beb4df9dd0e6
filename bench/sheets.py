"""A facility's sheet of 20,000 rows taken in, beside reading it and writing the same rows bare."""

import io
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select
from xlsxwriter import Workbook

from app import create_app
from catalog import desk, imports, judging
from catalog.models import Product, Variant
from catalog.sheets import headings, read
from core.audit import AuditEntry
from core.db import db, release

ROWS = 20_000
WRITTEN = (Product, Variant, AuditEntry)  # what a new row of a sheet becomes


def main() -> None:
    """Print the seconds of each as JSON: run in a process of its own, on the market of DATA_DIR."""
    app = create_app()
    sheet = _sheet()
    with app.app_context():
        seconds = {"reading": _timed(lambda: _read(sheet)), "taken_in": _timed(lambda: _take_in(sheet))}
        seconds["executemany"] = _bare_rows()
    json.dump(seconds, sys.stdout)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


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


def _bare_rows() -> float:
    """The rows that were just written, straight into tables of the same columns, kept as safely."""
    newest = {table: db.session.execute(_newest(table)).all() for table in WRITTEN}
    release()
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "bare.sqlite")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        for table in WRITTEN:
            connection.execute(_as_it_is(table))
        return _timed(lambda: _write(connection, newest))


def _newest(table: type) -> object:
    columns = table.__table__.columns
    return select(*columns).order_by(columns["id"].desc()).limit(ROWS)


def _as_it_is(table: type) -> str:
    """The table with its keys, as SQLite made it, without what points elsewhere."""
    names = ", ".join(f'"{column.name}"' for column in table.__table__.columns if column.name != "id")
    unique = [column.name for column in table.__table__.columns if column.unique]
    keys = "".join(f", UNIQUE ({name})" for name in unique)
    return f"CREATE TABLE {table.__tablename__} (id INTEGER PRIMARY KEY, {names}{keys})"


def _write(connection: sqlite3.Connection, newest: dict) -> None:
    with connection:
        for table, rows in newest.items():
            places = ", ".join("?" * len(table.__table__.columns))
            plain = [tuple(map(_plain, row)) for row in rows]
            connection.executemany(f"INSERT INTO {table.__tablename__} VALUES ({places})", plain)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | str) else str(value)


def _sheet() -> bytes:
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    names = headings()
    sheet.write_row(0, 0, names)
    for n in range(ROWS):
        row = {"Mã SP": f"BANG{n:05}", "Tên sản phẩm": f"Chén men tro thứ {n}", "Nhóm hàng": "Gốm sứ"}
        row |= {"Giá bán": "120.000", "Đơn vị": "chiếc", "Tồn kho": str(n % 50), "Khối lượng (g)": "350"}
        row |= {"Mô tả": "Chuốt tay, nung than, men tro bếp; mỗi mẻ một màu."}
        sheet.write_row(n + 1, 0, [row.get(name, "") for name in names])
    book.close()
    return out.getvalue()


if __name__ == "__main__":
    main()

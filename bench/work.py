"""Work that no page does: one photograph taken in, and a sheet of 5,000 rows, each against the least it could cost."""

import csv
import io
import json
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from PIL import Image, ImageOps

from app import create_app
from catalog import desk, imports
from catalog.sheets import headings
from core import pictures
from core.db import db, release

ROWS = 5_000
COLUMNS = ("sku", "slug", "name", "facility_id", "price", "unit", "on_hand", "summary")


def main() -> None:
    """Print the seconds of each as JSON: run in a process of its own, on the market of DATA_DIR."""
    app = create_app()
    photograph = _photograph()
    with app.app_context():
        seconds = {
            "picture": _timed(lambda: pictures.render("0" * 32, photograph)),
            "pillow": _timed(lambda: _straight_from_pillow(photograph)),
            "sheet": _timed(_import_sheet, 1),
            "executemany": _timed(lambda: _bare_rows(Path(app.config["DATA_DIR"])), 1),
        }
    json.dump(seconds, sys.stdout)


def _timed(work: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken)


def _photograph() -> bytes:
    """Twelve megapixels with as much detail as a camera gives."""
    dice = random.Random(12)
    grain = Image.frombytes("RGB", (500, 375), dice.randbytes(500 * 375 * 3))
    out = io.BytesIO()
    grain.resize((4000, 3000), Image.Resampling.BICUBIC).save(out, "JPEG", quality=90)
    return out.getvalue()


def _straight_from_pillow(content: bytes) -> None:
    """The same sizes and formats, nothing checked and nothing kept."""
    image = Image.open(io.BytesIO(content))
    image.draft("RGB", (1600, 1200))
    step = ImageOps.exif_transpose(image).convert("RGB")
    for width in (1600, 960, 640, 320, 160):
        step = step.resize((width, round(step.height * width / step.width)), Image.Resampling.LANCZOS)
        step.save(io.BytesIO(), "WEBP", quality=80, method=2)
        step.save(io.BytesIO(), "JPEG", quality=80, progressive=True)


def _import_sheet() -> None:
    facility = desk.facility_with_slug("co-so-1")
    assert facility is not None
    with imports.judged(io.BytesIO(_sheet())) as rows:
        lines = list(imports.apply(rows, facility))
        db.session.commit()
    if len(lines) != ROWS or sum(line.change == "created" for line in lines) < ROWS * 0.95:
        raise SystemExit("The sheet was not taken in.")


def _sheet() -> bytes:
    out = io.StringIO()
    sheet = csv.DictWriter(out, headings())
    sheet.writeheader()
    for n in range(ROWS):
        row = {"Mã SP": f"BANG{n:05}", "Tên sản phẩm": f"Chén men tro thứ {n}", "Nhóm hàng": "Gốm sứ"}
        row |= {"Giá bán": "120.000", "Đơn vị": "chiếc", "Tồn kho": str(n % 50), "Khối lượng (g)": "350"}
        sheet.writerow(row | {"Mô tả": "Chuốt tay, nung than, men tro bếp; mỗi mẻ một màu."})
    return out.getvalue().encode()


def _bare_rows(folder: Path) -> None:
    """As many rows of as many bytes straight into a table, kept as safely."""
    release()
    connection = sqlite3.connect(folder / "bare.sqlite")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        f"CREATE TABLE product (id INTEGER PRIMARY KEY, {', '.join(COLUMNS)}, UNIQUE (sku), UNIQUE (slug))"
    )
    row = ("Chén men tro thứ", 1, 120_000, "chiếc", 5, "Chuốt tay, nung than, men tro bếp; mỗi mẻ một màu.")
    places = ", ".join("?" * len(COLUMNS))
    with connection:
        connection.executemany(
            f"INSERT INTO product ({', '.join(COLUMNS)}) VALUES ({places})",
            ((f"BANG{n:05}", f"chen-men-tro-thu-{n}", *row) for n in range(ROWS)),
        )
    connection.close()


if __name__ == "__main__":
    main()

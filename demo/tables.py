"""Reading the demo's CSV files."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
Row = dict[str, str]


@cache
def rows(name: str) -> list[Row]:
    """The rows of demo/data/<name>.csv."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts(kind: str) -> list[Row]:
    """The rows of every demo/data/<kind>_*.csv, in the order of their names."""
    return [row for path in sorted(DATA.glob(f"{kind}_*.csv")) for row in rows(path.stem)]


def integer(text: str | None) -> int | None:
    return int(text) if text and text.strip() else None


def pieces(text: str) -> list[tuple[str, str]]:
    """`Name: text|Name: text` as pairs."""
    pairs = [piece.partition(":") for piece in text.split("|") if piece.strip()]
    return [(name.strip(), rest.strip()) for name, _, rest in pairs]

"""Builds programme/data/places.csv from the public data set of PyPI `vietnamadminunits`.

Run where the package is unpacked, never in the application's own environment:

    python3 -m venv /tmp/places && /tmp/places/bin/pip install vietnamadminunits==1.0.4
    .venv/bin/python -m tools.build_places /tmp/places/lib/python3.*/site-packages/*/data/dataset.db

A place that is already in the file keeps its code, so that records which name it stay right.
"""

import csv
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.text import clean_line, settle_tones, slugify, sort_key

TARGET = Path(__file__).parent.parent / "programme" / "data" / "places.csv"
COLUMNS = ["code", "kind", "name", "public_code", "lat", "lon"]
FIRST = "Hà Nội"
# Cities since the data set was made: release notes v3.1.0 and v5.2.0 of vietnamese-provinces-database.
NOW_CITIES = {"Đồng Nai": "2026-04-30", "Bắc Ninh": "2026-09-20"}
_PROVINCES = """SELECT DISTINCT province AS whole, provinceShort AS name, provinceCode AS public_code,
                                provinceLat AS lat, provinceLon AS lon FROM admin_units"""
_COMMUNES = """SELECT wardType AS kind, wardShort AS name, wardCode AS public_code,
                      wardLat AS lat, wardLon AS lon FROM admin_units WHERE provinceCode = ?"""
Codes = dict[tuple[str, str], str]


def main(source: str) -> None:
    """Write the file anew from the data set at `source`, and say how many places it has."""
    rows = list(_rows(sqlite3.connect(source), _codes_in_use()))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sys.stdout.write(f"{len(rows)} places in {TARGET}\n")


def _codes_in_use() -> Codes:
    """The codes already given, by province (empty for a province itself) and name: kinds change."""
    if not TARGET.exists():
        return {}
    with TARGET.open(encoding="utf-8", newline="") as file:
        return {(row["code"].rpartition("/")[0], row["name"]): row["code"] for row in csv.DictReader(file)}


def _rows(source: sqlite3.Connection, codes: Codes) -> Iterator[dict[str, str]]:
    source.row_factory = sqlite3.Row
    for row in sorted(_settled(source.execute(_PROVINCES)), key=_province_order):
        name = row["name"]
        kind = "Thành phố" if name in NOW_CITIES else row.pop("whole").removesuffix(name).strip()
        row.pop("whole", None)
        code = _code(codes, "", kind, name)
        yield row | {"code": code, "kind": kind}
        communes = _settled(source.execute(_COMMUNES, [row["public_code"]]))
        for commune in sorted(communes, key=lambda commune: (sort_key(commune["name"]), commune["kind"])):
            yield commune | {"code": _code(codes, code, commune["kind"], commune["name"])}


def _province_order(row: dict[str, str]) -> tuple[bool, tuple[str, str]]:
    return row["name"] != FIRST, sort_key(row["name"])


def _settled(rows: Iterable[sqlite3.Row]) -> Iterator[dict[str, str]]:
    """The rows with their names in one spelling: single spaces, straight apostrophes, Hòa and not Hoà."""
    for row in rows:
        yield {key: settle_tones(clean_line(str(row[key]))).replace("’", "'") for key in row.keys()}  # noqa: SIM118


def _code(codes: Codes, province: str, kind: str, name: str) -> str:
    """The place's code, made once: Sơn Hà and Sơn Hạ of one province differ by a letter at the end."""
    key = (province, name)
    if key not in codes:
        plain = f"{province}/{slugify(f'{kind} {name}')}" if province else slugify(name)
        taken = set(codes.values())
        codes[key] = next(code for end in ("", "-b", "-c") if (code := plain + end) not in taken)
    return codes[key]


if __name__ == "__main__":
    main(sys.argv[1])

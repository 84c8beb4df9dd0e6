"""Builds programme/data/places.csv and former_places.csv from the public data set of PyPI `vietnamadminunits`.

Run where the package is unpacked, never in the application's own environment:

    python3 -m venv /tmp/places && /tmp/places/bin/pip install vietnamadminunits==1.0.4
    .venv/bin/python -m tools.build_places /tmp/places/lib/python3.*/site-packages/vietnamadminunits/data

A place that is already in the file keeps its code, so that records which name it stay right. Former places (63
provinces, their districts and communes as they stood on 30/6/2025) name their present communes by these codes.
"""

import csv
import json
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
FORMER = TARGET.with_name("former_places.csv")
FORMER_COLUMNS = ["code", "kind", "name", "present", "earlier"]
_KEYS = "SELECT province, provinceKey, wardKey, wardShort FROM admin_units"
_FORMER = """SELECT province, district, coalesce(ward, '') AS ward, provinceKey, districtKey,
                    coalesce(wardKey, '') AS wardKey, districtAlias, wardAlias
             FROM admin_units_legacy"""
_FORMER_KINDS = ("Thành phố", "Thị trấn", "Thị xã", "Phường", "Huyện", "Quận", "Tỉnh", "Xã")
# Joined Hà Nội on 1/8/2008 (Nghị quyết 15/2008/QH12); people still write it.
_JOINED = {"Thành phố Hà Nội": '["hatay"]'}
_GLUED_KINDS = ("thanhpho", "thitran", "thixa", "phuong", "huyen", "quan", "xa", "tx", "q")
Codes = dict[tuple[str, str], str]
Row = dict[str, str]


def main(folder: str) -> None:
    """Write both files anew from the data set in `folder`, and say how many places each has."""
    source = sqlite3.connect(Path(folder) / "dataset.db")
    _write(TARGET, COLUMNS, list(_rows(source, _codes_in_use())))
    converter = json.loads((Path(folder) / "converter_2025.json").read_text("utf-8"))
    _write(FORMER, FORMER_COLUMNS, list(_former_rows(source, _present_of(source, converter))))


def _write(target: Path, columns: list[str], rows: list[Row]) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sys.stdout.write(f"{len(rows)} places in {target}\n")


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


def _present_of(source: sqlite3.Connection, converter: dict[str, dict]) -> dict[str, list[str]]:
    """Our codes of what each former commune became, by the source's key of the former one; the likeliest first."""
    codes, known = {}, _codes_in_use()
    for row in _settled(source.execute(_KEYS)):
        province = next(code for code in known.values() if "/" not in code and code == _province_code(row["province"]))
        codes[row["provinceKey"], row["wardKey"]] = known[province, row["wardShort"]]
    found: dict[str, list[str]] = {}
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, formers in wards.items():
            found |= dict.fromkeys(formers, [codes[province, ward]])
    for province, formers in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for former, wards in formers.items():
            likeliest = sorted(wards, key=lambda ward: not ward["isDefaultNewWard"])
            found[former] = [codes[province, ward["newWardKey"]] for ward in likeliest]
    return found


def _former_rows(source: sqlite3.Connection, present: dict[str, list[str]]) -> Iterator[Row]:
    """Every province, then its districts, each before its communes; an island without communes stands alone."""
    source.row_factory = sqlite3.Row
    taken: dict[str, str] = {}
    whole = sorted(source.execute(_FORMER), key=lambda row: [sort_key(row[name]) for name in row.keys()[:3]])  # noqa: SIM118
    for row in whole:
        became = present["_".join((row["provinceKey"], row["districtKey"], row["wardKey"]))]
        province = yield from _once(
            taken, "", row["province"], became[0].partition("/")[0], _earlier(_JOINED.get(row["province"]))
        )
        alone = "" if row["ward"] else "; ".join(became)
        district = yield from _once(taken, province, row["district"], alone, _earlier(row["districtAlias"]))
        if row["ward"]:
            yield from _once(taken, district, row["ward"], "; ".join(became), _earlier(row["wardAlias"]))


def _once(taken: dict[str, str], inside: str, full: str, present: str, earlier: str) -> Iterator[Row]:
    """The row of a place the first time it is met; its code is returned every time."""
    full = settle_tones(clean_line(full)).replace("’", "'")
    kind = next(kind for kind in _FORMER_KINDS if full.lower().startswith(f"{kind.lower()} "))
    name = full[len(kind) + 1 :]
    plain = f"{inside}/{slugify(full)}" if inside else slugify(name)
    code = next(code for end in ("", "-b", "-c") if taken.get(code := plain + end, full) == full)
    if code not in taken:
        taken[code] = full
        yield {"code": code, "kind": kind, "name": name, "present": present, "earlier": earlier}
    return code  # type: ignore[return-value]


def _earlier(aliases: str | None) -> str:
    """Names of what a place was put together from before, as the source writes them: glued, without accents."""
    names = dict.fromkeys(json.loads(aliases or "[]"))
    bare = [name for name in names if not any(name == short + other for other in names for short in _GLUED_KINDS)]
    return "; ".join(name for name in bare if not name.startswith(("tp", "q0", "district")))


def _province_code(full: str) -> str:
    """ha-noi for Thành phố Hà Nội, whatever its kind is now."""
    name = next((full.removeprefix(f"{kind} ") for kind in ("Thành phố", "Tỉnh") if full.startswith(kind)), full)
    return slugify(name)


if __name__ == "__main__":
    main(sys.argv[1])

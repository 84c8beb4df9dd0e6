"""Provinces and communes as they stand since 1 July 2025, under our own codes; public code lists disagree.

The file beside it is built by tools/build_places.py, in the order in which people look, and read once.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.text import accented, unmarked

HANOI = "ha-noi"
_FILE = Path(__file__).parent / "data" / "places.csv"
_SHORT_KINDS = {"p.": "phường", "x.": "xã", "đk.": "đặc khu"}
_KINDS = ("phường ", "xã ", "đặc khu ")


class UnknownPlace(LookupError):
    """No province or commune has this code."""


@dataclass(frozen=True, slots=True)
class Province:
    """`name` is Hà Nội, `full_name` Thành phố Hà Nội; `public_code` is the source's and never a key."""

    code: str
    kind: str
    name: str
    public_code: str
    lat: float
    lon: float

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Commune:
    """`name` is Xã Bát Tràng, `short_name` Bát Tràng; lat and lon are of its middle (WGS 84)."""

    code: str
    kind: str
    short_name: str
    public_code: str
    lat: float
    lon: float

    @property
    def name(self) -> str:
        return f"{self.kind} {self.short_name}"

    @property
    def province_code(self) -> str:
        return self.code.partition("/")[0]


def provinces() -> tuple[Province, ...]:
    """All 34, Hà Nội first and the others in dictionary order."""
    return tuple(_provinces().values())


def communes_of(province_code: str) -> tuple[Commune, ...]:
    """The communes of a province in dictionary order of their names; none for an unknown code."""
    return _communes_by_province().get(province_code, ())


def province(code: str) -> Province | None:
    return _provinces().get(code)


def commune(code: str) -> Commune | None:
    return _communes().get(code)


def full_name(commune_code: str) -> str:
    """Xã Bát Tràng, Hà Nội. Raises UnknownPlace."""
    place = commune(commune_code)
    if place is None:
        raise UnknownPlace(commune_code)
    return f"{place.name}, {_provinces()[place.province_code].name}"


def find_commune(province_code: str, name: str) -> Commune | None:
    """The one commune of this name; None when none or several bear it: then show `communes_named` and ask."""
    found = communes_named(province_code, name)
    return found[0] if len(found) == 1 else None


def communes_named(province_code: str, name: str) -> tuple[Commune, ...]:
    """Every commune that the name may mean, with or without its kind (Xã, X.); right accents win over any."""
    wanted = _spelt_out(accented(name))
    return _names().get((province_code, wanted)) or _names().get((province_code, unmarked(wanted)), ())


def _spelt_out(name: str) -> str:
    for short, kind in _SHORT_KINDS.items():
        if name.startswith(short):
            return f"{kind} {name.removeprefix(short).strip()}"
    return name


@cache
def _rows() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _provinces() -> dict[str, Province]:
    return {
        row["code"]: Province(
            row["code"], row["kind"], row["name"], row["public_code"], float(row["lat"]), float(row["lon"])
        )
        for row in _rows()
        if "/" not in row["code"]
    }


@cache
def _communes() -> dict[str, Commune]:
    return {
        row["code"]: Commune(
            row["code"], row["kind"], row["name"], row["public_code"], float(row["lat"]), float(row["lon"])
        )
        for row in _rows()
        if "/" in row["code"]
    }


@cache
def _communes_by_province() -> dict[str, tuple[Commune, ...]]:
    inside: dict[str, list[Commune]] = defaultdict(list)
    for place in _communes().values():
        inside[place.province_code].append(place)
    return {code: tuple(places) for code, places in inside.items()}


@cache
def _names() -> dict[tuple[str, str], tuple[Commune, ...]]:
    """Communes by province and by each way to write their names: with and without accents, with and without kind."""
    found: dict[tuple[str, str], dict[str, Commune]] = defaultdict(dict)
    for place in _communes().values():
        for name in (place.name, place.short_name):
            for key in (accented(name), unmarked(name)):
                found[place.province_code, key][place.code] = place
    return {key: tuple(places.values()) for key, places in found.items()}

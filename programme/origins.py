"""From where distances are counted: a place by its code or as somebody typed it; several are asked, none is picked."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import raiseload

from core.db import db
from core.text import fold
from programme import addresses, places, points, village_places
from programme.models import CraftVillage
from programme.places import Commune, Province
from programme.points import Point

MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Origin:
    """The middle of a commune or province."""

    code: str
    name: str
    point: Point


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words mean: one place, or several to choose from as (code, what it is called), or nothing."""

    origin: Origin | None = None
    choices: tuple[tuple[str, str], ...] = ()


def by_code(code: str) -> Origin | None:
    found = places.commune(code) or places.province(code)
    return _origin(found) if found else None


def rounded(text: str) -> Point | None:
    """A point as programs send it: latitude,longitude, rounded to a kilometre at once; or the code of a commune or
    province."""
    if known := by_code(text):
        return known.point
    point = points.read(text)
    return (round(point[0], 2), round(point[1], 2)) if point else None


def of(text: str) -> Asked:
    """What a typed place may be: present or former commune, district, province or craft village. One query."""
    if coded := by_code(text):
        return Asked(coded)
    key = fold(text)
    name = key.removeprefix("lang nghe ").removeprefix("lang ")
    villages = dict(_villages(name))
    found = addresses.Resolution() if villages and name != key else addresses.resolve(text)
    choices = villages | {place.code: _name(place) for place in found.candidates if place.code not in villages}
    is_open = bool(found.readings) and found.must_ask
    if len(choices) == 1 and not is_open:
        return Asked(by_code(next(iter(choices))))
    return Asked(choices=tuple(choices.items())[:MOST_CHOICES])


def unknown(name: str) -> str:
    """What to say to whoever typed a place that nobody knows."""
    return _("Chưa thấy nơi nào tên “%(name)s”. Viết tên xã và tên huyện cũ, cách nhau bằng dấu phẩy.", name=name)


def _villages(name: str) -> Iterator[tuple[str, str]]:
    """Where villages of this folded name lie, or may lie."""
    rows = db.session.scalars(select(CraftVillage).options(raiseload("*")).order_by(CraftVillage.slug))
    for village in rows:
        names = [village.name, *village.name.split(","), *village.aliases.split(";")]
        if name in {fold(one) for one in names if one.strip()}:
            place = village_places.of(village)
            for commune in [place.present] if place.present else place.candidates:
                yield commune.code, f"{village.name}, {_name(commune)}"


def _origin(place: Commune | Province) -> Origin:
    return Origin(place.code, _name(place), (place.lat, place.lon))


def _name(place: Commune | Province) -> str:
    return places.full_name(place.code) if isinstance(place, Commune) else place.full_name

"""Where a facility stands on the map: its own point only where it agreed to show one, else no more than its commune."""

import re
from math import asin, cos, radians, sin, sqrt

from core import audit, times
from programme import places
from programme.models import Facility

FARTHEST = 20.0  # kilometres from the middle of its commune: beyond, the point or the commune is wrong
_EARTH = 6371.0088
_DECIMALS = 5  # a metre
_PAIRS = (
    re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*[;,\s]\s*(-?\d{1,3}(?:\.\d+)?)"),
    re.compile(r"(-?\d{1,3},\d+)\s*;\s*(-?\d{1,3},\d+)"),
)

Point = tuple[float, float]  # latitude, longitude (WGS 84)


class TooFar(Exception):
    """The point lies too many kilometres from the commune that the facility names."""

    def __init__(self, kilometres: float) -> None:
        super().__init__(kilometres)
        self.kilometres = kilometres


class NoCommune(Exception):
    """The facility names no commune to compare with."""


def show(facility: Facility, point: Point) -> None:
    """Show this very point from now on. Raises NoCommune, TooFar; then nothing has changed."""
    commune = places.commune(facility.commune_code or "")
    if commune is None:
        raise NoCommune
    away = distance((commune.lat, commune.lon), point)
    if away > FARTHEST:
        raise TooFar(away)
    facility.lat, facility.lon = (round(one, _DECIMALS) for one in point)
    facility.placed_on = times.today()
    audit.record(facility, "facility.point_shown")  # without the point: what is hidden again is to be forgotten


def hide(facility: Facility) -> None:
    """Show no more than the commune; the point itself is forgotten."""
    if facility.lat is None:
        return
    facility.lat = facility.lon = facility.placed_on = None
    audit.record(facility, "facility.point_hidden")


def read(written: str) -> Point | None:
    """A point as maps copy it: 20.97652, 105.91268, or with commas within and a semicolon between."""
    written = written.strip().strip("()")
    found = next((found for pair in _PAIRS if (found := pair.fullmatch(written))), None)
    if not found:
        return None
    lat, lon = (float(one.replace(",", ".")) for one in found.groups())
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def distance(one: Point, other: Point) -> float:
    """Kilometres as the crow flies."""
    (lat, lon), (other_lat, other_lon) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((other_lon - lon) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))

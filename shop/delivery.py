"""Whether goods go to an address, and when those that go the same day arrive."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from catalog import delivery
from catalog.models import Product
from core import times
from programme import places
from programme.models import Facility
from shop import rules

HOME = "ha-noi"  # where makers are when their commune is not known
_EARTH_KM = 6371
_FILE = Path(__file__).parent / "data" / "inner_city.csv"


def province_of(facility: Facility) -> str:
    return (facility.commune_code or HOME).partition("/")[0]


def trouble(product: Product, province_code: str, commune_code: str = "") -> str:
    """Why it does not go there: province, communes, same_day, chilled or quote; empty where it does.

    Without a commune only the province is judged: the buyer has not said more yet.
    """
    span = delivery.range_of(product)
    if span is None or product.mode == "service" or span.reach in ("everywhere", "pick_up"):
        return ""
    if span.reach == "province":
        return "" if province_code == province_of(product.facility) else "province"
    if span.reach == "communes":
        near = {code.partition("/")[0] for code in span.communes}
        return "" if (commune_code in span.communes if commune_code else province_code in near) else "communes"
    if span.reach == "quote":  # its freight is asked for first
        return "quote"
    if span.reach == "chilled":
        far = distance_km(province_of(product.facility), province_code) > rules.value("chilled_km")
        return "chilled" if far else ""
    here = is_inner(commune_code) if commune_code else province_code in {c.partition("/")[0] for c in inner_city()}
    return "" if here else "same_day"


def troubles(products: Iterable[Product], province_code: str, commune_code: str = "") -> dict[int, str]:
    """By product id; those that go there are left out."""
    found = {product.id: trouble(product, province_code, commune_code) for product in products}
    return {product_id: code for product_id, code in found.items() if code}


def is_picked_up(product: Product) -> bool:
    """Nothing is sent: the buyer comes for it."""
    span = delivery.range_of(product)
    return span is not None and span.reach == "pick_up"


def is_chilled(product: Product) -> bool:
    """Sent in a cool box, and never far."""
    span = delivery.range_of(product)
    return span is not None and span.reach == "chilled"


def same_day(products: Iterable[Product]) -> date | None:
    """The day on which goods of the inner city arrive if ordered now: today before the earliest of their hours, else
    tomorrow. None where one of them does not go that way."""
    spans = [delivery.range_of(product) for product in products]
    if not spans or any(span is None or span.reach != "same_day" for span in spans):
        return None
    hour = min(span.cut_off_hour for span in spans if span)
    return times.today() + timedelta(days=0 if times.local(times.now()).hour < hour else 1)


def distance_km(one: str, other: str) -> float:
    """Between the middles of two provinces, as the crow flies."""
    a, b = places.province(one), places.province(other)
    if one == other or a is None or b is None:
        return 0
    lat, lon = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    return 2 * _EARTH_KM * asin(sqrt(sin(lat) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(lon) ** 2))


def is_inner(commune_code: str) -> bool:
    return commune_code in inner_city()


def inner_city() -> frozenset[str]:
    """The communes that count as the inner city today."""
    return _in_force(times.today())


@cache
def _in_force(day: date) -> frozenset[str]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [(date.fromisoformat(row["valid_from"]), row["commune_code"]) for row in csv.DictReader(file)]
    begun = max((since for since, _code in rows if since <= day), default=None)
    return frozenset(code for since, code in rows if since == begun)

"""Whether goods go to an address, and when those that go the same day arrive."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from catalog import delivery
from catalog.models import Product
from core import times
from programme.models import Facility

HOME = "ha-noi"  # where makers are when their commune is not known
_FILE = Path(__file__).parent / "data" / "inner_city.csv"


def province_of(facility: Facility) -> str:
    return (facility.commune_code or HOME).partition("/")[0]


def trouble(product: Product, province_code: str, commune_code: str = "") -> str:
    """Why it does not go there: province, communes or same_day; empty where it does.

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


def same_day(products: Iterable[Product]) -> date | None:
    """The day on which goods of the inner city arrive if ordered now: today before the earliest of their hours, else
    tomorrow. None where one of them does not go that way."""
    spans = [delivery.range_of(product) for product in products]
    if not spans or any(span is None or span.reach != "same_day" for span in spans):
        return None
    hour = min(span.cut_off_hour for span in spans if span)
    return times.today() + timedelta(days=0 if times.local(times.now()).hour < hour else 1)


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

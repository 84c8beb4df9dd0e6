"""What it costs and how long it takes to send a parcel: dated rates by distance and weight, data/shipping_rates.csv."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import ceil
from pathlib import Path

from catalog.models import Variant
from core import times
from programme.models import Facility
from shop import rules
from shop.delivery import HOME as HOME
from shop.delivery import distance_km, is_chilled, is_picked_up, province_of, same_day
from shop.ways import Fetching

UNWEIGHED_G = 1000  # a thing nobody weighed counts as one kilogram
_FILE = Path(__file__).parent / "data" / "shipping_rates.csv"


@dataclass(frozen=True, slots=True)
class Rate:
    valid_from: date
    zone: str
    up_to_km: int | None  # None: however far; 0: within the province
    up_to_g: int
    fee: int
    fee_per_extra_kg: int
    fragile_fee: int
    days: int
    source: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What sending costs, in đồng, and the day it should arrive."""

    fee: int
    arrives_on: date
    ready_on: date  # when its maker has it to hand over


NOTHING = Quote(0, date.min, date.min)  # before it is reckoned


def quote(
    facility: Facility,
    goods: Iterable[tuple[Variant, int]],
    province_code: str,
    ready_on: date | None = None,
    *,
    fetching: Fetching | None = None,
) -> Quote:
    """For one facility's goods to a province. What is made to order waits for the slowest piece, or for the day
    promised, and a rest is over. What is a service, or fetched at the maker's, is not sent and costs nothing."""
    goods = list(goods)
    lead = max((variant.product.lead_days or 0 for variant, _ in goods), default=0)
    ready = max(ready_on or times.today(), facility.day_after(lead))
    sent = sent_of(goods)
    if fetching or not sent:
        return Quote(0, ready + timedelta(days=fetching.days if fetching else 0), ready)
    rate = _rate(distance_km(province_of(facility), province_code), weight_of(sent))
    fee = rate.fee + _extra_kg(rate, weight_of(sent)) * rate.fee_per_extra_kg
    if any(variant.product.is_fragile for variant, _ in sent):
        fee += rate.fragile_fee
    days = rate.days
    if any(is_chilled(variant.product) for variant, _ in sent):
        fee, days = fee + rules.value("chilled_fee"), min(days, rules.value("chilled_days"))
    at_once = same_day(variant.product for variant, _ in sent)
    return Quote(fee, max(ready, at_once) if at_once else ready + timedelta(days=days), ready)


def weight_of(goods: Iterable[tuple[Variant, int]]) -> int:
    """Grams."""
    return sum((variant.weight_g or UNWEIGHED_G) * quantity for variant, quantity in goods)


def sent_of(goods: Iterable[tuple[Variant, int]]) -> list[tuple[Variant, int]]:
    """What is sent at all: no service, and nothing that is fetched at the maker's."""
    return [(v, n) for v, n in goods if v.product.mode != "service" and not is_picked_up(v.product)]


def zone_of(km: float) -> str:
    return next(rate.zone for rate in _in_force(times.today()) if rate.up_to_km is None or km <= rate.up_to_km)


def _rate(km: float, grams: int) -> Rate:
    zone = zone_of(km)
    steps = [rate for rate in _in_force(times.today()) if rate.zone == zone]
    return next((rate for rate in steps if grams <= rate.up_to_g), steps[-1])


def _extra_kg(rate: Rate, grams: int) -> int:
    """Whole kilograms beyond the heaviest step."""
    return max(0, ceil((grams - rate.up_to_g) / 1000))


@cache
def _in_force(day: date) -> tuple[Rate, ...]:
    """The rates of the latest table that has begun, nearest and lightest first."""
    begun = max(rate.valid_from for rate in _rates() if rate.valid_from <= day)
    return tuple(rate for rate in _rates() if rate.valid_from == begun)


@cache
def _rates() -> tuple[Rate, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_read(row) for row in csv.DictReader(file))


def _read(row: dict[str, str]) -> Rate:
    return Rate(
        date.fromisoformat(row["valid_from"]),
        row["zone"],
        int(row["up_to_km"]) if row["up_to_km"] else None,
        int(row["up_to_g"]),
        int(row["fee"]),
        int(row["fee_per_extra_kg"]),
        int(row["fragile_fee"]),
        int(row["days"]),
        row["source"],
    )

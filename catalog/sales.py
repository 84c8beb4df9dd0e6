"""Sales: a lower price from one moment until another, compared with the lowest of the thirty days before it.

A maker never types an old price. What is compared with is what the history says (Directive 98/6/EC, article 6a, is the
model); how low and how long a sale may be are dated settings, data/promotion_limits.csv.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import select

from catalog import products
from catalog.models import PastPrice, Variant
from core import audit, times
from core.access import must_be_granted
from core.db import db

LOOK_BACK = timedelta(days=30)
_elsewhere: list[Callable[[Variant], Iterable[PastPrice]]] = []
_FILE = Path(__file__).parent / "data" / "promotion_limits.csv"


@dataclass(frozen=True, slots=True)
class Limit:
    """From `since` on: how many per cent a price may fall, and on how many days of a year."""

    since: date
    most_percent: int
    most_days_a_year: int
    source: str


class NoPrice(Exception):
    """Nothing to be lower than: it is on request, or known only once it is weighed."""


class NotLower(Exception):
    """The price is not below the lowest of the thirty days before; `lowest` says what that is."""

    def __init__(self, lowest: int) -> None:
        super().__init__(lowest)
        self.lowest = lowest


class TooLow(Exception):
    """The price falls by more than the law lets it; `least` is the lowest it may be."""

    def __init__(self, least: int, limit: Limit) -> None:
        super().__init__(least)
        self.least, self.limit = least, limit


class TooLong(Exception):
    """On more days of a year than the law lets it; `left` days are left."""

    def __init__(self, left: int, limit: Limit) -> None:
        super().__init__(left)
        self.left, self.limit = left, limit


class NotAhead(Exception):
    """It would end before it begins, or is over already."""


def begin(variant: Variant, price: int, since: datetime, until: datetime) -> None:
    """Sell at `price` from `since` until `until`; one that was planned or runs gives way.

    Raises NoPrice, NotAhead, NotLower, TooLow, TooLong; the caller then commits nothing.
    """
    must_be_granted("prices")
    since = max(since, times.now())
    if until <= since:
        raise NotAhead
    lowest = compared_with(variant, price, since, until, [*history(variant), *asked_elsewhere(variant)])
    variant.sale_price, variant.sale_compare = price, lowest
    variant.sale_from, variant.sale_until = since, until
    audit.record(variant.product, "product.sale_set", sku=variant.sku, price=price, until=until.isoformat())
    products.touched(variant.product)


def compared_with(variant: Variant, price: int, since: datetime, until: datetime, asked: Sequence[PastPrice]) -> int:
    """The lowest price of the thirty days before, which the law lets `price` be compared with from `since` to `until`.

    `asked` are the other prices of its life, those to come among them. Raises NoPrice, NotLower, TooLow, TooLong.
    """
    if variant.price is None or variant.is_weighed:
        raise NoPrice
    lowest = _lowest(variant, asked, since)
    limit = limit_on(times.local(since).date())
    least = -(-variant.price * (100 - limit.most_percent) // 100)
    if price >= lowest:
        raise NotLower(lowest)
    if price < least:
        raise TooLow(least, limit)
    for year in range(times.local(since).year, times.local(until).year + 1):
        left = limit.most_days_a_year - _days_of(year, asked, variant)
        if _days_within(year, since, until) > left:
            raise TooLong(max(left, 0), limit)
    return lowest


def count_also(source: Callable[[Variant], Iterable[PastPrice]]) -> None:
    """Prices asked elsewhere than on the form itself count as prices that were asked: at the booth of a fair."""
    _elsewhere.append(source)


def asked_elsewhere(variant: Variant) -> list[PastPrice]:
    """Rows that are not kept, each with its own from and until, past or to come."""
    return [one for source in _elsewhere for one in source(variant)]


def end(variant: Variant) -> None:
    """The regular price counts again, at once."""
    if variant.sale_price is None:
        return
    audit.record(variant.product, "product.sale_ended", sku=variant.sku, price=variant.sale_price)
    _clear(variant)
    products.touched(variant.product)


def _lowest(variant: Variant, past: Sequence[PastPrice], moment: datetime) -> int:
    """The lowest price asked on any of the thirty days before a moment, in đồng, of a variant that has one."""
    prices = [variant.price] if variant.price is not None else []
    begun = [one for one in past if one.since is None or one.since < moment]
    prices += [one.price for one in begun if one.until > moment - LOOK_BACK]
    if variant.sale_price is not None and variant.sale_from is not None and variant.sale_until is not None:
        has_run = variant.sale_from < min(moment, times.now()) and variant.sale_until > moment - LOOK_BACK
        prices += [variant.sale_price] if has_run else []
    return min(prices)


def history(variant: Variant) -> list[PastPrice]:
    """What it cost before, the latest first."""
    query = select(PastPrice).where(PastPrice.variant_id == variant.id)
    return list(db.session.scalars(query.order_by(PastPrice.until.desc(), PastPrice.id.desc())))


def limit_on(day: date) -> Limit:
    """What the law lets a sale that begins on this day be."""
    return [one for one in _limits() if one.since <= day][-1]


def _clear(variant: Variant) -> None:
    variant.sale_price = variant.sale_compare = None
    variant.sale_from = variant.sale_until = None


def _days_of(year: int, past: Sequence[PastPrice], variant: Variant) -> int:
    """Days of a year on which it has been on sale; of a sale that runs and gives way, those until now."""
    days = sum(_days_within(year, one.since, one.until) for one in past if one.kind == "sale" and one.since)
    if variant.sale_from is not None and variant.sale_until is not None and variant.sale_from < times.now():
        days += _days_within(year, variant.sale_from, min(variant.sale_until, times.now()))
    return days


def _days_within(year: int, since: datetime, until: datetime) -> int:
    """Hanoi's calendar days of a year that the time touches."""
    first = max(times.local(since).date(), date(year, 1, 1))
    last = min(times.local(until - timedelta(microseconds=1)).date(), date(year, 12, 31))
    return max((last - first).days + 1, 0)


@cache
def _limits() -> tuple[Limit, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Limit(
                date.fromisoformat(row["since"]), int(row["most_percent"]), int(row["most_days_a_year"]), row["source"]
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda one: one.since))

"""Whether a shelf gives everybody a turn: measured against shares that staff agreed on, never enforced."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from catalog import taxonomy
from catalog.models import Product

# Shares of the shelf, in percent. A commune and a trade at most so much; newcomers and women at least so much.
MOST_OF_ONE_COMMUNE = 25
MOST_OF_ONE_GROUP = 30
LEAST_NEWCOMERS = 20
LEAST_WOMEN_LED = 40


@dataclass(frozen=True, slots=True)
class Meter:
    """A share and its limit. `name` is the commune or trade that leads, where the meter is about one."""

    code: str
    count: int
    percent: int
    limit: int
    is_within: bool
    name: str = ""
    kinds: int = 0


def meters(products: Sequence[Product], newcomers: Collection[int]) -> list[Meter]:
    """`newcomers`: ids of facilities that no earlier shelf has featured."""
    communes = Counter(product.facility.commune_name for product in products)
    groups = Counter(taxonomy.name_of(product.browse_category) for product in products)
    new = sum(product.facility_id in newcomers for product in products)
    women = sum(product.facility.is_women_led for product in products)
    whole = len(products)
    return [
        _most("commune", communes, whole, MOST_OF_ONE_COMMUNE),
        _most("group", groups, whole, MOST_OF_ONE_GROUP),
        _least("newcomers", new, whole, LEAST_NEWCOMERS),
        _least("women", women, whole, LEAST_WOMEN_LED),
    ]


def _most(code: str, counted: Counter[str], whole: int, limit: int) -> Meter:
    name, count = counted.most_common(1)[0] if counted else ("", 0)
    percent = _percent(count, whole)
    return Meter(code, count, percent, limit, percent <= limit, name, len(counted))


def _least(code: str, count: int, whole: int, limit: int) -> Meter:
    percent = _percent(count, whole)
    return Meter(code, count, percent, limit, percent >= limit)


def _percent(count: int, whole: int) -> int:
    return round(100 * count / whole) if whole else 0

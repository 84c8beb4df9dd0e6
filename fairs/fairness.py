"""Whether a shelf gives everybody a turn: measured against shares that staff agreed on, never enforced."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from catalog import taxonomy
from catalog.models import Product
from programme.models import Facility

# Shares of the shelf, in percent. A commune and a trade at most so much; newcomers and women at least so much.
MOST_OF_ONE_COMMUNE = 25
MOST_OF_ONE_GROUP = 30
LEAST_NEWCOMERS = 20
LEAST_WOMEN_LED = 40
MOST_OF_ONE_VILLAGE = 25
MOST_OFTEN_FEATURED = 40
OFTEN = 3  # features in twelve months, on other shelves


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


@dataclass(frozen=True, slots=True)
class Chosen:
    """One good or one facility as the meters see it."""

    maker: Facility
    trade: str
    village: str


def meters(
    products: Sequence[Product], newcomers: Collection[int], turns: Mapping[int, int] | None = None
) -> list[Meter]:
    """`newcomers`: ids of facilities that no other shelf has featured; `turns`: how often others were, of late."""
    chosen = [
        Chosen(one.facility, taxonomy.name_of(one.browse_category), one.village.name if one.village else "")
        for one in products
    ]
    return of_chosen(chosen, newcomers, turns or {})


def of_chosen(chosen: Sequence[Chosen], newcomers: Collection[int], turns: Mapping[int, int]) -> list[Meter]:
    """The same of any choice of makers."""
    makers, whole = [one.maker for one in chosen], len(chosen)
    often = sum(turns.get(maker.id, 0) >= OFTEN for maker in makers)
    return [
        _most("commune", Counter(maker.commune_name for maker in makers), whole, MOST_OF_ONE_COMMUNE),
        _most("group", Counter(one.trade for one in chosen), whole, MOST_OF_ONE_GROUP),
        _least("newcomers", sum(maker.id in newcomers for maker in makers), whole, LEAST_NEWCOMERS),
        _least("women", sum(maker.is_women_led for maker in makers), whole, LEAST_WOMEN_LED),
        _most("village", Counter(one.village for one in chosen if one.village), whole, MOST_OF_ONE_VILLAGE),
        _at_most("often", often, whole, MOST_OFTEN_FEATURED),
    ]


def reasons(product: Product, shelf: Sequence[Product], newcomers: Collection[int]) -> list[str]:
    """Why a candidate would make this shelf fairer or better, in codes."""
    maker = product.facility
    fills = {
        "newcomer": maker.id in newcomers,
        "women": maker.is_women_led,
        "commune": all(one.facility.commune_name != maker.commune_name for one in shelf),
        "group": all(one.browse_category != product.browse_category for one in shelf),
        "village": bool(product.village_id) and all(one.village_id != product.village_id for one in shelf),
    }
    return [code for code, is_so in fills.items() if is_so]


def _most(code: str, counted: Counter[str], whole: int, limit: int) -> Meter:
    name, count = counted.most_common(1)[0] if counted else ("", 0)
    percent = _percent(count, whole)
    return Meter(code, count, percent, limit, percent <= limit, name, len(counted))


def _at_most(code: str, count: int, whole: int, limit: int) -> Meter:
    percent = _percent(count, whole)
    return Meter(code, count, percent, limit, percent <= limit)


def _least(code: str, count: int, whole: int, limit: int) -> Meter:
    percent = _percent(count, whole)
    return Meter(code, count, percent, limit, percent >= limit)


def _percent(count: int, whole: int) -> int:
    return round(100 * count / whole) if whole else 0

"""Figures counted from records, beside the published ones; each says what it counts and where its rows are."""

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import distinct, func, select

from catalog.models import Product, on_show
from core import times
from core.db import db
from fairs.models import Booth, Fair
from programme import queries
from programme.models import APPROVED_STATES, Scheme, Support


@dataclass(frozen=True, slots=True)
class Counted:
    """One number from our rows, with distinct facilities beside turns. `unit` is a key of the page's words."""

    value: int
    unit: str
    distinct_facilities: int | None
    rows: str  # the path that lists what was counted


@dataclass(frozen=True, slots=True)
class FairSums:
    """Fairs that have opened: how many, their published booths, turns (facility at a fair) and distinct facilities."""

    fairs: int
    booths: int
    turns: int
    facilities: int


@dataclass(frozen=True, slots=True)
class CraftTurns:
    """Supports by what the supported facility mainly makes. `group` is empty where it shows no goods."""

    group: str
    turns: int
    facilities: int


OTHER_CRAFTS = "others"

# Which contents of the register answer to a published indicator, and what of them is counted: rows (turns) or the
# quantities added up (people taught, booths paid for).
_FROM_SUPPORTS = {
    "KC01": ("truyen-nghe", "turns", "classes"),
    "KC02": ("truyen-nghe", "quantity", "people"),
    "KC05": ("may-moc", "turns", "turns"),
    "KC06": ("sach-hon", "facilities", "facilities"),
    "KC08": ("tap-huan", "quantity", "people"),
    "KC13": ("hoi-cho", "turns", "turns"),
    "KC14": ("hoi-cho", "quantity", "booths"),
}
_FROM_FAIRS = {"KC09": ("fairs", "fairs"), "KC11": ("booths", "booths"), "KC12": ("turns", "turns")}


def counted(at_fairs: FairSums) -> dict[str, Counted]:
    """By indicator code, what our own rows say. Indicators that no row can answer are left out. One query."""
    by_content = queries.counted_by_content()
    found = {code: _from_supports(by_content, *how) for code, how in _FROM_SUPPORTS.items()}
    for code, (field, unit) in _FROM_FAIRS.items():
        facilities = at_fairs.facilities if unit == "turns" else None
        found[code] = Counted(getattr(at_fairs, field), unit, facilities, "/hoi-cho")
    return found


def fair_sums() -> FairSums:
    opened = select(Fair.id).where(Fair.opens_at <= times.now(), Fair.called_off == "")
    turns = (
        select(Booth.fair_id, Booth.facility_id, func.count().label("booths"))
        .where(Booth.fair_id.in_(opened), Booth.published_at.is_not(None))
        .group_by(Booth.fair_id, Booth.facility_id)
        .subquery()
    )
    query = select(
        select(func.count()).select_from(opened.subquery()).scalar_subquery(),
        func.coalesce(func.sum(turns.c.booths), 0),
        func.count(turns.c.facility_id),
        func.count(distinct(turns.c.facility_id)),
    )
    return FairSums(*(int(value) for value in db.session.execute(query).one()))


def turns_by_craft(at_most: int = 100) -> list[CraftTurns]:
    """Turns and distinct facilities by craft, most turns first; those beyond `at_most` in one sum at the end.

    A facility's craft is the group that most of its goods on show are in; of equals, the first by name.
    So no facility stands in two crafts, and both columns add up.
    """
    goods = (
        select(Product.facility_id, Product.browse_category, func.count().label("n"))
        .where(on_show())
        .group_by(Product.facility_id, Product.browse_category)
        .subquery()
    )
    place = func.row_number().over(
        partition_by=goods.c.facility_id, order_by=(goods.c.n.desc(), goods.c.browse_category)
    )
    ranked = select(goods.c.facility_id, goods.c.browse_category, place.label("place")).subquery()
    group = func.coalesce(ranked.c.browse_category, "")
    turns = func.count(Support.id)
    query = (
        select(group, turns, func.count(distinct(Support.facility_id)))
        .select_from(Support)
        .join(Support.scheme)
        .outerjoin(ranked, (ranked.c.facility_id == Support.facility_id) & (ranked.c.place == 1))
        .where(Scheme.state.in_(APPROVED_STATES))
        .group_by(group)
        .order_by(turns.desc(), group)
    )
    found = [CraftTurns(*row) for row in db.session.execute(query)]
    rest = found[at_most:]
    if not rest:
        return found
    others = CraftTurns(OTHER_CRAFTS, sum(one.turns for one in rest), sum(one.facilities for one in rest))
    return [*found[:at_most], others]


def drawn(given: int, counterpart: int) -> float | None:
    """What one đồng of state money drew from the facilities, in đồng."""
    return counterpart / given if given else None


def _from_supports(by_content: dict[str, tuple[int, int, int]], slug: str, what: str, unit: str) -> Counted:
    turns, facilities, quantity = by_content.get(slug, (0, 0, 0))
    value = {"turns": turns, "quantity": quantity, "facilities": facilities}[what]
    beside = facilities if unit == "turns" else None
    return Counted(value, unit, beside, "/khuyen-cong/ho-tro?" + urlencode({"noi-dung": slug}))

"""What the public pages of fairs need, fully loaded in a bounded number of queries."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, raiseload
from sqlalchemy.orm.interfaces import LoaderOption

import catalog.queries
from catalog import search, stock, taxonomy
from catalog.models import Photo, Product, Recognition, in_force, on_show
from catalog.search import Snapshot
from catalog.search.named import Named
from core import times
from core.db import db
from core.i18n import day
from core.pictures import Picture
from fairs import shelf_places, shown
from fairs.models import Booth, BoothProduct, Fair, FormerNumber, Hall, Stand, open_at, presents
from fairs.shown import Pick
from programme.models import Facility, Indicator, Support


@dataclass(frozen=True, slots=True)
class FairCounts:
    """How much a fair shows: booths (turns), and the distinct facilities, villages and products behind them."""

    booths: int
    facilities: int
    villages: int
    products: int


def fairs() -> list[Fair]:
    """Every fair, the latest to open first."""
    wanted = select(Fair).options(joinedload(Fair.picture), raiseload("*"))
    return list(db.session.scalars(wanted.order_by(Fair.opens_at.desc(), Fair.id)))


def fair(slug: str) -> Fair | None:
    """A fair with its halls, days, scheme and picture."""
    wanted = _whole_fair().where(Fair.slug == slug).options(joinedload(Fair.days))
    return db.session.scalars(wanted).unique().one_or_none()


def fair_of_the_day() -> Fair | None:
    """The fair that is open (the one that opened last, where two are), else the next to open; none called off."""
    wanted = _whole_fair().where(Fair.closes_at > times.now(), Fair.called_off == "").order_by(Fair.opens_at)
    coming = list(db.session.scalars(wanted).unique())
    open_now = [one for one in coming if one.is_open]
    return open_now[-1] if open_now else next(iter(coming), None)


def _whole_fair() -> Select[Fair]:
    return select(Fair).options(
        joinedload(Fair.picture), joinedload(Fair.scheme), joinedload(Fair.halls), raiseload("*")
    )


def fair_counts(fair_ids: Sequence[int]) -> dict[int, FairCounts]:
    """By fair. One query however many fairs."""
    rows = db.session.execute(
        select(
            Booth.fair_id,
            func.count(Booth.id.distinct()),
            func.count(Booth.facility_id.distinct()),
            func.count(Facility.village_id.distinct()),
            func.count(Product.id.distinct()),
        )
        .join(Booth.facility)
        .outerjoin(BoothProduct, BoothProduct.booth_id == Booth.id)
        .outerjoin(Product, and_(Product.id == BoothProduct.product_id, on_show()))
        .where(Booth.fair_id.in_(fair_ids), Booth.published_at.is_not(None))
        .group_by(Booth.fair_id)
    )
    counted = {row[0]: FairCounts(*row[1:]) for row in rows}
    return {one: counted.get(one, FairCounts(0, 0, 0, 0)) for one in fair_ids}


def stands_of(hall_id: int) -> list[Stand]:
    """The stands of a hall as one walks past them, each with its booth, maker and village. One query."""
    booth = joinedload(Stand.booth)
    wanted = (
        select(Stand)
        .where(Stand.hall_id == hall_id)
        .order_by(Stand.walk, Stand.id)
        .options(booth.joinedload(Booth.facility).joinedload(Facility.village), booth.joinedload(Booth.banner))
        .options(raiseload("*"))
    )
    return list(db.session.scalars(wanted))


def hall_with_stand(fair_id: int, number: str) -> Hall | None:
    """The hall of a fair that has the stand of this number."""
    wanted = select(Hall).join(Hall.stands).where(Stand.fair_id == fair_id, Stand.number == number)
    return db.session.scalars(wanted.options(raiseload("*"))).one_or_none()


def stand_once_called(fair_id: int, number: str, hall_code: str = "") -> Stand | None:
    """The stand that a printed number means today: renumbered since, or in another hall than was said; with its hall.

    Halls of one fair could have the same number once; the later ones have their hall's code before it since.
    """
    former = select(FormerNumber.stand_id).where(FormerNumber.fair_id == fair_id, FormerNumber.number == number)
    names = [f"{hall_code}-{number}", number] if hall_code else [number]
    is_it = or_(Stand.number.in_(names), Stand.id.in_(former))
    wanted = select(Stand).where(Stand.fair_id == fair_id, is_it).order_by(Stand.number != names[0], Stand.id)
    return db.session.scalars(wanted.limit(1).options(joinedload(Stand.hall), raiseload("*"))).first()


def goods_at_a_glance(booth_id: int) -> tuple[int, list[Picture]]:
    """How many products a booth shows, and the first photos of the first three. Two queries."""
    shown = _shown_in(booth_id)
    count = db.session.scalar(select(func.count()).select_from(shown.subquery())) or 0
    first = shown.order_by(BoothProduct.position, BoothProduct.id).limit(3).subquery()
    covers = db.session.execute(
        select(Photo.product_id, Picture)
        .join(Picture, Picture.id == Photo.picture_id)
        .join(first, first.c.product_id == Photo.product_id)
        .order_by(first.c.position, Photo.position)
    )
    by_product: dict[int, Picture] = {}
    for product_id, picture in covers:
        by_product.setdefault(product_id, picture)
    return count, list(by_product.values())


def booth_page(fair_slug: str, slug: str) -> tuple[Booth, list[Product]] | None:
    """A published booth with all its page tells of the maker, the stand and the record that paid; and its goods."""
    wanted = (
        select(Booth)
        .join(Booth.fair)
        .where(Fair.slug == fair_slug, Booth.slug == slug, Booth.published_at.is_not(None))
        .options(contains_eager(Booth.fair), *_booth_options(), raiseload("*"))
    )
    booth = db.session.scalars(wanted).unique().one_or_none()
    return (booth, goods_of(booth.id)) if booth else None


def _booth_options() -> tuple[LoaderOption, ...]:
    return (
        joinedload(Booth.facility).joinedload(Facility.village),
        joinedload(Booth.stand).joinedload(Stand.hall),
        joinedload(Booth.banner),
        joinedload(Booth.prices),
        joinedload(Booth.scheme),
        joinedload(Booth.support).joinedload(Support.scheme),
    )


def goods_of(booth_id: int) -> list[Product]:
    """What a booth shows, in the order its facility chose, ready for cards."""
    shown = _shown_in(booth_id).order_by(BoothProduct.position, BoothProduct.id)
    return catalog.queries.products_by_ids([row.product_id for row in db.session.execute(shown)])


def _shown_in(booth_id: int) -> Select[int, int]:
    return (
        select(BoothProduct.product_id, BoothProduct.position)
        .join(BoothProduct.product)
        .where(BoothProduct.booth_id == booth_id, on_show())
    )


def beside(booth: Booth) -> tuple[Booth | None, Booth | None]:
    """The booths one passes just before and just after this one, along the walk of its hall. Two queries."""
    if booth.stand is None:
        return None, None
    here = booth.stand
    return (
        _neighbour(here, Stand.walk < here.walk, Stand.walk.desc()),
        _neighbour(here, Stand.walk > here.walk, Stand.walk.asc()),
    )


def _neighbour(here: Stand, side: ColumnElement[bool], order: ColumnElement[int]) -> Booth | None:
    wanted = (
        select(Booth)
        .join(Booth.stand)
        .where(Stand.hall_id == here.hall_id, side, Booth.published_at.is_not(None))
        .order_by(order)
        .limit(1)
        .options(contains_eager(Booth.stand), joinedload(Booth.banner), raiseload("*"))
    )
    return db.session.scalars(wanted).first()


def facility(slug: str) -> Facility | None:
    wanted = select(Facility).where(Facility.slug == slug)
    return db.session.scalars(
        wanted.options(joinedload(Facility.village), joinedload(Facility.picture), raiseload("*"))
    ).one_or_none()


def supports_of(facility_id: int) -> list[Support]:
    """What a facility got from approved schemes, the latest first."""
    wanted = select(Support).where(Support.facility_id == facility_id).order_by(Support.decided_on.desc(), Support.id)
    rows = db.session.scalars(wanted.options(joinedload(Support.scheme), raiseload("*")))
    return [support for support in rows if support.scheme.is_approved]


def booths_of(facility_id: int) -> list[Booth]:
    """Where a facility shows and has shown, the latest fair first."""
    wanted = (
        select(Booth)
        .join(Booth.fair)
        .where(presents(facility_id), Booth.published_at.is_not(None))
        .order_by(Fair.opens_at.desc(), Booth.id)
        .options(contains_eager(Booth.fair), joinedload(Booth.stand).joinedload(Stand.hall), raiseload("*"))
    )
    return list(db.session.scalars(wanted))


def products_of(facility_id: int) -> list[Product]:
    """A facility's goods on show, the newest first, ready for cards."""
    wanted = (
        select(Product)
        .where(Product.facility_id == facility_id, on_show())
        .order_by(Product.published_at.desc(), Product.id)
        .options(*catalog.queries.card_options())
    )
    return list(db.session.scalars(wanted).unique())


def front_of_house(
    fair: Fair | None, stars: int = 5, most: int = 4
) -> tuple[list[Pick], list[shown.ShownShelf], list[Product]]:
    """The picks that are on at a fair, the other shelves of the front page, and `most` more products that hold
    `stars` today. Five queries.
    """
    keys = [shelf_places.HOME, *([shelf_places.key_of_fair(fair.id)] if fair else [])]
    rows = shown.features(keys, seasons=True)
    featured = [feature.product_id for feature, _ in rows]
    starred = (
        select(Recognition.product_id)
        .join(Recognition.product)
        .where(_holds(stars), on_show(), Product.id.not_in(featured))
        .where(stock.is_left())
        .group_by(Recognition.product_id)
        .order_by(func.max(Recognition.issued_on).desc(), Recognition.product_id)
        .limit(most)
    )
    wanted = select(Product).where(or_(Product.id.in_(featured), Product.id.in_(starred)))
    found = db.session.scalars(wanted.order_by(Product.id).options(*catalog.queries.card_options())).unique()
    by_id = {product.id: product for product in found}
    standing = shown.arrange(rows, by_id, keys)
    at_fair = next((shelf.picks for shelf in standing if shelf.kind == "front"), [])
    others = [shelf for shelf in standing if shelf.kind != "front"]
    return at_fair, others, [product for one, product in by_id.items() if one not in featured]


def _holds(stars: int) -> ColumnElement[bool]:
    return (Recognition.kind == "ocop") & (Recognition.stars == stars) & in_force(times.today())


def ocop_branches_on_show() -> list[tuple[taxonomy.Group, int]]:
    """The OCOP branches that have goods on show, each with how many: as search holds them, without a query."""
    seen = search.snapshot()
    counted = ((branch, seen.how_many("ocop", branch.code)) for branch in taxonomy.ocop_branches())
    return [(branch, count) for branch, count in counted if count]


def indicators(codes: Sequence[str]) -> list[Indicator]:
    """The first published figure of each code, in the order of `codes`."""
    rows = db.session.scalars(select(Indicator).where(Indicator.code.in_(codes)).order_by(Indicator.id))
    first: dict[str, Indicator] = {}
    for row in rows:
        first.setdefault(row.code, row)
    return [first[code] for code in codes if code in first]


def slugs_of(facility_id: int) -> list[str]:
    """The addresses of a facility's goods on show."""
    wanted = select(Product.slug).where(Product.facility_id == facility_id, on_show())
    return list(db.session.scalars(wanted.order_by(Product.slug)))


def booths_at(fair_id: int) -> list[Booth]:
    """Every published booth of a fair, with facility, stand and scheme."""
    wanted = select(Booth).where(Booth.fair_id == fair_id, Booth.published_at.is_not(None)).order_by(Booth.id)
    stand = joinedload(Booth.stand).joinedload(Stand.hall)
    return list(
        db.session.scalars(wanted.options(joinedload(Booth.facility), joinedload(Booth.scheme), stand, raiseload("*")))
    )


def stand_counts(fair_id: int) -> dict[int, int]:
    """How many stands each hall has, by hall."""
    wanted = select(Stand.hall_id, func.count()).join(Stand.hall).where(Hall.fair_id == fair_id)
    return dict(db.session.execute(wanted.group_by(Stand.hall_id)).all())


def fairs_by_name(_seen: Snapshot) -> list[Named]:
    """For search: every fair, with how many booths it shows. One query."""
    booths = func.count(Booth.id)
    rows = db.session.execute(
        select(Fair.slug, Fair.name, Fair.name_en, Fair.opens_at, booths)
        .outerjoin(Booth, and_(Booth.fair_id == Fair.id, Booth.published_at.is_not(None)))
        .group_by(Fair.id)
    )
    return [
        Named(f"/hoi-cho/{slug}", name, name_en, count=count, note=day(opens_at))
        for slug, name, name_en, opens_at, count in rows
    ]


def next_turn(moment: datetime) -> datetime | None:
    """For search: when after this moment the next fair opens or closes. One query."""
    turns = union_all(*(select(func.min(edge)).where(edge > moment) for edge in (Fair.opens_at, Fair.closes_at)))
    return min(filter(None, db.session.scalars(turns)), default=None)


def open_fairs_of(product_ids: Container[int]) -> dict[int, dict[str, list[str]]]:
    """For search: the open fairs at which products are shown, by product, under the facet `fair`."""
    rows = db.session.execute(
        select(BoothProduct.product_id, Fair.slug)
        .join(Booth, Booth.id == BoothProduct.booth_id)
        .join(Fair, Fair.id == Booth.fair_id)
        .where(Booth.published_at.is_not(None), open_at(times.now()))
        .distinct()
    )
    found: dict[int, dict[str, list[str]]] = {}
    for product_id, slug in rows:
        if product_id in product_ids:
            found.setdefault(product_id, {"fair": []})["fair"].append(slug)
    return found

"""What catalog's pages and lists need, fully loaded in a bounded number of queries."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, raiseload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from catalog import attributes, sellers
from catalog.models import Photo, Product, Variant, on_show
from core.db import db
from core.pictures import Picture
from programme.models import CraftVillage, Facility, Scheme


def card_options() -> tuple[LoaderOption, ...]:
    """All that a card shows: maker, village, offers, first photo, recognitions, support. Four queries in all."""
    return (
        joinedload(Product.facility),
        joinedload(Product.village),
        selectinload(Product.variants),
        selectinload(Product.photos).joinedload(Photo.picture),
        selectinload(Product.recognitions),
        raiseload("*", sql_only=True),
    )


def products_by_ids(ids: Sequence[int]) -> list[Product]:
    """Those of `ids` that are on show now, in that order, ready for cards."""
    if not ids:
        return []
    wanted = select(Product).where(Product.id.in_(ids), on_show()).options(*card_options())
    found = {product.id: product for product in db.session.scalars(wanted).unique()}
    sellers.tell(found.values())
    return [found[one] for one in ids if one in found]


def covers(ids: Iterable[int]) -> dict[int, Picture]:
    """The first photo that is ready of those of `ids` that are on show now. One query."""
    rows = db.session.execute(
        select(Photo.product_id, Picture)
        .join(Picture, Picture.id == Photo.picture_id)
        .join(Product, Product.id == Photo.product_id)
        .where(Photo.product_id.in_(ids), on_show())
        .order_by(Photo.position, Photo.id)
    )
    found: dict[int, Picture] = {}
    for product_id, picture in rows:
        if picture.is_ready:
            found.setdefault(product_id, picture)
    return found


def products_by_slugs(slugs: Sequence[str]) -> list[Product]:
    """The same, by the names in their addresses."""
    rows = db.session.execute(select(Product.slug, Product.id).where(Product.slug.in_(slugs)))
    ids = {row.slug: row.id for row in rows}
    return products_by_ids([ids[slug] for slug in dict.fromkeys(slugs) if slug in ids])


def ids_of_facility(facility_id: int) -> list[int]:
    """Every product of a maker, on show or not."""
    return list(db.session.scalars(select(Product.id).where(Product.facility_id == facility_id).order_by(Product.id)))


def product_on_show(slug: str) -> Product | None:
    wanted = select(Product).where(Product.slug == slug, on_show())
    further = (
        attributes.traits(),
        selectinload(Product.supports),
        selectinload(Product.variants).joinedload(Variant.tiers),
    )
    return db.session.scalars(wanted.options(*further, *card_options())).unique().one_or_none()


def schemes_of(product: Product) -> list[Scheme]:
    """The schemes that supported a product, each once."""
    ids = {support.scheme_id for support in product.supports}
    return list(db.session.scalars(select(Scheme).where(Scheme.id.in_(ids)).order_by(Scheme.code))) if ids else []


def villages_with_counts() -> list[tuple[CraftVillage, int, int]]:
    """Every village by name, with how many makers live there and how many of their products are on show."""
    makers = (
        select(Facility.village_id, func.count().label("n"))
        .where(Facility.village_id.is_not(None))
        .group_by(Facility.village_id)
        .subquery()
    )
    goods = (
        select(Product.village_id, func.count().label("n"))
        .where(on_show(), Product.village_id.is_not(None))
        .group_by(Product.village_id)
        .subquery()
    )
    rows = db.session.execute(
        select(CraftVillage, func.coalesce(makers.c.n, 0), func.coalesce(goods.c.n, 0))
        .outerjoin(makers, makers.c.village_id == CraftVillage.id)
        .outerjoin(goods, goods.c.village_id == CraftVillage.id)
        .options(joinedload(CraftVillage.picture), raiseload("*"))
        .order_by(CraftVillage.name)
    )
    return [(village, makers_there, on_show) for village, makers_there, on_show in rows]


def village(slug: str) -> CraftVillage | None:
    wanted = select(CraftVillage).where(CraftVillage.slug == slug)
    return db.session.scalars(wanted.options(joinedload(CraftVillage.picture), raiseload("*"))).one_or_none()


def makers_of(village_id: int) -> list[tuple[Facility, int]]:
    """The facilities of a village, those with most goods on show first, each with how many."""
    goods = func.count(Product.id)
    rows = db.session.execute(
        select(Facility, goods)
        .outerjoin(Product, (Product.facility_id == Facility.id) & on_show())
        .where(Facility.village_id == village_id)
        .group_by(Facility.id)
        .order_by(goods.desc(), Facility.name)
        .options(selectinload(Facility.picture), selectinload(Facility.village), raiseload("*"))
    )
    return [(facility, on_show) for facility, on_show in rows]


def products_of_village(village_id: int, limit: int) -> list[Product]:
    """The newest goods of a village, ready for cards."""
    wanted = (
        select(Product)
        .where(Product.village_id == village_id, on_show())
        .order_by(Product.published_at.desc(), Product.id)
        .limit(limit)
        .options(*card_options())
    )
    return list(db.session.scalars(wanted).unique())


def count_of_village(village_id: int) -> int:
    counted = select(func.count()).where(Product.village_id == village_id, on_show())
    return db.session.scalar(counted) or 0


def count_on_show() -> tuple[int, int]:
    """How many products are on show, and of how many facilities."""
    counted = select(func.count(Product.id), func.count(Product.facility_id.distinct()))
    products, facilities = db.session.execute(counted.where(on_show())).one()
    return products, facilities

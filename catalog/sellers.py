"""Who else sells the same goods: read for the page of one, for lists, and for what search knows of the lead."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased, joinedload, raiseload, selectinload

from catalog.models import Product, on_show
from core.db import db


def leads() -> ColumnElement[bool]:
    """SQL: a product that is shown by itself. One that is joined is found under its lead, while that is on show."""
    lead = aliased(Product)
    shown = select(lead.id).where(lead.id == Product.same_as_id, lead.state == "published")
    return or_(Product.same_as_id.is_(None), ~shown.exists())


def tell(products: Iterable[Product]) -> None:
    """Put with each who else sells it (`Product.others`), on show now. No query where nobody does, else a few."""
    asked = {one.id: one for one in products if one.joined_count}
    found = others_under(asked)
    for number, one in asked.items():
        one.others = found.get(number, [])  # type: ignore[misc]  # a plain attribute, of no column


def others_under(lead_ids: Collection[int]) -> dict[int, list[Product]]:
    """By lead, those that are joined to it and on show now, with what an offer tells."""
    if not lead_ids:
        return {}
    found: dict[int, list[Product]] = defaultdict(list)
    query = select(Product).where(Product.same_as_id.in_(lead_ids), on_show()).order_by(Product.id)
    for one in db.session.scalars(query.options(*_offer())).unique():
        found[one.same_as_id or 0].append(one)
    return found


def lead_slug(product: Product) -> str | None:
    """Where the page of the whole group is, for one that is joined and whose lead is on show."""
    if product.same_as_id is None:
        return None
    return db.session.scalar(select(Product.slug).where(Product.id == product.same_as_id, on_show()))


def sold_as(product: Product) -> Sequence[Product]:
    """This and every other offer of the same goods, as a reader is told they stand: what is left first, then the
    lowest price, then by name. One only: nobody else sells it, and nothing is asked.
    """
    if product.same_as_id is None and not product.joined_count:
        return [product]
    root = product.same_as_id or product.id
    same = or_(Product.same_as_id == root, Product.id == root)
    query = select(Product).where(same, Product.id != product.id, on_show())
    others = db.session.scalars(query.options(*_offer())).unique().all()
    return sorted([product, *others], key=_standing)


def _standing(one: Product) -> tuple[bool, bool, int, str, int]:
    buyable = one.is_in_stock and not one.facility.refuses_orders
    return not buyable, one.price is None, one.price or 0, one.facility.name, one.id


def _offer():  # type: ignore[no-untyped-def]
    return (
        joinedload(Product.facility),
        selectinload(Product.variants),
        selectinload(Product.recognitions),
        raiseload("*", sql_only=True),
    )

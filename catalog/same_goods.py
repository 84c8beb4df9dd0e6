"""The same goods of several sellers: shown once under the page of whose name it is, bought from any of them (0094).

Each offer stays a product of its own, with its own page, stock, papers and reviews. While it is joined, lists
and search show the lead alone, with how many sell it and from what price.
"""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.orm import aliased, joinedload, raiseload, selectinload

from catalog import search
from catalog.models import Product, SameGoods, Variant
from core import audit, times
from core.access import must_be_granted, must_reach
from core.db import db
from programme import reach

MOST_FOUND = 12
MOVES = {
    "agreed": ("asked",),
    "joined": ("agreed",),
    "refused": ("asked", "agreed"),
    "left": ("asked", "agreed", "joined"),
}


class CannotBeSame(Exception):
    """These two are not one thing; the message says why, for people."""


class NotNow(Exception):
    """The request is no longer where that could be done."""


def ask(product: Product, lead: Product, words: str) -> SameGoods:
    """Who sells it says that it is the same as another's. Raises CannotBeSame."""
    must_be_granted("goods")
    _must_fit(product, lead)
    if open_of(product.id):
        raise CannotBeSame(_("Món này đã xin gộp rồi. Rút lời xin ấy trước đã."))
    made = SameGoods(
        product_id=product.id, lead_id=lead.id, words=words, asked_by=audit.actor_id(), asked_at=times.now()
    )
    db.session.add(made)
    audit.record(made, "same.asked", product=product.id, lead=lead.id)
    return made


def agree(one: SameGoods) -> None:
    """Whose name it is says yes; staff still look. Raises NotNow."""
    must_be_granted("goods")
    _move(one, "agreed", agreed_by=audit.actor_id(), agreed_at=times.now())


def join(one: SameGoods) -> None:
    """Staff compared them: from this commit on they are shown once. Raises NotNow, CannotBeSame, OutOfArea.

    Conditional UPDATEs see to it that a lead leads and never follows, also of two at once.
    """
    must_reach(one.lead.facility.commune_code)
    _must_fit(one.product, one.lead)
    _move(one, "joined", joined_by=audit.actor_id(), joined_at=times.now())
    free = Product.same_as_id.is_(None)
    _put(one.lead_id, free, joined_count=Product.joined_count + 1)
    _put(one.product_id, free & (Product.joined_count == 0), same_as_id=one.lead_id)
    search.touch(one.product_id, one.lead_id)


def refuse(one: SameGoods, reason: str, *, by_staff: bool = False) -> None:
    """Whose name it is, or staff, say no. Raises NotNow, OutOfArea."""
    if by_staff:
        must_reach(one.lead.facility.commune_code)
    else:
        must_be_granted("goods")
    _move(one, "refused", reason=reason, **_ended())


def leave(one: SameGoods, *, by_staff: bool = False) -> None:
    """Who sells it, or whose name it is, splits it off again: its page was there all the time. Raises NotNow."""
    if by_staff:
        must_reach(one.lead.facility.commune_code)
    else:
        must_be_granted("goods")
    was_joined = one.state == "joined"
    _move(one, "left", **_ended())
    if was_joined:
        _put(one.lead_id, Product.joined_count > 0, joined_count=Product.joined_count - 1)
        _put(one.product_id, Product.same_as_id == one.lead_id, same_as_id=None)
        search.touch(one.product_id, one.lead_id)


def open_of(product_id: int) -> SameGoods | None:
    query = select(SameGoods).where(SameGoods.product_id == product_id, SameGoods.ended_at.is_(None))
    return db.session.scalar(query.options(*_whole()))


def asked_of(facility_id: int) -> Sequence[SameGoods]:
    """Requests to the names of a maker that are open, those that wait for her first."""
    lead = aliased(Product)
    query = select(SameGoods).join(lead, lead.id == SameGoods.lead_id).where(lead.facility_id == facility_id)
    query = query.where(SameGoods.ended_at.is_(None)).order_by(SameGoods.state != "asked", SameGoods.id)
    return db.session.scalars(query.options(*_whole())).all()


def of_maker(facility_id: int, request_id: int) -> SameGoods | None:
    """One to the name of a maker."""
    lead = aliased(Product)
    query = select(SameGoods).join(lead, lead.id == SameGoods.lead_id).where(lead.facility_id == facility_id)
    return db.session.scalar(query.where(SameGoods.id == request_id).options(*_whole()))


def find(request_id: int) -> SameGoods | None:
    return db.session.scalar(select(SameGoods).where(SameGoods.id == request_id).options(*_whole()))


def queue() -> Sequence[SameGoods]:
    """Those that wait for staff, then those that are joined, within one's area."""
    lead = aliased(Product)
    query = select(SameGoods).join(lead, lead.id == SameGoods.lead_id)
    query = query.where(SameGoods.state.in_(("agreed", "joined")), reach.within(lead.facility_id))
    query = query.order_by(SameGoods.state, SameGoods.id.desc()).limit(100)
    return db.session.scalars(query.options(*_whole())).all()


def candidates(product: Product) -> Sequence[Product]:
    """Goods of other makers that may be the same: one number under the bars, or one name on one shelf."""
    numbers = [one.gtin for one in product.variants if one.gtin]
    bears = exists().where(Variant.product_id == Product.id, Variant.gtin.in_(numbers))
    named = (func.lower(Product.name) == product.name.lower()) & (Product.browse_category == product.browse_category)
    query = select(Product).where(
        or_(bears, named) if numbers else named, Product.facility_id != product.facility_id,
        Product.state == "published", Product.same_as_id.is_(None),
    )  # fmt: skip
    query = query.order_by(Product.id).limit(MOST_FOUND).options(joinedload(Product.facility), raiseload("*"))
    return db.session.scalars(query).all()


def called(slug: str) -> Product | None:
    """A product on show by its slug or its page's address."""
    name = slug.strip().partition("?")[0].rstrip("/").rpartition("/")[2]
    query = select(Product).where(Product.slug == name, Product.state == "published")
    return db.session.scalar(query.options(joinedload(Product.facility), selectinload(Product.variants)))


def with_leads(product_ids: Collection[int]) -> list[int]:
    """These and whatever is shown together with them: their price and stock are told there."""
    pairs = select(Product.id, Product.same_as_id).where(
        Product.same_as_id.is_not(None), or_(Product.id.in_(product_ids), Product.same_as_id.in_(product_ids))
    )
    found = {number for row in db.session.execute(pairs) for number in row}
    return sorted({*product_ids, *found})


def _must_fit(product: Product, lead: Product) -> None:
    if product.facility_id == lead.facility_id:
        raise CannotBeSame(_("Hai món của cùng một nơi thì ghi là hai loại của một món."))
    if not (product.is_published and lead.is_published):
        raise CannotBeSame(_("Cả hai món phải đang bày ở chợ."))
    if product.browse_category != lead.browse_category or product.mode != lead.mode:
        raise CannotBeSame(_("Hai món khác nhóm hàng hoặc khác cách bán."))
    if product.one_of_a_kind or lead.one_of_a_kind:
        raise CannotBeSame(_("Món chỉ có một thì không thể có hai nơi bán."))
    if lead.same_as_id is not None:
        raise CannotBeSame(_("Món kia đang gộp dưới một món khác; xin gộp với món ấy."))
    if product.joined_count:
        raise CannotBeSame(_("Có nơi khác đang gộp dưới món này của bạn."))


def _put(product_id: int, while_so: ColumnElement[bool], **values: Any) -> None:
    act = update(Product).where(Product.id == product_id, while_so).values(updated_at=times.now(), **values)
    if db.session.scalar(act.returning(Product.id).execution_options(synchronize_session=False)) is None:
        raise CannotBeSame(_("Một trong hai món vừa được gộp với món khác."))


def _move(one: SameGoods, to: str, **values: Any) -> None:
    """One conditional UPDATE: of two who decide at once, one does."""
    act = update(SameGoods).where(SameGoods.id == one.id, SameGoods.state.in_(MOVES[to])).values(state=to, **values)
    db.session.flush()
    if db.session.scalar(act.returning(SameGoods.id).execution_options(synchronize_session=False)) is None:
        raise NotNow(one.id)
    db.session.refresh(one, ["state", *values])
    audit.record(one, f"same.{to}", product=one.product_id, lead=one.lead_id, reason=one.reason)


def _ended() -> dict[str, Any]:
    return {"ended_by": audit.actor_id(), "ended_at": times.now()}


def _whole() -> tuple[Any, ...]:
    sides = (joinedload(side).joinedload(Product.facility) for side in (SameGoods.product, SameGoods.lead))
    return (*sides, raiseload("*", sql_only=True))

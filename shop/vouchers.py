"""Vouchers and promotion rules: made and stopped by whoever pays for them, and what each has brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from catalog.models import Product, Variant
from core import audit, codes, times
from core.db import db
from fairs.models import Fair
from programme.models import APPROVED_STATES, Funding, Scheme
from shop.models import GiftCard, Parcel, ParcelDiscount, Voucher, VoucherProduct

MOST_SHOWN = 200


class CodeTaken(Exception):
    """Another voucher has this code, or had it."""


class BeyondPlan(Exception):
    """The budgets on this line of funding would be more than is planned: `left` is what may still be given."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


@dataclass(frozen=True, slots=True)
class Payer:
    """Who bears it: a maker, a fair, or a scheme by one line of its funding."""

    facility_id: int | None = None
    fair_id: int | None = None
    scheme_id: int | None = None
    funding_id: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What it takes off, when, and how often. `code`: None to apply by itself, empty to have one made up."""

    title: str
    code: str | None
    effect: str
    from_at: datetime
    until_at: datetime
    amount: int | None = None
    percent: int | None = None
    ceiling: int | None = None
    least: int = 0
    stands_least: int = 0
    uses_most: int | None = None
    per_phone: int | None = None
    budget: int | None = None
    products: tuple[int, ...] = ()  # only for these, where any is named


@dataclass(frozen=True, slots=True)
class Brought:
    """A voucher, with its live orders, what they were lowered by, and what their goods came to."""

    voucher: Voucher
    orders: int = 0
    taken: int = 0
    goods: int = 0


def make(payer: Payer, terms: Terms) -> Voucher:
    """Raises CodeTaken, BeyondPlan."""
    if payer.funding_id is not None:
        within_plan(payer.funding_id, terms.budget or 0)
    code = terms.code if terms.code != "" else codes.public_code()
    if code and db.session.scalar(select(Voucher.id).where(Voucher.code == code)) is not None:
        raise CodeTaken(code)
    columns = {name: getattr(terms, name) for name in Terms.__dataclass_fields__ if name not in ("code", "products")}
    bears = {name: getattr(payer, name) for name in Payer.__dataclass_fields__}
    voucher = Voucher(code=code, made_by=audit.actor_id(), is_of_some=bool(terms.products), **columns, **bears)
    db.session.add(voucher)
    db.session.flush()
    db.session.add_all(VoucherProduct(voucher_id=voucher.id, product_id=one) for one in sorted(set(terms.products)))
    db.session.flush()
    audit.record(voucher, "voucher.made", code=code, effect=terms.effect)
    return voucher


def stop(voucher: Voucher) -> None:
    """From now on nobody can use it; what was ordered with it stays as it is."""
    if voucher.stopped_at is None:
        voucher.stopped_at = times.now()
        audit.record(voucher, "voucher.stopped", used=voucher.used)


def of_facility(facility_id: int) -> list[Brought]:
    return _brought(Voucher.facility_id == facility_id)


def of_market(*, fairs: bool, schemes: bool) -> list[Brought]:
    """Those of fairs, of schemes, or of both."""
    kinds = [Voucher.fair_id.is_not(None)] * fairs + [Voucher.scheme_id.is_not(None)] * schemes
    return _brought(or_(*kinds))


def one_of_facility(facility_id: int, voucher_id: int) -> Voucher | None:
    return db.session.scalar(select(Voucher).where(Voucher.id == voucher_id, Voucher.facility_id == facility_id))


def one_of_market(voucher_id: int) -> Voucher | None:
    return db.session.scalar(select(Voucher).where(Voucher.id == voucher_id, Voucher.facility_id.is_(None)))


def products_named(codes: Sequence[str], facility_id: int | None) -> dict[str, int]:
    """The products of goods by their codes, a maker's own where she asks."""
    query = select(Variant.sku, Variant.product_id).join(Variant.product).where(Variant.sku.in_(codes))
    if facility_id is not None:
        query = query.where(Product.facility_id == facility_id)
    return {row.sku: row.product_id for row in db.session.execute(query)}


def fairs_to_choose() -> Sequence[Fair]:
    """Fairs that are not over."""
    query = select(Fair).where(Fair.closes_at > times.now()).order_by(Fair.opens_at, Fair.id).options(raiseload("*"))
    return db.session.scalars(query.limit(100)).all()


def fundings_to_choose() -> Sequence[Funding]:
    """The lines of approved schemes that a voucher may be charged to: public money only."""
    query = select(Funding).join(Funding.scheme).where(Scheme.state.in_(APPROVED_STATES), Funding.planned > 0)
    query = query.where(Funding.source != "counterpart").order_by(Scheme.code, Funding.source)
    return db.session.scalars(query.options(joinedload(Funding.scheme), raiseload("*")).limit(200)).all()


def within_plan(funding_id: int, budget: int) -> None:
    """That a line still has so much for vouchers and gift cards. Its row is held, so that two who give away its rest at
    once do so one after the other. Raises BeyondPlan."""
    line = db.session.scalars(select(Funding).where(Funding.id == funding_id).with_for_update()).one()
    given = select(func.coalesce(func.sum(Voucher.budget), 0)).where(Voucher.funding_id == funding_id)
    cards = select(func.coalesce(func.sum(GiftCard.value), 0)).where(GiftCard.funding_id == funding_id)
    left = line.planned - line.disbursed - int(db.session.scalar(given) or 0) - int(db.session.scalar(cards) or 0)
    if budget > left:
        raise BeyondPlan(max(0, left))


def _brought(which: ColumnElement[bool]) -> list[Brought]:
    """The latest first. Three queries."""
    wanted = select(Voucher).where(which).order_by(Voucher.id.desc()).limit(MOST_SHOWN)
    loads = (
        selectinload(Voucher.products),
        joinedload(Voucher.facility),
        joinedload(Voucher.fair),
        joinedload(Voucher.scheme),
        raiseload("*"),
    )
    rows = db.session.scalars(wanted.options(*loads)).all()
    sums = (
        select(
            ParcelDiscount.voucher_id,
            func.count(Parcel.order_id.distinct()),
            func.sum(ParcelDiscount.amount),
            func.sum(Parcel.goods_total),
        )
        .join(Parcel, Parcel.id == ParcelDiscount.parcel_id)
        .where(ParcelDiscount.voucher_id.in_([one.id for one in rows]), ParcelDiscount.given_back_at.is_(None))
        .group_by(ParcelDiscount.voucher_id)
    )
    found = {row[0]: [int(one) for one in row[1:]] for row in db.session.execute(sums)}
    return [Brought(one, *found.get(one.id, ())) for one in rows]

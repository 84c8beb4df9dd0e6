"""What a maker notes at the stand, at once or later: a sale from hand to hand, a question asked there.

A note belongs to the moment at which it was made, and its key, made on the phone, lets it act once however often it is
sent. A noted question is an Enquiry like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, raiseload

from catalog import stock
from catalog.models import Product, Variant
from core import audit, times
from core.db import db
from fairs import fair_prices, holding
from fairs.models import Booth, BoothProduct, StandSale
from shop import promotion
from shop.models import Enquiry

KEPT_FOR = timedelta(days=7)  # how late a note may come
SLACK = timedelta(minutes=5)  # how far a phone's clock may run ahead
SHOWN = 20


class InFuture(Exception):
    """By the phone's clock it has not happened yet."""


class TooOld(Exception):
    """It happened longer ago than notes are taken."""


class NotOpen(Exception):
    """The fair was not open at that moment."""


class NotHere(LookupError):
    """The stand shows no such thing."""


class NoTotal(Exception):
    """It has no price by the piece: what was paid must be said."""


class AlreadyCancelled(Exception):
    """It was taken back before."""


@dataclass(frozen=True, slots=True)
class Sold:
    """`total` in đồng; None: as many times the price at this stand."""

    variant_id: int
    quantity: int
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wanted to know; name and contact where she left them."""

    text: str
    name: str
    contact: str = ""
    quantity: str = ""
    product_id: int | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """The row of a note, and whether it was there already."""

    row: Any
    again: bool


def takes_notes(booth: Booth) -> bool:
    """From the hour its fair opens until the last note of the last day may come no more."""
    fair = booth.fair
    return fair.opens_at <= times.now() < fair.closes_at + KEPT_FOR


def sell(booth: Booth, key: str, sold: Sold, at: datetime | None = None) -> Kept:
    """Note a sale of the moment `at` (None: now) and take it from stock, where enough is counted.

    Raises NotHere, NoTotal, InFuture, TooOld, NotOpen.
    """
    holding.hold(booth)
    if there := db.session.scalar(select(StandSale).where(StandSale.booth_id == booth.id, StandSale.key == key)):
        return Kept(there, again=True)
    moment = _moment(booth, at)
    form = next((one for one in forms_at(booth) if one.id == sold.variant_id), None)
    if form is None:
        raise NotHere(sold.variant_id)
    sale = StandSale(
        key=key, **_credit(booth, moment), facility_id=form.product.facility_id, product_id=form.product_id,
        variant_id=form.id, quantity=sold.quantity, total=_total(booth, form, sold), sold_at=moment,
        noted_at=times.now(), noted_by=audit.actor_id(),
        taken_from_stock=not form.is_bundle and stock.sell(form.id, sold.quantity),
    )  # fmt: skip
    db.session.add(sale)
    db.session.flush()
    audit.record(booth, "booth.sale_noted", sale=sale.id, sku=form.sku, quantity=sale.quantity, total=sale.total)
    return Kept(sale, again=False)


def ask(booth: Booth, key: str, asked: Asked, at: datetime | None = None) -> Kept:
    """Note a question of the moment `at`; answered there, nobody waits. Raises NotHere, InFuture, TooOld, NotOpen."""
    holding.hold(booth)
    if there := db.session.scalar(select(Enquiry).where(Enquiry.booth_id == booth.id, Enquiry.note_key == key)):
        return Kept(there, again=True)
    moment = _moment(booth, at)
    if asked.product_id and asked.product_id not in {one.product_id for one in booth.goods}:
        raise NotHere(asked.product_id)
    done = moment if asked.answered else None
    enquiry = Enquiry(
        facility_id=booth.facility_id, product_id=asked.product_id, note_key=key, **_credit(booth, moment),
        name=asked.name, contact=asked.contact, quantity=asked.quantity, text=asked.text,
        asked_at=moment, waits_since=moment, answered_at=done, closed_at=done,
    )  # fmt: skip
    db.session.add(enquiry)
    db.session.flush()
    audit.record(enquiry, "enquiry.noted", booth=booth.code)
    return Kept(enquiry, again=False)


def cancel(booth: Booth, sale: StandSale, reason: str) -> None:
    """Taken back with a reason: counted no more, and what it took lies in stock again. Raises AlreadyCancelled."""
    stands = update(StandSale).where(StandSale.id == sale.id, StandSale.cancelled_at.is_(None))
    gone = {"cancelled_at": times.now(), "cancel_reason": reason}
    if db.session.execute(stands.values(**gone)).rowcount != 1:  # type: ignore[attr-defined]
        raise AlreadyCancelled(sale.id)
    if sale.taken_from_stock:
        stock.unsell(sale.variant_id, sale.quantity)
    db.session.refresh(sale)
    audit.record(booth, "booth.sale_cancelled", sale=sale.id, reason=reason)


def forms_at(booth: Booth) -> list[Variant]:
    """Every form of what the stand shows, in its order."""
    query = (
        select(Variant)
        .join(BoothProduct, BoothProduct.product_id == Variant.product_id)
        .where(BoothProduct.booth_id == booth.id, Variant.retired_at.is_(None))
        .order_by(BoothProduct.position, BoothProduct.id, Variant.position, Variant.id)
        .options(joinedload(Variant.product))
    )
    return list(db.session.scalars(query))


def price_at(booth: Booth, form: Variant) -> int | None:
    """What one piece costs at the stand at this moment; None: what is weighed, or has no price."""
    asked = fair_prices.now_at(booth)
    if form.is_weighed:
        return None
    return asked[form.id].price if fair_prices.is_lower(asked, form) else form.price_now


def sale_of(booth: Booth, sale_id: int) -> StandSale | None:
    return db.session.scalar(select(StandSale).where(StandSale.id == sale_id, StandSale.booth_id == booth.id))


def last_sales(booth: Booth) -> Sequence[StandSale]:
    query = select(StandSale).where(StandSale.booth_id == booth.id).order_by(StandSale.sold_at.desc(), StandSale.id)
    form = joinedload(StandSale.variant).joinedload(Variant.product)
    return db.session.scalars(query.limit(SHOWN).options(form, raiseload("*"))).all()


def last_questions(booth: Booth) -> Sequence[Enquiry]:
    query = select(Enquiry).where(Enquiry.booth_id == booth.id, Enquiry.note_key.is_not(None))
    query = query.order_by(Enquiry.asked_at.desc(), Enquiry.id).limit(SHOWN)
    return db.session.scalars(query.options(joinedload(Enquiry.product).load_only(Product.name), raiseload("*"))).all()


def _moment(booth: Booth, at: datetime | None) -> datetime:
    now = times.now()
    if at is not None and at > now + SLACK:
        raise InFuture(at)
    moment = min(at or now, now)
    if moment < now - KEPT_FOR:
        raise TooOld(moment)
    if not booth.fair.was_open(moment):
        raise NotOpen(moment)
    return moment


def _credit(booth: Booth, moment: datetime) -> dict[str, int | None]:
    credit = promotion.credited(booth, None, at=moment)
    return {f"{one}_id": getattr(credit, f"{one}_id") for one in ("fair", "booth", "stand", "scheme")}


def _total(booth: Booth, form: Variant, sold: Sold) -> int:
    if sold.total is not None:
        return sold.total
    price = price_at(booth, form)
    if price is None:
        raise NoTotal(form.id)
    return price * sold.quantity

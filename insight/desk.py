"""What waits for staff: queues with the oldest first, and what is about to end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import distinct, func, not_, or_, select
from sqlalchemy.orm import joinedload, raiseload

import catalog.desk
import shop.parcels
from catalog import gtin, register, requirements, stock
from catalog.models import Product, Variant, on_show
from core import audit, times
from core.audit import AuditEntry
from core.db import db
from core.pictures import Picture
from fairs import called_off
from fairs.models import Feature, Shelf, open_at
from programme import joining, reach
from programme.models import Facility, Scheme
from shop.models import Enquiry, LedgerCheck, Parcel, ParcelMove
from shop.settling import checks

LINES_SHOWN = 5
MOST_SHARED = 500
LOOKED_AT = "product.shared_number_looked_at"
ANSWER_WITHIN = timedelta(hours=48)
SLOT_ENDS_SOON = timedelta(days=2)
SCHEME_ENDS_SOON = timedelta(days=30)
SETTLE_WITHIN = timedelta(days=15)  # TT 36/2013/TT-BCT, after the last acceptance
LAPSE_SOON = 90  # days
LOOK_BACK = timedelta(days=14)
RUNNING = ("hop_dong", "dang_thuc_hien", "kiem_tra")


@dataclass(frozen=True, slots=True)
class Queue:
    """So many wait; the oldest since a moment."""

    count: int
    oldest: datetime | None

    @property
    def days(self) -> int:
        return (times.now() - self.oldest).days if self.oldest else 0


@dataclass(frozen=True, slots=True)
class Late:
    """A maker who keeps people waiting: how many parcels or questions, the oldest since when."""

    facility: str
    slug: str
    phone: str
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Deadline:
    """A scheme and the day by which something is due; `kind` finish or settle."""

    scheme: Scheme
    kind: str
    on: date

    @property
    def is_past(self) -> bool:
        return self.on < times.today()


@dataclass(frozen=True, slots=True)
class Bearer:
    """A form of a product that bears a number which another maker's bears too."""

    product_id: int
    product: str
    facility: str
    variant_id: int


class NotShared(LookupError):
    """No two makers bear that number, or somebody put it away before."""


@dataclass(frozen=True, slots=True)
class Desk:
    products: Queue
    packing: list[Late]
    questions: list[Late]
    refused: int
    slots: Sequence[Feature]
    deadlines: list[Deadline]
    lapsing: int
    shared: dict[str, list[Bearer]]  # by the number under the bars
    joining: Queue  # facilities that ask to join
    ledger: LedgerCheck | None  # the latest look over the books
    proofs: Queue  # documents that makers handed in because the market asks for them
    to_ring: int  # who booked a visit that is off, and left only a number


def now() -> Desk:
    """Everything that waits. Thirteen queries. No buyer is named here: staff call makers, not buyers."""
    return Desk(
        products=_products(),
        packing=_late_to_pack(),
        questions=_late_to_answer(),
        refused=_refused(),
        slots=_slots(),
        deadlines=_deadlines(),
        lapsing=register.lapsing_count(LAPSE_SOON),
        shared=_shared_numbers(),
        joining=Queue(*joining.waiting()),
        ledger=checks.latest(),
        proofs=Queue(*requirements.waiting()),
        to_ring=called_off.waiting(),
    )


def _products() -> Queue:
    query = select(func.count(), func.min(catalog.desk.waits_since()))
    query = query.where(catalog.desk.waits(), reach.within(Product.facility_id))
    return Queue(*db.session.execute(query).one())


def _late_to_pack() -> list[Late]:
    late = (
        Parcel.state.in_(("placed", "confirmed")),
        Parcel.pack_before < times.now(),
        shop.parcels.are_not_awaiting_a_card(),
    )
    oldest: Any = func.min(Parcel.pack_before)
    query = (
        select(Facility.name, Facility.slug, Facility.phone, func.count(), oldest).join(Parcel.facility).where(*late)
    )
    query = query.where(reach.within(Facility.id)).group_by(Facility.id).order_by(oldest).limit(LINES_SHOWN)
    return [Late(*row) for row in db.session.execute(query)]


def _late_to_answer() -> list[Late]:
    waiting = (Enquiry.answered_at.is_(None), Enquiry.waits_since < times.now() - ANSWER_WITHIN)
    oldest = func.min(Enquiry.waits_since)
    query = select(Facility.name, Facility.slug, Facility.phone, func.count(), oldest).join(Enquiry.facility)
    return _late(query.where(*waiting, reach.within(Facility.id)).group_by(Facility.id).order_by(oldest))


def _late(query: Any) -> list[Late]:
    return [Late(*row) for row in db.session.execute(query.limit(LINES_SHOWN))]


def _refused() -> int:
    """Parcels that makers could not supply in the last fortnight."""
    query = select(func.count(distinct(ParcelMove.parcel_id)))
    query = query.join(Parcel, Parcel.id == ParcelMove.parcel_id).where(reach.within(Parcel.facility_id))
    query = query.where(ParcelMove.state == "cannot_supply", ParcelMove.at >= times.now() - LOOK_BACK)
    return db.session.scalar(query) or 0


def _slots() -> Sequence[Feature]:
    """Slots on the shelf of an open fair that end soon, or whose product is sold out or no longer on show."""
    moment = times.now()
    gone = or_(not_(on_show()), ~stock.is_left())
    query = (
        select(Feature)
        .join(Feature.product)
        .join(Feature.shelf)
        .join(Shelf.fair)
        .where(reach.within(Product.facility_id))
        .where(Feature.removed_at.is_(None), Feature.starts_at <= moment, Feature.ends_at > moment)
        .where(open_at(moment), or_(Feature.ends_at <= moment + SLOT_ENDS_SOON, gone))
        .options(joinedload(Feature.product).selectinload(Product.variants), raiseload("*", sql_only=True))
        .order_by(Feature.ends_at, Feature.id)
    )
    return db.session.scalars(query.limit(LINES_SHOWN)).all()


def _deadlines() -> list[Deadline]:
    """Running schemes near their end, and accepted ones that must be settled, the nearest day first."""
    today = times.today()
    ending = Scheme.state.in_(RUNNING) & (Scheme.ends_on <= today + SCHEME_ENDS_SOON)
    unsettled = (Scheme.state == "nghiem_thu_co_so") & Scheme.accepted_on.is_not(None)
    found = [_deadline(one) for one in db.session.scalars(select(Scheme).where(or_(ending, unsettled)))]
    return sorted(found, key=lambda one: (one.on, one.scheme.code))


def _deadline(scheme: Scheme) -> Deadline:
    if scheme.state == "nghiem_thu_co_so" and scheme.accepted_on:
        return Deadline(scheme, "settle", scheme.accepted_on + SETTLE_WITHIN)
    assert scheme.ends_on is not None  # the query asks for it
    return Deadline(scheme, "finish", scheme.ends_on)


def put_away(number: str) -> None:
    """Staff have looked at goods that share a number: told again when others bear it too. Raises NotShared."""
    bearers = _shared().get(number)
    if not bearers:
        raise NotShared(number)
    product = db.session.get_one(Product, bearers[0].product_id)
    audit.record(product, LOOKED_AT, number=number, forms=sorted(one.variant_id for one in bearers))


def _shared_numbers() -> dict[str, list[Bearer]]:
    return dict(islice(_shared().items(), LINES_SHOWN))


def _shared() -> dict[str, list[Bearer]]:
    """Numbers that goods of several makers bear, by the number under the bars: one may have copied a barcode, or both
    sell one trade item. Those that staff have looked at are left out while nobody else bears them."""
    kept = (Variant.gtin.is_not(None), Variant.retired_at.is_(None), Product.state != "archived")
    by_product = Variant.product_id == Product.id
    near = select(Variant.gtin).join(Product, by_product).where(*kept, reach.within(Product.facility_id))
    near = near.correlate(None)  # one of them lies where the reader works
    many = select(Variant.gtin).join(Product, by_product).where(*kept, Variant.gtin.in_(near)).group_by(Variant.gtin)
    many = many.having(func.count(distinct(Variant.gtin_facility_id)) > 1).order_by(Variant.gtin).limit(MOST_SHARED)
    rows = db.session.execute(
        select(Variant.gtin, Product.id, Product.name, Facility.name, Variant.id)
        .join(Product, by_product)
        .join(Facility, Facility.id == Product.facility_id)
        .where(*kept, Variant.gtin.in_(many))
        .order_by(Variant.gtin, Variant.id)
    )
    found: dict[str, list[Bearer]] = {}
    for number, product_id, product, facility, variant_id in rows:
        found.setdefault(gtin.shown(number or ""), []).append(Bearer(product_id, product, facility, variant_id))
    looked_at = _looked_at() if found else {}
    return {
        number: bearers
        for number, bearers in found.items()
        if not {one.variant_id for one in bearers} <= looked_at.get(number, set())
    }


def _looked_at() -> dict[str, set[int]]:
    """By number, the forms that staff saw bear it, the last time they put it away."""
    acts = select(AuditEntry.detail).where(AuditEntry.action == LOOKED_AT).order_by(AuditEntry.id)
    return {detail["number"]: set(detail["forms"]) for detail in db.session.scalars(acts)}


def some_pictures() -> Sequence[Picture]:
    """A few real pictures for the gallery of components."""
    return db.session.scalars(select(Picture).order_by(Picture.id).limit(4)).all()

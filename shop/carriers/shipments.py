"""A packed parcel is handed to a carrier: asked for by its maker, made by the worker, cancelled until it is picked up.

Whatever the carrier does the parcel stays its maker's: refused or unheard of, she is told and hands it over by hand, at
the market's own rate, as before. No carrier is called inside a transaction.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload, selectinload

from core import audit, jobs, times
from core.db import db, release
from shop import amending, parcels, shipping
from shop.carriers import accounts, addresses, door, letters
from shop.carriers.packages import Item, Label, Made, Package, Refused, Unreachable
from shop.models import CarrierAccount, OrderLine, Parcel, Shipment

MOST_TRIES = 5
UNHEARD = "Hãng không trả lời, chưa rõ đã nhận chưa: xem trên trang của hãng trước khi gửi lại."


class NotReady(Exception):
    """Not packed, fetched by its buyer, or already with a carrier."""


class NoSender(Exception):
    """The maker's own telephone or address is missing."""


def of(parcel_ids: Sequence[int]) -> dict[int, list[Shipment]]:
    """By parcel, oldest first, with their notices. Two queries."""
    found: dict[int, list[Shipment]] = {one: [] for one in parcel_ids}
    query = select(Shipment).where(Shipment.parcel_id.in_(found)).order_by(Shipment.id)
    query = query.options(joinedload(Shipment.account), selectinload(Shipment.notices))
    for row in db.session.scalars(query) if found else ():
        found[row.parcel_id].append(row)
    return found


def ask(parcel: Parcel, account: CarrierAccount) -> Shipment:
    """Queue it for the worker. Raises NotReady, NoSender, parcels.NotAsked."""
    parcels.take(parcel)
    if parcel.state != "packed" or parcel.is_fetched or any(one.is_live for one in of([parcel.id])[parcel.id]):
        raise NotReady(parcel.id)
    if not parcels.may_leave(parcel):
        raise parcels.NotAsked(parcel.id)
    if not parcel.facility.phone or not parcel.facility.address or not parcel.facility.commune_code:
        raise NoSender(parcel.facility_id)
    count = db.session.scalar(select(func.count(Shipment.id)).where(Shipment.parcel_id == parcel.id)) or 0
    row = Shipment(
        parcel=parcel,
        account=account,
        our_code=f"{parcel.code}-{count + 1}",
        cod=parcel.payment.at_the_door if parcel.pays_at_the_door else 0,
        asked_at=times.now(),
        state="queued",
        tries=0,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(parcel, "shipment.asked", carrier=account.carrier)
    jobs.enqueue("carrier.make", shipment_id=row.id)
    return row


def quote(parcel: Parcel, account: CarrierAccount) -> int:
    """What the carrier would ask for it, in đồng. Ends the transaction first. Raises Unreachable, Refused, NoKeys."""
    package, keys, carrier = package_of(parcel, parcel.code), accounts.keys_of(account), account.carrier
    release()
    return door.quote(carrier, keys, package)


def make(shipment_id: int) -> None:
    """The worker's part. A try is written down before the carrier is asked, so that a death between the two is known
    of: then it is looked for there, or, where that cannot be, its maker is told to look."""
    row = _whole(shipment_id)
    if row is None or row.state != "queued":
        return
    carrier, is_again, package = row.account.carrier, row.tries > 0, package_of(row.parcel, row.our_code)
    if is_again and not door.is_safe_to_repeat(carrier):
        fail(shipment_id, UNHEARD)
        return
    try:
        keys = accounts.keys_of(row.account)
    except accounts.NoKeys:
        fail(shipment_id, "Tài khoản hãng đã gỡ.")
        return
    row.tries, tries = row.tries + 1, row.tries + 1
    db.session.commit()
    try:
        made = door.make(carrier, keys, package, is_again=is_again)
    except Refused as no:
        fail(shipment_id, str(no))
    except Unreachable:
        if tries < MOST_TRIES and door.is_safe_to_repeat(carrier):
            raise
        fail(shipment_id, UNHEARD)
    else:
        note(shipment_id, made)


def note(shipment_id: int, made: Made) -> None:
    """The carrier has taken it. Called off meanwhile, it is cancelled there."""
    values = {"state": "made", "code": made.code, "fee": made.fee, "error": ""}
    if _move(shipment_id, ("queued",), **values):
        row = _whole(shipment_id)
        assert row is not None  # it was moved
        row.parcel.carrier, row.parcel.tracking_code = door.name_of(row.account.carrier), made.code
        audit.record(row.parcel, "shipment.made", carrier=row.account.carrier, code=made.code, fee=made.fee)
        return
    if _move(shipment_id, ("cancelled", "failed"), code=made.code):
        jobs.enqueue("carrier.cancel", shipment_id=shipment_id)


def fail(shipment_id: int, why: str) -> None:
    """It is not taken: its maker hands it over by hand, and reads why."""
    if _move(shipment_id, ("queued",), state="failed", error=why[:300]):
        row = _whole(shipment_id)
        assert row is not None  # it was moved
        audit.record(row.parcel, "shipment.failed", carrier=row.account.carrier, error=row.error)
        letters.failed(row)


def cancel(row: Shipment) -> None:
    """The maker calls it off, until it is picked up. Ends the transaction where the carrier has to be asked. Raises
    NotReady, Refused, Unreachable."""
    row_id, code, carrier = row.id, row.code, row.account.carrier
    if not row.may_be_cancelled:
        raise NotReady(row.id)
    if row.state == "made" and code:
        keys = accounts.keys_of(row.account)
        release()
        door.cancel(carrier, keys, code)
    if not _move(row_id, ("queued", "made"), state="cancelled"):
        raise NotReady(row_id)
    clear(row_id)


def cancel_there(shipment_id: int) -> None:
    """The worker's part: it was made after it had been called off. Refused there, its maker is told."""
    row = _whole(shipment_id)
    if row is None or row.state not in ("cancelled", "failed") or not row.code:
        return
    carrier, code, keys = row.account.carrier, row.code, accounts.keys_of(row.account)
    release()
    try:
        door.cancel(carrier, keys, code)
    except Refused as no:
        row = _whole(shipment_id)
        assert row is not None  # rows of shipments stay
        letters.not_cancelled(row, str(no))


def label(row: Shipment) -> Label:
    """Ends the transaction first. Raises Refused, Unreachable, NotReady."""
    if row.state != "made" or not row.code:
        raise NotReady(row.id)
    carrier, code, keys = row.account.carrier, row.code, accounts.keys_of(row.account)
    release()
    return door.label(carrier, keys, code)


def clear(shipment_id: int) -> None:
    """The parcel bears no code of a carrier that does not have it."""
    row = _whole(shipment_id)
    if row is not None and row.parcel.state == "packed":
        row.parcel.carrier = row.parcel.tracking_code = ""
        audit.record(row.parcel, "shipment.cancelled", carrier=row.account.carrier)


def package_of(parcel: Parcel, code: str) -> Package:
    order, facility = parcel.order, parcel.facility
    lines = [line for line in parcel.lines if not line.dropped_at and line.product.mode != "service"]
    sender = addresses.of(facility.name, facility.phone or "", facility.address or "", facility.commune_code or "")
    recipient = addresses.of(order.buyer_name, order.buyer_phone, amending.street_of(order), order.commune_code)
    items = tuple(
        Item(line.name, line.sku, line.quantity, line.total // line.quantity, _grams(line) // line.quantity)
        for line in lines
    )
    cod = parcel.payment.at_the_door if parcel.pays_at_the_door else 0
    weight = sum(_grams(line) for line in lines)
    return Package(code, sender, recipient, items, weight, cod, parcel.goods_total, order.note)


def _grams(line: OrderLine) -> int:
    return line.weighed_g or (line.variant.weight_g or shipping.UNWEIGHED_G) * line.quantity


def _whole(shipment_id: int) -> Shipment | None:
    mine = joinedload(Shipment.parcel)
    lines = mine.selectinload(Parcel.lines)
    loads = (
        joinedload(Shipment.account),
        mine.joinedload(Parcel.order),
        mine.joinedload(Parcel.facility),
        mine.joinedload(Parcel.payment),
        lines.joinedload(OrderLine.product),
        lines.joinedload(OrderLine.variant),
    )
    query = select(Shipment).where(Shipment.id == shipment_id).options(*loads)
    return db.session.scalars(query.execution_options(populate_existing=True)).unique().one_or_none()


def _move(shipment_id: int, expected: tuple[str, ...], **values: Any) -> bool:
    """One conditional UPDATE from a state that was expected."""
    mine = update(Shipment).where(Shipment.id == shipment_id, Shipment.state.in_(expected)).values(values)
    statement = mine.returning(Shipment.id).execution_options(synchronize_session=False)
    return db.session.execute(statement).scalar() is not None

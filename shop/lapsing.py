"""Parcels whose transfer never came: reminded of once, cancelled by the clock, their goods free again.

The clock starts when the sum is known: at placing, or once all is weighed. A job of the parcel's own waits for its end,
and looks at the clock anew when it comes, since the maker may have lengthened it. What was paid in part never lapses:
the maker decides. A transfer sent after the end pays nothing, also where no worker ran (shop/bank/matching.py).
"""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core import audit, jobs, times
from core.db import db
from shop import letters, parcels, payments, terms
from shop.models import OrderLine, Parcel

MORE = timedelta(days=1)  # what the maker adds at a time
_OPEN = ("placed", "confirmed")


class NotWaiting(Exception):
    """No transfer is awaited any more."""


def begin(parcel: Parcel) -> None:
    """Start the clock where a transfer is awaited and its sum is known; asked again it goes on."""
    payment = parcel.payment
    if not payments.is_payable(parcel) or payment.due_at is not None:
        return
    payment.due_at = times.now() + timedelta(hours=terms.value("transfer_hours"))
    reminder = payment.due_at - timedelta(hours=terms.value("transfer_reminder_hours"))
    jobs.enqueue("payment.remind", run_at=reminder, parcel_id=parcel.id)
    jobs.enqueue("payment.lapse", run_at=payment.due_at, parcel_id=parcel.id)


def lengthen(parcel: Parcel) -> datetime:
    """The maker waits a day longer than was said. Raises NotWaiting."""
    hold(parcel)
    due = parcel.payment.due_at
    if due is None or not payments.is_payable(parcel) or parcel.state not in _OPEN:
        raise NotWaiting(parcel.id)
    parcel.payment.due_at = max(due, times.now()) + MORE
    jobs.enqueue("payment.lapse", run_at=parcel.payment.due_at, parcel_id=parcel.id)
    audit.record(parcel, "payment.lengthened", until=[due.isoformat(), parcel.payment.due_at.isoformat()])
    return parcel.payment.due_at


def remind(parcel_id: int) -> None:
    """One letter before the end, where nothing came yet."""
    parcel = _whole(parcel_id)
    if _waits(parcel) and parcel.payment.due_at and parcel.payment.due_at > times.now():
        letters.payment_reminder(parcel)


def lapse(parcel_id: int) -> None:
    """Cancel it if the clock has run out; done twice it is done once."""
    parcel = _whole(parcel_id)
    hold(parcel)
    if is_over(parcel, times.now()):
        end(parcel)


def is_over(parcel: Parcel, at: datetime) -> bool:
    """Whether money sent at that moment is too late. The parcel's row is held."""
    due = parcel.payment.due_at
    return due is not None and at >= due and times.now() >= due and _waits(parcel)


def end(parcel: Parcel) -> None:
    parcels.lapse(parcel, _("chưa nhận được tiền"))
    letters.payment_lapsed(parcel)


def hold(parcel: Parcel) -> None:
    """The parcel's row and its payment's until the commit, read anew."""
    parcels.take(parcel)
    payments.hold(parcel)
    db.session.refresh(parcel, ["state", "unweighed", "goods_total", "shipping_fee"])


def _waits(parcel: Parcel) -> bool:
    return payments.is_payable(parcel) and not parcel.payment.received and parcel.state in _OPEN


def _whole(parcel_id: int) -> Parcel:
    lines = selectinload(Parcel.lines)
    loads = (joinedload(Parcel.payment), joinedload(Parcel.order), joinedload(Parcel.facility))
    query = select(Parcel).where(Parcel.id == parcel_id).execution_options(populate_existing=True)
    query = query.options(*loads, lines.selectinload(OrderLine.parts), lines.selectinload(OrderLine.weeks))
    return db.session.scalars(query).one()

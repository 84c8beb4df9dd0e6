"""Payments: each parcel is paid to its maker, on delivery or by VietQR to the maker's own account; or by card to the
platform (`cards/`), which owes it to the maker."""

from sqlalchemy import select, update

from core import audit, jobs, times, vietqr
from core.db import db
from programme.models import Facility
from shop import gifts
from shop.cards import refunds
from shop.deposits import NONE, Deposit
from shop.models import BankTransaction, Parcel, Payment


class NoTransfers(Exception):
    """This maker has given no bank account."""


class NotAwaited(Exception):
    """Already paid, or no longer owed."""


def expect(parcel: Parcel, facility: Facility, method: str, deposit: Deposit = NONE) -> Payment:
    """What the maker is to receive, with the account as it stands now. A deposit is never paid on delivery."""
    ahead = min(deposit.ahead, parcel.total)
    method = "vietqr" if ahead and method == "cod" else method
    if method == "vietqr" and not facility.takes_transfers:
        raise NoTransfers(facility.id)
    amount = ahead or parcel.total
    payment = Payment(method=method, amount=amount, rest=parcel.total - amount, gifted=0)
    payment.keeps, payment.kept = min(deposit.keeps, ahead), 0
    payment.state = "awaiting" if amount else "void"
    if method == "vietqr":
        payment.bank_bin, payment.bank_account = facility.bank_bin, facility.bank_account
        payment.bank_holder, payment.content = facility.bank_holder, parcel.code
    parcel.payment = payment
    return payment


class NotFinal(NotAwaited):
    """Something in the parcel is still to be weighed: nobody knows yet what is to be transferred."""


def is_known(parcel: Parcel) -> bool:
    """Whether what is to be transferred is known: a deposit is before its parcel is weighed."""
    return not parcel.unweighed or parcel.payment.rest > 0


def is_payable(parcel: Parcel) -> bool:
    """Whether a transfer is awaited, of a sum that is known."""
    payment = parcel.payment
    return payment.method == "vietqr" and payment.state == "awaiting" and payment.missing > 0 and is_known(parcel)


def follow(parcel: Parcel) -> None:
    """What is awaited is what the parcel now costs. What was paid stays: the difference is the parcel's balance; of a
    deposit it is what is paid when received."""
    if parcel.payment.rest or parcel.payment.gifted:
        _follow_parts(parcel)
        return
    awaited = update(Payment).where(Payment.parcel_id == parcel.id, Payment.state == "awaiting")
    values = {"amount": parcel.total} if parcel.total else {"amount": 0, "state": "void"}
    db.session.execute(awaited.values(values).execution_options(synchronize_session=False))
    db.session.expire(parcel.payment)


def _follow_parts(parcel: Parcel) -> None:
    """Of a deposit, or beside what gift cards paid: the rest bears a change first, then what is awaited, then they."""
    hold(parcel)
    payment = parcel.payment
    left = max(parcel.total - payment.gifted, 0)
    if payment.state == "awaiting":
        payment.amount = min(payment.amount, left) if payment.rest else left
        payment.keeps = min(payment.keeps, payment.amount + payment.gifted)
    if payment.rest and payment.rest_at is None:
        payment.rest = max(left - payment.amount, 0)
    if payment.state == "awaiting" and not payment.amount:
        payment.state = "void"
    if payment.state == "void" and parcel.total:
        gifts.is_done(payment)
    gifts.fit(parcel)
    db.session.flush()


def hold(parcel: Parcel) -> None:
    """The payment's row until the commit, read anew."""
    mine = update(Payment).where(Payment.parcel_id == parcel.id).values(received=Payment.received)
    db.session.execute(mine.execution_options(synchronize_session=False))
    db.session.refresh(parcel.payment)


def pay_ahead(parcel: Parcel) -> None:
    """What came covers the rest too: nothing is collected any more. The payment's row is held."""
    parcel.payment.amount, parcel.payment.rest = parcel.payment.whole, 0
    db.session.flush()


def settle(parcel: Parcel) -> None:
    """The maker has given the difference back, or has got the rest. Raises NotAwaited where there is none."""
    was, owed = parcel.payment.amount, parcel.balance
    same = update(Payment).where(Payment.parcel_id == parcel.id, Payment.state == "paid", Payment.amount == was)
    same = same.where(Payment.refunded <= parcel.total)
    values = (
        same.values(amount=parcel.total - Payment.rest - Payment.gifted)
        .returning(Payment.id)
        .execution_options(synchronize_session=False)
    )
    if not owed or db.session.execute(values).scalar() is None:
        raise NotAwaited(parcel.id)
    audit.record(parcel, "payment.settled", amount=[was, parcel.total])
    db.session.expire(parcel.payment)


def receive(parcel: Parcel) -> None:
    """The maker has seen the money. One conditional UPDATE: it is received once."""
    if parcel.payment.method == "stripe":  # its money comes by notice alone
        raise NotAwaited(parcel.id)
    _receive(parcel)


def collect(parcel: Parcel, amount: int, why: str = "") -> None:
    """What was taken at the door. Short or over, the difference is the parcel's balance. Once, as `receive`."""
    if parcel.payment.method == "cod":
        _receive(parcel, amount=amount, collected=amount, collected_note=why)
        return
    rest = update(Payment).where(Payment.parcel_id == parcel.id, Payment.state == "paid", Payment.rest_at.is_(None))
    values = {"rest": amount, "rest_at": times.now(), "collected": amount, "collected_note": why}
    statement = rest.values(values).returning(Payment.id).execution_options(synchronize_session=False)
    if db.session.execute(statement).scalar() is None:
        raise NotAwaited(parcel.id)
    db.session.refresh(parcel.payment)
    audit.record(parcel, "payment.rest_received", amount=amount)


def void(parcel: Parcel, *, keeps: bool = False) -> None:
    """Nothing more is owed. What was paid by card goes back to it; what else came is the maker's to give back. `keeps`:
    the buyer gave up what was accepted, and of a deposit that was paid stays what she was told.

    One conditional UPDATE: a notice of the same moment pays it or finds it void, never both.
    """
    awaited = update(Payment).where(Payment.parcel_id == parcel.id, Payment.state == "awaiting").values(state="void")
    statement = awaited.returning(Payment.id).execution_options(synchronize_session=False)
    was_awaited = db.session.execute(statement).scalar() is not None
    db.session.expire(parcel.payment)
    if keeps and parcel.payment.keeps and parcel.payment.state == "paid":
        parcel.payment.kept = parcel.payment.keeps
        db.session.flush()
    if parcel.payment.gifted:
        gifts.give_back(parcel)
    if parcel.payment.method != "stripe":
        _owe_back(parcel)
    elif was_awaited:
        jobs.enqueue("card.close", order_id=parcel.order_id)
    else:
        refunds.of_parcel(parcel)


def _owe_back(parcel: Parcel) -> None:
    """What came by transfers is the maker's to give back, but for what she keeps of a deposit."""
    if parcel.payment.kept:
        _owe_the_rest_back(parcel, parcel.payment.kept)
        return
    came = update(BankTransaction).where(
        BankTransaction.parcel_id == parcel.id, BankTransaction.state.in_(("short", "matched", "over"))
    )
    owed = came.values(state="over", owed_back=BankTransaction.amount, why="closed")
    db.session.execute(owed.execution_options(synchronize_session=False))


def _owe_the_rest_back(parcel: Parcel, kept: int) -> None:
    mine = select(BankTransaction).where(
        BankTransaction.parcel_id == parcel.id, BankTransaction.state.in_(("short", "matched", "over"))
    )
    for row in db.session.scalars(mine.order_by(BankTransaction.id).with_for_update()):
        stays = min(kept, row.amount)
        kept -= stays
        row.owed_back = row.amount - stays
        row.state, row.why = ("over", "closed") if row.owed_back else ("matched", "")


def payload(payment: Payment) -> str:
    """The VietQR payload of a transfer that is still awaited, of what is still missing."""
    return vietqr.encode(payment.bank_bin or "", payment.bank_account or "", payment.missing, payment.content)


def _receive(parcel: Parcel, **values: object) -> None:
    if not is_known(parcel):
        raise NotFinal(parcel.id)
    changed = db.session.execute(
        update(Payment)
        .where(Payment.parcel_id == parcel.id, Payment.state == "awaiting")
        .values(state="paid", paid_at=times.now(), **values)
        .returning(Payment.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if changed is None:
        raise NotAwaited(parcel.id)
    db.session.refresh(parcel.payment)
    audit.record(parcel, "payment.received", amount=parcel.payment.amount)

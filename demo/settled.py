"""Money the market holds for makers in the demo: card sales of four months, a commission, payouts that two people made,
months that are closed, and one batch that waits."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import joinedload

from accounts import people
from accounts.models import User
from core import audit, times
from core.db import db
from core.jobs import Job
from programme.models import Facility
from shop import fees, ledger
from shop.ledger import Move
from shop.models import CardPayment, Order, Parcel, ParcelMove, Payment
from shop.settling import by_hand, commissions, dues, frozen, months, payouts, sales

MONTHS, MAKERS, SALES = 4, 5, 7
SECOND = "ketoan@example.vn"


def settle(favourite: Facility, staff: User, password: str) -> None:
    """`staff` approves; a second member of staff, who may pay out and nothing else, makes the batches."""
    second = people.register("Lê Minh Toán", password, email=SECOND)
    people.grant(second, "pay")
    db.session.flush()
    last_job = db.session.scalar(select(func.max(Job.id))) or 0
    first = times.add_months(times.today().replace(day=1), -MONTHS)
    with audit.actor(second.id), times.frozen(times.start_of(first)):
        source = "Mức mẫu của bản thử, không phải mức thật"
        fees.make(fees.Terms("packing", "Thùng xốp chống vỡ (mẫu)", "parcel", 5_000, favourite.id))
        fees.make(fees.Terms("fundraising", "Quỹ làng nghề (mẫu)", "percent", 50, None, source))
        commissions.make(commissions.Terms(100, first, source, facility_id=favourite.id))
    _sell(_chosen(favourite, first))
    for ago in range(MONTHS - 1, -1, -1):
        _pay(times.add_months(times.today().replace(day=1), -ago), second, staff)
    with audit.actor(staff.id):
        _close()
    _wait(second)
    letters = delete(Job).where(Job.id > last_job, Job.kind == "mail")  # nobody is written to about invented money
    db.session.execute(letters)


def _chosen(favourite: Facility, first: date) -> Sequence[Parcel]:
    """Delivered parcels that were their whole order, paid by transfer: they become card sales.

    Of the favourite, who has few, those paid at the door too.
    """
    alone = select(Parcel.order_id).group_by(Parcel.order_id).having(func.count() == 1)
    query = select(Parcel).join(Parcel.order).join(Parcel.payment)
    hers = (Parcel.facility_id == favourite.id) & Payment.collected.is_(None)
    query = query.where((Payment.method == "vietqr") | (hers & (Payment.method == "cod")), Parcel.order_id.in_(alone))
    query = query.where(Parcel.state == "delivered", Payment.state == "paid")
    query = query.where(Order.placed_at >= times.start_of(first), Order.placed_at < times.now() - timedelta(days=8))
    query = query.options(joinedload(Parcel.order), joinedload(Parcel.facility), joinedload(Parcel.payment))
    by_maker: dict[int, list[Parcel]] = {}
    for parcel in db.session.scalars(query.order_by(Parcel.id)):
        by_maker.setdefault(parcel.facility_id, []).append(parcel)
    others = sorted((one for one in by_maker if one != favourite.id), key=lambda one: (-len(by_maker[one]), one))
    makers = [favourite.id, *others[: MAKERS - 1]]
    return [parcel for maker in makers for parcel in _spread(by_maker.get(maker, []))]


def _spread(parcels: Sequence[Parcel]) -> Iterable[Parcel]:
    """Some of them, over all the months."""
    step = max(1, len(parcels) // SALES)
    return parcels[::step][:SALES]


def _sell(parcels: Iterable[Parcel]) -> None:
    for parcel in parcels:
        order, payment = parcel.order, parcel.payment
        as_card = {"method": "stripe", "received": Payment.amount, "bank_bin": None, "bank_account": None}
        mine = update(Payment).where(Payment.id == payment.id)
        db.session.execute(mine.values(as_card | {"bank_holder": "", "content": None}))
        order.payment_method = "stripe"
        db.session.refresh(payment)
        paid_at, delivered_at = payment.paid_at or order.placed_at, _delivered(parcel)
        fee = payment.amount * 3 // 100
        card = CardPayment(order_id=order.id, state="paid", pay_before=order.placed_at + timedelta(hours=1), attempt=1)
        card.intent_id, card.received, card.amount = f"pi_mau_{order.id}", payment.amount, payment.amount
        card.covers, card.fee, card.paid_at = str(parcel.id), fee, paid_at
        db.session.add(card)
        with times.frozen(order.placed_at):
            frozen.freeze(order)
        db.session.flush()
        _post(parcel, paid_at, fee)
        with times.frozen(delivered_at):
            sales.settle(parcel)


def _post(parcel: Parcel, paid_at: datetime, fee: int) -> None:
    owed = ledger.code("facility", facility_id=parcel.facility_id)
    paid = [Move("card", owed, parcel.payment.amount)]
    ledger.post(
        f"card_paid:parcel:{parcel.id}", "card_paid", paid, order_id=parcel.order_id, parcel_id=parcel.id, at=paid_at
    )
    kept = [Move("card_fee", "card", fee)]
    key = f"card_fee:pi_mau_{parcel.order_id}"
    ledger.post(key, "card_fee", kept, order_id=parcel.order_id, at=paid_at + timedelta(minutes=5))


def _delivered(parcel: Parcel) -> datetime:
    query = select(func.max(ParcelMove.at)).where(ParcelMove.parcel_id == parcel.id, ParcelMove.state == "delivered")
    return db.session.scalar(query) or parcel.order.placed_at


def _pay(month: date, second: User, staff: User) -> None:
    """On the tenth: Stripe's money is in the bank, and what is ripe is paid out; one transfer does not arrive."""
    moment = times.start_of(month) + timedelta(days=9, hours=9)
    if moment > times.now() - timedelta(days=1):
        return
    with times.frozen(moment), audit.actor(second.id):
        came = ledger.balance("card", until=moment)
        if came > 0:
            by_hand.record(by_hand.Settlement("card_in", came, moment.date(), f"PO{month:%y%m}10"))
        if not dues.in_all(dues.every()):
            return
        batch = payouts.make()
    with times.frozen(moment + timedelta(hours=2)), audit.actor(staff.id):
        payouts.approve(batch)
        for left, line in zip(range(len(batch.lines) - 1, -1, -1), batch.lines, strict=True):
            if len(batch.lines) > 1 and not left:
                payouts.fail(line, "Sai tên người thụ hưởng")
            else:
                payouts.send(line, f"FT{month:%y}{month.month:03}{line.id:05}")


def _close() -> None:
    """All but the last month that could be: that one is for whoever looks."""
    while (month := months.next_open()) and months.may_be_closed_on(month) + timedelta(days=27) <= times.today():
        months.close(month)


def _wait(second: User) -> None:
    if dues.in_all(dues.every()):
        with audit.actor(second.id):
            payouts.make()

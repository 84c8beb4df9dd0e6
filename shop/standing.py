"""Standing orders: made, changed, left out, halted; each date becomes one ordinary order, or a question.

Nothing is ordered at a sum that its buyer has not seen: `StandingPrice` keeps what she agreed to, by goods and number,
and the placing code of every checkout refuses another. A date is decided once: UNIQUE (order, date).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select, update

from catalog import bundles, stock
from core import audit, times
from core.db import db, insert
from core.i18n import day
from shop import cart as carts
from shop import (
    orders,
    payments,
    promotions,
    queries,
    rhythm,
    sending,
    slots,
    standing_letters,
    standing_queries,
    terms,
)
from shop.models import Cart, Order, StandingDate, StandingLine, StandingOffer, StandingOrder, StandingPrice

MOST_GOODS = 20
WHY: dict[type[Exception], str] = {
    orders.TotalMoved: "price",
    orders.Unavailable: "out",
    carts.NotForSale: "out",
    carts.SessionNeeded: "out",
    stock.OutOfStock: "out",
    orders.OutOfRange: "range",
    orders.NoAddress: "range",
    orders.NoCash: "cash",
    payments.NoTransfers: "transfer",
    promotions.Over: "price",
    sending.WayGone: "price",
    slots.Full: "price",
}

REFUSALS = tuple(WHY)


@dataclass(frozen=True, slots=True)
class Wish:
    """`quantities` by variant id."""

    quantities: Mapping[int, int]
    every: str
    starts_on: date
    ends_on: date | None


class Unfit(Exception):
    """Not as its maker offers it: `why` by variant id (not_offered, too_few, other_day)."""

    def __init__(self, why: dict[int, str]) -> None:
        super().__init__(why)
        self.why = why


class Unseen(Exception):
    """What these goods cost was not shown to her, or is another sum now."""


class Over(Exception):
    """It has ended, or the date is decided already."""


def make(wish: Wish, buyer: orders.Buyer, language: str) -> StandingOrder:
    """Raises Unfit. What it costs is agreed to by `agree`, before anything is ordered."""
    _fits(wish)
    standing = StandingOrder(
        token=secrets.token_urlsafe(24),
        user_id=buyer.user_id,
        buyer_name=buyer.name,
        buyer_phone=buyer.phone,
        buyer_email=buyer.email,
        province_code=buyer.province_code,
        commune_code=buyer.commune_code,
        street=buyer.street,
        payment=buyer.payment,
        note=buyer.note,
        language=language,
        every=wish.every,
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        next_on=wish.starts_on,
        made_at=times.now(),
        lines=[StandingLine(variant_id=one, quantity=many) for one, many in sorted(wish.quantities.items())],
        prices=[],
        dates=[],
    )
    db.session.add(standing)
    db.session.flush()
    audit.record(standing, "standing.made", every=wish.every, goods=len(standing.lines))
    return standing


def agree(standing: StandingOrder, total: int, deposit: str) -> None:
    """She saw what the next date costs. Where she was asked about a date that can still be met, it is ordered now.

    Raises what placing raises; the caller rolls back.
    """
    _hold(standing)
    asked = standing.asks
    goods = asked.goods if asked and is_in_time(asked.due_on) else standing.goods
    row = {"total": total, "deposit": deposit, "seen_at": times.now()}
    seen = insert(StandingPrice).values(standing_id=standing.id, goods=goods, **row)
    db.session.execute(seen.on_conflict_do_update(index_elements=["standing_id", "goods"], set_=row))
    db.session.expire(standing, ["prices"])
    audit.record(standing, "standing.agreed", total=total)
    if asked and is_in_time(asked.due_on):
        _order_asked(standing, asked, total, deposit)


def change_next(standing: StandingOrder, quantities: Mapping[int, int]) -> None:
    """Of the next date only, by variant id; none of a thing leaves it out. Raises Over, Unfit."""
    _hold(standing)
    if standing.next_on is None:
        raise Over(standing.id)
    least = {one.product_id: one.least for one in offers_of(standing)}
    low = {
        one.variant_id: "too_few"
        for one in standing.lines
        if 0 < quantities.get(one.variant_id, one.wanted) < least.get(one.variant.product_id, 1)
    }
    if low or not any(quantities.get(one.variant_id, one.wanted) for one in standing.lines):
        raise Unfit(low)
    for one in standing.lines:
        wanted = quantities.get(one.variant_id, one.wanted)
        one.next_quantity = None if wanted == one.quantity else wanted
    audit.record(standing, "standing.next_changed", on=str(standing.next_on))


def skip(standing: StandingOrder) -> date:
    """Leave the next date out; returns which. Raises Over."""
    _hold(standing)
    due_on = standing.next_on
    if due_on is None or not _decide(standing, due_on, "skipped"):
        raise Over(standing.id)
    audit.record(standing, "standing.skipped", on=str(due_on))
    return due_on


def pause(standing: StandingOrder) -> None:
    """Nothing is ordered until she goes on. Raises Over."""
    _hold(standing)
    if standing.ended_at:
        raise Over(standing.id)
    standing.paused_at = standing.paused_at or times.now()
    audit.record(standing, "standing.paused")


def resume(standing: StandingOrder) -> None:
    """From the first date that can still be met; those meanwhile are not made up for. Raises Over."""
    _hold(standing)
    if standing.ended_at:
        raise Over(standing.id)
    standing.paused_at = None
    if standing.next_on:
        _go_on(standing, max(standing.next_on, _soonest()))
    audit.record(standing, "standing.resumed")


def end(standing: StandingOrder) -> None:
    """For good; what was ordered stays. Done twice, done once."""
    _hold(standing)
    if not standing.ended_at:
        standing.next_on, standing.ended_at = None, times.now()
        audit.record(standing, "standing.ended")


def place(standing_id: int, due_on: date) -> None:
    """What the worker does for one date: an order, or a question to the buyer. Safe done twice and by two at once."""
    standing = standing_queries.whole(standing_id)
    if not _is_due(standing, due_on):
        return
    try:
        _place(standing, due_on)
    except REFUSALS as refusal:
        db.session.rollback()
        _ask(standing_id, due_on, WHY[type(refusal)])
    except Unseen:
        db.session.rollback()
        _ask(standing_id, due_on, "unseen")
    except Unfit:
        db.session.rollback()
        _ask(standing_id, due_on, "not_offered")


def remind(standing_id: int, due_on: date) -> None:
    """One letter before a date is ordered, by one conditional UPDATE."""
    mine = update(StandingOrder).where(StandingOrder.id == standing_id, StandingOrder.next_on == due_on)
    mine = mine.where(StandingOrder.paused_at.is_(None))
    fresh = mine.where(StandingOrder.reminded_on.is_distinct_from(due_on)).values(reminded_on=due_on)
    statement = fresh.returning(StandingOrder.id).execution_options(synchronize_session=False)
    if db.session.execute(statement).scalar() is not None:
        standing_letters.coming(standing_queries.whole(standing_id), due_on)


def due(within: int) -> list[tuple[int, date]]:
    """(id, date) of those whose next date is at most so many days away."""
    query = select(StandingOrder.id, StandingOrder.next_on).where(StandingOrder.paused_at.is_(None))
    near = query.where(StandingOrder.next_on <= times.today() + timedelta(days=within))
    return [(one, on) for one, on in db.session.execute(near.order_by(StandingOrder.id)) if on]


def offers_of(standing: StandingOrder) -> list[StandingOffer]:
    ids = [one.variant.product_id for one in standing.lines]
    return list(db.session.scalars(select(StandingOffer).where(StandingOffer.product_id.in_(ids))))


def _place(standing: StandingOrder, due_on: date) -> None:
    """Claim the date, then order by the very code of a checkout."""
    goods, seen = standing.goods, standing.seen
    row = _decide(standing, due_on, "placed")
    if row is None:
        return
    if seen is None:
        raise Unseen(standing.id)
    _still_offered(standing, goods)
    row.order = _order(standing, goods, due_on, seen.total, seen.deposit)
    audit.record(standing, "standing.ordered", on=str(due_on), order=row.order.number)


def _order_asked(standing: StandingOrder, asked: StandingDate, total: int, deposit: str) -> None:
    mine = update(StandingDate).where(StandingDate.id == asked.id, StandingDate.state == "asks")
    claimed = mine.values(state="placed", why="").returning(StandingDate.id)
    if db.session.execute(claimed.execution_options(synchronize_session=False)).scalar() is None:
        raise Over(standing.id)
    db.session.refresh(asked, ["state", "why"])
    asked.order = _order(standing, asked.goods, asked.due_on, total, deposit)
    audit.record(standing, "standing.ordered", on=str(asked.due_on), order=asked.order.number)


def _order(standing: StandingOrder, goods: str, due_on: date, total: int, deposit: str) -> Order:
    variants = {one.variant_id: one.variant for one in standing.lines}
    wanted = quantities_in(goods)
    # Locked before a line refers to them: of two workers whose lines do so first, each would wait for the other.
    stock.end(bundles.units(list(wanted.items()), bundles.parts_of(wanted)))
    cart = carts.begin()
    for variant_id, quantity in wanted.items():
        carts.put(cart, variants[variant_id], quantity)
    read = queries.cart_for_order(cart.token)
    assert read is not None  # begun above
    key = f"standing:{standing.id}:{due_on.isoformat()}"
    order = orders.place(read, buyer_of(standing, due_on), key=key, shown_total=total, shown_deposit=deposit)
    db.session.flush()
    db.session.execute(delete(Cart).where(Cart.id == read.id).execution_options(synchronize_session=False))
    db.session.expunge(read)
    return order


def buyer_of(standing: StandingOrder, due_on: date) -> orders.Buyer:
    """As she said it; the day is a word to the maker, in Vietnamese."""
    return orders.Buyer(
        name=standing.buyer_name,
        phone=standing.buyer_phone,
        email=standing.buyer_email,
        province_code=standing.province_code,
        commune_code=standing.commune_code,
        street=standing.street,
        payment=standing.payment,
        note=f"Đơn định kỳ, giao ngày {day(due_on)}. {standing.note}".strip(),
        user_id=standing.user_id,
    )


def quantities_in(goods: str) -> dict[int, int]:
    pairs = (one.partition(":") for one in goods.split(",") if one)
    return {int(variant): int(many) for variant, _colon, many in pairs}


def _ask(standing_id: int, due_on: date, why: str) -> None:
    standing = standing_queries.whole(standing_id)
    if _is_due(standing, due_on) and _decide(standing, due_on, "asks", why):
        standing_letters.asks(standing, due_on, why)


def _decide(standing: StandingOrder, due_on: date, state: str, why: str = "") -> StandingDate | None:
    """Write what becomes of a date, once, and go on to the next; None where it was decided by another."""
    row = {"state": state, "why": why, "goods": standing.goods, "at": times.now()}
    new = insert(StandingDate).values(standing_id=standing.id, due_on=due_on, **row)
    new = new.on_conflict_do_nothing(index_elements=["standing_id", "due_on"]).returning(StandingDate.id)
    made = db.session.scalar(new)
    if made is None:
        return None
    for one in standing.lines:
        one.next_quantity = None
    _go_on(standing, due_on + timedelta(days=1))
    db.session.expire(standing, ["dates"])
    return db.session.get_one(StandingDate, made)


def _go_on(standing: StandingOrder, earliest: date) -> None:
    standing.next_on = rhythm.next_from(standing.every, standing.starts_on, standing.ends_on, earliest)
    if standing.next_on is None:
        standing.ended_at = times.now()
    db.session.flush()


def _is_due(standing: StandingOrder, due_on: date) -> bool:
    """Whether that date is still to be decided; one that is over is noted as missed, and nothing ordered."""
    if standing.next_on != due_on or standing.paused_at:
        return False
    if due_on < times.today():
        _decide(standing, due_on, "missed")
        if standing.next_on:
            _go_on(standing, max(standing.next_on, times.today()))
        return False
    return True


def _hold(standing: StandingOrder) -> None:
    """Its row until the commit, read anew, so that she and the worker come one after the other."""
    mine = update(StandingOrder).where(StandingOrder.id == standing.id).values(made_at=StandingOrder.made_at)
    db.session.execute(mine.execution_options(synchronize_session=False))
    db.session.refresh(standing, ["next_on", "paused_at", "ended_at", "dates", "prices"])


def is_in_time(due_on: date) -> bool:
    return due_on >= times.today()


def _soonest() -> date:
    return times.today() + timedelta(days=terms.value("standing_days_before"))


def _still_offered(standing: StandingOrder, goods: str) -> None:
    offered = {one.product_id for one in offers_of(standing)}
    wanted = quantities_in(goods)
    gone = {
        one.variant_id: "not_offered"
        for one in standing.lines
        if one.variant_id in wanted and one.variant.product_id not in offered
    }
    if gone:
        raise Unfit(gone)


def _fits(wish: Wish) -> None:
    variants = standing_queries.variants(wish.quantities)
    rows = select(StandingOffer).where(StandingOffer.product_id.in_({one.product_id for one in variants}))
    offers = {one.product_id: one for one in db.session.scalars(rows)}
    why = {}
    for one in variants:
        offer = offers.get(one.product_id)
        if offer is None:
            why[one.id] = "not_offered"
        elif wish.quantities[one.id] < offer.least:
            why[one.id] = "too_few"
        elif not _on_its_days(wish, offer.weekdays):
            why[one.id] = "other_day"
    if why or len(variants) != len(wish.quantities):
        raise Unfit(why)


def _on_its_days(wish: Wish, weekdays: str) -> bool:
    """A rhythm of weeks keeps its day; by the month it falls on any."""
    return len(weekdays) == 7 or (wish.every in rhythm.SPANS and str(wish.starts_on.weekday()) in weekdays)

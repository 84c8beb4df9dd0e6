"""Returns, exchanges and claims: the buyer asks, the maker answers, staff decide where they do not agree.

Money back goes straight from the maker to the buyer: she marks what she sent and how, the buyer says that it came; what
was paid by card the platform gives back to the card. An exchange is a parcel of its own (exchanges.py). What is agreed
to is counted in the payment by one conditional UPDATE, and never exceeds what was paid.
"""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Update, case, update

from catalog import stock
from catalog.photos import Batch
from core import audit, times
from core.access import must_reach
from core.db import db
from shop import claim_letters, claim_pictures, claimed, exchanges, fees, gifts, parcels, promotions
from shop.cards import refunds
from shop.claimed import ParcelClaim, ParcelClaimLine
from shop.models import Parcel, Payment
from shop.settling import sales

MAKER, BUYER, STAFF = "maker", "buyer", "staff"

# Every allowed move, and who may make it.
MOVES = {
    ("asked", "agreed"): MAKER,
    ("asked", "refused"): MAKER,
    ("agreed", "sent"): MAKER,
    ("sent", "received"): BUYER,
    ("refused", "disputed"): BUYER,
    ("asked", "disputed"): BUYER,  # once its maker is late
    ("agreed", "disputed"): BUYER,
    ("disputed", "agreed"): STAFF,
    ("disputed", "dismissed"): STAFF,
}


class TooLate(Exception):
    """Beyond the days of the rule, never delivered, or another claim is open."""


class TooMany(Exception):
    """More of a line than she received."""


class IllegalMove(Exception):
    """Not from here to there, or not by this one; or someone has moved it meanwhile."""


class AboveWhatWasPaid(Exception):
    """So much was not paid, or part of it was given back before; `left` đồng are left."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class AlreadyBack(Exception):
    """The goods were noted as back before, or nothing was agreed to."""


def ask(
    parcel: Parcel, kind: str, quantities: Mapping[int, int], words: str, pictures: Batch | None = None
) -> ParcelClaim:
    """The buyer asks, and shows it. Raises TooLate, TooMany."""
    parcels.take(parcel)
    if not claimed.may_be_made(parcel, claimed.of([parcel.id])[parcel.id]):
        raise TooLate(parcel.state)
    got = {line.id: line.quantity for line in parcel.lines if not line.dropped_at}
    if not quantities or any(count > got.get(line_id, 0) for line_id, count in quantities.items()):
        raise TooMany(parcel.id)
    lines = [ParcelClaimLine(line_id=line_id, quantity=count) for line_id, count in quantities.items()]
    now = times.now()
    claim = ParcelClaim(parcel=parcel, kind=kind, words=words, asked_at=now, moved_at=now, lines=lines)
    db.session.add(claim)
    if pictures:
        db.session.flush()
        claim_pictures.add(claim.id, pictures)
    audit.record(claim, "claim.asked", by=BUYER, kind=kind)
    claim_letters.asked(parcel)
    return claim


def agree(claim: ParcelClaim, remedy: str, amount: int | None, words: str) -> None:
    """The maker gives money back, or another piece. Raises IllegalMove, AboveWhatWasPaid."""
    _move(claim, "agreed", MAKER, answer=words, **_remedy(claim, remedy, amount))
    _fulfil(claim)
    claim_letters.moved(claim)


def refuse(claim: ParcelClaim, words: str) -> None:
    _move(claim, "refused", MAKER, answer=words)
    claim_letters.moved(claim)


def send(claim: ParcelClaim, words: str) -> None:
    """The money is on its way; `words` say how and when. What goes back to a card, or is sent in exchange, moves by
    itself. Commission and taxes follow the money."""
    if claim.by_card or claim.exchange_id:
        raise IllegalMove(claim.state)
    _move(claim, "sent", MAKER, sent_note=words)
    if claim.amount:
        before = claimed.sent_back(claim.parcel_id) - claim.amount
        sales.give_back(claim.parcel, claim.id, before, claim.amount)
        gifts.of_claim(claim.parcel, claim.id, claim.gifted)
    claim_letters.moved(claim)


def receive(claim: ParcelClaim) -> None:
    """The buyer has it."""
    _move(claim, "received", BUYER)


def dispute(claim: ParcelClaim) -> None:
    """The buyer asks staff. Raises IllegalMove where it is too early, or staff have spoken."""
    if not claim.can_be_disputed:
        raise IllegalMove(claim.state)
    if claim.amount:
        _uncount(claim)
    exchange = claim.exchange
    _move(claim, "disputed", BUYER, remedy=None, amount=None, gifted=0, exchange_id=None)
    if exchange is not None:  # agreed to, and never sent
        parcels.call_off(exchange)


def decide(claim: ParcelClaim, remedy: str, amount: int | None, words: str) -> None:
    """Staff: money back or another piece (the maker then sends it), or nothing (no remedy). With their reason."""
    must_reach(claim.parcel.facility.commune_code)
    said = {"decision": words, "decided_by": audit.actor_id()}
    if remedy:
        _move(claim, "agreed", STAFF, **said, **_remedy(claim, remedy, amount))
        _fulfil(claim)
    else:
        _move(claim, "dismissed", STAFF, answer=claim.answer or words, **said)
    claim_letters.moved(claim)
    claim_letters.decided(claim)


def take_back(claim: ParcelClaim, *, is_whole: bool) -> None:
    """The maker has the goods again: whole, they can be sold again. Once. Raises AlreadyBack."""
    agreed = ParcelClaim.back_at.is_(None) & ParcelClaim.state.in_(("agreed", "sent", "received"))
    act = update(ParcelClaim).where(ParcelClaim.id == claim.id, agreed).values(back_at=times.now(), is_whole=is_whole)
    if _done(act, claim) is None:
        raise AlreadyBack(claim.id)
    for one in sorted(claim.lines, key=lambda one: one.line.variant_id) if is_whole else ():
        stock.unsell(one.line.variant_id, one.quantity)
    audit.record(claim, "claim.goods_back", is_whole=is_whole)
    came = _came_back(claim.parcel)
    promotions.take_back(claim.parcel, came, f"claim:{claim.id}")
    if all(came[line.id] >= line.quantity for line in claim.parcel.lines if not line.dropped_at):
        fees.take_back(claim.parcel, f"claim {claim.id}")


def _remedy(claim: ParcelClaim, remedy: str, amount: int | None) -> dict[str, object]:
    payment = claim.parcel.payment
    # What goes beyond a deposit paid by card was paid in cash: its maker gives it back as she got it.
    gifted = gifts.claimable(payment, amount or 0)
    beyond = max(payment.refunded + (amount or 0) - payment.gifted, 0)
    by_card = remedy == "refund" and payment.method == "stripe" and 0 < beyond <= payment.amount
    return {"remedy": remedy, "amount": amount, "by_card": by_card, "gifted": gifted}


def _fulfil(claim: ParcelClaim) -> None:
    """The sum is counted, and goes back to the card that paid; or another parcel begins. Raises AboveWhatWasPaid,
    exchanges.NotInPieces, stock.OutOfStock."""
    _count(claim)
    is_gift = claim.amount is not None and claim.gifted == claim.amount
    if claim.amount and (claim.by_card or is_gift):
        sales.give_back(claim.parcel, claim.id, claimed.sent_back(claim.parcel_id), claim.amount)
        gifts.of_claim(claim.parcel, claim.id, claim.gifted)
    if claim.by_card and claim.amount:
        refunds.of_claim(claim.parcel, claim.id, claim.amount - claim.gifted)
    if is_gift:
        _done(update(ParcelClaim).where(ParcelClaim.id == claim.id).values(state="received"), claim)
    if claim.remedy == "exchange":
        exchanges.make(claim)


def _came_back(parcel: Parcel) -> Counter[int]:
    """By line, the pieces that came back against their price."""
    came: Counter[int] = Counter()
    for claim in claimed.of([parcel.id])[parcel.id]:
        if claim.back_at and claim.remedy == "refund":
            came.update({one.line_id: one.quantity for one in claim.lines})
    return came


def _move(claim: ParcelClaim, to: str, by: str, **values: object) -> None:
    """One conditional UPDATE from the state that was seen."""
    seen = claim.state
    if MOVES.get((seen, to)) != by:
        raise IllegalMove(seen, to)
    act = update(ParcelClaim).where(ParcelClaim.id == claim.id, ParcelClaim.state == seen)
    if _done(act.values(state=to, moved_at=times.now(), **values), claim) is None:
        raise IllegalMove(seen, to)
    audit.record(claim, f"claim.{to}", by=by, amount=claim.amount)


def _done(act: Update, claim: ParcelClaim) -> int | None:
    done = db.session.execute(act.returning(ParcelClaim.id).execution_options(synchronize_session=False)).scalar()
    db.session.refresh(claim)
    return done


def _count(claim: ParcelClaim) -> None:
    """All that was ever agreed to for a parcel stays within what was paid for it."""
    if not claim.amount:
        return
    mine = (Payment.parcel_id == claim.parcel_id, Payment.state == "paid")
    ahead = Payment.amount + Payment.gifted
    paid = case((Payment.rest_at.is_(None), ahead), else_=ahead + Payment.rest)
    within = Payment.refunded + claim.amount <= paid
    more = update(Payment).where(*mine, within).values(refunded=Payment.refunded + claim.amount)
    done = db.session.execute(more.returning(Payment.id).execution_options(synchronize_session=False)).scalar()
    db.session.refresh(claim.parcel.payment)
    if done is None:
        raise AboveWhatWasPaid(claim.parcel.payment.refundable)


def _uncount(claim: ParcelClaim) -> None:
    """It was agreed to but never sent: staff now say how much."""
    less = update(Payment).where(Payment.parcel_id == claim.parcel_id).values(refunded=Payment.refunded - claim.amount)
    db.session.execute(less.execution_options(synchronize_session=False))
    db.session.refresh(claim.parcel.payment)

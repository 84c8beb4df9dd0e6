"""Paying with gift cards: taken when an order is placed, given back when a part of it comes to nothing.

A gift card is money, no discount: the goods cost what they cost, the platform owes their maker what the card paid
(`gift_card` to `facility:N`, as soon as it is taken), and only the rest is awaited on delivery, by transfer or by card.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select, update

from core import codes, times
from core.db import db
from core.rates import digest_of
from shop import ledger, terms
from shop.cards import rules
from shop.ledger import Move
from shop.models import GiftCard, GiftMove, Order, Parcel, Payment

LENGTH = 16
HELD = "gift_card"  # the account of what was paid for and is not yet spent


class Refused(Exception):
    """The cards do not pay as the buyer was told that they would; nothing is ordered."""


class NotGood(Refused):
    """A card brings nothing, and why, in a word: unknown, blocked, over, empty."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Moved(Refused):
    """Somebody spent of it meanwhile: the cards no longer pay what the buyer was shown."""


class TooLittleLeft(Refused):
    """What the gift cards leave is less than a bank card can be asked for."""


@dataclass(frozen=True, slots=True)
class Share:
    """So much of what is to be paid, by one gift card."""

    card: GiftCard
    amount: int


def typed(text: str) -> str:
    """What was meant by the code of a card; empty where it cannot be one."""
    return codes.typed(text, LENGTH)


def key_of(code: str) -> str:
    """What is kept of a code."""
    return digest_of(f"gift {code}")


def find(code: str) -> GiftCard | None:
    return db.session.scalar(select(GiftCard).where(GiftCard.digest == key_of(code))) if code else None


def cover(keys: Sequence[str], total: int) -> list[Share]:
    """What each card pays of a sum, in the order in which they were typed. Raises NotGood. One query."""
    found = {one.digest: one for one in db.session.scalars(select(GiftCard).where(GiftCard.digest.in_(keys)))}
    shares: list[Share] = []
    for key in dict.fromkeys(keys):
        card = found.get(key)
        if card is None or card.trouble:
            raise NotGood(card.trouble if card else "unknown")
        amount = min(card.balance, total)
        total -= amount
        shares.append(Share(card, amount))
    return shares


def pay(order: Order, keys: Sequence[str], shown: int | None) -> None:
    """Pay a new order as far as the cards go, one parcel whole before the next, so that a buyer has as few others to
    pay as can be. `shown`: what the page said that they pay. Raises NotGood, Moved, TooLittleLeft; saves the order.
    """
    shares = cover(keys, sum(one.payment.whole for one in order.parcels)) if keys else []
    if shown is not None and sum(one.amount for one in shares) != shown:
        raise Moved
    if not any(one.amount for one in shares):
        return
    db.session.add(order)
    db.session.flush()
    for one in sorted(shares, key=lambda one: one.card.id):  # in one order, so that two never wait in a circle
        _take(one)
    _spread(order, shares)
    db.session.flush()
    left = sum(one.payment.amount for one in order.parcels if one.awaits_card)
    if left and not rules.today().takes(left):
        raise TooLittleLeft


def fit(parcel: Parcel) -> None:
    """Its total may have fallen: what is then paid too much goes back to the cards. The payment's row is held, and what
    was awaited of it is lowered already."""
    payment = parcel.payment
    over = payment.whole - parcel.total if payment.state == "paid" else payment.gifted - parcel.total
    if payment.gifted and not parcel.unweighed and over > 0:
        _lessen(parcel, min(over, payment.gifted))


def give_back(parcel: Parcel) -> None:
    """It came to nothing: all goes back to the cards, but for what its maker keeps of a deposit beyond what was paid
    otherwise."""
    payment = parcel.payment
    stays = min(max(payment.kept - payment.amount, 0), payment.gifted)
    if payment.gifted > stays:
        _lessen(parcel, payment.gifted - stays)
    if payment.method == "gift" and not stays:
        payment.state = "refunded"
    db.session.flush()


def of_claim(parcel: Parcel, claim_id: int, amount: int) -> None:
    """A part of what they paid goes back because of a claim; what the parcel was paid stays as it was."""
    if amount:
        _return(parcel, amount, f"gift_back:claim:{claim_id}")


def claimable(payment: Payment, amount: int) -> int:
    """Of an amount to be given back, what goes to gift cards: all that they paid, before anything else."""
    return min(amount, max(payment.gifted - payment.refunded, 0))


def _take(one: Share) -> None:
    """One conditional UPDATE: of two who spend the same đồng at once the second is told. Raises Moved."""
    mine = update(GiftCard).where(GiftCard.id == one.card.id, GiftCard.balance >= one.amount)
    usable = mine.where(GiftCard.blocked_at.is_(None), GiftCard.until_at > times.now())
    taken = usable.values(balance=GiftCard.balance - one.amount).returning(GiftCard.id)
    if db.session.execute(taken.execution_options(synchronize_session=False)).scalar() is None:
        raise Moved
    db.session.expire(one.card, ["balance"])


def _spread(order: Order, shares: Iterable[Share]) -> None:
    left = {one.card.id: one.amount for one in shares}
    for parcel in order.parcels:
        for card_id, there in left.items():
            amount = min(there, parcel.payment.amount + parcel.payment.rest)
            if amount:
                left[card_id] -= amount
                _book(f"gift_spent:parcel:{parcel.id}:card:{card_id}", "gift_spent", card_id, -amount, parcel)
                _paid(parcel.payment, amount)


def _paid(payment: Payment, amount: int) -> None:
    """What is paid ahead first, then what is paid when it is received."""
    ahead = min(amount, payment.amount)
    payment.gifted += amount
    payment.amount -= ahead
    payment.rest -= amount - ahead
    if not payment.amount:
        is_done(payment)


def is_done(payment: Payment) -> None:
    """Gift cards pay all that was awaited."""
    payment.method, payment.state, payment.paid_at = "gift", "paid", times.now()
    payment.content = payment.bank_bin = payment.bank_account = None


def _lessen(parcel: Parcel, amount: int) -> None:
    parcel.payment.gifted -= amount
    count = select(func.count()).select_from(GiftMove).where(GiftMove.parcel_id == parcel.id)
    _return(parcel, amount, f"gift_back:parcel:{parcel.id}:{db.session.scalar(count)}")


def _return(parcel: Parcel, amount: int, cause: str) -> None:
    """To the cards that paid, what was taken last first; one that is over holds again for a while."""
    spent = select(GiftMove.card_id, func.sum(-GiftMove.amount)).where(GiftMove.parcel_id == parcel.id)
    rows = db.session.execute(spent.group_by(GiftMove.card_id).order_by(func.min(GiftMove.id).desc())).all()
    given: list[tuple[int, int]] = []
    for card_id, there in rows:
        given.append((card_id, min(amount, int(there))))
        amount -= given[-1][1]
    for card_id, one in sorted(given):
        if one:
            _book(f"{cause}:card:{card_id}", "gift_back", card_id, one, parcel)
            _put_back(card_id, one)


def _put_back(card_id: int, amount: int) -> None:
    least = times.now() + timedelta(days=terms.value("gift_back_days"))
    until = case((GiftCard.until_at < least, least), else_=GiftCard.until_at)
    back = update(GiftCard).where(GiftCard.id == card_id).values(balance=GiftCard.balance + amount, until_at=until)
    db.session.execute(back.execution_options(synchronize_session=False))


def _book(key: str, kind: str, card_id: int, amount: int, parcel: Parcel) -> None:
    """Off a card to the maker where `amount` is negative, and back where it is not."""
    owed = ledger.code("facility", facility_id=parcel.facility_id)
    move = Move(HELD, owed, -amount) if amount < 0 else Move(owed, HELD, amount)
    note(ledger.post(key, kind, [move], order_id=parcel.order_id, parcel_id=parcel.id), card_id, amount, parcel.id)


def note(entry: ledger.LedgerEntry | None, card_id: int, amount: int, parcel_id: int | None = None) -> None:
    """The card's side of an entry; nothing where the entry stood before."""
    if entry is not None:
        db.session.add(GiftMove(card_id=card_id, entry_id=entry.id, parcel_id=parcel_id, amount=amount))
        db.session.flush()

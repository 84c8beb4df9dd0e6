"""What a buyer says is wrong with what she received, and what became of it: rows, the clock, and reads."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, or_, select, text, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from core import times, working
from core.db import Model, db, dong, one_of, optional_dong, primary_key
from programme import reach
from shop import rules
from shop.claim_pictures import ClaimPicture
from shop.models import OrderLine, Parcel

KINDS = ("return", "exchange", "broken", "missing", "wrong")
REMEDIES = ("refund", "exchange")
STATES = ("asked", "agreed", "sent", "received", "refused", "disputed", "dismissed")
OPEN = ("asked", "agreed", "sent", "disputed")
_OPEN = text("state IN ('asked', 'agreed', 'sent', 'disputed')")


class ParcelClaim(Model):
    """One claim about one delivered parcel: at most one is open at a time."""

    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), "known_kind"),
        CheckConstraint(one_of("state", STATES), "known_state"),
        CheckConstraint(f"remedy IS NULL OR ({one_of('remedy', REMEDIES)})", "known_remedy"),
        CheckConstraint("(remedy = 'refund') = (amount IS NOT NULL)", "refund_has_amount"),
        CheckConstraint("amount IS NULL OR amount > 0", "amount_positive"),
        CheckConstraint("state NOT IN ('agreed', 'sent', 'received') OR remedy IS NOT NULL", "agreed_to_something"),
        CheckConstraint("state NOT IN ('refused', 'dismissed') OR answer <> ''", "refused_with_reason"),
        CheckConstraint("exchange_id IS NULL OR remedy = 'exchange'", "exchange_of_an_exchange"),
        CheckConstraint("NOT by_card OR remedy = 'refund'", "by_card_is_a_refund"),
        CheckConstraint("(is_whole IS NULL) = (back_at IS NULL)", "whole_once_back"),
        CheckConstraint("gifted = 0 OR (amount IS NOT NULL AND gifted BETWEEN 0 AND amount)", "gifted_within_amount"),
        Index("uq_parcel_claim_open", "parcel_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    kind: Mapped[str]
    words: Mapped[str]
    state: Mapped[str] = mapped_column(default="asked", index=True)
    asked_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    remedy: Mapped[str | None]
    amount: Mapped[optional_dong]  # of a refund; counted in its payment's `refunded` from the moment it is agreed
    answer: Mapped[str] = mapped_column(default="")  # the maker's words
    sent_note: Mapped[str] = mapped_column(default="")  # how the money or the other piece was sent
    decision: Mapped[str] = mapped_column(default="")  # the words of staff
    decided_by: Mapped[int | None]
    back_at: Mapped[datetime | None]  # the maker has the goods again
    is_whole: Mapped[bool | None]
    by_card: Mapped[bool] = mapped_column(default=False)  # the platform gives it back to the card that paid
    gifted: Mapped[dong] = mapped_column(default=0)  # of the amount, what goes back to the gift cards that paid
    exchange_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.id"), unique=True)  # what is sent instead

    parcel: Mapped[Parcel] = relationship(foreign_keys=[parcel_id])
    exchange: Mapped[Parcel | None] = relationship(foreign_keys=[exchange_id])
    pictures: Mapped[list[ClaimPicture]] = relationship(order_by=ClaimPicture.id)
    lines: Mapped[list["ParcelClaimLine"]] = relationship(order_by="ParcelClaimLine.id")

    @property
    def worth(self) -> int:
        """What the buyer paid for these pieces: their price less their share of what vouchers took off."""
        pieces = ((one.line, one.quantity) for one in self.lines)
        return sum(line.total * n // line.quantity - line.forfeit(line.quantity - n) for line, n in pieces)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def act_by(self) -> datetime:
        """When the maker should have answered, or sent what she agreed to."""
        return working.after(self.moved_at, rules.value("claim_answer_hours"))

    @property
    def is_late(self) -> bool:
        waits = self.state == "asked" or (self.state == "agreed" and not self.by_card)
        return waits and self.act_by <= times.now()

    @property
    def can_be_disputed(self) -> bool:
        """Refused by its maker, or kept waiting too long; staff decide once."""
        return (self.state == "refused" or self.is_late) and not self.decision


class ParcelClaimLine(Model):
    """How many of a line it is about."""

    __table_args__ = (UniqueConstraint("claim_id", "line_id"), CheckConstraint("quantity > 0", "quantity_positive"))

    id: Mapped[primary_key]
    claim_id: Mapped[int] = mapped_column(ForeignKey("parcel_claim.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    quantity: Mapped[int]

    line: Mapped[OrderLine] = relationship()


def of(parcel_ids: Iterable[int]) -> dict[int, list[ParcelClaim]]:
    """By parcel, oldest first."""
    found: dict[int, list[ParcelClaim]] = {one: [] for one in parcel_ids}
    query = select(ParcelClaim).where(ParcelClaim.parcel_id.in_(found)).options(*_lines())
    for row in db.session.scalars(query.order_by(ParcelClaim.id)) if found else ():
        found[row.parcel_id].append(row)
    return found


def until(parcel: Parcel) -> datetime | None:
    """The last moment at which something may be claimed; None where it was never delivered."""
    delivered = [move.at for move in parcel.moves if move.state == "delivered"]
    if parcel.state != "delivered" or not delivered:
        return None
    return delivered[-1] + timedelta(days=rules.value("claim_days"))


def may_be_made(parcel: Parcel, claims: Sequence[ParcelClaim]) -> bool:
    last = until(parcel)
    return last is not None and last > times.now() and not any(one.is_open for one in claims)


def sent_back(parcel_id: int) -> int:
    """đồng that its maker has given back so far."""
    done = ParcelClaim.state.in_(("sent", "received"))
    query = select(func.coalesce(func.sum(ParcelClaim.amount), 0)).where(ParcelClaim.parcel_id == parcel_id, done)
    return int(db.session.scalar(query) or 0)


def follow(parcel: Parcel) -> None:
    """What is sent in exchange moves its claim: on its way, received; come to nothing, its maker is asked again."""
    values: dict[str, object] = {"state": {"handed_over": "sent"}.get(parcel.state, "received")}
    if parcel.came_to_nothing:
        values = {"state": "asked", "remedy": None, "exchange_id": None, "decision": ""}
    elif parcel.state not in ("handed_over", "delivered"):
        return
    mine = (ParcelClaim.exchange_id == parcel.id, ParcelClaim.state.in_(("agreed", "sent")))
    db.session.execute(update(ParcelClaim).where(*mine).values(moved_at=times.now(), **values))


def card_paid(claim_id: int, *, is_done: bool) -> None:
    """What goes back to a card has arrived there; or has not, after all."""
    seen, to = ("agreed", "received") if is_done else ("received", "agreed")
    mine = (ParcelClaim.id == claim_id, ParcelClaim.by_card, ParcelClaim.state == seen)
    db.session.execute(update(ParcelClaim).where(*mine).values(state=to, moved_at=times.now()))


def to_decide() -> Sequence[ParcelClaim]:
    """What waits for staff: disputed, and what a maker leaves lying beyond the clock; the oldest first."""
    late = working.before(times.now(), rules.value("claim_answer_hours"))
    lying = ParcelClaim.state.in_(("asked", "agreed")) & ~ParcelClaim.by_card & (ParcelClaim.moved_at <= late)
    query = select(ParcelClaim).join(ParcelClaim.parcel).where(reach.within(Parcel.facility_id))
    query = query.where(or_(ParcelClaim.state == "disputed", lying)).options(*_lines(), *_whole())
    return db.session.scalars(query.order_by(ParcelClaim.moved_at).limit(100)).all()


def one_to_decide(claim_id: int) -> ParcelClaim | None:
    return db.session.scalar(select(ParcelClaim).where(ParcelClaim.id == claim_id).options(*_lines(), *_whole()))


def _lines() -> tuple[LoaderOption, ...]:
    goods = selectinload(ParcelClaim.lines).joinedload(ParcelClaimLine.line)
    return goods, selectinload(ParcelClaim.pictures), joinedload(ParcelClaim.exchange)


def _whole() -> tuple[LoaderOption, ...]:
    mine = joinedload(ParcelClaim.parcel)
    return mine.joinedload(Parcel.order), mine.joinedload(Parcel.facility), mine.joinedload(Parcel.payment)

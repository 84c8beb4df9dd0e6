"""How a parcel reaches its buyer: sent to her address, or fetched by her at the workshop or at a point of sale."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from core import times
from core.db import Model, db, one_of, primary_key
from fairs.models import Venue
from programme.models import Facility

if TYPE_CHECKING:
    from shop.models import Payment

WAYS = ("send", "workshop", "point")
MOST_DAYS = 30


class DeliveredParcel:
    """The way chosen when ordered; `fetched_at` is where and when to fetch it, in words, as it was said then."""

    if TYPE_CHECKING:
        payment: Mapped[Payment]

    way: Mapped[str] = mapped_column(default="send")
    fetched_at: Mapped[str] = mapped_column(default="")
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)  # of a point
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("delivery_slot.id"), index=True)
    slot_starts_at: Mapped[datetime | None]  # the time she chose, as it was promised
    slot_ends_at: Mapped[datetime | None]
    sent_by: Mapped[str] = mapped_column(default="")  # the way of sending she chose, by its name then
    sending_way_id: Mapped[int | None] = mapped_column(ForeignKey("sending_way.id"), index=True)  # a maker's own

    @property
    def is_fetched(self) -> bool:
        return self.way != "send"

    @property
    def slot(self) -> str:
        """The time that was promised, in digits; empty where she chose none."""
        if self.slot_starts_at is None or self.slot_ends_at is None:
            return ""
        start, end = times.local(self.slot_starts_at), times.local(self.slot_ends_at)
        return f"{start:%d/%m/%Y}, {start.hour}:{start:%M}–{end.hour}:{end:%M}"

    @property
    def awaits_card(self) -> bool:
        return self.payment.method == "stripe" and self.payment.state == "awaiting"

    @property
    def pays_at_the_door(self) -> bool:
        """Whether cash is taken where a carrier brings it: whoever refuses it there costs its maker two journeys."""
        return self.payment.at_the_door > 0 and not self.is_fetched

    @property
    def awaits_deposit(self) -> bool:
        """Its maker begins when it is there; she may accept the order before."""
        return self.payment.rest > 0 and self.payment.state == "awaiting"


def way_checks() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint(one_of("way", WAYS), "known_way"),
        CheckConstraint("way = 'send' OR shipping_fee = 0", "fetching_is_free"),
        CheckConstraint("(way <> 'send') = (fetched_at <> '')", "fetched_somewhere"),
        CheckConstraint("(way = 'point') = (venue_id IS NOT NULL)", "point_is_a_venue"),
        CheckConstraint(
            "(slot_id IS NULL) = (slot_starts_at IS NULL) AND (slot_id IS NULL) = (slot_ends_at IS NULL)",
            "slot_is_frozen",
        ),
        CheckConstraint("way = 'send' OR (sent_by = '' AND sending_way_id IS NULL)", "sent_by_where_sent"),
    )


class PickUpPoint(Model):
    """A maker hands over at a place to see and buy: her goods are there so many days after they are ready."""

    __table_args__ = (
        UniqueConstraint("facility_id", "venue_id"),
        CheckConstraint(f"days BETWEEN 0 AND {MOST_DAYS}", "days_in_range"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    days: Mapped[int] = mapped_column(default=0)

    venue: Mapped[Venue] = relationship()


@dataclass(frozen=True, slots=True)
class Fetching:
    """Where and when goods are fetched, in words, and how many days after they are ready."""

    way: str
    where: str
    name: str = ""  # of a point
    venue_id: int | None = None
    days: int = 0
    slug: str = ""  # of the venue

    @property
    def value(self) -> str:
        """As a form names it: workshop, or diem-<venue id>."""
        return f"diem-{self.venue_id}" if self.venue_id else self.way


Offers = Mapping[int, Sequence[Fetching]]


def offers(facilities: Iterable[Facility]) -> Offers:
    """By maker, where her goods may be fetched: her workshop first, then open places. Two queries."""
    makers = {one.id: one for one in facilities}
    found: dict[int, list[Fetching]] = {one: [] for one in makers}
    for maker in makers.values():
        if where := workshop_of(maker):
            found[maker.id].append(Fetching("workshop", where))
    query = select(PickUpPoint).join(PickUpPoint.venue).where(PickUpPoint.facility_id.in_(makers))
    query = query.where(Venue.closed_at.is_(None)).order_by(Venue.name, PickUpPoint.id)
    loads = joinedload(PickUpPoint.venue).selectinload(Venue.hours)
    for one in db.session.scalars(query.options(loads)) if makers else ():
        fetching = Fetching("point", _told(one.venue), one.venue.name, one.venue_id, one.days, one.venue.slug)
        found[one.facility_id].append(fetching)
    return found


def chosen(of: Sequence[Fetching], value: str) -> Fetching | None:
    """What a form named, where it is still offered; what is not is sent, for its fee."""
    return next((one for one in of if one.value == value), None)


def workshop_of(facility: Facility) -> str:
    """Where and when its goods are fetched; empty where it does not hand over at the workshop."""
    if not facility.pick_up or not facility.address:
        return ""
    return f"{', '.join(filter(None, (facility.address, facility.commune_name)))}. {facility.pick_up}"


def points_of(facility_id: int) -> dict[int, int]:
    """By venue, after how many days this maker's goods are there."""
    query = select(PickUpPoint.venue_id, PickUpPoint.days).where(PickUpPoint.facility_id == facility_id)
    return {one.venue_id: one.days for one in db.session.execute(query)}


def venues() -> Sequence[Venue]:
    """Where goods may be handed over: open places that are no single maker's workshop."""
    query = select(Venue).where(Venue.closed_at.is_(None), Venue.kind != "workshop").order_by(Venue.name)
    return db.session.scalars(query.options(selectinload(Venue.hours)).limit(300)).all()


def hand_over_at(facility_id: int, days: Mapping[int, int]) -> None:
    """From now on at these venues and no other; what was ordered before stays as it was said."""
    known = {
        one.venue_id: one
        for one in db.session.scalars(select(PickUpPoint).where(PickUpPoint.facility_id == facility_id))
    }
    for venue_id, row in known.items():
        if venue_id in days:
            row.days = days[venue_id]
        else:
            db.session.delete(row)
    for venue_id in days.keys() - known.keys():
        db.session.add(PickUpPoint(facility_id=facility_id, venue_id=venue_id, days=days[venue_id]))


def _told(venue: Venue) -> str:
    """Name, address and its hours, days that are alike said once."""
    spans: list[tuple[list[int], str]] = []
    for one in venue.hours:
        if spans and spans[-1][1] == one.written and spans[-1][0][-1] == one.weekday - 1:
            spans[-1][0].append(one.weekday)
        else:
            spans.append(([one.weekday], one.written))
    hours = "; ".join(f"{_days(days)} {written}" for days, written in spans)
    return ". ".join(filter(None, (f"{venue.name}, {venue.where}", hours)))


def _days(days: Sequence[int]) -> str:
    first, last = (("T2", "T3", "T4", "T5", "T6", "T7", "CN")[one] for one in (days[0], days[-1]))
    return first if len(days) == 1 else f"{first}–{last}"

"""A stand's guest book: visitors write while the fair is open, staff read first, then everybody does."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import contains_eager, joinedload

from core import audit, times
from core.access import must_reach
from core.db import db
from fairs.models import Booth, GuestEntry
from programme import reach

MOST_ON_A_PAGE = 50
MOST_AT_THE_DESK = 100


class Closed(Exception):
    """The fair is not open: there is no visit to speak of."""


class AlreadyDecided(Exception):
    """Somebody else decided it first."""


def write(booth: Booth, text: str, signed: str) -> GuestEntry:
    """Nobody but staff reads it until they let it be read. Raises Closed."""
    if not booth.fair.is_open or booth.published_at is None:
        raise Closed(booth.id)
    entry = GuestEntry(booth=booth, text=text, signed=signed, written_at=times.now())
    db.session.add(entry)
    audit.record(entry, "guest_entry.written")
    return entry


def show(entry: GuestEntry) -> None:
    """Raises AlreadyDecided."""
    _decide(entry, "shown", "")


def hide(entry: GuestEntry, reason: str) -> None:
    """Keep it off the page, or take it off. Raises AlreadyDecided."""
    _decide(entry, "hidden", reason)


def shown_of(booth_id: int, at_most: int = MOST_ON_A_PAGE) -> Sequence[GuestEntry]:
    """What everybody reads, the latest first."""
    query = select(GuestEntry).where(GuestEntry.booth_id == booth_id, GuestEntry.state == "shown")
    return db.session.scalars(query.order_by(GuestEntry.written_at.desc(), GuestEntry.id.desc()).limit(at_most)).all()


def at_the_desk(tab: str) -> Sequence[GuestEntry]:
    """For staff, in their area: what waits, the oldest first; or what is kept off ("an") or on the page ("hien")."""
    state = {"an": "hidden", "hien": "shown"}.get(tab, "waiting")
    query = select(GuestEntry).join(GuestEntry.booth).where(GuestEntry.state == state, reach.within(Booth.facility_id))
    order = GuestEntry.written_at if state == "waiting" else GuestEntry.decided_at.desc()
    loads = contains_eager(GuestEntry.booth)
    query = query.options(loads.joinedload(Booth.fair), loads.joinedload(Booth.facility))
    return db.session.scalars(query.order_by(order, GuestEntry.id).limit(MOST_AT_THE_DESK)).all()


def waiting() -> int:
    """How many wait for staff, within their area."""
    query = select(func.count()).select_from(GuestEntry).join(GuestEntry.booth)
    return db.session.scalar(query.where(GuestEntry.state == "waiting", reach.within(Booth.facility_id))) or 0


def entry(entry_id: int) -> GuestEntry | None:
    return db.session.get(GuestEntry, entry_id, options=[joinedload(GuestEntry.booth).joinedload(Booth.facility)])


def _decide(entry: GuestEntry, to: str, reason: str) -> None:
    """One conditional UPDATE from what was seen: of two who decide at the same time, one is told."""
    must_reach(entry.booth.facility.commune_code)
    decided = {"state": to, "reason": reason, "decided_by": audit.actor_id(), "decided_at": times.now()}
    moved = db.session.execute(
        update(GuestEntry)
        .where(GuestEntry.id == entry.id, GuestEntry.state == entry.state, GuestEntry.state != to)
        .values(**decided)
        .returning(GuestEntry.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if moved is None:
        raise AlreadyDecided(entry.id)
    db.session.refresh(entry)
    audit.record(entry, f"guest_entry.{to}", **({"reason": reason} if reason else {}))

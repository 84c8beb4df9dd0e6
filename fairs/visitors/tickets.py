"""Tickets: registered for without an account, let in once, and thrown away some time after the fair.

What is kept of a visitor is a name to call her by, and a way to reach her where she wants booths to have one. Some
days after the fair's close (ticket_kept_days) nothing of it is shown, and each night what has lapsed is deleted.
"""

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import contains_eager, raiseload

from core import audit, codes, times
from core.db import db
from fairs import rules
from fairs.models import Fair, FairLead, FairTicket


class NotRegistering(Exception):
    """The fair is over or called off, or has no doors to come in by."""


class NoSuchTicket(LookupError):
    """No ticket of this fair has that code, or what it was is thrown away."""


class AlreadyIn(Exception):
    """This ticket was let in before, at `at`."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


class DoorsShut(Exception):
    """The fair is not open."""


def takes_visitors(fair: Fair) -> bool:
    return fair.kind != "virtual" and not fair.is_over and not fair.called_off


def kept_until(fair: Fair) -> datetime:
    return rules.until("ticket_kept_days", fair.closes_at)


def is_kept(fair: Fair) -> bool:
    """Whether who its visitors are may still be shown."""
    return kept_until(fair) > times.now()


def register(fair: Fair, name: str, contact: str) -> FairTicket:
    """A ticket; `contact` is empty where booths are not to have one. Raises NotRegistering."""
    if not takes_visitors(fair):
        raise NotRegistering
    ticket = FairTicket(
        fair_id=fair.id, token=secrets.token_urlsafe(24), name=name, contact=contact, shares_contact=bool(contact)
    )
    db.session.add(ticket)
    db.session.flush()
    audit.record(ticket, "ticket.made")
    return ticket


def with_token(token: str) -> FairTicket | None:
    """The ticket of a visitor's own page, with its fair."""
    return _kept(FairTicket.token == token)


def with_code(fair_id: int, typed: str) -> FairTicket:
    """The ticket a badge shows. Raises NoSuchTicket."""
    return _kept(FairTicket.code == code_in(typed), FairTicket.fair_id == fair_id) or _none()


def fair_of_code(typed: str) -> Fair | None:
    """The fair a code belongs to: all that a stranger who scans it learns."""
    ticket = _kept(FairTicket.code == code_in(typed))
    return ticket.fair if ticket else None


def code_in(text: str) -> str:
    """The code in what was typed or scanned: itself, or the end of the address that its picture holds."""
    return codes.typed(text.strip().rpartition("/")[2])


def let_in(fair: Fair, typed: str) -> FairTicket:
    """Let the bearer in, once. Raises DoorsShut, NoSuchTicket, AlreadyIn.

    One conditional UPDATE: of two doors that scan one ticket, one lets it in.
    """
    if not fair.is_open:
        raise DoorsShut
    ticket = with_code(fair.id, typed)
    once = update(FairTicket).where(FairTicket.id == ticket.id, FairTicket.entered_at.is_(None))
    entered = db.session.execute(once.values(entered_at=times.now()).execution_options(synchronize_session=False))
    db.session.refresh(ticket)
    if entered.rowcount != 1:  # type: ignore[attr-defined]
        raise AlreadyIn(ticket.entered_at or times.now())
    audit.record(ticket, "ticket.let_in")
    return ticket


def unshare(ticket: FairTicket) -> None:
    """Booths no longer have her contact; those that noted her down lose her."""
    ticket.shares_contact, ticket.contact = False, ""
    db.session.execute(delete(FairLead).where(FairLead.ticket_id == ticket.id))
    audit.record(ticket, "ticket.unshared")


def erase(ticket: FairTicket) -> None:
    """Throw away who she is, at her wish. That somebody registered, and when she came, stays."""
    unshare(ticket)
    ticket.name, ticket.erased_at = "", times.now()
    audit.record(ticket, "ticket.erased")


def erase_lapsed() -> int:
    """The same for every fair closed long enough ago; how many tickets. For the night."""
    closed = db.session.scalars(select(Fair).where(Fair.closes_at <= times.now()).options(raiseload("*")))
    long_over = [fair.id for fair in closed if not is_kept(fair)]
    db.session.execute(delete(FairLead).where(FairLead.fair_id.in_(long_over)))
    lapsed = update(FairTicket).where(FairTicket.fair_id.in_(long_over), FairTicket.erased_at.is_(None))
    done = db.session.execute(lapsed.values(name="", contact="", shares_contact=False, erased_at=times.now()))
    return int(done.rowcount)  # type: ignore[attr-defined]


def counts(fair_id: int) -> tuple[int, int]:
    """How many registered, how many came in. One query."""
    query = select(func.count(FairTicket.id), func.count(FairTicket.entered_at))
    row = db.session.execute(query.where(FairTicket.fair_id == fair_id)).one()
    return row[0], row[1]


def _kept(*where: ColumnElement[bool]) -> FairTicket | None:
    """With its fair. One query."""
    query = select(FairTicket).join(FairTicket.fair).where(*where, FairTicket.erased_at.is_(None))
    ticket = db.session.scalar(query.options(contains_eager(FairTicket.fair)))
    return ticket if ticket and is_kept(ticket.fair) else None


def _none() -> FairTicket:
    raise NoSuchTicket

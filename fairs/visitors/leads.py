"""Leads: visitors whose badge a booth scanned, of those who agreed that booths may reach them."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload

from core import audit, times, workbooks
from core.db import db, insert
from fairs.models import Booth, FairLead, FairTicket
from fairs.visitors import tickets


class DoesNotShare(Exception):
    """This visitor did not agree that booths have her contact."""


def booths_of(fair_id: int, facility_id: int) -> Sequence[Booth]:
    """The booths a maker has at a fair."""
    query = select(Booth).where(Booth.fair_id == fair_id, Booth.facility_id == facility_id).order_by(Booth.id)
    return db.session.scalars(query.options(raiseload("*"))).all()


def note(booth: Booth, typed: str, words: str) -> FairTicket:
    """Note the bearer of a badge down; who comes again keeps one line, with the newer words.

    Raises NoSuchTicket, DoesNotShare.
    """
    ticket = tickets.with_code(booth.fair_id, typed)
    if not ticket.shares_contact:
        raise DoesNotShare
    row = {
        "fair_id": booth.fair_id,
        "booth_id": booth.id,
        "ticket_id": ticket.id,
        "note": words,
        "noted_at": times.now(),
    }
    newer = {"note": words} if words else {"noted_at": FairLead.noted_at}
    statement = insert(FairLead).values(**row)
    db.session.execute(statement.on_conflict_do_update(index_elements=["booth_id", "ticket_id"], set_=newer))
    audit.record(booth, "booth.lead_noted", ticket=ticket.id)
    return ticket


def of_booths(booth_ids: Sequence[int]) -> Sequence[FairLead]:
    """The latest first, while they may be kept. One query."""
    query = select(FairLead).join(FairLead.ticket).where(FairLead.booth_id.in_(booth_ids), FairTicket.shares_contact)
    query = query.order_by(FairLead.noted_at.desc(), FairLead.id)
    found = db.session.scalars(query.options(joinedload(FairLead.ticket).joinedload(FairTicket.fair), raiseload("*")))
    return [lead for lead in found if tickets.is_kept(lead.ticket.fair)]


def workbook(leads: Sequence[FairLead]) -> bytes:
    headings = [_("Ghi lúc"), _("Tên"), _("Liên lạc"), _("Ghi chú")]
    return workbooks.write(
        _("Khách"), headings, [[one.noted_at, one.ticket.name, one.ticket.contact, one.note] for one in leads]
    )

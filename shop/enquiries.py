"""Enquiries: a question to a maker, credited to the stand or shelf it came through, and the talk that follows."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import update

from catalog.models import Product
from core import audit, times
from core.access import must_be_granted, must_reach
from core.db import db
from fairs.models import Booth, Feature
from programme.models import Facility
from shop import letters, promotion
from shop.models import Division, Enquiry, EnquiryMessage

MOST_MAKERS = 5  # that one request goes to
MOST_AN_HOUR = 10  # messages of a buyer in one talk


@dataclass(frozen=True, slots=True)
class Wanted:
    """What belongs to the price that is asked for: print or engraving, packaging, the day it is needed, an invoice."""

    logo: str = ""
    packaging: str = ""
    needed_by: date | None = None
    invoice: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks what. `contact` is a phone number or a mail address; `wanted` makes it a request for a quotation."""

    name: str
    contact: str
    text: str
    quantity: str = ""
    wanted: Wanted | None = None


class Erased(Exception):
    """Nothing of its buyer is kept; nobody is there to read."""


class TooMany(Exception):
    """More messages within the hour than a talk needs."""


def ask(
    facility: Facility,
    question: Question,
    *,
    product: Product | None = None,
    booth: Booth | None = None,
    feature: Feature | None = None,
) -> Enquiry:
    credit, wanted = promotion.credited(booth, feature), question.wanted or Wanted()
    enquiry = Enquiry(
        facility=facility,
        product=product,
        booth_id=credit.booth_id,
        stand_id=credit.stand_id,
        feature_id=credit.feature_id,
        fair_id=credit.fair_id,
        scheme_id=credit.scheme_id,
        name=question.name,
        contact=question.contact,
        quantity=question.quantity,
        is_quotation=question.wanted is not None,
        logo=wanted.logo,
        packaging=wanted.packaging,
        needed_by=wanted.needed_by,
        wants_invoice=wanted.invoice,
        text=question.text,
        asked_at=times.now(),
    )
    db.session.add(enquiry)
    audit.record(enquiry, "enquiry.asked")
    letters.asked(enquiry)
    return enquiry


def answer(enquiry: Enquiry, text: str) -> None:
    """The maker writes; the asker gets it by mail if she left an address, and reads it at her own address."""
    must_be_granted("answers")
    if enquiry.erased_at:
        raise Erased(enquiry.id)
    _say(enquiry, "maker", text)
    heard(enquiry)
    audit.record(enquiry, "enquiry.answered")
    letters.answered(enquiry, text)


def write(enquiry: Enquiry, text: str) -> None:
    """The asker writes further, and waits again. Raises Erased, TooMany."""
    if enquiry.erased_at:
        raise Erased(enquiry.id)
    recent = [one for one in enquiry.messages if one.by == "buyer" and one.at > times.now() - timedelta(hours=1)]
    if len(recent) >= MOST_AN_HOUR:
        raise TooMany(enquiry.id)
    _say(enquiry, "buyer", text)
    wait(enquiry)
    audit.record(enquiry, "enquiry.written")
    letters.written(enquiry, text)


def heard(enquiry: Enquiry) -> None:
    """The maker has said something, in words or by a quote."""
    enquiry.closed_at, enquiry.answered_at = None, times.now()


def wait(enquiry: Enquiry) -> None:
    """The asker has said something, and waits for the maker."""
    enquiry.closed_at, enquiry.answered_at, enquiry.waits_since = None, None, times.now()


def close(enquiry: Enquiry) -> None:
    """Either side has what it needs: nobody waits any more. Writing again opens it."""
    enquiry.closed_at = times.now()
    enquiry.answered_at = enquiry.answered_at or times.now()
    audit.record(enquiry, "enquiry.closed")


def erase(enquiry: Enquiry) -> None:
    """At the buyer's wish: her name, her contact, her words and her address are gone; that somebody asked stays
    counted. The maker's words stay, for they are the maker's.
    """
    must_reach(enquiry.facility.commune_code)
    if enquiry.erased_at:
        raise Erased(enquiry.id)
    if enquiry.freight:
        enquiry.freight.street = ""
    enquiry.erased_at = times.now()
    for words in ("name", "contact", "quantity", "logo", "packaging", "text"):
        setattr(enquiry, words, "")
    enquiry.token = secrets.token_urlsafe(24)
    for message in enquiry.messages:
        message.text = "" if message.by == "buyer" else message.text
    for quote in enquiry.quotes:
        quote.reason = ""
        if quote.state == "open":
            quote.state, quote.ended_at = "withdrawn", times.now()
    live = Division.state.in_(("gathering", "offered"))
    shared = update(Division).where(Division.enquiry_id == enquiry.id).execution_options(synchronize_session=False)
    db.session.execute(shared.where(live).values(state="withdrawn", ended_at=times.now()))
    db.session.execute(shared.values(reason=""))
    close(enquiry)
    audit.record(enquiry, "enquiry.erased")


def _say(enquiry: Enquiry, side: str, text: str) -> None:
    actor = audit.actor_id() if side == "maker" else None
    enquiry.messages.append(EnquiryMessage(by=side, text=text, at=times.now(), actor_id=actor))

"""Enquiries: a question to a maker, credited to the stand or shelf it came through, and the maker's answer."""

from dataclasses import dataclass

from catalog.models import Product
from core import audit, times
from core.db import db
from fairs.models import Booth, Feature
from programme.models import Facility
from shop import letters, promotion
from shop.models import Enquiry


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks what. `contact` is a phone number or a mail address."""

    name: str
    contact: str
    text: str
    quantity: str = ""


def ask(
    facility: Facility,
    question: Question,
    *,
    product: Product | None = None,
    booth: Booth | None = None,
    feature: Feature | None = None,
) -> Enquiry:
    credit = promotion.credited(booth, feature)
    enquiry = Enquiry(
        facility=facility,
        product=product,
        booth_id=credit.booth_id,
        fair_id=credit.fair_id,
        scheme_id=credit.scheme_id,
        name=question.name,
        contact=question.contact,
        quantity=question.quantity,
        text=question.text,
        asked_at=times.now(),
    )
    db.session.add(enquiry)
    audit.record(enquiry, "enquiry.asked")
    letters.asked(enquiry)
    return enquiry


def answer(enquiry: Enquiry, text: str) -> None:
    """Answer, or answer better: the asker gets each by mail if she left an address."""
    enquiry.answer, enquiry.answered_at = text, times.now()
    audit.record(enquiry, "enquiry.answered")
    letters.answered(enquiry)

"""A quote in the demo: asked for, answered with a share paid ahead, not accepted yet."""

from datetime import timedelta

from sqlalchemy import select

from core import times
from core.db import db
from programme.models import Facility
from shop import quotes
from shop.models import Enquiry
from shop.quote_terms import Line, Terms


def answer(maker: Facility) -> None:
    """The maker of the sign-in answers whoever asked for many."""
    mine = select(Enquiry).where(Enquiry.facility_id == maker.id, Enquiry.quantity == "30 chén")
    enquiry = db.session.scalars(mine.order_by(Enquiry.id.desc())).first()
    if enquiry is None:
        return
    line = Line("Chén vẽ tên, hộp giấy", "chiếc", 30, 85_000, product_id=enquiry.product_id)
    today = times.today()
    ready_on, valid_until, words = today + timedelta(days=25), today + timedelta(days=14), "Giá đã có vẽ tên (mẫu)."
    terms = Terms([line], 60_000, ready_on, valid_until, words=words, ahead_percent=30, kept_percent=50)
    quotes.offer(enquiry, terms, "")

"""Of the demo: a quote with a share paid ahead, and an order that a village shares; nothing is accepted yet."""

from datetime import timedelta

from sqlalchemy import select

from core import times
from core.db import db
from programme.models import Facility
from shop import divisions, quotes
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


def share(maker: Facility) -> None:
    """Somebody asks the maker of the sign-in for a thousand; he divides it between the makers of his village."""
    if maker.village_id is None:
        return
    makers = [one for one in divisions.makers_of(maker.village_id).values() if one.id != maker.id][:2]
    text = "Công ty mẫu cần một nghìn chén biếu khách dịp Tết. Một nhà làm không xuể thì xin chia cho làng."
    said = {"name": "Anh Long (mẫu)", "contact": "0900 000 777", "quantity": "1.000 chiếc", "is_quotation": True}
    enquiry = Enquiry(facility=maker, text=text, asked_at=times.now() - timedelta(hours=9), **said)
    db.session.add(enquiry)
    db.session.flush()
    ready = times.today() + timedelta(days=40)
    parts = [divisions.Part(maker.id, 400, 60_000, 90_000, ready)]
    parts += [divisions.Part(one.id, 250, 60_000, 90_000, ready) for one in makers]
    until = times.end_of(times.today() + timedelta(days=3))
    divisions.divide(enquiry, divisions.Plan("Chén men lam", "chiếc", 1_000, 60_000, 90_000, ready, until, parts))

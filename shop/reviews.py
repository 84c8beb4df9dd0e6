"""Reviews: what a buyer says of what she bought and received, once a thing bought."""

from core import audit, times
from core.db import db
from shop.models import OrderLine, Review


class NotReceivedYet(Exception):
    """Only what was delivered can be spoken of."""


class AlreadyReviewed(Exception):
    """One review an order line."""


def write(line: OrderLine, stars: int, text: str, signed: str) -> Review:
    if line.parcel.state != "delivered":
        raise NotReceivedYet(line.id)
    if db.session.query(Review.id).filter_by(line_id=line.id).first():
        raise AlreadyReviewed(line.id)
    review = Review(
        line_id=line.id, product_id=line.product_id, stars=stars, text=text, signed=signed, written_at=times.now()
    )
    db.session.add(review)
    audit.record(review, "review.written", stars=stars)
    return review


def reply(review: Review, text: str) -> None:
    """The maker's word under the buyer's; writing again replaces it."""
    review.reply, review.replied_at = text, times.now()
    audit.record(review, "review.replied")

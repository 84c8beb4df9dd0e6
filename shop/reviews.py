"""Reviews: what a buyer says of what she bought and received, once a thing bought; looked after by staff.

Shown at once, for only buyers write them; what holds an address, a mail or a phone number waits for staff first.
"""

import re
from typing import Any

from sqlalchemy import ColumnElement, select, update

from catalog.models import Product
from core import audit, times
from core.access import must_reach
from core.db import db
from shop.models import OrderLine, Review, ReviewReport

_PRIVATE = re.compile(
    r"https?://|www\.|\S+@\S+\.\S+|(?:\+84|\b0)(?:[ .-]?\d){8,10}\b|\b[\w-]+\.(?:com|vn|net|org)\b", re.I
)


class NotReceivedYet(Exception):
    """Only what was delivered can be spoken of."""


class AlreadyReviewed(Exception):
    """One review an order line."""


class TooLate(Exception):
    """A review can be mended for thirty days."""


class AlreadyDecided(Exception):
    """Somebody else decided it first."""


class AlreadyReported(Exception):
    """The same visitor reported it before."""


def are_shown() -> ColumnElement[bool]:
    """SQL: those that visitors read and that count in the average."""
    return Review.state == "shown"


def write(line: OrderLine, stars: int, text: str, signed: str) -> Review:
    if line.parcel.state != "delivered" or line.dropped_at:
        raise NotReceivedYet(line.id)
    if db.session.query(Review.id).filter_by(line_id=line.id).first():
        raise AlreadyReviewed(line.id)
    review = Review(
        line_id=line.id, product_id=line.product_id, stars=stars, text=text, signed=signed, written_at=times.now(),
        state=_first_state(text, signed),
    )  # fmt: skip
    db.session.add(review)
    audit.record(review, "review.written", stars=stars)
    return review


def mend(review: Review, stars: int, text: str, signed: str) -> None:
    """The buyer thinks again, within thirty days; what staff hid waits for them again. Raises TooLate."""
    if not review.can_be_mended:
        raise TooLate(review.id)
    before: dict[str, list[Any]] = {
        "stars": [review.stars, stars],
        "text": [review.text, text],
        "signed": [review.signed, signed],
    }
    changed = {name: pair for name, pair in before.items() if pair[0] != pair[1]}
    if not changed:
        return
    hidden = review.state != "shown"
    review.stars, review.text, review.signed, review.edited_at = stars, text, signed, times.now()
    review.state = "pending" if hidden else _first_state(text, signed)
    audit.record(review, "review.mended", **changed)


def reply(review: Review, text: str) -> None:
    """The maker's word under the buyer's; writing again replaces it."""
    review.reply, review.replied_at = text, times.now()
    audit.record(review, "review.replied")


def show(review: Review) -> None:
    """Staff let it be read; what was reported about it is settled."""
    _decide(review, ("pending", "hidden", "shown"), "shown", "")


def hide(review: Review, reason: str) -> None:
    """Staff take it off the page and say why; it no longer counts."""
    _decide(review, ("pending", "shown"), "hidden", reason)


def report(review: Review, reason: str, key: str) -> None:
    """Somebody finds it wrong; `key` stands for her. Nothing is hidden by reports alone. Raises AlreadyReported."""
    mine = select(ReviewReport.id).where(ReviewReport.review_id == review.id, ReviewReport.key == key)
    if db.session.scalar(mine):
        raise AlreadyReported(review.id)
    db.session.add(ReviewReport(review_id=review.id, reason=reason, key=key, made_at=times.now()))


def _first_state(text: str, signed: str) -> str:
    return "pending" if _PRIVATE.search(f"{text} {signed}") else "shown"


def _decide(review: Review, origins: tuple[str, ...], to: str, reason: str) -> None:
    """One conditional UPDATE from what was seen: of two who decide at the same time, one is told."""
    must_reach(db.session.get_one(Product, review.product_id).facility.commune_code)
    seen = review.state
    decided = {"reason": reason, "decided_by": audit.actor_id(), "decided_at": times.now()}
    moved = db.session.execute(
        update(Review)
        .where(Review.id == review.id, Review.state == seen, Review.state.in_(origins))
        .values(state=to, **decided)
        .returning(Review.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if moved is None:
        raise AlreadyDecided(review.id)
    db.session.refresh(review)
    open_reports = update(ReviewReport).where(ReviewReport.review_id == review.id, ReviewReport.settled_at.is_(None))
    db.session.execute(open_reports.values(settled_at=times.now()).execution_options(synchronize_session=False))
    audit.record(review, f"review.{to}", **({"reason": reason} if reason else {}))

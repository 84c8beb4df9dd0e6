"""What was said before goods paid on delivery left: each call, message or tap, and how it ended."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, db, one_of, primary_key

HOWS = ("call", "zalo", "message", "page", "unasked")
OUTCOMES = ("confirmed", "unreachable", "changes", "called_off", "unasked")
AGREED = ("confirmed", "unasked")  # goods may leave after these


class ParcelCall(Model):
    """One try to hear from the buyer; `page`: she tapped on her order page; `unasked`: sent without asking."""

    __table_args__ = (
        CheckConstraint(one_of("how", HOWS), "known_how"),
        CheckConstraint(one_of("outcome", OUTCOMES), "known_outcome"),
        CheckConstraint("(how = 'unasked') = (outcome = 'unasked')", "unasked_is_both"),
        CheckConstraint("how <> 'page' OR outcome = 'confirmed'", "page_only_confirms"),
        CheckConstraint("outcome NOT IN ('unasked', 'changes') OR note <> ''", "said_why"),
    )

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    how: Mapped[str]
    outcome: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor_id: Mapped[int | None]


def of(parcel_ids: Iterable[int]) -> dict[int, list[ParcelCall]]:
    """By parcel, oldest first, in one query."""
    ids = list(parcel_ids)
    found: dict[int, list[ParcelCall]] = {parcel_id: [] for parcel_id in ids}
    query = select(ParcelCall).where(ParcelCall.parcel_id.in_(ids)).order_by(ParcelCall.id)
    for call in db.session.scalars(query) if ids else ():
        found[call.parcel_id].append(call)
    return found


def ended(calls: list[ParcelCall]) -> str:
    """How the last one ended; empty where nobody asked yet."""
    return calls[-1].outcome if calls else ""

"""How often one may: counted by the hour in the database, so that all nodes count together."""

import hashlib
import hmac
from datetime import timedelta

from flask import current_app
from sqlalchemy import UniqueConstraint, delete
from sqlalchemy.orm import Mapped

from core import times
from core.db import Model, db, insert, primary_key

KEPT = timedelta(days=1)


class RateCount(Model):
    """So many acts of one kind by one person in one hour. `key` is a keyed digest: no address is kept as it came."""

    __table_args__ = (UniqueConstraint("kind", "key", "hour"),)

    id: Mapped[primary_key]
    kind: Mapped[str]
    key: Mapped[str]
    hour: Mapped[int]  # hours since 1970
    count: Mapped[int]


class TooOften(Exception):
    """More of this kind than one may in an hour; the caller commits nothing."""


def count(kind: str, who: str, at_most: int) -> None:
    """Note one more act in the caller's transaction. Raises TooOften. RATE_LIMITS=off counts nothing."""
    if current_app.config.get("RATE_LIMITS") == "off":
        return
    hour = int(times.now().timestamp() // 3600)
    db.session.execute(delete(RateCount).where(RateCount.hour < hour - KEPT // timedelta(hours=1)))
    row = insert(RateCount).values(kind=kind, key=digest_of(who), hour=hour, count=1)
    counted = db.session.scalar(
        row.on_conflict_do_update(
            index_elements=["kind", "key", "hour"], set_={"count": RateCount.count + 1}
        ).returning(RateCount.count)
    )
    if (counted or 0) > at_most:
        raise TooOften(kind)


def digest_of(who: str) -> str:
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), who.encode(), hashlib.sha256).hexdigest()[:32]

"""A few words in the demo's guest books: most are read already, two wait for staff."""

from datetime import timedelta

from sqlalchemy import select

from core import times
from core.db import db
from demo.tables import rows
from fairs.models import Booth, Fair, GuestEntry


def entries() -> None:
    """At the stands of the fair that is open; the same every time."""
    open_now = select(Booth).join(Fair).where(Fair.opens_at <= times.now(), Fair.closes_at > times.now())
    booths = db.session.scalars(open_now.where(Booth.published_at.is_not(None)).order_by(Booth.id)).all()
    if not booths:
        return
    for n, row in enumerate(rows("guests")):
        written = times.now() - timedelta(hours=2 + 3 * n)
        shown = {"state": "shown", "decided_at": written + timedelta(hours=1)} if row["state"] == "shown" else {}
        booth = booths[int(row["booth"]) % len(booths)]
        db.session.add(
            GuestEntry(booth_id=booth.id, text=row["text"], signed=row["signed"], written_at=written, **shown)
        )

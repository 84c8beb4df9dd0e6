"""Sample visitors of the demo's open fair: tickets, who came in, and whom the sign-in maker's booth noted down."""

import random
from datetime import timedelta

from sqlalchemy import select

from core import times
from core.codes import ALPHABET, PUBLIC_LENGTH
from core.db import db
from fairs.models import Booth, Fair, FairLead, FairTicket, open_at
from programme.models import Facility

SEED, TICKETS, LEADS = 58, 40, 6
WISHES = ("Hỏi giá 200 bộ làm quà Tết.", "Muốn thăm xưởng.", "")


def come(maker: Facility) -> None:
    """The same every time; nobody real: each is named as a sample."""
    fair = db.session.scalar(select(Fair).where(open_at(times.now()), Fair.kind != "virtual").order_by(Fair.id))
    if fair is None:
        return
    chance = random.Random(SEED)
    tickets = [_ticket(chance, fair, n) for n in range(1, TICKETS + 1)]
    db.session.add_all(tickets)
    db.session.flush()
    booth = db.session.scalar(select(Booth).where(Booth.fair_id == fair.id, Booth.facility_id == maker.id))
    if booth is None:
        return
    sharing = [one for one in tickets if one.shares_contact and one.entered_at][:LEADS]
    for n, ticket in enumerate(sharing):
        noted = {"note": WISHES[n % len(WISHES)], "noted_at": times.now() - timedelta(minutes=20 * n + 5)}
        db.session.add(FairLead(fair_id=fair.id, booth_id=booth.id, ticket_id=ticket.id, **noted))


def _ticket(chance: random.Random, fair: Fair, n: int) -> FairTicket:
    shares = n % 2 == 0
    begun = max(fair.opens_at, times.now() - timedelta(days=1))
    return FairTicket(
        fair_id=fair.id,
        token=f"ve-mau-{chance.randrange(10**12):012}",
        code="".join(chance.choice(ALPHABET) for _ in range(PUBLIC_LENGTH)),
        name=f"Khách mẫu {n:02}",
        contact=f"khach{n:02}@example.vn" if shares else "",
        shares_contact=shares,
        registered_at=begun,
        entered_at=max(begun, times.now() - timedelta(minutes=5 * n)) if n % 3 else None,
    )

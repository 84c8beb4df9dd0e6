"""Who holds which stand. One stand has one booth: UNIQUE(stand_id) is the wall, the words here only say it better."""

from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from core import audit
from core.access import must_reach
from core.db import db
from fairs import booths, letters
from fairs.models import Booth, Stand
from programme.models import Facility


class StandTaken(Exception):
    """Another booth holds the stand; `holder` is its title."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class FairClosed(Exception):
    """The fair is over; its stands stay as they were."""


def allot(stand: Stand, facility: Facility) -> Booth:
    """Give a free stand to a facility: its booth that still waits for one, else a new booth.

    One conditional UPDATE: of two who allot the same stand at once, the second gets StandTaken.
    """
    must_reach(facility.commune_code)
    fair = stand.hall.fair
    if fair.is_over or fair.state == "cancelled":
        raise FairClosed(fair.id)
    if taken := holder_of(stand.id):
        raise StandTaken(taken)
    booth = _waiting(fair.id, facility.id) or booths.begin(fair, facility)
    _take(stand.id, booth.id)
    db.session.refresh(booth)
    audit.record(booth, "stand.allotted", stand=stand.number, hall=stand.hall.code)
    letters.allotted(booth, stand)
    return booth


def take_back(stand: Stand) -> Booth | None:
    """Free a stand. The booth keeps its page and its goods, and waits for another place."""
    booth = db.session.scalar(select(Booth).where(Booth.stand_id == stand.id))
    if stand.hall.fair.is_over:
        raise FairClosed(stand.hall.fair_id)
    if booth is not None:
        must_reach(booth.facility.commune_code)
        booth.stand_id = None
        audit.record(booth, "stand.taken_back", stand=stand.number, hall=stand.hall.code)
        letters.taken_back(booth, stand)
    return booth


def holder_of(stand_id: int) -> str | None:
    return db.session.scalar(select(Booth.title).where(Booth.stand_id == stand_id))


def _waiting(fair_id: int, facility_id: int) -> Booth | None:
    """A booth of the facility at this fair that has no stand yet."""
    wanted = select(Booth).where(Booth.fair_id == fair_id, Booth.facility_id == facility_id, Booth.stand_id.is_(None))
    return db.session.scalars(wanted.order_by(Booth.id).limit(1)).first()


def _take(stand_id: int, booth_id: int) -> None:
    other = aliased(Booth)
    is_held = exists().where(other.stand_id == stand_id)
    try:
        with db.session.begin_nested():
            taken = db.session.execute(
                update(Booth)
                .where(Booth.id == booth_id, Booth.stand_id.is_(None), ~is_held)
                .values(stand_id=stand_id)
                .returning(Booth.id)
                .execution_options(synchronize_session=False)
            ).scalar()
    except IntegrityError:
        taken = None
    if taken is None:
        raise StandTaken(holder_of(stand_id) or "")

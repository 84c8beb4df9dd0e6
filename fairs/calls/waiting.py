"""A stand that is given back goes to who waits first; so does the place of who no longer wants one."""

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from core import audit, times
from core.access import must_reach
from core.db import db
from fairs import stands
from fairs.calls import letters
from fairs.models import Application, Booth, Decision, Fair, Ruling, Stand
from programme.models import Facility


class TooLate(Exception):
    """The fair has opened: stands stay with who holds them."""


class NotAccepted(Exception):
    """There is no accepted application to give up."""


def give_back(booth: Booth, stand: Stand) -> Facility | None:
    """Its maker no longer wants the stand. Who waits first has it at once; returns her, None where nobody waits.

    Raises TooLate, OutOfArea.
    """
    must_reach(booth.facility.commune_code)
    fair = stand.hall.fair
    if not fair.is_to_come:
        raise TooLate(fair.id)
    booth.stand_id = None
    db.session.flush()
    db.session.refresh(stand)
    audit.record(booth, "stand.given_back", stand=stand.number, hall=stand.hall.code)
    letters.gave_back(booth, stand)
    if not _still_holds(fair.id, booth.facility_id):
        _give_up(fair.id, booth.facility_id)
    return _move_up(fair, stand)


def decline(fair: Fair, application: Application) -> Facility | None:
    """An accepted facility without a stand yet does without. Returns who moved up. Raises TooLate, NotAccepted."""
    if not fair.is_to_come:
        raise TooLate(fair.id)
    known = select(Ruling.fair_id).where(Ruling.published_at.is_not(None))
    wanted = select(Decision).where(Decision.application_id == application.id, Decision.fair_id.in_(known))
    decision = db.session.scalar(wanted)
    holds = _still_holds(fair.id, application.facility_id)
    if application.withdrawn_at or holds or decision is None or decision.outcome == "refused":
        raise NotAccepted(application.id)
    was_accepted = decision.outcome == "accepted"
    _give_up(fair.id, application.facility_id)
    return _move_up(fair, None) if was_accepted else None


def _give_up(fair_id: int, facility_id: int) -> None:
    wanted = select(Application).where(Application.fair_id == fair_id, Application.facility_id == facility_id)
    application = db.session.scalar(wanted)
    if application is not None and application.withdrawn_at is None:
        application.withdrawn_at = times.now()
        audit.record(application, "application.given_up")


def _move_up(fair: Fair, stand: Stand | None) -> Facility | None:
    """The first who waits is accepted, with the stand where there is one. Of two places freed at once each goes to
    another: the conditional UPDATE lets one in.
    """
    while (decision := _first_waiting(fair.id)) is not None:
        application = decision.application
        if not _accept(decision.id):
            db.session.refresh(decision)
            continue
        db.session.refresh(decision)
        audit.record(application, "application.moved_up", stand=stand.number if stand else None)
        letters.moved_up(fair, application)
        if stand is not None:
            stands.allot(stand, application.facility)
        return application.facility
    return None


def _first_waiting(fair_id: int) -> Decision | None:
    wanted = select(Decision).join(Decision.application).where(Decision.fair_id == fair_id, Decision.turn.is_not(None))
    wanted = wanted.where(Application.withdrawn_at.is_(None)).order_by(Decision.turn).limit(1)
    return db.session.scalar(wanted.options(joinedload(Decision.application).joinedload(Application.facility)))


def _accept(decision_id: int) -> bool:
    moved = (
        update(Decision)
        .where(Decision.id == decision_id, Decision.outcome == "waiting")
        .values(outcome="accepted", turn=None, moved_at=times.now())
        .returning(Decision.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.execute(moved).scalar() is not None


def _still_holds(fair_id: int, facility_id: int) -> bool:
    held = select(Booth.id).where(
        Booth.fair_id == fair_id, Booth.facility_id == facility_id, Booth.stand_id.is_not(None)
    )
    return db.session.scalar(held.limit(1)) is not None

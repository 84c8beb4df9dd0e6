"""What becomes of each application: drafted by staff from the ranking, then made known to all at one moment.

Until that moment a decision may change; afterwards only an answered objection or the waiting list changes it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core import audit, times
from core.access import must_reach
from core.db import db
from fairs.calls import judging, letters
from fairs.calls.ranking import Ranked
from fairs.models import OUTCOMES, Application, Decision, Fair, Objection, Ruling


class NotScored(Exception):
    """Scoring is still open."""


class Published(Exception):
    """The decisions are known: they no longer change by hand."""


class NotAllDecided(Exception):
    """`count` applications have no decision yet."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class NoObjectionsNow(Exception):
    """Before the decisions are published, after the days for objections, or a second time."""


class NothingToAnswer(Exception):
    """No objection was made, or it is answered."""


def draft(fair: Fair, ranked: Sequence[Ranked], most: Mapping[str, int], reasons: Mapping[str, str]) -> None:
    """By rank: so many accepted, so many waiting (`most` by outcome), the rest refused, each with the reason of its
    outcome. Drafts made before are replaced. Raises NotScored, Published.
    """
    _must_be_open(fair)
    outcomes = ["accepted"] * most["accepted"] + ["waiting"] * most["waiting"]
    for n, one in enumerate(ranked):
        outcome = outcomes[n] if n < len(outcomes) else "refused"
        _put(one.line.application, one.decision, outcome, reasons[outcome])
    audit.record(fair, "fair.drafted", **most, applications=len(ranked))


def decide(application: Application, outcome: str, reason: str) -> Decision:
    """One application by hand. Raises NotScored, Published, OutOfArea."""
    must_reach(application.facility.commune_code)
    _must_be_open(application.fair)
    made = _put(application, of_application(application.id), outcome, reason)
    audit.record(application, "application.decided", outcome=outcome, reason=reason)
    return made


def publish(fair: Fair, ranked: Sequence[Ranked], objections_until: datetime) -> Ruling:
    """Tell every facility at once; who waits gets her turn by rank. Raises NotScored, Published, NotAllDecided."""
    ruling = _must_be_open(fair)
    decided = [one.decision for one in ranked if one.decision]
    if len(decided) < len(ranked):
        raise NotAllDecided(len(ranked) - len(decided))
    ruling.published_at, ruling.objections_until = times.now(), objections_until
    for turn, decision in enumerate((one for one in decided if one.outcome == "waiting"), 1):
        decision.turn = turn
    told = {one.application_id: {"outcome": one.outcome, "reason": one.reason, "turn": one.turn} for one in decided}
    audit.record_many(Application, "application.told", told)
    counted = {outcome: sum(one.outcome == outcome for one in decided) for outcome in OUTCOMES}
    audit.record(fair, "fair.ruled", objections_until=objections_until.isoformat(), **counted)
    for one in ranked:
        if one.decision:
            letters.decided(fair, one.line.application, one.decision, objections_until)
    return ruling


def object_to(application: Application, words: str) -> Objection:
    """One objection, while the days for it run. Raises NoObjectionsNow."""
    ruling = judging.ruling_of(application.fair_id)
    if not takes_objections(ruling) or objection_of(application.id):
        raise NoObjectionsNow(application.id)
    made = Objection(application_id=application.id, words=words, made_at=times.now())
    db.session.add(made)
    audit.record(application, "application.objected", words=words)
    return made


def answer(application: Application, words: str, outcome: str = "") -> None:
    """Answer its objection; with `outcome` the decision changes to that, for the reason told. A new one who waits
    comes last. Raises NothingToAnswer, OutOfArea.
    """
    must_reach(application.facility.commune_code)
    objection, decision = objection_of(application.id), of_application(application.id)
    if objection is None or objection.answered_at or decision is None:
        raise NothingToAnswer(application.id)
    objection.answer, objection.answered_at, objection.answered_by = words, times.now(), audit.actor_id()
    detail = {"answer": words}
    if outcome and outcome != decision.outcome:
        detail |= {"outcome": outcome, "was": decision.outcome}
        decision.turn = _last_turn(application.fair_id) + 1 if outcome == "waiting" else None
        decision.outcome, decision.reason = outcome, words
        decision.decided_at, decision.decided_by = times.now(), audit.actor_id()
    audit.record(application, "application.objection_answered", **detail)
    letters.answered(application.fair, application, objection, decision)


def takes_objections(ruling: Ruling | None) -> bool:
    return bool(ruling and ruling.objections_until and times.now() < ruling.objections_until)


def of_application(application_id: int) -> Decision | None:
    return db.session.scalar(select(Decision).where(Decision.application_id == application_id))


def objection_of(application_id: int) -> Objection | None:
    return db.session.scalar(select(Objection).where(Objection.application_id == application_id))


def published(fair_id: int) -> Sequence[Decision]:
    """Every accepted and waiting application of a fair whose decisions are known, with its facility: the accepted by
    name, then who waits by turn.
    """
    known = select(Ruling.fair_id).where(Ruling.published_at.is_not(None))
    wanted = select(Decision).join(Decision.application).where(Decision.fair_id == fair_id)
    wanted = wanted.where(Decision.fair_id.in_(known), Decision.outcome != "refused")
    shown = wanted.where(Application.withdrawn_at.is_(None)).options(
        joinedload(Decision.application).joinedload(Application.facility)
    )
    rows = db.session.scalars(shown)
    return sorted(rows, key=lambda one: (one.outcome, one.turn or 0, one.application.facility.name))


def _must_be_open(fair: Fair) -> Ruling:
    ruling = judging.ruling_of(fair.id)
    if ruling is None:
        raise NotScored(fair.id)
    if ruling.is_published:
        raise Published(fair.id)
    return ruling


def _put(application: Application, made: Decision | None, outcome: str, reason: str) -> Decision:
    decision = made or Decision(application_id=application.id, fair_id=application.fair_id)
    decision.outcome, decision.reason = outcome, reason
    decision.decided_at, decision.decided_by = times.now(), audit.actor_id()
    db.session.add(decision)
    return decision


def _last_turn(fair_id: int) -> int:
    return db.session.scalar(select(func.max(Decision.turn)).where(Decision.fair_id == fair_id)) or 0

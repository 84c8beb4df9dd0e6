"""The judges of a call (panel.py) score the applications to a fair by its criteria, each for herself.

Scoring runs from the close of the call until staff close it. Until then nobody reads another's points on an
application before her own are in; what is handed in stays. Who has an interest in an application declares it and does
not judge it; who belongs to an applicant scores nothing at all.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, joinedload, raiseload, selectinload

from core import audit, times
from core.access import must_reach
from core.db import db
from fairs.calls import panel
from fairs.models import Application, Assessment, CallJudge, Fair, PointMark, Ruling

SCORERS = 2  # who must have scored an application before scoring closes


class NotNow(Exception):
    """Scoring has not begun or is closed."""


class AlreadyScored(Exception):
    """She has handed in her points, or declared an interest."""


class NotAJudge(Exception):
    """She is not in the panel of this call, or it is not whole yet."""


class HasInterest(Exception):
    """She belongs to a facility that applies."""


class TooFewScores(Exception):
    """`count` applications lack scores."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def ruling_of(fair_id: int) -> Ruling | None:
    return db.session.scalar(select(Ruling).where(Ruling.fair_id == fair_id))


def takes_scores(fair: Fair, ruling: Ruling | None) -> bool:
    """From the close of the call until scoring is closed or the fair opens."""
    ends = fair.applications_close_at
    return ruling is None and ends is not None and ends <= times.now() < fair.opens_at and not fair.called_off


def score(application: Application, scorer_id: int, points: Mapping[int, int], remark: str) -> Assessment:
    """Hand in points by criterion. Raises NotNow, NotAJudge, AlreadyScored, HasInterest, OutOfArea."""
    judge = _must_judge(application, scorer_id)
    marks = [PointMark(criterion_id=criterion, points=value) for criterion, value in points.items()]
    made = _hand_in(Assessment(remark=remark, marks=marks), application, judge)
    audit.record(application, "application.scored")
    return made


def declare(application: Application, scorer_id: int, conflict: str) -> Assessment:
    """Not to judge it, and why. Points handed in before are taken out. Raises NotNow, NotAJudge, OutOfArea."""
    must_reach(application.facility.commune_code)
    if not takes_scores(application.fair, ruling_of(application.fair_id)):
        raise NotNow(application.fair_id)
    judge = _seat(application, scorer_id)
    made = of_scorer(application.id, scorer_id)
    if made is None:
        made = _hand_in(Assessment(conflict=conflict), application, judge)
    else:
        made.marks, made.remark, made.conflict, made.made_at = [], "", conflict, times.now()
    audit.record(application, "application.interest_declared", reason=conflict)
    return made


def close(fair: Fair) -> Ruling:
    """No more scores; from now on all are open to staff. Raises NotNow, TooFewScores."""
    if not takes_scores(fair, ruling_of(fair.id)):
        raise NotNow(fair.id)
    if lacking := lacking_scores(fair.id):
        raise TooFewScores(len(lacking))
    ruling = Ruling(fair_id=fair.id, scored_at=times.now())
    db.session.add(ruling)
    audit.record(fair, "fair.scored")
    return ruling


def lacking_scores(fair_id: int) -> list[int]:
    """Applications that fewer than SCORERS people have scored, by id."""
    counted = func.count(Assessment.id)
    scored = and_(Assessment.application_id == Application.id, Assessment.conflict == "")
    wanted = select(Application.id).outerjoin(Assessment, scored)
    wanted = wanted.where(Application.fair_id == fair_id, Application.withdrawn_at.is_(None))
    return list(db.session.scalars(wanted.group_by(Application.id).having(counted < SCORERS)))


def of_scorer(application_id: int, scorer_id: int) -> Assessment | None:
    wanted = select(Assessment).where(Assessment.application_id == application_id, Assessment.scorer_id == scorer_id)
    return db.session.scalar(wanted)


def open_to(reader_id: int, application_ids: Collection[int], ruling: Ruling | None) -> Sequence[Assessment]:
    """Those she may read: her own; another's once her own points on that application are in or scoring is closed."""
    wanted = select(Assessment).where(Assessment.application_id.in_(application_ids))
    if ruling is None:
        wanted = wanted.where(_is_open_to(reader_id))
    options = joinedload(Assessment.scorer), selectinload(Assessment.marks), raiseload("*", sql_only=True)
    return db.session.scalars(wanted.order_by(Assessment.made_at, Assessment.id).options(*options)).all()


def counts(fair_id: int) -> dict[int, int]:
    """By application, how many people have scored it."""
    wanted = select(Assessment.application_id, func.count()).join(
        Application, Application.id == Assessment.application_id
    )
    rows = wanted.where(Application.fair_id == fair_id, Assessment.conflict == "").group_by(Assessment.application_id)
    return dict(db.session.execute(rows).all())  # type: ignore[arg-type]


def _is_open_to(reader_id: int) -> ColumnElement[bool]:
    mine = aliased(Assessment)
    own = select(mine.application_id).where(mine.scorer_id == reader_id, mine.conflict == "")
    return or_(Assessment.scorer_id == reader_id, Assessment.application_id.in_(own))


def _must_judge(application: Application, scorer_id: int) -> CallJudge:
    must_reach(application.facility.commune_code)
    if application.withdrawn_at or not takes_scores(application.fair, ruling_of(application.fair_id)):
        raise NotNow(application.fair_id)
    judge = _seat(application, scorer_id)
    if of_scorer(application.id, scorer_id):
        raise AlreadyScored(application.id)
    if panel.applicants_of(application.fair_id, [scorer_id]):
        raise HasInterest(application.id)
    return judge


def _seat(application: Application, scorer_id: int) -> CallJudge:
    judge = panel.seat(application.fair_id, scorer_id)
    if judge is None or not panel.is_whole(application.fair_id):
        raise NotAJudge(scorer_id)
    return judge


def _hand_in(made: Assessment, application: Application, judge: CallJudge) -> Assessment:
    """UNIQUE(application, scorer) is the wall where a form is sent twice at once."""
    made.application_id, made.scorer_id, made.judge_id = application.id, judge.person_id, judge.id
    made.made_at = times.now()
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        raise AlreadyScored(application.id) from None
    return made

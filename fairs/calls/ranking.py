"""Applications in the order of their scores, once scoring is closed.

By the mean of all who scored. Where it is equal: the higher mean on the first criterion, then on the next and so on;
then who has never been at a fair; then who applied first.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import access
from core.db import db
from fairs.calls import criteria, reading
from fairs.calls.reading import Line
from fairs.models import Assessment, Decision, Fair, Ruling


@dataclass(frozen=True, slots=True)
class Ranked:
    """`place` counts from 1; `means` are those on each criterion, in their order."""

    line: Line
    place: int
    mean: Fraction
    means: tuple[Fraction, ...]
    scorers: int
    decision: Decision | None

    @property
    def application_id(self) -> int:
        return self.line.application.id

    @property
    def is_in_reach(self) -> bool:
        area = access.area()
        return area is None or self.line.facility.commune_code in area


def of_fair(fair: Fair, *, published: bool = False) -> list[Ranked]:
    """Every application that was not taken back, the best in front, also beyond the reader's communes: a place is one
    among all. With `published` none before the decisions are known.
    """
    if published and not _is_published(fair.id):
        return []
    every = [one for one in reading.lines(fair, everywhere=True) if one.application.withdrawn_at is None]
    ids = [one.application.id for one in every]
    scored, decided = _scores(ids), _decisions(fair.id)
    order = [one.id for one in criteria.of_fair(fair.id)]
    found = [(line, _means(scored[line.application.id], order), len(scored[line.application.id])) for line in every]
    found.sort(key=lambda row: _key(row[0], row[1]))
    return [
        Ranked(line, place, sum(means, Fraction()), means, count, decided.get(line.application.id))
        for place, (line, means, count) in enumerate(found, 1)
    ]


def _is_published(fair_id: int) -> bool:
    known = select(Ruling.id).where(Ruling.fair_id == fair_id, Ruling.published_at.is_not(None))
    return db.session.scalar(known) is not None


def _key(line: Line, means: tuple[Fraction, ...]) -> tuple:
    made = line.application.made_at, line.application.id
    return (-sum(means, Fraction()), *(-one for one in means), not line.is_first, *made)


def _means(scores: Sequence[Assessment], order: Sequence[int]) -> tuple[Fraction, ...]:
    if not scores:
        return tuple(Fraction() for _one in order)
    return tuple(Fraction(sum(one.points_for(criterion) or 0 for one in scores), len(scores)) for criterion in order)


def _scores(ids: Sequence[int]) -> defaultdict[int, list[Assessment]]:
    wanted = select(Assessment).where(Assessment.application_id.in_(ids), Assessment.conflict == "")
    found: defaultdict[int, list[Assessment]] = defaultdict(list)
    for one in db.session.scalars(wanted.options(selectinload(Assessment.marks))):
        found[one.application_id].append(one)
    return found


def _decisions(fair_id: int) -> dict[int, Decision]:
    rows = db.session.scalars(select(Decision).where(Decision.fair_id == fair_id))
    return {one.application_id: one for one in rows}

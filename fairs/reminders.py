"""Staff see how ready the booths of a fair are, and remind those who lack something in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from core import audit, times
from core.access import must_reach
from core.audit import AuditEntry
from core.db import db
from fairs import completeness, letters, readiness, workspace
from fairs.models import Booth, Fair, Stand
from fairs.readiness import Lack
from programme import reach
from programme.models import Facility

REMINDED = "booth.reminded"
NOT_AGAIN = timedelta(hours=20)  # a day's work later, not a second press later


@dataclass(frozen=True, slots=True)
class Standing:
    """One booth: how full, what keeps it shut, and when its maker was last reminded."""

    booth: Booth
    score: int
    lacks: list[Lack]
    reminded_at: datetime | None

    @property
    def can_be_reminded(self) -> bool:
        waits = self.reminded_at is not None and times.now() - self.reminded_at < NOT_AGAIN
        return bool(self.lacks) and bool(self.booth.facility.email) and not waits


def standings(fair: Fair) -> list[Standing]:
    """Every booth of a fair within reach, the least ready first. The same queries however many."""
    booths = _booths(fair.id)
    goods = workspace.goods_of(booths)
    found, told = readiness.lacks(booths, goods), _reminded([one.id for one in booths])
    rows = [Standing(one, completeness.of(one, goods[one.id]).score, found[one.id], told.get(one.id)) for one in booths]
    return sorted(rows, key=lambda row: (row.booth.published_at is not None, -len(row.lacks), row.score, row.booth.id))


def remind(fair: Fair) -> int:
    """A letter to every maker whose booth lacks something and who was not told today; how many were written.

    Raises OutOfArea where no booth of the fair is within reach.
    """
    rows = standings(fair)
    if not rows:
        must_reach(None)
    told = [row for row in rows if row.can_be_reminded]
    for row in told:
        letters.not_ready(row.booth, [one.text for one in row.lacks])
    details = {row.booth.id: {"lacks": len(row.lacks)} for row in told}
    if details:
        audit.record_many(Booth, REMINDED, details)
    return len(told)


def _booths(fair_id: int) -> list[Booth]:
    query = select(Booth).where(Booth.fair_id == fair_id, reach.within(Booth.facility_id)).order_by(Booth.id)
    return list(
        db.session.scalars(
            query.options(
                joinedload(Booth.fair),
                joinedload(Booth.facility).joinedload(Facility.village),
                joinedload(Booth.stand).joinedload(Stand.hall),
                selectinload(Booth.goods),
            )
        )
    )


def _reminded(booth_ids: Sequence[int]) -> dict[int, datetime]:
    query = (
        select(AuditEntry.subject_id, func.max(AuditEntry.at))
        .where(AuditEntry.subject_kind == Booth.__tablename__, AuditEntry.action == REMINDED)
        .where(AuditEntry.subject_id.in_(booth_ids))
        .group_by(AuditEntry.subject_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}

"""Who sponsors a fair. They stand by level and, within one, by name: no money buys a better place among equals.

Sponsors never touch a shelf: what staff curate is chosen for the goods (decision 0045).
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core import audit
from core.db import db
from core.text import sort_key
from fairs.models import SPONSOR_LEVELS, Fair, FairSponsor


class Twice(Exception):
    """The fair has a sponsor of this name."""


def of_fair(fair_id: int) -> Sequence[FairSponsor]:
    """By level, the highest first, then by name in dictionary order. One statement."""
    rows = db.session.scalars(select(FairSponsor).where(FairSponsor.fair_id == fair_id))
    return sorted(rows, key=lambda one: (SPONSOR_LEVELS.index(one.level), sort_key(one.name)))


def by_level(fair_id: int) -> list[tuple[str, list[FairSponsor]]]:
    every = of_fair(fair_id)
    found = [(level, [one for one in every if one.level == level]) for level in SPONSOR_LEVELS]
    return [(level, ones) for level, ones in found if ones]


def find(fair_id: int, sponsor_id: int) -> FairSponsor | None:
    return db.session.scalar(select(FairSponsor).where(FairSponsor.id == sponsor_id, FairSponsor.fair_id == fair_id))


def add(fair: Fair, told: Mapping[str, str]) -> FairSponsor:
    """Raises Twice."""
    if told["name"] in {one.name for one in of_fair(fair.id)}:
        raise Twice(told["name"])
    sponsor = FairSponsor(fair_id=fair.id, **told)
    db.session.add(sponsor)
    audit.record(sponsor, "sponsor.added", name=sponsor.name, level=sponsor.level, fair=fair.slug)
    return sponsor


def remove(sponsor: FairSponsor) -> None:
    audit.record(sponsor, "sponsor.removed", name=sponsor.name, level=sponsor.level)
    db.session.delete(sponsor)

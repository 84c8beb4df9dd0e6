"""What the pages need on which staff keep fairs, fully loaded in a bounded number of queries."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from core.db import db
from fairs.models import Booth, Fair, FairFunding, Hall, Stand
from programme.models import APPROVED_STATES, Funding, Scheme


def every() -> list[Fair]:
    """Every fair with its scheme, the latest to open first."""
    wanted = select(Fair).order_by(Fair.opens_at.desc(), Fair.id).options(joinedload(Fair.scheme), raiseload("*"))
    return list(db.session.scalars(wanted))


def stands_by_fair() -> dict[int, tuple[int, int]]:
    """By fair, how many stands its halls have and how many of them are taken. One query."""
    rows = db.session.execute(
        select(Hall.fair_id, func.count(Stand.id), func.count(Booth.id))
        .join(Stand, Stand.hall_id == Hall.id)
        .outerjoin(Booth, Booth.stand_id == Stand.id)
        .group_by(Hall.fair_id)
    )
    return {fair_id: (stands, taken) for fair_id, stands, taken in rows}


def with_slug(slug: str) -> Fair | None:
    """A fair with its days and who pays, ready to be changed."""
    wanted = select(Fair).where(Fair.slug == slug)
    paid = selectinload(Fair.paid_by).joinedload(FairFunding.funding)
    return db.session.scalar(wanted.options(selectinload(Fair.days), paid, joinedload(Fair.scheme)))


def schemes_to_charge(held: int | None = None) -> Sequence[Scheme]:
    """Approved schemes with their lines of money, the newest code first; and the one a fair has, whatever its state."""
    wanted = select(Scheme).where(Scheme.state.in_(APPROVED_STATES) | (Scheme.id == held))
    options = selectinload(Scheme.fundings), raiseload("*")
    return list(db.session.scalars(wanted.order_by(Scheme.code.desc()).options(*options)))


def lines_of(scheme_id: int | None) -> Sequence[Funding]:
    wanted = select(Funding).where(Funding.scheme_id == scheme_id).order_by(Funding.id).options(raiseload("*"))
    return list(db.session.scalars(wanted))

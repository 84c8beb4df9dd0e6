"""Fairs: how staff make, change and call them off, and what follows from their dates."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core import addresses, audit, times
from core.db import db
from core.text import numbered, slugify
from fairs import hours, ledger, meanwhile, programme
from fairs.hours import Hours
from fairs.models import CALLED_OFF, Fair, FairFunding
from programme.models import Funding


class AddressTaken(Exception):
    """Another fair has this address."""


class Reserved(Exception):
    """A page of this site's own has this address."""


class NotOfTheScheme(Exception):
    """A line of money that pays for the fair belongs to another scheme than the fair's."""


class Reported(Exception):
    """The report of the fair is accepted: its dates and who paid stand as reported."""


class LineInUse(Exception):
    """Stands are charged to a line of money that would no longer pay for the fair."""


class Over(Exception):
    """The fair has closed: it is too late to call it off."""


class NotOver(Exception):
    """The fair has not closed, so there is nothing to report yet."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What staff decide of a fair. `columns` by name; `by_day` its hours, at least one day; `funding_ids` who pays."""

    columns: Mapping[str, Any]
    by_day: Mapping[date, Hours]
    funding_ids: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """The time until a fair closes."""

    days: int
    hours: int
    minutes: int


def make(slug: str, plan: Plan) -> Fair:
    """A new fair. Raises Reserved, AddressTaken, NotOfTheScheme."""
    if slug in reserved():
        raise Reserved(slug)
    if db.session.scalar(select(Fair.id).where(Fair.slug == slug)) is not None:
        raise AddressTaken(slug)
    fair = Fair(slug=slug, **plan.columns, **_window(plan))
    fair.days, fair.paid_by = hours.rows(plan.by_day), _lines(plan)
    db.session.add(fair)
    audit.record(fair, "fair.made", **{name: audit.plain(value) for name, value in _columns(plan).items()})
    return fair


def change(fair: Fair, plan: Plan, opened: int | None = None) -> list[str]:
    """Other words, dates or money; its address stays, its programme moves along. Returns what differed.

    `opened` is the revision that whoever changes it had before them. Raises NotOfTheScheme, Reported, LineInUse and
    meanwhile.ChangedMeanwhile.
    """
    wanted = _columns(plan)
    detail = audit.differences(fair, wanted)
    paying = sorted(line.funding_id for line in fair.paid_by)
    if paying != sorted(plan.funding_ids):
        detail["paid_by"] = [paying, sorted(plan.funding_ids)]
    if not detail:
        return []
    if fair.reported_at and detail.keys() - {"name", "name_en", "intro", "intro_en", "results"}:
        raise Reported(fair.id)
    if ledger.uses_other_lines(fair.id, list(plan.funding_ids)):
        raise LineInUse(fair.id)
    meanwhile.turn(fair, opened)
    moved = (times.local(wanted["opens_at"]).date() - times.local(fair.opens_at).date()).days
    if moved and (sessions := programme.move(fair.id, moved)):
        detail["sessions"] = [sessions, moved]
    for name, value in wanted.items():
        setattr(fair, name, value)
    _keep_days(fair, plan)
    fair.paid_by = [one for one in fair.paid_by if one.funding_id in plan.funding_ids] + _lines(plan, but=paying)
    audit.record(fair, "fair.changed", **detail)
    return [*detail]


def call_off(fair: Fair, how: str, reason: str, reason_en: str = "") -> None:
    """Cancel or postpone it, with the reason that visitors read. Raises Over."""
    if fair.is_over:
        raise Over(fair.id)
    if how not in CALLED_OFF:
        raise ValueError(how)
    fair.called_off, fair.called_off_at = how, times.now()
    fair.called_off_reason, fair.called_off_reason_en = reason, reason_en
    audit.record(fair, "fair.called_off", how=how, reason=reason)


def take_up(fair: Fair) -> None:
    """Hold it after all, at the dates it has now."""
    if fair.called_off:
        audit.record(fair, "fair.taken_up", was=fair.called_off, reason=fair.called_off_reason)
        fair.called_off = fair.called_off_reason = fair.called_off_reason_en = ""
        fair.called_off_at = None


def accept_report(fair: Fair, number: str) -> None:
    """Its report is accepted by the paper of this number. Raises NotOver."""
    if not fair.is_over:
        raise NotOver(fair.id)
    fair.reported_at, fair.report_number = times.now(), number
    audit.record(fair, "fair.reported", number=number)


def withdraw_report(fair: Fair) -> None:
    """Accepted by mistake: the fair is closed, no more."""
    if fair.reported_at:
        audit.record(fair, "fair.report_withdrawn", number=fair.report_number)
        fair.reported_at, fair.report_number = None, ""


def free_slug(name: str) -> str:
    """An address that no fair and no page beside fairs has yet, from a name."""
    base = slugify(name) or "hoi-cho"
    taken = set(db.session.scalars(select(Fair.slug).where(Fair.slug.startswith(base))))
    return numbered(base, taken | reserved())


def reserved() -> frozenset[str]:
    """What no fair can have as its address: the words of pages beside it."""
    return addresses.words_after("hoi-cho")


def left(fair: Fair) -> Left:
    minutes = max(0, int((fair.closes_at - times.now()).total_seconds()) // 60)
    return Left(minutes // 1440, minutes // 60 % 24, minutes % 60)


def by_state(fairs: Iterable[Fair]) -> dict[str, list[Fair]]:
    """Fairs by what one can do with them: visit (open), apply, wait for (also postponed), look back on (closed).

    A cancelled one is to be read of among those to come until the day it would have closed, then no more.
    """
    found: dict[str, list[Fair]] = {"open": [], "applications": [], "coming": [], "closed": []}
    for fair in fairs:
        if fair.is_over:
            found["closed"].append(fair)
        elif fair.state != "cancelled" or times.now() < fair.closes_at:
            found[fair.state if fair.state in found else "coming"].append(fair)
    return found


def _columns(plan: Plan) -> dict[str, Any]:
    return {**plan.columns, **_window(plan)}


def _window(plan: Plan) -> dict[str, Any]:
    """What of the fair follows from its days."""
    days = hours.rows(plan.by_day)
    return {
        "opens_at": days[0].opens_at,
        "closes_at": days[-1].closes_at,
        "hours": hours.in_a_line(plan.by_day),
    }


def _keep_days(fair: Fair, plan: Plan) -> None:
    """The rows of days that stay keep their ids."""
    kept = {row.day: row for row in fair.days}
    for row in hours.rows(plan.by_day):
        old = kept.pop(row.day, None)
        if old is None:
            fair.days.append(row)
        else:
            old.opens_at, old.closes_at = row.opens_at, row.closes_at
    for gone in kept.values():
        fair.days.remove(gone)


def _lines(plan: Plan, but: Collection[int] = ()) -> list[FairFunding]:
    scheme_id = plan.columns.get("scheme_id")
    rows = db.session.execute(select(Funding.id, Funding.scheme_id).where(Funding.id.in_(plan.funding_ids))).all()
    if len(rows) != len(set(plan.funding_ids)) or any(row.scheme_id != scheme_id for row in rows):
        raise NotOfTheScheme(scheme_id)
    return [FairFunding(funding_id=row.id) for row in rows if row.id not in but]

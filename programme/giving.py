"""Giving support: a facility joins a scheme with what it is to get, under the guards of beneficiaries and money."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, or_, select

from core import audit, dated
from core.access import must_reach
from core.db import db
from programme import eligibility, gates, norms, units
from programme.models import Facility, Scheme, Support
from programme.records import DRAFTS, UNDER_WAY, hold

SOURCES = ("national", "local", "counterpart")
NAMED_KIND = "KQG_DOITUONG"  # who is supported is part of what is approved
OPEN_STATES = (*DRAFTS, "da_phe_duyet", *UNDER_WAY, "dieu_chinh")
rules = dated.Rules(Path(__file__).parent / "data" / "support_rules.csv")


class Closed(Exception):
    """Nobody joins the scheme in its present state."""


class BeyondPlan(Exception):
    """What is given from `source` is more than the scheme has of it, by so many đồng."""

    def __init__(self, source: str, by: int) -> None:
        super().__init__(source, by)
        self.source, self.by = source, by


@dataclass(frozen=True, slots=True)
class Gift:
    """What one facility is to get; `amounts` in đồng by source, `waiver` the paper that allows more than the norm."""

    content: str
    quantity: int
    unit: str
    amounts: Mapping[str, int]
    decided_on: date
    before: str = ""
    waiver: str = ""


def is_open(scheme: Scheme) -> bool:
    if scheme.kind == NAMED_KIND and scheme.state not in (*DRAFTS, "dieu_chinh"):
        return False
    return scheme.state in OPEN_STATES


def give(scheme: Scheme, facility: Facility, gift: Gift) -> Support:
    """Raises OutOfArea, NotYours, Closed, eligibility.NotEligible (G4a), BeyondPlan (G1), gates.NeedsWaiver
    (G2); marks what was given before (G6).
    """
    must_reach(facility.commune_code)
    hold(scheme)
    units.must("propose" if scheme.state in DRAFTS else "carry_out", scheme)
    if not is_open(scheme):
        raise Closed(scheme.code)
    support = Support(
        scheme_id=scheme.id, facility_id=facility.id, content=gift.content, quantity=gift.quantity, unit=gift.unit,
        decided_on=gift.decided_on, before=gift.before, **gift.amounts,
    )  # fmt: skip
    if scheme.is_approved:
        _settle(support, facility)
    _check_money(scheme, facility, gift)
    earlier = given_before(scheme, facility, gift.decided_on)
    support.repeats_id = earlier.id if earlier else None
    db.session.add(support)
    told = {"scheme": scheme.code, "facility": facility.slug, "repeats": support.repeats_id, "waiver": gift.waiver}
    audit.record(support, "support.given", **told)
    return support


def given_before(scheme: Scheme, facility: Facility, on: date) -> Support | None:
    """The latest support for the same content to the same tax code within the set years (G6)."""
    since = on - timedelta(days=round(365.25 * rules.value("same_content_years", on)))
    same = Support.facility_id == facility.id
    if facility.tax_code:
        same = or_(same, Facility.tax_code == facility.tax_code)
    query = (
        select(Support)
        .join(Support.scheme)
        .join(Support.facility)
        .where(same, Scheme.content_code == scheme.content_code, Support.decided_on.between(since, on))
        .where(Scheme.state.not_in(("tu_choi", "ngung")))
    )
    return db.session.scalars(query.order_by(Support.decided_on.desc(), Support.id.desc()).limit(1)).first()


def support(scheme: Scheme, support_id: int) -> Support | None:
    return db.session.scalar(select(Support).where(Support.id == support_id, Support.scheme_id == scheme.id))


def facility_asked(text: str) -> Facility | None:
    """By the last piece of its page's address or by its tax code."""
    asked = text.strip().rstrip("/").rpartition("/")[2]
    return db.session.scalar(select(Facility).where(or_(Facility.slug == asked, Facility.tax_code == asked)))


def accept(scheme: Scheme, one: Support, on: date, result: str) -> None:
    """It was received and works; what was noted first stays. Raises NotYours, Closed."""
    hold(scheme)
    if not (units.may("carry_out", scheme) or units.may("check", scheme)):
        raise units.NotYours("carry_out")
    if scheme.state not in UNDER_WAY or on < one.decided_on:
        raise Closed(scheme.code)
    if one.accepted_on is None:
        one.accepted_on, one.result = on, result
        audit.record(one, "support.accepted", scheme=scheme.code, on=on.isoformat(), result=result)


def _settle(support: Support, facility: Facility) -> None:
    verdict = eligibility.of(facility, support.decided_on)
    if not verdict.is_yes:
        raise eligibility.NotEligible(verdict)
    support.eligibility_basis, support.eligibility_on = verdict.basis, verdict.on


def _check_money(scheme: Scheme, facility: Facility, gift: Gift) -> None:
    columns = [func.coalesce(func.sum(getattr(Support, source)), 0) for source in SOURCES]
    taken = db.session.execute(select(*columns).where(Support.scheme_id == scheme.id)).one()
    for source, so_far in zip(SOURCES, taken, strict=True):
        by = int(so_far) + gift.amounts.get(source, 0) - scheme.planned(source)
        if gift.amounts.get(source, 0) and by > 0:
            raise BeyondPlan(source, by)
    norm = norms.of(scheme.content_code, gift.decided_on)
    if norm:
        given = sum(gift.amounts.get(source, 0) for source in norms.STATE_MONEY)
        faults = norms.beyond_for(norm, facility.name, given, gift.quantity)
        faults += norms.beyond_cost(norm, given, given + gift.amounts.get("counterpart", 0))
        gates.check_norms(scheme, faults, gift.waiver)

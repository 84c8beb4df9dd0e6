"""Whether the programme may support a facility, clause by clause, under the rules in force on a day.

Rules are dated rows of data/eligibility_rules.csv (docs/decisions/0023-facilities.md). Each row is one way to be
eligible: a kind of territory, and where the clause asks for it a fact that staff have put on record. What nobody has
verified is neither met nor unmet: the answer is then "unsure", never a guess.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from core import audit, times
from core.access import must_reach
from core.db import Model, db, one_of, primary_key
from core.i18n import current_locale
from programme import addresses, places
from programme.models import Facility, Support

MET, NOT_MET, NOT_KNOWN = "met", "not_met", "not_known"
YES, NO, UNSURE = "yes", "no", "unsure"
FACTS = ("sme", "sxsh", "ha_tang_ccn", "nghe_nhan")
_DATA = Path(__file__).parent / "data"


class FacilityFact(Model):
    """Something staff have made sure of, or found not to be so, from a day on. The latest row of a fact holds."""

    __table_args__ = (
        CheckConstraint(one_of("fact", FACTS), "known_fact"),
        CheckConstraint("until_on >= from_on", "days_in_order"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    fact: Mapped[str]
    is_so: Mapped[bool]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    paper: Mapped[str]  # the document that says so: number and issuer
    recorded_by: Mapped[int | None]
    recorded_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Rule:
    """One clause. `fact` is empty where the territory alone decides."""

    instrument: str
    clause: str
    valid_from: date
    valid_to: date | None
    territory: str
    kinds: tuple[str, ...]  # empty: every kind
    fact: str
    basis: str
    is_verified: bool
    text_vi: str
    text_en: str

    @property
    def text(self) -> str:
        return self.text_en if current_locale() == "en" else self.text_vi

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule as it fits a facility: met, not met or not known, and why."""

    rule: Rule
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one day, and every clause behind it."""

    on: date
    answer: str
    clauses: tuple[Clause, ...]

    @property
    def basis(self) -> str | None:
        """The ground of the first clause that is met."""
        return (
            next((clause.rule.basis for clause in self.clauses if clause.state == MET), None) if self.is_yes else None
        )

    @property
    def is_yes(self) -> bool:
        return self.answer == YES


class NotEligible(Exception):
    """The records do not show that it was; `verdict` says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.answer)
        self.verdict = verdict


def of(facility: Facility, on: date, facts: Sequence[FacilityFact] | None = None) -> Verdict:
    """Judged by the rules of that day. An enterprise must besides be small or medium. One query without `facts`."""
    facts = facts_of(facility.id) if facts is None else facts
    clauses = tuple(_clause(rule, facility, on, facts) for rule in rules() if rule.holds_on(on))
    answer = _answer([clause.state for clause in clauses])
    return Verdict(on, answer, clauses)


def record(facility: Facility, fact: str, paper: str, from_on: date, until_on: date | None, *, is_so: bool) -> None:
    """Put a fact on record with the paper that says so. Raises OutOfArea."""
    must_reach(facility.commune_code)
    row = FacilityFact(
        facility_id=facility.id,
        fact=fact,
        is_so=is_so,
        paper=paper,
        from_on=from_on,
        until_on=until_on,
        recorded_by=audit.actor_id(),
        recorded_at=times.now(),
    )
    db.session.add(row)
    audit.record(facility, "facility.fact_recorded", fact=fact, is_so=is_so, paper=paper)


def settle(support: Support) -> Verdict:
    """Write on a support the ground it rests on, as of the day of its decision. Raises NotEligible, OutOfArea."""
    must_reach(support.facility.commune_code)
    verdict = of(support.facility, support.decided_on)
    if not verdict.is_yes:
        raise NotEligible(verdict)
    support.eligibility_basis, support.eligibility_on = verdict.basis, verdict.on
    audit.record(support, "support.eligibility_settled", basis=verdict.basis, on=verdict.on.isoformat())
    return verdict


def facts_of(facility_id: int) -> Sequence[FacilityFact]:
    """Every fact on record, latest first."""
    query = select(FacilityFact).where(FacilityFact.facility_id == facility_id).order_by(FacilityFact.id.desc())
    return db.session.scalars(query).all()


def was_central_city(province_code: str, on: date) -> bool:
    """Whether a province was a centrally-run city on a day: two became one in 2026."""
    since = _central_cities().get(province_code)
    return since is not None and since <= on


def _answer(states: list[str]) -> str:
    if MET in states:
        return YES
    return UNSURE if NOT_KNOWN in states or not states else NO


def _clause(rule: Rule, facility: Facility, on: date, facts: Sequence[FacilityFact]) -> Clause:
    findings = [_territory(rule.territory, facility, on), _fact(rule.fact, facts, on), _size(rule, facility, facts, on)]
    if rule.kinds and facility.kind not in rule.kinds:
        findings.append((NOT_MET, _("Loại hình này không thuộc điều khoản.")))
    for state in (NOT_MET, NOT_KNOWN):
        for found, why in findings:
            if found == state:
                return Clause(rule, state, why)
    return Clause(rule, MET, " ".join(why for _state, why in findings if why))


def _territory(territory: str, facility: Facility, on: date) -> tuple[str, str]:
    if territory == "bat_ky":
        return MET, ""
    if territory == "lang_nghe":
        return _in_village(facility, on)
    if territory == "nong_thon_cu":
        return _in_former_country(facility)
    commune = places.commune(facility.commune_code or "")
    if commune is None:
        return NOT_KNOWN, _("Chưa ghi xã, phường hiện nay.")
    is_city = was_central_city(commune.province_code, on)
    name = places.full_name(commune.code)
    if territory == "don_vi_cua_tinh":
        return (NOT_MET, _("%(name)s thuộc thành phố trực thuộc trung ương.", name=name)) if is_city else (MET, name)
    if not is_city:
        return NOT_MET, _("%(name)s không thuộc thành phố trực thuộc trung ương.", name=name)
    if commune.kind == "Phường":
        return NOT_MET, _("%(name)s là phường.", name=name)
    return MET, name


def _in_village(facility: Facility, on: date) -> tuple[str, str]:
    if facility.village is None:
        return NOT_MET, _("Không ghi thuộc làng nghề nào.")
    name, recognised = facility.village.name, facility.village.was_recognised(on)
    if recognised is None:
        return NOT_KNOWN, _("Chưa xác minh quyết định công nhận làng nghề %(name)s.", name=name)
    if not recognised:
        return NOT_MET, _("Làng %(name)s được công nhận sau ngày này.", name=name)
    return MET, _("Làng nghề %(name)s, quyết định %(n)s.", name=name, n=facility.village.recognised_number)


def _in_former_country(facility: Facility) -> tuple[str, str]:
    """By the former address: wards of urban districts were out; of provincial cities, the class of the city decides."""
    former = addresses.resolve(facility.former_address).former
    if former is None:
        return NOT_KNOWN, _("Chưa xác minh xã, huyện cũ từ địa chỉ khi ấy.")
    district = former.inside[0]
    if former.kind != "Phường" or district.kind == "Thị xã":
        return MET, former.address
    if district.kind == "Quận":
        return NOT_MET, _("%(name)s là phường của quận.", name=former.address)
    return NOT_KNOWN, _("Chưa xác minh loại của %(name)s khi ấy.", name=district.full_name)


def _fact(fact: str, facts: Sequence[FacilityFact], on: date) -> tuple[str, str]:
    if not fact:
        return MET, ""
    known = next((one for one in facts if one.fact == fact and _covers(one, on)), None)
    if known is None:
        return NOT_KNOWN, _("Chưa xác minh.")
    said = _("theo %(paper)s", paper=known.paper)
    return (MET, said) if known.is_so else (NOT_MET, _("Không phải, %(said)s.", said=said))


def _size(rule: Rule, facility: Facility, facts: Sequence[FacilityFact], on: date) -> tuple[str, str]:
    """Only small and medium enterprises; other kinds are small by what they are."""
    if facility.kind != "doanh_nghiep" or rule.fact in ("ha_tang_ccn", "nghe_nhan"):
        return MET, ""
    state, why = _fact("sme", facts, on)
    return (state, _("Chưa xác minh là doanh nghiệp nhỏ và vừa.")) if state == NOT_KNOWN else (state, why)


def _covers(fact: FacilityFact, on: date) -> bool:
    return fact.from_on <= on and (fact.until_on is None or on <= fact.until_on)


@cache
def rules() -> tuple[Rule, ...]:
    with (_DATA / "eligibility_rules.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_rule(row) for row in csv.DictReader(file))


def _rule(row: dict[str, str]) -> Rule:
    return Rule(
        row["instrument"],
        row["clause"],
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        row["territory"],
        () if row["kinds"] == "*" else tuple(row["kinds"].split("; ")),
        row["fact"],
        row["basis"],
        row["verified"] == "yes",
        row["text_vi"],
        row["text_en"],
    )


@cache
def _central_cities() -> dict[str, date]:
    with (_DATA / "central_cities.csv").open(encoding="utf-8", newline="") as file:
        return {row["province"]: date.fromisoformat(row["since"]) for row in csv.DictReader(file)}

"""The roll of facilities as staff read it: narrowed, judged for today, and written to a workbook."""

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, raiseload

from core import workbooks
from core.db import db
from core.text import slugify
from programme import eligibility, places, reach, words
from programme.eligibility import FacilityFact, Verdict
from programme.identity import IdentityCheck
from programme.models import Facility

PAGE_SIZE = 40


@dataclass(frozen=True, slots=True)
class RollCriteria:
    """What the roll is narrowed to; empty means all."""

    text: str = ""
    kind: str = ""
    commune: str = ""
    identity: str = ""  # "yes" or "no"


@dataclass(frozen=True, slots=True)
class RollLine:
    facility: Facility
    verdict: Verdict
    verified_on: date | None


def count(criteria: RollCriteria) -> int:
    return int(db.session.scalar(_narrowed(select(func.count(Facility.id)), criteria)) or 0)


def lines(criteria: RollCriteria, on: date, *, limit: int | None = PAGE_SIZE, offset: int = 0) -> list[RollLine]:
    """A page of the roll by name, each judged for a day. Three queries."""
    query = _narrowed(select(Facility), criteria).options(joinedload(Facility.village), raiseload("*"))
    found = db.session.scalars(query.order_by(Facility.slug).limit(limit).offset(offset)).all()
    ids = [one.id for one in found]
    facts, verified = facts_of(ids), _verified(ids)
    return [RollLine(one, eligibility.of(one, on, facts[one.id]), verified.get(one.id)) for one in found]


def communes() -> list[tuple[str, str]]:
    """(code, name) of those where facilities are."""
    known = select(Facility.commune_code).where(Facility.commune_code.is_not(None), reach.within(Facility.id))
    codes = db.session.scalars(known.distinct())
    found = [place for code in codes if code and (place := places.commune(code))]
    return sorted(((place.code, place.name) for place in found), key=lambda pair: slugify(pair[1]))


def workbook(rows: Sequence[RollLine], today: date) -> bytes:
    """Text is never taken for a formula or an address."""
    out = io.BytesIO()
    book = workbooks.begin(out, in_memory=True)
    sheet = book.add_worksheet(_("Cơ sở"))
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    title = _("Các cơ sở và điều kiện thụ hưởng, tính đến %(day)s", day=today.strftime("%d/%m/%Y"))
    sheet.write_row(0, 0, [title], bold)
    sheet.write_row(2, 0, _headings(), bold)
    for number, line in enumerate(rows, 3):
        for column, value in enumerate(_cells(line)):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            else:
                sheet.write(number, column, value)
    sheet.set_column(0, len(_headings()) - 1, 22)
    sheet.freeze_panes(3, 1)
    book.close()
    return out.getvalue()


def _headings() -> list[str]:
    return [
        _("Cơ sở"), _("Loại hình"), _("Mã số thuế"), _("Số đăng ký"), _("Xã, phường"), _("Địa chỉ cũ"), _("Làng nghề"),
        _("Danh tính kiểm ngày"), _("Điều kiện"), _("Căn cứ"),
    ]  # fmt: skip


def _cells(line: RollLine) -> list[str | date]:
    one = line.facility
    return [
        one.name, words.kind_name(one.kind), one.tax_code or "", one.household_number or one.registration_number or "",
        one.commune_name, one.former_address, one.village.name if one.village else "", line.verified_on or "",
        words.answer_name(line.verdict.answer), words.ground_name(line.verdict.basis),
    ]  # fmt: skip


def _narrowed(query: Select, criteria: RollCriteria) -> Select:
    query = query.where(reach.within(Facility.id))
    if slug := slugify(criteria.text):
        query = query.where(Facility.slug.contains(slug, autoescape=True))
    if criteria.kind:
        query = query.where(Facility.kind == criteria.kind)
    if criteria.commune:
        query = query.where(Facility.commune_code == criteria.commune)
    if criteria.identity:
        checked = select(IdentityCheck.facility_id).where(IdentityCheck.withdrawn_at.is_(None))
        query = query.where(Facility.id.in_(checked) if criteria.identity == "yes" else Facility.id.not_in(checked))
    return query


def facts_of(ids: list[int]) -> dict[int, list[FacilityFact]]:
    """Every fact on record by facility, latest first. One query."""
    query = select(FacilityFact).where(FacilityFact.facility_id.in_(ids)).order_by(FacilityFact.id.desc())
    found: dict[int, list[FacilityFact]] = defaultdict(list)
    for fact in db.session.scalars(query):
        found[fact.facility_id].append(fact)
    return found


def _verified(ids: list[int]) -> dict[int, date]:
    query = select(IdentityCheck.facility_id, func.max(IdentityCheck.on))
    query = query.where(IdentityCheck.withdrawn_at.is_(None), IdentityCheck.facility_id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(IdentityCheck.facility_id))}

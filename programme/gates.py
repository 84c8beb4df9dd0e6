"""What stands before each state of a scheme: its papers, norms of money, who may be supported, results of targets.

Papers are rows of data/gates.csv. The guards are those of the programme's own list (G2, G4a, G4b, G5); moves and
amendments ask here and nowhere else, holding the scheme's row, so that nobody slips between the look and the step.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import db
from core.i18n import current_locale
from programme import eligibility, norms, rolls
from programme.models import Document, Scheme, Support

ACCEPTED, APPROVED = "nghiem_thu_co_so", "da_phe_duyet"
REASONED = ("yeu_cau_bo_sung", "tu_choi", "ngung")  # never without words
GROUP_KIND = "KQG_NHOM"
_DATA = Path(__file__).parent / "data"


class NotReady(Exception):
    """What the next state asks for is missing; the message says what."""


class NeedsWaiver(NotReady):
    """Money beyond the norm: only with a document on file that allows it (G2). The message says by how much."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The document that a move rests on; `waiver` numbers the one that allows money beyond the norm."""

    number: str = ""
    type: str = ""
    waiver: str = ""
    is_force_majeure: bool = False


def check(scheme: Scheme, to: str, on: date, paper: Paper, note: str) -> None:
    """Raises NotReady or NeedsWaiver."""
    if (to in REASONED or paper.is_force_majeure) and not note:
        raise NotReady(_("Ghi rõ lý do ở ô ghi chú."))
    if wanted := lacking(scheme, to, paper.type):
        raise NotReady(_("Hồ sơ còn thiếu: %(names)s.", names="; ".join(named(wanted))))
    if to == APPROVED:
        _check_beneficiaries(scheme, on)
        check_norms(scheme, norms.beyond(scheme, supports_of(scheme), on), paper.waiver)
    if to == ACCEPTED:
        _check_acceptance(scheme)


def lacking(scheme: Scheme, to: str, bringing: str = "") -> list[str]:
    """The types of paper that a state asks for and the file has not, by code."""
    held = {one.type for one in scheme.documents} | {bringing}
    return [code for code, kinds in _gates().get(to, ()) if scheme.kind not in kinds and code not in held]


def named(types: Sequence[str]) -> list[str]:
    """Types of paper in words."""
    column = "name_en" if current_locale() == "en" else "name_vi"
    names = {row["code"]: row[column] for row in rows("document_types.csv")}
    return [names.get(one, one) for one in types]


def check_norms(scheme: Scheme, faults: Sequence[str], waiver: str) -> None:
    """Raises NeedsWaiver, unless nothing is beyond its norm or the document that allows it is on file."""
    if not faults:
        return
    if not waiver:
        raise NeedsWaiver(" ".join(faults) + " " + _("Có văn bản cho phép thì đưa vào hồ sơ rồi ghi số của nó."))
    query = select(Document.id).where(Document.scheme_id == scheme.id, Document.number == waiver).limit(1)
    if db.session.scalar(query) is None:
        raise NeedsWaiver(_("Hồ sơ không có văn bản số %(number)s. Đưa vào hồ sơ trước.", number=waiver))


def supports_of(scheme: Scheme) -> Sequence[Support]:
    query = select(Support).where(Support.scheme_id == scheme.id).options(joinedload(Support.facility))
    return db.session.scalars(query.order_by(Support.id)).all()


def _check_beneficiaries(scheme: Scheme, on: date) -> None:
    """G4a: on the day of approval each may be supported, and the ground is written down. G4b: a group may have none."""
    supports = supports_of(scheme)
    facts = rolls.facts_of([one.facility_id for one in supports])
    verdicts = [(one, eligibility.of(one.facility, on, facts[one.facility_id])) for one in supports]
    if out := sorted({one.facility.name for one, verdict in verdicts if not verdict.is_yes}):
        raise NotReady(_("Chưa đủ căn cứ hỗ trợ tại ngày phê duyệt: %(names)s.", names=", ".join(out)))
    for one, verdict in verdicts:
        one.eligibility_basis, one.eligibility_on = verdict.basis, verdict.on


def _check_acceptance(scheme: Scheme) -> None:
    """G4b and G5: somebody was supported, and every target has its result."""
    if not supports_of(scheme):
        raise NotReady(_("Chưa gắn cơ sở thụ hưởng nào nên chưa nghiệm thu được."))
    if open_targets := [target["name"] for target in scheme.targets if not target.get("reached")]:
        raise NotReady(_("Chưa có kết quả cho: %(names)s.", names=", ".join(open_targets)))


@cache
def _gates() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in rows("gates.csv"):
        found.setdefault(row["state"], []).append((row["document"], tuple(row["not_for"].split("; "))))
    return found


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """A table of data/, read once."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))

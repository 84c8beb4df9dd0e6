"""Units that carry the programme: what each sees of schemes, who proposes, appraises, approves, carries out, checks.

What a kind of unit may do is dated rows of data/delegation.csv, `own` or `any` scheme. An officer in no unit works in
the office that keeps the whole book; one who is narrowed to communes, and in no unit, sees what these propose and does
nothing (docs/decisions/0083-units-and-drafts.md).
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.exc import IntegrityError

from accounts.areas import OwnArea
from accounts.models import User
from core import access, audit, times
from core.db import db
from programme.models import APPROVED_STATES, Scheme, Unit, UnitOfficer

ACTS = ("propose", "appraise", "approve", "carry_out", "check")
_DATA = Path(__file__).parent / "data"
_KNOWN = "units of officers"


class NotYours(Exception):
    """The officer's unit has no part in this act on this scheme."""

    def __init__(self, act: str) -> None:
        super().__init__(act)
        self.act = act


class UnitTaken(Exception):
    """Another unit has that name, or stands for that commune; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Delegation:
    """A row of delegation.csv."""

    act: str
    unit_kind: str
    is_for_any: bool
    valid_from: date
    valid_to: date | None
    source: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def mine() -> Unit | None:
    """The unit of whoever acts; asked for once a session."""
    person = audit.actor_id()
    if person is None:
        return None
    known = db.session().info.setdefault(_KNOWN, {})
    if person not in known:
        known[person] = unit_id_of(person)
    return db.session.get(Unit, known[person]) if known[person] else None


def is_office() -> bool:
    """Whether whoever acts keeps the whole book."""
    return access.area() is None and mine() is None


def seen() -> ColumnElement[bool]:
    """SQL: a scheme that whoever reads may see: what is approved, her own unit's, and what was sent for appraisal to
    the centre and the department. Another commune's draft is in no list and at no address.
    """
    unit, area = mine(), access.area()
    if unit is None and area is None:
        return true()
    if unit is None:
        communes = select(Unit.id).where(Unit.commune_code.in_(sorted(area or ())))
        return Scheme.state.in_(APPROVED_STATES) | Scheme.unit_id.in_(communes)
    theirs = Scheme.unit_id == unit.id
    return theirs | (Scheme.state.in_(APPROVED_STATES) if unit.kind == "xa" else Scheme.state != "nhap")


def may(act: str, scheme: Scheme | None = None, on: date | None = None) -> bool:
    """Whether whoever acts may do this: on a scheme, or at all."""
    if is_office():
        return True
    unit = mine()
    if unit is None:
        return False
    rows = [one for one in delegations(on) if one.act == act and one.unit_kind == unit.kind]
    return any(one.is_for_any or scheme is None or scheme.unit_id == unit.id for one in rows)


def must(act: str, scheme: Scheme | None = None) -> None:
    """Raises NotYours."""
    if not may(act, scheme):
        raise NotYours(act)


def must_be_office() -> None:
    """The book of programmes, plans and units: the office's, and the department's. Raises NotYours."""
    if not keeps_the_book():
        raise NotYours("approve")


def keeps_the_book() -> bool:
    return is_office() or ((unit := mine()) is not None and unit.kind == "so")


def every() -> Sequence[Unit]:
    return db.session.scalars(select(Unit).order_by(Unit.kind, Unit.name)).all()


def named(unit_id: int) -> Unit | None:
    return db.session.get(Unit, unit_id)


def officers() -> dict[int, str]:
    """The unit's name by officer."""
    rows = db.session.execute(select(UnitOfficer.user_id, Unit.name).join(Unit, Unit.id == UnitOfficer.unit_id))
    return {row[0]: row[1] for row in rows}


def unit_id_of(user_id: int) -> int | None:
    row = db.session.get(UnitOfficer, user_id)
    return row.unit_id if row else None


def make(kind: str, name: str, commune_code: str | None) -> Unit:
    """A new unit. Raises NotYours, UnitTaken."""
    must_be_office()
    unit = Unit(kind=kind, name=name, commune_code=commune_code if kind == "xa" else None)
    try:
        with db.session.begin_nested():
            db.session.add(unit)
    except IntegrityError as taken:
        is_place = "commune_code" in str(taken.orig)
        raise UnitTaken("commune_code" if is_place else "name") from taken
    audit.record(unit, "unit.made", name=name, kind=kind)
    return unit


def place(user: User, unit: Unit | None) -> None:
    """From now on she works in this unit; none: in the office. Raises NotYours, OwnArea."""
    must_be_office()
    if user.id == audit.actor_id():
        raise OwnArea(user.id)
    row = db.session.get(UnitOfficer, user.id)
    before, wanted = (row.unit_id if row else None), (unit.id if unit else None)
    if before == wanted:
        return
    if unit is None and row is not None:
        db.session.delete(row)
    elif unit is not None:
        db.session.merge(UnitOfficer(user_id=user.id, unit_id=unit.id))
    db.session().info.pop(_KNOWN, None)
    audit.record(user, "staff.unit_changed", unit=[before, wanted])


def delegations(on: date | None = None) -> list[Delegation]:
    """Those in force on a day (today)."""
    day = on or times.today()
    return [one for one in _rows() if one.holds_on(day)]


@cache
def _rows() -> tuple[Delegation, ...]:
    with (_DATA / "delegation.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_delegation(row) for row in csv.DictReader(file))


def _delegation(row: dict[str, str]) -> Delegation:
    return Delegation(
        row["act"],
        row["unit_kind"],
        row["scope"] == "any",
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        row["source"],
    )

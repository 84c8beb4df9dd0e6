"""Schemes: the states they pass through, and moving one on. Moves are only ever added (guard rule G7)."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import update

from accounts.models import User
from core import audit, times
from core.db import db
from core.i18n import current_locale
from programme import gates, units
from programme.gates import ACCEPTED, APPROVED, NeedsWaiver, NotReady, Paper
from programme.models import APPROVED_STATES, Document, Scheme, SchemeMove

__all__ = ["NeedsWaiver", "NotReady", "Paper"]
AMENDED = "dieu_chinh"
LOCAL_KIND = "KDP"
# What kind of act it is to enter a state: units.may() says whose.
_ACTS = {
    "cho_so_tham_dinh": "propose", "tham_dinh_co_so": "appraise", "cho_cuc_tham_dinh": "appraise",
    "yeu_cau_bo_sung": "appraise", "tu_choi": "appraise", "da_phe_duyet": "approve", "dieu_chinh": "approve",
    "ngung": "approve", "hop_dong": "carry_out", "dang_thuc_hien": "carry_out", "kiem_tra": "check",
    "nghiem_thu_co_so": "check", "quyet_toan": "carry_out", "thanh_ly": "check", "theo_doi_sau": "carry_out",
}  # fmt: skip
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")  # how the register names a state


class IllegalMove(Exception):
    """Not from here to there, or somebody has moved it meanwhile."""

    def __init__(self, state: str, to: str) -> None:
        super().__init__(f"{state} -> {to}")
        self.state, self.to = state, to


class MoveTooEarly(Exception):
    """A move is dated before the one it follows, on `last`."""

    def __init__(self, last: date) -> None:
        super().__init__(last.isoformat())
        self.last = last


@dataclass(frozen=True, slots=True)
class State:
    """A row of scheme_states.csv. `step` is None for side states (sent back, refused, amended, stopped)."""

    code: str
    name_vi: str
    name_en: str
    step: int | None
    who: str
    documents: str
    deadline: str
    next_codes: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.name_en if current_locale() == "en" else self.name_vi

    @property
    def is_approved(self) -> bool:
        return self.code in APPROVED_STATES

    @property
    def due(self) -> str:
        """Its deadline in words: the register names other states in it by their codes."""
        named = _states()
        return _CODE.sub(lambda found: f"“{named[found[0]].label}”" if found[0] in named else found[0], self.deadline)


@dataclass(frozen=True, slots=True)
class SchemeCriteria:
    """What a list of schemes is narrowed to; empty means all. Visitors see approved ones only (G8)."""

    text: str = ""
    state: str = ""
    year: int | None = None
    content: str = ""  # slug of programme/contents.py
    approved_only: bool = True


def states() -> tuple[State, ...]:
    return tuple(_states().values())


def state(code: str) -> State | None:
    return _states().get(code)


def name_of(code: str) -> str:
    found = _states().get(code)
    return found.label if found else code


def document_types() -> list[tuple[str, str]]:
    """(code, name) in the language being read."""
    column = "name_en" if current_locale() == "en" else "name_vi"
    return [(row["code"], row[column]) for row in gates.rows("document_types.csv")]


def papers_of(step: State) -> str:
    """What the step asks for, by name: the table lists codes, and words where there is no code."""
    names = dict(document_types())
    return "; ".join(names.get(part, part) for part in step.documents.split("; ") if part)


def next_states(scheme: Scheme) -> list[State]:
    """Where it may go from here; an amended scheme goes back to where it was when it was amended."""
    codes = [_before_amendment(scheme)] if scheme.state == AMENDED else list(_states()[scheme.state].next_codes)
    return [_states()[code] for code in codes if code and _is_on_its_way(scheme, code)]


def act_of(scheme: Scheme, to: str) -> str:
    """What it is to move on to a state: back from an amendment approves, back from an inspection checks."""
    back = {AMENDED: "approve", "kiem_tra": "check"}
    return back.get(scheme.state) or _ACTS[to] if to in _ACTS else "approve"


def move(scheme: Scheme, to: str, on: date, paper: Paper | None = None, note: str = "") -> SchemeMove:
    """Enter a state on a day, by a document. Raises NotYours, IllegalMove, MoveTooEarly, NotReady or
    NeedsWaiver and changes nothing.

    One conditional UPDATE from the state that was seen, so that two clerks make one move.
    """
    seen, paper = scheme.state, paper or Paper()
    hold(scheme)
    if scheme.state != seen:
        raise IllegalMove(seen, to)
    units.must(act_of(scheme, to), scheme)
    _check(scheme, to, on)
    gates.check(scheme, to, on, paper, note)
    moved = db.session.execute(
        update(Scheme)
        .where(Scheme.id == scheme.id, Scheme.state == seen)
        .values(state=to)
        .returning(Scheme.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if moved is None:
        raise IllegalMove(seen, to)
    db.session.refresh(scheme, ["state"])
    _follow(scheme, to, on, paper)
    made = SchemeMove(state=to, on=on, by=actor_name(), document_number=paper.number, document_type=paper.type)
    made.note, made.waiver, made.is_force_majeure = note, paper.waiver, paper.is_force_majeure
    scheme.moves.append(made)
    told = {"before": seen, "to": to, "on": on.isoformat(), "document": paper.number, "note": note}
    audit.record(scheme, "scheme.moved", **told, waiver=paper.waiver, force_majeure=paper.is_force_majeure)
    return made


def hold(scheme: Scheme) -> None:
    """Nobody else changes this scheme, or what hangs on it, until this transaction ends; its row is read anew."""
    db.session.flush()
    db.session.refresh(scheme, with_for_update=True)


def _check(scheme: Scheme, to: str, on: date) -> None:
    if to not in [one.code for one in next_states(scheme)]:
        raise IllegalMove(scheme.state, to)
    last = max((one.on for one in scheme.moves), default=date.min)
    if on < last or on > times.today():
        raise MoveTooEarly(last)


def _follow(scheme: Scheme, to: str, on: date, paper: Paper) -> None:
    """What a state brings with it: an approval its decision, an acceptance its day, a paper its place in the file."""
    if to == APPROVED:
        scheme.decision_number, scheme.decided_on = paper.number, on
    if to == ACCEPTED:
        scheme.accepted_on = on
    if paper.number:
        filed = Document(type=paper.type, number=paper.number, on=on, added_by=audit.actor_id(), added_at=times.now())
        scheme.documents.append(filed)


def _is_on_its_way(scheme: Scheme, to: str) -> bool:
    """National schemes pass the ministry's appraisal; local ones never go there."""
    if to == "cho_cuc_tham_dinh":
        return scheme.kind != LOCAL_KIND
    if to == APPROVED and scheme.state == "tham_dinh_co_so":
        return scheme.kind == LOCAL_KIND
    return True


def _before_amendment(scheme: Scheme) -> str | None:
    return next((one.state for one in reversed(scheme.moves) if one.state != AMENDED), None)


def actor_name() -> str:
    """The clerk's name as it stood, so that the time line reads the same when she has left."""
    actor = db.session.get(User, audit.actor_id()) if audit.actor_id() else None
    return actor.name if actor else ""


@cache
def _states() -> dict[str, State]:
    return {row["code"]: _state(row) for row in gates.rows("scheme_states.csv")}


def _state(row: dict[str, str]) -> State:
    nexts = () if row["code"] == AMENDED else tuple(filter(None, row["next_states"].split("; ")))
    step = int(row["step"]) if row["step"] else None
    return State(
        row["code"], row["name_vi"], row["name_en"], step, row["who"], row["documents"], row["deadline"], nexts
    )

"""The register of papers: brought by a maker or written by staff, confirmed, corrected, renewed, taken back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from catalog import recognition_letters as letters
from catalog import reminders, search, standing
from catalog.models import SUBJECTS, Product, Recognition
from catalog.recognition_facts import columns, problems
from core import audit, times
from core.access import must_reach
from core.db import db
from programme.models import CraftVillage, Facility

MAKER, STAFF = "maker", "staff"
Subject = Product | Facility | CraftVillage

# Every allowed move, and who may make it.
MOVES = {
    ("proposed", "confirmed"): STAFF,
    ("proposed", "refused"): STAFF,
    ("proposed", "withdrawn"): MAKER,
    ("refused", "proposed"): MAKER,
    ("refused", "withdrawn"): MAKER,
    ("confirmed", "revoked"): STAFF,
    ("revoked", "confirmed"): STAFF,  # taken back by mistake, or given back
}
_SUBJECT_COLUMNS = {"product": "product_id", "facility": "facility_id", "craft_village": "village_id"}


class IllegalMove(Exception):
    """Not from here to there, or not by this one; or someone has moved it meanwhile."""

    def __init__(self, state: str, to: str) -> None:
        super().__init__(f"{state} -> {to}")
        self.state, self.to = state, to


class HoldsTitle(Exception):
    """What has a CNNTTB title is made in series, and cannot be called one of a kind."""


class NotWhole(Exception):
    """What is said of a paper is not enough, or cannot be; `problems` by field."""

    def __init__(self, found: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{name}: {sentence}" for name, sentence in found.items()))
        self.problems = dict(found)


def may_move(paper: Recognition, to: str, by: str) -> bool:
    return MOVES.get((paper.state, to)) == by


def propose(subject: Subject, kind: str, facts: Mapping[str, Any], renews: Recognition | None = None) -> Recognition:
    """A maker brings a paper; nobody else sees it until staff confirm it. Raises NotWhole."""
    paper = _new(subject, kind, facts, renews)
    paper.proposed_by = audit.actor_id()
    audit.record(paper, "recognition.proposed", kind=kind)
    return paper


def add(subject: Subject, kind: str, facts: Mapping[str, Any], renews: Recognition | None = None) -> Recognition:
    """Staff write a paper into the register; it counts from this commit on. Raises NotWhole."""
    paper = _new(subject, kind, facts, renews)
    must_reach(paper.commune_code)
    audit.record(paper, "recognition.added", kind=kind)
    _move(paper, "confirmed", STAFF, confirmed_at=times.now())
    _replace(paper)
    reminders.plan(paper)
    return paper


def revise(paper: Recognition, facts: Mapping[str, Any]) -> None:
    """A maker mends what waits or was refused, and brings it again. Raises NotWhole, IllegalMove."""
    if paper.state == "confirmed" or paper.state not in ("proposed", "refused"):
        raise IllegalMove(paper.state, "proposed")
    _write(paper, facts)
    if paper.state == "refused":
        _move(paper, "proposed", MAKER)


def withdraw(paper: Recognition) -> None:
    _move(paper, "withdrawn", MAKER, of_one_of_a_kind=None)


def confirm(paper: Recognition) -> None:
    """Staff have compared it with the paper. A renewal takes the place of the one before, also when it is lower."""
    must_reach(paper.commune_code)
    if paper.state != "proposed":
        raise IllegalMove(paper.state, "confirmed")  # what was taken back is reinstated, with a reason
    _refuse(problems(paper.kind, _told(paper)))
    _move(paper, "confirmed", STAFF, confirmed_at=times.now(), reason="")
    _replace(paper)
    letters.confirmed(paper)
    reminders.plan(paper)


def refuse(paper: Recognition, reason: str) -> None:
    _move(paper, "refused", STAFF, reason=reason, of_one_of_a_kind=None)
    letters.refused(paper)


def revoke(paper: Recognition, reason: str, on: date, decision: str = "") -> None:
    """The issuer took it back: it counts no more from this commit on, and its page says since when and why."""
    if on > times.today():
        raise NotWhole({"on": _("Ngày thu hồi chưa tới.")})
    _move(paper, "revoked", STAFF, reason=reason, revoked_on=on, revoked_by=decision, of_one_of_a_kind=None)
    letters.revoked(paper)


def reinstate(paper: Recognition, reason: str) -> None:
    """It was taken back by mistake, or given back. Raises NotWhole where it may not be held any more."""
    _refuse(_barred(paper.product, paper.kind))
    mark = False if paper.kind == "cnnttb" else None
    _move(paper, "confirmed", STAFF, because=reason, reason="", revoked_on=None, revoked_by="", of_one_of_a_kind=mark)


def correct(paper: Recognition, facts: Mapping[str, Any], why: str) -> list[str]:
    """Staff put right what was written down wrongly; the old values stay in the audit. Returns what changed."""
    must_reach(paper.commune_code)
    if not paper.is_public:
        raise IllegalMove(paper.state, "corrected")
    changed = _write(paper, facts, action="recognition.corrected", why=why)
    if changed:
        _replace(paper)
        _touch(paper)
    if "expires_on" in changed:
        reminders.plan(paper)
    return changed


def may_be_one_of_a_kind(product: Product) -> None:
    """Raises HoldsTitle while a CNNTTB title is held or asked for; the database refuses it too."""
    if holds_title(product):
        raise HoldsTitle(product.id)


def holds_title(product: Product) -> bool:
    """Whether a CNNTTB title is held or asked for: such a product cannot be called one of a kind."""
    live = Recognition.state.in_(("proposed", "confirmed"))
    query = select(Recognition.id).where(Recognition.product_id == product.id, Recognition.kind == "cnnttb", live)
    return db.session.scalar(query.limit(1)) is not None


def _new(subject: Subject, kind: str, facts: Mapping[str, Any], renews: Recognition | None) -> Recognition:
    about = _SUBJECT_COLUMNS[subject.__tablename__]
    if about.removesuffix("_id") not in SUBJECTS[kind]:
        raise NotWhole({"subject": _("Giấy loại này không cấp cho đối tượng ấy.")})
    _refuse(_barred(subject, kind) | problems(kind, facts) | _not_a_renewal(subject, kind, facts, renews))
    paper = Recognition(
        kind=kind, state="proposed", renews_id=renews.id if renews else None, renews=renews, **{about: subject.id},
        **columns(kind, facts),
    )  # fmt: skip
    db.session.add(paper)
    db.session.flush()
    return paper


def _refuse(found: Mapping[str, str]) -> None:
    if found:
        raise NotWhole(found)


def _barred(subject: Subject | None, kind: str) -> dict[str, str]:
    if kind == "cnnttb" and isinstance(subject, Product) and subject.one_of_a_kind:
        return {"kind": _("Món này ghi là độc bản, mà sản phẩm CNNT tiêu biểu phải làm được hàng loạt.")}
    return {}


def _not_a_renewal(subject: Subject, kind: str, facts: Mapping[str, Any], renews: Recognition | None) -> dict[str, str]:
    if renews is None:
        return {}
    about = _SUBJECT_COLUMNS[subject.__tablename__]
    if renews.kind != kind or getattr(renews, about) != subject.id or not renews.is_public:
        return {"kind": _("Gia hạn phải cùng loại giấy, cùng đối tượng với giấy trước.")}
    if facts.get("issued_on") and renews.issued_on and facts["issued_on"] <= renews.issued_on:
        return {"issued_on": _("Giấy gia hạn phải cấp sau giấy trước.")}
    return {}


def _told(paper: Recognition) -> dict[str, Any]:
    return {name: getattr(paper, name) for name in columns(paper.kind, {})}


def _write(paper: Recognition, facts: Mapping[str, Any], *, action: str = "recognition.revised", why: str = "") -> Any:
    _refuse(problems(paper.kind, facts))
    wanted, now = columns(paper.kind, facts), _told(paper)
    changed = [name for name, value in wanted.items() if now[name] != value]
    for name in changed:
        setattr(paper, name, wanted[name])
    if changed:
        detail = {name: [_plain(now[name]), _plain(wanted[name])] for name in changed}
        audit.record(paper, action, changes=detail, why=why)
    return changed


def _replace(paper: Recognition) -> None:
    """The one before counts until the day before this one was issued; it stays in the history."""
    before = paper.renews
    if before is None or not before.is_confirmed:
        return
    on = paper.issued_on or times.today()
    if before.replaced_on != on:
        before.replaced_on = on
        audit.record(before, "recognition.replaced", by=paper.code, on=on.isoformat())


def _move(paper: Recognition, to: str, by: str, *, because: str = "", **values: Any) -> None:
    """One conditional UPDATE: of two who move it at the same time, one is told."""
    if by == STAFF:
        must_reach(paper.commune_code)
    origin = paper.state
    if MOVES.get((origin, to)) != by:
        raise IllegalMove(origin, to)
    if to == "proposed" and paper.kind == "cnnttb":
        values["of_one_of_a_kind"] = False
    db.session.flush()
    moved = db.session.execute(
        update(Recognition)
        .where(Recognition.id == paper.id, Recognition.state == origin)
        .values(state=to, **values)
        .returning(Recognition.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if moved is None:
        raise IllegalMove(origin, to)
    db.session.refresh(paper, ["state", *values])
    detail = {name: _plain(value) for name, value in values.items() if name != "of_one_of_a_kind" and value}
    audit.record(paper, f"recognition.{to}", origin=origin, because=because, **detail)
    _touch(paper)


def _touch(paper: Recognition) -> None:
    """Stars and titles are searched and counted; a facility's own paper may be what the market asks of it."""
    if paper.product_id:
        search.touch(paper.product_id)
    if paper.facility_id:
        standing.settle([paper.facility_id])


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else value.isoformat()

"""Programme records as staff enter them: programmes, yearly plans, drafts of schemes, their tasks and results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core import audit, codes, times
from core.db import db
from programme import units
from programme.models import (
    FUNDING_SOURCES,
    Funding,
    Plan,
    Programme,
    Scheme,
    SchemeChange,
    SchemeMove,
    SchemePlace,
    Task,
)
from programme.schemes import AMENDED, actor_name, hold

DRAFTS = ("nhap", "yeu_cau_bo_sung")
UNDER_WAY = ("hop_dong", "dang_thuc_hien", "kiem_tra")


class Taken(Exception):
    """Another programme has that code, or another plan that year; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class OutsideProgramme(Exception):
    """The year of a plan is none of its programme's."""


class NotDraft(Exception):
    """It was sent for appraisal: from then on it changes by decision only."""


class SpentAlready(Exception):
    """More of a source is paid out than would be left planned; `source` says of which."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source


class ChangedMeanwhile(Exception):
    """Somebody saved it while it was open here."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form says of a scheme: columns of its row, communes by code, planned đồng by source."""

    columns: Mapping[str, Any]
    communes: tuple[str, ...]
    planned: Mapping[str, int]


def begin_programme(**columns: Any) -> Programme:
    """A new programme. Raises NotYours, Taken."""
    units.must_be_office()
    return _added(Programme(**columns), "code", "programme.begun")


def revise_programme(programme: Programme, **columns: Any) -> None:
    """Raises NotYours, and OutsideProgramme where a plan would be left outside."""
    units.must_be_office()
    outside = ~Plan.year.between(columns["from_year"], columns["to_year"])
    if db.session.scalar(select(Plan.id).where(Plan.programme_id == programme.id, outside).limit(1)):
        raise OutsideProgramme(programme.code)
    _change(programme, "programme.revised", columns)


def begin_plan(programme: Programme, **columns: Any) -> Plan:
    """A year of a programme. Raises NotYours, OutsideProgramme, Taken."""
    units.must_be_office()
    if not programme.from_year <= columns["year"] <= programme.to_year:
        raise OutsideProgramme(programme.code)
    return _added(Plan(programme_id=programme.id, **columns), "year", "plan.begun")


def revise_plan(plan: Plan, **columns: Any) -> None:
    """Its budget and decision; what they were stays in the log. Raises NotYours."""
    units.must_be_office()
    _change(plan, "plan.revised", columns)


def propose(draft: Draft) -> Scheme:
    """A new scheme, a draft of the unit that enters it. Raises NotYours.

    Its code is not the next number: from a gap in numbers one could tell that others have drafts.
    """
    units.must("propose")
    unit, today = units.mine(), times.today()
    year = db.session.get_one(Plan, draft.columns["plan_id"]).year
    scheme = Scheme(
        code=f"KC-{year}-{codes.letters(5)}", state="nhap", unit_id=unit.id if unit else None, **draft.columns
    )
    scheme.places = [SchemePlace(commune_code=one) for one in draft.communes]
    scheme.fundings = [Funding(source=one, planned=draft.planned.get(one, 0)) for one in FUNDING_SOURCES]
    scheme.moves = [SchemeMove(state="nhap", on=today, by=actor_name())]
    db.session.add(scheme)
    audit.record(scheme, "scheme.proposed", name=scheme.name, unit=unit.name if unit else "")
    return scheme


def revise(scheme: Scheme, draft: Draft, revision: int) -> None:
    """Change a draft. `revision` is the one that whoever changes it had before her.

    Raises NotYours, NotDraft, ChangedMeanwhile and changes nothing: one conditional UPDATE decides.
    """
    units.must("propose", scheme)
    if scheme.state not in DRAFTS:
        raise NotDraft(scheme.code)
    if not _claims(scheme, revision):
        raise ChangedMeanwhile(scheme.code)
    if told := _put(scheme, draft):
        audit.record(scheme, "scheme.revised", **told)


def amend(scheme: Scheme, draft: Draft, revision: int) -> None:
    """Change an approved scheme while an amendment is open; every old value stands beside the new one for good.

    Raises NotYours, NotDraft, ChangedMeanwhile, SpentAlready.
    """
    units.must("approve", scheme)
    if scheme.state != AMENDED:
        raise NotDraft(scheme.code)
    if not _claims(scheme, revision, (AMENDED,)):
        raise ChangedMeanwhile(scheme.code)
    held = {one.source: one.disbursed for one in scheme.fundings}
    if short := [one for one, spent in held.items() if draft.planned.get(one, 0) < spent]:
        raise SpentAlready(short[0])
    told = _put(scheme, draft)
    move_id = scheme.moves[-1].id
    for name, values in told.items():
        row = SchemeChange(move_id=move_id, field=name, values=values, at=times.now(), by=actor_name())
        db.session.add(row)
    if told:
        audit.record(scheme, "scheme.amended", **told)


def _put(scheme: Scheme, draft: Draft) -> dict[str, Any]:
    """Set what differs; the old and new values by field."""
    told = audit.differences(scheme, draft.columns) | _place_changes(scheme, draft) | _money_changes(scheme, draft)
    for name, value in draft.columns.items():
        setattr(scheme, name, value)
    held = {one.commune_code: one for one in scheme.places}
    scheme.places = [held.get(code) or SchemePlace(commune_code=code) for code in draft.communes]
    _fund(scheme, draft.planned)
    return told


def may_change(scheme: Scheme) -> bool:
    """Whether whoever acts may change it now: as a draft, or under an amendment."""
    if scheme.state == AMENDED:
        return units.may("approve", scheme)
    return scheme.state in DRAFTS and units.may("propose", scheme)


def give_task(scheme: Scheme, name: str, doer: str, due_on: date) -> Task:
    """Raises NotYours."""
    _must_work_on(scheme)
    task = Task(scheme_id=scheme.id, name=name, doer=doer, due_on=due_on)
    db.session.add(task)
    audit.record(task, "task.given", scheme=scheme.code, name=name, due_on=due_on.isoformat())
    return task


def finish_task(scheme: Scheme, task: Task, on: date, result: str) -> None:
    """Raises NotYours; what is done already stays as it was noted."""
    _must_work_on(scheme)
    if task.done_on is None:
        task.done_on, task.result = on, result
        audit.record(task, "task.done", scheme=scheme.code, on=on.isoformat(), result=result)


def note_results(scheme: Scheme, reached: Sequence[str]) -> None:
    """What each target came to, while the work goes on. Raises NotYours, NotDraft."""
    hold(scheme)
    units.must("carry_out", scheme)
    if scheme.state not in UNDER_WAY:
        raise NotDraft(scheme.code)
    wanted = [one | {"reached": said} for one, said in zip(scheme.targets, reached, strict=True)]
    if wanted != scheme.targets:
        audit.record(scheme, "scheme.results_noted", targets=[scheme.targets, wanted])
        scheme.targets = wanted


def _must_work_on(scheme: Scheme) -> None:
    units.must("propose" if scheme.state in DRAFTS else "carry_out", scheme)


def _claims(scheme: Scheme, revision: int, states: tuple[str, ...] = DRAFTS) -> bool:
    """One of two who save at once is first; whoever moved it on meanwhile is before both."""
    claimed = db.session.execute(
        update(Scheme)
        .where(Scheme.id == scheme.id, Scheme.revision == revision, Scheme.state.in_(states))
        .values(revision=revision + 1)
        .returning(Scheme.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    db.session.refresh(scheme)
    return claimed is not None


def _place_changes(scheme: Scheme, draft: Draft) -> dict[str, Any]:
    before = sorted(one.commune_code for one in scheme.places)
    return {"communes": [before, sorted(draft.communes)]} if before != sorted(draft.communes) else {}


def _money_changes(scheme: Scheme, draft: Draft) -> dict[str, Any]:
    before = {one.source: one.planned for one in scheme.fundings}
    wanted = {one: draft.planned.get(one, 0) for one in FUNDING_SOURCES}
    return {one: [before.get(one, 0), wanted[one]] for one in wanted if before.get(one, 0) != wanted[one]}


def _fund(scheme: Scheme, planned: Mapping[str, int]) -> None:
    held = {one.source: one for one in scheme.fundings}
    for source in FUNDING_SOURCES:
        if source in held:
            held[source].planned = planned.get(source, 0)
        else:
            scheme.fundings.append(Funding(source=source, planned=planned.get(source, 0)))


def _added(row: Any, field: str, act: str) -> Any:
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as taken:
        raise Taken(field) from taken
    audit.record(row, act, **{field: getattr(row, field)})
    return row


def _change(row: Any, act: str, columns: Mapping[str, Any]) -> None:
    told = audit.differences(row, columns)
    for name, value in columns.items():
        setattr(row, name, value)
    if told:
        audit.record(row, act, **told)

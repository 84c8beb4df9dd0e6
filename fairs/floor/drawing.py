"""Drawing on a hall's plan: every change names the revision it was made on, and is kept whole or not at all.

Two people draw on one plan at once. What they change is put together; only where both changed the same stand or thing
is the second refused with PlanChanged and told who was first. One UPDATE of the hall's revision lets one in at a time.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core import audit, undo
from core.db import db
from fairs.floor import keeping, rules, walks
from fairs.floor.faults import Fault, Unfit
from fairs.floor.shapes import Floor, Spot, Thing
from fairs.floor.steps import PutThing, RemoveThing, Step
from fairs.models import Fair, Hall

DRAWN = "plan.drawn"


class PlanChanged(Exception):
    """Somebody else changed the same place since; `numbers` are the stands it was about, `actor_id` who did it last."""

    def __init__(self, hall_id: int, numbers: Sequence[str], actor_id: int | None) -> None:
        super().__init__(hall_id, numbers)
        self.hall_id, self.numbers, self.actor_id = hall_id, list(numbers), actor_id


class FairOver(Exception):
    """The fair is over; its halls stay as they were drawn."""


class CannotTakeBack(Exception):
    """No act of this plan, or one that is taken back already."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a change came to: the plan's revision now, and the act by which it can be taken back (None: nothing new)."""

    revision: int
    act_id: int | None


def floor_of(hall: Hall) -> Floor:
    """The plan as it is kept now. One query."""
    return keeping.read(hall).floor


def change(hall: Hall, steps: Sequence[Step], *, revision: int) -> Drawn:
    """Draw these steps one after the other. Raises Unfit with every fault, or PlanChanged; then nothing is drawn."""
    _enter(hall)
    kept = keeping.read(hall)
    _must_not_collide(kept, steps, revision)
    wanted = kept.floor.copy()
    for step in steps:
        step.apply(wanted, kept.held)
    return _keep(kept, wanted)


def resize(hall: Hall, width: int, height: int) -> None:
    """Move the walls; nothing may be left outside."""
    _enter(hall)
    kept = keeping.read(hall)
    wanted = kept.floor.copy()
    wanted.width, wanted.height = width, height
    outside = [fault for fault in rules.faults(wanted, wanted.spots, wanted.things) if fault.code == "outside"]
    if outside:
        raise Unfit(outside)
    was = [hall.width, hall.height]
    hall.width, hall.height = width, height
    audit.record(hall, "plan.resized", revision=hall.revision, size=[was, [width, height]])


def take_back(hall: Hall, act_id: int) -> Drawn:
    """Undo one act, also an undoing: what it changed goes back as it was, if nobody changed it since."""
    _enter(hall)
    entry = audit.entry(act_id)
    mine = entry is not None and (entry.subject_kind, entry.subject_id) == (Hall.__tablename__, hall.id)
    if entry is None or not mine or entry.action != DRAWN or act_id in undo.undone_among([act_id]):
        raise CannotTakeBack(act_id)
    kept = keeping.read(hall)
    wanted = kept.floor.copy()
    _put_back(kept, wanted, entry.detail)
    drawn = _keep(kept, wanted)
    audit.record(entry, undo.UNDONE, undid=entry.action)
    return drawn


def _put_back(kept: keeping.Kept, wanted: Floor, detail: dict[str, Any]) -> None:
    """Every value of before; raises PlanChanged where one is no longer what the act made it."""
    lost = [
        (was or now or {}).get("number") or (was or now or {}).get("label", "")
        for key, (was, now) in detail["stands"].items()
        if _plain(wanted.spots.get(int(key))) != now
    ]
    lost += [
        (was or now or {}).get("label", "")
        for key, (was, now) in detail["things"].items()
        if _plain(wanted.things.get(int(key))) != now
    ]
    if lost:
        raise PlanChanged(kept.hall.id, lost, _last_actor(kept.hall, 0))
    for key, (was, now) in detail["stands"].items():
        if now is not None and was is None and int(key) in kept.held:
            raise Unfit([Fault("has_booth", int(key), now["number"])])
        _set(wanted.spots, int(key), Spot(**was) if was else None)
    for key, (was, _now) in detail["things"].items():
        _set(wanted.things, int(key), Thing(**was) if was else None)


def _set(into: dict[int, Any], key: int, value: Any) -> None:
    if value is None:
        into.pop(key, None)
    else:
        into[key] = value


def _enter(hall: Hall) -> None:
    """Take the next revision: whoever comes second waits here, and reads what the first has written."""
    if db.session.get_one(Fair, hall.fair_id).is_over:
        raise FairOver(hall.fair_id)
    db.session.execute(
        update(Hall)
        .where(Hall.id == hall.id)
        .values(revision=Hall.revision + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(hall)


def _must_not_collide(kept: keeping.Kept, steps: Sequence[Step], revision: int) -> None:
    stands = {key for step in steps for key in step.touched()}
    hit = [kept.floor.spots[key].number for key in sorted(stands) if kept.stand_revisions.get(key, 0) > revision]
    things = {step.id for step in steps if isinstance(step, PutThing | RemoveThing)}
    hit += [
        rules.name_of(kept.floor.things[key])
        for key in sorted(things)
        if key in kept.floor.things and kept.thing_revisions.get(key, 0) > revision
    ]
    gone = [key for key in stands if key >= 0 and key not in kept.floor.spots]
    if hit or gone:
        raise PlanChanged(kept.hall.id, hit, _last_actor(kept.hall, revision))


def _last_actor(hall: Hall, revision: int) -> int | None:
    for entry in acts(hall, 20):
        if entry.detail.get("revision", 0) > revision:
            return entry.actor_id
    return None


def acts(hall: Hall, at_most: int) -> list[audit.AuditEntry]:
    """What was drawn on a plan, the latest first."""
    query = select(audit.AuditEntry).where(
        audit.AuditEntry.subject_kind == Hall.__tablename__,
        audit.AuditEntry.subject_id == hall.id,
        audit.AuditEntry.action == DRAWN,
    )
    return list(db.session.scalars(query.order_by(audit.AuditEntry.id.desc()).limit(at_most)))


def _keep(kept: keeping.Kept, wanted: Floor) -> Drawn:
    """Check what is wanted, write what differs, note it so that it can be taken back."""
    stands, things = _changed(kept.floor.spots, wanted.spots), _changed(kept.floor.things, wanted.things)
    if not stands and not things:
        return Drawn(kept.hall.revision, None)
    found = rules.faults(wanted, stands, things)
    found += rules.numbers_elsewhere(wanted, stands, kept.elsewhere, kept.printed)
    if found:
        raise Unfit(found)
    was = {key: _plain(kept.floor.spots.get(key)) for key in stands}
    try:
        with db.session.begin_nested():
            ids = keeping.write(kept, wanted, stands, things, walks.order(wanted))
    except IntegrityError as raced:
        raise Unfit([_raced(raced)]) from raced
    entry = audit.AuditEntry
    audit.record(
        kept.hall,
        DRAWN,
        revision=kept.hall.revision,
        stands={str(ids.get(key, key)): [was[key], _plain(wanted.spots.get(key))] for key in stands},
        things={str(key): [_plain(kept.floor.things.get(key)), _plain(wanted.things.get(key))] for key in things},
    )
    db.session.flush()
    last = select(entry.id).where(entry.subject_kind == Hall.__tablename__, entry.subject_id == kept.hall.id)
    return Drawn(kept.hall.revision, db.session.scalar(last.order_by(entry.id.desc()).limit(1)))


def _raced(raced: IntegrityError) -> Fault:
    """The database refused: another hall took the number, or a booth the stand, in the same moment."""
    is_number = "number" in str(raced.orig)
    return Fault("same_number", 0) if is_number else Fault("just_taken", 0)


def _changed(before: dict[int, Any], after: dict[int, Any]) -> list[int]:
    return [key for key in {**before, **after} if before.get(key) != after.get(key)]


def _plain(value: Spot | Thing | None) -> dict[str, Any] | None:
    return asdict(value) if value is not None else None

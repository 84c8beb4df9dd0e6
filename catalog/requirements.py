"""What the market asks of makers, as staff set it; what makers declare and hand in; what staff say to a document."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, raiseload

from accounts.models import Membership
from catalog import requirement_letters as letters
from catalog import standing
from catalog.models import Proof, Requirement
from core import audit, jobs, scans, times
from core.access import must_reach
from core.db import db
from core.text import clean_line
from programme import reach

PREFIX = "proofs"
LATEST = 20


@dataclass(frozen=True, slots=True)
class Terms:
    """What a form says of a requirement; its kind, its fact and its paper are never changed afterwards."""

    title: str
    why: str
    statement: str
    facility_kinds: list[str]
    groups: list[str]
    effect: str
    from_on: date
    binds_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Paper:
    """What a maker says of the document she hands in."""

    number: str
    issuer: str
    issued_on: date | None
    valid_until: date | None


class TooSoon(Exception):
    """It would stop somebody before she had time: `least` is the first day it may bind."""

    def __init__(self, least: date) -> None:
        super().__init__(least.isoformat())
        self.least = least


class NotNow(Exception):
    """It is not where that could be done: decided, withdrawn, over, or of another kind."""


class WaitsAlready(Exception):
    """A document for this waits: it is withdrawn first, or looked at."""


class OwnDocument(Exception):
    """Nobody decides over a document of a team she is in, or that she handed in."""


class Lapsed(Exception):
    """Its last day is over: it proves nothing today."""


def define(kind: str, terms: Terms, *, fact: str = "", paper: str = "") -> Requirement:
    """Ask something new. Raises TooSoon, OutOfArea: whoever is narrowed to some communes asks nothing of all."""
    must_reach(None)
    _must_leave_time(terms)
    made = Requirement(
        kind=kind, fact=fact, paper=paper, made_by=audit.actor_id(), made_at=times.now(), **asdict(terms)
    )
    db.session.add(made)
    audit.record(made, "requirement.defined", kind=kind, title=terms.title, effect=terms.effect)
    jobs.enqueue("requirements.settle")
    return made


def revise(asked: Requirement, terms: Terms) -> list[str]:
    """Change it, and return what differs. What asks more of somebody leaves time again. Raises TooSoon, OutOfArea.

    A new text is declared anew: its version rises, and what was declared before counts until then no longer.
    """
    must_reach(None)
    changed = audit.differences(asked, asdict(terms))
    if not changed:
        return []
    if {*changed} & {"statement", "facility_kinds", "groups", "effect", "binds_on"}:
        _must_leave_time(terms)
    if "statement" in changed:
        asked.version += 1
    for name in changed:
        setattr(asked, name, getattr(terms, name))
    audit.record(asked, "requirement.revised", **changed)
    jobs.enqueue("requirements.settle")
    return [*changed]


def attest(facility_id: int, asked: Requirement, version: int) -> Proof:
    """The maker declares the text she read. Raises NotNow: it is over, of another kind, or says something else now."""
    if asked.kind != "attested" or asked.is_over or version != asked.version:
        raise NotNow(asked.id)
    there = db.session.scalar(select(Proof).where(*_of(facility_id, asked), Proof.version == version))
    if there:
        return there
    made = _made(facility_id, asked, "declared")
    audit.record(made, "proof.declared", facility=facility_id, requirement=asked.id, version=version)
    standing.settle([facility_id])
    return made


def hand_in(facility_id: int, asked: Requirement, paper: Paper, scan: scans.Scan, name: str) -> Proof:
    """A document waits for staff. Raises NotNow, WaitsAlready, Lapsed."""
    if asked.kind != "verified" or asked.is_over:
        raise NotNow(asked.id)
    if paper.valid_until and paper.valid_until < times.today():
        raise Lapsed(paper.valid_until)
    mimetype, content = scan
    made = _made(
        facility_id, asked, "waiting", **asdict(paper), mimetype=mimetype, byte_count=len(content),
        digest=scans.digest_of(content), file_name=clean_line(name)[-80:] or "giay",
    )  # fmt: skip
    scans.keep(PREFIX, content)
    audit.record(made, "proof.handed_in", facility=facility_id, requirement=asked.id, number=paper.number)
    standing.settle([facility_id])
    return made


def withdraw(proof: Proof) -> None:
    """The maker takes back what nobody has decided. Raises NotNow."""
    _move(proof, "withdrawn")


def accept(proof: Proof) -> None:
    """Staff compared it: it counts from now on. Raises NotNow, Lapsed, OwnDocument, OutOfArea."""
    _must_decide(proof)
    if proof.valid_until and proof.valid_until < times.today():
        raise Lapsed(proof.valid_until)
    _move(proof, "accepted", **_decided())
    letters.accepted(proof)


def refuse(proof: Proof, reason: str) -> None:
    """Not this one; the maker reads why. Raises NotNow, OwnDocument, OutOfArea."""
    _must_decide(proof)
    _move(proof, "refused", reason=reason, **_decided())
    letters.refused(proof)


def find(requirement_id: int) -> Requirement | None:
    return db.session.get(Requirement, requirement_id)


def every() -> Sequence[Requirement]:
    """Those in force and to come first, then those that are over."""
    return sorted(db.session.scalars(select(Requirement)), key=lambda one: (one.is_over, one.from_on, one.id))


def proof(proof_id: int, facility_id: int | None = None) -> Proof | None:
    """A maker's own, or any for staff."""
    query = select(Proof).where(Proof.id == proof_id)
    if facility_id is not None:
        query = query.where(Proof.facility_id == facility_id)
    return db.session.scalar(query.options(*_whole()))


def queue() -> Sequence[Proof]:
    """Documents that wait, the oldest first, within one's area."""
    query = select(Proof).where(Proof.state == "waiting", reach.within(Proof.facility_id))
    return db.session.scalars(query.order_by(Proof.made_at, Proof.id).options(*_whole())).all()


def waiting() -> tuple[int, Any]:
    """How many documents wait, and since when the oldest."""
    query = select(func.count(), func.min(Proof.made_at))
    number, oldest = db.session.execute(query.where(Proof.state == "waiting", reach.within(Proof.facility_id))).one()
    return number, oldest


def history(facility_id: int) -> Sequence[Proof]:
    query = select(Proof).where(Proof.facility_id == facility_id).order_by(Proof.id.desc()).limit(LATEST)
    return db.session.scalars(query.options(*_whole())).all()


def content_of(one: Proof) -> bytes | None:
    return scans.kept(PREFIX, one.digest) if one.digest else None


def _must_leave_time(terms: Terms) -> None:
    least = max(times.today() + timedelta(days=standing.rules.value("least_grace_days")), terms.from_on)
    if terms.effect != "advice" and terms.binds_on < least:
        raise TooSoon(least)


def _must_decide(proof: Proof) -> None:
    must_reach(proof.facility.commune_code)
    me = audit.actor_id()
    mine = select(Membership.id).where(Membership.user_id == me, Membership.facility_id == proof.facility_id)
    if me is not None and (proof.made_by == me or db.session.scalar(mine)):
        raise OwnDocument(proof.id)


def _made(facility_id: int, asked: Requirement, state: str, **told: Any) -> Proof:
    """Of two who do it at once one does: the database keeps one."""
    made = Proof(
        requirement_id=asked.id, facility_id=facility_id, state=state, version=asked.version,
        made_by=audit.actor_id(), made_at=times.now(), **told,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as twice:
        raise WaitsAlready(asked.id) from twice
    return made


def _move(proof: Proof, to: str, **values: Any) -> None:
    """One conditional UPDATE: of two who decide at once, one does."""
    act = update(Proof).where(Proof.id == proof.id, Proof.state == "waiting").values(state=to, **values)
    moved = db.session.scalar(act.returning(Proof.id).execution_options(synchronize_session=False))
    if moved is None:
        raise NotNow(proof.id)
    db.session.refresh(proof, ["state", *values])
    audit.record(
        proof, f"proof.{to}", facility=proof.facility_id, requirement=proof.requirement_id, reason=proof.reason
    )
    standing.settle([proof.facility_id])


def _decided() -> dict[str, Any]:
    return {"decided_at": times.now(), "decided_by": audit.actor_id()}


def _of(facility_id: int, asked: Requirement) -> tuple[Any, ...]:
    return Proof.facility_id == facility_id, Proof.requirement_id == asked.id, Proof.state == "declared"


def _whole() -> tuple[Any, ...]:
    return joinedload(Proof.requirement), joinedload(Proof.facility), raiseload("*")

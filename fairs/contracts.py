"""Contracts and memoranda signed at a fair (report R4), noted by their maker or by staff with a scan of their pages."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload

from catalog import evidence
from core import audit, times
from core.access import must_reach
from core.db import db
from core.storage import files
from fairs.models import Booth, Fair, FairContract


class NotAtTheFair(Exception):
    """The day is none of the fair's that have come: it was not signed there."""


class Reported(Exception):
    """The fair's report stands: nothing is noted or taken back any more."""


class AlreadyCancelled(Exception):
    """It was taken back before."""


def note(booth: Booth, told: Mapping[str, Any], content: bytes) -> FairContract:
    """`told` by the names of its columns. Raises NotAtTheFair, Reported, OutOfArea, and evidence.RefusedEvidence."""
    must_reach(booth.facility.commune_code)
    fair = booth.fair
    _must_take(fair)
    first, last = times.local(fair.opens_at).date(), times.local(fair.closes_at).date()
    if not first <= told["signed_on"] <= min(last, times.today()):
        raise NotAtTheFair(fair.id)
    mimetype, clean = evidence.read(content)
    digest = hashlib.sha256(clean).hexdigest()[:32]
    files().put(_key(digest), clean)
    made = FairContract(
        fair_id=booth.fair_id, booth_id=booth.id, stand_id=booth.stand_id, facility_id=booth.facility_id,
        scheme_id=booth.scheme_id, digest=digest, mimetype=mimetype, noted_by=audit.actor_id(), **told,
    )  # fmt: skip
    db.session.add(made)
    audit.record(made, "fair_contract.noted", kind=made.kind, amount=made.amount, partner=made.partner)
    return made


def cancel(contract: FairContract, reason: str) -> None:
    """It counts no more. Raises Reported, AlreadyCancelled, OutOfArea."""
    must_reach(contract.booth.facility.commune_code)
    _must_take(contract.fair)
    if contract.cancelled_at is not None:
        raise AlreadyCancelled(contract.id)
    contract.cancelled_at, contract.cancel_reason = times.now(), reason
    audit.record(contract, "fair_contract.cancelled", reason=reason)


def of_booth(booth_id: int) -> Sequence[FairContract]:
    return _read(FairContract.booth_id == booth_id)


def of_fair(fair_id: int) -> Sequence[FairContract]:
    return _read(FairContract.fair_id == fair_id)


def find(fair_id: int, contract_id: int, booth_id: int | None = None) -> FairContract | None:
    found = _read(FairContract.fair_id == fair_id, FairContract.id == contract_id)
    return next((one for one in found if booth_id in (None, one.booth_id)), None)


def booths(fair_id: int) -> Sequence[Booth]:
    """At which one may have been signed, by name."""
    wanted = select(Booth).where(Booth.fair_id == fair_id, Booth.published_at.is_not(None))
    options = joinedload(Booth.stand), joinedload(Booth.fair), joinedload(Booth.facility), raiseload("*")
    return db.session.scalars(wanted.order_by(Booth.title, Booth.id).options(*options)).all()


def takes_notes(fair: Fair) -> bool:
    return fair.opens_at <= times.now() and fair.reported_at is None


def content_of(contract: FairContract) -> bytes | None:
    return files().get(_key(contract.digest))


def _must_take(fair: Fair) -> None:
    if fair.reported_at is not None:
        raise Reported(fair.id)


def _read(*where: Any) -> Sequence[FairContract]:
    """The latest first, each with its booth and fair. One statement."""
    wanted = select(FairContract).where(*where).order_by(FairContract.signed_on.desc(), FairContract.id.desc())
    booth = joinedload(FairContract.booth)
    options = booth.joinedload(Booth.facility), booth.joinedload(Booth.stand), joinedload(FairContract.fair)
    return db.session.scalars(wanted.options(*options, raiseload("*"))).all()


def _key(digest: str) -> str:
    return f"contracts/{digest}"

"""At the door: what was not taken comes back, its buyer may object, and staff decide whether it counts."""

from sqlalchemy import ColumnElement, update

from catalog import stock
from core import audit, times
from core.access import must_reach
from core.db import db
from shop import letters, parcels, refused
from shop.models import Parcel
from shop.refused import ParcelRefusal, Reason


class AlreadyBack(Exception):
    """The goods were noted as back before, or were never refused."""


class NothingToAppeal(Exception):
    """It does not count against the buyer, or she has said her word."""


class AlreadyDecided(Exception):
    """Another member of staff was faster."""


def note(parcel: Parcel, reason: Reason, borne_by: str, words: str = "") -> ParcelRefusal:
    """The goods were not taken and are on their way back. Raises IllegalMove."""
    parcels.bring_back(parcel, reason.name + (f": {words}" if words else ""), keeps=borne_by == "buyer")
    refusal = ParcelRefusal(
        parcel_id=parcel.id,
        phone_key=refused.key_of(parcel.order.buyer_phone),
        reason=reason.code,
        counts=reason.counts and parcel.pays_at_the_door,
        borne_by=borne_by,
        note=words,
        at=times.now(),
        actor_id=audit.actor_id(),
    )
    db.session.add(refusal)
    audit.record(refusal, "refusal.noted", parcel=parcel.id, reason=reason.code, borne_by=borne_by)
    letters.parcel_not_taken(parcel, counts=refusal.counts)
    return refusal


def take_back(refusal: ParcelRefusal, *, is_whole: bool) -> None:
    """The maker has the goods again: whole, they can be sold again. Once. Raises AlreadyBack."""
    if not _once(refusal, ParcelRefusal.back_at.is_(None), back_at=times.now(), is_whole=is_whole):
        raise AlreadyBack(refusal.id)
    if is_whole:
        for variant_id, units in parcels.units_of(refusal.parcel):
            stock.unsell(variant_id, units)
    audit.record(refusal, "refusal.goods_back", is_whole=is_whole)


def appeal(refusal: ParcelRefusal, words: str) -> None:
    """The buyer says how it was. Raises NothingToAppeal."""
    open_still = ParcelRefusal.counts & ParcelRefusal.appealed_at.is_(None)
    if not _once(refusal, open_still, appeal=words, appealed_at=times.now()):
        raise NothingToAppeal(refusal.id)
    audit.record(refusal, "refusal.appealed", words=words)


def decide(refusal: ParcelRefusal, decision: str, why: str) -> None:
    """Staff keep it or lift it, with a reason that the buyer and the maker read. Raises AlreadyDecided."""
    must_reach(refusal.parcel.facility.commune_code)
    values = {"decision": decision, "why": why, "decided_at": times.now(), "decided_by": audit.actor_id()}
    waits = ParcelRefusal.appealed_at.is_not(None) & ParcelRefusal.decision.is_(None)
    if not _once(refusal, waits, **values):
        raise AlreadyDecided(refusal.id)
    audit.record(refusal, f"refusal.{decision}", why=why)
    letters.refusal_decided(refusal.parcel, is_lifted=decision == "lifted", why=why)


def _once(refusal: ParcelRefusal, condition: ColumnElement[bool], **values: object) -> bool:
    """One conditional UPDATE, so that two who act at once act one time."""
    act = update(ParcelRefusal).where(ParcelRefusal.id == refusal.id, condition).values(**values)
    done = db.session.execute(act.returning(ParcelRefusal.id).execution_options(synchronize_session=False)).scalar()
    db.session.refresh(refusal)
    return done is not None

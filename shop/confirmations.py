"""Asking the buyer before goods paid on delivery leave: who noted it, when, how, and how it ended."""

from core import audit, times
from core.db import db
from shop import called, letters, parcels
from shop.called import ParcelCall
from shop.models import Parcel


class TooLate(Exception):
    """The parcel has left, or came to nothing, or is not paid on delivery."""


def note(parcel: Parcel, how: str, outcome: str, words: str = "") -> None:
    """The maker's note. Called off, the parcel is cancelled and its goods go back. Raises TooLate."""
    _hold(parcel)
    _add(parcel, how, outcome, words, parcels.MAKER)
    if outcome == "called_off":
        parcels.call_off(parcel, words)
        letters.parcel_called_off(parcel)


def tap(parcel: Parcel) -> None:
    """The buyer still takes it, by her own order page; tapped twice it is noted once. Raises TooLate."""
    _hold(parcel)
    if called.ended(called.of([parcel.id])[parcel.id]) != "confirmed":
        _add(parcel, "page", "confirmed", "", parcels.BUYER)


def _hold(parcel: Parcel) -> None:
    """Take the parcel's row: what is noted and what leaves come one after the other."""
    parcels.take(parcel)
    if not parcel.pays_at_the_door or parcel.state not in parcels.PACKABLE:
        raise TooLate(parcel.state)


def _add(parcel: Parcel, how: str, outcome: str, words: str, by: str) -> None:
    actor = audit.actor_id()
    call = ParcelCall(parcel_id=parcel.id, how=how, outcome=outcome, note=words, at=times.now(), actor_id=actor)
    db.session.add(call)
    db.session.flush()
    audit.record(parcel, "parcel.asked", by=by, how=how, outcome=outcome)

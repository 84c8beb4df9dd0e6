"""A village shares a large order: the lead divides it, makers answer for their shares, the rest goes to the others.

Whoever writes waits at the division's own row first, so that answers come one after the other; what is free is taken
by one conditional UPDATE, and never falls below nothing (CHECK).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Update, select, update
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, jobs, times
from core.db import db
from programme.models import Facility
from shop import division_letters, enquiries
from shop.models import Division, Enquiry, Share

MOST_SHARES = 24


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked of one maker."""

    facility_id: int
    quantity: int
    unit_price: int
    delivery_fee: int
    ready_on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What the lead proposes; a maker who takes of the rest does so at these terms."""

    name: str
    unit: str
    quantity: int
    unit_price: int
    delivery_fee: int
    ready_on: date
    answer_before: datetime
    parts: Sequence[Part]


class NotOpen(Exception):
    """It is at another step now; `standing` says which."""

    def __init__(self, standing: str) -> None:
        super().__init__(standing)
        self.standing = standing


class TooMuch(Exception):
    """The parts come to more than is wanted, or more is taken than is free: `left`. Nothing was changed."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class Strangers(Exception):
    """A maker is not of this village."""


class StillWaiting(Exception):
    """Somebody may still answer, or nobody has taken anything."""


def divide(enquiry: Enquiry, plan: Plan, instead_of: Share | None = None) -> Division:
    """The lead's own part is taken by proposing it; the others are asked. Raises Erased, Strangers, TooMuch.

    `instead_of`: the share of an accepted order whose maker failed. A live division of the same talk fails on UNIQUE.
    """
    lead = enquiry.facility
    if enquiry.erased_at:
        raise enquiries.Erased(enquiry.id)
    asked = {one.facility_id for one in plan.parts}
    if lead.village_id is None or asked - set(makers_of(lead.village_id)):
        raise Strangers(lead.village_id)
    free = plan.quantity - sum(one.quantity for one in plan.parts)
    if free < 0:
        raise TooMuch(plan.quantity)
    division = Division(
        enquiry=enquiry,
        village_id=lead.village_id,
        name=plan.name,
        unit=plan.unit,
        quantity=plan.quantity,
        rest=free,
        unit_price=plan.unit_price,
        delivery_fee=plan.delivery_fee,
        ready_on=plan.ready_on,
        answer_before=plan.answer_before,
        instead_of=instead_of.parcel if instead_of else None,
        made_at=times.now(),
        made_by=audit.actor_id(),
        shares=[_share(one, is_taken=one.facility_id == lead.id) for one in plan.parts],
    )
    db.session.add(division)
    db.session.flush()
    jobs.enqueue("division.close", run_at=plan.answer_before, division_id=division.id)
    audit.record(division, "division.proposed", quantity=plan.quantity, makers=len(plan.parts))
    division_letters.asked(division)
    return division


def take(division: Division, facility_id: int, variant_id: int | None) -> None:
    """A maker accepts her share, drawn on one of her goods or made for this order. Raises NotOpen."""
    _hold(division)
    share = _answer(division, facility_id, "taken", variant_id=variant_id)
    audit.record(division, "division.taken", facility=facility_id, quantity=share.quantity)
    division_letters.answered(division, share)


def decline(division: Division, facility_id: int) -> None:
    """What she does not take is free for the others, who are told. Raises NotOpen."""
    _hold(division)
    share = _answer(division, facility_id, "declined")
    _free(division, share.quantity)
    audit.record(division, "division.refused", facility=facility_id, quantity=share.quantity)
    division_letters.answered(division, share)
    division_letters.free(division, but=facility_id)


def take_rest(division: Division, facility: Facility, quantity: int, variant_id: int | None) -> None:
    """A maker of the village takes so much of what is free, beside what she took. Raises NotOpen, Strangers, TooMuch.

    Who has been asked answers that first.
    """
    if facility.village_id != division.village_id:
        raise Strangers(facility.id)
    _hold(division)
    mine = next((one for one in division.shares if one.facility_id == facility.id), None)
    if division.state != "gathering" or (mine and mine.state == "asked"):
        raise NotOpen(mine.standing if mine else division.state)
    if not _less(division, quantity):
        raise TooMuch(division.rest)
    if mine is None:
        part = Part(facility.id, quantity, division.unit_price, division.delivery_fee, division.ready_on)
        mine = _share(part, is_taken=True)
        mine.facility = facility
        division.shares.append(mine)
    else:
        mine.quantity = quantity + (mine.quantity if mine.state == "taken" else 0)
        mine.state, mine.answered_at = "taken", times.now()
    mine.variant_id = variant_id
    db.session.flush()
    audit.record(division, "division.rest_taken", facility=facility.id, quantity=quantity)
    division_letters.answered(division, mine)


def send(division: Division, valid_until: date, words: str) -> None:
    """One answer to the buyer, of all that was taken. Raises NotOpen, StillWaiting."""
    _hold(division)
    if division.state != "gathering":
        raise NotOpen(division.standing)
    if division.waits or not division.taken:
        raise StillWaiting(division.id)
    division.state, division.valid_until, division.words = "offered", valid_until, words
    enquiries.heard(division.enquiry)
    audit.record(division, "division.offered", taken=sum(one.quantity for one in division.taken))
    division_letters.offered(division)


def withdraw(division: Division) -> None:
    """The lead takes it back while nobody has accepted it. Raises NotOpen."""
    end(division, "withdrawn", ("gathering", "offered"))
    audit.record(division, "division.withdrawn")
    division_letters.withdrawn(division)


def refuse(division: Division, reason: str) -> None:
    """The buyer does not want it so; the lead is asked again. Raises NotOpen."""
    end(division, "declined", ("offered",), reason=reason)
    enquiries.wait(division.enquiry)
    audit.record(division, "division.declined")
    division_letters.declined(division)


def end(
    division: Division, state: str, states: Sequence[str], *, only_if_valid: bool = False, reason: str = ""
) -> None:
    """One conditional UPDATE, so that of two who end it at once one does. Raises NotOpen."""
    still = (Division.id == division.id) & Division.state.in_(states)
    if only_if_valid:
        still &= Division.valid_until >= times.today()
    values = {"state": state, "ended_at": times.now(), "reason": reason}
    statement = update(Division).where(still).values(values).returning(Division.id)
    done = db.session.execute(statement.execution_options(synchronize_session=False)).scalar()
    db.session.refresh(division, ["state", "ended_at", "reason", "valid_until", "order_id"])
    if done is None:
        raise NotOpen(division.standing)


def close(division: Division) -> None:
    """The time for answers is over: what nobody answered for is free, and the lead may send. Done twice, done once."""
    late = [one for one in division.shares if one.state == "asked"]
    _hold(division)
    if late and division.state == "gathering" and division.answer_before <= times.now():
        division_letters.gathered(division)
        if division.rest:
            division_letters.free(division, but=0)


def makers_of(village_id: int) -> dict[int, Facility]:
    """Those of a village to whom something may be given, by id, in the order of their names."""
    query = select(Facility).where(Facility.village_id == village_id).order_by(Facility.name).limit(MOST_SHARES)
    return {one.id: one for one in db.session.scalars(query) if not one.refuses_orders}


def _hold(division: Division) -> None:
    """Its row until the commit, read anew with its shares; whose time is over has declined."""
    mine = update(Division).where(Division.id == division.id).values(rest=Division.rest)
    db.session.execute(mine.execution_options(synchronize_session=False))
    db.session.refresh(division, ["state", "rest", "answer_before", "valid_until"])
    for share in division.shares:
        db.session.refresh(share, ["state", "quantity", "answered_at"])
    _sweep(division)


def _sweep(division: Division) -> None:
    late = [one for one in division.shares if division.state == "gathering" and one.standing != one.state]
    for share in late:
        share.state, share.answered_at = "lapsed", times.now()
        _free(division, share.quantity)
    db.session.flush()


def _answer(division: Division, facility_id: int, state: str, **values: int | None) -> Share:
    """One conditional UPDATE of her share, while it waits. Raises NotOpen."""
    share = next((one for one in division.shares if one.facility_id == facility_id), None)
    if share is None or division.state != "gathering":
        raise NotOpen(division.state)
    waits = update(Share).where(Share.id == share.id, Share.state == "asked")
    statement = waits.values(state=state, answered_at=times.now(), **values).returning(Share.id)
    done = db.session.execute(statement.execution_options(synchronize_session=False)).scalar()
    db.session.refresh(share, ["state", "answered_at", "variant_id"])
    if done is None:
        raise NotOpen(share.state)
    return share


def _less(division: Division, quantity: int) -> bool:
    """Take so much of what is free; False where there is less."""
    enough = update(Division).where(
        Division.id == division.id, Division.state == "gathering", Division.rest >= quantity
    )
    return _moved(division, enough.values(rest=Division.rest - quantity))


def _free(division: Division, quantity: int) -> None:
    _moved(division, update(Division).where(Division.id == division.id).values(rest=Division.rest + quantity))


def _moved(division: Division, statement: Update) -> bool:
    rest = db.session.execute(statement.returning(Division.rest).execution_options(synchronize_session=False)).scalar()
    if rest is not None:
        set_committed_value(division, "rest", rest)
    return rest is not None


def _share(part: Part, *, is_taken: bool) -> Share:
    return Share(
        facility_id=part.facility_id,
        state="taken" if is_taken else "asked",
        quantity=part.quantity,
        unit_price=part.unit_price,
        delivery_fee=part.delivery_fee,
        ready_on=part.ready_on,
        asked_at=times.now(),
        answered_at=times.now() if is_taken else None,
    )

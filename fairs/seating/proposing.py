"""The proposal of a fair in the database: reckoned from who was accepted and what is free, changed, and fixed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload, raiseload

from core import audit, times
from core.access import must_reach
from core.db import db, insert_many
from fairs import stands
from fairs.calls import ranking
from fairs.calls.ranking import Ranked
from fairs.models import Booth, Fair, Hall, Proposal, ProposedSeat, Stand
from fairs.seating import reckoning, rules
from fairs.seating.rules import Place, Seating, Seeker


class NobodyToSeat(Exception):
    """The decisions are not published, or every accepted facility has a stand."""


class NoSuchStand(Exception):
    """No free stand of the fair has this number."""


class NothingToFix(Exception):
    """There is no proposal, or it is fixed already."""


@dataclass(frozen=True, slots=True)
class Row:
    """An accepted application, the stand proposed for it, and by rule what that costs."""

    ranked: Ranked
    stand: Stand | None
    costs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal as staff read it: row by row, and what each rule costs in all before its weight."""

    proposal: Proposal | None
    rows: Sequence[Row]
    bill: Mapping[str, int]
    weights: Mapping[str, int]
    free: int
    together: Sequence[tuple[str, Sequence[Stand]]]  # of one village, side by side: they may be merged into one stand

    @property
    def total(self) -> int:
        return sum(self.weights[rule] * cost for rule, cost in self.bill.items())


def of_fair(fair_id: int) -> Proposal | None:
    return db.session.scalar(select(Proposal).where(Proposal.fair_id == fair_id))


def make(fair: Fair, weights: Mapping[str, int]) -> Proposal:
    """Reckon it anew; the proposal of before is replaced. Raises NobodyToSeat."""
    asking = to_seat(fair)
    if not asking:
        raise NobodyToSeat(fair.id)
    free = _free(fair.id)
    seating = reckoning.seat(_seekers(asking), _places(fair.id, free), weights)
    proposal = of_fair(fair.id) or Proposal(fair_id=fair.id)
    proposal.weights, proposal.made_at, proposal.made_by = dict(weights), times.now(), audit.actor_id()
    proposal.fixed_at = None
    db.session.add(proposal)
    db.session.flush()
    db.session.execute(delete(ProposedSeat).where(ProposedSeat.proposal_id == proposal.id))
    rows = [{"application_id": one, "stand_id": place.id} for one, place in sorted(seating.at.items())]
    insert_many(ProposedSeat, [row | {"proposal_id": proposal.id} for row in rows])
    audit.record(fair, "seats.proposed", seats=len(rows), weights=dict(weights), cost=rules.bill(seating))
    return proposal


def change(fair: Fair, application_id: int, number: str) -> None:
    """Give one another stand, or none; whoever had it in the proposal gets hers in turn. Raises NothingToFix,
    NoSuchStand, OutOfArea.
    """
    proposal, seats = _open(fair)
    one = next((one for one in to_seat(fair) if one.application_id == application_id), None)
    if one is None:
        raise NobodyToSeat(application_id)
    must_reach(one.line.facility.commune_code)
    stand = next((stand for stand in _free(fair.id) if stand.number == number), None)
    if number and stand is None:
        raise NoSuchStand(number)
    mine = next((seat for seat in seats if seat.application_id == application_id), None)
    theirs = next((seat for seat in seats if stand and seat.stand_id == stand.id and seat is not mine), None)
    before = mine.stand.number if mine else None
    wanted = [(application_id, stand.id)] if stand else []
    wanted += [(theirs.application_id, mine.stand_id)] if theirs and mine else []
    gone = [seat.id for seat in (mine, theirs) if seat]
    db.session.execute(delete(ProposedSeat).where(ProposedSeat.id.in_(gone)))
    rows = [{"proposal_id": proposal.id, "application_id": who, "stand_id": where} for who, where in wanted]
    insert_many(ProposedSeat, rows)
    audit.record(fair, "seats.changed", application=application_id, old=before, new=number or None)


def fix(fair: Fair) -> int:
    """Every proposed seat becomes a stand, all or none; how many. Raises NothingToFix, StandTaken, OutOfArea."""
    proposal, kept = _open(fair)
    asking = {one.application_id for one in to_seat(fair)}  # somebody may have declined, or have a stand by now
    seats = [seat for seat in kept if seat.application_id in asking]
    if not seats or not _claim(proposal.id):
        raise NothingToFix(fair.id)
    for seat in sorted(seats, key=lambda one: one.stand_id):
        stands.allot(seat.stand, seat.application.facility)
    db.session.execute(delete(ProposedSeat).where(ProposedSeat.proposal_id == proposal.id))
    audit.record(fair, "seats.fixed", seats=len(seats))
    return len(seats)


def shown(fair: Fair) -> Shown:
    """The proposal with its costs, in a bounded number of queries."""
    proposal, asking, free = of_fair(fair.id), to_seat(fair), _free(fair.id)
    weights = dict(rules.WEIGHTS) | dict(proposal.weights if proposal else {})
    places = _places(fair.id, free)
    seating = Seating(_seekers(asking), places, rules.touching(places))
    at = {one.id: one for one in places}
    stands_by_id = {one.id: one for one in free}
    seats = _seats(proposal.id) if proposal else []
    for seat in seats:
        if seat.application_id in seating.by_id and seat.stand_id in at:
            seating.put(seating.by_id[seat.application_id], at[seat.stand_id])
    rows = []
    for one in asking:
        place = seating.at.get(one.application_id)
        costs = rules.broken_by(seating, seating.by_id[one.application_id]) if place else {}
        rows.append(Row(one, stands_by_id[place.id] if place else None, costs))
    bill = rules.bill(seating) if seating.at else {}
    villages = {one.line.facility.village_id: one.line.facility.village for one in asking}
    named = [
        (village.name, [stands_by_id[number] for number in row])
        for village_id, row in rules.together(seating)
        if (village := villages[village_id])
    ]
    return Shown(proposal, rows, bill, weights, len(free), named)


def to_seat(fair: Fair) -> list[Ranked]:
    """Accepted, as everybody knows, and without a stand; by rank."""
    return [
        one
        for one in ranking.of_fair(fair, published=True)
        if one.decision and one.decision.outcome == "accepted" and not one.line.stands
    ]


def _open(fair: Fair) -> tuple[Proposal, list[ProposedSeat]]:
    proposal = of_fair(fair.id)
    if proposal is None or proposal.fixed_at:
        raise NothingToFix(fair.id)
    return proposal, _seats(proposal.id)


def _seats(proposal_id: int) -> list[ProposedSeat]:
    wanted = select(ProposedSeat).where(ProposedSeat.proposal_id == proposal_id).order_by(ProposedSeat.stand_id)
    return list(db.session.scalars(wanted.options(joinedload(ProposedSeat.stand).joinedload(Stand.hall))))


def _claim(proposal_id: int) -> bool:
    """Of two who fix it at once, one does."""
    claimed = (
        update(Proposal)
        .where(Proposal.id == proposal_id, Proposal.fixed_at.is_(None))
        .values(fixed_at=times.now())
        .returning(Proposal.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.execute(claimed).scalar() is not None


def _free(fair_id: int) -> list[Stand]:
    held = select(Booth.stand_id).where(Booth.stand_id.is_not(None))
    wanted = select(Stand).where(Stand.fair_id == fair_id, Stand.id.not_in(held)).join(Stand.hall)
    ordered = wanted.order_by(Hall.position, Hall.id, Stand.walk, Stand.id)
    return list(db.session.scalars(ordered.options(joinedload(Stand.hall), raiseload("*"))))


def _seekers(asking: Sequence[Ranked]) -> list[Seeker]:
    return [_seeker(one) for one in asking]


def _seeker(one: Ranked) -> Seeker:
    asked, maker = one.line.application, one.line.facility
    finest = Counter(product.ocop_group or product.browse_category for product in one.line.goods)
    trade = min(finest, key=lambda group: (-finest[group], group), default="")
    return Seeker(
        id=one.application_id,
        place=one.place,
        group=one.line.group,
        trade=maker.village.craft if maker.village else trade,
        commune=maker.commune_code or "",
        village=maker.village_id,
        is_first=one.line.is_first,
        units=asked.units,
        wants_corner=asked.wants_corner,
        wishes=tuple(wish.stand_id for wish in asked.stand_wishes),
    )


def _places(fair_id: int, free: Sequence[Stand]) -> list[Place]:
    """Corners and usual sizes are judged with all stands of the fair, taken ones too."""
    columns = Stand.id, Stand.hall_id, Stand.x, Stand.y, Stand.width, Stand.height, Stand.group
    rows = db.session.execute(
        select(*columns).where(Stand.fair_id == fair_id).order_by(Stand.hall_id, Stand.walk)
    ).all()
    every = [Place(row.id, row.hall_id, row.group, row.x, row.y, row.width, row.height) for row in rows]
    areas = Counter(one.width * one.height for one in every)
    usual = max(areas, key=lambda area: (areas[area], -area), default=1)
    in_hall = Counter(one.hall for one in every)
    turn: Counter[int] = Counter()
    share: dict[int, float] = {}
    for one in every:
        share[one.id] = turn[one.hall] / in_hall[one.hall]
        turn[one.hall] += 1
    corners = _corners(every)
    return [
        Place(
            one.id, one.hall_id, one.group, one.x, one.y, one.width, one.height, share[one.id],
            max(1, round(one.width * one.height / usual)), one.id in corners,
        )
        for one in free
    ]  # fmt: skip


def _corners(every: Sequence[Place]) -> set[int]:
    """Stands with an open side on each axis."""
    near, by_id = rules.touching(every), {one.id: one for one in every}
    found = set()
    for one in every:
        others = [by_id[other] for other in near[one.id]]
        left, right = (any(o.x + o.width == one.x for o in others), any(one.x + one.width == o.x for o in others))
        up, down = (any(o.y + o.height == one.y for o in others), any(one.y + one.height == o.y for o in others))
        if not (left and right) and not (up and down):
            found.add(one.id)
    return found

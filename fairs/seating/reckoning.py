"""A seating by rules: each in turn takes the stand that costs least, then pairs change places while that is cheaper.

The same wishes, stands and weights always give the same seating: nothing here is drawn by lot or asks the clock.
"""

from collections.abc import Mapping, Sequence

from fairs.seating.rules import Place, Seating, Seeker, around, broken_by, touching

ROUNDS = 3  # of changing places; nearly all that can be won is won in the first


def seat(seekers: Sequence[Seeker], places: Sequence[Place], weights: Mapping[str, int]) -> Seating:
    """Everybody has a stand while there are any."""
    seating = Seating(seekers, places, touching(places))
    for seeker in _order(seekers):
        free = [one for one in places if one.id not in seating.holder]
        if not free:
            break
        seating.put(seeker, _cheapest(seating, seeker, free, weights))
    for _round in range(ROUNDS):
        if not sum(_improve(seating, seeker, weights) for seeker in sorted(seekers, key=lambda one: one.place)):
            break
    return seating


def _order(seekers: Sequence[Seeker]) -> list[Seeker]:
    """By rank, but the first of each commune in each group before the second of any: that is who may not stay out."""
    seen: set[tuple[str, str]] = set()
    first: list[Seeker] = []
    rest: list[Seeker] = []
    for one in sorted(seekers, key=lambda one: (one.place, one.id)):
        (rest if (one.group, one.commune) in seen else first).append(one)
        seen.add((one.group, one.commune))
    return first + rest


def _cheapest(seating: Seating, seeker: Seeker, free: Sequence[Place], weights: Mapping[str, int]) -> Place:
    """Of those that cost the same, the first of the stroll."""
    found: list[tuple[int, float, int, Place]] = []
    for place in _worth_trying(seeker, free):
        seating.put(seeker, place)
        found.append((_cost_of(seating, seeker, weights), place.walk, place.id, place))
    seating.put(seeker, None)
    return min(found, key=lambda one: one[:3])[3]


def _cost_of(seating: Seating, seeker: Seeker, weights: Mapping[str, int]) -> int:
    return sum(weights[rule] * cost for rule, cost in broken_by(seating, seeker).items())


def _worth_trying(seeker: Seeker, places: Sequence[Place]) -> Sequence[Place]:
    """Those of its group, and those it wishes for; all where there are none."""
    return [one for one in places if one.group == seeker.group or one.id in seeker.wishes] or places


def _improve(seating: Seating, seeker: Seeker, weights: Mapping[str, int]) -> bool:
    """Move one for whom a rule is broken to where the whole costs least; whoever sits there takes her stand."""
    here = seating.at.get(seeker.id)
    if here is None or not broken_by(seating, seeker):
        return False
    best, target = 0, None
    for there in _worth_trying(seeker, seating.places):
        if there.id != here.id:
            gain = _gain(seating, seeker, here, there, weights)
            if gain > best:
                best, target = gain, there
    if target is None:
        return False
    _change(seating, seeker, here, target)
    return True


def _gain(seating: Seating, seeker: Seeker, here: Place, there: Place, weights: Mapping[str, int]) -> int:
    """How much cheaper the whole becomes: the same people are counted before and after."""
    other = seating.holder.get(there.id)
    touched = [seating.holder.get(one) for place in (here, there) for one in seating.touching[place.id]]
    whom = [one for one in (seeker, other, *touched) if one is not None]
    before = around(seating, whom, weights)
    _change(seating, seeker, here, there)
    after = around(seating, whom, weights)
    _change(seating, seeker, there, here)
    return before - after


def _change(seating: Seating, seeker: Seeker, here: Place, there: Place) -> None:
    other = seating.holder.get(there.id)
    seating.put(seeker, None)
    if other is not None:
        seating.put(other, here)
    seating.put(seeker, there)

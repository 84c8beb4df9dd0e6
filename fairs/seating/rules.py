"""The rules by which a seating is judged: plain values without a database, and what each rule costs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# Each rule with its weight, as staff first see it: whole numbers, 0 puts a rule out of force.
WEIGHTS = {"zone": 8, "coverage": 10, "first": 3, "trade": 4, "village": 5, "wish": 2, "size": 4, "corner": 1}
MOST_WEIGHT = 50
UNSEATED = 1_000  # dearer than anything a rule can cost: nobody stays out while a stand is free


@dataclass(frozen=True, slots=True)
class Seeker:
    """An accepted application. `place` is its rank; a trade is finer than a group."""

    id: int
    place: int
    group: str
    trade: str
    commune: str
    village: int | None = None
    is_first: bool = False
    units: int = 1
    wants_corner: bool = False
    wishes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A free stand. `walk` is its share of the stroll through its hall, from 0 to 1."""

    id: int
    hall: int
    group: str
    x: int
    y: int
    width: int
    height: int
    walk: float = 0.0
    units: int = 1
    is_corner: bool = False


@dataclass
class Seating:
    """Who sits where, and who touches whom. `touching` is by place."""

    seekers: Sequence[Seeker]
    places: Sequence[Place]
    touching: Mapping[int, Sequence[int]]
    at: dict[int, Place] = field(default_factory=dict)  # by seeker
    holder: dict[int, Seeker] = field(default_factory=dict)  # by place

    def __post_init__(self) -> None:
        self.by_id = {one.id: one for one in self.seekers}
        self.village: defaultdict[int, list[Seeker]] = defaultdict(list)
        for one in self.seekers:
            if one.village is not None:
                self.village[one.village].append(one)
        self.covered: Counter[tuple[str, str]] = Counter()

    def put(self, seeker: Seeker, place: Place | None) -> None:
        """Where it sat before is free again; nobody may sit at the new place."""
        if (old := self.at.pop(seeker.id, None)) is not None:
            del self.holder[old.id]
            self.covered[seeker.group, seeker.commune] -= old.group == seeker.group
        if place is not None:
            assert place.id not in self.holder
            self.at[seeker.id], self.holder[place.id] = place, seeker
            self.covered[seeker.group, seeker.commune] += place.group == seeker.group

    def beside(self, seeker: Seeker) -> list[Seeker]:
        place = self.at.get(seeker.id)
        near = (self.holder.get(one) for one in self.touching.get(place.id, ())) if place else ()
        return [one for one in near if one is not None]


def touching(places: Sequence[Place]) -> dict[int, list[int]]:
    """Which stands share more than a corner, by stand."""
    cells: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    for one in places:
        for x in range(one.x, one.x + one.width):
            for y in range(one.y, one.y + one.height):
                cells[one.hall, x, y].append(one.id)
    found: dict[int, list[int]] = {}
    for one in places:
        beside = {other for cell in _edge(one) for other in cells.get((one.hall, *cell), ())}
        found[one.id] = sorted(beside - {one.id})
    return found


def own_costs(seeker: Seeker, place: Place | None) -> dict[str, int]:
    """What the place of one costs by the rules that look at it alone."""
    if place is None:
        return {"first": 1} if seeker.is_first else {}
    costs = {
        "zone": int(place.group != seeker.group),
        "first": int(seeker.is_first and place.walk > 2 / 3),
        "size": abs(place.units - seeker.units),
        "corner": int(seeker.wants_corner and not place.is_corner),
    }
    if seeker.wishes:
        costs["wish"] = seeker.wishes.index(place.id) if place.id in seeker.wishes else 3
    return costs


def clashes(one: Seeker, other: Seeker) -> bool:
    """Neighbours in the same trade; of one village they stand together on purpose."""
    return one.trade == other.trade and (one.village is None or one.village != other.village)


def is_apart(seating: Seating, seeker: Seeker) -> bool:
    """It has fellow villagers in the fair and stands beside none of them."""
    if seeker.village is None or seeker.id not in seating.at:
        return False
    fellows = any(one.id in seating.at for one in seating.village[seeker.village] if one is not seeker)
    return fellows and not any(one.village == seeker.village for one in seating.beside(seeker))


def together(seating: Seating) -> list[tuple[int, list[int]]]:
    """Each village's stands that lie side by side, two or more: the village, and the places as far as they touch."""
    found = []
    for village, fellows in seating.village.items():
        left = {place.id for one in fellows if (place := seating.at.get(one.id))}
        while left:
            row, edge = set[int](), {min(left)}
            while edge:
                row |= edge
                edge = {near for one in edge for near in seating.touching.get(one, ())} & left - row
            left -= row
            found += [(village, sorted(row))] if len(row) > 1 else []
    return found


def lacks(seating: Seating, pair: tuple[str, str]) -> bool:
    """Nobody of this group from this commune stands in the group's zone."""
    return seating.covered[pair] == 0


def broken_by(seating: Seating, seeker: Seeker) -> dict[str, int]:
    """By rule, what the seat of one costs; a clash of trades is told with both."""
    costs = own_costs(seeker, seating.at.get(seeker.id))
    costs["trade"] = sum(clashes(seeker, one) for one in seating.beside(seeker))
    costs["village"] = int(is_apart(seating, seeker))
    costs["coverage"] = int(lacks(seating, (seeker.group, seeker.commune)))
    return {rule: cost for rule, cost in costs.items() if cost}


def bill(seating: Seating) -> dict[str, int]:
    """By rule, what the whole seating costs before weights: a pair counts once, a commune of a group too."""
    found = Counter(dict.fromkeys(WEIGHTS, 0))
    for one in seating.seekers:
        costs = broken_by(seating, one)
        costs.pop("coverage", None)
        found.update(costs)
    found["trade"] //= 2
    found["coverage"] = sum(lacks(seating, pair) for pair in {(one.group, one.commune) for one in seating.seekers})
    return dict(found)


def total(seating: Seating, weights: Mapping[str, int]) -> int:
    """The weighed sum, with who stays out."""
    out = sum(one.id not in seating.at for one in seating.seekers)
    return out * UNSEATED + sum(weights[rule] * cost for rule, cost in bill(seating).items())


def around(seating: Seating, some: Iterable[Seeker], weights: Mapping[str, int]) -> int:
    """The part of the total that can change when these change places: their own, their neighbours', their villages'."""
    whom = {one.id: one for one in some}
    for one in list(whom.values()):
        whom |= {near.id: near for near in seating.beside(one)}
        if one.village is not None:
            whom |= {fellow.id: fellow for fellow in seating.village[one.village]}
    cost = 0
    for one in whom.values():
        place = seating.at.get(one.id)
        cost += UNSEATED * (place is None)
        cost += sum(weights[rule] * value for rule, value in own_costs(one, place).items())
        cost += weights["village"] * is_apart(seating, one)
        for near in seating.beside(one):
            if clashes(one, near):  # once where both are among them
                cost += weights["trade"] if near.id not in whom or one.id < near.id else 0
    pairs = {(one.group, one.commune) for one in whom.values()}
    return cost + weights["coverage"] * sum(lacks(seating, pair) for pair in pairs)


def _edge(one: Place) -> Iterable[tuple[int, int]]:
    for x in range(one.x, one.x + one.width):
        yield x, one.y - 1
        yield x, one.y + one.height
    for y in range(one.y, one.y + one.height):
        yield one.x - 1, y
        yield one.x + one.width, y

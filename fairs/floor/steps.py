"""One step of drawing: put, remove, merge, split. Each turns a floor into another; nothing here knows the database."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fairs.floor import walks
from fairs.floor.faults import Fault, Unfit
from fairs.floor.shapes import LETTERS, Box, Floor, Spot, Thing

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PutStand:
    """Set some values of a stand, or with an id below zero draw a new one."""

    id: int
    values: Values

    def touched(self) -> Sequence[int]:
        return [self.id]

    def apply(self, floor: Floor, _held: Collection[int]) -> None:
        if self.id >= 0 and self.id not in floor.spots:
            raise Unfit([Fault("gone", self.id)])
        was = floor.spots.get(self.id)
        made = replace(was, **self.values) if was else _new(floor, Spot(**self.values))
        floor.spots[self.id] = made if "facing" in self.values else walks.turned(floor, made)


@dataclass(frozen=True, slots=True)
class PutRows:
    """Fill a box with new stands of one size, row by row; ids go down from `first`, numbers on from the one given."""

    box: Box
    width: int
    height: int
    first: int
    number: str
    values: Values

    def touched(self) -> Sequence[int]:
        return []

    def apply(self, floor: Floor, _held: Collection[int]) -> None:
        rows, columns = self.box.height // self.height, self.box.width // self.width
        places = [(column, row) for row in range(rows) for column in range(columns)]
        numbers = free_numbers(floor, self.number or self._first_number(floor), len(places))
        for n, ((column, row), number) in enumerate(zip(places, numbers, strict=True)):
            x, y = self.box.x + column * self.width, self.box.y + row * self.height
            spot = Spot(number, x=x, y=y, width=self.width, height=self.height, **self.values)
            floor.spots[self.first - n] = walks.turned(floor, _new(floor, spot))

    def _first_number(self, floor: Floor) -> str:
        """Where nobody said one: by the letter of the group."""
        return LETTERS.get(self.values.get("group") or floor.group_at(self.box), "") + "01"


@dataclass(frozen=True, slots=True)
class RemoveStand:
    """Take a stand off the plan; one with a booth stays."""

    id: int

    def touched(self) -> Sequence[int]:
        return [self.id]

    def apply(self, floor: Floor, held: Collection[int]) -> None:
        _must_be_there(floor, self.id)
        if self.id in held:
            raise Unfit([Fault("has_booth", self.id, floor.spots[self.id].number)])
        del floor.spots[self.id]


@dataclass(frozen=True, slots=True)
class MergeStands:
    """Make one stand of several that together fill a rectangle. The one with a booth stays, else the first on the walk
    of those named; its price becomes that of all.
    """

    ids: tuple[int, ...]

    def touched(self) -> Sequence[int]:
        return self.ids

    def apply(self, floor: Floor, held: Collection[int]) -> None:
        for key in self.ids:
            _must_be_there(floor, key)
        spots = [floor.spots[key] for key in self.ids]
        box = around([spot.box for spot in spots])
        if len(spots) < 2 or sum(s.width * s.height for s in spots) != box.width * box.height:
            raise Unfit([Fault("no_rectangle", self.ids[0], ", ".join(s.number for s in spots))])
        with_booth = [key for key in self.ids if key in held]
        if len(with_booth) > 1:
            raise Unfit([Fault("two_booths", with_booth[1], ", ".join(floor.spots[k].number for k in with_booth))])
        stays = with_booth[0] if with_booth else self.ids[0]
        for key in self.ids:
            if key != stays:
                del floor.spots[key]
        floor.spots[stays] = _sum(spots, box, spots[self.ids.index(stays)])


@dataclass(frozen=True, slots=True)
class SplitStand:
    """Cut a stand into equal parts along its longer side; `first` is the id below zero of the first new one.

    The price is shared out, what does not divide stays with the first. The new ones take the next free numbers.
    """

    id: int
    parts: int
    first: int

    def touched(self) -> Sequence[int]:
        return [self.id]

    def apply(self, floor: Floor, held: Collection[int]) -> None:
        _must_be_there(floor, self.id)
        spot = floor.spots[self.id]
        if self.id in held:
            raise Unfit([Fault("has_booth", self.id, spot.number)])
        boxes = list(_cut(spot.box, self.parts))
        if not boxes:
            raise Unfit([Fault("no_equal_parts", self.id, spot.number)])
        numbers = free_numbers(floor, spot.number, self.parts - 1)
        for n, (box, number) in enumerate(zip(boxes, [spot.number, *numbers], strict=True)):
            key = self.id if n == 0 else self.first - n + 1
            floor.spots[key] = _share(spot, box, number, n, self.parts)


@dataclass(frozen=True, slots=True)
class PutThing:
    """Set some values of a thing, or with an id that is not there draw a new one; 0 takes the next free id."""

    id: int
    values: Values

    def touched(self) -> Sequence[int]:
        return []

    def apply(self, floor: Floor, _held: Collection[int]) -> None:
        key = self.id or max(floor.things, default=0) + 1
        was = floor.things.get(key)
        if was is None and "kind" not in self.values:
            raise Unfit([Fault("gone", key)])
        floor.things[key] = replace(was, **self.values) if was else Thing(**self.values)
        if floor.things[key].kind == "aisle":
            floor.spots.update({key: walks.turned(floor, spot) for key, spot in floor.spots.items()})


@dataclass(frozen=True, slots=True)
class RemoveThing:
    id: int

    def touched(self) -> Sequence[int]:
        return []

    def apply(self, floor: Floor, _held: Collection[int]) -> None:
        if floor.things.pop(self.id, None) is None:
            raise Unfit([Fault("gone", self.id)])


Step = PutStand | PutRows | RemoveStand | MergeStands | SplitStand | PutThing | RemoveThing


def around(boxes: Sequence[Box]) -> Box:
    """The least rectangle that holds them all."""
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(x, y, max(box.right for box in boxes) - x, max(box.bottom for box in boxes) - y)


def free_numbers(floor: Floor, like: str, count: int) -> list[str]:
    """G07 itself and what follows: G08, G09 …, those that are free, written as long as the first."""
    letters = like.rstrip("0123456789")
    digits = like[len(letters) :]
    used = {spot.number for spot in floor.spots.values()} | floor.taken
    found: list[str] = []
    n = int(digits or 1)
    while len(found) < count:
        number = f"{letters}{n:0{max(len(digits), 2)}}"
        if number not in used:
            found.append(number)
        n += 1
    return found


def _new(floor: Floor, spot: Spot) -> Spot:
    """Of the group of its zone where it has none of its own."""
    return spot if spot.group else replace(spot, group=floor.group_at(spot.box))


def _must_be_there(floor: Floor, key: int) -> None:
    if key not in floor.spots:
        raise Unfit([Fault("gone", key)])


def _sum(spots: Sequence[Spot], box: Box, kept: Spot) -> Spot:
    """The kept stand over all of the box, at the price of all."""
    return replace(
        kept,
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        list_price=sum(spot.list_price for spot in spots),
        subsidised=sum(spot.subsidised for spot in spots),
    )


def _cut(box: Box, parts: int) -> Iterator[Box]:
    if parts < 2:
        return
    if box.width >= box.height and box.width % parts == 0:
        wide = box.width // parts
        yield from (Box(box.x + n * wide, box.y, wide, box.height) for n in range(parts))
    elif box.height % parts == 0:
        high = box.height // parts
        yield from (Box(box.x, box.y + n * high, box.width, high) for n in range(parts))


def _share(spot: Spot, box: Box, number: str, nth: int, parts: int) -> Spot:
    def part(dong: int) -> int:
        return dong // parts + (dong % parts if nth == 0 else 0)

    return replace(
        spot,
        number=number,
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        list_price=part(spot.list_price),
        subsidised=part(spot.subsidised),
    )

"""The stroll: which aisle every stand lies at, and its turn when one walks the aisles one after the other."""

from collections.abc import Mapping
from dataclasses import replace

from fairs.floor.shapes import FACINGS, Floor, Spot, Thing

Point = tuple[float, float]
Turn = tuple[int, ...]


def order(floor: Floor) -> list[int]:
    """The ids of all stands as one walks past them: in by the entrance, along each aisle in its order, both sides at
    once. Where no aisle is drawn, row by row, to and fro.
    """
    if not floor.aisles:
        return _rows(floor.spots)
    at = by_aisle(floor)
    here: Point = floor.entrance.box.middle if floor.entrance else (0.0, float(floor.height))
    found: list[int] = []
    for n, aisle in enumerate(floor.aisles):
        stands = at.get(n, [])
        backwards = _far_end_is_nearer(aisle, here)
        found += sorted(stands, key=lambda one: _along(floor.spots[one], aisle, backwards))
        here = _end(aisle, backwards)
    return found


def by_aisle(floor: Floor) -> dict[int, list[int]]:
    """Stands by the place of their aisle in the order of aisles: the one before their front, else the nearest."""
    found: dict[int, list[int]] = {}
    if not floor.aisles:
        return found
    for key, spot in floor.spots.items():
        found.setdefault(_aisle_of(spot, floor.aisles), []).append(key)
    return found


def facing(spot: Spot, aisles: list[Thing]) -> str:
    """Where its front looks: to the aisle that it touches; as it was where it touches none, or fronts one already."""
    if _fronts(spot, spot.facing, aisles):
        return spot.facing
    return next((side for side in FACINGS if _fronts(spot, side, aisles)), spot.facing)


def turned(floor: Floor, spot: Spot) -> Spot:
    return replace(spot, facing=facing(spot, floor.aisles))


def _fronts(spot: Spot, side: str, aisles: list[Thing]) -> bool:
    return any(aisle.box.holds(*spot.box.ahead(side)) for aisle in aisles)


def _aisle_of(spot: Spot, aisles: list[Thing]) -> int:
    front = spot.box.ahead(spot.facing)
    before_it = next((n for n, aisle in enumerate(aisles) if aisle.box.holds(*front)), None)
    if before_it is not None:
        return before_it
    return min(range(len(aisles)), key=lambda n: (_distance(front, aisles[n]), n))


def _distance(point: tuple[int, int], thing: Thing) -> int:
    x, y, box = *point, thing.box
    return max(box.x - x, 0, x - box.right + 1) + max(box.y - y, 0, y - box.bottom + 1)


def _is_upright(aisle: Thing) -> bool:
    return aisle.height >= aisle.width


def _ends(aisle: Thing) -> tuple[Point, Point]:
    """The middles of its two short sides, the one at the left or the top first."""
    x, y = aisle.box.middle
    if _is_upright(aisle):
        return (x, aisle.y), (x, aisle.box.bottom)
    return (aisle.x, y), (aisle.box.right, y)


def _far_end_is_nearer(aisle: Thing, here: Point) -> bool:
    first, last = (abs(x - here[0]) + abs(y - here[1]) for x, y in _ends(aisle))
    return last < first


def _end(aisle: Thing, backwards: bool) -> Point:
    """Where one comes out."""
    first, last = _ends(aisle)
    return first if backwards else last


def _along(spot: Spot, aisle: Thing, backwards: bool) -> Turn:
    """By how far along the aisle, then one side and the other. Twice the middles, to stay with whole numbers."""
    across, down = 2 * spot.x + spot.width, 2 * spot.y + spot.height
    along, aside = (down, across) if _is_upright(aisle) else (across, down)
    return (-along if backwards else along, aside)


def _rows(spots: Mapping[int, Spot]) -> list[int]:
    rows: dict[int, list[int]] = {}
    for key, spot in spots.items():
        rows.setdefault(spot.y, []).append(key)
    found: list[int] = []
    for n, y in enumerate(sorted(rows)):
        found += sorted(rows[y], key=lambda key: spots[key].x, reverse=n % 2 == 1)
    return found

"""Reading a hall's grid: which groups stand in it, and the way from its entrance to a stand."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from catalog import taxonomy
from core.i18n import in_locale
from core.text import unmarked
from fairs.floor import keeping, walks
from fairs.floor.shapes import Floor, things_of
from fairs.models import Hall, Stand

Point = tuple[int, int]
TURN = 3  # cells one would rather walk than turn once more
_STEPS = ((0, -1), (-1, 0), (1, 0), (0, 1))
_AHEAD = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


@dataclass(frozen=True, slots=True)
class GroupKey:
    """One line of the key: the letter of the stands, and what they are for."""

    slug: str
    letter: str
    label: str


def key_of(stands: Iterable[Stand]) -> list[GroupKey]:
    """The groups of a hall, in the order of the shelves."""
    letters = {stand.group: stand.letter for stand in stands}
    known = [group for group in taxonomy.browse_groups() if group.slug in letters]
    return [GroupKey(group.slug, letters[group.slug], group.label) for group in known]


def by_aisle(hall: Hall, stands: Sequence[Stand]) -> list[tuple[str, list[Stand]]]:
    """The stands at each aisle, aisles and stands as one walks them; nothing where no aisle is drawn."""
    spots = {stand.id: keeping.spot_of(stand) for stand in stands}
    floor = Floor(hall.width, hall.height, spots, things_of(hall.features))
    at = {key: n for n, keys in walks.by_aisle(floor).items() for key in keys}
    names = [in_locale(one, "label") or _("Lối %(n)s", n=n) for n, one in enumerate(floor.aisles, 1)]
    return [(name, [one for one in stands if at[one.id] == n]) for n, name in enumerate(names)]


def found(stands: Sequence[Stand], text: str) -> list[Stand]:
    """Those whose number, booth, maker, village or group has every word of the text, marks or none."""
    words = unmarked(text).split()
    return [stand for stand in stands if words and all(word in _said(stand) for word in words)]


def _said(stand: Stand) -> str:
    booth = stand.on_show
    village = booth.facility.village if booth else None
    told = [booth.title, booth.facility.name, booth.facility.commune_name] if booth else []
    return unmarked(" ".join([stand.number, taxonomy.name_of(stand.group), *told, village.name if village else ""]))


def way_to(hall: Hall, stands: Sequence[Stand], stand: Stand) -> list[Point]:
    """Corners of the way from the entrance to the front of a stand, in cells; empty where none leads there.

    One walks along the lines between cells, as far from the stands as the aisle allows, and turns seldom.
    """
    start, goal = _entrance(hall), _front(stand)
    if start is None:
        return []
    free = set(_free_points(hall, stands)) | {start, goal}
    return _corners(_walk(start, goal, free))


def _entrance(hall: Hall) -> Point | None:
    found = next((f for f in hall.features if f["kind"] == "entrance"), None)
    return (int(found["x"] + found["width"] / 2), int(found["y"])) if found else None


def _front(stand: Stand) -> Point:
    """A step out of the middle of the side where its aisle lies."""
    dx, dy = _AHEAD[stand.facing]
    middle_x, middle_y = stand.x + stand.width // 2, stand.y + stand.height // 2
    return middle_x + dx * (stand.width // 2 + 1), middle_y + dy * (stand.height // 2 + 1)


def _free_points(hall: Hall, stands: Sequence[Stand]) -> Iterator[Point]:
    """Points with no stand, stage or desk in any of the four cells around them."""
    boxes = [(s.x, s.y, s.width, s.height) for s in stands]
    boxes += [(f["x"], f["y"], f["width"], f["height"]) for f in hall.features if f["kind"] in ("stage", "desk")]
    taken = {(x + i, y + j) for x, y, width, height in boxes for i in range(int(width)) for j in range(int(height))}
    for x in range(1, hall.width):
        for y in range(1, hall.height):
            if taken.isdisjoint({(x - 1, y - 1), (x, y - 1), (x - 1, y), (x, y)}):
                yield x, y


def _walk(start: Point, goal: Point, free: set[Point]) -> list[Point]:
    """The shortest way, where a turn costs as much as TURN cells (A* over point and heading)."""
    queue: list[tuple[int, int, Point, Point]] = [(_away(start, goal), 0, start, (0, -1))]
    came: dict[tuple[Point, Point], tuple[Point, Point] | None] = {(start, (0, -1)): None}
    costs = {(start, (0, -1)): 0}
    while queue:
        _guess, cost, here, heading = heapq.heappop(queue)
        if here == goal:
            return _back_from((here, heading), came)
        for step in _STEPS:
            there, next_cost = (here[0] + step[0], here[1] + step[1]), cost + (1 if step == heading else 1 + TURN)
            if there in free and next_cost < costs.get((there, step), 1 << 30):
                costs[there, step], came[there, step] = next_cost, (here, heading)
                heapq.heappush(queue, (next_cost + _away(there, goal), next_cost, there, step))
    return []


def _away(here: Point, goal: Point) -> int:
    return abs(here[0] - goal[0]) + abs(here[1] - goal[1])


def _back_from(last: tuple[Point, Point], came: dict[tuple[Point, Point], tuple[Point, Point] | None]) -> list[Point]:
    path: list[Point] = []
    step: tuple[Point, Point] | None = last
    while step is not None:
        path.append(step[0])
        step = came[step]
    return path[::-1]


def _corners(path: list[Point]) -> list[Point]:
    """The first point, the last, and those where the way turns."""
    inner = zip(path, path[1:], path[2:], strict=False)
    turns = [b for a, b, c in inner if (b[0] - a[0], b[1] - a[1]) != (c[0] - b[0], c[1] - b[1])]
    return [*path[:1], *turns, *path[-1:]] if path else []

"""Where craft villages stand in the drawing of Hà Nội: a picture to find one's way by, not a survey."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, radians, sin

from programme import village_places
from programme.models import CraftVillage
from programme.places import Commune

WIDTH, HEIGHT = 640, 720
_WEST, _EAST, _SOUTH, _NORTH = 105.31, 106.0, 20.59, 21.32
_NARROWING = cos(radians(21))
_SCALE = min(WIDTH / ((_EAST - _WEST) * _NARROWING), HEIGHT / (_NORTH - _SOUTH))
_MOST_LARGE = 9  # so many labels stay on a phone, where letters are half again as large
_LARGE, _SMALL = (13.5, 28), (9.6, 21)  # the room that a letter and a line take

# The Red River from Trung Hà to Phú Xuyên, and Hoàn Kiếm lake (WGS 84, read off by eye).
_RIVER = (
    (105.30, 21.31), (105.36, 21.24), (105.43, 21.17), (105.51, 21.15), (105.58, 21.14), (105.66, 21.16),
    (105.73, 21.12), (105.80, 21.09), (105.85, 21.06), (105.87, 21.02), (105.90, 20.99), (105.91, 20.95),
    (105.895, 20.90), (105.92, 20.85), (105.91, 20.79), (105.94, 20.73), (105.98, 20.66), (106.02, 20.58),
)  # fmt: skip
_LAKE = (105.852, 21.029)


@dataclass(frozen=True, slots=True)
class Label:
    """A village's name beside its house; `anchor` as SVG has it. Only large ones have room on a phone."""

    text: str
    x: int
    y: int
    anchor: str
    is_large: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """A village in the drawing; one without a label still says its name to those who point or listen."""

    village: CraftVillage
    count: int
    x: int
    y: int
    label: Label | None
    communes: tuple[Commune, ...]  # in one of which it lies


_Spot = tuple[CraftVillage, int, int, int]
_Box = tuple[int, int, int, int]


def place(lon: float, lat: float) -> tuple[float, float]:
    """Where a point of the earth lies in the drawing: east right, north up, some 113 m a unit."""
    return (lon - _WEST) * _NARROWING * _SCALE, (_NORTH - lat) * _SCALE


def holds(lat: float, lon: float) -> bool:
    """Whether the drawing goes so far."""
    return _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH


def river() -> str:
    """The river as an SVG path."""
    points = [_whole(lon, lat) for lon, lat in _RIVER]
    start, *rest = points
    path = f"M{start[0]} {start[1]}"
    for (x0, y0), (x1, y1) in zip(points, rest, strict=False):
        path += f"Q{x0} {y0} {(x0 + x1) // 2} {(y0 + y1) // 2}"
    return path + f"L{points[-1][0]} {points[-1][1]}"


def lake() -> tuple[int, int]:
    return _whole(*_LAKE)


def markers(villages: Iterable[tuple[CraftVillage, int]]) -> list[Marker]:
    """Every village of which something is known where it lies, one of a divided commune amid all that it may lie in;
    those with most goods are labelled first, where there is room."""
    together: dict[tuple[Commune, ...], list[tuple[CraftVillage, int]]] = defaultdict(list)
    lies: dict[str, tuple[Commune, ...]] = {}
    for village, count in villages:
        found = village_places.of(village)
        if communes := (found.present,) if found.present else found.candidates:
            lies[village.slug] = communes
            together[communes].append((village, count))
    spots = [spot for communes, these in together.items() for spot in _around(communes, these)]
    spots.sort(key=lambda spot: (-spot[1], spot[0].slug))
    houses = [(x - 8, y - 10, x + 8, y + 5) for _village, _count, x, y in spots]
    labels: dict[str, Label] = {}
    taken: list[_Box] = []
    for is_large in (True, False):
        for spot in spots:
            if spot[0].slug not in labels and spot[1] and (not is_large or len(labels) < _MOST_LARGE):
                _label(spot, is_large, houses, taken, labels)
    return [
        Marker(village, count, x, y, labels.get(village.slug), lies[village.slug]) for village, count, x, y in spots
    ]


def _around(communes: tuple[Commune, ...], found: list[tuple[CraftVillage, int]]) -> Iterable[_Spot]:
    """One village in the middle of its commune, or of all those it may lie in; several in a ring about it."""
    middles = [place(one.lon, one.lat) for one in communes]
    x, y = (sum(along) / len(middles) for along in zip(*middles, strict=True))
    radius = 0 if len(found) == 1 else 9 + 2 * len(found)
    for n, (village, count) in enumerate(found):
        angle = 2 * pi * n / len(found) - pi / 2
        yield village, count, round(x + radius * cos(angle)), round(y + radius * sin(angle))


def _label(spot: _Spot, is_large: bool, houses: list[_Box], taken: list[_Box], labels: dict[str, Label]) -> None:
    """Put a label on the first side where it covers no other label and hardly a house."""
    village, _count, x, y = spot
    name = village.name.split(",")[0].split(" (")[0]
    letter, line = _LARGE if is_large else _SMALL
    long, half = round(len(name) * letter), line // 2
    sides = (
        ("start", x + 11, y + half // 2, (x + 11, y - half, x + 11 + long, y + half)),
        ("end", x - 11, y + half // 2, (x - 11 - long, y - half, x - 11, y + half)),
        ("middle", x, y - 15, (x - long // 2, y - 12 - line, x + long // 2, y - 12)),
        ("middle", x, y + 7 + line, (x - long // 2, y + 7, x + long // 2, y + 9 + line)),
    )
    for most_covered in (0, 1, 2, 3) if is_large else (0,):
        for anchor, at_x, at_y, box in sides:
            inside = box[0] >= 4 and box[2] <= WIDTH - 4 and box[1] >= 4 and box[3] <= HEIGHT - 4
            covered = sum(_overlap(box, house) for house in houses)
            if inside and covered <= most_covered and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                labels[village.slug] = Label(name, at_x, at_y, anchor, is_large)
                return


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _whole(lon: float, lat: float) -> tuple[int, int]:
    x, y = place(lon, lat)
    return round(x), round(y)

"""Where craft villages stand in the drawing of Hà Nội: a picture to find one's way by, not a survey."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, radians, sin

from programme import places
from programme.models import CraftVillage

WIDTH, HEIGHT = 640, 720
_WEST, _EAST, _SOUTH, _NORTH = 105.34, 106.02, 20.61, 21.32
_LETTER, _LINE = 10.2, 21  # the room a letter and a line of a label take

# The Red River from Trung Hà to Phú Xuyên, and Hoàn Kiếm lake (WGS 84, read off by eye).
_RIVER = (
    (105.30, 21.31), (105.36, 21.24), (105.43, 21.17), (105.51, 21.15), (105.58, 21.14), (105.66, 21.16),
    (105.73, 21.12), (105.80, 21.09), (105.85, 21.06), (105.87, 21.02), (105.90, 20.99), (105.91, 20.95),
    (105.895, 20.90), (105.92, 20.85), (105.91, 20.79), (105.94, 20.73), (105.98, 20.66), (106.02, 20.58),
)  # fmt: skip
_LAKE = (105.852, 21.029)


@dataclass(frozen=True, slots=True)
class Marker:
    """A village in the drawing; `label` is empty where there is no room for it."""

    village: CraftVillage
    count: int
    x: int
    y: int
    label: str
    side: str  # where the label stands: right or left


def river() -> str:
    """The river as an SVG path."""
    points = [_place(lon, lat) for lon, lat in _RIVER]
    start, *rest = points
    path = f"M{start[0]} {start[1]}"
    for (x0, y0), (x1, y1) in zip(points, rest, strict=False):
        path += f"Q{x0} {y0} {(x0 + x1) // 2} {(y0 + y1) // 2}"
    return path + f"L{points[-1][0]} {points[-1][1]}"


def lake() -> tuple[int, int]:
    return _place(*_LAKE)


def markers(villages: Iterable[tuple[CraftVillage, int]]) -> list[Marker]:
    """Every village whose commune is known, those with most goods labelled first where there is room."""
    together: dict[str, list[tuple[CraftVillage, int]]] = defaultdict(list)
    for village, count in villages:
        if village.commune_code and places.commune(village.commune_code):
            together[village.commune_code].append((village, count))
    spots = [spot for code, found in together.items() for spot in _around(code, found)]
    spots.sort(key=lambda spot: (-spot[1], spot[0].slug))
    taken = [(x - 9, y - 11, x + 9, y + 7) for _, _, x, y in spots]
    return [_labelled(spot, taken) for spot in spots]


def _around(code: str, found: list[tuple[CraftVillage, int]]) -> Iterable[tuple[CraftVillage, int, int, int]]:
    """One village in the middle of its commune; several in a ring about it."""
    commune = places.commune(code)
    assert commune is not None
    x, y = _place(commune.lon, commune.lat)
    radius = 0 if len(found) == 1 else 9 + 2 * len(found)
    for n, (village, count) in enumerate(found):
        angle = 2 * pi * n / len(found) - pi / 2
        yield village, count, round(x + radius * cos(angle)), round(y + radius * sin(angle))


def _labelled(spot: tuple[CraftVillage, int, int, int], taken: list[tuple[int, int, int, int]]) -> Marker:
    village, count, x, y = spot
    name = village.name.split(",")[0].split(" (")[0]
    length = round(len(name) * _LETTER)
    for side, box in (
        ("right", (x + 11, y - _LINE // 2, x + 13 + length, y + _LINE // 2)),
        ("left", (x - 13 - length, y - _LINE // 2, x - 11, y + _LINE // 2)),
    ):
        if count and box[0] >= 4 and box[2] <= WIDTH - 4 and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            return Marker(village, count, x, y, name, side)
    return Marker(village, count, x, y, "", "right")


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _place(lon: float, lat: float) -> tuple[int, int]:
    scale = min(WIDTH / ((_EAST - _WEST) * cos(radians(21))), HEIGHT / (_NORTH - _SOUTH))
    return round((lon - _WEST) * cos(radians(21)) * scale), round((_NORTH - lat) * scale)

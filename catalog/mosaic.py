"""Communes drawn as cells: the ground nearest to the middle of each. A drawing to find one's way by, no boundaries."""

from functools import cache
from math import cos, hypot, pi, sin

from catalog import atlas
from programme import places

_REACH, _CORNERS = 78.0, 20  # how far a cell goes where no neighbour bounds it, and how round it is there

_Point = tuple[float, float]


@cache
def cells() -> tuple[tuple[str, str], ...]:
    """(name, SVG path) of every commune of Hà Nội; some 20 ms, once a process."""
    communes = places.communes_of(places.HANOI)
    middles = [atlas.place(one.lon, one.lat) for one in communes]
    return tuple((one.name, _path(_cell(middle, middles))) for one, middle in zip(communes, middles, strict=True))


def _cell(middle: _Point, middles: list[_Point]) -> list[_Point]:
    """A round field about the middle, cut half-way to each neighbour."""
    x, y = middle
    turns = (2 * pi * n / _CORNERS for n in range(_CORNERS))
    field = [(x + _REACH * cos(turn), y + _REACH * sin(turn)) for turn in turns]
    for other in middles:
        if 0 < hypot(other[0] - x, other[1] - y) < 2 * _REACH:
            field = _nearer(field, middle, other)
    return field


def _nearer(field: list[_Point], middle: _Point, other: _Point) -> list[_Point]:
    """What of a field lies nearer to `middle` than to `other`."""
    across = other[0] - middle[0], other[1] - middle[1]
    half_way = (middle[0] + other[0]) / 2, (middle[1] + other[1]) / 2

    def beyond(point: _Point) -> float:
        return (point[0] - half_way[0]) * across[0] + (point[1] - half_way[1]) * across[1]

    kept: list[_Point] = []
    for here, there in zip(field, [*field[1:], field[0]], strict=True):
        a, b = beyond(here), beyond(there)
        if a <= 0:
            kept.append(here)
        if (a < 0 < b) or (b < 0 < a):
            share = a / (a - b)
            kept.append((here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])))
    return kept


def _path(field: list[_Point]) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in field) + "z"

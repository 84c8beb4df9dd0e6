"""Makers as marks on the drawing of Hà Nội: each in a place of its own, those too near to tell apart as one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt

from catalog import atlas
from fairs.makers import Maker

NEAREST = 5.0  # units of the drawing across: the closest one can look, some 560 m
_CELL, _TOO_NEAR = 60, 50  # in the view's own units, of which it is WIDTH wide: no two marks to be tapped overlap
_STEP, _EXACT_STEP, _ROOM = 3.4, 0.45, 24.0  # units of the drawing between makers of one point, and around it
_GOLDEN = pi * (3 - sqrt(5))
_MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the drawing is looked at: its corner and width in units of the drawing."""

    x: float = 0
    y: float = 0
    width: float = atlas.WIDTH

    @property
    def height(self) -> float:
        return self.width * atlas.HEIGHT / atlas.WIDTH

    @property
    def scale(self) -> float:
        return atlas.WIDTH / self.width

    @property
    def is_whole(self) -> bool:
        return self.width >= atlas.WIDTH

    @property
    def is_nearest(self) -> bool:
        return self.width <= NEAREST

    @property
    def written(self) -> str:
        return f"{self.x:.4g},{self.y:.4g},{self.width:.4g}" if not self.is_whole else ""

    def closer(self, by: float) -> "Frame":
        return about(self.x + self.width / 2, self.y + self.height / 2, self.width / by)

    def moved(self, right: float, down: float) -> "Frame":
        """Shifted by shares of its own size."""
        return fitted(self.x + right * self.width, self.y + down * self.height, self.width)


@dataclass(frozen=True, slots=True)
class Spot:
    """One maker at a place in the drawing; exact where it showed its own point."""

    maker: Maker
    x: float
    y: float

    @property
    def is_exact(self) -> bool:
        return self.maker.is_exact


@dataclass(frozen=True, slots=True)
class Mark:
    """One maker, or several too near each other to be told apart, at a place in the view."""

    spots: tuple[Spot, ...]
    x: float
    y: float
    closer: Frame | None  # the frame in which they come apart; None for a single one, or where one cannot come closer

    @property
    def makers(self) -> list[Maker]:
        return [spot.maker for spot in self.spots]

    @property
    def told(self) -> list[Maker]:
        """As many as fit a list of cards."""
        return self.makers[:_MOST_TOLD]

    @property
    def communes(self) -> list[str]:
        """Codes, those with most makers first."""
        counted: dict[str, int] = defaultdict(int)
        for maker in self.makers:
            counted[maker.commune] += 1
        return sorted(counted, key=lambda code: (-counted[code], code))


def fitted(x: float, y: float, width: float) -> Frame:
    """A frame that stays within the drawing."""
    width = min(max(width, NEAREST), atlas.WIDTH)
    height = width * atlas.HEIGHT / atlas.WIDTH
    return Frame(min(max(x, 0), atlas.WIDTH - width), min(max(y, 0), atlas.HEIGHT - height), width)


def about(x: float, y: float, width: float) -> Frame:
    """A frame with this point in its middle, as far as the drawing goes."""
    return fitted(x - width / 2, y - width * atlas.HEIGHT / atlas.WIDTH / 2, width)


def read(written: str) -> Frame | None:
    """The frame of an address; None where it is none. The whole where nothing is written."""
    try:
        x, y, width = map(float, written.split(",")) if written else (0.0, 0.0, float(atlas.WIDTH))
    except ValueError:
        return None
    if not all(abs(one) < 10_000 for one in (x, y, width)) or width <= 0:
        return None
    return fitted(x, y, width)


def spread(makers: Iterable[Maker]) -> list[Spot]:
    """Every maker whose place is known. Those of one point lie about it like seeds in a sunflower, so that each can
    be seen by itself; ask for all makers, so that none moves when others are filtered away.
    """
    together: dict[tuple[float, float], list[Maker]] = defaultdict(list)
    for maker in makers:
        if maker.point and atlas.holds(*maker.point):
            x, y = atlas.place(maker.point[1], maker.point[0])
            together[round(x, 1), round(y, 1)].append(maker)
    return [spot for (x, y), found in together.items() for spot in _about(x, y, found)]


def marks(spots: Sequence[Spot], frame: Frame) -> list[Mark]:
    """What is seen of them in a frame: at most some 150 marks however many makers there are."""
    cells: dict[tuple[int, int], list[Spot]] = defaultdict(list)
    for spot in spots:
        x, y = (spot.x - frame.x) * frame.scale, (spot.y - frame.y) * frame.scale
        if 0 <= x <= atlas.WIDTH and 0 <= y <= atlas.HEIGHT:
            cells[int(x // _CELL), int(y // _CELL)].append(spot)
    groups = _apart([_Group.of(found) for _cell, found in sorted(cells.items())], frame.scale)
    return sorted((_mark(group, frame) for group in groups), key=lambda mark: (mark.y, mark.x))


def _about(x: float, y: float, makers: list[Maker]) -> Iterable[Spot]:
    """By village, so that neighbours are neighbours."""
    makers = sorted(makers, key=lambda one: (one.is_exact, one.village, one.id))
    step = min(_EXACT_STEP if makers[0].is_exact else _STEP, _ROOM / sqrt(len(makers)))
    for n, maker in enumerate(makers):
        away = step * sqrt(n)
        yield Spot(maker, x + away * cos(n * _GOLDEN), y + away * sin(n * _GOLDEN))


@dataclass(slots=True)
class _Group:
    """Spots that are shown as one mark, and their middle in the drawing."""

    spots: list[Spot]
    x: float
    y: float

    @classmethod
    def of(cls, spots: list[Spot]) -> "_Group":
        count = len(spots)
        return cls(spots, sum(spot.x for spot in spots) / count, sum(spot.y for spot in spots) / count)

    def joined(self, other: "_Group") -> "_Group":
        spots = self.spots + other.spots
        share = len(other.spots) / len(spots)
        return _Group(spots, self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)


def _apart(groups: list[_Group], scale: float) -> list[_Group]:
    """Groups joined while their middles lie too near each other to be tapped."""
    apart: list[_Group] = []
    waiting = sorted(groups, key=lambda group: len(group.spots))
    while waiting:
        group = waiting.pop()
        near = next((one for one in waiting if hypot(one.x - group.x, one.y - group.y) * scale < _TOO_NEAR), None)
        if near is None:
            apart.append(group)
        else:
            waiting.remove(near)
            waiting.append(group.joined(near))
    return apart


def _mark(group: _Group, frame: Frame) -> Mark:
    at = round((group.x - frame.x) * frame.scale, 1), round((group.y - frame.y) * frame.scale, 1)
    spots = sorted(group.spots, key=lambda spot: spot.maker.order)
    return Mark(tuple(spots), *at, None if len(spots) == 1 or frame.is_nearest else _closer(spots, frame))


def _closer(spots: list[Spot], frame: Frame) -> Frame:
    """All of them with some air about: at most half as wide as what is seen now, at least a sixteenth."""
    xs, ys = [spot.x for spot in spots], [spot.y for spot in spots]
    needed = 1.6 * max(max(xs) - min(xs), (max(ys) - min(ys)) * atlas.WIDTH / atlas.HEIGHT)
    return about((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, min(max(needed, frame.width / 16), frame.width / 2))

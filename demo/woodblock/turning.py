"""A thing turned round on the table: a vase with a plant of each season on its sides, seen from any side.

What is on it is cut flat, as (degrees around, height) of its skin, and wrapped around the body for each view, so that
every view is of one vase. Heights and breadths are those of a motif: 320 a side.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache

from PIL import Image

from demo.woodblock import pigments
from demo.woodblock.scene import GROUNDS, Scene

SIDE = 320
MIDDLE = 160
SAG = 6  # how far the near side of a ring hangs below its ends, as seen from a little above
PROFILE = (  # height, half the breadth: the vase of binh-gom.svg
    (40, 30), (62, 23), (84, 30), (100, 56), (122, 80), (156, 90), (196, 82), (238, 57), (262, 44), (286, 43),
)  # fmt: skip
TOP, FOOT = PROFILE[0][0], PROFILE[-1][0]
DEGREE = 1.5  # how broad a degree of the belly is, in the measure of its height
INK = 1.6  # the line around what is pressed on it

Dot = tuple[float, float]
Patch = tuple[str, list[Dot]]  # a colour, and its outline on the skin


def vase(*, turned: float, ground: str = "diep", seed: int = 11, size: int = 960) -> Image.Image:
    """A square picture of the vase, turned by so many degrees; the same arguments give the same pixels."""
    scene = Scene((size, size), ground, seed)
    scene.band(0.8, GROUNDS["nau"])
    scene.line(0, 1, 0.8)
    scene.shape(_placed(_outline(2.7)), pigments.INK)
    scene.shape(_placed(_outline(-2.7)), pigments.VO)
    for colour, patch in _skin():
        if wrapped := _wrapped(patch, turned):
            scene.shape(_placed(wrapped), colour)
    for y in (84, 108, 126, 254):
        scene.shape(_placed(_ring(y, 2.6)), pigments.INK)
    for colour, rx, ry in ((pigments.INK, 33, 11), (pigments.NAU, 28, 7.5), (pigments.INK, 21, 4.5)):
        scene.shape(_placed(_oval((MIDDLE, TOP), rx, ry)), colour)
    return scene.picture()


def _placed(points: list[Dot]) -> list[Dot]:
    """From the vase's square to the picture's: it stands on the table with some room around it."""
    return [(0.5 + (x - MIDDLE) / 340, 0.9 + (y - FOOT) / 340) for x, y in points]


def half_at(height: float) -> float:
    """Half the breadth of the body at a height."""
    at = min(max(bisect_right(PROFILE, (height, math.inf)), 1), len(PROFILE) - 1)
    (y0, r0), (y1, r1) = PROFILE[at - 1], PROFILE[at]
    t, rise = (height - y0) / (y1 - y0), y1 - y0
    lean0, lean1 = _lean(at - 1) * rise, _lean(at) * rise
    bow = (2 * t**3 - 3 * t**2 + 1) * r0 + (t**3 - 2 * t**2 + t) * lean0
    return bow + (3 * t**2 - 2 * t**3) * r1 + (t**3 - t**2) * lean1


def _lean(at: int) -> float:
    """How fast the body widens at a point of its profile."""
    (y0, r0), (y1, r1) = PROFILE[max(at - 1, 0)], PROFILE[min(at + 1, len(PROFILE) - 1)]
    return (r1 - r0) / (y1 - y0)


def _outline(out: float) -> list[Dot]:
    heights = [*range(TOP, FOOT, 3), FOOT]
    right = [(MIDDLE + half_at(y) + out, float(y)) for y in heights]
    base = [(MIDDLE + (half_at(FOOT) + out) * math.cos(a), FOOT + out + SAG * math.sin(a)) for a in _arc()]
    return [*right, *base, *((2 * MIDDLE - x, y) for x, y in reversed(right))]


def _arc() -> list[float]:
    return [math.pi * n / 12 for n in range(13)]


def _ring(height: float, thick: float) -> list[Dot]:
    upper = [(MIDDLE + half_at(height) * math.cos(a), height + SAG * math.sin(a)) for a in _arc()]
    return [*upper, *((x, y + thick) for x, y in reversed(upper))]


def _wrapped(patch: list[Dot], turned: float) -> list[Dot]:
    """The part of a patch that is on the near side; what goes round the edge ends there. Empty when all is behind."""
    seen = [((around - turned + 180) % 360 - 180, height) for around, height in patch]
    if all(abs(around) >= 90 for around, _ in seen) or max(seen)[0] - min(seen)[0] > 180:
        return []
    points = []
    for around, height in seen:
        angle = math.radians(min(max(around, -90), 90))
        points.append((MIDDLE + half_at(height) * math.sin(angle), height + SAG * math.cos(angle)))
    return points


@cache
def _skin() -> list[Patch]:
    """All that is on the vase, from the lowest layer up."""
    patches = _crackle()
    for low, high in ((62, 84), (108, 126), (254, 282)):
        patches += [(pigments.NAU, _strip(low, high, around)) for around in range(0, 360, 30)]
    patches += [(pigments.HOEL, _petal((n * 36, 80), 15, 26, 0)) for n in range(10)]
    patches += [(pigments.HOEL, _petal((n * 14.4, 124), 12, 9, 0)) for n in range(25)]
    patches += [(pigments.HOEL, _petal((n * 20, 278), 20, 7, 0)) for n in range(18)]
    return patches + _plum(0) + _orchid(90) + _chrysanthemum(180) + _bamboo(270)


def _crackle() -> list[Patch]:
    """The net of the glaze: knots at random, joined with most of their neighbours."""
    chance = random.Random(5)
    rows, columns = 9, 20
    knots = [
        [(c * 360 / columns + chance.uniform(-7, 7), 88 + r * 21 + chance.uniform(-8, 8)) for c in range(columns)]
        for r in range(rows)
    ]
    lines = []
    for r in range(rows):
        for c in range(columns):
            across = knots[r][(c + 1) % columns]
            ends = [(across[0] + 360 * (c == columns - 1), across[1])] + ([knots[r + 1][c]] if r + 1 < rows else [])
            lines += [_stroke([knots[r][c], end], 1.3) for end in ends if chance.random() < 0.72]
    return [(pigments.NAU, line) for line in lines]


def _plum(at: float) -> list[Patch]:
    branches = [[(-44, 232), (-30, 208), (-10, 184), (12, 172), (34, 150)], [(-10, 184), (-16, 160), (-8, 144)]]
    branches += [[(14, 171), (28, 186), (34, 208)]]
    wood = [(pigments.NAU, _stroke(_moved(branch, at), 6 - 2 * n)) for n, branch in enumerate(branches[:2])]
    wood += [(pigments.NAU, _stroke(_moved(branches[2], at), 4))]
    leaves = [_leaf((at + x, y), 22, 11, a) for x, y, a in ((-24, 192, -60), (4, 158, -10), (22, 182, 130))]
    flowers = ((-10, 142, 15), (34, 208, 14), (37, 148, 13), (2, 184, 15), (-34, 176, 12))
    return wood + _flat(leaves) + _flat(_blossom((at + x, y), r, pigments.SONL) for x, y, r in flowers)


def _orchid(at: float) -> list[Patch]:
    blades = [((-6, 240), (-30, 190), (-46, 206)), ((-2, 240), (-14, 168), (-30, 140)), ((2, 240), (6, 170), (-4, 138))]
    blades += [((6, 240), (26, 178), (38, 152)), ((8, 240), (34, 200), (48, 218))]
    leaves = [_blade(_bent(*(_moved(list(blade), at)))) for blade in blades]
    flowers = ((-14, 160, 12), (16, 146, 12), (24, 190, 11))
    return _flat(leaves) + _flat(_blossom((at + x, y), r, pigments.CHAML) for x, y, r in flowers)


def _chrysanthemum(at: float) -> list[Patch]:
    stems = [[(0, 242), (-6, 210), (-14, 176)], [(0, 242), (12, 214), (22, 196)], [(-4, 214), (2, 176), (14, 148)]]
    wood = [(pigments.RI, _stroke(_moved(stem, at), 4)) for stem in stems]
    leaves = [
        _leaf((at + x, y), 26, 14, a) for x, y, a in ((-2, 230, -70), (4, 226, 60), (-4, 204, 70), (-8, 200, -60))
    ]
    heads = ((-18, 168, 19), (26, 192, 16), (16, 142, 17))
    return wood + _flat(leaves) + _flat(_blossom((at + x, y), r, pigments.HOE, 11) for x, y, r in heads)


def _bamboo(at: float) -> list[Patch]:
    canes: list[Patch] = []
    for x, top in ((-20, 136), (4, 142), (24, 160)):
        for low in range(244, top, -27):
            joint = [(at + x + 2, low), (at + x + 1, max(low - 25, top))]
            canes += [(pigments.INK, _stroke(joint, 9)), (pigments.RIL, _stroke(joint, 5.4))]
    places = (
        (-20, 150, -60),
        (-20, 178, 70),
        (4, 152, 50),
        (4, 180, -70),
        (24, 170, 60),
        (24, 200, 110),
        (-20, 206, -110),
    )
    return canes + _flat(_leaf((at + x, y), 30, 10, a + turn) for x, y, a in places for turn in (0, 34))


def _flat(groups: Iterable[list[Patch]]) -> list[Patch]:
    return [patch for group in groups for patch in group]


def _moved(points: Sequence[Dot], at: float) -> list[Dot]:
    return [(x + at, y) for x, y in points]


def _strip(low: float, high: float, around: float) -> list[Dot]:
    ends = range(0, 31, 5)
    return [*((around + x, low) for x in ends), *((around + x, high) for x in reversed(ends))]


def _oval(middle: Dot, rx: float, ry: float) -> list[Dot]:
    return [
        (middle[0] + rx * math.cos(n * math.pi / 16), middle[1] + ry * math.sin(n * math.pi / 16)) for n in range(32)
    ]


def _blossom(middle: Dot, r: float, colour: str, petals: int = 5) -> list[Patch]:
    """With its ink line and its core."""
    core = [(middle[0] + x / DEGREE, middle[1] + y) for x, y in _oval((0, 0), r * 0.27, r * 0.27)]
    return [*_inked(colour, _rose(middle, r + INK, petals), _rose(middle, r - INK, petals)), (pigments.HOEL, core)]


def _rose(middle: Dot, r: float, petals: int) -> list[Dot]:
    angles = [n * math.pi / 30 for n in range(60)]
    reach = [(a, r * (0.66 + 0.34 * abs(math.cos(petals * a / 2)))) for a in angles]
    return [(middle[0] + k * math.sin(a) / DEGREE, middle[1] - k * math.cos(a)) for a, k in reach]


def _leaf(foot: Dot, length: float, breadth: float, angle: float) -> list[Patch]:
    return _inked(
        pigments.RI, _petal(foot, length + INK, breadth + 2 * INK, angle), _petal(foot, length, breadth, angle)
    )


def _petal(foot: Dot, length: float, breadth: float, angle: float) -> list[Dot]:
    """From its foot; angle 0 points up."""
    shares = [n / 10 for n in range(11)]
    half = [(breadth * 0.5 * math.sin(math.pi * t**0.62) ** 0.9 if 0 < t < 1 else 0.0, -length * t) for t in shares]
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in [*half, *((-x, y) for x, y in reversed(half))]]
    return [(foot[0] + x / DEGREE, foot[1] + y) for x, y in turned]


def _blade(spine: Sequence[Dot]) -> list[Patch]:
    """A long leaf, broad in its middle and pointed at its end."""
    shares = [n / (len(spine) - 1) for n in range(len(spine))]
    outer, inner = ([width + 9 * (1 - t) * (t + 0.35) for t in shares] for width in (2 * INK, 0))
    return _inked(pigments.RI, _outlined(spine, outer), _outlined(spine, inner))


def _bent(start: Dot, pull: Dot, end: Dot) -> list[Dot]:
    """A bow from start to end, drawn towards the middle point."""
    shares = [n / 12 for n in range(13)]
    weights = [((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in shares]
    return [(a * start[0] + b * pull[0] + c * end[0], a * start[1] + b * pull[1] + c * end[1]) for a, b, c in weights]


def _stroke(points: Sequence[Dot], width: float) -> list[Dot]:
    return _outlined(points, [width] * len(points))


def _outlined(spine: Sequence[Dot], widths: Sequence[float]) -> list[Dot]:
    """Both sides of a line, so far apart at each of its points."""
    left, right = [], []
    for n, (x, y) in enumerate(spine):
        (x0, y0), (x1, y1) = spine[max(n - 1, 0)], spine[min(n + 1, len(spine) - 1)]
        dx, dy = (x1 - x0) * DEGREE, y1 - y0
        k = widths[n] / 2 / (math.hypot(dx, dy) or 1)
        left.append((x - dy * k / DEGREE, y + dx * k))
        right.append((x + dy * k / DEGREE, y - dx * k))
    return left + right[::-1]


def _inked(colour: str, outer: list[Dot], inner: list[Dot]) -> list[Patch]:
    return [(pigments.INK, outer), (colour, inner)]

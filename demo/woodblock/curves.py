"""The curves a drawing is made of, each a list of points on the 320 x 320 sheet; angles in degrees."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from shapely.geometry import LineString

Dot = tuple[float, float]
Curve = list[Dot]

STEPS = 12


def spline(text: str, closed: int | bool = False) -> Curve:
    """The smooth curve through `"x,y x,y! x,y"`; a point marked `!` is a corner."""
    points, corners = _marked_points(text)
    if closed and not any(corners):
        return _closed_loop(points)
    if closed:
        first = corners.index(True)
        points = points[first:] + points[:first]
        corners = corners[first:] + corners[:first]
        points.append(points[0])
        corners.append(True)
    corners[0] = corners[-1] = True
    curve: Curve = []
    for i in range(len(points) - 1):
        before = points[i] if corners[i] else points[i - 1]
        after = points[i + 1] if corners[i + 1] else points[i + 2]
        curve += _catmull_rom(before, points[i], points[i + 1], after)
    return [*curve, points[-1]]


def _marked_points(text: str) -> tuple[Curve, list[bool]]:
    points, corners = [], []
    for token in text.split():
        corners.append(token.endswith("!"))
        x, y = token.rstrip("!").split(",")
        points.append((float(x), float(y)))
    return points, corners


def _closed_loop(points: Curve) -> Curve:
    n = len(points)
    loop: Curve = []
    for i in range(n):
        loop += _catmull_rom(points[i - 1], points[i], points[(i + 1) % n], points[(i + 2) % n])
    return [*loop, loop[0]]


def _catmull_rom(p0: Dot, p1: Dot, p2: Dot, p3: Dot) -> Iterator[Dot]:
    for i in range(STEPS):
        t = i / STEPS
        t2 = t * t
        t3 = t2 * t
        x, y = (
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t2 + (3 * b - a - 3 * c + d) * t3)
            for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
        )
        yield x, y


def ellipse(
    cx: float, cy: float, rx: float, ry: float | None = None, rot: float = 0, a0: float = 0, a1: float = 360
) -> Curve:
    """An ellipse, or its arc from `a0` to `a1`, turned by `rot`."""
    ry = rx if ry is None else ry
    steps = max(14, int(abs(a1 - a0) / 6))
    cos, sin = math.cos(math.radians(rot)), math.sin(math.radians(rot))
    curve = []
    for i in range(steps + 1):
        t = math.radians(a0 + (a1 - a0) * i / steps)
        x, y = rx * math.cos(t), ry * math.sin(t)
        curve.append((cx + x * cos - y * sin, cy + x * sin + y * cos))
    return curve


def line(x1: float, y1: float, x2: float, y2: float, bow: float = 0) -> Curve:
    """A straight line, or one that swells sideways by `bow` at its middle."""
    length = math.hypot(x2 - x1, y2 - y1) or 1
    nx, ny = -(y2 - y1) / length, (x2 - x1) / length
    return [
        (x1 + (x2 - x1) * t + nx * bow * 4 * t * (1 - t), y1 + (y2 - y1) * t + ny * bow * 4 * t * (1 - t))
        for t in [i / STEPS for i in range(STEPS + 1)]
    ]


def petal(x: float, y: float, angle: float, length: float, width: float, tip: float = 0.62) -> Curve:
    """A leaf or petal from its foot; angle 0 points up."""
    outline: Curve = []
    for side in (1, -1):
        edge = []
        for i in range(STEPS + 1):
            t = i / STEPS
            half = width * 0.5 * math.sin(math.pi * t**tip) ** 0.9
            edge.append((side * half, -length * t))
        outline += edge if side == 1 else edge[::-1]
    a = math.radians(angle)
    cos, sin = math.cos(a), math.sin(a)
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in outline]


def rose(
    cx: float, cy: float, r: float, n: int = 5, wob: float = 0.3, rot: float = 0, ry: float | None = None
) -> Curve:
    """A rosette of `n` lobes; `wob` is how deep it is cut between them."""
    ry = ry or r
    curve = []
    for i in range(73):
        t = math.radians(i * 5)
        k = 1 - wob * (1 - abs(math.cos(n * (t - math.radians(rot)) / 2)))
        curve.append((cx + r * k * math.cos(t), cy + ry * k * math.sin(t)))
    return curve


def spiral(
    cx: float, cy: float, r0: float, r1: float, turns: float, a0: float = 0, k: float = 1, ky: float = 1
) -> Curve:
    """A spiral from radius `r0` out to `r1`; `k` -1 turns it the other way, `ky` flattens it."""
    steps = int(26 * turns)
    curve = []
    for i in range(steps + 1):
        r = r0 + (r1 - r0) * i / steps
        a = math.radians(a0 + k * 360 * turns * i / steps)
        curve.append((cx + r * math.cos(a), cy + ky * r * math.sin(a)))
    return curve


def rounded(x0: float, y0: float, x1: float, y1: float, r: float = 10) -> Curve:
    """A rectangle with round corners."""
    corners = ((x1 - r, y0 + r, -90), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r, y0 + r, 180))
    curve: Curve = []
    for cx, cy, a in corners:
        curve += ellipse(cx, cy, r, r, 0, a, a + 90)
    return [*curve, curve[0]]


def turned(curve: Curve, angle: float, about: Dot = (160, 160)) -> Curve:
    """The curve turned clockwise about a point."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    ox, oy = about
    return [(ox + (x - ox) * cos - (y - oy) * sin, oy + (x - ox) * sin + (y - oy) * cos) for x, y in curve]


def placed(curve: Curve, dx: float = 0, dy: float = 0, sx: float = 1, sy: float | None = None, a: float = 0) -> Curve:
    """The curve scaled, then turned, then moved."""
    sy = sx if sy is None else sy
    cos, sin = math.cos(math.radians(a)), math.sin(math.radians(a))
    return [(dx + x * sx * cos - y * sy * sin, dy + x * sx * sin + y * sy * cos) for x, y in curve]


def mirrored(curve: Curve, cx: float = 160) -> Curve:
    """The curve seen in a mirror standing at `cx`."""
    return [(2 * cx - x, y) for x, y in curve]


def along(curve: Curve, t: float) -> Dot:
    """The point at the share `t` of the curve's length."""
    x, y = LineString(curve).interpolate(t, normalized=True).coords[0]
    return x, y


def sided(side: int) -> Callable[[Curve], Curve]:
    """What turns a half drawn on the left into the side asked for: 1 leaves it, -1 mirrors it."""
    return mirrored if side == -1 else list

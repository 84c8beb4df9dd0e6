"""Parts that come back in many drawings: leaves and flowers, ears of rice, wicker, boxes, plates, bows."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from shapely.geometry import Point
from shapely.ops import unary_union

from demo.woodblock.curves import Curve, Dot, along, ellipse, line, petal, rose, spline
from demo.woodblock.pigments import CHAM, GIAY, HOE, HONG, RI, RIL, SONL
from demo.woodblock.sheet import Shape, Sheet


def lotus(
    sheet: Sheet,
    x: float,
    y: float,
    s: float = 1,
    colour: str = HONG,
    core: str = HOE,
    width: float = 3.4,
    back: bool = True,
) -> None:
    """An open lotus standing on x,y, with its hind petals unless `back` is false."""
    if back:
        for a in (-62, 62, -34, 34):
            sheet.solid(colour, petal(x, y, a, 50 * s, 25 * s, 0.72), width)
    for a in (-46, 46, -20, 20):
        sheet.solid(colour, petal(x, y + 3 * s, a, 46 * s, 25 * s, 0.72), width)
    sheet.solid(colour, petal(x, y + 4 * s, 0, 48 * s, 30 * s, 0.72), width)
    for a in (-46, -20, 0, 20, 46):
        r = math.radians(a)
        for k in (-3, 0, 3):
            x0, y0 = x + 17 * s * math.sin(r) + k * s, y - 17 * s * math.cos(r)
            vein = line(x0, y0, x0 + 15 * s * math.sin(r), y0 - 15 * s * math.cos(r))
            sheet.ink(vein, 1.7 * max(0.7, s**0.5), 0.1, 0.7)


def blossom(
    sheet: Sheet,
    x: float,
    y: float,
    r: float,
    colour: str = SONL,
    core: str = HOE,
    width: float = 3,
    n: int = 5,
    rot: float | None = None,
    k: float = 0.34,
) -> None:
    """A blossom in an ink outline, with its core."""
    sheet.solid(colour, rose(x, y, r, n, k, x if rot is None else rot), width)
    sheet.solid(core, ellipse(x, y, r * 0.26), 1.8)


def flat_blossom(
    sheet: Sheet,
    x: float,
    y: float,
    r: float,
    colour: str,
    core: str | None = None,
    n: int = 5,
    k: float = 0.34,
    rot: float = 0,
) -> None:
    """A blossom as painted on a thing: colour only, in register."""
    sheet.fill(colour, rose(x, y, r, n, k, rot), False)
    if core:
        sheet.fill(core, ellipse(x, y, r * 0.3), False)


def leaf(
    sheet: Sheet,
    colour: str,
    x: float,
    y: float,
    angle: float,
    length: float,
    breadth: float,
    width: float = 2.6,
    vein: bool = True,
) -> None:
    """A small leaf from its foot, with or without its midrib."""
    sheet.solid(colour, petal(x, y, angle, length, breadth), width)
    if vein:
        r = math.radians(angle)
        x1, y1 = x + 3 * math.sin(r), y - 3 * math.cos(r)
        sheet.ink(line(x1, y1, x + length * 0.7 * math.sin(r), y - length * 0.7 * math.cos(r)), 1.7, 0, 0.6)


def broad_leaf(
    sheet: Sheet,
    x: float,
    y: float,
    angle: float,
    length: float,
    breadth: float,
    colour: str = RI,
    vein: str = RIL,
    width: float = 4,
    tip: float = 0.7,
    n: int = 6,
    line_veins: bool = False,
) -> Shape:
    """A large leaf from its foot, with midrib and `n` pairs of veins; without a vein colour they are ink."""
    with sheet.at(x, y, angle):
        shape = sheet.solid(colour, petal(0, 0, 0, length, breadth, tip), width)
        inner = shape.buffer(-2)
        if vein:
            sheet.brush(vein, line(0, -4, 0, -length * 0.96), 3, 0.1, 0.4, inner)
        else:
            sheet.ink(line(0, -2, 0, -length * 0.9), 2, 0.05, 0.4, inner)
        for i in range(n):
            t = 0.1 + 0.72 * i / n
            for side in (-1, 1):
                rib = line(0, -length * t, side * breadth * 0.46, -length * (t + 0.17), side * -2)
                if vein and not line_veins:
                    sheet.brush(vein, rib, 2, 0.05, 0.5, inner)
                else:
                    sheet.ink(rib, 1.8, 0.05, 0.5, inner)
    return shape


def rice_ear(
    sheet: Sheet,
    curve: Curve,
    colour: str = HOE,
    n: int = 8,
    t0: float = 0.4,
    length: float = 17,
    breadth: float = 8.5,
    stem: str = RI,
    width: float = 2.4,
    stem_width: float = 3.4,
) -> None:
    """An ear of rice along the curve: `n` pairs of grains from the share `t0` on."""
    sheet.ink(curve, stem_width + 1.6, 0, 0, rough=0.1)
    sheet.clear(sheet.stroke(curve, stem_width - 1.4, 0, 0))
    sheet.layers.append((stem, sheet.stroke(curve, stem_width - 0.8, 0, 0)))
    for i in range(n):
        t = t0 + (1 - t0) * i / n
        x, y = along(curve, t)
        x2, y2 = along(curve, min(1, t + 0.04))
        a = math.degrees(math.atan2(x2 - x, -(y2 - y)))
        for side in (-1, 1) if i < n - 1 else (-1, 1, 0):
            sheet.solid(colour, petal(x, y, a + side * 36, length, breadth, 0.8), width)


def scatter(seed: int, region: Shape, gap: float, ky: float = 1.2, tries: int = 900, cap: int = 999) -> list[Dot]:
    """Points inside the region at least `gap` apart, the same for the same seed."""
    chance = random.Random(seed)
    x0, y0, x1, y1 = region.bounds
    found: list[Dot] = []
    for _ in range(tries):
        x, y = chance.uniform(x0, x1), chance.uniform(y0, y1)
        if region.contains(Point(x, y)) and all((x - a) ** 2 + ((y - c) * ky) ** 2 > gap * gap for a, c in found):
            found.append((x, y))
            if len(found) >= cap:
                break
    return found


def weave(
    sheet: Sheet,
    shape: Shape,
    cx: float,
    y0: float,
    y1: float,
    half_width: Callable[[float], float],
    rows: int,
    sag: float = 10,
    cols: int = 15,
    width: float = 2.1,
) -> None:
    """The wicker of a round basket between `y0` and `y1`; `half_width` is its outline at a height."""
    for r in range(rows + 1):
        y = y0 + (y1 - y0) * r / rows
        h = half_width(y)
        if 0 < r < rows:
            near, far = y + sag * 0.75, y - sag * 0.2
            band = f"{cx - h},{far} {cx - h * 0.5},{near} {cx},{y + sag} {cx + h * 0.5},{near} {cx + h},{far}"
            sheet.ink(spline(band), width, 0.02, 0.02, shape)
        if r < rows:
            below = y + (y1 - y0) / rows
            for i in range(-cols, cols + 1):
                t = (i + (0.5 if r % 2 else 0)) / cols
                if abs(t) > 0.97:
                    continue
                x = math.sin(t * 1.45)
                e = sag * (1 - x * x)
                stake = line(
                    cx + x * h,
                    y + e + 1,
                    cx + x * half_width(below),
                    below + e - 1,
                    1.2 * (1 if x > 0 else -1),
                )
                sheet.ink(stake, width + 0.5, 0.15, 0.15, shape)


def crate(
    sheet: Sheet,
    x: float,
    y: float,
    w: float,
    h: float,
    dx: float,
    dy: float,
    top: str,
    front: str,
    side: str,
    r: float = 4,
    width: float = 4.6,
) -> tuple[Shape, Shape, Shape]:
    """A box seen from the front and above; x,y is the top left of its front. Gives top, front and side."""
    faces = (
        [(x, y), (x + w, y), (x + w + dx, y + dy), (x + dx, y + dy)],
        [(x, y), (x + w, y), (x + w, y + h), (x, y + h)],
        [(x + w, y), (x + w + dx, y + dy), (x + w + dx, y + dy + h), (x + w, y + h)],
    )
    shapes = [sheet.polygon(face) for face in faces]
    outline = unary_union([shape.buffer(0.6) for shape in shapes]).buffer(-r).buffer(r)
    sheet.solid(front, outline, width)
    top_face, front_face, side_face = (shape.intersection(outline) for shape in shapes)
    sheet.fill(top, top_face, False)
    sheet.fill(side, side_face, False)
    sheet.ink(line(x, y, x + w, y), 3, 0.03, 0.03, outline)
    sheet.ink(line(x + w, y, x + w, y + h), 3, 0.03, 0.1, outline)
    sheet.ink(line(x + w, y, x + w + dx, y + dy), 2.8, 0.03, 0.03, outline)
    return top_face, front_face, side_face


def cylinder(
    sheet: Sheet,
    length: float,
    r: float,
    squeeze: float,
    body: str,
    face: str,
    width: float = 4.6,
) -> tuple[Shape, Shape]:
    """A roll lying along x about the origin, its cut face to the right."""
    k = r * squeeze
    outline = ellipse(-length / 2, 0, k, r, 0, 270, 90) + ellipse(length / 2, 0, k, r, 0, 90, -90)
    return sheet.solid(body, outline, width), sheet.solid(face, ellipse(length / 2, 0, k, r), width * 0.85)


def plate(
    sheet: Sheet,
    cx: float,
    cy: float,
    rx: float,
    ry: float,
    depth: float = 12,
    colour: str = GIAY,
    rim: str | None = CHAM,
    strokes: bool = True,
) -> None:
    """A shallow plate seen from above, with a painted rim and brush strokes on its side."""
    low, mid = cy + ry + depth * 0.9, cy + ry * 0.8 + depth * 0.5
    body = (
        f"{cx - rx},{cy}! {cx - rx * 0.8},{mid} {cx - rx * 0.42},{low}! {cx},{cy + ry + depth * 1.1} "
        f"{cx + rx * 0.42},{low}! {cx + rx * 0.8},{mid} {cx + rx},{cy}!"
    )
    sheet.solid(colour, spline(body, closed=True), 4.8)
    sheet.solid(colour, ellipse(cx, cy, rx, ry), 4.8)
    if rim:
        sheet.brush(rim, ellipse(cx, cy, rx * 0.9, ry * 0.86), 3, 0, 0)
    if rim and strokes:
        for i in range(5):
            x = cx - rx * 0.5 + rx * 0.25 * i
            y = cy + ry * math.sqrt(1 - ((x - cx) / rx) ** 2) + depth * 0.5
            sheet.brush(rim, line(x - 6, y - 1, x + 6, y + (x - cx) * -0.02, 2), 3, 0.3, 0.3)


def steam(sheet: Sheet, x: float, y: float, h: float = 46, width: float = 3, side: int = 1) -> None:
    """A wisp of steam rising from x,y."""
    wisp = f"{x},{y} {x - 7 * side},{y - h * 0.3} {x + 5 * side},{y - h * 0.62} {x - 2 * side},{y - h}"
    sheet.ink(spline(wisp), width, 0.35, 0.5)


def bow(sheet: Sheet, x: float, y: float, colour: str, s: float = 1, rot: float = 0, width: float = 3) -> None:
    """A ribbon tied in a bow at x,y."""
    with sheet.at(x, y, rot, s):
        sheet.tube(colour, spline("-2,4 -14,18 -12,32"), 8, width, 0, 0.1)
        sheet.tube(colour, spline("2,4 14,16 16,30"), 8, width, 0, 0.1)
        sheet.solid(colour, spline("0,0! -16,-16 -32,-10 -28,8 -12,9", closed=True), width)
        sheet.solid(colour, spline("0,0! 16,-16 32,-10 28,8 12,9", closed=True), width)
        sheet.solid(colour, ellipse(0, 1, 8, 8), width)
        sheet.ink(spline("-8,-1 -16,-4 -22,-3"), 2, 0.1, 0.5)
        sheet.ink(spline("8,-1 16,-4 22,-3"), 2, 0.1, 0.5)


def zigzag(
    sheet: Sheet,
    colour: str,
    x0: float,
    x1: float,
    y: float,
    n: int,
    h: float,
    width: float = 3,
    clip: Shape | None = None,
) -> None:
    """A painted wave of `n` steps from x0 to x1."""
    wave = " ".join(f"{x0 + (x1 - x0) * i / n:.1f},{y + (h if i % 2 else -h)}" for i in range(n + 1))
    sheet.brush(colour, spline(wave), width, 0.15, 0.15, clip)

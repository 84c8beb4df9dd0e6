"""The press: reads a motif's SVG and prints it on a Pillow image, with no library but Pillow.

A motif is only `M l z` rings of integers with a fill. Rings that run one way are patches, rings that run
the other way are the holes in them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "motifs"

Matrix = tuple[float, float, float, float, float, float]


class Ring(NamedTuple):
    """A closed line in shares of the motif's square; `area` is negative for a hole."""

    xs: list[float]
    ys: list[float]
    area: float


class Layer(NamedTuple):
    """Rings pressed in one colour, the widest first where holes have patches inside them."""

    colour: str
    rings: list[Ring]


@dataclass(frozen=True)
class Motif:
    """A parsed motif; `box` is where its ink and colour lie (left, top, right, bottom) in its unit square."""

    name: str
    layers: list[Layer]
    box: tuple[float, float, float, float]


@lru_cache(maxsize=128)
def motif(name: str) -> Motif:
    """The motif of that name, read once a process."""
    svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    return parsed(name, svg)


def parsed(name: str, svg: str) -> Motif:
    """Read a motif from the text of its SVG."""
    view = re.search(r'viewBox="([^"]+)"', svg)
    assert view, f"{name}.svg has no viewBox"
    left, top, side, _ = map(float, view[1].split())
    layers = []
    for fill, evenodd, data in re.findall(r'<path fill="([^"]+)"( fill-rule="evenodd")?[^>]*? d="([^"]*)"', svg):
        rings = [_ring(text, left, top, side) for text in data.split("M")[1:]]
        layers += [Layer(fill, _widest_first(rings))] if evenodd else [Layer(fill, p) for p in _patches(rings)]
    return Motif(name, layers, _box(layers))


def _ring(text: str, left: float, top: float, side: float) -> Ring:
    start, steps = text.rstrip("z").split("l")
    x, y = (int(n) for n in start.split())
    deltas = [int(n) for n in re.findall(r"-?\d+", steps)]
    xs, ys = [x], [y]
    for dx, dy in zip(deltas[::2], deltas[1::2], strict=True):
        x, y = x + dx, y + dy
        xs.append(x)
        ys.append(y)
    area = sum(x0 * y1 - x1 * y0 for x0, y0, x1, y1 in zip(xs, ys, xs[1:] + xs[:1], ys[1:] + ys[:1], strict=True))
    return Ring([(x - left) / side for x in xs], [(y - top) / side for y in ys], area / 2)


def _widest_first(rings: list[Ring]) -> list[Ring]:
    return sorted(rings, key=lambda ring: -abs(ring.area))


def _patches(rings: list[Ring]) -> list[list[Ring]]:
    """Each patch with the holes that follow it, so that overlapping patches of one path stay filled.

    A speck that rounding has turned inside out counts as a hole, and is dropped when it comes first.
    """
    patches: list[list[Ring]] = []
    for is_hole, group in groupby(rings, key=lambda ring: ring.area < 0):
        if not is_hole:
            patches += [[ring] for ring in group]
        elif patches:
            patches[-1] += group
    return patches


def _box(layers: list[Layer]) -> tuple[float, float, float, float]:
    rings = [ring for layer in layers for ring in layer.rings]
    return (
        min(min(r.xs) for r in rings),
        min(min(r.ys) for r in rings),
        max(max(r.xs) for r in rings),
        max(max(r.ys) for r in rings),
    )


def placed(x: float, y: float, width: float, mirror: bool = False, tilt: float = 0) -> Matrix:
    """The matrix that lays a motif's unit square with its middle at x,y; `tilt` in degrees."""
    cos, sin = math.cos(math.radians(tilt)) * width, math.sin(math.radians(tilt)) * width
    sx = -1 if mirror else 1
    a, b, c, d = cos * sx, -sin, sin * sx, cos
    return a, b, x - (a + b) / 2, c, d, y - (c + d) / 2


def stamp(canvas: Image.Image, subject: Motif, matrix: Matrix, dye: dict[str, str] | None = None) -> None:
    """Print the motif on the canvas; `dye` says which colours are pressed in another."""
    draw = ImageDraw.Draw(canvas)
    for colour, rings in subject.layers:
        pigment = (dye or {}).get(colour, colour)
        if len(rings) == 1:
            draw.polygon(_points(rings[0], matrix), fill=pigment)
        else:
            _stamp_with_holes(canvas, pigment, rings, matrix)


def _stamp_with_holes(canvas: Image.Image, pigment: str, rings: list[Ring], matrix: Matrix) -> None:
    drawn = [(_points(ring, matrix), ring.area > 0) for ring in rings]
    left = max(0, math.floor(min(min(p[::2]) for p, _ in drawn)))
    top = max(0, math.floor(min(min(p[1::2]) for p, _ in drawn)))
    right = min(canvas.width, math.ceil(max(max(p[::2]) for p, _ in drawn)) + 1)
    bottom = min(canvas.height, math.ceil(max(max(p[1::2]) for p, _ in drawn)) + 1)
    if left >= right or top >= bottom:
        return
    mask = Image.new("1", (right - left, bottom - top))
    draw = ImageDraw.Draw(mask)
    for points, filled in drawn:
        points[::2] = [x - left for x in points[::2]]
        points[1::2] = [y - top for y in points[1::2]]
        draw.polygon(points, fill=1 if filled else 0)
    canvas.paste(pigment, (left, top), mask)


def _points(ring: Ring, matrix: Matrix) -> list[float]:
    a, b, e, c, d, f = matrix
    points = [0.0] * (2 * len(ring.xs))
    points[::2] = [a * x + b * y + e for x, y in zip(ring.xs, ring.ys, strict=True)]
    points[1::2] = [c * x + d * y + f for x, y in zip(ring.xs, ring.ys, strict=True)]
    return points

"""The sheet a motif is drawn on: flat colour blocks, one key block of ink on top, saved as a small SVG."""

from __future__ import annotations

import contextlib
import math
import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from shapely import affinity
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.polygon import orient
from shapely.ops import unary_union

from demo.woodblock.curves import Curve, Dot
from demo.woodblock.pigments import INK, OFF_REGISTER

Shape = Any  # shapely geometries carry no types

SIDE = 320
SCALE = 3  # coordinates are saved as integers on a 960 sheet
SPECK = 0.8  # smaller patches than this are left out

MOTIFS: dict[str, Callable[[Path], None]] = {}


def motif(name: str, alt: str) -> Callable[[Callable[[Sheet], None]], Callable[[Sheet], None]]:
    """Register a drawing under its file name, with the words that describe it."""

    def register(draw: Callable[[Sheet], None]) -> Callable[[Sheet], None]:
        def cut(folder: Path) -> None:
            sheet = Sheet(name, alt)
            draw(sheet)
            sheet.save(folder)

        MOTIFS[name] = cut
        return draw

    return register


class Sheet:
    """A 320 x 320 sheet. Its name seeds its unevenness, so that it comes out the same every time."""

    def __init__(self, name: str, alt: str) -> None:
        self.name, self.alt = name, alt
        self.layers: list[tuple[str, Shape]] = []
        self.key_block: Shape = Polygon()
        self.random = random.Random(name)
        self.frames: list[Callable[[float, float], Dot]] = []
        self.tolerance = 1.0
        self.phases = [self.random.uniform(0, 6.3) for _ in range(8)]

    @contextlib.contextmanager
    def at(
        self, dx: float = 0, dy: float = 0, rot: float = 0, sx: float = 1, sy: float | None = None
    ) -> Iterator[Sheet]:
        """Draw in a local frame: scaled, then turned clockwise, then moved; frames nest."""
        sy = abs(sx) if sy is None else sy
        a = math.radians(rot)
        cos, sin = math.cos(a), math.sin(a)
        self.frames.append(lambda x, y: (dx + sx * x * cos - sy * y * sin, dy + sx * x * sin + sy * y * cos))
        try:
            yield self
        finally:
            self.frames.pop()

    def _by_hand(self, dot: Dot, a: float = 0.9) -> Dot:
        """The dot moved into the frames' place, and by as much as a hand trembles."""
        x, y = dot[:2]
        h = self.phases
        for frame in reversed(self.frames):
            x, y = frame(x, y)
        return (
            x + a * (math.sin(x * 0.041 + y * 0.023 + h[0]) + 0.45 * math.sin(y * 0.11 + h[1])),
            y + a * (math.sin(y * 0.037 - x * 0.029 + h[2]) + 0.45 * math.sin(x * 0.12 + h[3])),
        )

    def polygon(self, outline: Curve | Shape) -> Shape:
        """The outline as a shape, drawn by hand; a ready shape stays as it is."""
        if hasattr(outline, "geom_type"):
            return outline
        return Polygon([self._by_hand(p) for p in outline]).buffer(0)

    def stroke(
        self, curve: Curve, width: float, t0: float = 0, t1: float = 0, rough: float = 0.2, raw: bool = False
    ) -> Shape:
        """A stroke of uneven width that tapers over the shares `t0` and `t1` of its ends."""
        path = LineString(curve)
        steps = max(3, min(12, int(path.length / 2.2)), int(path.length / 5))
        h = [self.random.uniform(0, 6.3) for _ in range(3)]
        dabs = []
        for i in range(steps + 1):
            t = i / steps
            s = t * path.length
            dot = path.interpolate(t, normalized=True).coords[0]
            dot = dot if raw else self._by_hand(dot)
            k = 1 + rough * (
                0.7 * math.sin(s * 0.05 + h[0]) + 0.35 * math.sin(s * 0.17 + h[1]) + 0.2 * math.sin(s * 0.6 + h[2])
            )
            k *= _taper(t, t0)
            k *= _taper(1 - t, t1)
            dabs.append(Point(dot).buffer(max(0.35, width * k / 2), 4))
        return unary_union([before.union(after).convex_hull for before, after in pairwise(dabs)])

    def fill(self, colour: str, outline: Curve | Shape, reg: bool = True) -> Shape:
        """Lay a flat colour without a line, a hair off register unless `reg` is false."""
        shape = self.polygon(outline)
        dx, dy = OFF_REGISTER.get(colour, (0, 0)) if reg else (0, 0)
        self.layers.append((colour, affinity.translate(shape, dx, dy)))
        return shape

    def inlay(self, colour: str, outline: Curve | Shape, within: Shape) -> Shape:
        """Lay a flat colour only where another shape is."""
        shape = self.polygon(outline).intersection(within)
        if not shape.is_empty:
            self.layers.append((colour, shape))
        return shape

    def brush(
        self,
        colour: str,
        curve: Curve,
        width: float = 3,
        t0: float = 0.3,
        t1: float = 0.3,
        clip: Shape | None = None,
    ) -> None:
        """Draw a line of colour, inside `clip` if it is given."""
        shape = self.stroke(curve, width, t0, t1)
        self.layers.append((colour, shape if clip is None else shape.intersection(clip)))

    def ink(
        self,
        curve: Curve,
        width: float = 3,
        t0: float = 0.25,
        t1: float = 0.25,
        clip: Shape | None = None,
        rough: float = 0.2,
    ) -> None:
        """Draw a line of ink, inside `clip` if it is given."""
        shape = self.stroke(curve, width, t0, t1, rough)
        self.key_block = self.key_block.union(shape if clip is None else shape.intersection(clip))

    def solid(self, colour: str | None, outline: Curve | Shape, width: float = 4.6, reg: bool = True) -> Shape:
        """A thing of its own: flat colour in an ink outline, hiding the ink that lies behind it."""
        shape = self.fill(colour, outline, reg) if colour else self.polygon(outline)
        self.key_block = self.key_block.difference(shape)
        for part in shape.geoms if hasattr(shape, "geoms") else [shape]:
            for ring in [part.exterior, *part.interiors]:
                self.key_block = self.key_block.union(self.stroke(list(ring.coords), width, raw=True))
        return shape

    def tube(
        self, colour: str, curve: Curve, thickness: float, width: float = 3.6, t0: float = 0, t1: float = 0
    ) -> Shape:
        """A rod, cord or stem along the curve."""
        return self.solid(colour, self.stroke(curve, thickness, t0, t1, 0.08), width)

    def clear(self, shape: Shape) -> None:
        """Take the ink away where the shape is."""
        self.key_block = self.key_block.difference(shape)

    def save(self, folder: Path) -> None:
        """Write `<name>.svg`, centred on its sheet: one path a run of colour, the ink last."""
        self._centre()
        runs: list[tuple[str, str]] = []
        for colour, shape in self.layers:
            data = self.path_data(shape, 0.3)
            if data and runs and runs[-1][0] == colour:
                runs[-1] = (colour, runs[-1][1] + data)
            elif data:
                runs.append((colour, data))
        body = "".join(f'<path fill="{colour}" d="{data}"/>' for colour, data in runs)
        ink = self.path_data(self.key_block, 0.24)
        if ink:
            body += f'<path fill="{INK}" fill-rule="evenodd" d="{ink}"/>'
        (folder / f"{self.name}.svg").write_text(self._svg(body), encoding="utf-8")

    def _svg(self, body: str) -> str:
        x0, y0, x1, y1 = unary_union([g for _, g in self.layers] + [self.key_block]).bounds
        side = max(x1 - x0, y1 - y0) * 1.05
        view = " ".join(str(round(SCALE * k)) for k in ((x0 + x1 - side) / 2, (y0 + y1 - side) / 2, side, side))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="320" height="320">'
            f"<title>{self.alt}</title>{body}</svg>"
        )

    def _centre(self, margin: float = 17, largest: float = 1.05) -> None:
        """Bring the finished block to the middle of the sheet, as large as the margin allows."""
        bounds = [self.key_block.bounds] + [g.bounds for _, g in self.layers if not g.is_empty]
        x0, y0 = min(b[0] for b in bounds), min(b[1] for b in bounds)
        x1, y1 = max(b[2] for b in bounds), max(b[3] for b in bounds)
        k = min(largest, (SIDE - 2 * margin) / (x1 - x0), (SIDE - 2 * margin) / (y1 - y0))
        cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
        move = [k, 0, 0, k, SIDE / 2 - k * cx, SIDE / 2 - k * cy]
        self.layers = [(c, affinity.affine_transform(g, move)) for c, g in self.layers if not g.is_empty]
        self.key_block = affinity.affine_transform(self.key_block, move)

    def path_data(self, shape: Shape, tolerance: float) -> str:
        """The shape as `M l z` rings of integers, simplified and without its specks."""
        rings = []
        for part in shape.geoms if hasattr(shape, "geoms") else [shape]:
            if part.geom_type != "Polygon" or part.area < SPECK:
                continue
            part = part.simplify(tolerance * self.tolerance)
            if part.is_empty or part.geom_type != "Polygon":
                continue
            part = orient(part)
            rings += [r for r in (part.exterior, *part.interiors) if Polygon(r).area >= SPECK]
        return "".join(ring_data([(round(x * SCALE), round(y * SCALE)) for x, y in r.coords]) for r in rings)


def ring_data(ring: list[tuple[int, int]]) -> str:
    """A closed ring as the shortest `M l z` path of integers."""
    x0, y0 = ring[0]
    steps, last = "", ring[0]
    for x, y in ring[1:-1]:
        if (x, y) == last:
            continue
        dx, dy = x - last[0], y - last[1]
        gap = " " if steps and dx >= 0 else ""
        steps += f"{gap}{dx}{'' if dy < 0 else ' '}{dy}"
        last = (x, y)
    return f"M{x0} {y0}l{steps}z"


def _taper(t: float, share: float) -> float:
    if not share or t >= share:
        return 1
    return float(0.12 + 0.88 * (t / share) ** 0.7)

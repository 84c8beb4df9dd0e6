"""A picture being laid out for the press: its paper, what stands on it, planks, lines and flat patches."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageColor, ImageDraw

from demo.woodblock import pigments, press

# The light theme's `--g-*`; keep them equal to the stylesheet's.
GROUNDS = {
    "diep": "#F0E2C4",
    "hoe": "#EBC46E",
    "son": "#DFA78C",
    "cham": "#AEBFCA",
    "ri": "#B5C9AC",
    "nau": "#CDA67E",
}
FAMILIES = {
    "son": (pigments.SON, pigments.SONL),
    "hoe": (pigments.HOE, pigments.HOEL),
    "cham": (pigments.CHAM, pigments.CHAML),
    "ri": (pigments.RI, pigments.RIL),
    "nau": (pigments.NAU, pigments.NAUL),
}
LETTERED = frozenset({"hoanh-phi", "cong-lang"})  # writing is never shown in a mirror

FINE = 2  # drawn this many times larger and reduced, for smooth edges
STREAK_SHARE = 0.24  # how much white a streak of shell powder carries


class Scene:
    """A picture being laid out; lengths are in shares of its height."""

    def __init__(
        self, size: tuple[int, int], ground: str, seed: int, dye: str | None = None, *, streaks: float = 1.4
    ) -> None:
        self.size = size
        self.scale = size[1] * FINE
        self.ground = ground
        self.chance = random.Random(seed)
        self.dye = dye_table(dye)
        self.canvas = _paper(ground, (size[0] * FINE, size[1] * FINE), streaks, self.chance)
        self.draw = ImageDraw.Draw(self.canvas)
        self.width = size[0] / size[1]

    def centre(self, motif: str, x: float, y: float, width: float, *, mirror: bool = False, tilt: float = 0) -> None:
        """Print the motif with the middle of its square at x,y."""
        self._stamp(motif, x, y, width, mirror, tilt, self.dye)

    def stand(self, motif: str, x: float, foot: float, width: float, *, mirror: bool = False, own: bool = True) -> None:
        """Print the motif standing with its foot on a height; a companion (not `own`) keeps its own colours."""
        _, top, _, bottom = press.motif(motif).box
        self._stamp(motif, x, foot - (bottom - 0.5) * width, width, mirror, 0, self.dye if own else None)

    def _stamp(
        self,
        motif: str,
        x: float,
        y: float,
        width: float,
        mirror: bool,
        tilt: float,
        dye: dict[str, str] | None,
    ) -> None:
        mirror = mirror and motif not in LETTERED
        matrix = press.placed(x * self.scale, y * self.scale, width * self.scale, mirror, tilt)
        press.stamp(self.canvas, press.motif(motif), matrix, dye)

    def line(self, x0: float, x1: float, y: float, weight: float = 0.007) -> None:
        """A line of ink that trembles like a cut one."""
        steps = max(6, round((x1 - x0) * 14))
        tops = [(x0 + (x1 - x0) * i / steps, y + self.chance.uniform(-0.0012, 0.0012)) for i in range(steps + 1)]
        under = [(x, y + weight * self.chance.uniform(0.8, 1.2)) for x, y in reversed(tops)]
        self.shape([*tops, *under], pigments.INK)

    def band(self, top: float, colour: str) -> None:
        """A flat colour from a height down to the picture's foot."""
        self.shape([(0, top), (self.width, top), (self.width, 1), (0, 1)], colour)

    def plank(self, x0: float, x1: float, y: float, thick: float = 0.032) -> None:
        """A shelf whose upper edge is at y."""
        tremble = [self.chance.uniform(-0.002, 0.002) for _ in range(4)]
        edge = 0.006
        outer = [(x0, y + tremble[0]), (x1, y + tremble[1]), (x1 + 0.004, y + thick), (x0 - 0.004, y + thick)]
        inner = [
            (x0 + edge, y + edge + tremble[2]),
            (x1 - edge, y + edge + tremble[3]),
            (x1 - edge, y + thick - edge),
            (x0 + edge, y + thick - edge),
        ]
        self.shape(outer, pigments.INK)
        self.shape(inner, pigments.NAUL)
        self.line(x0 + 0.05, x0 + 0.3, y + thick * 0.5, 0.003)
        self.line(x1 - 0.34, x1 - 0.08, y + thick * 0.6, 0.003)

    def shape(self, points: list[tuple[float, float]], colour: str) -> None:
        """A flat patch of colour."""
        self.draw.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=colour)

    def awning(self, height: float, scallops: int = 16) -> None:
        """A striped awning along the top, its hem in scallops."""
        step = self.width / scallops
        for i in range(scallops):
            colour = pigments.SON if i % 2 == 0 else pigments.GIAY
            self._scallop(i * step - 0.004, step + 0.008, height, pigments.INK)
            self._scallop(i * step + 0.004, step - 0.008, height - 0.009, colour)
        self.line(0, self.width, 0, 0.009)

    def _scallop(self, x: float, width: float, height: float, colour: str) -> None:
        r = width / 2
        hem = [(x + r + r * math.cos(a * math.pi / 12), height - r + r * math.sin(a * math.pi / 12)) for a in range(13)]
        self.shape([(x + width, 0), *hem, (x, 0)], colour)

    def round(self, x: float, y: float, r: float, colour: str) -> None:
        """A flat round of colour."""
        k = self.scale
        self.draw.ellipse(((x - r) * k, (y - r) * k, (x + r) * k, (y + r) * k), fill=colour)

    def picture(self) -> Image.Image:
        """The finished picture at its own size."""
        return self.canvas.reduce(FINE)


def dye_table(dye: str | None) -> dict[str, str]:
    """Colour by colour what `"son-cham"` exchanges."""
    if dye is None:
        return {}
    one, other = (FAMILIES[name] for name in dye.split("-"))
    return dict(zip(one + other, other + one, strict=True))


def fitted(motif: str, width: float, height: float) -> float:
    """The side of the motif's square at which what is drawn fits into a width and a height."""
    left, top, right, bottom = press.motif(motif).box
    return min(width / (right - left), height / (bottom - top))


def _paper(ground: str, size: tuple[int, int], streaks: float, chance: random.Random) -> Image.Image:
    """The ground with the streaks of shell powder, laid from another spot each time."""
    canvas = Image.new("RGB", size, GROUNDS[ground])
    red, green, blue = (round(c + (255 - c) * STREAK_SHARE) for c in ImageColor.getrgb(GROUNDS[ground])[:3])
    streak = {"#fff": f"#{red:02x}{green:02x}{blue:02x}"}
    side = round(size[1] * streaks)
    left, top = chance.randrange(side), chance.randrange(side)
    for x in range(-left, size[0], side):
        for y in range(-top, size[1], side):
            press.stamp(canvas, press.motif("diep"), press.placed(x + side / 2, y + side / 2, side), streak)
    return canvas

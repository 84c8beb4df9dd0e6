"""The demo's pictures: motifs of the woodblock composed on flat grounds as the makers' photographs."""

from __future__ import annotations

import io
import math
import random
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from PIL import Image

from demo.woodblock import pigments, press
from demo.woodblock.scene import GROUNDS, Scene, fitted

# The table a thing stands on, by the ground behind it.
TABLES = {"diep": "nau", "hoe": "nau", "son": "diep", "cham": "diep", "ri": "hoe", "nau": "diep"}

# Pigments that may change places and leave the thing true: another glaze, another cloth, another paper.
DYES = {
    "ao-dai": ("son-cham", "son-ri"),
    "ao-len": ("son-cham", "son-ri"),
    "ca-vat": ("cham-son", "cham-ri"),
    "chan-ga": ("son-cham", "son-ri", "cham-ri"),
    "chuon-chuon": ("son-cham", "ri-son", "ri-cham"),
    "com-le": ("cham-ri",),
    "cuon-lua": ("son-cham", "son-ri", "cham-ri"),
    "dieu-sao": ("son-cham", "son-ri"),
    "khan-bong": ("son-cham",),
    "khan-lua": ("son-cham", "son-ri"),
    "khan-trai-ban": ("son-cham",),
    "non-la": ("son-cham", "son-ri"),
    "tui-may": ("son-cham", "son-ri"),
}

BROWN_GLAZED = frozenset({"con-giong-gom", "den-gom"})  # celadon is the same drawing in another glaze

# A colour told in words must be the colour shown, so such a product keeps the motif's own pigments.
TOLD_COLOURS = ("men ", "chàm", "đỏ", "xanh", "tím", "trắng", "vàng", "nâu", "đen", "hồng", "lam")

# What may lie beside a thing of a category without being taken for it.
COMPANIONS = {
    "gom-su": ("canh-dao", "tra-sen", "hoa-sen-tuoi"),
    "may-tre-dan": ("non-la", "che-bup", "cay-quat"),
    "lua-theu-may": ("quat-giay", "khan-to-sen", "non-la"),
    "son-mai-kham": ("tra-sen", "canh-dao", "am-chen"),
    "go-tuong": ("huong", "hoa-sen-tuoi", "canh-dao"),
    "kim-hoan-duc": ("hop-kham-trai", "huong", "khan-lua"),
    "non-quat-do-choi": ("ga-to-he", "chuon-chuon", "hoa-giay"),
    "huong-do-dung": ("hoa-sen-tuoi", "canh-dao", "den-tre"),
    "thuc-pham": ("am-chen", "la-tam", "bat-dia"),
    "tra-do-uong": ("keo-lac", "che-lam", "hoa-sen-tuoi"),
    "duoc-lieu": ("duoc-lieu", "tra-sen", "la-tam"),
    "co-khi-may-moc": ("gio-may", "dao-ren", "gao"),
    "cay-canh": ("am-chen", "den-tre", "long-chim"),
    "trai-nghiem": ("ganh-hang", "am-chen", "cong-lang"),
}
FACES = {  # where a close picture looks, so that nobody's head is cut off
    "ga-to-he": (0.36, 0.38),
    "ganh-hang": (0.5, 0.36),
    "mat-na": (0.42, 0.58),
    "roi-nuoc": (0.5, 0.36),
    "sua-chua": (0.38, 0.42),
    "tranh-ngu-ho": (0.5, 0.44),
    "tuong-phat-go": (0.5, 0.36),
}
CELLS = 24  # how finely a motif's detail is counted, a side


class Picture(NamedTuple):
    """What `compose` needs beside the motif: `compose(motif, **picture._asdict())`."""

    ground: str
    arrangement: str
    seed: int
    dye: str | None = None


def product_pictures(sku: str, motif: str, category: str, nth: int | None = None, told: str = "") -> list[Picture]:
    """Three or four pictures of a product, the first its cover; the same for the same product.

    `nth` counts the products shown by the same motif: the covers of thirty differ in ground or arrangement.
    Without it the code stands in, and two covers may look alike. `told` is the product's name and what is
    said of it.
    """
    chance = random.Random(f"{sku} {motif}")
    nth = zlib.crc32(sku.encode()) if nth is None else nth
    grounds = list(GROUNDS)
    cover = grounds[(zlib.crc32(motif.encode()) + nth) % len(grounds)]
    rest = chance.sample([g for g in grounds if g != cover], 3)
    arrangements = _arrangements(motif, category, nth, chance)
    dye = _dye(motif, nth, told.lower())
    count = 3 + chance.randrange(2)
    return [
        Picture(ground, arrangement, chance.randrange(2**31), dye)
        for ground, arrangement in zip([cover, *rest][:count], arrangements[:count], strict=True)
    ]


def _dye(motif: str, nth: int, told: str) -> str | None:
    if "men ngọc" in told and motif in BROWN_GLAZED:
        return "nau-ri"
    if any(word in told for word in TOLD_COLOURS):
        return None
    dyes = (None, *DYES.get(motif, ()))
    return dyes[nth % len(dyes)]


def _arrangements(motif: str, category: str, nth: int, chance: random.Random) -> list[str]:
    companions = [name for name in COMPANIONS.get(category, ("canh-dao",)) if name != motif]
    beside = f"with:{chance.choice(companions)}"
    covers = ["whole", "disc", beside, "pair", "turned"]
    cover = covers[(nth + nth // len(GROUNDS)) % len(covers)]
    others = [name for name in ("whole", beside, "row", "pair", "turned") if name != cover]
    return [cover, "close", *chance.sample(others, 2)]


def compose(
    motif: str, *, ground: str, arrangement: str, seed: int, dye: str | None = None, size: int = 960
) -> Image.Image:
    """A square picture of the motif; the same arguments give the same pixels.

    `arrangement` is `whole`, `disc`, `close`, `pair`, `row`, `turned` or `with:<other motif>`.
    """
    kind, _, companion = arrangement.partition(":")
    scene = Scene((size, size), ground, seed, dye)
    ARRANGEMENTS[kind](scene, motif, companion)
    return scene.picture()


def _whole(scene: Scene, motif: str, _: str) -> None:
    scene.centre(motif, 0.5, 0.5, 0.8, tilt=scene.chance.uniform(-1.5, 1.5))


def _disc(scene: Scene, motif: str, _: str) -> None:
    scene.round(0.5, 0.5, 0.42, GROUNDS[TABLES[scene.ground]])
    scene.centre(motif, 0.5, 0.5, 0.76, tilt=scene.chance.uniform(-1, 1))


def _close(scene: Scene, motif: str, _: str) -> None:
    width = scene.chance.choice((1.6, 1.75))
    x, y = FACES.get(motif) or _telling_part(motif, 0.5 / width, scene.chance.randrange(2))
    scene.centre(motif, 0.5 + (0.5 - x) * width, 0.5 + (0.5 - y) * width, width)


def _pair(scene: Scene, motif: str, _: str) -> None:
    left = scene.chance.random() < 0.5
    near, far = (0.64, 0.25) if left else (0.36, 0.75)
    scene.stand(motif, far, 0.6, 0.42, mirror=True)
    scene.stand(motif, near, 0.88, 0.64)


def _row(scene: Scene, motif: str, _: str) -> None:
    for foot in (0.46, 0.92):
        for x in (0.27, 0.73):
            scene.stand(motif, x, foot + 0.006, fitted(motif, 0.42, 0.36))
        scene.plank(0.04, 0.96, foot)


def _with(scene: Scene, motif: str, companion: str) -> None:
    mirror = scene.chance.random() < 0.5
    scene.centre(motif, 0.57 if mirror else 0.43, 0.42, 0.72)
    scene.stand(companion, 0.2 if mirror else 0.8, 0.95, 0.33, mirror=mirror, own=False)


def _turned(scene: Scene, motif: str, _: str) -> None:
    table = scene.chance.uniform(0.68, 0.74)
    scene.band(table, GROUNDS[TABLES[scene.ground]])
    scene.line(0, 1, table)
    scene.stand(motif, scene.chance.choice((0.42, 0.5, 0.58)), 0.9, 0.64, mirror=True)


ARRANGEMENTS: dict[str, Callable[[Scene, str, str], None]] = {
    "whole": _whole,
    "disc": _disc,
    "close": _close,
    "pair": _pair,
    "row": _row,
    "with": _with,
    "turned": _turned,
}


@lru_cache(maxsize=512)
def _telling_part(motif: str, reach: float, choice: int) -> tuple[float, float]:
    """The middle of the window where most is drawn, or (choice 1) of the next best one elsewhere.

    `reach` is half the window's side. The root of a cell's count keeps one crowded spot from winning alone.
    """
    drawn = _drawn_cells(motif)
    steps = [0.5 + i * 0.05 for i in range(-5, 6)]
    ranked = sorted(((x, y) for x in steps for y in steps), key=lambda at: -_detail(drawn, at, reach))
    best = ranked[0]
    if choice == 0:
        return best
    return next((at for at in ranked if math.dist(at, best) >= 0.2), best)


def _drawn_cells(motif: str) -> list[tuple[float, float, float]]:
    counts: Counter[tuple[int, int]] = Counter()
    for layer in press.motif(motif).layers:
        for ring in layer.rings:
            counts.update((int(x * CELLS), int(y * CELLS)) for x, y in zip(ring.xs, ring.ys, strict=True))
    return [((i + 0.5) / CELLS, (j + 0.5) / CELLS, math.sqrt(n)) for (i, j), n in counts.items()]


def _detail(drawn: list[tuple[float, float, float]], at: tuple[float, float], reach: float) -> float:
    return sum(n for x, y, n in drawn if abs(x - at[0]) < reach and abs(y - at[1]) < reach)


def banner(
    motifs: Sequence[str], ground: str, seed: int, size: tuple[int, int] = (1600, 640), kind: str = "shelves"
) -> Image.Image:
    """A wide picture: `shelves` of goods for a booth, the `village` gate, or a `frieze` under an awning."""
    scene = Scene(size, ground, seed, streaks=1.0)
    BANNERS[kind](scene, list(motifs))
    return scene.picture()


def _shelves(scene: Scene, motifs: list[str]) -> None:
    places = max(2, round(scene.width / 0.42))
    gap = scene.width / places
    for shelf, foot in enumerate((0.46, 0.93)):
        for i in range(places):
            motif = motifs[(i + shelf * (places // 2 + 1)) % len(motifs)]
            scene.stand(motif, gap * (i + 0.5), foot + 0.008, fitted(motif, gap * 0.88, 0.38))
        scene.plank(0.04, scene.width - 0.04, foot, 0.04)


def _village(scene: Scene, motifs: list[str]) -> None:
    table = GROUNDS[TABLES[scene.ground]]
    scene.round(scene.width * 0.52, 0.34, 0.19, pigments.HOEL if scene.ground == "son" else pigments.SONL)
    scene.band(0.86, table)
    scene.line(0, scene.width, 0.86, 0.009)
    scene.stand("cong-lang", 0.5, 0.9, 0.94)
    for i, motif in enumerate(motifs[:3]):
        x = scene.width - 0.34 - 0.56 * i
        if x > 1.1:
            scene.stand(motif, x, 0.95, fitted(motif, 0.58, 0.62 - 0.12 * i))


def _frieze(scene: Scene, motifs: list[str]) -> None:
    scene.line(0, scene.width, 0.9, 0.009)
    places = max(2, round(scene.width / 0.56))
    gap = scene.width / places
    for i in range(places):
        motif = motifs[i % len(motifs)]
        scene.stand(motif, gap * (i + 0.5), 0.91, fitted(motif, gap * 0.9, 0.56))
    scene.awning(0.2)


BANNERS: dict[str, Callable[[Scene, list[str]], None]] = {
    "shelves": _shelves,
    "village": _village,
    "frieze": _frieze,
}


def encode(image: Image.Image) -> bytes:
    """The picture as a file to upload: PNG, which keeps flat pigments exact and is smaller here than JPEG."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=3)
    return file.getvalue()

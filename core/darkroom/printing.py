"""The renditions of one picture, each made from the next larger one."""

import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from PIL import Image

from core.darkroom import decoding, kinds, looking
from core.darkroom.sizes import Developed, Print, widths_of

LOOKED_AT = 960  # the rendition that is looked at, or the largest below it

# WebP method 2 and progressive JPEG: what libs.md measured as cheapest for its bytes.
AT_ONCE: dict[str, dict[str, Any]] = {
    "webp": {"format": "WEBP", "quality": 80, "method": 2},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True},
}
# In the time of one WebP, and a quarter smaller; slower speeds cost four times as much for four in a hundred.
AVIF: dict[str, Any] = {"format": "AVIF", "quality": 60, "speed": 9, "max_threads": 1}


def develop(content: bytes) -> Developed:
    """Every rendition that is made at once, and what is seen on the picture. Raises kinds.Refused."""
    header = kinds.examine(content)
    prints: list[Print] = []
    seen = None
    largest = step = decoding.upright(content)
    for width in reversed(widths_of(largest.width)):
        step = shrunk(step, width)
        prints += [(width, ending, encoded(step, how)) for ending, how in AT_ONCE.items()]
        if seen is None and width <= LOOKED_AT:
            seen = looking.look(step, min(header.width, header.height))
    assert seen is not None
    return Developed({"width": largest.width, "height": largest.height, **asdict(seen)}, prints)


def finer(content: bytes, wanted: list[int]) -> Iterator[Print]:
    """AVIF at the sizes asked for, largest first."""
    step = decoding.upright(content)
    for width in sorted(wanted, reverse=True):
        step = shrunk(step, width)
        yield width, "avif", encoded(step, AVIF)


def shrunk(image: Image.Image, width: int) -> Image.Image:
    if image.width == width:
        return image
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def encoded(image: Image.Image, how: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    image.save(out, exif=b"", **how)
    return out.getvalue()

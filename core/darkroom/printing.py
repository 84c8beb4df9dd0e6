"""The renditions of one picture, each made from the next larger one."""

import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from PIL import Image

from core.darkroom import decoding, kinds, looking

WIDTHS = (160, 320, 640, 960, 1600)
LOOKED_AT = 960  # the rendition that is looked at, or the largest below it

# WebP method 2 and progressive JPEG: what libs.md measured as cheapest for its bytes.
AT_ONCE: dict[str, dict[str, Any]] = {
    "webp": {"format": "WEBP", "quality": 80, "method": 2},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True},
}
# In the time of one WebP, and a quarter smaller; slower speeds cost four times as much for four in a hundred.
AVIF: dict[str, Any] = {"format": "AVIF", "quality": 60, "speed": 9, "max_threads": 1}

Print = tuple[int, str, bytes]  # width, ending, content


@dataclass(frozen=True, slots=True)
class Developed:
    """All that came out of one upload."""

    facts: dict[str, Any]  # width, height of the largest; colour, found, fingerprint, hints
    prints: list[Print]


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


def widths_of(widest: int) -> list[int]:
    """The sizes there are of a picture this wide: never larger than it is."""
    return sorted({width for width in WIDTHS if width < widest} | {widest})


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

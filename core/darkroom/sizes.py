"""What the rest of the house must know of the darkroom: sizes, and the shapes of what goes in and comes out.

No imaging library is loaded for that: a process of ours needs none until somebody sends a picture.
"""

from dataclasses import dataclass
from typing import Any

MOST_BYTES = 20 * 1024 * 1024
WIDTHS = (160, 320, 640, 960, 1600)
WIDEST, TALLEST = 1600, 3000  # the largest rendition

Print = tuple[int, str, bytes]  # width, ending, content


class Refused(Exception):
    """This file is not taken; `code` is stable (core/pictures/refusals.py says it in words)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Header:
    """What the first bytes promise; width and height as one sees it, upright."""

    kind: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Developed:
    """All that came out of one upload."""

    facts: dict[str, Any]  # width, height of the largest; colour, found, fingerprint, hints
    prints: list[Print]


def fitted(width: int, height: int) -> tuple[int, int]:
    """The size of the largest rendition: within WIDEST by TALLEST, never larger than what came."""
    scale = min(1.0, WIDEST / width, TALLEST / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def widths_of(widest: int) -> list[int]:
    """The sizes there are of a picture this wide: never larger than it is."""
    return sorted({width for width in WIDTHS if width < widest} | {widest})

"""QR codes: an address as a drawing to be set into a page or printed."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from markupsafe import Markup

if TYPE_CHECKING:
    from segno import QRCode

QUIET = 4  # modules of empty ground around the code, as the standard asks


def code(said: str) -> "QRCode":
    """The code itself, which mends itself where an eighth of it is lost (level M)."""
    import segno  # two megabytes that no process needs before somebody asks for a code

    return segno.make(said, error="m", micro=False)


def drawing(address: str) -> Markup:
    """An SVG to set into a page: one path, filled in the colour of the text around it."""
    side, path = _drawn(address)
    return Markup(
        '<svg viewBox="0 0 {0} {0}" shape-rendering="crispEdges" role="img" aria-label="{1}"><path d="{2}"/></svg>'
    ).format(side, _("Mã QR mở %(address)s", address=address), path)


@lru_cache(maxsize=1024)  # 4 KB each; the same few badges are looked at again and again
def _drawn(address: str) -> tuple[int, str]:
    matrix = code(address).matrix
    return len(matrix) + 2 * QUIET, "".join(_runs(matrix))


def _runs(matrix: tuple[bytearray, ...]) -> Iterator[str]:
    """Each run of dark modules as one rectangle."""
    for y, row in enumerate(matrix):
        x = 0
        for is_dark, modules in groupby(row):
            length = len(list(modules))
            if is_dark:
                yield f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z"
            x += length

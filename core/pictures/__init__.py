"""Pictures: any upload becomes clean renditions of known sizes; nothing is served as it came.

In a request: `release()`, `examine` each stream, then `accept` each upload in the transaction; the worker develops.
At once, for commands and tests: `take_in`.
"""

from core.darkroom.sizes import MOST_BYTES, WIDTHS
from core.pictures import finer
from core.pictures.intake import (
    Upload,
    accept,
    capped,
    digest_of,
    examine,
    examined,
    hold_where,
    is_coming,
    known,
    receive,
    refuse,
    revived,
    take_in,
    withhold,
)
from core.pictures.models import Picture, PictureOrigin
from core.pictures.refusals import RefusedPicture
from core.pictures.removal import retire
from core.pictures.shelf import MIMETYPES, rendition

__all__ = [
    "MIMETYPES",
    "MOST_BYTES",
    "WIDTHS",
    "Picture",
    "PictureOrigin",
    "RefusedPicture",
    "Upload",
    "accept",
    "capped",
    "digest_of",
    "examine",
    "examined",
    "finer",
    "hold_where",
    "is_coming",
    "known",
    "receive",
    "refuse",
    "rendition",
    "retire",
    "revived",
    "take_in",
    "withhold",
]

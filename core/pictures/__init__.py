"""Pictures: any upload becomes clean renditions of known sizes; nothing is served as it came."""

from core.pictures.models import WIDTHS, Picture, PictureOrigin
from core.pictures.renditions import (
    MIMETYPES,
    RefusedPicture,
    digest_of,
    keep,
    known,
    render,
    rendition,
    take_in,
)

__all__ = [
    "MIMETYPES",
    "WIDTHS",
    "Picture",
    "PictureOrigin",
    "RefusedPicture",
    "digest_of",
    "keep",
    "known",
    "render",
    "rendition",
    "take_in",
]

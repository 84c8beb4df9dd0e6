"""From bytes to one upright sRGB picture no larger than the largest rendition, by the cheapest way there."""

import io
from typing import Any

from PIL import Image, ImageCms

from core.darkroom import pixels
from core.darkroom.kinds import opened, orientation
from core.darkroom.sizes import Refused, fitted

PAPER = "#FBF6EA"  # what was see-through lies on the site's paper
BAND = 128  # rows that are flattened at a time, so that no second picture of full size is held

_SHRINKS_AS_IT_IS = ("RGB", "L", "CMYK", "LAB", "YCbCr")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


def upright(content: bytes) -> Image.Image:
    """The first frame, upright, in sRGB, at the size of the largest rendition, with no metadata left."""
    with opened(content) as image:
        try:
            return _upright(image, content)
        except MemoryError as error:
            raise Refused("too_heavy") from error
        except Exception as error:  # a decoder fed with anything may raise anything
            raise Refused("unreadable") from error


def _upright(image: Image.Image, content: bytes) -> Image.Image:
    turn = orientation(image)
    aside = turn > 4
    size = fitted(*(reversed(image.size) if aside else image.size))  # type: ignore[arg-type]
    least = (size[1], size[0]) if aside else size
    if isinstance(getattr(image, "layer", None), list):  # a JPEG is decoded at the next half, quarter or eighth
        image.draft(None, least)
    profile = image.info.get("icc_profile")
    small = _shrunk(image, content, least)
    small = _in_srgb(small, profile).resize(least, Image.Resampling.LANCZOS)
    # TIFF turns itself while it is decoded, and says so by its size.
    turned = small if getattr(image, "format", "") == "TIFF" else _turned(small, turn)
    return _bare(turned)


def _shrunk(image: Image.Image, content: bytes, least: tuple[int, int]) -> Image.Image:
    """Coarsely smaller, whole numbers of pixels into one, still no smaller than `least`."""
    rows = pixels.rows_of(image, content)
    factor = max(1, min(image.width // least[0], image.height // least[1]))
    if image.format not in pixels.IN_ONE_PIECE and image.mode in _SHRINKS_AS_IT_IS and "transparency" not in image.info:
        return _let_go(image, image.reduce(factor)) if factor > 1 else image
    small = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    step = BAND // factor * factor or factor
    for top in range(0, image.height, step):
        band = rows(top, min(image.height, top + step))
        small.paste(_flat(band).reduce(factor), (0, top // factor))
    return _let_go(image, small)


def _let_go(image: Image.Image, small: Image.Image) -> Image.Image:
    """The picture of full size is needed no more: its memory goes now, whoever still names it."""
    image.close()
    return small


def _flat(image: Image.Image) -> Image.Image:
    """RGB of any mode: deep greys scaled to eight bits, the see-through laid on paper."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256, "L") if image.mode == "I;16" else image.convert("I")
    if image.mode in ("I", "F"):
        image = _in_eight_bits(image)
    if image.mode in ("RGBA", "RGBa", "LA", "La", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, PAPER)
        return Image.alpha_composite(paper, image).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Whole numbers are of sixteen bits; fractions run from 0 to 1, as scanners and telescopes write them."""
    scale = 1 / 256 if image.mode == "I" else 255.0
    return image.point(lambda value: value * scale + 0).convert("L")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and image.mode in ("RGB", "CMYK", "L", "LAB"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted: Any = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
            return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile says nothing: the numbers are taken as they stand
    return _flat(image)


def _turned(image: Image.Image, turn: int) -> Image.Image:
    return image.transpose(_TURNS[turn]) if turn in _TURNS else image


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone: whatever the file said beside them stays behind."""
    image.info.clear()
    return image

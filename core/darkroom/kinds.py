"""What a file is, told by its first bytes, and what its header promises; nothing is decoded here."""

import io
import struct
from typing import Any

from PIL import AvifImagePlugin, Image, ImageFile

from core.darkroom import pixels
from core.darkroom.sizes import MOST_BYTES, Header, Refused

MOST_PIXELS = 50_000_000
MOST_MEMORY = 125_000_000  # bytes that one picture may need, the file here and in the worker included
LEAST_SIDE = 200
LONGEST_TO_SHORTEST = 6
ORIENTATION = 0x0112
TURNED = (5, 6, 7, 8)  # orientations that lay a picture on its side

# Bytes a pixel at the worst moment of decoding, as measured with Pillow 13 and pillow-heif 1.8 (decision 0020).
COSTS = {"WEBP": 8.2, "HEIF": 4.9, "AVIF": 10.0}
COSTS_SEEN_THROUGH = {"HEIF": 6.9, "AVIF": 12.0}
COST_OF_FILM = 12.5  # a moving WebP
BYTES_OF_MODE = {"1": 1.9, "L": 1.9, "P": 2.3, "LA": 4.8, "I;16": 2.8, "I;16B": 2.8}
OTHER_MODES = 4.8  # Pillow keeps RGB in four bytes

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # a worker keeps one core busy, and a thread's stack counts as its memory
ImageFile.LOAD_TRUNCATED_IMAGES = False


def kind_of(content: bytes) -> str | None:
    """Pillow's name of the format, by the file's own first bytes; a name or a declared type counts for nothing."""
    starts = content.startswith
    if starts(b"\xff\xd8\xff"):
        return "JPEG"
    if starts(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if starts((b"GIF87a", b"GIF89a")):
        return "GIF"
    if starts((b"II*\0", b"MM\0*")):
        return "TIFF"
    if starts(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp":
        return _family(content)
    return "BMP" if starts(b"BM") else None


def _family(content: bytes) -> str | None:
    """HEIC and AVIF share one container; the brands at its head tell them apart (and from films)."""
    length = min(struct.unpack(">I", content[:4])[0], 256)
    brands = {content[8:12]} | {content[n : n + 4] for n in range(16, length, 4)}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    return "HEIF" if brands & {b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc"} else None


def examine(content: bytes) -> Header:
    """Refuse what cannot or need not be decoded; the header is all that is read."""
    with opened(content) as image:
        width, height = image.size
        if is_turned(image):
            width, height = height, width
        return Header(kind_of(content) or "", width, height)


def opened(content: bytes) -> Image.Image:
    """The picture, its header read and found bearable, not a pixel decoded."""
    if not content:
        raise Refused("empty")
    if len(content) > MOST_BYTES:
        raise Refused("too_big")
    kind = kind_of(content)
    if kind is None:
        raise Refused("not_a_picture")
    if kind == "HEIF":
        import pillow_heif  # 26 MB of library, for those who need it

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    try:
        image = Image.open(io.BytesIO(content), formats=(kind,))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_many_pixels") from error
    except Exception as error:  # a parser fed with anything may raise anything
        raise Refused("unreadable") from error
    _check(image, kind, content)
    return image


def _check(image: Image.Image, kind: str, content: bytes) -> None:
    width, height = image.size
    if min(width, height) < LEAST_SIDE:
        raise Refused("too_small")
    if width * height > MOST_PIXELS:
        raise Refused("too_many_pixels")
    if width * height * _cost(image, kind, content) + 2 * len(content) > MOST_MEMORY:
        raise Refused("too_heavy")
    if max(width, height) > LONGEST_TO_SHORTEST * min(width, height):
        raise Refused("too_narrow")


def _cost(image: Any, kind: str, content: bytes) -> float:
    """JPEG is decoded smaller on the way; a progressive one holds every coefficient of the whole in memory first."""
    if kind == "WEBP" and not pixels.is_still_webp(content):
        return COST_OF_FILM
    if kind in COSTS:
        return COSTS_SEEN_THROUGH.get(kind, COSTS[kind]) if image.mode == "RGBA" else COSTS[kind]
    if kind != "JPEG":
        return BYTES_OF_MODE.get(image.mode, OTHER_MODES)
    if not image.info.get("progressive"):
        return 1.0
    parts = [(across, down) for _, across, down, _ in image.layer]
    whole = max(across for across, _ in parts) * max(down for _, down in parts)
    return 0.8 + 2 * sum(across * down for across, down in parts) / whole


def orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8; 1 where it does not say, or says it in a broken way.

    Pillow would decode a whole PNG to look for notes behind its pixels: such notes are not asked for.
    """
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    try:
        told = image.getexif().get(ORIENTATION, 1)
    except Exception:  # broken notes turn nothing
        return 1
    return told if told in range(1, 9) else 1


def is_turned(image: Image.Image) -> bool:
    return orientation(image) in TURNED

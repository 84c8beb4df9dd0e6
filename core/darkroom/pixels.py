"""The pixels of a decoded picture, some rows at a time, so that no second picture of full size is held.

Pillow's decoders of WebP, AVIF and HEIC hand over all pixels in one piece, which `load()` copies into a picture; here
rows are read from the piece itself. A still WebP is decoded by libwebp's plain call: Pillow's way is the one for films,
which holds the picture three times. None of this is promised by Pillow, whose version is pinned:
tests/core/test_hostile_pictures.py and tests/core/test_pixels.py would tell.
"""

import ctypes
from collections.abc import Callable
from typing import Any, NamedTuple

from PIL import Image, _webp  # type: ignore[attr-defined]


class Piece(NamedTuple):
    """All pixels of a picture as they lie in memory."""

    content: memoryview
    mode: str
    stride: int  # bytes from one row to the next
    owner: object = None  # who frees the memory when it goes


Rows = Callable[[int, int], Image.Image]  # from the top row, up to the bottom row


def rows_of(image: Image.Image, content: bytes) -> Rows:
    """Decode the first frame. Raises whatever the decoder does."""
    if image.format not in IN_ONE_PIECE:
        image.load()
        return lambda top, bottom: image.crop((0, top, image.width, bottom))
    piece, mode, width = IN_ONE_PIECE[image.format](image, content), image.mode, image.width

    def rows(top: int, bottom: int) -> Image.Image:
        part = piece.content[top * piece.stride : bottom * piece.stride]
        return Image.frombytes(mode, (width, bottom - top), part, "raw", piece.mode, piece.stride)

    return rows


def is_still_webp(content: bytes) -> bool:
    """Whether a WebP is no film, and libwebp can be asked for its pixels at once."""
    is_film = content[12:16] == b"VP8X" and content[20] & 2
    return not is_film and _LIBWEBP is not None


def _of_webp(image: Any, content: bytes) -> Piece:
    if _LIBWEBP is None or not is_still_webp(content):
        piece, _moment = image._decoder.get_next()
        return Piece(memoryview(piece), image.rawmode, image.width * len(image.rawmode))
    image._decoder = None
    decode, stride = _LIBWEBP[image.mode], image.width * len(image.mode)
    room = bytearray(stride * image.height)
    if not decode(content, len(content), (ctypes.c_char * len(room)).from_buffer(room), len(room), stride):
        raise ValueError("libwebp could not decode it")
    return Piece(memoryview(room), image.mode, stride)


def _of_avif(image: Any, _content: bytes) -> Piece:
    piece, *_moments = image._decoder.get_frame(0)
    image._decoder = None
    return Piece(memoryview(piece), image.mode, image.width * len(image.mode))


def _of_heif(image: Any, _content: bytes) -> Piece:
    frame, image._heif_file = image._heif_file[image.tell()], None
    piece = frame.data
    if frame.size != image.size:
        raise ValueError("decoded to another size than its header promised")
    return Piece(memoryview(piece), frame.mode, frame.stride, frame)


def _libwebp() -> dict[str, Any] | None:
    """The two calls of the library that Pillow's own module is linked with; None where it keeps them to itself."""
    size, place = ctypes.c_size_t, ctypes.c_void_p
    try:
        library = ctypes.CDLL(_webp.__file__)
        calls = {"RGB": library.WebPDecodeRGBInto, "RGBA": library.WebPDecodeRGBAInto}
    except (OSError, AttributeError):
        return None
    for call in calls.values():
        call.argtypes, call.restype = [ctypes.c_char_p, size, place, size, ctypes.c_int], place
    return calls


_LIBWEBP = _libwebp()
IN_ONE_PIECE: dict[str | None, Callable[[Any, bytes], Piece]] = {
    "WEBP": _of_webp, "AVIF": _of_avif, "HEIF": _of_heif,
}  # fmt: skip

"""Scans of papers: taken in by what they are and not by their name, kept under their digest in the private storage."""

import hashlib
import io
import warnings

from flask_babel import gettext as _

from core.storage import files

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400  # small print stays legible
PICTURES = ("JPEG", "PNG", "WEBP")
# What a scan never needs and a hostile file does.
_ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/OpenAction")
SHUT = "default-src 'none'; sandbox"
Scan = tuple[str, bytes]  # mimetype and clean content


class RefusedScan(Exception):
    """A file that cannot be kept; the message says why, for people."""


def read(content: bytes) -> Scan:
    """What an upload is, by its content and not its name. Pictures are drawn anew, with no metadata left."""
    if not content:
        raise RefusedScan(_("Tệp trống."))
    if len(content) > MOST_BYTES:
        raise RefusedScan(_("Tệp nặng quá 10 MB. Quét lại ở cỡ vừa, hoặc chụp từng trang."))
    if content.startswith(b"%PDF-"):
        return "application/pdf", _checked_pdf(content)
    return "image/jpeg", _redrawn(content)


def keep(prefix: str, content: bytes) -> str:
    """Put a content away; the same is kept once. Its digest."""
    digest = digest_of(content)
    files().put(_key(prefix, digest), content)
    return digest


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def kept(prefix: str, digest: str) -> bytes | None:
    return files().get(_key(prefix, digest))


def _checked_pdf(content: bytes) -> bytes:
    if b"%%EOF" not in content[-2048:]:
        raise RefusedScan(_("Tệp PDF này bị cụt. Quét hoặc tải lại rồi gửi lần nữa."))
    if any(mark in content for mark in _ACTIVE):
        raise RefusedScan(_("Tệp PDF này có phần tự chạy hoặc tệp kèm. Hãy in ra PDF mới rồi gửi."))
    return content


def _redrawn(content: bytes) -> bytes:
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(content), formats=PICTURES)
            if image.width * image.height > MOST_PIXELS:
                raise RefusedScan(_("Ảnh quá lớn, tối đa 50 triệu điểm ảnh."))
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning) as broken:
            raise RefusedScan(_("Tệp này không phải PDF hay ảnh đọc được (JPEG, PNG, WebP).")) from broken
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85, exif=b"")
    return out.getvalue()


def _key(prefix: str, digest: str) -> str:
    return f"{prefix}/{digest[:2]}/{digest}"

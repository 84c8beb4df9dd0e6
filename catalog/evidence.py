"""Scans of papers: taken in by what they are, kept under their digest, private until staff release them."""

import hashlib
import io
import warnings

from flask_babel import gettext as _

from catalog.models import Evidence, Recognition
from core import audit, times
from core.access import must_reach
from core.storage import files
from core.text import clean_line

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400  # small print stays legible
MOST_FILES = 8
PICTURES = ("JPEG", "PNG", "WEBP")
# What a scan never needs and a hostile file does.
_ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/OpenAction")
Scan = tuple[str, bytes]  # mimetype and clean content


class RefusedEvidence(Exception):
    """A file that cannot be kept; the message says why, for people."""


def read(content: bytes) -> Scan:
    """What an upload is, by its content and not its name. Pictures are drawn anew, with no metadata left."""
    if not content:
        raise RefusedEvidence(_("Tệp trống."))
    if len(content) > MOST_BYTES:
        raise RefusedEvidence(_("Tệp nặng quá 10 MB. Quét lại ở cỡ vừa, hoặc chụp từng trang."))
    if content.startswith(b"%PDF-"):
        return "application/pdf", _checked_pdf(content)
    return "image/jpeg", _redrawn(content)


def attach(paper: Recognition, file_name: str, scan: Scan) -> Evidence:
    """Put a scan to a paper; the same file is kept once. Raises RefusedEvidence when there are too many."""
    must_reach(paper.commune_code)
    mimetype, content = scan
    digest = hashlib.sha256(content).hexdigest()[:32]
    there = next((one for one in paper.evidence if one.digest == digest), None)
    if there:
        return there
    if len(paper.evidence) >= MOST_FILES:
        raise RefusedEvidence(_("Mỗi giấy nhiều nhất %(n)s tệp.", n=MOST_FILES))
    files().put(_key(digest), content)
    one = Evidence(
        digest=digest, mimetype=mimetype, file_name=clean_line(file_name)[-80:] or digest, byte_count=len(content),
        added_by=audit.actor_id(), added_at=times.now(),
    )  # fmt: skip
    paper.evidence.append(one)
    audit.record(paper, "recognition.evidence_added", digest=digest)
    return one


def content_of(one: Evidence) -> bytes | None:
    return files().get(_key(one.digest))


def ask_release(paper: Recognition, one: Evidence) -> None:
    """Its maker would have everybody see it; staff decide."""
    if one.asked_at is None:
        one.asked_at = times.now()
        audit.record(paper, "recognition.release_asked", digest=one.digest)


def release(paper: Recognition, one: Evidence) -> None:
    """Staff have looked: nothing in it is private."""
    must_reach(paper.commune_code)
    if one.released_at is None:
        one.released_at = times.now()
        audit.record(paper, "recognition.evidence_released", digest=one.digest)


def hide(paper: Recognition, one: Evidence) -> None:
    must_reach(paper.commune_code)
    if one.released_at is not None:
        one.released_at = one.asked_at = None
        audit.record(paper, "recognition.evidence_hidden", digest=one.digest)


def of(paper: Recognition, evidence_id: int) -> Evidence | None:
    return next((one for one in paper.evidence if one.id == evidence_id), None)


def released(paper: Recognition, digest: str) -> Evidence | None:
    """What anybody may open: released, and of a paper that may be told of."""
    if not paper.is_public:
        return None
    return next((one for one in paper.evidence if one.digest == digest and one.is_released), None)


def _checked_pdf(content: bytes) -> bytes:
    if b"%%EOF" not in content[-2048:]:
        raise RefusedEvidence(_("Tệp PDF này bị cụt. Quét hoặc tải lại rồi gửi lần nữa."))
    if any(mark in content for mark in _ACTIVE):
        raise RefusedEvidence(_("Tệp PDF này có phần tự chạy hoặc tệp kèm. Hãy in ra PDF mới rồi gửi."))
    return content


def _redrawn(content: bytes) -> bytes:
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(content), formats=PICTURES)
            if image.width * image.height > MOST_PIXELS:
                raise RefusedEvidence(_("Ảnh quá lớn, tối đa 50 triệu điểm ảnh."))
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning) as broken:
            raise RefusedEvidence(_("Tệp này không phải PDF hay ảnh đọc được (JPEG, PNG, WebP).")) from broken
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85, exif=b"")
    return out.getvalue()


def _key(digest: str) -> str:
    return f"evidence/{digest[:2]}/{digest}"

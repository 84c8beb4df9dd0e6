"""Scans of papers: taken in by what they are, kept under their digest, private until staff release them."""

from flask_babel import gettext as _

from catalog.models import Evidence, Recognition
from core import audit, scans, times
from core.access import must_reach
from core.scans import MOST_BYTES, RefusedScan, Scan, read
from core.text import clean_line

__all__ = ["MOST_BYTES", "RefusedEvidence", "Scan", "read"]
MOST_FILES = 8
PREFIX = "evidence"
RefusedEvidence = RefusedScan


def attach(paper: Recognition, file_name: str, scan: Scan) -> Evidence:
    """Put a scan to a paper; the same file is kept once. Raises RefusedScan when there are too many."""
    must_reach(paper.commune_code)
    mimetype, content = scan
    digest = scans.digest_of(content)
    there = next((one for one in paper.evidence if one.digest == digest), None)
    if there:
        return there
    if len(paper.evidence) >= MOST_FILES:
        raise RefusedEvidence(_("Mỗi giấy nhiều nhất %(n)s tệp.", n=MOST_FILES))
    scans.keep(PREFIX, content)
    one = Evidence(
        digest=digest, mimetype=mimetype, file_name=clean_line(file_name)[-80:] or digest, byte_count=len(content),
        added_by=audit.actor_id(), added_at=times.now(),
    )  # fmt: skip
    paper.evidence.append(one)
    audit.record(paper, "recognition.evidence_added", digest=digest)
    return one


def content_of(one: Evidence) -> bytes | None:
    return scans.kept(PREFIX, one.digest)


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

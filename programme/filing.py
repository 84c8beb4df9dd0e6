"""The file of a scheme: its papers, each with number, day, issuer, signer, summary and a scan kept by its digest."""

from dataclasses import dataclass
from datetime import date

from core import audit, scans, times
from core.db import db
from programme import units
from programme.models import Document, Scheme

PREFIX = "papers"


@dataclass(frozen=True, slots=True)
class Filed:
    """What a form says of a paper."""

    type: str
    number: str
    on: date
    issuer: str = ""
    signer: str = ""
    summary: str = ""


def file(scheme: Scheme, filed: Filed, scan: scans.Scan | None = None, name: str = "") -> Document:
    """Put a paper to the file; it is never taken out again. Raises NotYours."""
    must_keep(scheme)
    paper = Document(
        scheme_id=scheme.id, type=filed.type, number=filed.number, on=filed.on, issuer=filed.issuer,
        signer=filed.signer, summary=filed.summary, added_by=audit.actor_id(), added_at=times.now(),
    )  # fmt: skip
    if scan:
        paper.mimetype, content = scan
        paper.digest, paper.byte_count = scans.keep(PREFIX, content), len(content)
        paper.file_name = name
    db.session.add(paper)
    audit.record(paper, "document.filed", scheme=scheme.code, number=filed.number, type=filed.type, digest=paper.digest)
    return paper


def release(scheme: Scheme, paper: Document, *, released: bool) -> None:
    """Whether anybody may read it; who decided stays in the log. Raises NotYours."""
    must_keep(scheme)
    if paper.is_released != released:
        paper.is_released = released
        audit.record(paper, "document.released" if released else "document.hidden", scheme=scheme.code)


def must_keep(scheme: Scheme) -> None:
    """Every unit with a part in the scheme puts its own papers to the file. Raises NotYours."""
    if not any(units.may(act, scheme) for act in units.ACTS):
        raise units.NotYours("propose")


def content_of(paper: Document) -> bytes | None:
    return scans.kept(PREFIX, paper.digest) if paper.digest else None

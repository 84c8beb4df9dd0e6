"""Documents that a booth gives its visitors: PDF files, checked when they come in, kept under their digest."""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from catalog import evidence
from catalog.evidence import RefusedEvidence
from core.storage import files
from fairs import looks
from fairs.models import Booth

MOST = 6
PDF = "application/pdf"


def add(booth: Booth, title: str, title_en: str, content: bytes) -> None:
    """Put a document into the draft; the same file is there once. Raises RefusedEvidence, which says why."""
    mimetype, clean = evidence.read(content)
    if mimetype != PDF:
        raise RefusedEvidence(_("Giấy tờ của gian là tệp PDF. Ảnh thì đưa vào các bước làm."))
    there = looks.values_of(booth)["papers"]
    digest = hashlib.sha256(clean).hexdigest()[:32]
    others = [one for one in there if one["digest"] != digest]
    if len(others) >= MOST:
        raise RefusedEvidence(_("Mỗi gian nhiều nhất %(n)s giấy.", n=MOST))
    files().put(_key(digest), clean)
    looks.change(booth, papers=[*others, {"digest": digest, "title": title, "title_en": title_en, "bytes": len(clean)}])


def remove(booth: Booth, digest: str) -> None:
    there = looks.values_of(booth)["papers"]
    looks.change(booth, papers=[one for one in there if one["digest"] != digest])


def shown(booth: Booth, digest: str) -> Mapping[str, Any] | None:
    """What visitors may open: a document of the look they see."""
    return next((one for one in booth.papers if one["digest"] == digest), None)


def content_of(digest: str) -> bytes | None:
    return files().get(_key(digest))


def _key(digest: str) -> str:
    return f"booths/{digest}.pdf"

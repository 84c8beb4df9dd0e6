"""What the pages of a maker's wallet and of the staff's register share."""

from typing import Any

from flask import Response, abort, current_app, request

from catalog import evidence, recognition_facts, taxonomy
from catalog.evidence import RefusedEvidence
from catalog.models import RECOGNITION_KINDS, Evidence
from core import qr
from core.db import release

SHUT = "default-src 'none'; sandbox"


def words() -> dict[str, Any]:
    """Names that every page about papers shows."""
    return {
        "kinds": recognition_facts.kinds(),
        "fields": recognition_facts.names(),
        "levels": taxonomy.level_names(),
        "states": recognition_facts.states(),
    }


def kind_asked() -> str:
    kind = request.values.get("loai", "ocop")
    return kind if kind in RECOGNITION_KINDS else abort(404)


def address_of(code: str) -> str:
    return f"{current_app.config['SITE_URL']}/xac-minh/{code}"


def code_drawing(code: str):
    return qr.drawing(address_of(code))


def scans() -> tuple[list[tuple[str, evidence.Scan]], list[str]]:
    """The uploads of this request, read before any row is held, and why others are refused."""
    release()
    kept, refused = [], []
    for file in request.files.getlist("file"):
        if file.filename:
            try:
                kept.append((file.filename, evidence.read(file.read(evidence.MOST_BYTES + 1))))
            except RefusedEvidence as reason:
                refused.append(f"{file.filename[:60]}: {reason}")
    return kept, refused


def served(one: Evidence | None) -> Response:
    if one is None:
        abort(404)
    return scan_served(evidence.content_of(one), one.mimetype, one.digest)


def scan_served(content: bytes | None, mimetype: str, digest: str) -> Response:
    """A scan as itself and nothing else: no page can be made of it, and a PDF is saved, not opened here."""
    if content is None:
        abort(404)
    response = Response(content, mimetype=mimetype)
    ending = "pdf" if mimetype == "application/pdf" else "jpg"
    manner = "attachment" if ending == "pdf" else "inline"
    response.headers["Content-Disposition"] = f'{manner}; filename="giay-{digest[:8]}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SHUT
    return response

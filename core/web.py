"""Addresses that belong to no package: pictures, health, robots, and the machine-readable face of the API; and what
forms of every package carry so that one sent twice acts once."""

import secrets
from collections.abc import Callable

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request
from sqlalchemy import text
from werkzeug.routing import IntegerConverter, Map

from core import answers, audit, openapi, pictures
from core.access import public, visitor
from core.db import db

bp = Blueprint("core", __name__)
GUARD = "pictures that wait"
FOR_THIS_VISITOR = "private, max-age=600"


class RowNumber(IntegerConverter):
    """<int:…> in an address: never longer than an id can be, so that no such row is a 404 and not a fault."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**31 - 1)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
    app.register_blueprint(bp)


@bp.get("/anh/<digest>/<int:width>.<extension>")
@public
def picture(digest: str, width: int, extension: str) -> Response:
    """One rendition. One that is still to come is a plain 503, so that nobody keeps a 404 of it."""
    if extension not in pictures.MIMETYPES or not digest.isalnum():
        abort(404)
    content = pictures.rendition(digest, width, extension)
    if content is None:
        return _coming() if pictures.is_coming(digest) else abort(404)
    is_mine = may_see(digest) if (may_see := current_app.extensions.get(GUARD)) else None
    if is_mine is False:
        abort(404)
    response = Response(content, mimetype=pictures.MIMETYPES[extension])
    response.headers["Cache-Control"] = FOR_THIS_VISITOR if is_mine else "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def guard_pictures(app: Flask, may_see: Callable[[str], bool | None]) -> None:
    """Have each picture asked about by its digest: whether this visitor may see it, or (None) anybody may."""
    app.extensions[GUARD] = may_see


def _coming() -> Response:
    headers = {"Retry-After": "2", "Cache-Control": "no-store"}
    return Response("", 503, headers, mimetype="text/plain")


@bp.get("/healthz")
@visitor
def healthy() -> Response:
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@visitor
def ready() -> Response:
    db.session.execute(text("SELECT 1"))
    return jsonify(database="ok")


@bp.get("/robots.txt")
@public
def robots() -> Response:
    lines = [
        "User-agent: *",
        "Disallow: /quan-ly/",
        "Disallow: /can-bo/",
        "Disallow: /gio-hang",
        "Disallow: /yeu-thich",
        "Disallow: /bao-khi-co",
        "Disallow: /thanh-toan",
    ]
    lines += ["Disallow: /don-hang/", f"Sitemap: {current_app.config['SITE_URL']}/sitemap.xml"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/api/v1/openapi.json")
@public
def api_document() -> Response:
    return jsonify(openapi.document(current_app))


def once_for_form(act: Callable[[], answers.Answer], *of: str) -> answers.Answer:
    """`answers.once` for a form with a field `key`, of one person and about `of`. Raises OtherRequest."""
    sent = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    return answers.once((request.endpoint or "", str(audit.actor_id()), *of, form_key()), sent, act)


def form_key() -> str:
    return str(request.form.get("key") or new_key())[:100]


def new_key() -> str:
    """For a form that is about to be filled in."""
    return secrets.token_urlsafe(18)

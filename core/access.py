"""Who may open a page, the part that needs no accounts: every view carries exactly one mark. And how far she reaches.

@public: anyone, and the same bytes for everybody (shared caches may hold it).
@visitor: anyone, but the answer is about this visitor, so nobody else may hold it.
accounts/access.py adds @signed_in, @facility(role) and @staff(right).

A member of staff may be narrowed to some communes. Whatever staff do about one facility asks must_reach() in the verb
that does it, so that no page can forget to; lists of what waits for them leave out what lies beyond (area()).
"""

import hmac
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request, session
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from core import light

View = Callable[..., Any]
SAFE = ("GET", "HEAD", "OPTIONS")

_area: ContextVar[frozenset[str] | None] = ContextVar("area", default=None)


_granted: ContextVar[frozenset[str] | None] = ContextVar("granted", default=None)


class OutOfArea(Exception):
    """The one who acts is narrowed to other communes."""


class NotGranted(Exception):
    """The one who acts does so in a facility's place, and it does not let her do this."""


def grant_only(actions: frozenset[str] | None) -> None:
    """Whoever acts from here on does so in another's place and may do these; None: she acts for herself."""
    _granted.set(actions)


def must_be_granted(*actions: str) -> None:
    """Raises NotGranted unless one of these is allowed; with none named, whoever acts in another's place is refused."""
    granted = _granted.get()
    if granted is not None and granted.isdisjoint(actions):
        raise NotGranted(actions)


def narrow_to(communes: frozenset[str] | None) -> None:
    """Whoever acts from here on reaches these communes only; None: every one."""
    _area.set(communes)


def area() -> frozenset[str] | None:
    """The communes that whoever acts or reads is narrowed to; None: every one."""
    return _area.get()


def must_reach(commune: str | None) -> None:
    """Raises OutOfArea; None, where it is not known or there is none, is in nobody's area."""
    area = _area.get()
    if area is not None and commune not in area:
        raise OutOfArea(commune)


def mark(view: View, access: str, detail: str = "") -> View:
    view.access = access  # type: ignore[attr-defined]
    view.access_detail = detail  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    return mark(view, "public")


def visitor(view: View) -> View:
    return mark(view, "visitor")


def init_app(app: Flask) -> None:
    app.before_request(_refuse_too_much)
    app.before_request(_refuse_other_origins)
    app.before_request(_require_token)
    app.after_request(_say_who_may_keep_it)
    app.jinja_env.globals["csrf_field"] = csrf_field


def access_of(endpoint: str | None) -> str:
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "access", "public")


def csrf_field() -> Markup:
    token = session.setdefault("token", secrets.token_urlsafe(32))
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(token)


def _refuse_too_much() -> None:
    """Also where nobody would read the body: Flask looks at its length only then."""
    most = current_app.config["MAX_CONTENT_LENGTH"]
    if most is not None and (request.content_length or 0) > most:
        abort(413)


def _refuse_other_origins() -> None:
    """A browser says where a request comes from; one that changes things must come from here."""
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin", "")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    foreign = origin not in ("", "null") and urlsplit(origin).netloc != request.host
    if foreign or origin == "null" or site not in ("same-origin", "none"):
        abort(403, _("Yêu cầu này đến từ một trang khác nên không được nhận."))


def _require_token() -> None:
    if request.method in SAFE or access_of(request.endpoint) in ("public", "visitor"):
        return
    sent = request.form.get("csrf_token") or request.headers.get("X-CSRF-Token", "")
    if not sent or not hmac.compare_digest(sent, session.get("token", "")):
        abort(400, _("Trang này mở đã lâu. Hãy quay lại, tải lại trang rồi làm lại."))


def _say_who_may_keep_it(response: Response) -> Response:
    if "Cache-Control" in response.headers:
        return response
    if access_of(request.endpoint) != "public" or request.method not in SAFE or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store" if request.endpoint else "no-cache"
        return response
    # Whoever keeps a page asks here before each use, and a light one has a tag of its own: no need to vary by cookie.
    keeper = "private" if light.is_wished() else "public"
    response.headers["Cache-Control"] = f"{keeper}, max-age=0, must-revalidate"
    if response.mimetype == "text/html":
        response.vary.add("Save-Data")
    if response.status_code == 200 and not response.direct_passthrough:
        response.add_etag()
        response.make_conditional(request.environ)
    return response

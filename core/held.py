"""Finished public pages held for under a second, so that a crowd at an opening costs one rendering, not hundreds.

A WSGI layer in front of Flask (decision 0057). Only pages that are the same bytes for everybody are held, as
core/access.py says, and only for visitors without a cookie: whoever has signed in, has a cart or wants light pictures
sees what was just changed. What changes something here ends what is held here; another process holds its own for
SECONDS at most, so that a star that lapses at midnight is on no page at 00:00:01. While a crowd comes nobody waits for
the next rendering either: who asks late sets one going beside, and is answered with what is there.
"""

import io
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request

SECONDS = 0.9
RENEWED = 0.6  # seconds after which it is rendered anew while it is still shown
MOST_PAGES = 256
MOST_BYTES = 1_000_000  # of one page

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]
_NOTHING = "phiencho.changes_nothing"
_SAFE = ("GET", "HEAD", "OPTIONS")
_OWN = ("HTTP_COOKIE", "HTTP_SAVE_DATA", "HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_CACHE_CONTROL")
_ASKED = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING")
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")


@dataclass(frozen=True, slots=True)
class Page:
    status: str
    headers: Headers
    body: bytes
    rendered: float  # when it was begun

    @property
    def until(self) -> float:
        return self.rendered + SECONDS


def _beside(work: Callable[[], object]) -> None:
    threading.Thread(target=work, name="held-page", daemon=True).start()


class HeldPages:
    """The WSGI layer. `clock` counts seconds; `beside` does work that nobody waits for."""

    def __init__(
        self,
        app: WsgiApp,
        clock: Callable[[], float] = time.monotonic,
        beside: Callable[[Callable[[], object]], None] = _beside,
    ) -> None:
        self.app, self.clock, self.beside = app, clock, beside
        self._pages: dict[tuple[str, ...], Page] = {}
        self._turns: dict[tuple[str, ...], threading.Lock] = {}
        self._changes = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in _SAFE:
            return self._changing(environ, start_response)
        if environ["REQUEST_METHOD"] != "GET" or any(name in environ for name in _OWN):
            return self.app(environ, start_response)
        key = tuple(str(environ.get(name, "")) for name in _ASKED)
        page, turn = self._held(key), self._turns.setdefault(key, threading.Lock())
        if page is None:
            with turn:  # of a crowd one renders, the others wait for it
                page = self._held(key) or self._rendered(key, environ)
        elif self.clock() >= page.rendered + RENEWED and turn.acquire(blocking=False):
            self.beside(lambda: self._renew(key, environ | {"wsgi.input": io.BytesIO()}, turn))
        return _answer(page, environ, start_response)

    def _held(self, key: tuple[str, ...]) -> Page | None:
        page = self._pages.get(key)
        return page if page and self.clock() < page.until else None

    def _renew(self, key: tuple[str, ...], environ: dict[str, Any], turn: threading.Lock) -> None:
        """While it has the turn; what failed, or may be held no more, is let go at once."""
        old = self._pages.get(key)
        try:
            self._rendered(key, environ)
        finally:
            if self._pages.get(key) is old:
                self._pages.pop(key, None)
            turn.release()

    def _changing(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return self.app(environ, start_response)
        finally:
            if _NOTHING not in environ:
                self._changes += 1
                self._pages.clear()

    def _rendered(self, key: tuple[str, ...], environ: dict[str, Any]) -> Page:
        """Rendered for nobody's condition; kept only when anybody may have it and nothing was changed meanwhile."""
        changes, begun_at = self._changes, self.clock()
        plain = {name: value for name, value in environ.items() if name not in _CONDITIONS}
        begun: list[tuple[str, Headers]] = []
        parts = self.app(plain, lambda status, headers, *_: begun.append((status, headers)))
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        page = Page(*begun[-1], body, begun_at)
        if _may_be_held(page) and changes == self._changes:
            if len(self._pages) >= MOST_PAGES:
                self._pages.clear()
                self._turns.clear()
            self._pages[key] = page
        return page


def changes_nothing() -> None:
    """Said by a POST that changes no page, such as the telling of a visit: what is held stays."""
    request.environ[_NOTHING] = True


def init_app(app: Flask) -> None:
    if not app.testing:
        app.wsgi_app = HeldPages(app.wsgi_app)  # type: ignore[method-assign]


def _may_be_held(page: Page) -> bool:
    told = {name.lower(): value for name, value in page.headers}
    return (
        page.status.startswith("200")
        and told.get("content-type", "").startswith("text/html")
        and told.get("cache-control", "").startswith("public")
        and "etag" in told
        and "set-cookie" not in told
        and len(page.body) <= MOST_BYTES
    )


def _answer(page: Page, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    tag = next((value for name, value in page.headers if name.lower() == "etag"), "")
    known = {one.strip().removeprefix("W/") for one in environ.get("HTTP_IF_NONE_MATCH", "").split(",")}
    if page.status.startswith("200") and tag and tag.removeprefix("W/") in known:
        left_out = ("content-length", "content-type", "content-encoding")
        start_response("304 Not Modified", [pair for pair in page.headers if pair[0].lower() not in left_out])
        return []
    start_response(page.status, list(page.headers))
    return [page.body]

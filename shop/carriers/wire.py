"""One HTTP exchange with a carrier, never inside a transaction: JSON there and back, or a file."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from shop.carriers.packages import Refused, Unreachable

TIMEOUT = 15  # seconds
_patience: ContextVar[float | None] = ContextVar("patience", default=None)
MOST_BYTES = 5 * 1024 * 1024

Answer = dict[str, Any]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Every exchange inside waits no longer than this: somebody is looking at a page."""
    token = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(token)


def ask(
    method: str, url: str, headers: dict[str, str], said: Answer | None = None, query: Answer | None = None
) -> Answer:
    """What it answers in JSON, whatever the status below 500. Raises Unreachable."""
    content, _kind = _exchange(method, f"{url}?{urlencode(query)}" if query else url, headers, said)
    try:
        told = json.loads(content)
    except ValueError as odd:
        raise Unreachable(f"no JSON: {odd}") from odd
    if not isinstance(told, dict):
        raise Unreachable("no object")
    return told


def fetch(url: str, headers: dict[str, str]) -> bytes:
    """A PDF. Raises Unreachable, and Refused where it is something else."""
    content, kind = _exchange("GET", url, headers, None)
    if kind != "application/pdf" or not content.startswith(b"%PDF"):
        raise Refused("no label")
    return content


def _exchange(method: str, url: str, headers: dict[str, str], said: Answer | None) -> tuple[bytes, str]:
    body = None if said is None else json.dumps(said, ensure_ascii=False).encode()
    request = Request(url, data=body, method=method, headers={"Content-Type": "application/json", **headers})  # noqa: S310 (addresses come from settings alone)
    try:
        with urlopen(request, timeout=_patience.get() or TIMEOUT) as answer:  # noqa: S310
            return answer.read(MOST_BYTES), answer.headers.get_content_type()
    except HTTPError as no:
        if no.code >= 500 or no.code == 429:
            raise Unreachable(f"HTTP {no.code}") from no
        return no.read(MOST_BYTES), no.headers.get_content_type()
    except (URLError, OSError) as trouble:
        raise Unreachable(str(trouble)) from trouble

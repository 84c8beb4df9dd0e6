"""One HTTP exchange with a carrier, never inside a transaction: JSON there and back, or a file."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from shop.carriers.packages import Refused, Unreachable

TIMEOUT = 15  # seconds
MOST_BYTES = 5 * 1024 * 1024

Answer = dict[str, Any]


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
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            return answer.read(MOST_BYTES), answer.headers.get_content_type()
    except HTTPError as no:
        if no.code >= 500 or no.code == 429:
            raise Unreachable(f"HTTP {no.code}") from no
        return no.read(MOST_BYTES), no.headers.get_content_type()
    except (URLError, OSError) as trouble:
        raise Unreachable(str(trouble)) from trouble

"""Addresses of a narrowed list: with something changed, without one filter, sorted, on another page."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any
from urllib.parse import urlencode

from flask import abort, request

from core.i18n import here


def address(path: str, asked: Mapping[str, Any], **changes: Any) -> str:
    """The list at `path` as it was asked for, but for `changes`; names with a dash are written with _ here."""
    wanted = dict(asked) | {name.replace("_", "-"): value for name, value in changes.items()}
    kept = {name: value for name, value in wanted.items() if value not in (None, "")}
    return here(path) + (f"?{urlencode(kept)}" if kept else "")


def asked(names: Iterable[str]) -> dict[str, str]:
    """Those of the query string that belong to the list, the page left out."""
    return {name: request.args[name] for name in names if request.args.get(name)}


def pages(page: int, total: int, size: int) -> int:
    """How many pages there are; one beyond the last is not found."""
    count = max(1, ceil(total / size))
    if page > count:
        abort(404)
    return count


def page_links(path: str, wanted: Mapping[str, Any], count: int) -> dict[int, str]:
    return {n: address(path, wanted, trang=n if n > 1 else None) for n in range(1, count + 1)}


def sort_links(path: str, wanted: Mapping[str, Any], now: str, columns: Iterable[str]) -> dict[str, tuple[str, str]]:
    """By column: where its head leads, and the order in force ("", "up" or "down"). A second tap turns it round."""
    links = {}
    for name in columns:
        state = {name: "up", f"-{name}": "down"}.get(now, "")
        links[name] = (address(path, wanted, xep=name if state == "down" else f"-{name}"), state)
    return links

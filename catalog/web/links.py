"""Addresses of a list with one thing changed and the rest of its query string kept."""

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import request


class Links:
    """`left_out` names what no link carries on, as the place one has read to."""

    def __init__(self, path: str, left_out: Iterable[str] = ()) -> None:
        self.path = path
        dropped = frozenset(left_out)
        self.pairs = [
            (name, value) for name, values in request.args.lists() for value in values if value and name not in dropped
        ]

    def to(self, **changed: str | None) -> str:
        kept = [(name, value) for name, value in self.pairs if name not in changed]
        return self._address(kept + [(name, value) for name, value in changed.items() if value])

    def without(self, name: str, value: str | None = None) -> str:
        return self._address([pair for pair in self.pairs if pair[0] != name or (value and pair[1] != value)])

    def keeping(self, *names: str) -> str:
        return self._address([pair for pair in self.pairs if pair[0] in names])

    def _address(self, pairs: list[tuple[str, str]]) -> str:
        return self.path + ("?" + urlencode(pairs) if pairs else "")

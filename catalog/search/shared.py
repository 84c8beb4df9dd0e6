"""Facts read from JSON so that what many products have (names of fields, makers, villages, shelves) is held once.

Read one by one, most of what a worker holds of twenty thousand products would be the same words again and again.
"""

import json
from sys import intern
from typing import Any

from catalog.search.documents import Facts

# Told of one product only: not worth a look whether another has the same.
_OWN = frozenset(("id", "sku", "slug", "name", "name_en", "price", "published", "written", "interest"))


class Reader:
    """Of one index; forget it when all is read."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], Any] = {}
        self._decoder = json.JSONDecoder(object_pairs_hook=self._shared)

    def facts(self, written: str) -> Facts:
        found: Facts = self._decoder.decode(written)
        return found

    def _shared(self, pairs: list[tuple[str, Any]]) -> Facts:
        return {intern(name): value if name in _OWN else self._one(name, value) for name, value in pairs}

    def _one(self, name: str, value: Any) -> Any:
        return self._held.setdefault((name, repr(value)), value)

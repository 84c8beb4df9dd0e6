"""The index of very many products: what every question needs is held, the rest is asked for and remembered."""

import json
import threading
from array import array
from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, text
from werkzeug.exceptions import ServiceUnavailable

from catalog.search.documents import Document, Facts
from catalog.search.engine import NoIndex, or_none
from catalog.search.sections import BY_COLUMN, KINDS, ORDERS
from catalog.search.snapshots import PRICE_STEPS
from catalog.search.wide_sets import WideSet

MOST_CHANGED = 2_000  # products laid over what was built; beyond, it should be built anew
MOST_LAPSED = 20_000  # that may have come, gone or lost a star meanwhile; more is seen when it is built anew
_MOST_BYTES, _MOST_BEGUN = 20_000_000, 40_000


class Lost(ServiceUnavailable, NoIndex):
    """The index went while it was being asked; to a page this is a moment in which it must wait."""


class Base:
    """What one rebuild wrote, and nothing that was written since. Shared by all snapshots of it."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self.name = engine, name
        columns = {kind: bytes(body) for kind, body in self.rows("SELECT * FROM {name}_columns")}
        self.marks: dict[str, dict[str, WideSet]] = {}
        marks = self.rows("SELECT lexeme, ids FROM {name}_postings WHERE lexeme >= '@' AND lexeme < 'A'")
        for lexeme, found in _joined(marks).items():
            facet, _, value = lexeme[1:].partition(":")
            self.marks.setdefault(facet, {})[value] = found
        self.about: dict[str, Any] = json.loads(columns["about"])
        self.columns = {kind: array(code, columns[kind]) for kind, code in KINDS.items()}
        self.orders = {by: array("I", columns[f"by {by}"]) for by in ORDERS}
        self._postings, self._begun = Remembered(_MOST_BYTES), Remembered(_MOST_BEGUN)

    def rows(self, asked: str, **told: Any) -> list[Any]:
        """What the database says; `{name}` in the question is the table of documents."""
        with self._engine.connect() as connection:
            try:
                return or_none(lambda: list(connection.execute(text(asked.format(name=self.name)), told)))
            except NoIndex as lost:
                raise Lost from lost

    def postings(self, lexeme: str) -> WideSet:
        found = self._postings.get(lexeme)
        if found is None:
            self.foresee((lexeme,))
            found = self._postings.get(lexeme)
        return found if found is not None else WideSet.of(())

    def foresee(self, lexemes: Iterable[str]) -> None:
        """Read at once what will be asked for one by one."""
        wanted = [lexeme for lexeme in lexemes if self._postings.get(lexeme) is None]
        if wanted:
            asked = "SELECT lexeme, ids FROM {name}_postings WHERE lexeme = ANY(:wanted)"
            found = _joined(self.rows(asked, wanted=wanted))
            for lexeme in wanted:
                self._postings.put(lexeme, found.get(lexeme) or WideSet.of(()))

    def begun(self, start: str, most: int, *, pairs: bool) -> list[str]:
        """Lexemes that begin so, single words or pairs of neighbours."""
        asked = (
            "SELECT DISTINCT lexeme FROM {name}_postings WHERE lexeme >= :start AND lexeme < :end "
            "AND (strpos(substr(lexeme, :skip), '_') > 0) = :pairs ORDER BY lexeme LIMIT :most"
        )
        told = {"start": start, "end": start + "\U0010ffff", "most": most, "pairs": pairs}
        told["skip"] = start.index(":") + 1  # a field's own name has an underscore too
        if (found := self._begun.get((start, pairs))) is None:
            found = [row[0] for row in self.rows(asked, **told)]
            self._begun.put((start, pairs), found)
        return found

    def facts(self, numbers: Sequence[int]) -> Iterator[tuple[int, Facts]]:
        for number, facts in self.rows("SELECT id, facts FROM {name} WHERE id = ANY(:ids)", ids=list(numbers)):
            yield number, json.loads(facts)

    def order(self, by: str) -> Iterable[int]:
        return _Downwards(self.orders["price_up"], self.columns["price"]) if by == "price_down" else self.orders[by]

    def priced(self, least: int | None, most: int | None) -> WideSet:
        price, rising = self.columns["price"], self.orders["price_up"]
        first = bisect_left(rising, least or 1, 0, self._with_price, key=price.__getitem__)
        last = self._with_price
        if most is not None:
            last = bisect_left(rising, most + 1, 0, self._with_price, key=price.__getitem__)
        return WideSet.of(rising[first:last])

    @cached_property
    def _with_price(self) -> int:
        """What has no price stands last."""
        rising, price = self.orders["price_up"], self.columns["price"]
        return bisect_left(rising, True, key=lambda number: not price[number])

    @cached_property
    def price_bands(self) -> list[WideSet]:
        edges = [0, *(step * 1000 for step in PRICE_STEPS)]
        return [self.priced(low + 1, high) for low, high in zip(edges, [*edges[1:], None], strict=True)]

    @cached_property
    def how_many(self) -> dict[str, int]:
        """Of the facet that is kept by column, how many each value has."""
        column, codes = self.columns[BY_COLUMN], self.about["codes"]
        counted = Counter(map(column.__getitem__, self.orders["newest"]))
        return {codes[place]: count for place, count in counted.items()}


class WideTerms:
    """A base, and what was written since: few enough to be held."""

    def __init__(self, engine: Engine, name: str, before: "WideTerms | None" = None) -> None:
        self._engine, self._lapsed = engine, 0
        self.base: Base = before.base if before else Base(engine, name)
        self.documents: dict[int, Document | None] = dict(before.documents) if before else {}
        self.change: int = before.change if before else 0
        self._read_changes()

    def _read_changes(self) -> None:
        asked = "SELECT id, facts, terms, change FROM {name} WHERE change > :change"
        for number, facts, lexemes, change in self.base.rows(asked, change=self.change):
            self.documents[number] = document_of(number, facts, lexemes) if lexemes is not None else None
            self.change = max(self.change, change)

    def renewed(self) -> "WideTerms":
        return WideTerms(self._engine, self.base.name, self)

    @property
    def is_worn(self) -> bool:
        return len(self.documents) + self._lapsed > MOST_CHANGED

    def lapsed(self, moment: datetime) -> list[Document]:
        """What comes, goes, costs something else or has lost its stars since the base was built; without its terms."""
        asked = "SELECT id, facts FROM {name} WHERE edge <= :now AND change = 0 ORDER BY edge LIMIT :most"
        rows = self.base.rows(asked, now=moment.timestamp(), most=MOST_LAPSED)
        self._lapsed = len(rows)
        return [Document(number, {}, json.loads(facts)) for number, facts in rows]

    def next_edge(self, moment: datetime) -> float | None:
        asked = "SELECT min(edge) FROM {name} WHERE edge > :now AND change = 0"
        return self.base.rows(asked, now=moment.timestamp())[0][0]


class Remembered:
    """The latest asked for, so many bytes of them."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._held: OrderedDict[object, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object) -> Any:
        with self._lock:
            if (found := self._held.get(key)) is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: object, found: Any) -> None:
        with self._lock:
            if key in self._held:
                return
            self._held[key] = found
            self._size += getattr(found, "size", 200)
            while self._size > self._most and len(self._held) > 1:
                _, old = self._held.popitem(last=False)
                self._size -= getattr(old, "size", 200)


class _Downwards:
    """Rising prices turned round, equal ones left as they stand, and what has none last."""

    def __init__(self, rising: Sequence[int], price: Sequence[int]) -> None:
        self._rising, self._price = rising, price

    def __iter__(self) -> Iterator[int]:
        end = bisect_left(self._rising, True, key=lambda number: not self._price[number])
        last = end
        while end:
            start = bisect_left(self._rising, self._price[self._rising[end - 1]], 0, end, key=self._price.__getitem__)
            yield from self._rising[start:end]
            end = start
        yield from self._rising[last:]


def document_of(number: int, facts: str, lexemes: Collection[str]) -> Document:
    terms: dict[str, set[str]] = {}
    for lexeme in lexemes:
        field, _, term = lexeme.partition(":")
        terms.setdefault(field, set()).add(term)
    return Document(number, {field: frozenset(found) for field, found in terms.items()}, json.loads(facts))


def _joined(rows: Iterable[Any]) -> dict[str, WideSet]:
    """Sections of each lexeme put together."""
    pieces: dict[str, list[bytes]] = {}
    for lexeme, ids in rows:
        pieces.setdefault(lexeme, []).append(ids)
    return {lexeme: WideSet.read(found) for lexeme, found in pieces.items()}

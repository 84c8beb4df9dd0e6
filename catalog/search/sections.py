"""How documents lie in PostgreSQL: a row each, columns, and postings by sections of 65,536 ids as compressed bitmaps.

What a rebuild writes stays as it is. What changes afterwards is in the rows alone, each with its terms and the number
of its change, and is laid over by whoever reads. So a rebuild only appends, and its cost a document stays the same
however many there are.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, text

from catalog.search import quality
from catalog.search.documents import FIELDS, PLACE_FIELDS, Document, Facts
from catalog.search.engine import Told
from catalog.search.memory import MemoryTerms
from catalog.search.moments import edges, is_shown, priced_at
from catalog.search.snapshots import CODES, Snapshot, head_of
from catalog.search.wide_sets import written
from core import times

MOST = 2**32 - 1
SECTION = 16  # bits of an id within its section
BY_COLUMN = "facility"  # a facet of so many values that each product's is kept instead of each value's products
Postings = dict[str, dict[str, "array[int]"]]  # by field and term
KINDS = {"price": "I", "published": "I", "quality": "h", "standing": "h", BY_COLUMN: "I"}
ORDERS = ("newest", "recognition", "quality", "price_up")
_TABLES = (
    """CREATE TABLE {name} (id integer PRIMARY KEY, facts text NOT NULL, terms text[],
        change bigint NOT NULL DEFAULT 0, edge double precision)""",
    'CREATE TABLE {name}_postings (lexeme text COLLATE "C" NOT NULL, section integer NOT NULL, ids bytea NOT NULL)',
    "ALTER TABLE {name}_postings ALTER ids SET STORAGE EXTERNAL",
    "CREATE TABLE {name}_columns (name text PRIMARY KEY, body bytea NOT NULL)",
)
_INDEXES = (
    "CREATE UNIQUE INDEX {name}_lexeme ON {name}_postings (lexeme, section)",
    "CREATE INDEX {name}_change ON {name} (change) WHERE change > 0",
    "CREATE INDEX {name}_edge ON {name} (edge) WHERE edge IS NOT NULL",
    "ANALYZE {name}",
    "ANALYZE {name}_postings",
)


def make(connection: Connection, name: str, documents: Iterable[Document], told: Told) -> int:
    """Tables with all the documents, given by rising ids; returns how many."""
    for one in _TABLES:
        connection.execute(text(one.format(name=name)))
    cursor: Any = connection.connection.cursor()
    columns = Columns()
    count = 0
    for section, members in groupby(documents, key=lambda one: one.product_id >> SECTION):
        postings: Postings = defaultdict(lambda: defaultdict(partial(array, "I")))
        with cursor.copy(f"COPY {name} (id, facts, edge) FROM STDIN") as copy:
            for document in members:
                copy.write_row(columns.take(document, postings))
                count += 1
                told(count)
        with cursor.copy(f"COPY {name}_postings FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["text", "int4", "bytea"])
            for field, held in postings.items():
                for term, ids in held.items():
                    copy.write_row((f"{field}:{term}", section, written(ids)))
        columns.learn(postings)
    for one in _INDEXES:
        connection.execute(text(one.format(name=name)))
    put = text(f"INSERT INTO {name}_columns VALUES (:name, :body)")
    connection.execute(put, [{"name": column, "body": body} for column, body in columns.written(count)])
    return count


def lexemes(document: Document) -> Iterator[str]:
    """A term with its field before it."""
    for field, terms in document.terms.items():
        for term in terms:
            yield f"{field}:{term}"


class Columns:
    """What is known of each product by its id, the orders that follow from it, and the words that there are."""

    def __init__(self) -> None:
        self._moment = times.now()
        self._reader = Snapshot(MemoryTerms(()), self._moment, [])
        self._by_id: dict[str, array[int]] = {kind: array(code) for kind, code in KINDS.items()}
        self._shown = array("I")
        self._codes: dict[str, int] = {}
        self._terms: dict[str, set[str]] = defaultdict(set)

    def take(self, document: Document, postings: Postings) -> tuple[int, str, float | None]:
        """Put its terms and marks among the postings; gives its row."""
        number = document.product_id
        for field, terms in document.terms.items():
            held = postings[field]
            for term in terms:
                held[term].append(number)
        facts = document.facts
        if is_shown(facts, self._moment):
            for facet, value in self._marks(number, priced_at(facts, self._moment)):
                postings[facet][value].append(number)
        to_come = (one for one in (*edges(facts), *quality.lapses(facts)) if one > self._moment.timestamp())
        return number, json.dumps(facts, ensure_ascii=False), min(to_come, default=None)

    def _marks(self, number: int, facts: Facts) -> Iterator[tuple[str, str]]:
        """What it is found and counted by beside its words: `@facet:value`."""
        self._shown.append(number)
        worth = _worth(facts, self._reader.today)
        for facet, value in self._reader.values(facts):
            if facet == BY_COLUMN:
                worth[facet] = self._codes.setdefault(value, len(self._codes))
                yield facet, value
            else:
                yield f"@{facet}", value
        yield from ((name, code) for name, field in CODES.items() for code in facts[field])
        yield "@_settled", str(thousandths(quality.settled(facts, self._reader.today)))
        if interest := quality.interest(facts, self._reader.today)[1]:
            yield "@_interest", str(thousandths(interest))
        if facts["mode"] == "service":
            yield "@_mode", "service"
        yield "@_head", " ".join(head_of(facts))
        yield "@_all", ""
        for kind, column in self._by_id.items():
            if len(column) <= number:
                column.extend([0] * (number + 1 - len(column)))
            column[number] = worth.get(kind, 0)

    def learn(self, postings: Postings) -> None:
        """Names of places, words without figures (there is no end of numbers), and decisions."""
        for field in (f"{name}_{form}" for name in FIELDS for form in ("a", "f")):
            is_place = field[:-2] in PLACE_FIELDS
            self._terms[field].update(term for term in postings[field] if is_place or term.isalpha())
        self._terms["decision"].update(postings["decision"])

    def written(self, count: int) -> Iterator[tuple[str, bytes]]:
        about = {
            "count": count, "labels": self._reader.labels, "codes": list(self._codes),
            "terms": {field: sorted(found) for field, found in self._terms.items()},
        }  # fmt: skip
        yield "about", json.dumps(about, ensure_ascii=False).encode()
        for kind, column in self._by_id.items():
            yield kind, column.tobytes()
        for by in ORDERS:
            yield f"by {by}", array("I", sorted(self._shown, key=key_of(by, self._by_id))).tobytes()


def key_of(by: str, column: dict[str, "array[int]"]) -> Callable[[int], tuple[float, ...]]:
    """As Snapshot.sort_key, from columns."""
    price, published, quality, standing = (column[kind] for kind in ("price", "published", "quality", "standing"))
    if by == "newest":
        return lambda n: (-published[n], -n)
    if by == "recognition":
        return lambda n: (-standing[n], -quality[n], n)
    if by == "quality":
        return lambda n: (-quality[n], -published[n], n)
    sign = -1 if by == "price_down" else 1
    return lambda n: (not price[n], sign * price[n], n)


def thousandths(worth: float) -> int:
    return round(1000 * worth)


def _worth(facts: Facts, today: date) -> dict[str, int]:
    return {
        "price": min(facts["price"] or 0, MOST),
        "published": facts["published"],
        "quality": thousandths(quality.settled(facts, today) + quality.interest(facts, today)[1]),
        "standing": quality.standing(facts, today),
    }


def worth_of(few: Snapshot) -> dict[str, dict[int, int]]:
    """What the columns say of products that are laid over them."""
    each = {number: _worth(facts, few.today) for number, facts in few.facts.items()}
    return {kind: {number: worth[kind] for number, worth in each.items()} for kind in KINDS if kind != BY_COLUMN}

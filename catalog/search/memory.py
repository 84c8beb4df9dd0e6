"""The terms of every product held in memory, read straight from the database: where there is no index (yet)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import func, select

from catalog.models import Product, Recognition, Variant, product_support
from catalog.search import lexicon
from catalog.search.bits import bits_of
from catalog.search.documents import Document, Facts
from catalog.search.snapshots import Terms
from core.db import db


class MemoryTerms:
    """The same two questions as the index answers, from dictionaries."""

    def __init__(self, documents: Iterable[Document], set_of: Callable[[Iterable[int]], Any] = bits_of) -> None:
        self.facts: dict[int, Facts] = {}
        held: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for document in documents:
            number = document.product_id
            self.facts[number] = document.facts
            for field, terms in document.terms.items():
                for term in terms:
                    held[field][term].append(number)
        self._held = {field: {term: set_of(who) for term, who in terms.items()} for field, terms in held.items()}

    def holders(self, field: str, term: str) -> int:
        return self._held.get(field, {}).get(term, 0)

    def vocabulary(self, field: str) -> Iterator[str]:
        return iter(self._held.get(field, {}))


class Layered:
    """What was read before, with the products written since read again: so a change does not cost a whole index."""

    def __init__(self, before: Terms, changed: set[int], documents: Iterable[Document]) -> None:
        self.under, self.changed, self.latest = before, changed, changed
        self.documents: dict[int, Document] = {}
        if isinstance(before, Layered):
            self.under, self.changed = before.under, before.changed | changed
            self.documents = {number: one for number, one in before.documents.items() if number not in changed}
        self.documents |= {document.product_id: document for document in documents}
        self._fresh = MemoryTerms(self.documents.values())
        self._stale = bits_of(self.changed)
        unchanged = {number: facts for number, facts in self.under.facts.items() if number not in self.changed}
        self.facts = unchanged | self._fresh.facts

    def holders(self, field: str, term: str) -> int:
        return self.under.holders(field, term) & ~self._stale | self._fresh.holders(field, term)

    def only(self, numbers: Iterable[int]) -> MemoryTerms:
        """Those of the products that are on show, by themselves."""
        return MemoryTerms(self.documents[number] for number in sorted(numbers) if number in self.documents)

    def vocabulary(self, field: str) -> Iterator[str]:
        """Words that only what changed was written with stay until the whole is read again."""
        return iter({*self.under.vocabulary(field), *self._fresh.vocabulary(field)})


def fingerprint() -> tuple[str, str]:
    """What changes when a product does, and lexicon.mark(), in one query: without an index nobody else tells."""
    on_show = Product.state == "published"
    row = db.session.execute(
        select(
            select(func.count()).where(on_show).scalar_subquery(),
            select(func.max(Product.id)).where(on_show).scalar_subquery(),
            select(func.sum(Product.id)).where(on_show).scalar_subquery(),
            select(func.max(Product.updated_at)).scalar_subquery(),
            select(func.sum(Product.interest)).scalar_subquery(),
            select(func.sum(func.coalesce(Variant.on_hand, 0) - Variant.held)).scalar_subquery(),
            select(func.count()).select_from(Recognition).scalar_subquery(),
            select(func.max(Recognition.updated_at)).scalar_subquery(),
            select(func.count()).select_from(product_support).scalar_subquery(),
            *(column.scalar_subquery() for column in lexicon.counted()),
        )
    ).one()
    return "|".join(map(str, row[:-3])), lexicon.as_mark(*row[-3:])

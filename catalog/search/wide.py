"""A snapshot of very many products: the same questions as of any other, answered from compressed sets and columns.

What was written or has lapsed since the index was built is made a small snapshot of, and laid over; so a new one costs
some hundredths of a second however many products there are. Words and facts are asked of the database and remembered.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from heapq import merge
from itertools import filterfalse, islice
from typing import Any

from catalog.search import lexicon as lexicons
from catalog.search.documents import FIELDS, PLACE_FIELDS, Facts, phrase_terms
from catalog.search.lexicon import Lexicon
from catalog.search.memory import MemoryTerms
from catalog.search.moments import priced_at
from catalog.search.sections import BY_COLUMN, key_of, worth_of
from catalog.search.snapshots import CODES, Contributor, Snapshot
from catalog.search.wide_sets import WideSet
from catalog.search.wide_terms import Remembered, WideTerms
from catalog.search.words import Words

COUNTED = 10_000  # members of an answer, for the facet that is kept by column
_MOST_BYTES, _MOST_FACTS = 10_000_000, 500_000


class _Few(Snapshot):
    set_of = staticmethod(WideSet.of)


class WideSnapshot(Snapshot):
    set_of = staticmethod(WideSet.of)
    most_remembered, few = 48, 20_000

    def __init__(
        self,
        terms: WideTerms,
        moment: datetime,
        contributors: list[Contributor],
        lexicon: Lexicon | None = None,
    ) -> None:
        self.lexicon = lexicon or lexicons.given()
        base, lapsed = terms.base, terms.lapsed(moment)
        written = [document for document in terms.documents.values() if document]
        self._laid = _Few(MemoryTerms([*written, *lapsed], WideSet.of), moment, [])
        self._base, self._moment = base, moment
        self._rewritten = WideSet.of(terms.documents)
        self._stale = self._rewritten | WideSet.of(one.product_id for one in lapsed)
        self._terms = self._both = _Laid(terms, self._laid, self._rewritten)  # type: ignore[assignment]
        self.today = self._laid.today
        self.good_until = min(self._laid.good_until, terms.next_edge(moment) or self._laid.good_until)
        marks, few = base.marks, self._laid
        self.everything = self._over(marks.get("_all", {}).get("", 0), few.everything) or WideSet.of(())
        self.services = self._over(marks.get("_mode", {}).get("service", 0), few.services)
        self.facets: dict[str, dict[str, Any]] = {}
        names = dict.fromkeys((*few.facets, *(facet for facet in marks if facet[0] != "_")))
        self.facets |= {name: self._all_over(marks.get(name, {}), few.facets.get(name, {})) for name in names}
        self.facets[BY_COLUMN] = {}  # is looked up in the index, and counted by the column
        self.labels = {facet: base.about["labels"][facet] | few.labels[facet] for facet in few.labels}
        self.quality_levels = self._laid_levels("_settled", few.quality_levels)
        self.interest_levels = self._laid_levels("_interest", few.interest_levels)
        self.facts = _Facts(self)  # type: ignore[assignment]
        self._contributed(contributors)
        self._memo, self._held = {}, {}
        self._phrases = Remembered(_MOST_BYTES)
        self._columns: Any = {kind: _Column(base.columns[kind], worth) for kind, worth in worth_of(few).items()}

    def carrying(self, before: Snapshot) -> "WideSnapshot":
        """With the tables that were worked out before, which the next whole reading brings up to date."""
        kept = {"suggestions", "folded terms", "written terms"}
        kept |= {"phrases"} if self.heads == before.heads else set()
        kept |= {"places"} if self.places == before.places else set()
        kept |= {"by shape", "by fold"} if set(self.strict_vocabulary) == set(before.strict_vocabulary) else set()
        kept |= {"glued"} if {"phrases", "places"} <= kept else set()
        self._memo = {key: made for key, made in list(before._memo.items()) if key in kept}
        return self

    def _over(self, base: Any, few: Any) -> Any:
        return base & ~self._stale | few

    def _all_over(self, base: Mapping[str, Any], few: Mapping[str, Any]) -> dict[str, Any]:
        both = {value: self._over(base.get(value, 0), few.get(value, 0)) for value in dict.fromkeys((*base, *few))}
        return {value: bits for value, bits in both.items() if bits}

    def _laid_levels(self, mark: str, levels: list[tuple[float, int]]) -> list[tuple[float, int]]:
        base = {int(worth) / 1000: bits for worth, bits in self._base.marks.get(mark, {}).items()}
        few = {round(worth, 3): bits for worth, bits in levels}
        both = {one: self._over(base.get(one, 0), few.get(one, 0)) for one in {*base, *few}}
        return sorted(((worth, bits) for worth, bits in both.items() if bits), key=lambda pair: -pair[0])

    def _contributed(self, contributors: list[Contributor]) -> None:
        members: dict[tuple[str, str], list[int]] = {}
        for contribute in contributors:
            for number, given in contribute(self.everything).items():
                for facet, values in given.items():
                    for value in values:
                        members.setdefault((facet, value), []).append(number)
        for (facet, value), numbers in members.items():
            self.facets[facet] = self.facets.get(facet, {}) | {value: WideSet.of(numbers)}
        if fairs := [number for (facet, _), numbers in members.items() for number in numbers if facet == "fair"]:
            self.facets["flag"] = self.facets.get("flag", {}) | {"in_fair": WideSet.of(fairs)}

    def facet(self, name: str, value: str) -> Any:
        if name != BY_COLUMN and name not in CODES:
            return super().facet(name, value)
        return self._over(self._base.postings(f"{name}:{value}"), self._laid.facet(name, value)) & self.everything

    @cached_property
    def codes(self) -> Any:
        """Decisions are held, each names many products; barcodes, of which there is no end, are asked for."""
        known = {*self._base.about["terms"].get("decision", ()), *self._laid.codes["decision"]}
        return {"decision": known, "gtin": _Barcodes(self)}

    def counted(self, facet: str, base: Any) -> dict[str, int]:
        if facet != BY_COLUMN:
            found = ((value, bits.shared(base)) for value, bits in self.facets.get(facet, {}).items())
            return {value: count for value, count in found if count}
        if not base:
            return {}
        codes, column = self._base.about["codes"], self._base.columns[BY_COLUMN]
        places = Counter(map(column.__getitem__, islice(base & ~self._stale or (), COUNTED)))
        counted = {codes[place]: count for place, count in places.items()}
        for value, count in self._laid.counted(facet, base & self._laid.everything).items():
            counted[value] = counted.get(value, 0) + count
        return counted

    def is_bounded(self, facet: str, base: Any) -> bool:
        return facet == BY_COLUMN and base.bit_count() > COUNTED

    def how_many(self, facet: str, value: str) -> int:
        if facet != BY_COLUMN or value in self._laid.facets[facet]:
            return self.facet(facet, value).bit_count()
        return self._base.how_many.get(value, 0)

    def told(self, numbers: Sequence[int]) -> list[Facts]:
        self.facts.foresee(numbers)  # type: ignore[attr-defined]
        return super().told(numbers)

    def foresee(self, key: Words, form: str) -> None:
        fields = [*((field, form) for field in FIELDS), ("english", "f")]
        wanted = {f"name_{form}:^{key[0]}"}
        for field, written in fields:
            terms = ["_".join(key)] if field in PLACE_FIELDS else {*phrase_terms(key), *key}
            wanted |= {f"{field}_{written}:{term}" for term in terms}
        self._base.foresee(wanted)

    def phrase(self, field: str, key: Words) -> Any:
        found = self._phrases.get((field, key))
        if found is None:
            found = self._phrase(field, key) or WideSet.of(())
            self._phrases.put((field, key), found)
        return found or 0

    def beginning(self, field: str, prefix: str) -> Any:
        return self.memo(("beginning", field, prefix), lambda: self._beginning(field, prefix))

    def _beginning(self, field: str, prefix: str) -> Any:
        lexemes = self._base.begun(f"{field}:{prefix}", self.most_begun, pairs="_" in prefix)
        self._base.foresee(lexemes)
        found = self._laid.beginning(field, prefix)
        for lexeme in lexemes:
            found |= self._base.postings(lexeme) & ~self._rewritten
        return found & self.everything

    def priced(self, least: int | None, most: int | None) -> Any:
        def read() -> Any:
            return self._over(self._base.priced(least, most), self._laid.priced(least, most))

        return self.memo(("priced", least, most), read)

    @cached_property
    def price_bands(self) -> list[Any]:
        pairs = zip(self._base.price_bands, self._laid.price_bands, strict=True)
        return [self._over(base, few) for base, few in pairs]

    def order(self, by: str) -> Any:
        if not self._stale:
            return self._base.order(by)
        return _Merged(self._base.order(by), self._stale, self._laid.order(by), self.sort_key(by))

    def places_by(self, by: str) -> Any:
        return _Keys(self.sort_key(by))

    def sort_key(self, by: str) -> Callable[[int], tuple[float, ...]]:
        return key_of(by, self._columns)

    def prepare(self, before: Snapshot | None) -> None:
        for ready in (self.price_bands, self.strict_vocabulary, self.folded_vocabulary, self.places, self.heads):
            del ready

    @cached_property
    def head_counts(self) -> dict[Words, int]:
        heads = self._base.marks.get("_head", {}).items()
        counts = Counter({tuple(head.split()): (bits & ~self._stale).bit_count() for head, bits in heads})
        return counts + Counter(self._laid.head_counts)

    @cached_property
    def heads(self) -> frozenset[Words]:
        return frozenset(self.head_counts)

    @cached_property
    def strict_vocabulary(self) -> Any:
        return _Vocabulary(super().strict_vocabulary, self._both, "a")

    @cached_property
    def folded_vocabulary(self) -> Any:
        return _Vocabulary(super().folded_vocabulary, self._both, "f")


class _Laid:
    """Terms of the base without what was rewritten, and those of what was."""

    def __init__(self, terms: WideTerms, few: Snapshot, rewritten: WideSet) -> None:
        self._base, self._few, self._rewritten = terms.base, few, rewritten

    def holders(self, field: str, term: str) -> Any:
        return self._base.postings(f"{field}:{term}") & ~self._rewritten | self._few._terms.holders(field, term)

    def foresee(self, fields: Iterable[str], term: str) -> None:
        """One statement for all the fields in which a term will be looked up."""
        self._base.foresee(f"{field}:{term}" for field in fields)

    def vocabulary(self, field: str) -> Iterator[str]:
        return iter({*self._base.about["terms"].get(field, ()), *self._few.vocabulary(field)})


class _Vocabulary:
    """Words that are held, and numbers, of which there is no end: those are asked for."""

    def __init__(self, held: frozenset[str], terms: _Laid, form: str) -> None:
        self._held, self._terms, self._form = held, terms, form

    def __contains__(self, word: str) -> bool:
        if word in self._held or word.isalpha():
            return word in self._held
        fields = [f"{field}_{self._form}" for field in FIELDS]
        self._terms.foresee(fields, word)
        return any(self._terms.holders(field, word) for field in fields)

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)


class _Facts(Mapping[int, Facts]):
    """The facts of each, read when they are asked for."""

    def __init__(self, snapshot: WideSnapshot) -> None:
        self._snapshot = snapshot
        self._read = Remembered(_MOST_FACTS)

    def __getitem__(self, number: int) -> Facts:
        seen = self._snapshot
        if number not in seen.everything:  # type: ignore[operator]
            raise KeyError(number)
        if (found := seen._laid.facts.get(number) or self._read.get(number)) is None:
            self.foresee((number,))
            found = self._read.get(number)
        return found

    def foresee(self, numbers: Sequence[int]) -> None:
        seen = self._snapshot
        wanted = [one for one in numbers if one not in seen._laid.facts and self._read.get(one) is None]
        for number, facts in seen._base.facts(wanted) if wanted else ():
            self._read.put(number, priced_at(facts, seen._moment))

    def __iter__(self) -> Iterator[int]:
        return iter(self._snapshot.everything)  # type: ignore[call-overload]

    def __len__(self) -> int:
        return self._snapshot.everything.bit_count()


class _Barcodes:
    def __init__(self, snapshot: WideSnapshot) -> None:
        self._snapshot = snapshot

    def __contains__(self, code: str) -> bool:
        return bool(self._snapshot.facet("gtin", code))


class _Column:
    """A column of the base, with what is laid over it."""

    def __init__(self, base: Any, laid: Mapping[int, int]) -> None:
        self._base, self._laid = base, laid

    def __getitem__(self, number: int) -> int:
        found = self._laid.get(number)
        return self._base[number] if found is None else found


class _Keys:
    def __init__(self, key: Callable[[int], tuple[float, ...]]) -> None:
        self._key = key

    def __getitem__(self, number: int) -> tuple[float, ...]:
        return self._key(number)


class _Merged:
    """An order of the base with what is laid over it in its place."""

    def __init__(self, base: Iterable[int], stale: WideSet, few: Any, key: Callable[[int], tuple[float, ...]]) -> None:
        self._base, self._stale, self._few, self._key = base, stale, few, key

    def __iter__(self) -> Iterator[int]:
        return merge(filterfalse(self._stale.__contains__, self._base), self._few, key=self._key)

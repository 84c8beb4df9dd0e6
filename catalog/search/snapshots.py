"""All that a listing is answered from, for one generation of the index: facts, facets and terms as bitsets."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import cached_property
from itertools import cycle
from typing import Any, Protocol, TypeVar

from catalog.search import lexicon as lexicons
from catalog.search import quality, words
from catalog.search.bits import bits_of, tally
from catalog.search.documents import PLACE_FIELDS, Facts, phrase_terms
from catalog.search.lexicon import Lexicon
from catalog.search.moments import is_shown, next_change, priced_at
from catalog.search.words import Words
from core import times
from programme import qualities

T = TypeVar("T")
Contributor = Callable[[Container[int]], Mapping[int, Mapping[str, list[str]]]]

# What can be chosen, several values each; the rest of a selection is price and flags.
FACETS = (
    "group", "ocop", "cnnttb", "stars", "level", "village", "commune", "quality", "facility", "fair", "scheme", "flag",
)  # fmt: skip
CODES = {"decision": "decisions", "gtin": "gtins"}  # and where the facts have them
UNRATED = "0"
_MOST_HELD, _MOST_WARMED = 10_000, 2_000
PRICE_STEPS = (50, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 5_000, 10_000)  # thousands of đồng


class Terms(Protocol):
    facts: dict[int, Facts]

    def holders(self, field: str, term: str) -> int: ...

    def vocabulary(self, field: str) -> Iterator[str]: ...


class Snapshot:
    """Read-only once made. The moment it is made for decides which stars still count and what is on show;
    at `good_until`, the next moment that changes either, it must be made anew.
    """

    set_of: Callable[[Iterable[int]], Any] = staticmethod(bits_of)
    most_remembered = 2_000
    most_begun = 150  # words looked through for a beginning: more than any two letters of Vietnamese begin
    few = 500  # are sorted; of more the whole order is walked as far as it is read

    def __init__(
        self,
        terms: Terms,
        moment: datetime,
        contributors: list[Contributor],
        lexicon: Lexicon | None = None,
    ) -> None:
        self.lexicon = lexicon or lexicons.given()
        self.today = today = times.local(moment).date()
        self.good_until = next_change(terms.facts, moment)
        shown = {number: facts for number, facts in terms.facts.items() if is_shown(facts, moment)}
        self.facts = {number: priced_at(facts, moment) for number, facts in shown.items()}
        self._terms = terms
        self._held: dict[tuple[str, Words], int] = {}
        self.everything = self.set_of(self.facts)
        self.facets = self._facets(contributors)
        settled = {number: quality.settled(facts, today) for number, facts in self.facts.items()}
        interest = {number: quality.interest(facts, today)[1] for number, facts in self.facts.items()}
        self.quality = {number: round(one + interest[number], 6) for number, one in settled.items()}
        self.services = self.set_of(n for n, facts in self.facts.items() if facts["mode"] == "service")
        self.quality_levels = self._levels(settled)
        self.interest_levels = self._levels({number: one for number, one in interest.items() if one})
        self._memo: dict[object, Any] = {}
        self._orders: dict[str, list[int]] = {}
        self._places: dict[str, dict[int, int]] = {}

    def still_holds(self) -> bool:
        """The first request after midnight, or after a product's last day, is not answered from before it."""
        return self.today == times.today() and times.now().timestamp() < self.good_until

    def _facets(self, contributors: list[Contributor]) -> dict[str, dict[str, int]]:
        members: dict[str, dict[str, list[int]]] = {facet: defaultdict(list) for facet in FACETS}
        self.labels: dict[str, dict[str, str]] = {"village": {}, "commune": {}, "facility": {}}
        for number, facts in self.facts.items():
            for facet, value in self.values(facts):
                members.setdefault(facet, defaultdict(list))[value].append(number)
        for contribute in contributors:
            for number, given in contribute(self.facts.keys()).items():
                for facet, values in given.items():
                    for value in values:
                        members[facet][value].append(number)
        facets = {facet: {value: self.set_of(who) for value, who in found.items()} for facet, found in members.items()}
        facets["flag"]["in_fair"] = _any_of(facets["fair"])
        return facets

    def values(self, facts: Facts) -> Iterator[tuple[str, str]]:
        """What it is chosen and counted by; notes the names of places and makers."""
        yield "group", facts["group"]
        stars, level = quality.stars_on(facts, self.today), quality.level_on(facts, self.today)
        yield "stars", str(stars) if stars else UNRATED
        for code in _with_parents(facts["ocop"]):
            yield "ocop", code
        if facts.get("cnnttb"):
            yield "cnnttb", facts["cnnttb"]
        for code, kind, value in facts.get("attributes", ()):
            yield f"attr.{code}", band(float(value)) if kind == "number" else value
        if level:
            yield "level", level
        for code, label in facts.get("sellers", ()):
            self.labels["facility"][code] = label
            yield "facility", code
        for facet in ("village", "commune", "facility"):
            if facts[facet]:
                code, label = facts[facet]
                self.labels[facet][code] = label
                yield facet, code
        for code, until in facts.get("qualities", ()):
            if qualities.holds_on(until, self.today):
                yield "quality", code
        for code in facts["schemes"]:
            yield "scheme", code
        for flag, is_so in (
            ("in_stock", facts["is_in_stock"]),
            ("supported", facts["schemes"]),
            ("gift", facts["is_gift"]),
            ("ocop", stars),
            ("cnnttb", level),
        ):
            if is_so:
                yield "flag", flag

    def memo(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, worked out once a snapshot and forgotten when many others were asked since."""
        if key not in self._memo:
            if len(self._memo) >= self.most_remembered:
                self.forget()
            self._memo[key] = make()
        return self._memo[key]

    def saying(self, lexicon: Lexicon) -> "Snapshot":
        """The same goods read with other synonyms and traps: what was worked out from those is forgotten."""
        seen = copy(self)
        seen.lexicon = lexicon
        seen._memo = {key: made for key, made in list(self._memo.items()) if _is_without_words(key)}
        return seen

    def forget(self) -> None:
        """Answers and clauses, not the tables that all of them need."""
        self._memo = {key: made for key, made in list(self._memo.items()) if _is_table(key)}

    def facet(self, name: str, value: str) -> int:
        return (self.codes if name in CODES else self.facets).get(name, {}).get(value, 0)

    @cached_property
    def codes(self) -> dict[str, dict[str, int]]:
        """Who holds a decision's number or a barcode: asked for by name, never counted beside a list."""
        held: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in CODES}
        for number, facts in self.facts.items():
            for name, field in CODES.items():
                for value in facts[field]:
                    held[name][value].append(number)
        return {name: {value: self.set_of(who) for value, who in found.items()} for name, found in held.items()}

    def how_many(self, name: str, value: str) -> int:
        return self.facet(name, value).bit_count()

    def counted(self, facet: str, base: int) -> dict[str, int]:
        """How many of the set `base` have each value of a facet."""
        return tally(self.facets.get(facet, {}), base)

    def is_bounded(self, facet: str, base: int) -> bool:
        """Whether only the first members of `base` were counted."""
        return False

    def priced(self, least: int | None, most: int | None) -> int:
        """Those with a price within the bounds, both included."""
        first = bisect_left(self._prices, (least or 0, 0))
        last = len(self._prices) if most is None else bisect_left(self._prices, (most + 1, 0))
        return self.memo(("priced", first, last), lambda: self.set_of(n for _, n in self._prices[first:last]))

    @cached_property
    def _prices(self) -> list[tuple[int, int]]:
        return sorted((facts["price"], number) for number, facts in self.facts.items() if facts["price"])

    @cached_property
    def standing(self) -> dict[int, int]:
        """How highly each is recognised today."""
        return {number: quality.standing(facts, self.today) for number, facts in self.facts.items()}

    @cached_property
    def price_bands(self) -> list[int]:
        """The products of each band of PRICE_STEPS, the last band open."""
        edges = [0, *(step * 1000 for step in PRICE_STEPS)]
        return [self.priced(low + 1, high) for low, high in zip(edges, [*edges[1:], None], strict=True)]

    def told(self, numbers: Sequence[int]) -> list[Facts]:
        """The facts of a few."""
        return [self.facts[number] for number in numbers]

    def foresee(self, key: Words, form: str) -> None:
        """Told which words a clause will look up, before it does: for whoever has to read them from afar."""

    def phrase(self, field: str, key: Words) -> int:
        """Who holds the words of `key` side by side in `field` (name_a, name_f, …)."""
        asked = field, key
        held = self._held.get(asked)
        if held is None:
            if len(self._held) >= _MOST_HELD:
                self._held.clear()
            held = self._held[asked] = self._phrase(field, key)
        return held

    def _phrase(self, field: str, key: Words) -> int:
        if field[:-2] in PLACE_FIELDS:
            return self.everything & self._terms.holders(field, "_".join(key))
        found = self.everything
        for term in phrase_terms(key):
            found &= self._terms.holders(field, term)
        return found

    def all_words(self, field: str, key: Words) -> int:
        """Who holds every word of `key` anywhere in `field`."""
        found = self.everything
        for word in key:
            found &= self.phrase(field, (word,))
        return found

    def vocabulary(self, field: str) -> Iterator[str]:
        return self._terms.vocabulary(field)

    def beginning(self, field: str, prefix: str) -> int:
        """Who holds a word of `field` that begins so, or two neighbours that do: mây_tr."""
        is_pair = "_" in prefix
        terms = self.memo(("terms", field, is_pair), lambda: self._sorted_terms(field, pairs=is_pair))
        found = 0
        start = bisect_left(terms, prefix)
        for at in range(start, min(start + self.most_begun, len(terms))):
            if not terms[at].startswith(prefix):
                break
            found |= self.phrase(field, tuple(terms[at].split("_")))
        return found

    def _sorted_terms(self, field: str, *, pairs: bool) -> list[str]:
        return sorted(term for term in self._terms.vocabulary(field) if ("_" in term) == pairs)

    def begins(self, field: str, word: str) -> int:
        return self.phrase(field, ("^" + word,))

    @cached_property
    def strict_vocabulary(self) -> frozenset[str]:
        """Every word with its accents, of Vietnamese fields and of place names."""
        return frozenset(self._words("a", ("name", "kind", "maker", "text", "story")))

    @cached_property
    def folded_vocabulary(self) -> frozenset[str]:
        return frozenset(self._words("f", ("name", "kind", "maker", "text", "story", "english")))

    def _words(self, form: str, fields: tuple[str, ...]) -> Iterator[str]:
        for field in fields:
            yield from (
                term for term in self._terms.vocabulary(f"{field}_{form}") if "_" not in term and term[0] != "^"
            )
        for field in PLACE_FIELDS:
            for term in self._terms.vocabulary(f"{field}_{form}"):
                yield from term.split("_")

    @cached_property
    def places(self) -> frozenset[Words]:
        """Every name of a place."""
        return frozenset(
            tuple(term.split("_")) for field in PLACE_FIELDS for term in self._terms.vocabulary(f"{field}_a")
        )

    def order(self, by: str) -> list[int]:
        """Everything in the order of a sort, worked out once."""
        if by not in self._orders:
            self._orders[by] = sorted(self.facts, key=self.sort_key(by))
        return self._orders[by]

    def places_by(self, by: str) -> dict[int, int]:
        """Where each stands in the order of a sort."""
        if by not in self._places:
            self._places[by] = dict(zip(self.order(by), self._counted, strict=True))
        return self._places[by]

    @cached_property
    def _counted(self) -> list[int]:
        """The same numbers for every order: each is an object that takes its room."""
        return list(range(len(self.facts)))

    def sort_key(self, by: str) -> Callable[[int], tuple[float, ...]]:
        facts, best, standing = self.facts, self.quality, self.standing
        if by == "newest":
            return lambda n: (-facts[n]["published"], -n)
        if by == "recognition":
            return lambda n: (-standing[n], -best[n], n)
        if by == "quality":
            return lambda n: (-best[n], -facts[n]["published"], n)
        sign = -1 if by == "price_down" else 1
        return lambda n: (facts[n]["price"] is None, sign * (facts[n]["price"] or 0), n)

    def prepare(self, before: "Snapshot | None") -> None:
        """Work out before the first visitor what every one needs, and what was asked for lately."""
        for by in ("quality", "newest", "recognition", "price_up", "price_down"):
            self.places_by(by)
        for ready in (self.price_bands, self.strict_vocabulary, self.folded_vocabulary, self.places, self.heads):
            del ready
        for field, key in list(before._held)[-_MOST_WARMED:] if before else ():
            self.phrase(field, key)

    @cached_property
    def heads(self) -> frozenset[Words]:
        """The two words that names begin with: what goods are called."""
        return frozenset(self.head_of.values())

    @cached_property
    def head_counts(self) -> dict[Words, int]:
        """How many are called so."""
        return Counter(self.head_of.values())

    @cached_property
    def head_of(self) -> dict[int, Words]:
        return {number: head_of(facts) for number, facts in self.facts.items()}

    def _levels(self, worth: Mapping[int, float]) -> list[tuple[float, int]]:
        """Each worth and who has it, the highest first."""
        members: dict[float, list[int]] = defaultdict(list)
        for number, one in worth.items():
            members[one].append(number)
        return [(one, self.set_of(members[one])) for one in sorted(members, reverse=True)]


def head_of(facts: Facts) -> Words:
    return words.strict_words(facts["name"])[:2]


def _is_table(key: object) -> bool:
    return not isinstance(key, tuple) or key[0] in ("terms", "named")


def _is_without_words(key: object) -> bool:
    """Whether what is remembered so has nothing to do with synonyms and traps."""
    return (key[0] if isinstance(key, tuple) else key) in (
        "suggestions",
        "places",
        "terms",
        "named",
        "priced",
        "fair names",
    )


def band(number: float) -> str:
    """The step of 1, 2, 5, 10, 20, 50 … that holds a number: "20-50" takes 20.5 and 50, not 20."""
    low, high, steps = 0.0, 1.0, (2.0, 2.5, 2.0)
    for step in cycle(steps):
        if number <= high:
            return f"{low:g}-{high:g}"
        low, high = high, high * step
    raise AssertionError


def _with_parents(code: str) -> Iterator[str]:
    """I.3.b, I.3, I."""
    while code:
        yield code
        code = code.rpartition(".")[0]


def _any_of(values: Mapping[str, int]) -> int:
    found = 0
    for bits in values.values():
        found |= bits
    return found

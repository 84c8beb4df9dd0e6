"""What a change of synonyms or traps would do: the queries it touches, with their first results before and after."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import islice

from catalog import demand, search
from catalog.search import Selection, Snapshot, mending, words
from catalog.search.lexicon import Entry
from core import times

SHOWN = 8  # answers looked at, of those that fit fully
MOST_COMPARED, LONGEST_WORK = 150, 1.5  # queries, seconds: what was not compared is said
MOST_ASKED, ASKED_DAYS = 300, 56
OWN, ASKED, JUDGED = "own", "asked", "judged"


@dataclass(frozen=True, slots=True)
class Result:
    """One product in a list of results; `is_moved` where the other list does not show it."""

    name: str
    slug: str
    is_moved: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """A query whose first results change, and how many answer it fully."""

    query: str
    source: str
    before: tuple[Result, ...]
    after: tuple[Result, ...]
    counts: tuple[int, int]


@dataclass(slots=True)
class Preview:
    touched: list[Touched] = field(default_factory=list)
    same: int = 0
    not_compared: int = 0


def of(entry: Entry, before: Entry | None) -> Preview:
    """The change tried on what is on show, in a bounded time; nothing is saved."""
    seen = search.snapshot()
    changed = seen.saying(seen.lexicon.having(entry))
    found, until = Preview(), time.monotonic() + LONGEST_WORK
    for place, (query, source) in enumerate(_queries(entry, before, (seen, changed))):
        if place >= MOST_COMPARED or time.monotonic() > until:
            found.not_compared += 1
        elif one := _compared(query, source, seen, changed):
            found.touched.append(one)
        else:
            found.same += 1
    return found


def _compared(query: str, source: str, seen: Snapshot, changed: Snapshot) -> Touched | None:
    old, new = (search.finding.find(one, query, Selection()) for one in (seen, changed))
    before, after = (list(one.ids[: min(SHOWN, one.exact)]) for one in (old, new))
    if before == after and old.exact == new.exact:
        return None
    counts = old.exact, new.exact
    return Touched(query, source, _results(seen, before, after), _results(seen, after, before), counts)


def _results(seen: Snapshot, here: list[int], there: list[int]) -> tuple[Result, ...]:
    return tuple(Result(seen.facts[one]["name"], seen.facts[one]["slug"], one not in there) for one in here)


def _queries(entry: Entry, before: Entry | None, both: Sequence[Snapshot]) -> Iterator[tuple[str, str]]:
    """The words themselves, then what was asked most, then judged queries; those that share a word with the change,
    and after them those that do once they are mended (gooms, battrang)."""
    own = dict.fromkeys([*entry.terms, *(before.terms if before else ())])
    mentioned = {word for term in own for word in _folded(term)}
    told, others = set(), []
    for query, source in _candidates(own):
        key = _folded(query)
        if key not in told:
            told.add(key)
            if mentioned & set(key):
                yield query, source
            else:
                others.append((query, source))
    for query, source in others:
        if any(mentioned & _mended(seen, query) for seen in both):
            yield query, source


def _mended(seen: Snapshot, query: str) -> set[str]:
    """The folded words of every spelling that search would try."""
    key = words.strict_words(query)[: search.finding.MOST_WORDS]
    ways = islice(mending.ways(seen, key), mending.most_ways(key))
    return {word for way in ways for word in words.fold_words(way)}


def _candidates(own: dict[str, None]) -> Iterator[tuple[str, str]]:
    yield from ((query, OWN) for query in own)
    since = times.today() - timedelta(days=ASKED_DAYS)
    yield from ((one.written, ASKED) for one in demand.looked_for(since, MOST_ASKED))
    yield from ((query, JUDGED) for query in _judged())


def _folded(written: str) -> words.Words:
    return words.fold_words(words.strict_words(written))


@cache
def _judged() -> tuple[str, ...]:
    return tuple(row["query"] for row in words.rows("judged_queries.csv"))

"""Which products answer a query, and in which order: phrase before words, name before mention, then quality."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from math import log

from catalog.search.bits import alike, numbers_in
from catalog.search.clauses import Alternative, Clause
from catalog.search.ordered import Ordered
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words

ENOUGH = 5  # so many full answers need no near ones
_FEW = 150  # members that are quicker summed one by one
_SERVICE_PENALTY = 14.0
_WHOLE_IN_NAME, _WHOLE_IN_TEXT = 5.0, 2.0

Part = list[tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Where:
    """A field, by which rule words stand in it, and what that is worth."""

    field: str
    rule: str  # begins, phrase, words (all, scattered), word, place
    worth: float


Level = tuple[Where, int]

# Where a clause stands, and what that is worth. From _STRONG up it says what the product is; below it is a mention.
_STRONG = 3.0
_TOLD_ASIDE = 0.4  # said in the story alone: not what it is, not even what its makers say of it in short
_PHRASE = (Where("name", "phrase", 10.0), Where("kind", "phrase", 6.0), Where("maker", "phrase", 4.5))
_PLACE = (
    Where("village", "place", 10.0), Where("name", "place", 10.0), Where("former", "place", 9.0),
    Where("maker", "place", 4.5), Where("text", "place", 3.5), Where("commune", "place", 3.0),
)  # fmt: skip
_BEGINS, _ENGLISH, _ENGLISH_PLACE = (
    Where("name", "begins", 12.0), Where("english", "phrase", 8.0), Where("english", "place", 4.0),
)  # fmt: skip
_WORDS_IN_NAME, _WORDS_IN_ENGLISH = Where("name", "words", 7.0), Where("english", "words", 7.0)
_WORDS_AROUND, _TEXT_WORDS = Where("name and text", "words", 2.5), Where("text", "words", 1.0)
_TEXT_PHRASE, _TEXT_WORD = Where("text", "phrase", 4.0), Where("text", "word", 1.5)
_STORY_WORD, _WORD_AS_PLACE = Where("story", "word", _TOLD_ASIDE), Where("village", "word", 6.0)


@dataclass(slots=True)
class Found:
    """What a clause finds: everything, what says it strongly, and the best worth of each."""

    clause: Clause
    every: int = 0
    strong: int = 0
    told: int = 0  # what says it elsewhere than in its story
    levels: list[tuple[float, int]] = field(default_factory=list)  # a worth and who has it, nobody twice


@dataclass(slots=True)
class Ranking:
    """Full answers first, then near ones, each best first."""

    full: Ordered
    near: Ordered
    is_sure: bool  # at least one answer says every clause strongly


def rank(snapshot: Snapshot, clauses: list[Clause], query: Words, within: int) -> Ranking:
    """The products of the set `within` that answer the clauses."""
    found = [look_up(snapshot, clause) for clause in clauses]
    asked = [one for one in found if not one.clause.is_everywhere] or found
    full, strong, told = within, within, 0
    for one in asked:
        full, strong, told = full & one.every, strong & one.strong, told | one.told
    full = _without_mere_mentions(asked, full)
    full, aside = full & told, full & ~told
    parts = parts_of(snapshot, found, query)
    ordered = _ordered(parts, full)
    tiers = chain([aside], _tiers(snapshot, asked, ordered)) if len(ordered) <= ENOUGH * 2 else iter(())
    near = _near(tiers, parts, ordered, within)
    return Ranking(ordered, near, bool(strong))


def look_up(snapshot: Snapshot, clause: Clause) -> Found:
    """Who says a clause, where and how strongly."""
    return snapshot.memo(("clause", clause), lambda: _look_up(snapshot, clause))


def _look_up(snapshot: Snapshot, clause: Clause) -> Found:
    found = Found(clause)
    for worth, bits in sorted(_levels(snapshot, clause), key=lambda level: -level[0]):
        fresh = bits & ~found.every
        if worth >= _STRONG:
            found.strong |= bits
        if worth > _TOLD_ASIDE:
            found.told |= bits
        found.every |= bits
        if fresh:
            found.levels.append((worth, fresh))
    if clause.is_everywhere:
        found.every = found.strong = found.told = snapshot.everything
    return found


def _levels(snapshot: Snapshot, clause: Clause) -> Iterator[tuple[float, int]]:
    for one in clause.alternatives:
        snapshot.foresee(one.key, one.form)
        for where, bits in levels_of(snapshot, clause, one):
            if bits:
                yield where.worth * one.factor, bits


def levels_of(snapshot: Snapshot, clause: Clause, one: Alternative) -> Iterator[Level]:
    """Where a way to say a clause may stand, and who has it there."""
    return _place_levels(snapshot, one) if clause.is_place else _thing_levels(snapshot, one)


def _place_levels(snapshot: Snapshot, one: Alternative) -> Iterator[Level]:
    for where in _PLACE:
        yield where, snapshot.phrase(f"{where.field}_{one.form}", one.key)
    if one.form == "f":
        yield _ENGLISH_PLACE, snapshot.phrase("english_f", one.key)


def _thing_levels(snapshot: Snapshot, one: Alternative) -> Iterator[Level]:
    for where in _PHRASE:
        yield where, _in(snapshot, where.field, one)
    yield _BEGINS, _in(snapshot, "name", one) & snapshot.begins(f"name_{one.form}", one.key[0])
    if one.form == "f" or all(word.isascii() for word in one.key):
        yield _ENGLISH, _in(snapshot, "english", one)
    if len(one.key) == 1:
        yield _TEXT_WORD, _in(snapshot, "text", one)
        yield _STORY_WORD, _in(snapshot, "story", one)
        yield _WORD_AS_PLACE, snapshot.phrase(f"village_{one.form}", one.key)
    else:
        yield _TEXT_PHRASE, _in(snapshot, "text", one)
        yield from _scattered_levels(snapshot, one)


def _scattered_levels(snapshot: Snapshot, one: Alternative) -> Iterator[Level]:
    """Every word, but not side by side."""
    if one.factor < 1:
        return
    name, text = f"name_{one.form}", f"text_{one.form}"
    everywhere, in_name = snapshot.everything, 0
    for word in one.key:
        said = snapshot.phrase(name, (word,))
        in_name |= said
        everywhere &= said | snapshot.phrase(text, (word,))
    yield _WORDS_IN_NAME, snapshot.all_words(name, one.key)
    yield _WORDS_AROUND, everywhere & in_name
    yield _TEXT_WORDS, everywhere
    if one.form == "f":
        yield _WORDS_IN_ENGLISH, snapshot.all_words("english_f", one.key)


def _in(snapshot: Snapshot, name: str, one: Alternative) -> int:
    """Who says the alternative in a field, but for phrases in which it means something else."""
    said = snapshot.phrase(f"{name}_{one.form}", one.key)
    for phrase in one.not_in:
        if len(phrase) > len(one.key):
            # Of a story the words are kept and not which stand side by side.
            in_field = snapshot.all_words if name == "story" else snapshot.phrase
            said &= ~in_field(f"{name}_a", phrase)
    return said


def _without_mere_mentions(asked: list[Found], full: int) -> int:
    """Where some answers say strongly what was asked, those that only mention it are noise (hương in hương sen)."""
    strong = 0
    for one in asked:
        if not one.clause.is_place:
            strong |= one.strong
    return full & strong or full


def parts_of(snapshot: Snapshot, found: list[Found], query: Words) -> list[Part]:
    """What adds up to a score, the clauses first: each part gives its members so much."""
    parts: list[Part] = []
    for one in found:
        share = share_of(snapshot, one)
        parts.append([(worth * share, bits) for worth, bits in one.levels])
    return [*parts, *whole_parts(snapshot, found, query), snapshot.quality_levels, snapshot.interest_levels]


def whole_parts(snapshot: Snapshot, found: list[Found], query: Words) -> list[Part]:
    """What the whole query adds where it stands side by side, and what services lose where goods are asked for."""
    parts: list[Part] = []
    clauses = [one.clause for one in found]
    for name, bonus in (("name", _WHOLE_IN_NAME), ("text", _WHOLE_IN_TEXT)) if len(clauses) > 1 else ():
        form = "a" if clauses[0].alternatives[0].form == "a" else "f"
        parts.append([(bonus, snapshot.phrase(f"{name}_{form}", query))])
    if not any(_is_about_services(one) for one in clauses):
        parts.append([(-_SERVICE_PENALTY, snapshot.services)])
    return parts


def share_of(snapshot: Snapshot, found: Found) -> float:
    """1 for what everybody says, up to 2 for what hardly anybody does."""
    if found.clause.is_everywhere:
        return 0.2
    return 1 + log(len(snapshot.facts) / (found.every.bit_count() + 1) + 1) / log(len(snapshot.facts) + 2)


def _is_about_services(clause: Clause) -> bool:
    return any(one.key in (("trải", "nghiệm"), ("workshop",), ("tour",)) for one in clause.alternatives)


def _ordered(parts: list[Part], bits: int) -> Ordered:
    """The members of a set, the highest sum first, then the oldest."""
    if not bits:
        return Ordered()
    sums = _summed_each(parts, bits) if bits.bit_count() <= _FEW else _summed(parts, bits)
    return Ordered((sums[total], None) for total in sorted(sums, reverse=True))


def _summed(parts: list[Part], bits: int) -> dict[float, int]:
    """Who has which sum: the set is split by one part after another, so the cost is that of sums, not of members."""
    sums = {0.0: bits}
    for part in parts:
        split: dict[float, int] = {}
        for total, members in sums.items():
            for worth, level in part:
                if both := members & level:
                    total_now = round(total + worth, 6)
                    split[total_now] = split.get(total_now, 0) | both
                    members ^= both
                    if not members:
                        break
            if members:
                split[total] = split.get(total, 0) | members
        sums = split
    return sums


def _summed_each(parts: list[Part], bits: int) -> dict[float, int]:
    """The same for few members, one by one."""
    each = dict.fromkeys(numbers_in(bits), 0.0)
    for part in parts:
        for worth, level in part:
            for number in numbers_in(level & bits):
                each[number] = round(each[number] + worth, 6)
    members: dict[float, list[int]] = {}
    for number, total in each.items():
        members.setdefault(total, []).append(number)
    return {total: alike(bits, numbers) for total, numbers in members.items()}


def _near(tiers: Iterator[int], parts: list[Part], full: Ordered, within: int) -> Ordered:
    """Not quite: what tells of it in its story, the same goods from elsewhere, then most of what was asked, then their
    kin on the same shelf."""
    taken = full.bits
    near = Ordered()
    for tier in tiers:
        if taken.bit_count() > ENOUGH * 2:
            break
        near += _ordered(parts, tier & within & ~taken)
        taken |= near.bits
    return near


def _tiers(snapshot: Snapshot, asked: list[Found], full: Ordered) -> Iterator[int]:
    things = [one for one in asked if not one.clause.is_place]
    if not things:
        return
    if len(things) < len(asked):
        elsewhere = snapshot.everything
        for one in things:
            elsewhere &= one.strong
        yield elsewhere
    if len(things) > 1:
        yield _most_of(things)
    if full:
        yield _kin(snapshot, things, full)
    elif len(things) > 1:
        yield next((one.strong for one in things if one.strong), 0)  # what it is stands first: tranh (đông hồ)
    if not any(one.strong for one in things):
        yield _of_the_places(asked)


def _of_the_places(asked: list[Found]) -> int:
    """What is made where somebody looked for what nobody makes."""
    places = [one.every for one in asked if one.clause.is_place]
    made_there = places[0] if places else 0
    for each in places[1:]:
        made_there &= each
    return made_there


def _most_of(things: list[Found]) -> int:
    """Who says at least half of the words asked for, strongly."""
    whole = sum(one.clause.weight for one in things)
    most = 0
    for one in things:
        if one.clause.weight * 2 >= whole:
            most |= one.strong
    for first in things:
        for second in things:
            if first is not second and (first.clause.weight + second.clause.weight) * 2 >= whole:
                most |= first.strong & second.strong
    return most


def _kin(snapshot: Snapshot, things: Iterable[Found], full: Ordered) -> int:
    """What lies on the shelf of the best answer and shares a word of its name with what was asked."""
    shelf = snapshot.facet("group", snapshot.facts[full[0]]["group"])
    kin = 0
    for one in things:
        typed = one.clause.alternatives[0]
        for word in typed.key:
            if len(word) > 1:
                kin |= snapshot.phrase(f"name_{typed.form}", (word,))
    return kin & shelf

"""What makes an entry of the lexicon sound: said by field, so that a form can show each sentence where it belongs."""

from collections.abc import Iterable

from flask_babel import gettext as _

from catalog.search import words
from catalog.search.lexicon import Entry, Lexicon
from catalog.search.words import Words

MOST_TERMS, MOST_WORDS, LONGEST = 30, 6, 60
FIELDS = ("both_ways", "leading", "reached")

Edge = tuple[Words, Words]


def faults(entry: Entry, lexicon: Lexicon, before: Entry | None = None) -> dict[str, str]:
    """By field what is wrong, nothing where the entry may stand. What `before` already said is not held against it."""
    found = _wrong_terms(entry, before) or _wrong_shape(entry)
    if not found and entry.is_on:
        others = Lexicon({key: one for key, one in lexicon.entries.items() if key != entry.key})
        fresh = _edges(entry) - (_edges(before) if before and before.is_on else set())
        found = _against_synonyms(fresh, others) if entry.kind == "trap" else _against_others(entry, fresh, others)
    return found


def _wrong_terms(entry: Entry, before: Entry | None) -> dict[str, str]:
    """Each term by itself, and none twice."""
    found: dict[str, str] = {}
    seen: dict[Words, str] = {}
    for field in FIELDS:
        for term in getattr(entry, field):
            key = words.strict_words(term)
            said = "" if before and term in before.terms else _wrong_term(term, key)
            if not said and key in seen:
                said = _("“%(term)s” ghi hai lần; một từ không cùng nghĩa với chính nó.", term=term)
            if said:
                found.setdefault(field, said)
            seen[key] = field
        if len(getattr(entry, field)) > MOST_TERMS:
            found[field] = _("Nhiều nhất %(n)s từ một mục; chia làm hai bộ.", n=MOST_TERMS)
    return found


def _wrong_term(term: str, key: Words) -> str:
    if not key:
        return _("“%(term)s” không có chữ nào để tìm.", term=term[:LONGEST])
    if len(key) > MOST_WORDS or len(term) > LONGEST:
        return _("“%(term)s” dài quá: nhiều nhất %(n)s tiếng.", term=term[:LONGEST], n=MOST_WORDS)
    if all((word,) in words.stop_phrases() for word in key) or key in words.stop_phrases():
        return _("“%(term)s” là lời chợ bỏ qua khi tìm (như “mua”, “giá rẻ”), nên không thành từ khóa.", term=term)
    return ""


def _wrong_shape(entry: Entry) -> dict[str, str]:
    if entry.kind == "trap":
        if len(entry.leading) != 1 or entry.both_ways:
            return {"leading": _("Ghi đúng một từ dễ hiểu lầm.")}
        return {} if entry.reached else {"reached": _("Ghi ít nhất một cụm từ mà ở đó từ ấy mang nghĩa khác.")}
    if entry.leading and not (entry.both_ways or entry.reached):
        return {"reached": _("Chưa có từ nào để dẫn tới.")}
    if entry.reached and not (entry.both_ways or entry.leading):
        return {"leading": _("Chưa có từ nào dẫn đi.")}
    if len(entry.terms) < 2:
        return {"both_ways": _("Cần ít nhất hai từ cùng nghĩa, hay một từ dẫn đi và một từ được dẫn tới.")}
    return {}


def _edges(entry: Entry) -> set[Edge]:
    """Who leads to whom; of a trap, which word is kept from which phrase."""
    both, leading, reached = (_keys(getattr(entry, field)) for field in FIELDS)
    return {(one, other) for one in (*both, *leading) for other in (*both, *reached) if one != other}


def _against_synonyms(fresh: set[Edge], others: Lexicon) -> dict[str, str]:
    for term, phrase in sorted(fresh):
        for one in others.synonyms.get(term, ()):
            if one.words == phrase:
                said = _(
                    "Bộ %(code)s coi “%(a)s” và “%(b)s” cùng nghĩa; sửa hay tắt bộ ấy trước.",
                    **_pair(term, phrase),
                    code=one.set_id,
                )
                return {"reached": said}
    return {}


def _against_others(entry: Entry, fresh: set[Edge], others: Lexicon) -> dict[str, str]:
    for one, other in sorted(fresh):
        if other in others.traps.get(one, ()):
            said = _("Có bẫy giữ “%(a)s” khỏi “%(b)s”; hai từ ấy không cùng nghĩa được.", **_pair(one, other))
            return {_field_of(entry, other): said}
    leads = _one_way(others)
    for one, other in sorted(fresh):
        if (other, one) not in _edges(entry) and one in _reach(leads, other):
            said = _(
                "“%(b)s” đã dẫn về “%(a)s” ở một bộ khác, thành vòng. Ghi cả hai vào một bộ hai chiều.",
                **_pair(one, other),
            )
            return {_field_of(entry, other): said}
    return {}


def _one_way(lexicon: Lexicon) -> dict[Words, set[Words]]:
    """The edges that lead one way only."""
    leads: dict[Words, set[Words]] = {}
    for entry in lexicon.entries.values():
        edges = _edges(entry) if entry.kind == "synonym" and entry.is_on else set()
        for one, other in edges:
            if (other, one) not in edges:
                leads.setdefault(one, set()).add(other)
    return leads


def _reach(leads: dict[Words, set[Words]], start: Words) -> set[Words]:
    reached: set[Words] = set()
    edge = {start}
    while edge:
        edge = {other for one in edge for other in leads.get(one, ())} - reached
        reached |= edge
    return reached


def _field_of(entry: Entry, key: Words) -> str:
    return next((field for field in FIELDS if key in set(_keys(getattr(entry, field)))), "both_ways")


def _keys(terms: Iterable[str]) -> tuple[Words, ...]:
    return tuple(words.strict_words(term) for term in terms)


def _pair(one: Words, other: Words) -> dict[str, str]:
    return {"a": " ".join(one), "b": " ".join(other)}

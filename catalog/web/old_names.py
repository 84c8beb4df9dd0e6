"""A place that was given up in 2025 and went into several: the page asks which is meant, and picks none."""

from collections.abc import Callable
from dataclasses import dataclass

from catalog import search
from catalog.search import words
from programme import addresses
from programme.places import Commune

_MOST_PIECES = 5
_UNITS = ("huyen", "quan", "xa", "phuong", "thi", "tran", "thanh", "pho", "tinh")


@dataclass(frozen=True, slots=True)
class Question:
    """`options`: (address, commune, how many there), those with goods."""

    name: str
    is_district: bool
    options: list[tuple[str, str, int]]


def asked(answer: search.Answer, narrowed: Callable[[str], str]) -> Question | None:
    """The first name in a query that means several communes with goods. `narrowed` gives the address of one."""
    counts = answer.facets.get("commune", {})
    pieces = [answer.query, *(one.written for one in answer.understood)]
    for piece in dict.fromkeys(pieces[:_MOST_PIECES]):
        for reading in addresses.resolve(piece).readings if len(counts) > 1 and " " in piece else ():
            if reading.former is None or not _is_called(piece, reading.former.name):
                continue
            communes = [place for place in reading.present if isinstance(place, Commune) and counts.get(place.code)]
            if len(communes) > 1:
                options = [(narrowed(place.code), place.name, counts[place.code]) for place in communes]
                options.sort(key=lambda option: -option[2])
                return Question(reading.former.full_name, reading.level == "district", options)
    return None


def _is_called(piece: str, name: str) -> bool:
    """Whether a piece is that name and no more, with or without its kind; accents that were typed must be its own."""
    typed, meant = words.strict_words(piece), words.strict_words(name)
    while len(typed) > len(meant) and words.fold_word(typed[0]) in _UNITS:
        typed = typed[1:]
    return words.fold_words(typed) == words.fold_words(meant) and all(
        not words.is_marked(one) or one == other for one, other in zip(typed, meant, strict=True)
    )

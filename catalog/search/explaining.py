"""Why results stand in their order, for staff: where each piece of the query was found, by which rule, and its weight.

The sums are those of ranking.py, taken apart again: nothing here is a second way of counting.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.search import clauses, quality, ranking
from catalog.search.clauses import Alternative, Clause
from catalog.search.finding import Answer
from catalog.search.ranking import Found, Where
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words


@dataclass(frozen=True, slots=True)
class Reason:
    """How one piece of the query was found in a product.

    `way`: typed, folded (without its accents), meant (bare letters read with accents), synonym (of the set `set_id`).
    `points` = `worth` of field and rule × `factor` of the way × `share`, more for rarer words.
    """

    written: str
    found_as: str
    way: str
    set_id: str
    field: str
    rule: str
    worth: float
    factor: float
    share: float
    points: float


@dataclass(frozen=True, slots=True)
class Explained:
    """One product's place. `parts`: whole_name, whole_text, service, stock, stars, level, shown_only, interest, new."""

    number: int
    is_full: bool
    is_mended: bool
    reasons: tuple[Reason, ...]
    parts: dict[str, float]
    total: float


def explain(snapshot: Snapshot, answer: Answer, numbers: Iterable[int]) -> list[Explained]:
    """Why these stand where they do in an answer; without words only what orders equals counts."""
    cut = clauses.cut(snapshot, answer.key) if answer.key else []
    found = [ranking.look_up(snapshot, clause) for clause in cut]
    return [_explained(snapshot, answer, found, number) for number in numbers]


def _explained(snapshot: Snapshot, answer: Answer, found: list[Found], number: int) -> Explained:
    reasons = tuple(one for each in found if (one := _reason(snapshot, answer.key, each, number)))
    parts = _whole(snapshot, found, answer.key, number) | _quality(snapshot, number)
    total = sum(one.points for one in reasons) + sum(parts.values())
    is_full = bool(answer.full >> number & 1)
    return Explained(number, is_full, answer.is_mended, reasons, parts, round(total, 6))


def _reason(snapshot: Snapshot, key: Words, found: Found, number: int) -> Reason | None:
    """The best place of a clause in a product, as ranking takes it."""
    best: tuple[float, Alternative, Where] | None = None
    for one in found.clause.alternatives:
        for where, bits in ranking.levels_of(snapshot, found.clause, one):
            if bits >> number & 1 and (best is None or where.worth * one.factor > best[0]):
                best = where.worth * one.factor, one, where
    if best is None:
        return None
    worth, one, where = best
    share = ranking.share_of(snapshot, found)
    way, set_id = _way(snapshot, key, found.clause, one)
    way = "typed" if (way, where.field) == ("folded", "english") else way
    return Reason(
        " ".join(found.clause.written), " ".join(one.key), way, set_id,
        where.field, where.rule, where.worth, one.factor, round(share, 3), round(worth * share, 6),
    )  # fmt: skip


def _way(snapshot: Snapshot, key: Words, clause: Clause, one: Alternative) -> tuple[str, str]:
    if one.factor < 1:
        return "synonym", _set_of(snapshot, key, clause, one)
    if one.form == "f":
        return "folded", ""
    return ("typed" if one.key == clause.written else "meant"), ""


def _set_of(snapshot: Snapshot, key: Words, clause: Clause, one: Alternative) -> str:
    _, meant = clauses.known_as(snapshot, key, clause.written)
    sets = (
        other.set_id
        for term in (*meant, clause.written)
        for other in snapshot.lexicon.synonyms.get(term, ())
        if other.words == one.key
    )
    return next(sets, "")


def _whole(snapshot: Snapshot, found: list[Found], key: Words, number: int) -> dict[str, float]:
    """What the whole query adds; every part of it has one level."""
    if not found:
        return {}
    names = ["whole_name", "whole_text"] if len(found) > 1 else []
    worth: dict[str, float] = {}
    for name, part in zip([*names, "service"], ranking.whole_parts(snapshot, found, key), strict=False):
        for points, bits in part:
            if bits >> number & 1:
                worth[name] = points
    return worth


def _quality(snapshot: Snapshot, number: int) -> dict[str, float]:
    facts, today = snapshot.facts[number], snapshot.today
    name, worth = quality.interest(facts, today)
    return quality.parts(facts, today) | ({name: worth} if worth else {})

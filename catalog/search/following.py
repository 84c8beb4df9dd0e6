"""The snapshot after a few products changed: the one before, with their bits taken out and put in anew.

To make it whole takes a second of work at 20,000 products, this some hundredths: so a change is found at once and
nobody waits for it. What only the whole can tell (fairs called off, suggestions) follows within a minute.
"""

from bisect import insort
from datetime import datetime
from typing import TypeVar

from catalog.search.bits import bits_of
from catalog.search.memory import Layered
from catalog.search.snapshots import Contributor, Snapshot

T = TypeVar("T")

_KEPT = ("suggestions", "folded terms", "written terms")
_WORDS = {"strict_vocabulary": "by shape", "folded_vocabulary": "", "places": "places"}


def after(before: Snapshot, terms: Layered, moment: datetime, contributors: list[Contributor]) -> Snapshot:
    """`before` with what `terms` has latest laid over it; the same day."""
    stale = bits_of(terms.latest)
    few = Snapshot(terms.only(terms.latest), moment, contributors, before.lexicon)
    seen = Snapshot.__new__(Snapshot)
    seen.lexicon = before.lexicon
    seen.today, seen.good_until = before.today, min(before.good_until, few.good_until)
    seen.facts = {number: facts for number, facts in before.facts.items() if not stale >> number & 1} | few.facts
    seen.everything = before.everything & ~stale | few.everything
    seen.services = before.services & ~stale | few.services
    seen.facets = {
        facet: _laid(before.facets.get(facet, {}), few.facets.get(facet, {}), stale)
        for facet in dict.fromkeys((*before.facets, *few.facets))
    }
    seen.labels = {facet: before.labels[facet] | few.labels[facet] for facet in before.labels}
    seen.quality = {number: one for number, one in before.quality.items() if not stale >> number & 1} | few.quality
    levels = _laid(dict(before.quality_levels), dict(few.quality_levels), stale)
    seen.quality_levels = sorted(levels.items(), reverse=True)
    interest = _laid(dict(before.interest_levels), dict(few.interest_levels), stale)
    seen.interest_levels = sorted(interest.items(), reverse=True)
    _carry_over(seen, before, few, terms, stale)
    return seen


def _laid(before: dict[T, int], few: dict[T, int], stale: int) -> dict[T, int]:
    """Each value's set without what changed and with what it is now; values of nobody are left out."""
    both = {one: before.get(one, 0) & ~stale | few.get(one, 0) for one in dict.fromkeys((*before, *few))}
    return {one: bits for one, bits in both.items() if bits}


def _carry_over(seen: Snapshot, before: Snapshot, few: Snapshot, terms: Layered, stale: int) -> None:
    """What was worked out before, where it still holds: orders, words, postings that were asked for."""
    seen._terms = terms
    seen._held = {
        (field, key): bits & ~stale | few.phrase(field, key) for (field, key), bits in list(before._held.items())
    }
    seen.__dict__["standing"] = before.standing | few.standing
    seen._orders, seen._places = {}, {}
    for by, order in list(before._orders.items()):
        seen._orders[by] = [number for number in order if not stale >> number & 1]
        for number in few.facts:
            insort(seen._orders[by], number, key=seen.sort_key(by))
    heads = {number: head for number, head in before.head_of.items() if not stale >> number & 1} | few.head_of
    seen.__dict__["head_of"] = heads
    kept = {*_KEPT, *(("phrases",) if seen.heads == before.heads else ())}
    for name, made in _WORDS.items():
        old, new = getattr(before, name), getattr(few, name)
        seen.__dict__[name] = old if new <= old else old | new
        kept |= {made} if new <= old else set()
    kept |= {"by fold"} if "by shape" in kept else set()
    kept |= {"glued"} if {"phrases", "places"} <= kept else set()
    seen._memo = {key: made for key, made in list(before._memo.items()) if key in kept}

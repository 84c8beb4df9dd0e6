"""A page on which nothing fits: what was understood, what stands in the way, what comes near, what to do next."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from catalog import queries, search
from catalog.models import Product
from catalog.search.selection import Selection
from core.i18n import here

_MOST_TRIED = 12  # chosen values tried without, one search each
_NEAREST = 4


@dataclass(slots=True)
class WayOut:
    """`without`: (address, label, count) for each chosen value that leaves something when dropped."""

    on_show: tuple[int, int]
    without: list[tuple[str, str, int]] = field(default_factory=list)
    words_alone: int = 0  # how many the words find with nothing chosen
    pieces: list[tuple[str, str, int]] = field(default_factory=list)  # (address, words, count)
    nearest: list[Product] = field(default_factory=list)


def of(query: str, chosen: Selection, chips: list, seen: search.Snapshot) -> WayOut:
    """`chips`: (facet, value, address without it, label) of each chosen value."""
    answer = search.find(query, chosen, seen)
    way = WayOut(queries.count_on_show())
    for facet, value, address, label in chips[:_MOST_TRIED]:
        count = search.find(query, _dropped(chosen, facet, value), seen).exact
        if count:
            way.without.append((address, label, count))
    way.without.sort(key=lambda one: -one[2])
    way.words_alone = (
        search.find(query, Selection(as_typed=chosen.as_typed, plain=chosen.plain), seen).exact if chips else 0
    )
    way.pieces = [(_search(one.written), one.written, one.count) for one in answer.understood if one.count]
    way.nearest = queries.products_by_ids(_nearest(way, seen))
    return way


def _dropped(chosen: Selection, facet: str, value: str) -> Selection:
    if facet in ("price_min", "price_max"):
        bounds = {"price_min": chosen.price_min, "price_max": chosen.price_max, facet: None}
        return Selection(
            chosen.chosen, bounds["price_min"], bounds["price_max"], as_typed=chosen.as_typed, plain=chosen.plain
        )
    return chosen.toggled(facet, value)


def _nearest(way: WayOut, seen: search.Snapshot) -> list[int]:
    """Goods of the rarest piece that was understood; what the market shows first where none was."""
    rarest = min(way.pieces, key=lambda piece: piece[2], default=None)
    ids = search.find(rarest[1], seen=seen).ids if rarest else search.find(seen=seen).ids
    return ids[:_NEAREST]


def _search(words: str) -> str:
    return here("/tim?") + urlencode({"q": words})

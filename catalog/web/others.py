"""What a search finds beside products, as its page shows it: each kind with its best few, its count, its own page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from catalog.search import Snapshot, named
from catalog.web import kinds
from core.i18n import current_locale, here

SHOWN, PAGE_SIZE = 3, 40


@dataclass(frozen=True, slots=True)
class Item:
    href: str
    name: str
    note: str
    counted: str


@dataclass(frozen=True, slots=True)
class Others:
    """One kind. `href` is the page with all of them."""

    code: str
    title: str
    items: list[Item]
    count: int
    href: str


def of(query: str, seen: Snapshot) -> list[Others]:
    """Each kind that has something of that name."""
    found = [of_kind(kind, query, seen, SHOWN) for kind in named.kinds]
    return [one for one in found if one.count]


def of_kind(kind: named.Kind, query: str, seen: Snapshot, most: int, first: int = 0) -> Others:
    matching = named.matching(seen, kind, query)
    items = [_item(kind, one) for one in matching[first : first + most]]
    href = here(f"/tim/{kind.slug}?") + urlencode({"q": query})
    return Others(kind.code, str(kinds.words[kind.code].many), items, len(matching), href)


def _item(kind: named.Kind, one: named.Named) -> Item:
    name = one.name_en if current_locale() == "en" and one.name_en else one.name
    counted = kinds.words[kind.code].counted(one.count) if one.count else ""
    return Item(here(one.path), name, one.note, counted)

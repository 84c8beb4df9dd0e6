"""How many goods each entry of a classification has on show, and the trees of those that have some."""

from dataclasses import dataclass

from catalog import search, taxonomy
from catalog.models import Product
from catalog.search import Snapshot
from catalog.taxonomy import Group


@dataclass(frozen=True, slots=True)
class Branch:
    """An entry with goods, how many, and what is below it that has goods too."""

    group: Group
    count: int
    below: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry stands: how many goods it has, and what above and below it has some."""

    count: int
    above: list[Branch]
    below: list[Branch]


def standing(group: Group, seen: Snapshot) -> Standing:
    """Counted in memory."""
    above = _branches(seen, taxonomy.trail_to(group))
    return Standing(_count(seen, group), above, _branches(seen, taxonomy.children_of(group)))


def trees() -> dict[str, list[Branch]]:
    """Every classification by kind, the branches of older certificates too; empty entries are nowhere shown."""
    seen = search.snapshot()
    return {kind: _branches(seen, groups) for kind, groups in _tops().items()}


def filled() -> list[Group]:
    """Every entry of every classification that has goods: the pages worth finding."""
    seen = search.snapshot()
    every = {one.slug: one for groups in (*_tops().values(), taxonomy.ocop_groups()) for one in groups}
    return [group for group in every.values() if _count(seen, group)]


def of(product: Product) -> list[Group]:
    """Where a product stands in the three classifications, the shelf first."""
    found = (
        taxonomy.browse_group(product.browse_category),
        taxonomy.ocop_group(product.ocop_group or ""),
        taxonomy.cnnttb_group(product.cnnttb_group or ""),
    )
    return [group for group in found if group]


def _tops() -> dict[str, tuple[Group, ...]]:
    return {
        "browse": taxonomy.browse_groups(),
        "ocop": taxonomy.ocop_branches(),
        "cnnttb": taxonomy.cnnttb_groups(),
        "former": taxonomy.former_branches(),
    }


def _branches(seen: Snapshot, groups: tuple[Group, ...]) -> list[Branch]:
    return [
        Branch(group, number, tuple(_branches(seen, taxonomy.children_of(group))))
        for group in groups
        if (number := _count(seen, group))
    ]


def _count(seen: Snapshot, group: Group) -> int:
    bits = 0
    for code in group.codes:
        bits |= seen.facet(group.facet, code)
    return bits.bit_count()

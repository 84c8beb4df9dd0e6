"""What of a product changes by the clock, without anybody writing it: its days on show and its sales."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from catalog.search.documents import Facts
from core import times


def is_shown(facts: Facts, moment: datetime) -> bool:
    """Whether the moment is within the days that the maker chose."""
    begins, ends = facts.get("shown") or (None, None)
    return (begins is None or begins <= moment.timestamp()) and (ends is None or moment.timestamp() < ends)


def priced_at(facts: Facts, moment: datetime) -> Facts:
    """With the lowest price that is asked at that moment, sales counted while they run."""
    if "sales" not in facts:
        return facts
    now = moment.timestamp()
    asked = [sale if sale and since <= now < until else price for price, sale, since, until in facts["sales"]]
    return facts | {"price": min(asked, default=None)}


def edges(facts: Facts) -> Iterator[float]:
    """The moments at which it comes, goes, or costs something else."""
    yield from (edge for edge in facts.get("shown") or () if edge is not None)
    for _price, sale, since, until in facts.get("sales", ()):
        yield from (since, until) if sale else ()


def next_change(all_facts: Mapping[int, Facts], moment: datetime) -> float:
    """When the next product comes, goes or costs something else, at the latest Hanoi's next midnight, at which
    stars lapse."""
    midnight = times.start_of(times.local(moment).date() + timedelta(days=1)).timestamp()
    every = (edge for facts in all_facts.values() for edge in edges(facts))
    return min([midnight, *(edge for edge in every if edge > moment.timestamp())])

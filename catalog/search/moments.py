"""What becomes of a product's facts as time goes by: shown and hidden, on sale, new, recognised."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from catalog.search import quality
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


def lapses(facts: Facts) -> Iterator[float]:
    """The moments at which its stars, titles and checked claims do, and at which it is new no longer."""
    for _what, expires in (*facts["stars"], *facts["levels"], *facts.get("qualities", ())):
        if expires:
            yield times.start_of(date.fromisoformat(expires) + timedelta(days=1)).timestamp()
    yield from quality.new_until(facts)


def next_change(all_facts: Mapping[int, Facts], moment: datetime) -> float:
    """When the next product comes, goes or costs something else, at the latest Hanoi's next midnight, at which
    stars lapse."""
    midnight = times.start_of(times.local(moment).date() + timedelta(days=1)).timestamp()
    every = (edge for facts in all_facts.values() for edge in edges(facts))
    return min([midnight, *(edge for edge in every if edge > moment.timestamp())])

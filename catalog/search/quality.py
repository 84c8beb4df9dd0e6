"""What orders equal matches: what can be bought, stars and titles that hold that day, what people are interested in.

Below 1 in all, so that it lifts no mention above a name. Who pays for a booth, a slot or a fair changes none of it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from catalog.models import LEVELS
from catalog.search.documents import Facts
from core import times

MOST_INTEREST = 3  # steps: tens, hundreds, thousands of visits (insight/interest.py)
_STOCK, _STAR, _LEVEL, _SHOWN_ONLY = 0.4, 0.06, 0.04, -0.4
_INTEREST, _NEW = 0.02, 0.08  # new goods stand before the most visited, for a while
NEW_DAYS, WRITTEN_DAYS = 30, 120


def parts(facts: Facts, today: date) -> dict[str, float]:
    """By name what each thing adds; nothing that adds nothing."""
    found = {
        "stock": _STOCK * bool(facts["is_in_stock"]),
        "stars": _STAR * stars_on(facts, today),
        "level": _LEVEL * rank_on(facts, today),
        "shown_only": _SHOWN_ONLY * (facts["mode"] in ("showcase", "service")),
    }
    return {name: round(worth, 6) for name, worth in found.items() if worth}


def interest(facts: Facts, today: date) -> tuple[str, float]:
    """What people looked at and bought lately, damped; or that it is new, which is worth more."""
    if _is_new(facts, today):
        return "new", _NEW
    return "interest", round(_INTEREST * min(facts.get("interest", 0), MOST_INTEREST), 6)


def settled(facts: Facts, today: date) -> float:
    return round(sum(parts(facts, today).values()), 6)


def stars_on(facts: Facts, today: date) -> int:
    """OCOP stars valid on that day, 0 for none."""
    return max((stars for stars, expires in facts["stars"] if not expires or expires >= today.isoformat()), default=0)


def level_on(facts: Facts, today: date) -> str:
    """The highest CNNTTB level valid on that day, or nothing."""
    held = [level for level, expires in facts["levels"] if not expires or expires >= today.isoformat()]
    return max(held, key=LEVELS.index, default="")


def rank_on(facts: Facts, today: date) -> int:
    level = level_on(facts, today)
    return LEVELS.index(level) + 1 if level else 0


def standing(facts: Facts, today: date) -> int:
    """By the best title: nation as five stars, region as four, and so down; between equals the one with both kinds."""
    rank, stars = rank_on(facts, today), stars_on(facts, today)
    return 10 * max(rank, stars) + min(rank, stars)


def lapses(facts: Facts) -> Iterator[float]:
    """The midnights at which stars, titles and checked claims end, and at which it is no longer new."""
    papers = (*facts["stars"], *facts["levels"], *facts.get("qualities", ()))
    ends = [date.fromisoformat(on) for _held, on in papers if on]
    for at, days in ((facts.get("published"), NEW_DAYS), (facts.get("written"), WRITTEN_DAYS)):
        if at:
            ends.append(times.local(datetime.fromtimestamp(at, UTC)).date() + timedelta(days=days))
    yield from (times.start_of(one + timedelta(days=1)).timestamp() for one in ends)


def _is_new(facts: Facts, today: date) -> bool:
    """Published lately, and written not long before: to withdraw and publish again makes nothing new."""
    since = [
        (facts.get("published"), times.start_of(today - timedelta(days=NEW_DAYS))),
        (facts.get("written"), times.start_of(today - timedelta(days=WRITTEN_DAYS))),
    ]
    return all(at and at >= edge.timestamp() for at, edge in since)

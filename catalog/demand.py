"""What people look for: counted by words and day, without a person, and told to staff."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app
from sqlalchemy import and_, delete, distinct, func, select

from catalog import search, taxonomy
from catalog.models import SearchCount, Wanted
from catalog.search import words
from catalog.search.finding import LONGEST_QUERY
from core import text, times
from core.db import db, insert

# Words of one day alone may be one person's: they are told as a number only, and forgotten after a month.
FEWEST_DAYS, RARE_DAYS = 2, 30
# A phone, an identity card, an account: whatever has nine digits, however they are spaced. And a mail address.
_PERSONAL = re.compile(r"(?:\d[\s.\-()]{0,2}){9,}|\S@\S")


@dataclass(frozen=True, slots=True)
class Looked:
    """Words, how often and on how many days they were looked for, and how often nothing fitted."""

    written: str
    count: int
    days: int
    empty: int


@dataclass(frozen=True, slots=True)
class Told:
    """What was looked for, and what the market answers to it today: how many goods fit, nearest to which shelf."""

    looked: Looked
    found: int
    shelf: str


def countable(typed: str) -> tuple[str, str]:
    """What is counted and how it will be read; both empty where it says nothing or may tell who looks."""
    written = text.clean_line(typed)[:LONGEST_QUERY].strip()
    key = " ".join(words.fold_words(words.strict_words(written)))
    return (key, written) if key and not _PERSONAL.search(written) else ("", "")


def record(typed: str) -> bool:
    """Count one search; False, and nothing kept, where it says nothing or may tell who looks."""
    key, written = countable(typed)
    if not key:
        return False
    empty = int(search.find(written).exact == 0)
    row = insert(SearchCount).values(key=key, written=written, day=times.today(), count=1, empty=empty)
    counted = {"count": SearchCount.count + 1, "empty": SearchCount.empty + empty}
    db.session.execute(row.on_conflict_do_update(index_elements=["key", "day"], set_=counted))
    return True


def looked_for(since: date, most: int, *, unmet: bool = False) -> list[Looked]:
    """What was looked for since that day on at least FEWEST_DAYS days, the most first. One query."""
    count, days = func.sum(SearchCount.count), func.count(distinct(SearchCount.day))
    empty = func.sum(SearchCount.empty)
    query = select(func.min(SearchCount.written), count, days, empty).where(SearchCount.day >= since)
    query = query.group_by(SearchCount.key).having(days >= FEWEST_DAYS)
    if unmet:
        query = query.having(empty > 0)
    order = empty if unmet else count
    rows = db.session.execute(query.order_by(order.desc(), SearchCount.key).limit(most))
    return [Looked(written, int(times_), int(on), int(none)) for written, times_, on, none in rows]


def rare(since: date) -> int:
    """How many words were looked for on too few days to be told."""
    keys = select(SearchCount.key).where(SearchCount.day >= since).group_by(SearchCount.key)
    few = keys.having(func.count(distinct(SearchCount.day)) < FEWEST_DAYS).subquery()
    return db.session.scalar(select(func.count()).select_from(few)) or 0


def told(looked: Iterable[Looked]) -> list[Told]:
    """Beside each, what it finds today: what was missing may be on show by now."""
    seen = search.snapshot()
    found = []
    for one in looked:
        answer = search.find(one.written, seen=seen)
        first = next(iter(answer.ids), None)
        shelf = taxonomy.name_of(seen.facts[first]["group"]) if first is not None else ""
        found.append(Told(one, answer.exact, shelf))
    return found


def forget_old() -> None:
    """Nothing beyond SEARCH_DAYS is kept, and of words of a single day nothing beyond a month. May run twice."""
    today = times.today()
    last = today - timedelta(days=int(current_app.config["SEARCH_DAYS"]))
    db.session.execute(delete(SearchCount).where(SearchCount.day < last))
    db.session.execute(delete(Wanted).where(Wanted.day < last))
    seldom = select(SearchCount.key).group_by(SearchCount.key).having(func.count() < FEWEST_DAYS)
    old = SearchCount.day < today - timedelta(days=RARE_DAYS)
    db.session.execute(delete(SearchCount).where(and_(old, SearchCount.key.in_(seldom))))

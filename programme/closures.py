"""A facility at rest: from and until, in its own words, with or without orders; it opens by itself."""

from datetime import date, timedelta

from core import times
from programme import facilities
from programme.models import Facility

LONGEST = timedelta(days=180)


class ClosureOver(Exception):
    """The last day has passed already."""


class ClosureTooLong(Exception):
    """Half a year at most; who rests longer takes the goods down."""


def close(facility: Facility, first: date, last: date, words: str, *, takes_orders: bool) -> None:
    """Raises ClosureOver, ClosureTooLong; then nothing has changed."""
    if last < times.today() or last < first:
        raise ClosureOver
    if last - first > LONGEST:
        raise ClosureTooLong
    facilities.revise(
        facility, closed_from=first, closed_until=last, closed_words=words, takes_orders_closed=takes_orders
    )


def open_again(facility: Facility) -> None:
    facilities.revise(facility, closed_from=None, closed_until=None, closed_words="", takes_orders_closed=True)

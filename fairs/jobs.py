"""What fairs do when others work: they tell search of fairs by name, and at which open fair each product is shown."""

from datetime import time
from typing import Any

from flask import Flask

from catalog import changes, search
from core import jobs, schedule
from fairs import complaints, fallen, held, queries, venue_reading, venues
from fairs.papers import keeping
from fairs.visitors import tickets


@jobs.handles("fairs.set_paper")
def set_paper(payload: dict[str, Any]) -> None:
    keeping.set_paper(payload["paper_id"])


@schedule.daily("fairs.erase_visitors", at=time(3))
def erase_visitors() -> None:
    tickets.erase_lapsed()
    complaints.forget_who()
    venues.forget_who()


@jobs.handles("fairs.tell_fallen_now")
def tell_fallen_now(_payload: dict[str, Any]) -> None:
    fallen.tell()


@schedule.daily("fairs.tell_fallen", at=time(0, 5))
def tell_fallen() -> None:
    """Papers lapse, makers rest and goods leave the market at the turn of a day, with nobody changing anything."""
    fallen.tell()


def init_app(app: Flask) -> None:
    """Search asks whenever it takes stock and when the next fair turns, so one that opens is seen without a job."""
    held.init_app(app)
    changes.follow(fallen.notice)
    if queries.open_fairs_of not in search.contributors:
        search.contributors.append(queries.open_fairs_of)
        search.clocks.append(queries.next_turn)
    search.named.register(search.named.Kind("fair", "hoi-cho", queries.fairs_by_name))
    search.named.register(search.named.Kind("venue", "noi-xem-mua", venue_reading.venues_by_name))

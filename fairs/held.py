"""What this process holds of all makers: read anew when they have changed, and at least every few seconds.

What must be gone at once (a hidden point, a lapsed star, a closed fair) is in the mark, and is waited
for. What else somebody changed of herself is read behind the one who asks, so no page pays for reading ten thousand.
"""

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select

from catalog.models import Product, Recognition, on_show
from core import times
from core.db import db, only_read
from fairs.makers import Makers, everyone
from fairs.models import Booth, Fair
from programme.models import CraftVillage, Facility, SchemeMove, Support

log = logging.getLogger("phiencho.makers")

LOOK_AGAIN, LONGEST_KEPT = 0.5, 10.0  # seconds: until the mark is asked for again, and until all is read anew


@dataclass
class Held:
    makers: Makers | None = None
    mark: tuple[Any, ...] = ()
    looked_at: float = 0.0
    read_at: float = 0.0
    is_kept: bool = True  # tests see at once what they write
    lock: threading.Lock = field(default_factory=threading.Lock)


def init_app(app: Flask) -> None:
    app.extensions["phiencho_makers"] = Held(is_kept=not app.testing)


def present() -> Makers:
    """All makers, as this process knows them. One statement twice a second; five where something is to be gone at
    once."""
    here: Held = current_app.extensions["phiencho_makers"]
    now = time.monotonic()
    if not here.is_kept or here.makers is None or (now - here.looked_at > LOOK_AGAIN and _mark() != here.mark):
        with here.lock:
            _read(here, since=now)
    elif now - here.read_at > LONGEST_KEPT and here.lock.acquire(blocking=False):
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        threading.Thread(target=_read_behind, args=(app, here), daemon=True).start()
    if now - here.looked_at > LOOK_AGAIN:
        here.looked_at = now
    assert here.makers
    return here.makers


def _read(here: Held, since: float) -> None:
    """Anew, but not for who waited while another read."""
    if here.is_kept and here.read_at > since:
        return
    mark = _mark() if here.is_kept else ()
    started = time.monotonic()
    makers = everyone()
    if here.is_kept:
        _ready(makers)
    here.makers, here.mark, here.read_at = makers, mark, started


def _read_behind(app: Flask, here: Held) -> None:
    """In a thread of its own, with the lock taken by whoever started it."""
    try:
        with app.app_context():
            only_read()
            _read(here, since=time.monotonic())
            db.session.rollback()
    except Exception:  # the next one tries again; what is held answers
        log.exception("the makers could not be read anew")
    finally:
        here.lock.release()


def _ready(makers: Makers) -> None:
    """Work out before anybody asks what everybody needs."""
    for table in (makers.orders, makers.accented, makers.folded):
        del table


def _mark() -> tuple[Any, ...]:
    """What changes when somebody comes or goes, shows a point or hides it, or holds less than before. One statement."""
    now = times.now()
    is_open = Fair.opens_at <= now, Fair.closes_at > now
    figures = (
        select(func.count(Facility.id)), select(func.sum(Facility.id)), select(func.count(Facility.lat)),
        select(func.sum(Facility.lat)), select(func.sum(Facility.lon)), select(func.count(Facility.village_id)),
        select(func.count(CraftVillage.id)),
        select(func.count(Product.id)).where(on_show()), select(func.sum(Product.id)).where(on_show()),
        select(func.count(Recognition.id)), select(func.max(Recognition.updated_at)),
        select(func.count(Support.id)), select(func.count(SchemeMove.id)),
        select(func.count(Fair.id)).where(*is_open), select(func.sum(Fair.id)).where(*is_open),
        select(func.count(Booth.id)).where(Booth.published_at.is_not(None)),
    )  # fmt: skip
    row = db.session.execute(select(*(figure.scalar_subquery() for figure in figures))).one()
    return times.today(), *row

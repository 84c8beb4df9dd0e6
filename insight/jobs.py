"""What the worker does for insight; every handler may be called twice."""

from datetime import time
from typing import Any

from flask import Flask

from core import jobs, schedule
from insight import interest, renewal, seen, tally


def init_app(app: Flask) -> None:
    """Importing this module registers its handlers."""
    tally.init_app(app)


@jobs.handles("insight.make_pack")
def make_pack(payload: dict[str, Any]) -> None:
    renewal.make(payload["pack_id"])


@schedule.daily("insight.forget_visitors", at=time(0, 10))
def forget_visitors() -> None:
    """Ten minutes after midnight: what was told in the last second of the day is written by then."""
    seen.forget()


@schedule.daily("insight.settle_interest", at=time(4))
def settle_interest() -> None:
    interest.settle()

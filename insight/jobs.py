"""What the worker does for insight; every handler may be called twice."""

from datetime import time
from typing import Any

from flask import Flask

from core import jobs, schedule
from insight import interest, renewal, tally


def init_app(app: Flask) -> None:
    """Importing this module registers its handlers."""
    tally.init_app(app)


@jobs.handles("insight.make_pack")
def make_pack(payload: dict[str, Any]) -> None:
    renewal.make(payload["pack_id"])


@schedule.daily("insight.settle_interest", at=time(4))
def settle_interest() -> None:
    interest.settle()

"""What the worker does for insight; every handler may be called twice."""

from typing import Any

from flask import Flask

from core import jobs
from insight import renewal


def init_app(app: Flask) -> None:
    """Importing this module registers its handlers."""


@jobs.handles("insight.make_pack")
def make_pack(payload: dict[str, Any]) -> None:
    renewal.make(payload["pack_id"])

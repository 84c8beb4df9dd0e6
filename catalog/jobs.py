"""What the worker does for catalog when an event arrives; every handler may be called twice."""

from typing import Any

from flask import Flask

from catalog import search
from core import jobs


def init_app(app: Flask) -> None:
    """Importing this module registers its handlers."""
    search.init_app(app)


@jobs.handles("search.update")
def update_search(payload: dict[str, Any]) -> None:
    search.update(payload["product_ids"])


@jobs.handles("search.rebuild")
def rebuild_search(payload: dict[str, Any]) -> None:
    search.rebuild()

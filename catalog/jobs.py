"""What the worker does for catalog when an event arrives; every handler may be called twice."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Importing this module registers its handlers."""

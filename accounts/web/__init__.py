"""Pages and JSON of accounts: the only code here that knows request, session and templates."""

from flask import Flask

from core import blueprints


def init_app(app: Flask) -> None:
    blueprints.register(app, __name__, __path__)

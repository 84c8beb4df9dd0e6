"""Pages and JSON of shop: the only code here that knows request, session and templates."""

from flask import Flask

from core import blueprints
from shop.web import visit


def init_app(app: Flask) -> None:
    visit.init_app(app)
    blueprints.register(app, __name__, __path__)

"""Pages and JSON of shop: the only code here that knows request, session and templates."""

from flask import Flask

from accounts import mandates
from core import blueprints
from shop import leave
from shop.web import visit


def init_app(app: Flask) -> None:
    visit.init_app(app)
    mandates.told(leave.NEEDS)
    blueprints.register(app, __name__, __path__)

"""Pages and JSON of catalog: the only code here that knows request, session and templates."""

from flask import Flask

from catalog.web import api, manage, public, sheets, staff


def init_app(app: Flask) -> None:
    for module in (api, manage, public, sheets, staff):
        app.register_blueprint(module.bp)

"""Pages and JSON of fairs: the only code here that knows request, session and templates."""

from flask import Flask

from fairs.web import api, manage, public, shelf, stands


def init_app(app: Flask) -> None:
    for module in (api, manage, public, shelf, stands):
        app.register_blueprint(module.bp)

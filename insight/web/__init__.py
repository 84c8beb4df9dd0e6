"""Pages and JSON of insight: the only code here that knows request, session and templates."""

from flask import Flask

from insight.web import fairs, info, manage, public, renewal, staff, verify


def init_app(app: Flask) -> None:
    for module in (fairs, info, manage, public, renewal, staff, verify):
        app.register_blueprint(module.bp)

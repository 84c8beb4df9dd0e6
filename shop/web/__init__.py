"""Pages and JSON of shop: the only code here that knows request, session and templates."""

from flask import Flask

from shop.web import api, manage, public


def init_app(app: Flask) -> None:
    for module in (api, manage, public):
        app.register_blueprint(module.bp)

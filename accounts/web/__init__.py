"""Pages and JSON of accounts: the only code here that knows request, session and templates."""

from flask import Flask

from accounts.web import public


def init_app(app: Flask) -> None:
    for module in (public,):
        app.register_blueprint(module.bp)

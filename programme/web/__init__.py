"""Pages and JSON of programme: the only code here that knows request, session and templates."""

from flask import Flask

import programme.eligibility
import programme.identity
import programme.qualities
from programme.web import api, manage, place_names, public, staff


def init_app(app: Flask) -> None:
    for module in (api, manage, place_names, public, staff):
        app.register_blueprint(module.bp)

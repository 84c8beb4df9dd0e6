"""Pages and JSON of programme: the only code here that knows request, session and templates."""

from flask import Flask

from core import acts as named_acts
from programme import acts, reach
from programme.web import api, facilities, helped, manage, officers, place_names, public, staff, team


def init_app(app: Flask) -> None:
    named_acts.told(acts.FACILITY)
    app.jinja_env.globals["area_names"] = reach.names
    for module in (api, facilities, helped, manage, officers, place_names, public, staff, team):
        app.register_blueprint(module.bp)

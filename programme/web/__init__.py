"""Pages and JSON of programme: the only code here that knows request, session and templates."""

from flask import Flask

from accounts import mandates
from core import acts as named_acts
from core import blueprints
from programme import acts, reach, words


def init_app(app: Flask) -> None:
    named_acts.told(acts.FACILITY)
    mandates.told({"team.switch": mandates.ANY})
    app.jinja_env.globals["action_names"] = words.action_names
    app.jinja_env.globals["area_names"] = reach.names
    blueprints.register(app, __name__, __path__)

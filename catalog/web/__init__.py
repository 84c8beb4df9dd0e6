"""Pages and JSON of catalog: the only code here that knows request, session and templates."""

from flask import Flask

from accounts import mandates
from catalog import acts, attributes, leave, taxonomy, unit_price, videos
from catalog.photos import hints_of
from catalog.units import unit_name
from catalog.web import unseen
from core import acts as named_acts
from core import blueprints, weights


def init_app(app: Flask) -> None:
    unseen.init_app(app)
    for names in (acts.PRODUCT, acts.PAPER, acts.WORK, acts.ASKED):
        named_acts.told(names)
    app.jinja_env.filters["shelf_name"] = taxonomy.shelf_name
    app.jinja_env.filters["unit_name"] = unit_name
    app.jinja_env.filters["photo_hints"] = hints_of
    app.jinja_env.filters["attribute_values"] = attributes.shown
    app.jinja_env.filters["attribute_choices"] = attributes.choices_for
    app.jinja_env.filters["video_host"] = videos.host_name
    app.jinja_env.filters["kilograms"] = weights.kilograms
    app.jinja_env.filters["unit_price"] = unit_price.of
    mandates.told(leave.NEEDS)
    blueprints.register(app, __name__, __path__)

"""Pages and JSON of insight: the only code here that knows request, session and templates."""

from flask import Flask, g, request
from werkzeug.wrappers import Response

from accounts import mandates
from core import blueprints
from insight import leave, tally, visits
from insight.web.callers import caller


def init_app(app: Flask) -> None:
    mandates.told(leave.NEEDS)
    blueprints.register(app, __name__, __path__)
    app.after_request_funcs.setdefault("shop", []).append(_count_scan)


def _count_scan(response: Response) -> Response:
    """Whoever follows a printed code is counted for it, apart from the page it leads to."""
    if "scanned" in g and request.method == "GET" and not visits.is_machine(request.user_agent.string):
        tally.note(*g.scanned, caller())
    return response

"""Places, indicators, supports and schemes as JSON."""

from flask import Blueprint

bp = Blueprint("programme_api", __name__, url_prefix="/api/v1")

"""Visits counted as JSON."""

from flask import Blueprint

bp = Blueprint("insight_api", __name__, url_prefix="/api/v1")

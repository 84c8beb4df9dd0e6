"""Fairs and facilities as JSON."""

from flask import Blueprint

bp = Blueprint("fairs_api", __name__, url_prefix="/api/v1")

"""Products and suggestions as JSON."""

from flask import Blueprint

bp = Blueprint("catalog_api", __name__, url_prefix="/api/v1")

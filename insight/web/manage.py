"""A facility's day: what waits."""

from flask import Blueprint

bp = Blueprint("insight_manage", __name__, url_prefix="/quan-ly")

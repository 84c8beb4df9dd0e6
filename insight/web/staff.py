"""The staff front page."""

from flask import Blueprint

bp = Blueprint("insight_staff", __name__, url_prefix="/can-bo")

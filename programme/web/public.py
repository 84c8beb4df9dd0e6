"""The public register of schemes and supports."""

from flask import Blueprint

bp = Blueprint("programme", __name__, url_prefix="/khuyen-cong")

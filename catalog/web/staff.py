"""Staff approve products or send them back with remarks at fields."""

from flask import Blueprint

bp = Blueprint("catalog_staff", __name__, url_prefix="/can-bo/san-pham")

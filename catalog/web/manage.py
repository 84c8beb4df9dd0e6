"""A facility keeps its products: three steps, photos, sheets."""

from flask import Blueprint

bp = Blueprint("catalog_manage", __name__, url_prefix="/quan-ly")

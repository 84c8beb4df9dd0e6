"""A facility keeps its booths and applies for stands."""

from flask import Blueprint

bp = Blueprint("fairs_manage", __name__, url_prefix="/quan-ly")

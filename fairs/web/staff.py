"""Staff curate the shelf of a fair and allot its stands."""

from flask import Blueprint

bp = Blueprint("fairs_staff", __name__, url_prefix="/can-bo")

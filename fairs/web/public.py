"""The fair day: home, fairs, halls, booths, facilities."""

from flask import Blueprint

bp = Blueprint("fairs", __name__)

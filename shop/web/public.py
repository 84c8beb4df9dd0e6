"""Product page, cart, checkout, order page."""

from flask import Blueprint

bp = Blueprint("shop", __name__)

"""Carts, checkout and orders as JSON."""

from flask import Blueprint

bp = Blueprint("shop_api", __name__, url_prefix="/api/v1")

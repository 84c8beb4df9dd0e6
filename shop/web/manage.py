"""A facility confirms, packs and hands over; answers enquiries; sees its money."""

from flask import Blueprint

bp = Blueprint("shop_manage", __name__, url_prefix="/quan-ly")

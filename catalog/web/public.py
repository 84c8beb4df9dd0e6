"""Listings, search, groups and villages."""

from flask import Blueprint

bp = Blueprint("catalog", __name__)

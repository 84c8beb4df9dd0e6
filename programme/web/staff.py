"""Schemes and what each supported, for staff."""

from flask import Blueprint

bp = Blueprint("programme_staff", __name__, url_prefix="/can-bo/de-an")

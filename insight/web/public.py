"""The programme portal and what each scheme brought."""

from flask import Blueprint

bp = Blueprint("insight", __name__)

"""The staff front page."""

from flask import Blueprint, render_template

from accounts.access import staff
from accounts.models import STAFF_RIGHTS
from core import times
from insight import desk

bp = Blueprint("insight_staff", __name__, url_prefix="/can-bo")


@bp.get("")
@staff(*STAFF_RIGHTS)
def front():
    waits = desk.now()
    return render_template(
        "insight/staff_front.html",
        desk=waits,
        waiting=waits.products.count,
        now=times.now(),
    )


@bp.get("/thanh-phan")
@staff(*STAFF_RIGHTS)
def components():
    """Every part of the interface in every state, for whoever builds pages."""
    return render_template("core/components.html", today=times.today(), pictures=desk.some_pictures())

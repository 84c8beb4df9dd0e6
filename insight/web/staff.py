"""The staff front page."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from accounts.models import STAFF_RIGHTS
from core import times
from core.db import db
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


@bp.post("/ma-vach-trung")
@staff("moderate")
def put_number_away():
    try:
        desk.put_away(request.form.get("number", ""))
    except desk.NotShared:
        flash(_("Mã này không còn trùng, hoặc đã có người xem rồi."), "warn")
    else:
        db.session.commit()
        flash(_("Đã cất. Có thêm cơ sở ghi mã ấy thì bảng này nhắc lại."), "good")
    return redirect(url_for(".front"), 303)


@bp.get("/thanh-phan")
@staff(*STAFF_RIGHTS)
def components():
    """Every part of the interface in every state, for whoever builds pages."""
    return render_template("core/components.html", today=times.today(), pictures=desk.some_pictures())

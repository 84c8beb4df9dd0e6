"""Staff see which orders their makers have not taken in time, and note what they did about it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts import people
from accounts.access import staff
from core.db import db
from shop import unanswered
from shop.door_forms import ChaseForm

bp = Blueprint("unanswered", __name__, url_prefix="/can-bo/don-hang/cho-nhan")


@bp.get("")
@staff("moderate")
def desk():
    return _desk()


@bp.post("/<int:parcel_id>")
@staff("moderate")
def chase(parcel_id: int):
    parcel = unanswered.late_one(parcel_id) or abort(404)
    form = ChaseForm(request.form)
    if not form.is_valid():
        return _desk(form, parcel_id), 422
    try:
        unanswered.chase(parcel, form.how, form.words)
    except unanswered.Answered:
        abort(409, _("Người bán vừa trả lời, hoặc gói này không còn quá hạn."))
    db.session.commit()
    flash(_("Đã ghi việc vừa làm."), "good")
    return redirect(url_for(".desk"), 303)


def _desk(form: ChaseForm | None = None, form_id: int = 0):
    rows = unanswered.late()
    done = unanswered.chased(row.id for row in rows)
    return render_template(
        "shop/staff_unanswered.html",
        rows=rows,
        done=done,
        by={row.id: unanswered.answer_by(row.order) for row in rows},
        names=people.names_of(entry.actor_id for entries in done.values() for entry in entries),
        form=form or ChaseForm(),
        form_id=form_id,
    )

"""The roll of an activity read from a spreadsheet, and the model of one."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import workbooks
from core.db import db
from insight import roll_sheets
from programme.activities import kinds, queries, records, roll

bp = Blueprint("roll_sheets", __name__, url_prefix="/can-bo/hoat-dong")


@bp.get("/<int:activity_id>/mau.xlsx")
@staff("programme")
def workbook(activity_id: int) -> Response:
    activity = queries.activity(activity_id) or abort(404)
    return workbooks.answer(f"danh-sach-{activity.slug}", roll_sheets.model(activity.kind))


@bp.post("/<int:activity_id>/bang")
@staff("programme")
def take_in(activity_id: int):
    activity = queries.activity(activity_id) or abort(404)
    sent = request.files.get("file") or abort(400, _("Chọn một tệp bảng tính."))
    try:
        added, known = roll_sheets.take_in(activity, sent.stream)
    except roll_sheets.BadRows as bad:
        db.session.rollback()
        said = list(roll_sheets.lines(bad.faults))
        activity = queries.activity(activity_id) or abort(404)
        names = kinds.NAMES
        return render_template("insight/roll_faults.html", activity=activity, said=said, names=names), 422
    except records.NotADraft:
        abort(409, _("Hoạt động này đã duyệt, đã rút hoặc đã hủy: danh sách không đổi được nữa."))
    except roll.NotOnThisRoll:
        abort(409, _("Loại hoạt động này không có danh sách như vậy."))
    db.session.commit()
    flash(_("Đã ghi %(a)s dòng mới; %(b)s đã có sẵn.", a=added, b=known), "good")
    return redirect(url_for("activities.show", activity_id=activity_id) + "#danh-sach", 303)

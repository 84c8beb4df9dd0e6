"""A packer weighs, on the phone; the maker notes that a difference was given back or received."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from core.db import db
from core.weights import WeightUnreadable, kilograms, parse_grams
from shop import payments, queries, weighing

bp = Blueprint("shop_weighing", __name__, url_prefix="/quan-ly/don/<int:parcel_id>")


@bp.post("/can/<int:line_id>")
@facility("packer")
def weigh(parcel_id: int, line_id: int):
    parcel = _parcel(parcel_id)
    if all(line.id != line_id for line in parcel.lines):
        abort(404)
    seen = request.form.get("seen", type=int)
    try:
        line = weighing.record(
            parcel, line_id, parse_grams(request.form.get("grams", "")), -1 if seen is None else seen
        )
    except weighing.NoSuchLine:
        abort(404)
    except weighing.TooLate:
        abort(409, _("Gói đã rời cơ sở hoặc đã đóng nên không sửa cân được nữa."))
    except weighing.SeenOld:
        abort(409, _("Người khác vừa ghi cân của món này. Mở lại đơn để xem rồi hãy sửa."))
    except weighing.Impossible as bad:
        why = _("Cân này không thể có: cả dòng chỉ từ %(least)s đến %(most)s.", **_limits(bad))
        return _again(parcel_id, why)
    except weighing.WrongCount as bad:
        return _again(parcel_id, _("Ghi một số cho cả dòng, hoặc đủ %(n)s số cho từng cái.", n=bad.args[0]))
    except WeightUnreadable:
        return _again(parcel_id, _("Chưa đọc được cân. Ghi gam như 1250, hoặc kg như 1,25."))
    db.session.commit()
    if line.asked_g:
        flash(_("Cân ngoài mức đã hẹn; đã hỏi người mua. Chờ họ đồng ý rồi hãy gói."), "warn")
    else:
        flash(_("Đã ghi %(weight)s.", weight=kilograms(line.weighed_g or 0)), "good")
    return _back(parcel_id)


@bp.post("/bu-tien")
@facility("packer")
def settle(parcel_id: int):
    try:
        payments.settle(_parcel(parcel_id))
    except payments.NotAwaited:
        abort(409, _("Gói này không còn khoản chênh nào."))
    db.session.commit()
    flash(_("Đã ghi là khoản chênh đã xong."), "good")
    return _back(parcel_id)


def _limits(bad: weighing.Impossible) -> dict[str, str]:
    return {"least": kilograms(bad.least), "most": kilograms(bad.most)}


def _again(parcel_id: int, why: str):
    """Nothing was written; the page says why."""
    flash(why, "bad")
    return _back(parcel_id)


def _back(parcel_id: int):
    return redirect(url_for("shop_manage.parcel", parcel_id=parcel_id), 303)


def _parcel(parcel_id: int):
    return queries.parcel_of(my_facility_id(), parcel_id) or abort(404, _("Cơ sở của bạn không có đơn này."))

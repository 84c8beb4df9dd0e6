"""A facility keeps its own facts; only its owner touches the tax code and where the money goes."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import people
from accounts.access import covers, facility, my_facility_id
from core import times
from core.db import db, release
from core.i18n import number
from programme import addresses, banks, closures, eligibility, facilities, places, points, qualities
from programme.forms import AccountForm, FacilityForm
from programme.models import Facility
from programme.standing_forms import ClosureForm, PointForm, QualitiesForm

bp = Blueprint("programme_manage", __name__, url_prefix="/quan-ly")


@bp.get("/co-so")
@facility("editor")
def facts():
    mine = _mine()
    return _page(mine, FacilityForm.showing(mine), AccountForm.showing(mine))


@bp.post("/co-so")
@facility("editor")
def revise():
    form = FacilityForm(request.form, with_papers=covers("owner"), kind=_mine().kind)
    if not form.is_valid() or not _saved(form):
        release()
        return _page(_mine(), form, AccountForm.showing(_mine())), 422
    db.session.commit()
    flash(_("Đã lưu. Khách thấy ngay ở trang của cơ sở."), "good")
    return redirect(url_for(".facts"), 303)


@bp.post("/co-so/tai-khoan")
@facility("owner")
def change_account():
    form = AccountForm(request.form)
    if not form.is_valid() or not _is_owner_herself(form):
        return _page(_mine(), FacilityForm.showing(_mine()), form), 422
    facilities.revise(_mine(), **form.changes())
    db.session.commit()
    flash(_("Đã đổi tài khoản nhận tiền, và báo qua thư của cơ sở."), "good")
    return redirect(url_for(".facts", _anchor="tai-khoan"), 303)


@bp.post("/co-so/tinh-chat")
@facility("editor")
def declare():
    form = QualitiesForm(request.form)
    form.is_valid()
    qualities.declare(_mine(), form.codes)
    db.session.commit()
    flash(_("Đã lưu. Mỗi món hàng của cơ sở mang theo các tính chất này."), "good")
    return redirect(url_for(".facts", _anchor="tinh-chat"), 303)


@bp.post("/co-so/vi-tri")
@facility("editor")
def place():
    form = PointForm(request.form)
    if not form.is_valid() or not _placed(form):
        release()
        return _page(_mine(), FacilityForm.showing(_mine()), AccountForm.showing(_mine()), point=form), 422
    db.session.commit()
    flash(_("Đã lưu. Bản đồ cơ sở hiện đúng như vừa chọn."), "good")
    return redirect(url_for(".facts", _anchor="vi-tri"), 303)


@bp.post("/co-so/nghi")
@facility("editor")
def close():
    form = ClosureForm(request.form)
    if form.is_valid():
        try:
            closures.close(_mine(), form.first, form.last, form.words, takes_orders=form.takes_orders)
        except closures.ClosureTooLong:
            form.errors["closed_until"] = _("Nghỉ dài nhất nửa năm. Nghỉ lâu hơn thì cất hàng đi.")
        except closures.ClosureOver:
            form.errors["closed_until"] = _("Ngày nghỉ cuối đã qua.")
    if form.errors:
        release()
        return _page(_mine(), FacilityForm.showing(_mine()), AccountForm.showing(_mine()), rest=form), 422
    db.session.commit()
    flash(_("Đã báo nghỉ. Khách thấy trước khi mua; hết hạn thì tự mở lại."), "good")
    return redirect(url_for(".facts", _anchor="nghi"), 303)


@bp.post("/co-so/mo-lai")
@facility("editor")
def open_again():
    closures.open_again(_mine())
    db.session.commit()
    flash(_("Đã mở lại."), "good")
    return redirect(url_for(".facts", _anchor="nghi"), 303)


@bp.get("/co-so/dieu-kien")
@facility("editor")
def standing():
    verdict = eligibility.of(_mine(), times.today())
    return render_template("programme/manage/standing.html", facility=_mine(), verdict=verdict)


def _saved(form: FacilityForm) -> bool:
    try:
        facilities.revise(_mine(), **form.changes())
    except facilities.NumberTaken as taken:
        form.errors[taken.field] = _("Số này đã có cơ sở khác ở chợ dùng. Nếu đúng là của mình, gọi trung tâm.")
    return not form.errors


def _placed(form: PointForm) -> bool:
    try:
        points.show(_mine(), form.point) if form.point else points.hide(_mine())
    except points.NoCommune:
        form.errors["point"] = _("Chọn xã, phường ở ô địa chỉ trước đã.")
    except points.TooFar as far:
        away = number(round(far.kilometres))
        form.errors["point"] = _(
            "Điểm này cách giữa %(commune)s %(n)s km. Xem lại hai số, hoặc xã, phường của cơ sở.",
            commune=_mine().commune_name, n=away,
        )  # fmt: skip
    return not form.errors


def _is_owner_herself(form: AccountForm) -> bool:
    if not people.proves(current_user, form.password):
        form.errors["password"] = _("Mật khẩu chưa đúng. Gõ lại rồi thử lần nữa.")
    return not form.errors


def _page(
    mine: Facility,
    form: FacilityForm,
    account: AccountForm,
    rest: ClosureForm | None = None,
    point: PointForm | None = None,
):
    return render_template(
        "programme/manage/facility.html",
        facility=mine,
        form=form,
        account=account,
        is_owner=covers("owner"),
        banks=list(banks.banks().items()),
        communes=[(one.code, one.name) for one in places.communes_of(places.HANOI)],
        today=times.today(),
        rest=rest or ClosureForm(),
        point=point or PointForm.showing(mine),
        former=addresses.resolve(former) if (former := str(form.value("former_address"))) else None,
        declared={one.quality: one for one in qualities.of(mine)},
        qualities=list(qualities.every().values()),
    )


def _mine() -> Facility:
    return db.session.get_one(Facility, my_facility_id())

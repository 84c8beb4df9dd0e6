"""A facility keeps its own facts; only its owner touches the tax code and where the money goes."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import people
from accounts.access import covers, facility, my_facility_id
from core.db import db, release
from programme import banks, facilities, places
from programme.forms import AccountForm, FacilityForm
from programme.models import Facility

bp = Blueprint("programme_manage", __name__, url_prefix="/quan-ly")


@bp.get("/co-so")
@facility("editor")
def facts():
    mine = _mine()
    return _page(mine, FacilityForm.showing(mine), AccountForm.showing(mine))


@bp.post("/co-so")
@facility("editor")
def revise():
    form = FacilityForm(request.form, with_tax_code=covers("owner"))
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


def _saved(form: FacilityForm) -> bool:
    try:
        facilities.revise(_mine(), **form.changes())
    except facilities.TaxCodeTaken:
        form.errors["tax_code"] = _("Mã số thuế này đã có cơ sở khác ở chợ dùng. Nếu đúng là của mình, gọi trung tâm.")
    return not form.errors


def _is_owner_herself(form: AccountForm) -> bool:
    if not people.proves(current_user, form.password):
        form.errors["password"] = _("Mật khẩu chưa đúng. Gõ lại rồi thử lần nữa.")
    return not form.errors


def _page(mine: Facility, form: FacilityForm, account: AccountForm):
    return render_template(
        "programme/manage/facility.html",
        facility=mine,
        form=form,
        account=account,
        is_owner=covers("owner"),
        banks=list(banks.banks().items()),
        communes=[(one.code, one.name) for one in places.communes_of(places.HANOI)],
    )


def _mine() -> Facility:
    return db.session.get_one(Facility, my_facility_id())

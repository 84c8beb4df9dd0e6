"""Staff make fairs, change them, call them off and close their books."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import answers, audit
from core.db import db
from core.web import new_key, once_for_form
from fairs import copying, fairs, keeping, meanwhile
from fairs.fair_forms import CallOffForm, CopyForm, FairForm, ReportForm, as_typed
from fairs.models import Fair
from programme import places

bp = Blueprint("fairs_keeping", __name__, url_prefix="/can-bo/hoi-cho")

_HISTORY = 12


@bp.get("")
@staff("allot")
def keep_all():
    return render_template("fairs/staff/fairs.html", fairs=keeping.every(), stands=keeping.stands_by_fair())


@bp.get("/moi")
@staff("allot")
def new():
    return _page(None, FairForm({"kind": "both", "opens": "08:00", "closes": "21:00", "key": new_key()}))


@bp.post("/moi")
@staff("allot")
def make():
    form = _form()
    if _asks_to_see():
        return _page(None, form)
    if not form.is_valid() or not (slug := _made(form)):
        return _page(None, form), 422
    flash(_("Đã lập hội chợ. Khách thấy ngay ở mục Hội chợ."), "good")
    return redirect(url_for(".edit", slug=slug), 303)


@bp.get("/<slug>")
@staff("allot")
def edit(slug: str):
    fair = _found(slug)
    return _page(fair, FairForm(as_typed(fair)))


@bp.post("/<slug>")
@staff("allot")
def change(slug: str):
    fair = _found(slug)
    form = _form(fair)
    if _asks_to_see():
        return _page(fair, form)
    if not form.is_valid() or not _changed(fair, form):
        return _page(fair, form), 422
    db.session.commit()
    flash(_("Đã lưu."), "good")
    return redirect(url_for(".edit", slug=slug), 303)


@bp.get("/<slug>/chep")
@staff("allot")
def begin_copy(slug: str):
    fair = _found(slug)
    return _copy_page(fair, CopyForm({"name": fair.name, "key": new_key()}))


@bp.post("/<slug>/chep")
@staff("allot")
def copy(slug: str):
    fair, form = _found(slug), CopyForm(request.form)
    if not form.is_valid() or not (made := _copied(fair, form)):
        return _copy_page(fair, form), 422
    flash(_("Đã chép mặt bằng, gian, giá gian và chương trình. Xem lại ngày giờ, ghi đề án chi."), "good")
    return redirect(url_for(".edit", slug=made), 303)


@bp.post("/<slug>/hoan-huy")
@staff("allot")
def call_off(slug: str):
    fair, form = _found(slug), CallOffForm(request.form)
    if not form.is_valid():
        return _page(fair, FairForm(as_typed(fair)), calling=form), 422
    try:
        fairs.call_off(fair, form.how, form.reason, form.reason_en)
    except fairs.Over:
        abort(409, _("Hội chợ đã tan, không hoãn hay hủy được nữa."))
    db.session.commit()
    flash(_("Đã báo cho khách: trang hội chợ ghi lý do."), "good")
    return redirect(url_for(".edit", slug=slug), 303)


@bp.post("/<slug>/hop-lai")
@staff("allot")
def take_up(slug: str):
    fairs.take_up(_found(slug))
    db.session.commit()
    flash(_("Hội chợ lại họp theo ngày giờ đã ghi."), "good")
    return redirect(url_for(".edit", slug=slug), 303)


@bp.post("/<slug>/bao-cao")
@staff("allot")
def accept_report(slug: str):
    fair, form = _found(slug), ReportForm(request.form)
    if not form.is_valid():
        return _page(fair, FairForm(as_typed(fair)), reporting=form), 422
    try:
        fairs.accept_report(fair, form.number)
    except fairs.NotOver:
        abort(409, _("Hội chợ chưa tan, chưa thể nhận báo cáo."))
    db.session.commit()
    flash(_("Đã nhận báo cáo. Ngày giờ và kinh phí từ nay giữ nguyên."), "good")
    return redirect(url_for(".edit", slug=slug), 303)


@bp.post("/<slug>/bao-cao/rut")
@staff("allot")
def withdraw_report(slug: str):
    fairs.withdraw_report(_found(slug))
    db.session.commit()
    flash(_("Đã rút. Hội chợ trở lại chỉ là đã tan."), "good")
    return redirect(url_for(".edit", slug=slug), 303)


def _found(slug: str) -> Fair:
    return keeping.with_slug(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này."))


def _form(fair: Fair | None = None) -> FairForm:
    return FairForm(request.form, [one.id for one in keeping.schemes_to_charge(fair.scheme_id if fair else None)])


def _asks_to_see() -> bool:
    """Without scripts, communes and days follow what was typed only when the form is sent to be shown again."""
    return request.form.get("go") == "show"


def _made(form: FairForm) -> str:
    """The address of the new fair, or "" with the reason at its field. A form sent twice makes one fair."""
    slug = form.slug or fairs.free_slug(form.texts["name"])
    try:
        return _once(lambda: fairs.make(slug, form.plan()))
    except fairs.Reserved:
        form.errors["slug"] = _("Địa chỉ này chợ dùng việc khác. Chọn địa chỉ khác.")
    except fairs.AddressTaken:
        form.errors["slug"] = _("Đã có hội chợ ở địa chỉ này. Chọn địa chỉ khác.")
    except fairs.NotOfTheScheme:
        form.errors["funding"] = _wrong_money()
    except answers.OtherRequest:
        form.errors["name"] = _already_used()
    return ""


def _copied(old: Fair, form: CopyForm) -> str:
    """The address of the copy, or "" with the reason at its field."""
    try:
        return _once(lambda: copying.copy(old, fairs.free_slug(form.name), form.name, form.first_day), old.slug)
    except fairs.AddressTaken:
        form.errors["name"] = _("Vừa có hội chợ khác lấy tên này. Đặt tên khác.")
    except answers.OtherRequest:
        form.errors["name"] = _already_used()
    return ""


def _once(act: Callable[[], Fair], *of: str) -> str:
    """Make the fair and commit; the same form sent twice makes one. Its address."""
    return str(once_for_form(lambda: {"slug": act().slug}, *of)["slug"])


def _already_used() -> str:
    return _("Phiếu này đã lập một hội chợ rồi. Xem ở danh sách, hoặc mở phiếu mới.")


def _copy_page(fair: Fair, form: CopyForm) -> str:
    return render_template("fairs/staff/copy.html", fair=fair, form=form, stands=keeping.stands_by_fair().get(fair.id))


def _changed(fair: Fair, form: FairForm) -> bool:
    try:
        fairs.change(fair, form.plan(), meanwhile.opened_in(request.form.get("revision")))
    except meanwhile.ChangedMeanwhile:
        form.errors["revision"] = _("Người khác vừa lưu hội chợ này.")
    except fairs.NotOfTheScheme:
        form.errors["funding"] = _wrong_money()
    except fairs.LineInUse:
        form.errors["funding"] = _("Đã có gian ghi sổ vào dòng kinh phí này, nên hội chợ phải giữ dòng ấy.")
    except fairs.Reported:
        form.errors["first_day"] = _("Báo cáo đã được nhận: chỉ còn sửa được tên, lời giới thiệu và kết quả.")
    if form.errors:
        db.session.rollback()
    return not form.errors


def _wrong_money() -> str:
    return _("Dòng kinh phí đã chọn thuộc đề án khác. Chọn lại trong các dòng của đề án này.")


def _page(
    fair: Fair | None, form: FairForm, calling: CallOffForm | None = None, reporting: ReportForm | None = None
) -> str:
    held = fair.scheme_id if fair else None
    chosen = str(form.value("scheme_id") or "")
    province = _province(form)
    schemes = keeping.schemes_to_charge(held)
    return render_template(
        "fairs/staff/fair.html",
        fair=fair,
        form=form,
        calling=calling or CallOffForm({}),
        reporting=reporting or ReportForm({}),
        changes=meanwhile.since(fair, int(form.value("revision"))) if fair and "revision" in form.errors else None,
        schemes=[(one.id, f"{one.code}, {one.name}") for one in schemes],
        lines=keeping.lines_of(int(chosen)) if chosen.isdigit() and len(chosen) < 10 else [],
        provinces=[(one.code, one.name) for one in places.provinces()],
        province=province,
        communes=[(one.code, one.name) for one in places.communes_of(province)],
        history=audit.history_of(fair)[:_HISTORY] if fair else [],
    )


def _province(form: FairForm) -> str:
    """The one chosen, else that of the commune that stands in the form, else Hanoi."""
    commune = str(form.value("commune_code") or "")
    return str(form.value("province_code") or "") or commune.partition("/")[0] or places.HANOI

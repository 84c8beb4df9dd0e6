"""A scheme as a unit proposes it and works on it: the draft, its tasks, what its targets came to."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import answers
from core.db import db, release
from core.web import new_key, once_for_form
from programme import contents, places, queries, record_queries, records, units
from programme.models import SCHEME_KINDS, Scheme
from programme.record_forms import MOST_TARGETS, ResultsForm, SchemeForm, TaskDoneForm, TaskForm, content_codes

bp = Blueprint("drafts", __name__, url_prefix="/can-bo/de-an")


@bp.get("/moi")
@staff("programme")
def new():
    return _page(SchemeForm({"key": new_key()}, record_queries.plans()))


@bp.post("/moi")
@staff("programme")
def propose():
    form = SchemeForm(request.form, record_queries.plans())
    code = _proposed(form) if form.is_valid() else ""
    if not code:
        release()
        return _page(form), 422
    flash(_("Đã ghi nháp. Đơn vị khác chưa thấy đề án này."), "good")
    return redirect(url_for("programme_staff.scheme", code=code), 303)


@bp.get("/<code>/sua")
@staff("programme")
def edit(code: str):
    found = _draft(code)
    return _page(SchemeForm.showing(found, record_queries.plans()), found)


@bp.post("/<code>/sua")
@staff("programme")
def revise(code: str):
    found, form = _draft(code), SchemeForm(request.form, record_queries.plans())
    if not form.is_valid() or not _revised(found, form):
        release()
        return _page(form, _draft(code)), 422
    db.session.commit()
    flash(_("Đã lưu. Giá trị cũ vẫn còn trong nhật ký."), "good")
    return redirect(url_for("programme_staff.scheme", code=code), 303)


@bp.post("/<code>/viec")
@staff("programme")
def give_task(code: str):
    found, form = _found(code), TaskForm(request.form)
    if not form.is_valid():
        abort(422, " ".join(form.errors.values()))
    try:
        once_for_form(lambda: {"id": records.give_task(found, form.name, form.doer, form.due_on).id}, code)
    except units.NotYours:
        _refuse()
    flash(_("Đã giao việc."), "good")
    return redirect(url_for("programme_staff.scheme", code=code, _anchor="viec"), 303)


@bp.post("/<code>/viec/<int:task_id>/xong")
@staff("programme")
def finish_task(code: str, task_id: int):
    found, form = _found(code), TaskDoneForm(request.form)
    task = record_queries.task(found, task_id) or abort(404)
    if not form.is_valid():
        abort(422, " ".join(form.errors.values()))
    try:
        records.finish_task(found, task, form.on, form.result)
    except units.NotYours:
        _refuse()
    db.session.commit()
    flash(_("Đã ghi xong việc."), "good")
    return redirect(url_for("programme_staff.scheme", code=code, _anchor="viec"), 303)


@bp.post("/<code>/ket-qua")
@staff("programme")
def note_results(code: str):
    found = _found(code)
    form = ResultsForm(request.form, len(found.targets))
    if not form.is_valid():
        abort(422, " ".join(form.errors.values()))
    try:
        records.note_results(found, form.reached)
    except units.NotYours:
        _refuse()
    except records.NotDraft:
        abort(409, _("Kết quả chỉ ghi khi đề án đang thực hiện."))
    db.session.commit()
    flash(_("Đã ghi kết quả của các chỉ tiêu."), "good")
    return redirect(url_for("programme_staff.scheme", code=code, _anchor="chi-tieu"), 303)


def _found(code: str) -> Scheme:
    return queries.scheme_to_move(code) or abort(404, _("Không có đề án nào mang mã này."))


def _draft(code: str) -> Scheme:
    """A draft that whoever asks may change."""
    found = _found(code)
    if not units.may("approve" if found.state == records.AMENDED else "propose", found):
        _refuse()
    if not records.may_change(found):
        abort(409, _("Đề án đã gửi thẩm định: từ đây chỉ sửa bằng quyết định điều chỉnh."))
    return found


def _refuse() -> None:
    abort(403, _("Việc này của đơn vị khác. Xem phân công ở trang Đơn vị."))


def _proposed(form: SchemeForm) -> str:
    """The code of the new draft, or "" with the reason at its field. A form sent twice makes one."""
    try:
        return str(once_for_form(lambda: {"code": records.propose(form.draft).code})["code"])
    except units.NotYours:
        _refuse()
    except answers.OtherRequest:
        form.errors["name"] = _("Phiếu này đã ghi một đề án rồi. Xem ở danh sách, hoặc mở phiếu mới.")
    return ""


def _revised(found: Scheme, form: SchemeForm) -> bool:
    change = records.amend if found.state == records.AMENDED else records.revise
    try:
        change(found, form.draft, form.revision)
    except records.SpentAlready as spent:
        form.errors[spent.source] = _("Nguồn này đã chi nhiều hơn số mới.")
    except records.ChangedMeanwhile:
        form.errors["revision"] = _("Người khác vừa lưu đề án này. Mở lại để xem, rồi sửa tiếp trên bản mới.")
    return not form.errors


def _page(form: SchemeForm, found: Scheme | None = None) -> str:
    unit = units.mine()
    return render_template(
        "programme/records/draft.html",
        scheme=found,
        form=form,
        unit=unit,
        kinds=SCHEME_KINDS,
        contents=content_codes(),
        heads=contents.heads(),
        years=list(form.plans),
        communes=[(one.code, one.name) for one in places.communes_of(places.HANOI)],
        most_targets=MOST_TARGETS,
    )

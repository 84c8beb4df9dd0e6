"""The file of a scheme and who it supports: papers with their scans, gifts, and that they were received."""

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import answers, money, scans
from core.db import db, release
from core.web import once_for_form
from programme import eligibility, filing, gates, giving, queries, units
from programme.forms import MoveForm
from programme.models import Document, Scheme
from programme.scheme_forms import FilingForm, GiftForm, ReceivedForm
from programme.web.staff import page

bp = Blueprint("scheme_file", __name__, url_prefix="/can-bo/de-an")


@bp.post("/<code>/van-ban")
@staff("programme")
def file(code: str):
    form, scan = FilingForm(request.form), None
    form.is_valid()
    upload = request.files.get("file")
    release()
    if upload and upload.filename:
        try:
            scan = scans.read(upload.read(scans.MOST_BYTES + 1))
        except scans.RefusedScan as reason:
            form.errors["file"] = str(reason)
    if form.errors:
        return page(_found(code).code, MoveForm(), filing=form), 422
    try:
        filing.file(_found(code), form.filed, scan, upload.filename[-80:] if upload and upload.filename else "")
    except units.NotYours:
        _refuse()
    db.session.commit()
    flash(_("Đã đưa văn bản vào hồ sơ."), "good")
    return redirect(url_for("programme_staff.scheme", code=code, _anchor="van-ban"), 303)


@bp.get("/<code>/van-ban/<int:paper_id>/tep")
@staff("programme", "report")
def paper_file(code: str, paper_id: int) -> Response:
    paper = _paper(_found(code), paper_id)
    content = filing.content_of(paper)
    return _served(paper, content) if content else abort(404)


@bp.post("/<code>/van-ban/<int:paper_id>/cong-khai")
@staff("programme")
def release_paper(code: str, paper_id: int):
    found = _found(code)
    try:
        filing.release(found, _paper(found, paper_id), released=request.form.get("released") == "1")
    except units.NotYours:
        _refuse()
    db.session.commit()
    return redirect(url_for("programme_staff.scheme", code=code, _anchor="van-ban"), 303)


@bp.post("/<code>/thu-huong")
@staff("programme")
def give(code: str):
    found, form = _found(code), GiftForm(request.form)
    if form.is_valid():
        _give(found, form)
    if form.errors:
        release()
        return page(code, MoveForm(), gift=form), 422
    flash(_("Đã gắn cơ sở thụ hưởng."), "good")
    return redirect(url_for("programme_staff.scheme", code=code, _anchor="thu-huong"), 303)


@bp.post("/<code>/thu-huong/<int:support_id>/nghiem-thu")
@staff("programme")
def receive(code: str, support_id: int):
    found, form = _found(code), ReceivedForm(request.form)
    one = giving.support(found, support_id) or abort(404)
    if not form.is_valid():
        abort(422, " ".join(form.errors.values()))
    try:
        giving.accept(found, one, form.on, form.result)
    except units.NotYours:
        _refuse()
    except giving.Closed:
        abort(409, _("Chỉ nghiệm thu khi đề án đang thực hiện, từ ngày quyết định hỗ trợ trở đi."))
    db.session.commit()
    flash(_("Đã ghi nghiệm thu."), "good")
    return redirect(url_for("programme_staff.scheme", code=code, _anchor="thu-huong"), 303)


def _give(found: Scheme, form: GiftForm) -> None:
    """Give and commit, or leave the reason at its field."""
    facility = giving.facility_asked(form.facility)
    if facility is None:
        form.errors["facility"] = _("Không thấy cơ sở nào như vậy.")
        return
    try:
        once_for_form(lambda: {"id": giving.give(found, facility, form.gift).id or 0}, found.code)
    except units.NotYours:
        _refuse()
    except giving.Closed:
        abort(409, _("Ở trạng thái này không gắn thêm cơ sở được."))
    except eligibility.NotEligible as judged:
        form.errors["facility"] = _(
            "Chưa đủ căn cứ hỗ trợ: %(why)s", why=" ".join(one.why for one in judged.verdict.clauses)
        )
    except giving.BeyondPlan as beyond:
        form.errors[beyond.source] = _("Vượt dự toán của nguồn này %(n)s.", n=money.vnd(beyond.by))
    except gates.NeedsWaiver as beyond:
        form.errors["gift_waiver"] = str(beyond)
    except answers.OtherRequest:
        form.errors["facility"] = _("Phiếu này đã ghi rồi. Mở lại trang để ghi tiếp.")


def _found(code: str) -> Scheme:
    return queries.scheme_to_move(code) or abort(404, _("Không có đề án nào mang mã này."))


def _paper(found: Scheme, paper_id: int) -> Document:
    paper = db.session.get(Document, paper_id)
    return paper if paper and paper.scheme_id == found.id else abort(404)


def _served(paper: Document, content: bytes) -> Response:
    """As itself and nothing else: no page can be made of it, and a PDF is saved, not opened here."""
    ending, manner = ("pdf", "attachment") if paper.mimetype == "application/pdf" else ("jpg", "inline")
    response = Response(content, mimetype=paper.mimetype)
    response.headers["Content-Disposition"] = f'{manner}; filename="van-ban-{paper.digest[:8]}.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = scans.SHUT
    return response


def _refuse() -> None:
    abort(403, _("Việc này của đơn vị khác. Xem phân công ở trang Đơn vị."))

"""The staff's desk for money: what is held, what is due, payout batches and their bank file."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts import people
from accounts.access import staff
from core import workbooks
from core.access import must_reach
from core.db import db
from programme import banks
from shop import ledger
from shop.settling import bank_files, dues, payouts, proofs
from shop.settling.forms import CancelForm, FailureForm, ReferenceForm

bp = Blueprint("money_desk", __name__, url_prefix="/can-bo/tien")


@bp.get("")
@staff("pay")
def show():
    due = dues.every()
    return render_template(
        "shop/staff_money.html",
        held=ledger.balances(),
        dues=due,
        to_pay=dues.in_all(due),
        open_batch=payouts.waiting(),
        batches=payouts.latest(),
        trial=proofs.trial_balance(),
    )


@bp.post("/dot")
@staff("pay")
def make():
    try:
        batch = payouts.make()
        db.session.commit()
    except payouts.WaitsAlready:
        db.session.rollback()
        abort(409, _("Đã có một đợt chi chờ người thứ hai duyệt. Duyệt hoặc bỏ đợt ấy trước."))
    except payouts.NothingDue:
        abort(409, _("Hôm nay chưa có khoản nào tới hạn chi."))
    flash(_("Đã lập đợt chi; cần một người khác duyệt."), "good")
    return redirect(url_for(".batch", batch_id=batch.id), 303)


@bp.get("/dot/<int:batch_id>")
@staff("pay")
def batch(batch_id: int):
    return _page(batch_id)


@bp.post("/dot/<int:batch_id>/duyet")
@staff("pay")
def approve(batch_id: int):
    try:
        payouts.approve(_batch(batch_id))
    except payouts.SamePerson:
        abort(403, _("Người lập đợt chi không tự duyệt được. Hãy nhờ một người khác có quyền chi tiền."))
    except payouts.Decided:
        abort(409, _("Đợt này đã được duyệt hoặc bỏ rồi."))
    except payouts.Moved as moved:
        names = ", ".join(moved.names)
        abort(409, _("Từ lúc lập đợt, số dư hay tài khoản đã đổi: %(names)s. Bỏ đợt này và lập lại.", names=names))
    db.session.commit()
    flash(_("Đã duyệt. Tải tệp gửi ngân hàng, rồi ghi từng khoản đã tới."), "good")
    return redirect(url_for(".batch", batch_id=batch_id), 303)


@bp.post("/dot/<int:batch_id>/bo")
@staff("pay")
def cancel(batch_id: int):
    form, found = CancelForm(request.form), _batch(batch_id)
    if not form.is_valid():
        return _page(batch_id, cancelling=form), 422
    try:
        payouts.cancel(found, form.reason)
    except payouts.Decided:
        abort(409, _("Đợt này đã được duyệt hoặc bỏ rồi."))
    db.session.commit()
    flash(_("Đã bỏ đợt chi; các khoản vẫn còn nợ người bán."), "good")
    return redirect(url_for(".show"), 303)


@bp.get("/dot/<int:batch_id>/tai.<any('xlsx', 'csv'):ending>")
@staff("pay")
def file(batch_id: int, ending: str) -> Response:
    found = _batch(batch_id)
    if not bank_files.to_send(found):
        abort(409, _("Đợt này không có khoản nào chờ gửi ngân hàng."))
    content = bank_files.xlsx(found) if ending == "xlsx" else bank_files.csv(found)
    response = Response(content, mimetype=workbooks.XLSX if ending == "xlsx" else "text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="chi-dot-{batch_id}.{ending}"'
    return response


@bp.post("/dot/<int:batch_id>/<int:line_id>/toi")
@staff("pay")
def send(batch_id: int, line_id: int):
    form, line = ReferenceForm(request.form), _line(batch_id, line_id)
    if not form.is_valid():
        return _page(batch_id, line_id, sending=form), 422
    return _ended(line, payouts.send, form.reference, _("Đã ghi là tới; người bán được báo."))


@bp.post("/dot/<int:batch_id>/<int:line_id>/hong")
@staff("pay")
def fail(batch_id: int, line_id: int):
    form, line = FailureForm(request.form), _line(batch_id, line_id)
    if not form.is_valid():
        return _page(batch_id, line_id, failing=form), 422
    return _ended(line, payouts.fail, form.error, _("Đã ghi là không tới; khoản này lại là nợ người bán."))


def _ended(line, verb, words: str, said: str):
    try:
        verb(line, words)
    except payouts.Decided:
        abort(409, _("Khoản này không còn ở bước ấy. Mở lại đợt để xem."))
    db.session.commit()
    flash(said, "good")
    return redirect(url_for(".batch", batch_id=line.batch_id), 303)


def _batch(batch_id: int):
    """A batch is of the whole market."""
    must_reach(None)
    return payouts.find(batch_id) or abort(404)


def _line(batch_id: int, line_id: int):
    return payouts.line_of(batch_id, line_id) or abort(404)


def _page(batch_id: int, line_id: int = 0, **forms):
    found = _batch(batch_id)
    usual = {"sending": ReferenceForm(), "failing": FailureForm(), "cancelling": CancelForm()}
    return render_template(
        "shop/staff_payout.html",
        batch=found,
        names=people.names_of([found.made_by, found.decided_by]),
        to_send=bank_files.to_send(found),
        form_id=line_id,
        bank_name=banks.name_of,
        **usual | forms,
    )

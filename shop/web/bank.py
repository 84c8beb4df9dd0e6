"""The maker's account: what waits for her word, statements she sends in, and the secret of her notices."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog.sheets.unreadable import SENTENCES
from core.db import db
from core.money import vnd
from programme.models import Facility
from shop import queries
from shop.bank import feeds, queue, statements
from shop.forms import SetAsideForm

bp = Blueprint("shop_bank", __name__, url_prefix="/quan-ly/tien/sao-ke")


@bp.get("")
@facility("owner")
def show():
    return _page()


@bp.post("")
@facility("owner")
def preview():
    """What a statement would do; nothing is written before it is taken in."""
    file, mine = request.files.get("statement"), _mine()
    if not mine.bank_account:
        abort(409, _("Ghi tài khoản nhận tiền ở trang Cơ sở trước đã."))
    if file is None or not file.filename:
        return _page(_("Chọn tệp sao kê .xlsx hoặc .csv.")), 422
    try:
        statement = statements.parse(file.stream, mine.bank_account)
    except statements.NoStatement as odd:
        return _page(why(odd.why)), 422
    planned = queue.plan(mine.id, statement.lines)
    packed = statements.packed(statement.lines)
    return render_template("shop/bank_preview.html", facility=mine, statement=statement, planned=planned, packed=packed)


@bp.post("/nhan")
@facility("owner")
def take_in():
    try:
        lines = statements.unpacked(request.form.get("lines", ""), _mine().bank_account or "")
    except ValueError:
        return _page(_("Bản xem trước không còn đọc được. Hãy gửi lại tệp sao kê.")), 422
    new = queue.take_in(my_facility_id(), lines)
    db.session.commit()
    flash(_("Đã nhận %(n)s dòng mới; chợ khớp với đơn trong giây lát.", n=new) if new else _said_before(), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/khoa")
@facility("owner")
def renew():
    try:
        feeds.renew(_mine())
    except feeds.NoAccount:
        abort(409, _("Ghi tài khoản nhận tiền ở trang Cơ sở trước đã."))
    db.session.commit()
    flash(_("Đã tạo khóa mới. Chép sang dịch vụ báo tiền; khóa cũ không dùng được nữa."), "good")
    return redirect(url_for(".show", _anchor="noi"), 303)


@bp.post("/<int:transaction_id>/goi")
@facility("owner")
def choose(transaction_id: int):
    row = _row(transaction_id)
    parcel_id = request.form.get("parcel", type=int) or 0
    parcel = queries.parcel_of(my_facility_id(), parcel_id) if parcel_id < 2**31 else None
    if parcel is None:
        return _page(_("Chọn một gói."), f"parcel-{transaction_id}"), 422
    try:
        queue.choose(row, parcel)
    except queue.NotPayable:
        abort(409, _("Gói này không nhận chuyển khoản, hoặc còn món chưa cân."))
    except queue.TooLate:
        abort(409, _late())
    db.session.commit()
    flash(_("Đã ghi %(sum)s cho đơn %(number)s.", sum=vnd(row.amount), number=parcel.order.number), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/<int:transaction_id>/bo-qua")
@facility("owner")
def ignore(transaction_id: int):
    row, form = _row(transaction_id), SetAsideForm(request.form)
    if not form.is_valid():
        return _page(form.errors["reason"], f"reason-{transaction_id}"), 422
    return _settled(queue.ignore, row, form.reason, said=_("Đã để riêng; khoản này không tính cho đơn nào."))


@bp.post("/<int:transaction_id>/da-tra")
@facility("owner")
def give_back(transaction_id: int):
    return _settled(queue.give_back, _row(transaction_id), said=_("Đã ghi là trả lại người mua rồi."))


def _settled(act, *values, said: str):
    try:
        act(*values)
    except queue.TooLate:
        abort(409, _late())
    db.session.commit()
    flash(said, "good")
    return redirect(url_for(".show"), 303)


def _page(error: str = "", error_at: str = "statement"):
    """`error_at` is the id of the field that is wrong."""
    mine = _mine()
    feed = feeds.of(mine)
    return render_template(
        "shop/bank.html",
        facility=mine,
        rows=queue.waiting_rows(mine.id),
        latest=queue.latest_rows(mine.id),
        awaited=queue.parcels_awaited(mine.id),
        feed=feed,
        secret=feeds.secret(feed) if feed else "",
        address=f"{current_app.config['SITE_URL']}{url_for('bank_api.take_notice')}",
        errors={error_at: error} if error else {},
    )


def why(word: str) -> str:
    own = {
        "no_headings": _("Không thấy dòng tiêu đề có ngày, nội dung và số tiền (ghi có) trong 15 dòng đầu."),
        "no_lines": _("Sao kê này không có dòng tiền vào nào đọc được."),
        "too_many_lines": _("Sao kê dài quá 1.000 khoản tiền vào. Hãy tách thành nhiều tệp."),
    }
    return own.get(word) or str(SENTENCES[word])


def _said_before() -> str:
    return _("Mọi dòng của sao kê này đã có từ trước, nên không đổi gì.")


def _late() -> str:
    return _("Khoản này vừa được xử lý ở nơi khác. Mở lại trang để xem.")


def _row(transaction_id: int):
    return queue.row_of(my_facility_id(), transaction_id) or abort(404)


def _mine() -> Facility:
    return db.session.get_one(Facility, my_facility_id())

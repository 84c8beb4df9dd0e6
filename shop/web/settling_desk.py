"""The staff's pages beside payouts: commissions, months, money that moved outside, taxes, and anybody's statement."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from catalog import taxonomy
from core import times
from core.access import must_reach
from core.db import db
from core.i18n import day
from programme.models import Facility
from shop import ledger
from shop.models import LedgerEntry
from shop.settling import by_hand, commissions, declarations, months, owners, statements, words
from shop.settling.forms import CommissionForm, HandForm, TurnBackForm
from shop.web import settling

bp = Blueprint("settling_desk", __name__, url_prefix="/can-bo/tien")


@bp.get("/hoa-hong")
@staff("pay")
def commission_rules():
    return _commissions(CommissionForm({"since": times.today().isoformat()}))


@bp.post("/hoa-hong")
@staff("pay")
def set_commission():
    form = CommissionForm(request.form, [row[0] for row in owners.facilities()], [one.code for one in _groups()])
    if not form.is_valid():
        return _commissions(form), 422
    commissions.make(form.terms)
    db.session.commit()
    flash(_("Đã ghi mức hoa hồng; đơn đặt từ ngày ấy theo mức này."), "good")
    return redirect(url_for(".commission_rules"), 303)


@bp.get("/so")
@staff("pay")
def books():
    return _books(_usual())


@bp.post("/so/ghi")
@staff("pay")
def record():
    form = HandForm(request.form, [code for code, _name in owners.named()])
    if not form.is_valid():
        return _books(form), 422
    try:
        by_hand.record(form.settlement)
    except by_hand.Written:
        form.errors["reference"] = _("Số giao dịch này đã ghi cho loại khoản này rồi.")
    except ledger.MonthClosed:
        form.errors["on"] = _("Tháng này đã khóa sổ. Chọn ngày trong tháng còn mở.")
    if form.errors:
        db.session.rollback()
        return _books(form), 422
    db.session.commit()
    flash(_("Đã ghi vào sổ cái."), "good")
    return redirect(url_for(".books"), 303)


@bp.post("/so/<int:entry_id>/nguoc")
@staff("pay")
def turn_back(entry_id: int):
    db.session.get(LedgerEntry, entry_id) or abort(404)
    form = TurnBackForm(request.form)
    if not form.is_valid():
        return _books(_usual(), turning=form, turning_id=entry_id), 422
    try:
        by_hand.turn_back(entry_id, form.why)
    except by_hand.TurnedBack:
        abort(409, _("Khoản này đã ghi ngược lại, hoặc không phải khoản ghi tay."))
    db.session.commit()
    flash(_("Đã ghi ngược lại."), "good")
    return redirect(url_for(".books"), 303)


@bp.post("/so/<month>/khoa")
@staff("pay")
def close_month(month: str):
    which = months.read(month) or abort(404)
    try:
        months.close(which)
    except months.NotNext:
        abort(409, _("Các tháng được khóa theo thứ tự, mỗi tháng một lần. Mở lại trang để xem tháng nào tới lượt."))
    except months.TooEarly as early:
        abort(409, _("Tháng này khóa được từ ngày %(day)s.", day=day(early.on)))
    db.session.commit()
    flash(_("Đã khóa sổ tháng %(month)s.", month=f"{which:%m/%Y}"), "good")
    return redirect(url_for(".books"), 303)


@bp.get("/so/thue/<month>/tai.<any('xlsx', 'csv'):ending>")
@staff("pay")
def taxes(month: str, ending: str) -> Response:
    which = months.read(month) or abort(404)
    must_reach(None)
    content = declarations.xlsx(which) if ending == "xlsx" else declarations.csv(which)
    response = Response(content, mimetype=settling.TYPES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="bang-ke-thue-{month}.{ending}"'
    return response


@bp.get("/co-so/<slug>")
@staff("pay")
def account(slug: str):
    of = _facility(slug)
    return render_template("shop/staff_account.html", of=of, months=statements.by_month(of.id))


@bp.get("/co-so/<slug>/<month>")
@staff("pay")
def statement(slug: str, month: str):
    of, which = _facility(slug), months.read(month) or abort(404)
    return render_template("shop/staff_statement.html", of=of, statement=statements.of(of.id, which), words=words)


@bp.get("/co-so/<slug>/<month>/tai.<any('pdf', 'xlsx', 'csv'):ending>")
@staff("pay")
def statement_file(slug: str, month: str, ending: str):
    return settling.written(_facility(slug), month, ending)


def _facility(slug: str) -> Facility:
    return owners.facility(slug) or abort(404)


def _commissions(form: CommissionForm):
    return render_template(
        "shop/staff_commissions.html",
        form=form,
        rules=commissions.every(),
        facilities=owners.facilities(),
        groups=_groups(),
        group_names={one.code: one.label for one in _groups()},
        today=times.today(),
        percent=words.percent,
    )


def _usual() -> HandForm:
    return HandForm({"on": times.today().isoformat()})


def _books(form: HandForm, turning: TurnBackForm | None = None, turning_id: int = 0):
    upcoming, entries = months.next_open(), by_hand.latest()
    return render_template(
        "shop/staff_books.html",
        form=form,
        owners=owners.named(),
        entries=entries,
        turned=by_hand.turned_back(entries),
        turning=turning or TurnBackForm(),
        turning_id=turning_id,
        closed=months.closed(),
        upcoming=upcoming,
        from_on=months.may_be_closed_on(upcoming) if upcoming else None,
        today=times.today(),
    )


def _groups():
    return taxonomy.browse_groups()

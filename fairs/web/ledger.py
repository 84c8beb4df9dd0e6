"""The ledger of stands: staff charge, enter payments and take entries back; a facility sees what it owes and pays."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id, staff
from core import answers, audit, money, vietqr, workbooks
from core.db import db
from core.web import new_key, once_for_form
from fairs import exports, keeping, ledger
from fairs.ledger_forms import ChargeForm, PaymentForm, ReasonForm
from fairs.models import Fair, StandAccount
from programme import banks
from programme.models import Facility

bp = Blueprint("fairs_ledger", __name__)

DESK = "/can-bo/hoi-cho/<slug>/so-gian"


@bp.get(DESK)
@staff("allot")
def show(slug: str):
    return _book(_fair(slug))


@bp.get(f"{DESK}/tai.xlsx")
@staff("allot")
def workbook(slug: str) -> Response:
    fair = _fair(slug)
    return workbooks.answer(f"so-gian-{fair.slug}", exports.ledger(ledger.of_fair(fair.id)))


@bp.post(DESK)
@staff("allot")
def charge(slug: str):
    fair = _fair(slug)
    form = ChargeForm(request.form, [line.funding_id for line in fair.paid_by])
    if form.is_valid():
        try:
            count = ledger.charge_all(fair, form.funding_id)
        except ledger.NoMoneyLine:
            form.errors["funding_id"] = _("Chọn dòng kinh phí chịu phần hỗ trợ. Chưa có thì ghi ở trang hội chợ.")
        except ledger.BeyondPlan as beyond:
            form.errors["funding_id"] = _("Vượt dự toán của dòng này %(n)s.", n=money.vnd(beyond.by))
    if form.errors:
        db.session.rollback()
        return _book(_fair(slug), form), 422
    db.session.commit()
    flash(_("Đã ghi sổ %(n)s gian.", n=count), "good")
    return redirect(url_for(".show", slug=slug), 303)


@bp.get(f"{DESK}/<int:account_id>")
@staff("allot")
def account(slug: str, account_id: int):
    return _one(_account(slug, account_id))


@bp.post(f"{DESK}/<int:account_id>/thu")
@staff("allot")
def pay(slug: str, account_id: int):
    found, form = _account(slug, account_id), PaymentForm(request.form)
    if form.is_valid():
        try:
            once_for_form(lambda: _paid(slug, account_id, form), slug, str(account_id))
        except ledger.TooMuch:
            form.errors["amount"] = _("Nhiều hơn số cơ sở còn nợ.")
        except answers.OtherRequest:
            form.errors["amount"] = _("Phiếu này đã ghi một khoản khác. Tải lại trang rồi ghi.")
        except ledger.Closed:
            abort(409, _closed())
    if form.errors:
        db.session.rollback()
        return _one(_account(slug, account_id), paying=form), 422
    flash(_("Đã ghi tiền vào sổ gian %(n)s.", n=found.stand.number), "good")
    return redirect(url_for(".account", slug=slug, account_id=account_id), 303)


@bp.post(f"{DESK}/<int:account_id>/but-toan/<int:entry_id>/dao")
@staff("allot")
def take_back(slug: str, account_id: int, entry_id: int):
    found, form = _account(slug, account_id), ReasonForm(request.form)
    entry = next((one for one in found.entries if one.id == entry_id), None) or abort(404)
    if not form.is_valid():
        return _one(found, taking_back=form, entry_id=entry_id), 422
    try:
        ledger.take_back(entry, form.reason)
    except ledger.TakenBack:
        abort(409, _("Bút toán này đã có bút toán đảo, hoặc không đảo riêng được."))
    db.session.commit()
    flash(_("Đã ghi bút toán đảo."), "good")
    return redirect(url_for(".account", slug=slug, account_id=account_id), 303)


@bp.post(f"{DESK}/<int:account_id>/dong")
@staff("allot")
def close(slug: str, account_id: int):
    found, form = _account(slug, account_id), ReasonForm(request.form)
    if not form.is_valid():
        return _one(found, closing=form), 422
    try:
        ledger.close(found, form.reason)
    except ledger.Closed:
        abort(409, _closed())
    db.session.commit()
    flash(_("Đã đóng sổ gian này; khoản phải trả và hỗ trợ được đảo lại."), "good")
    return redirect(url_for(".account", slug=slug, account_id=account_id), 303)


@bp.get("/quan-ly/tien-gian")
@facility("editor")
def mine():
    accounts = ledger.of_facility(my_facility_id())
    return render_template(
        "fairs/ledger/mine.html",
        facility=db.session.get_one(Facility, my_facility_id()),
        accounts=accounts,
        sums=ledger.sums(accounts),
        codes={one.id: code for one in accounts if (code := _transfer(one))},
        bank=_bank(),
    )


def _transfer(account: StandAccount) -> str:
    """The code of a transfer of what is owed, where the Centre's account is known."""
    number, name = current_app.config["BANK_ACCOUNT"], current_app.config["BANK_BIN"]
    if account.owed <= 0 or not (number and name):
        return ""
    return vietqr.svg(vietqr.encode(name, number, account.owed, account.code), _("VietQR tiền gian"))


def _bank() -> dict[str, str]:
    config = current_app.config
    name = banks.name_of(config["BANK_BIN"]) if config["BANK_BIN"] else ""
    return {"bank": name, "account": config["BANK_ACCOUNT"], "holder": config["BANK_NAME"]}


def _paid(slug: str, account_id: int, form: PaymentForm) -> dict[str, int]:
    account = _account(slug, account_id)
    assert form.on
    ledger.pay(account, form.amount, form.on, form.reference)
    return {"amount": form.amount}


def _closed() -> str:
    return _("Sổ gian này đã đóng.")


def _book(fair: Fair, form: ChargeForm | None = None) -> str:
    accounts = ledger.of_fair(fair.id)
    return render_template(
        "fairs/ledger/book.html",
        fair=fair,
        accounts=accounts,
        sums=ledger.sums(accounts),
        lines=ledger.line_sums(fair.id),
        holders=ledger.holders(fair.id),
        waiting=ledger.waiting_to_be_charged(fair.id),
        form=form or ChargeForm({}, ()),
    )


def _one(
    account: StandAccount,
    paying: PaymentForm | None = None,
    closing: ReasonForm | None = None,
    taking_back: ReasonForm | None = None,
    entry_id: int = 0,
) -> str:
    return render_template(
        "fairs/ledger/account.html",
        fair=account.fair,
        account=account,
        paying=paying or PaymentForm({"key": new_key()}),
        closing=closing or ReasonForm({}),
        taking_back=taking_back or ReasonForm({}),
        entry_id=entry_id,
        reversed_ids={one.reverses_id for one in account.entries},
        holder=ledger.holders(account.fair_id).get(account.stand_id),
        history=audit.history_of(account),
    )


def _account(slug: str, account_id: int) -> StandAccount:
    return ledger.find(_fair(slug).id, account_id) or abort(404)


def _fair(slug: str) -> Fair:
    return keeping.with_slug(slug) or abort(404, _("Không có hội chợ nào ở địa chỉ này."))

"""The staff's desk for card money: what is in doubt, what could not be given back, and what is held."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core.db import db
from shop import ledger
from shop.cards import doubts, refunds, rules
from shop.forms import SettlementForm
from shop.models import CardDoubt, CardRefund

bp = Blueprint("card_desk", __name__, url_prefix="/can-bo/the")


@bp.get("")
@staff("moderate")
def show():
    return _desk(SettlementForm())


@bp.post("/<int:doubt_id>/xong")
@staff("moderate")
def settle(doubt_id: int):
    return _decide(doubt_id, doubts.settle, _("Đã ghi là xong."))


@bp.post("/<int:doubt_id>/hoan")
@staff("moderate")
def give_back(doubt_id: int):
    return _decide(doubt_id, doubts.give_back, _("Tiền đang được hoàn vào thẻ."))


@bp.post("/hoan/<int:refund_id>/lai")
@staff("moderate")
def send_again(refund_id: int):
    row = db.session.get(CardRefund, refund_id) or abort(404)
    try:
        refunds.again(row)
    except refunds.NotFailed:
        abort(409, _("Khoản này đang được hoàn hoặc đã hoàn xong."))
    db.session.commit()
    flash(_("Đang hoàn lại lần nữa."), "good")
    return redirect(url_for(".show"), 303)


def _decide(doubt_id: int, verb, said: str):
    doubt = db.session.get(CardDoubt, doubt_id) or abort(404)
    form = SettlementForm(request.form)
    if not form.is_valid():
        return _desk(form, doubt_id), 422
    try:
        verb(doubt, form.words)
    except doubts.Settled:
        abort(409, _("Khoản này đã có người xử lý, hoặc không có gì để hoàn."))
    db.session.commit()
    flash(said, "good")
    return redirect(url_for(".show"), 303)


def _desk(form: SettlementForm, doubt_id: int = 0):
    return render_template(
        "shop/staff_cards.html",
        doubts=doubts.open_ones(),
        came_in=doubts.CAME_IN,
        refunds=refunds.under_way(),
        held=ledger.balances(["card", "buyer", "card_fee"]),
        are_on=rules.are_on(),
        form=form,
        form_id=doubt_id,
    )

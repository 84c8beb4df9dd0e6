"""Gift cards: what is left on one, for who has its code; issuing, printing, blocking and finding them at the desk."""

from collections.abc import Collection

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import answers, rates
from core.access import visitor
from core.db import db
from core.forms import Form
from core.money import vnd
from core.web import new_key, once_for_form
from shop import gift_desk, gifts, vouchers
from shop.gift_forms import BlockForm, GiftForm
from shop.models import GiftCard
from shop.voucher_forms import payer_names

bp = Blueprint("gifts", __name__)

DESK = "/can-bo/the-qua-tang"
MOST_CODES = 60  # typed in an hour from one place


@bp.get("/the-qua-tang")
@visitor
def show():
    return render_template("shop/gift_balance.html", form=Form(), card=None)


@bp.post("/the-qua-tang")
@visitor
def look():
    """The code stays out of the address; of a wrong one nobody learns whether it is nearly right."""
    form = Form(request.form)
    code = gifts.typed(str(form.value("code"))[:60])
    count_codes([code])
    card = gifts.find(code)
    if card is None:
        form.errors["code"] = trouble("unknown")
    return render_template("shop/gift_balance.html", form=form, card=card), 200 if card else 422


@bp.get(DESK)
@staff("pay")
def desk():
    return _desk(GiftForm({"key": new_key()}))


@bp.post(DESK)
@staff("pay")
def issue():
    form = GiftForm(request.form, payer_names([], vouchers.fundings_to_choose()))
    if not form.is_valid():
        return _desk(form), 422
    try:
        made = once_for_form(lambda: {"id": gift_desk.issue(form.wish).id})
    except vouchers.BeyondPlan as beyond:
        form.errors["value"] = _("Dòng kinh phí này chỉ còn %(left)s.", left=vnd(beyond.left))
    except answers.OtherRequest:
        form.errors["value"] = _("Thẻ gửi từ trang này đã phát hành rồi. Mở lại trang để phát hành thẻ khác.")
    if form.errors:
        db.session.rollback()
        return _desk(form), 422
    flash(_("Đã phát hành thẻ quà tặng."), "good")
    return redirect(url_for(".one", card_id=made["id"]), 303)


@bp.get(f"{DESK}/<int:card_id>")
@staff("pay")
def one(card_id: int):
    return _one(_card(card_id), BlockForm())


@bp.post(f"{DESK}/<int:card_id>/ma")
@staff("pay")
def make_code(card_id: int):
    """A page to print; the code stands on it and nowhere else."""
    card = _card(card_id)
    code = gift_desk.new_code(card)
    db.session.commit()
    return render_template("shop/gift_card.html", card=_card(card_id), code=gift_desk.written(code))


@bp.post(f"{DESK}/<int:card_id>/khoa")
@staff("pay")
def block(card_id: int):
    card, form = _card(card_id), BlockForm(request.form)
    if not form.is_valid():
        return _one(card, form), 422
    gift_desk.block(card, form.why)
    db.session.commit()
    flash(_("Đã khóa thẻ; tiền trong thẻ vẫn còn."), "good")
    return redirect(url_for(".one", card_id=card_id), 303)


@bp.post(f"{DESK}/<int:card_id>/mo")
@staff("pay")
def let_go(card_id: int):
    gift_desk.let_go(_card(card_id))
    db.session.commit()
    flash(_("Thẻ dùng lại được."), "good")
    return redirect(url_for(".one", card_id=card_id), 303)


def count_codes(codes: Collection[str]) -> None:
    """Note that these were tried, and commit: whatever comes of them; what is no code ("") is no guess. 429 where it is
    too many."""
    guesses = [one for one in codes if one]
    if not guesses:
        return
    try:
        for _guess in guesses:
            rates.count("gift", request.remote_addr or "", MOST_CODES)
    except rates.TooOften:
        abort(429, _("Bạn đã thử nhiều mã trong giờ này. Xin đợi một lát."))
    db.session.commit()


def trouble(why: str) -> str:
    return {
        "unknown": _("Không có thẻ quà tặng mang mã này. Xem lại từng chữ trên thẻ."),
        "blocked": _("Thẻ này đang bị khóa; gọi chợ để hỏi."),
        "over": _("Thẻ này đã hết hạn; gọi chợ để hỏi."),
        "empty": _("Thẻ này đã tiêu hết."),
    }[why]


def _card(card_id: int) -> GiftCard:
    return gift_desk.one(card_id) or abort(404)


def _one(card: GiftCard, form: BlockForm):
    return render_template("shop/staff_gift.html", card=card, form=form)


def _desk(form: GiftForm):
    asked = request.args.get("cuoi", "")[:20].strip().upper()[-4:]
    return render_template(
        "shop/staff_gifts.html",
        form=form,
        rows=gift_desk.latest(asked),
        asked=asked,
        fundings=vouchers.fundings_to_choose(),
    )

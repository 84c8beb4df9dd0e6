"""Standing orders: a buyer makes one and looks after it at its address; a maker says what she offers and sees ahead."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import facility, my_facility_id
from core.access import visitor
from core.db import db
from core.i18n import day
from programme import places
from programme.models import Facility
from shop import shipping, standing, standing_bills, standing_letters, standing_offers, standing_queries
from shop import terms as settings
from shop.standing_forms import NextForm, OfferForm, StandingForm
from shop.web.visit import current_cart

bp = Blueprint("standing", __name__)
AT = "/dat-dinh-ky/<token>"


@bp.get("/dat-dinh-ky")
@visitor
def new():
    if "ma" not in request.args:
        return _choose()
    goods = _goods(request.args)
    known = {"province_code": request.args.get("province_code") or shipping.HOME, "payment": "cod", "every": "week"}
    if current_user.is_authenticated:
        known |= {"name": current_user.name, "phone": current_user.phone or "", "email": current_user.email or ""}
    return _form_page(goods, StandingForm(known, goods))


@bp.post("/dat-dinh-ky")
@visitor
def make():
    goods = _goods(request.form)
    form = StandingForm(request.form, goods)
    if request.form.get("do") == "communes":
        return _form_page(goods, form)
    if not form.is_valid():
        return _form_page(goods, form, 422)
    bill = _bill(goods, form)
    if form.payment not in bill.methods or bill.is_estimate or bill.has_trouble or bill.is_barred:
        return _form_page(goods, form, 422, barred=True)
    if request.form.get("shown_total") != str(bill.total) or request.form.get("shown_deposit") != bill.deposit.said:
        return _form_page(goods, form, 409, seen=True)
    try:
        buyer = form.buyer(current_user.id if current_user.is_authenticated else None)
        made = standing.make(form.wish, buyer, str(get_locale() or "vi"))
        standing.agree(made, bill.total, bill.deposit.said)
    except standing.Unfit as unfit:
        db.session.rollback()
        words = {"other_day": _("Người bán không giao món này vào ngày ấy; chọn ngày khác.")}
        form.errors["starts_on"] = words.get(next(iter(unfit.why.values()), ""), _("Món này không còn đặt định kỳ."))
        return _form_page(_goods(request.form), form, 422)
    db.session.commit()
    flash(_("Đã ghi đơn định kỳ. Giữ lại đường dẫn trang này."), "good")
    return redirect(url_for(".show", token=made.token), 303)


@bp.get(AT)
@visitor
def show(token: str):
    return _page(_mine(token))


@bp.post(f"{AT}/dong-y")
@visitor
def agree(token: str):
    mine = _mine(token)
    bill = standing_bills.of(mine)
    if request.form.get("shown_total") != str(bill.total) or request.form.get("shown_deposit") != bill.deposit.said:
        return _page(mine, moved=True), 409
    try:
        standing.agree(mine, bill.total, bill.deposit.said)
        db.session.commit()
    except standing.Over:
        abort(409, _("Kỳ này đã được đặt rồi. Mở lại trang để xem."))
    except standing.REFUSALS as refusal:
        db.session.rollback()
        return _page(_mine(token), refused=standing_letters.words(standing.WHY[type(refusal)])), 409
    flash(_("Đã ghi giá bạn đồng ý."), "good")
    return redirect(url_for(".show", token=token), 303)


@bp.post(f"{AT}/so-luong")
@visitor
def change_next(token: str):
    mine = _mine(token)
    form = NextForm(request.form, [one.variant for one in mine.lines])
    if not form.is_valid():
        return _page(mine, form=form), 422
    try:
        standing.change_next(mine, form.quantities)
    except standing.Unfit as unfit:
        db.session.rollback()
        wrong = dict.fromkeys(unfit.why, _("Ít hơn mức người bán nhận."))
        form.errors |= {f"so-{one}": words for one, words in wrong.items()}
        form.errors.setdefault("so", _("Muốn bỏ cả kỳ thì bấm nút “Bỏ kỳ”.")) if not wrong else None
        return _page(_mine(token), form=form), 422
    except standing.Over:
        return _over()
    db.session.commit()
    flash(_("Đã đổi số lượng cho riêng kỳ tới. Xem giá rồi bấm đồng ý."), "good")
    return redirect(url_for(".show", token=token), 303)


@bp.post(f"{AT}/bo-ky")
@visitor
def skip(token: str):
    """Of the date that the page showed: pressed twice it leaves out one."""
    mine = _mine(token)
    if request.form.get("on") != str(mine.next_on):
        return _over()
    return _done(mine, standing.skip, _("Đã bỏ kỳ %(day)s.", day=day(mine.next_on)))


@bp.post(f"{AT}/tam-dung")
@visitor
def pause(token: str):
    return _done(_mine(token), standing.pause, _("Đã tạm dừng; không kỳ nào được đặt."))


@bp.post(f"{AT}/tiep-tuc")
@visitor
def resume(token: str):
    return _done(_mine(token), standing.resume, _("Đã tiếp tục."))


@bp.post(f"{AT}/thoi")
@visitor
def end(token: str):
    return _done(_mine(token), standing.end, _("Đã thôi đơn định kỳ; đơn đã đặt vẫn giữ."))


@bp.get("/quan-ly/dinh-ky")
@facility("packer")
def outlook():
    return _outlook(OfferForm({}, _sold(), list(standing_offers.ANY_DAY)))


@bp.post("/quan-ly/dinh-ky")
@facility("editor")
def offer():
    form = OfferForm(request.form, _sold(), request.form.getlist("days"))
    if not form.is_valid() or form.product is None:
        return _outlook(form), 422
    standing_offers.offer(form.product, form.least, form.weekdays)
    db.session.commit()
    flash(_("Khách đặt định kỳ được món này."), "good")
    return redirect(url_for(".outlook"), 303)


@bp.post("/quan-ly/dinh-ky/<int:product_id>/thoi")
@facility("editor")
def stop(product_id: int):
    found = standing_queries.offer_of(product_id)
    if found is None or found.product.facility_id != my_facility_id():
        abort(404)
    standing_offers.stop(found)
    db.session.commit()
    flash(_("Đã thôi nhận đặt định kỳ; kỳ sau của ai đang đặt thì chợ hỏi lại họ."), "good")
    return redirect(url_for(".outlook"), 303)


def _choose():
    """What can be had so, of all makers; what is in the visitor's cart is ticked."""
    cart = current_cart()
    in_cart = {line.variant.sku for line in cart.lines} if cart else set()
    goods = standing_queries.on_offer()
    return render_template(
        "shop/standing_choose.html", goods=goods, in_cart=[v.sku for v, _o in goods if v.sku in in_cart]
    )


def _done(mine, act, said: str):
    try:
        act(mine)
    except standing.Over:
        return _over()
    db.session.commit()
    flash(said, "good")
    return redirect(url_for(".show", token=mine.token), 303)


def _over():
    db.session.rollback()
    abort(409, _("Kỳ này đã quyết rồi hoặc đơn đã thôi. Mở lại trang để xem."))


def _mine(token: str):
    return standing_queries.at(token) or abort(404, _("Không có đơn định kỳ nào ở địa chỉ này."))


def _goods(values):
    skus = [one[:60] for one in values.getlist("ma")][: standing.MOST_GOODS]
    return standing_queries.with_skus(skus) or abort(404, _("Món này hiện không đặt định kỳ được."))


def _bill(goods, form: StandingForm):
    province = places.province(str(form.value("province_code"))) or places.province(shipping.HOME)
    commune = places.commune(str(form.value("commune_code")))
    code = commune.code if commune and commune.province_code == province.code else ""
    return standing_bills.reckon([one for one, _offer in goods], form.quantities, province.code, code)


def _form_page(goods, form: StandingForm, status: int = 200, **notes):
    province = places.province(str(form.value("province_code"))) or places.province(shipping.HOME)
    page = render_template(
        "shop/standing_new.html",
        goods=goods,
        form=form,
        quantities=form.quantities,
        bill=_bill(goods, form),
        days_before=settings.value("standing_days_before"),
        province=province,
        provinces=[(one.code, one.name) for one in places.provinces()],
        communes=[(one.code, one.name) for one in places.communes_of(province.code)],
        **notes,
    )
    return page, status


def _page(mine, **notes):
    return render_template(
        "shop/standing.html",
        standing=mine,
        bill=standing_bills.of(mine) if mine.next_on or mine.asks else None,
        is_in_time=standing.is_in_time,
        days_before=settings.value("standing_days_before"),
        why_words=standing_letters.words,
        **{"form": None} | notes,
    )


def _sold():
    return standing_queries.may_be_offered(my_facility_id())


def _outlook(form: OfferForm):
    return render_template(
        "shop/manage_standing.html",
        facility=db.session.get_one(Facility, my_facility_id()),
        form=form,
        offers=standing_queries.offers_by(my_facility_id()),
        expected=standing_queries.expected(my_facility_id()),
    )

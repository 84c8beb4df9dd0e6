"""Asking several makers at once, and their quotes side by side at an unguessable address."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from catalog import queries as catalogue
from catalog import taxonomy
from core import rates
from core.access import visitor
from core.db import db
from shop import askings, compare, enquiries, queries
from shop.forms import ManyForm
from shop.web.public import MOST_QUESTIONS

bp = Blueprint("askings", __name__)


@bp.get("/hoi-nhieu")
@visitor
def new():
    return _form_page(_choices(request.args), ManyForm(request.args, []))


@bp.post("/hoi-nhieu")
@visitor
def ask():
    offered = _choices(request.form)
    form = ManyForm(request.form, request.form.getlist("noi"))
    asked = [one for one in offered if one.facility.slug in form.chosen]
    if not form.is_valid() or not asked:
        return _form_page(offered, form), 422
    try:
        for _one in asked:
            rates.count("ask", request.remote_addr or "", MOST_QUESTIONS)
    except rates.TooOften:
        abort(429, _("Bạn đã hỏi nhiều câu trong giờ này. Xin đợi một lát rồi hỏi tiếp."))
    booth = queries.booth_with_code(request.form.get("gian", "")[:40]) if request.form.get("gian") else None
    asking = askings.ask(asked, form.question, booth)
    db.session.commit()
    flash(ngettext("Đã gửi tới một nơi.", "Đã gửi tới %(num)s nơi.", len(asked)), "good")
    return redirect(url_for(".show", token=asking.token), 303)


@bp.get("/hoi-nhieu/<token>")
@visitor
def show(token: str):
    asking = _asking(token)
    return render_template(
        "shop/asked_many.html",
        asking=asking,
        honours=askings.honours([one.facility_id for one in asking.enquiries]),
        levels=taxonomy.level_names(),
        is_chosen=any(quote.state == "accepted" for one in asking.enquiries for quote in one.quotes),
    )


@bp.post("/hoi-nhieu/<token>/cam-on")
@visitor
def thank(token: str):
    try:
        told = askings.tell_others(_asking(token))
    except askings.NobodyChosen:
        abort(409, _("Bạn chưa nhận báo giá nào. Nhận một nơi rồi hãy báo các nơi còn lại."))
    except enquiries.TooMany:
        abort(429, _("Bạn đã viết nhiều trong giờ này. Xin đợi người bán trả lời, hoặc gọi điện."))
    db.session.commit()
    flash(ngettext("Đã cảm ơn một nơi.", "Đã cảm ơn %(num)s nơi.", told), "good")
    return redirect(url_for(".show", token=token), 303)


def _asking(token: str):
    return askings.at(token) or abort(404, _("Không có cuộc trò chuyện nào ở địa chỉ này."))


def _choices(values):
    """From goods laid side by side (`sp`), from a craft village (`lang`), or both; one of them must be there."""
    products = queries.whole_products(compare.slugs_in(values.getlist("sp")))
    slug = values.get("lang", "")[:200]
    found = askings.choices(products, catalogue.village(slug) if slug else None)
    return found or abort(404, _("Không rõ bạn muốn hỏi những nơi nào. Hãy mở trang so sánh hoặc trang làng nghề."))


def _form_page(offered, form: ManyForm):
    values = request.values
    return render_template(
        "shop/ask_many.html",
        form=form,
        offered=offered,
        most=enquiries.MOST_MAKERS,
        kept={name: ",".join(values.getlist(name)) for name in ("sp", "lang", "gian") if values.get(name)},
    )

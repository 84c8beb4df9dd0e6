"""Reviews beyond the product's page: all of them by page, reporting one, and the staff's desk for them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import rates
from core.access import public, visitor
from core.db import db
from shop import queries, reviews
from shop.forms import HidingForm, ReportForm

bp = Blueprint("reviews", __name__)
MOST_REPORTS = 5  # an hour from one place


@bp.get("/san-pham/<slug>/loi-khen")
@public
def of_product(slug: str):
    page = queries.review_page(slug, request.args.get("trang", 1, type=int)) or abort(404)
    return render_template("shop/reviews.html", page=page, product=page.product)


@bp.get("/loi/<int:review_id>/bao")
@visitor
def report_form(review_id: int):
    return _report_page(_shown(review_id), ReportForm())


@bp.post("/loi/<int:review_id>/bao")
@visitor
def report(review_id: int):
    review, product = _shown(review_id)
    form = ReportForm(request.form)
    if not form.is_valid():
        return _report_page((review, product), form), 422
    who = request.remote_addr or ""
    try:
        rates.count("report", who, MOST_REPORTS)
        reviews.report(review, form.reason, rates.digest_of(who))
    except rates.TooOften:
        abort(429, _("Bạn đã báo nhiều lời trong giờ này. Xin đợi một lát."))
    except reviews.AlreadyReported:
        pass  # said once is enough; she is thanked all the same
    db.session.commit()
    flash(_("Cảm ơn bạn đã báo. Người trực sẽ xem."), "good")
    return redirect(url_for("shop.product", slug=product.slug), 303)


@bp.get("/can-bo/loi-khen")
@staff("moderate")
def desk():
    return _desk(HidingForm())


@bp.post("/can-bo/loi-khen/<int:review_id>/hien")
@staff("moderate")
def show(review_id: int):
    _decide(reviews.show, _any(review_id))
    db.session.commit()
    flash(_("Lời này đang ở trang món hàng."), "good")
    return redirect(url_for(".desk"), 303)


@bp.post("/can-bo/loi-khen/<int:review_id>/an")
@staff("moderate")
def hide(review_id: int):
    review = _any(review_id)
    form = HidingForm(request.form)
    if not form.is_valid():
        return _desk(form, review_id), 422
    _decide(reviews.hide, review, form.reason)
    db.session.commit()
    flash(_("Đã ẩn. Lời này không còn tính vào điểm."), "good")
    return redirect(url_for(".desk"), 303)


def _decide(verb, review, *details) -> None:
    try:
        verb(review, *details)
    except reviews.AlreadyDecided:
        abort(409, _("Lời này vừa được người khác xử lý. Hãy tải lại trang."))


def _shown(review_id: int):
    return queries.review_shown(review_id) or abort(404)


def _any(review_id: int):
    return queries.review(review_id) or abort(404)


def _report_page(found, form):
    review, product = found
    return render_template("shop/report.html", review=review, product=product, form=form)


def _desk(form, review_id: int = 0):
    tab = request.args.get("loai", "")
    return render_template(
        "shop/staff_reviews.html",
        tab=tab,
        rows=queries.reviews_to_moderate(tab),
        counts=queries.reviews_waiting(),
        form=form,
        form_id=review_id,
    )

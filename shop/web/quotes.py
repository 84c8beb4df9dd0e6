"""Quotes of a talk: the maker writes and takes back, the buyer reads, accepts into an order or declines."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from accounts.access import facility, my_facility_id
from core import answers
from core.access import visitor
from core.db import db
from programme import places
from programme.models import Facility
from shop import (
    enquiries,
    offered,
    orders,
    payments,
    quote_forms,
    quote_orders,
    quote_queries,
    quote_reckoning,
    quote_sheets,
    quote_words,
    quotes,
    shipping,
)
from shop.forms import CheckoutForm
from shop.quote_forms import DeclineForm, QuoteForm
from shop.web import placing

bp = Blueprint("quotes", __name__)


@bp.get("/hoi/<token>/bao-gia/<int:number>")
@visitor
def show(token: str, number: int):
    quote = _quote(token, number)
    return _page(quote, _address_of(quote))


@bp.post("/hoi/<token>/bao-gia/<int:number>")
@visitor
def accept(token: str, number: int):
    quote = _quote(token, number)
    form = CheckoutForm(request.form, quote_reckoning.methods(quote))
    if request.form.get("do") == "communes":
        return _page(quote, form)
    if not form.is_valid():
        return _page(quote, form, 422)
    try:
        order = _accepted(token, number, form)
    except quotes.NotOpen as ended:
        return _ended(token, number, ended.standing)
    except quote_orders.OtherPlace:
        form.errors["province_code"] = _("Phí giao trong báo giá tính tới %(where)s.", where=quote_words.place(quote))
        return _page(_quote(token, number), form, 422)
    except orders.NoCash:
        form.errors["payment"] = placing.no_cash_words()
        return _page(_quote(token, number), form, 422)
    except payments.NoTransfers:
        form.errors["payment"] = placing.not_offered_words()
        return _page(_quote(token, number), form, 422)
    except offered.Short as short:
        return _page(_quote(token, number), form, 409, short=short.names)
    flash(_("Bạn đã nhận báo giá; đây là đơn."), "good")
    return redirect(url_for("orders.show", token=order.token), 303)


@bp.post("/hoi/<token>/bao-gia/<int:number>/tu-choi")
@visitor
def decline(token: str, number: int):
    quote = _quote(token, number)
    form = DeclineForm(request.form)
    if not form.is_valid():
        return _page(quote, _address_of(quote), 422, declining=form)
    try:
        quotes.decline(quote, form.reason)
    except quotes.NotOpen:
        abort(409, _("Báo giá này không còn chờ trả lời. Mở lại cuộc trò chuyện để xem."))
    db.session.commit()
    flash(_("Đã báo người bán; họ có thể gửi bản khác."), "good")
    return redirect(url_for("talks.show", token=token), 303)


@bp.get("/hoi/<token>/bao-gia/<int:number>/bao-gia.pdf")
@visitor
def paper(token: str, number: int) -> Response:
    return _paper(_quote(token, number))


@bp.get("/quan-ly/hoi-dap/<int:enquiry_id>/bao-gia")
@facility("packer")
def write(enquiry_id: int):
    enquiry = _mine(enquiry_id)
    return _editor(enquiry, _form(enquiry, quote_forms.begun(enquiry)))


@bp.post("/quan-ly/hoi-dap/<int:enquiry_id>/bao-gia")
@facility("packer")
def offer(enquiry_id: int):
    enquiry = _mine(enquiry_id)
    form = _form(enquiry, request.form)
    if request.form.get("do") == "more":
        return _editor(enquiry, form, more=quote_forms.MORE)
    if not form.is_valid():
        return _editor(enquiry, form, 422)
    try:
        quote = quotes.offer(enquiry, form.terms, request.form.get("seen", ""))
        db.session.commit()
    except enquiries.Erased:
        abort(409, _("Người hỏi đã yêu cầu xóa tên; không còn ai để trả lời."))
    except (quotes.SeenOld, quotes.NotOpen, IntegrityError):
        db.session.rollback()
        return _editor(_mine(enquiry_id), _form(_mine(enquiry_id), request.form), 409, seen_old=True)
    flash(_("Đã gửi báo giá bản %(n)s cho %(name)s.", n=quote.number, name=enquiry.name), "good")
    return redirect(url_for(".write", enquiry_id=enquiry_id), 303)


@bp.post("/quan-ly/hoi-dap/<int:enquiry_id>/bao-gia/<int:number>/rut")
@facility("packer")
def withdraw(enquiry_id: int, number: int):
    quote = _numbered(_mine(enquiry_id), number)
    try:
        quotes.withdraw(quote)
    except quotes.NotOpen:
        abort(409, _("Báo giá này đã được trả lời hoặc rút lại rồi. Mở lại để xem."))
    db.session.commit()
    flash(_("Đã rút báo giá; người hỏi được báo."), "good")
    return redirect(url_for(".write", enquiry_id=enquiry_id), 303)


@bp.get("/quan-ly/hoi-dap/<int:enquiry_id>/bao-gia/<int:number>/bao-gia.pdf")
@facility("packer")
def copy(enquiry_id: int, number: int) -> Response:
    return _paper(_numbered(_mine(enquiry_id), number))


def _accepted(token: str, number: int, form: CheckoutForm):
    """Accept and commit. A race lost on a unique key is run again: it then finds the quote taken, or takes it."""
    buyer = form.buyer(current_user.id if current_user.is_authenticated else None)
    return answers.committed(lambda: quote_orders.accept(_quote(token, number), buyer))


def _ended(token: str, number: int, standing: str):
    """Accepted already: sent twice, it leads to the one order. Else what became of it is said, and nothing ordered."""
    quote = _quote(token, number)
    if standing == "accepted" and quote.order:
        flash(_("Báo giá này đã được nhận rồi; đây là đơn của nó."), "good")
        return redirect(url_for("orders.show", token=quote.order.token), 303)
    return _page(quote, CheckoutForm(request.form), 409, late=True)


def _quote(token: str, number: int):
    return _numbered(quote_queries.of_talk(token), number)


def _numbered(enquiry, number: int):
    found = next((one for one in enquiry.quotes if one.number == number), None) if enquiry else None
    return found or abort(404, _("Không có báo giá nào ở địa chỉ này."))


def _mine(enquiry_id: int):
    return quote_queries.of_maker(my_facility_id(), enquiry_id) or abort(404)


def _form(enquiry, raw) -> QuoteForm:
    return QuoteForm(raw, enquiry, quote_queries.offers(my_facility_id()))


def _address_of(quote) -> CheckoutForm:
    """What is known of the buyer before she types."""
    asker = quote.enquiry
    known = {"name": asker.name, "email" if "@" in asker.contact else "phone": asker.contact, "payment": "cod"}
    if asker.freight:
        known |= {"commune_code": asker.freight.commune_code, "street": asker.freight.street}
    chosen = request.args.get("province_code") or quote.province_code or shipping.HOME
    return CheckoutForm(known | {"province_code": chosen})


def _page(quote, form: CheckoutForm, status: int = 200, **notes):
    province = places.province(str(form.value("province_code"))) or places.province(shipping.HOME)
    before = quote_words.before(quote)
    page = render_template(
        "shop/quote.html",
        quote=quote,
        enquiry=quote.enquiry,
        form=form,
        methods=quote_reckoning.methods(quote),
        tax_inside=quote_reckoning.tax_inside(quote),
        place=quote_words.place(quote),
        changes=quote_words.changes(quote, before) if before else [],
        province=province,
        provinces=[(one.code, one.name) for one in places.provinces()],
        communes=[(one.code, one.name) for one in places.communes_of(province.code)],
        **{"declining": None} | notes,
    )
    return page, status


def _editor(enquiry, form: QuoteForm, status: int = 200, more: int = 0, **notes):
    page = render_template(
        "shop/manage_quote.html",
        facility=db.session.get_one(Facility, my_facility_id()),
        enquiry=enquiry,
        form=form,
        rows=range(min(quotes.MOST_LINES, len(form.rows) + more)),
        offers=list(form.offers.values()),
        seen=quotes.seen_of(enquiry),
        provinces=[(one.code, one.name) for one in places.provinces()],
        place_of=quote_words.place,
        **notes,
    )
    return page, status


def _paper(quote) -> Response:
    with force_locale("vi"):
        response = Response(quote_sheets.of_quote(quote), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="bao-gia-{quote.id}.pdf"'
    return response

"""Bills of sale as files: for the buyer and the maker on paper, for the maker's invoice programme as XML."""

from flask import Blueprint, Response, abort
from flask_babel import force_locale
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from core.access import visitor
from shop import invoice_sheets, invoices, queries
from shop.settling import months
from shop.web.orders import order_of, parcel_of

bp = Blueprint("invoices", __name__)


@bp.get("/don-hang/<token>/goi/<code>/phieu-ban-hang.pdf")
@visitor
def slip(token: str, code: str) -> Response:
    return _slip(parcel_of(order_of(token), code))


@bp.get("/quan-ly/don/<int:parcel_id>/phieu-ban-hang.pdf")
@facility("packer")
def my_slip(parcel_id: int) -> Response:
    return _slip(_mine(parcel_id))


@bp.get("/quan-ly/don/<int:parcel_id>/hoa-don.xml")
@facility("owner")
def file(parcel_id: int) -> Response:
    from shop import einvoice  # the library of XML is loaded when a file is asked for

    bill = _bill(_mine(parcel_id))
    return _sent(einvoice.file_of(bill), "application/xml", f"{einvoice.name_of(bill)}.xml")


@bp.get("/quan-ly/tien/thang/<month>/hoa-don.zip")
@facility("owner")
def files(month: str) -> Response:
    """Of all that was delivered in it."""
    from shop import einvoice

    bills = invoices.of_month(my_facility_id(), months.read(month) or abort(404))
    return _sent(einvoice.files_of(bills), "application/zip", f"hoa-don-{month}.zip")


def _slip(parcel) -> Response:
    bill = _bill(parcel)
    with force_locale("vi"):
        content = invoice_sheets.of_bill(bill)
    return _sent(content, "application/pdf", f"phieu-ban-hang-{bill.parcel.code}.pdf")


def _bill(parcel):
    if not invoices.may_be_made(parcel):
        abort(404, _("Gói này chưa cân xong hoặc không bán nữa, nên không có phiếu bán hàng."))
    return invoices.of(parcel)


def _mine(parcel_id: int):
    return queries.parcel_of(my_facility_id(), parcel_id) or abort(404)


def _sent(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

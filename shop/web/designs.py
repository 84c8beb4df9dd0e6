"""Private designs for the buyer whose enquiry was accepted, and the maker's yes and no to her."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import designs
from catalog.web.designs import PRIVATE, shown
from core.access import visitor
from core.db import db
from shop import design_access, queries

bp = Blueprint("shop_designs", __name__)


@bp.get("/mau-rieng/<token>")
@visitor
def show(token: str):
    enquiry = _opened(token)
    page = render_template(
        "shop/designs.html", enquiry=enquiry, designs=designs.shown(enquiry.product_id), token=token,
        widths_of=designs.widths_of,
    )  # fmt: skip
    response = make_response(page)
    response.headers.update(PRIVATE)
    return response


@bp.get("/mau-rieng/<token>/<int:design_id>/<int:width>.<ending>")
@visitor
def picture(token: str, design_id: int, width: int, ending: str):
    design = designs.one_of(_opened(token).product_id, design_id) or abort(404)
    return shown(design, width, ending)


@bp.post("/quan-ly/hoi-dap/<int:enquiry_id>/mau-rieng")
@facility("editor")
def accept(enquiry_id: int):
    enquiry = _mine(enquiry_id)
    try:
        design_access.accept(enquiry)
    except design_access.NothingToShow:
        abort(409, _("Món này chưa có mẫu riêng nào."))
    db.session.commit()
    flash(_("%(name)s xem được mẫu riêng của %(what)s.", name=enquiry.name, what=enquiry.product.name), "good")
    return _back(enquiry_id)


@bp.post("/quan-ly/hoi-dap/<int:enquiry_id>/mau-rieng/thu-lai")
@facility("editor")
def withdraw(enquiry_id: int):
    design_access.withdraw(_mine(enquiry_id))
    db.session.commit()
    flash(_("Đã thu lại. Địa chỉ cũ không mở được nữa."), "good")
    return _back(enquiry_id)


def _opened(token: str):
    closed = _("Địa chỉ này không mở được. Người làm có thể đã thu lại; hãy hỏi lại họ.")
    return design_access.opened_by(token[:64]) or abort(404, closed)


def _mine(enquiry_id: int):
    return queries.enquiry_of(my_facility_id(), enquiry_id) or abort(404)


def _back(enquiry_id: int):
    return redirect(url_for("shop_manage.questions", _anchor=f"hoi-{enquiry_id}"), 303)

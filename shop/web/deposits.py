"""A maker says what is paid ahead on a thing that is made to order, and what of it she keeps."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import desk
from core.db import db
from core.forms import Form
from shop import deposits

bp = Blueprint("deposits", __name__, url_prefix="/quan-ly/san-pham/<int:product_id>/dat-coc")


class DepositForm(Form):
    """`percent` of the product; a variant's own is named percent-<id>, empty where the product's holds."""

    def __init__(self, raw, product) -> None:
        super().__init__(raw)
        self.product = product

    def clean(self) -> None:
        self.percent = self.integer("percent", at_least=0, at_most=100) or 0
        self.kept = self.integer("kept", at_least=0, at_most=100, required=False) or 0
        self.own = {one.id: self._own(one.id) for one in self.product.offers} if len(self.product.offers) > 1 else {}

    def _own(self, variant_id: int) -> int | None:
        return self.integer(f"percent-{variant_id}", at_least=0, at_most=100, required=False)


@bp.get("")
@facility("editor")
def show(product_id: int):
    product = _mine(product_id)
    percent, kept, own = deposits.shares_of(product)
    said = {"percent": percent, "kept": kept} | {f"percent-{one}": share for one, share in own.items()}
    return _page(product, DepositForm(said, product))


@bp.post("")
@facility("editor")
def change(product_id: int):
    product = _mine(product_id)
    form = DepositForm(request.form, product)
    if not form.is_valid():
        return _page(product, form), 422
    deposits.set_for(product, form.percent, form.kept, form.own)
    db.session.commit()
    flash(_("Đã lưu tiền cọc; đơn đã đặt giữ như cũ."), "good")
    return redirect(url_for(".show", product_id=product_id), 303)


def _mine(product_id: int):
    product = desk.product_of(my_facility_id(), product_id) or abort(404)
    return product if product.mode == "made_to_order" else abort(404, _("Chỉ món làm theo đặt mới có tiền cọc."))


def _page(product, form: DepositForm):
    return render_template("shop/manage_deposit.html", facility=product.facility, product=product, form=form)

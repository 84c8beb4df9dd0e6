"""A maker sends one parcel in two journeys: some goods first, the rest by a day."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from core import times
from core.db import db
from core.forms import Form
from shop import journeys, queries
from shop.web import manage

bp = Blueprint("journeys", __name__, url_prefix="/quan-ly/don/<int:parcel_id>")


class JourneysForm(Form):
    """What goes first are ticked fields named dong-<line>; the rest is packed by `later_on`."""

    def clean(self) -> None:
        ticked = [name.partition("dong-")[2] for name in self.raw if name.startswith("dong-")]
        self.first = {int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 10}
        self.later_on = self.day("later_on", at_least=times.today(), required=_("Chọn ngày gói chuyến sau."))


@bp.post("/hai-chuyen")
@facility("packer")
def split(parcel_id: int):
    parcel = queries.parcel_of(my_facility_id(), parcel_id) or abort(404, _("Cơ sở của bạn không có đơn này."))
    form = JourneysForm(request.form)
    if not form.is_valid():
        return manage.page(parcel, two=form), 422
    try:
        journeys.split(parcel, form.first, form.later_on)
    except journeys.NothingStays:
        form.errors["later_on"] = _("Chọn món đi trước, và để lại ít nhất một món cho chuyến sau.")
        return manage.page(parcel, two=form), 422
    except journeys.NotDivisible:
        abort(409, _("Gói này đã gói, đã gửi, hoặc trả bằng thẻ hay phiếu giảm giá nên đi một chuyến."))
    db.session.commit()
    flash(_("Đã chia hai chuyến; người mua được báo. Phí giao tính ở chuyến đầu."), "good")
    return redirect(url_for("shop_manage.parcel", parcel_id=parcel_id), 303)

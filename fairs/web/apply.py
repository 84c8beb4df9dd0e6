"""A facility applies for a stand on one page, changes its application or takes it back, while the call is open."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from core import times
from core.db import db
from fairs import applications, queries, workspace
from fairs.call_forms import ApplicationForm
from fairs.calls import criteria, fitness, reading
from fairs.models import POWERS, Fair
from programme import eligibility
from programme.models import Facility

bp = Blueprint("fairs_apply", __name__, url_prefix="/quan-ly/hoi-cho")


@bp.get("/<slug>/dang-ky")
@facility("editor")
def show(slug: str):
    fair = _fair(slug)
    return _page(fair, ApplicationForm.showing(applications.of_facility(fair, my_facility_id())))


@bp.post("/<slug>/dang-ky")
@facility("editor")
def apply(slug: str):
    fair = _fair(slug)
    mine = [product.id for product in workspace.goods_to_choose(my_facility_id())]
    form = ApplicationForm(request.form, request.form.getlist("product_ids"), mine)
    if not form.is_valid() or not _applied(fair, form):
        return _page(fair, form), 422
    flash(_("Đã gửi đơn. Sửa, rút được đến hết hạn nhận đơn."), "good")
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/<slug>/dang-ky/rut")
@facility("editor")
def withdraw(slug: str):
    try:
        applications.withdraw(_fair(slug), my_facility_id())
    except applications.CallClosed:
        abort(409, _closed())
    db.session.commit()
    flash(_("Đã rút đơn. Còn hạn thì gửi lại được."), "good")
    return redirect(url_for(".show", slug=slug), 303)


def _applied(fair: Fair, form: ApplicationForm) -> bool:
    """Hand it in and commit. A form sent twice changes one application to the same."""
    try:
        applications.apply(fair, my_facility_id(), form.asked)
    except applications.CallClosed:
        abort(409, _closed())
    except applications.NoSuchStand as wrong:
        form.errors["stands"] = _("Không có gian %(n)s trên mặt bằng. Xem lại số gian.", n=wrong.number)
        return False
    db.session.commit()
    return True


def _closed() -> str:
    return _("Hội chợ này hiện không nhận đơn. Xem lịch nhận đơn ở trang hội chợ.")


def _fair(slug: str) -> Fair:
    return queries.fair(slug) or abort(404)


def _page(fair: Fair, form: ApplicationForm) -> str:
    place = db.session.get_one(Facility, my_facility_id())
    products = workspace.goods_to_choose(place.id)
    made = applications.of_facility(fair, place.id)
    chosen = [one for one in products if str(one.id) in form.chosen]
    return render_template(
        "fairs/apply/form.html",
        facility=place,
        fair=fair,
        made=made,
        form=form,
        criteria=criteria.of_fair(fair.id),
        checks=fitness.checks(place, chosen),
        verdict=eligibility.of(place, times.today()),
        past=reading.past_fairs(place.id, fair),
        products=products,
        product_options=[(str(product.id), product.name) for product in products],
        powers=POWERS,
        free=reading.free_stands(fair),
    )

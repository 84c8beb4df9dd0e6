"""A facility applies for a stand on one page and changes its application while the call is open; there it also reads
what was decided, objects, and gives back what it does not need.
"""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from accounts.access import facility, my_facility_id
from core import times
from core.db import db
from fairs import applications, queries, workspace
from fairs.call_forms import ApplicationForm
from fairs.calls import criteria, deciding, fitness, judging, reading, waiting
from fairs.judging_forms import ObjectionForm
from fairs.models import POWERS, Application, Fair
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


@bp.post("/<slug>/dang-ky/khieu-nai")
@facility("editor")
def object_to(slug: str):
    fair, form = _fair(slug), ObjectionForm(request.form)
    made = _mine(fair)
    if not form.is_valid():
        return _page(fair, ApplicationForm.showing(made), form), 422
    try:
        deciding.object_to(made, form.words)
    except deciding.NoObjectionsNow:
        abort(409, _("Đã hết hạn khiếu nại, hoặc cơ sở đã gửi một khiếu nại rồi."))
    db.session.commit()
    flash(_("Đã gửi khiếu nại. Trung tâm trả lời ở đây và qua thư."), "good")
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/<slug>/dang-ky/khong-du")
@facility("editor")
def decline(slug: str):
    fair = _fair(slug)
    try:
        waiting.decline(fair, _mine(fair))
    except (waiting.NotAccepted, waiting.TooLate):
        abort(409, _("Chỉ nhường được chỗ đã được nhận, khi hội chợ chưa mở; có gian rồi thì trả gian."))
    db.session.commit()
    flash(_("Đã ghi cơ sở không dự. Chỗ này chuyển cho cơ sở đang chờ."), "good")
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/<slug>/dang-ky/tra-gian/<int:booth_id>")
@facility("editor")
def give_back(slug: str, booth_id: int):
    booth = workspace.booth_of(my_facility_id(), booth_id) or abort(404)
    if booth.fair.slug != slug or booth.stand is None:
        abort(404)
    number = booth.stand.number
    try:
        waiting.give_back(booth, booth.stand)
    except waiting.TooLate:
        abort(409, _("Hội chợ đã mở, không trả gian ở đây được nữa. Gọi cho Trung tâm."))
    db.session.commit()
    flash(_("Đã trả gian %(n)s. Cơ sở chờ đầu tiên nhận gian này ngay.", n=number), "good")
    return redirect(url_for(".show", slug=slug), 303)


def _mine(fair: Fair) -> Application:
    return applications.of_facility(fair, my_facility_id()) or abort(404)


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


def _page(fair: Fair, form: ApplicationForm, objecting: ObjectionForm | None = None) -> str:
    whole = [joinedload(Facility.village)]  # it may be here already, read with its goods and without its village
    place = db.session.get_one(Facility, my_facility_id(), options=whole, populate_existing=True)
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
        free=reading.free_stands(fair) if fair.state == "applications" else [],
        objecting=objecting or ObjectionForm({}),
        **_outcome(fair, made),
    )


def _outcome(fair: Fair, made: Application | None) -> dict[str, Any]:
    """What was decided, once that is known, and the stands held now."""
    ruling = judging.ruling_of(fair.id)
    is_known = ruling is not None and ruling.is_published and made is not None
    return {
        "ruling": ruling,
        "decision": deciding.of_application(made.id) if is_known and made else None,
        "takes_objections": deciding.takes_objections(ruling),
        "objection": deciding.objection_of(made.id) if made else None,
        "mine": [one for one in workspace.booths_of(my_facility_id()) if one.fair_id == fair.id and one.stand],
    }

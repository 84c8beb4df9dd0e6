"""Staff allot the stands of a fair: the hall on the plan and as a table, who holds what, who asks for one."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import workbooks
from core.db import db
from fairs import exports, halls, plans, stands, workspace
from fairs.calls import waiting
from fairs.models import Fair, Hall, Stand
from fairs.web import marks
from programme.models import Facility

bp = Blueprint("fairs_stands", __name__, url_prefix="/can-bo/gian")


@bp.get("")
@staff("allot")
def board():
    fairs, fair, hall = _asked()
    places = workspace.stands_of(hall.id) if hall else []
    number = request.args.get("gian", "")
    applicants = workspace.applicants(fair.id) if fair else []
    return render_template(
        "fairs/stands.html",
        fair=fair,
        fair_tabs=[(url_for(".board", fair=one.slug), one.name, one is fair) for one in fairs],
        hall=hall,
        hall_tabs=[(_address(fair, one), one.name, one is hall) for one in fair.halls] if fair else [],
        stands=places,
        chosen=halls.stand_in(places, number),
        plan_stands=marks.on_plan(places, lambda stand: _address(fair, hall, stand), name=marks.held),
        groups=plans.key_of(places),
        applicants=applicants,
        choices=_choices(applicants),
    )


@bp.get("/tai.xlsx")
@staff("allot")
def workbook():
    """The stands of one hall, or with `loai=don` who asked for a stand of the fair."""
    _fairs, fair, hall = _asked()
    if fair and request.args.get("loai") == "don":
        return workbooks.answer(f"don-xin-gian-{fair.slug}", exports.applications(workspace.applicants(fair.id)))
    if hall is None:
        abort(404)
    content = exports.stands(workspace.stands_of(hall.id))
    return workbooks.answer(f"gian-{fair.slug}-{hall.code.lower()}", content)


def _asked() -> tuple[list[Fair], Fair | None, Hall | None]:
    """Every fair, the one asked for or else the last, and its hall; what is asked for and not there is a 404."""
    fairs = workspace.fairs_to_allot()
    slug = request.args.get("fair", "")
    fair = next((one for one in fairs if one.slug == slug), None) if slug else next(iter(fairs), None)
    hall = halls.find(fair, request.args.get("nha", "")) if fair else None
    if (slug and fair is None) or (fair and fair.halls and hall is None):
        abort(404)
    return fairs, fair, hall


def _choices(applicants: list[workspace.Applicant]) -> list[tuple[int, str]]:
    """Who may be given a stand: those who asked, in turn, then everybody else by name."""
    asked = [
        (one.application.facility_id, _("%(name)s (có đơn)", name=one.application.facility.name)) for one in applicants
    ]
    ids = {facility_id for facility_id, _name in asked}
    return asked + [(one.id, one.name) for one in workspace.facilities() if one.id not in ids]


@bp.post("/<int:stand_id>/giao")
@staff("allot")
def allot(stand_id: int):
    stand = workspace.stand(stand_id) or abort(404)
    wanted = request.form.get("facility_id", 0, type=int)
    facility = db.session.get(Facility, wanted) or abort(422, _("Chọn cơ sở nhận gian."))
    try:
        stands.allot(stand, facility)
    except stands.StandTaken as taken:
        abort(409, _("Gian %(n)s đã giao cho %(who)s. Chọn gian khác.", n=stand.number, who=taken.holder))
    except stands.FairClosed:
        abort(409, _("Hội chợ đã tan hoặc đã hủy, không giao gian được nữa."))
    db.session.commit()
    flash(_("Đã giao gian %(n)s cho %(who)s.", n=stand.number, who=facility.name), "good")
    return redirect(_address(stand.hall.fair, stand.hall, stand), 303)


@bp.post("/<int:stand_id>/thu-lai")
@staff("allot")
def take_back(stand_id: int):
    stand = workspace.stand(stand_id) or abort(404)
    try:
        booth = stands.take_back(stand)
    except stands.FairClosed:
        abort(409, _("Hội chợ đã tan, sổ gian giữ nguyên."))
    db.session.commit()
    if booth:
        flash(_("Đã thu lại gian %(n)s của %(who)s. Giao lại được ngay.", n=stand.number, who=booth.title), "good")
    return redirect(_address(stand.hall.fair, stand.hall, stand), 303)


@bp.post("/<int:stand_id>/tra")
@staff("allot")
def give_back(stand_id: int):
    """The facility no longer wants it: who waits first has it."""
    stand = workspace.stand(stand_id) or abort(404)
    booth = stand.booth or abort(409, _("Gian này đang trống."))
    try:
        moved_up = waiting.give_back(booth, stand)
    except waiting.TooLate:
        abort(409, _("Hội chợ đã mở hoặc đã hủy: chỉ còn thu lại."))
    db.session.commit()
    said = _("Gian %(n)s chuyển cho %(who)s.", n=stand.number, who=moved_up.name) if moved_up else _("Không ai chờ.")
    flash(_("Đã ghi %(who)s trả gian.", who=booth.title) + " " + said, "good")
    return redirect(_address(stand.hall.fair, stand.hall, stand), 303)


def _address(fair, hall, stand: Stand | None = None) -> str:
    chosen = {"gian": stand.number, "_anchor": "gian"} if stand else {}
    return url_for("fairs_stands.board", fair=fair.slug, nha=hall.code, **chosen)

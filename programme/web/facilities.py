"""Facilities as staff see them: the roll, and of each its eligibility, identity, facts, qualities and supports."""

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts import assisting, people
from accounts.access import staff
from core import audit, times
from core.access import must_reach
from core.db import db
from core.text import clean_line
from programme import eligibility, identity, qualities, queries, rolls, words
from programme.models import FACILITY_KINDS, Facility
from programme.rolls import RollCriteria
from programme.standing_forms import FactForm, IdentityForm, QualityCheckForm, RecognitionForm, WithdrawForm
from programme.web import lists

bp = Blueprint("facilities_staff", __name__, url_prefix="/can-bo/co-so")

PATH = "/can-bo/co-so"
FILTERS = ("q", "loai", "xa", "danh-tinh")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
@staff("programme", "report", "assist")
def roll():
    criteria, wanted = _criteria(), lists.asked(FILTERS)
    total = rolls.count(criteria)
    page = _page_number()
    count = lists.pages(page, total, rolls.PAGE_SIZE)
    return render_template(
        "programme/staff_facilities.html",
        criteria=criteria,
        lines=rolls.lines(criteria, times.today(), offset=(page - 1) * rolls.PAGE_SIZE),
        total=total,
        page=page,
        page_count=count,
        page_links=lists.page_links(PATH, wanted, count),
        file=lists.address(f"{PATH}/tai.xlsx", wanted),
        kinds=[(kind, words.kind_name(kind)) for kind in FACILITY_KINDS],
        communes=rolls.communes(),
        words=words,
    )


@bp.get("/tai.xlsx")
@staff("programme", "report", "assist")
def workbook() -> Response:
    content = rolls.workbook(rolls.lines(_criteria(), times.today(), limit=None), times.today())
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="co-so-{times.today():%Y%m%d}.xlsx"'
    return response


@bp.get("/<slug>")
@staff("programme", "report", "assist")
def show(slug: str):
    return _page(_facility(slug))


@bp.post("/<slug>/danh-tinh")
@staff("programme")
def verify_identity(slug: str):
    place = _facility(slug)
    if any(file.filename for file in request.files.values()):
        abort(422, _("Không gửi ảnh giấy tờ. Chợ chỉ ghi đã kiểm bằng cách nào, ngày nào; ảnh không được giữ."))
    form = IdentityForm(request.form)
    if form.is_valid():
        try:
            identity.verify(place, form.method, form.on, form.note)
        except identity.HoldsIdentityNumber:
            form.errors["note"] = _("Đừng ghi số căn cước; chợ không giữ số ấy.")
        except identity.NotYet:
            form.errors["on"] = _("Ngày này chưa tới.")
    return _saved(place, form, _("Đã ghi là đã kiểm danh tính."))


@bp.post("/<slug>/danh-tinh/rut")
@staff("programme")
def withdraw_identity(slug: str):
    place, form = _facility(slug), WithdrawForm(request.form)
    if form.is_valid():
        try:
            identity.withdraw(place, form.reason)
        except identity.NothingToWithdraw:
            abort(409, _("Chưa có lần kiểm nào đang hiệu lực."))
    return _saved(place, form, _("Đã rút lần kiểm."))


@bp.post("/<slug>/dieu-kien")
@staff("programme")
def record_fact(slug: str):
    place, form = _facility(slug), FactForm(request.form)
    if form.is_valid():
        eligibility.record(place, form.fact, form.paper, form.from_on, form.until_on, is_so=form.is_so)
    return _saved(place, form, _("Đã ghi."))


@bp.post("/<slug>/lang-nghe")
@staff("programme")
def recognise_village(slug: str):
    place, form = _facility(slug), RecognitionForm(request.form)
    if place.village is None:
        abort(409, _("Cơ sở không ghi thuộc làng nghề nào."))
    if form.is_valid():
        village = place.village
        must_reach(village.commune_code)
        village.recognised_number, village.recognised_on = form.number, form.on
        village.recognised_title = form.title
        audit.record(village, "village.recognised", number=form.number, on=form.on.isoformat(), title=form.title)
    return _saved(place, form, _("Đã ghi quyết định công nhận làng nghề."))


@bp.post("/<slug>/tinh-chat")
@staff("programme")
def verify_quality(slug: str):
    place, form = _facility(slug), QualityCheckForm(request.form)
    if form.is_valid() and not qualities.verify(place, form.quality, form.paper, form.until):
        abort(404, _("Cơ sở không khai tính chất này."))
    return _saved(place, form, _("Đã ghi giấy tờ đã xem."))


@bp.post("/<slug>/ho-tro/<int:support_id>/can-cu")
@staff("programme")
def settle(slug: str, support_id: int):
    place = _facility(slug)
    support = next((one for one in place.supports if one.id == support_id), None) or abort(404)
    try:
        eligibility.settle(support)
    except eligibility.NotEligible as found:
        abort(409, _("Hồ sơ chưa cho thấy cơ sở đủ điều kiện vào ngày quyết định: %(why)s", why=_why(found.verdict)))
    db.session.commit()
    flash(_("Đã ghi căn cứ."), "good")
    return redirect(url_for(".show", slug=slug), 303)


def _why(verdict) -> str:
    return " ".join(clause.why for clause in verdict.clauses)


def _facility(slug: str) -> Facility:
    return queries.facility_page(slug) or abort(404, _("Không có cơ sở nào ở địa chỉ này."))


def _saved(place: Facility, form, said: str):
    if form.errors:
        slug = place.slug
        db.session.rollback()
        return _page(_facility(slug), form), 422
    db.session.commit()
    flash(said, "good")
    return redirect(url_for(".show", slug=place.slug), 303)


def _page(place: Facility, form: Any = None) -> str:
    facts = eligibility.facts_of(place.id)
    on = _asked_day()
    checks = identity.checks_of(place.id)
    return render_template(
        "programme/staff_facility.html",
        facility=place,
        form=form,
        on=on,
        verdict=eligibility.of(place, on, facts),
        facts=facts,
        checks=checks,
        names=people.names_of([one.officer_id for one in checks if one.officer_id]),
        qualities=qualities.of(place),
        consents=assisting.consents_of(place.id),
        supports=[(one, eligibility.of(place, one.decided_on, facts)) for one in place.supports],
        words=words,
        today=times.today(),
    )


def _asked_day():
    form = IdentityForm(request.args)
    return form.day("ngay") or times.today()


def _criteria() -> RollCriteria:
    asked = {name: clean_line(request.args.get(name, ""))[:100] for name in FILTERS}
    kind = asked["loai"] if asked["loai"] in FACILITY_KINDS else ""
    checked = asked["danh-tinh"] if asked["danh-tinh"] in ("yes", "no") else ""
    return RollCriteria(asked["q"], kind, asked["xa"], checked)


def _page_number() -> int:
    form = IdentityForm(request.args)
    return form.integer("trang", at_least=1, at_most=10_000, required=False) or 1

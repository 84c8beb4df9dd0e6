"""The book of programmes and their yearly plans, for staff."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import answers
from core.db import db, release
from core.web import new_key, once_for_form
from programme import record_queries, records, units
from programme.models import Plan, Programme
from programme.record_forms import PlanForm, ProgrammeForm

bp = Blueprint("records", __name__, url_prefix="/can-bo")


@bp.get("/chuong-trinh")
@staff("programme", "report")
def book():
    return _book(ProgrammeForm({"key": new_key()}))


@bp.post("/chuong-trinh")
@staff("programme")
def begin():
    form = ProgrammeForm(request.form)
    if form.is_valid():
        try:
            once_for_form(lambda: {"id": records.begin_programme(code=form.code, **form.columns).id})
        except records.Taken:
            form.errors["code"] = _("Đã có chương trình mang mã này.")
        except answers.OtherRequest:
            form.errors["code"] = _("Phiếu này đã lập một chương trình rồi. Mở lại trang để lập chương trình khác.")
        except units.NotYours:
            _refuse()
    if form.errors:
        release()
        return _book(form), 422
    flash(_("Đã lập chương trình %(name)s.", name=form.name), "good")
    return redirect(url_for(".programme", code=form.code), 303)


@bp.get("/chuong-trinh/<code>")
@staff("programme", "report")
def programme(code: str):
    found = _programme(code)
    return _one(found, ProgrammeForm.showing(found), PlanForm({"key": new_key()}))


@bp.post("/chuong-trinh/<code>")
@staff("programme")
def revise(code: str):
    found, form = _programme(code), ProgrammeForm(request.form.to_dict() | {"code": code})
    if form.is_valid():
        try:
            records.revise_programme(found, **form.columns)
        except records.OutsideProgramme:
            form.errors["to_year"] = _("Có kế hoạch năm nằm ngoài những năm này.")
        except units.NotYours:
            _refuse()
    if form.errors:
        db.session.rollback()
        return _one(_programme(code), form, PlanForm({"key": new_key()})), 422
    db.session.commit()
    flash(_("Đã lưu. Giá trị cũ vẫn còn trong nhật ký."), "good")
    return redirect(url_for(".programme", code=code), 303)


@bp.post("/chuong-trinh/<code>/ke-hoach")
@staff("programme")
def begin_plan(code: str):
    found, form = _programme(code), PlanForm(request.form, is_new=True)
    if form.is_valid():
        try:
            once_for_form(lambda: {"id": records.begin_plan(found, year=form.year, **form.columns).id}, code)
        except records.OutsideProgramme:
            form.errors["year"] = _("Năm này ngoài chương trình.")
        except records.Taken:
            form.errors["year"] = _("Năm này đã có kế hoạch.")
        except answers.OtherRequest:
            form.errors["year"] = _("Phiếu này đã lập một kế hoạch rồi. Mở lại trang để lập kế hoạch khác.")
        except units.NotYours:
            _refuse()
    if form.errors:
        release()
        found = _programme(code)
        return _one(found, ProgrammeForm.showing(found), form), 422
    flash(_("Đã lập kế hoạch năm %(year)s.", year=form.year), "good")
    return redirect(url_for(".programme", code=code), 303)


@bp.get("/ke-hoach/<int:year>")
@staff("programme", "report")
def plan(year: int):
    return _plan_page(_plan(year), PlanForm.showing(_plan(year)))


@bp.post("/ke-hoach/<int:year>")
@staff("programme")
def revise_plan(year: int):
    found, form = _plan(year), PlanForm(request.form)
    if not form.is_valid():
        return _plan_page(found, form), 422
    try:
        records.revise_plan(found, **form.columns)
    except units.NotYours:
        _refuse()
    db.session.commit()
    flash(_("Đã lưu. Giá trị cũ vẫn còn trong nhật ký."), "good")
    return redirect(url_for(".programme", code=found.programme.code), 303)


def _programme(code: str) -> Programme:
    return record_queries.programme(code) or abort(404, _("Không có chương trình nào mang mã này."))


def _plan(year: int) -> Plan:
    return record_queries.plan(year) or abort(404, _("Năm này chưa có kế hoạch."))


def _refuse() -> None:
    abort(403, _("Sổ chương trình và kế hoạch do Sở và văn phòng chương trình ghi."))


def _book(form: ProgrammeForm) -> str:
    return render_template(
        "programme/records/book.html", rows=record_queries.programmes(), form=form, may=units.keeps_the_book()
    )


def _one(found: Programme, form: ProgrammeForm, plan_form: PlanForm) -> str:
    lines = record_queries.plan_lines(found.id)
    return render_template(
        "programme/records/programme.html",
        programme=found,
        form=form,
        plan_form=plan_form,
        lines=lines,
        may=units.keeps_the_book(),
        years=[year for year in range(found.from_year, found.to_year + 1) if year not in {x.plan.year for x in lines}],
    )


def _plan_page(found: Plan, form: PlanForm) -> str:
    return render_template("programme/records/plan.html", plan=found, form=form, may=units.keeps_the_book())

"""The units that carry the programme, what each may do, and who works in which."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts import people
from accounts.access import staff
from accounts.areas import OwnArea
from core.db import db, release
from programme import places, units
from programme.models import UNIT_KINDS
from programme.record_forms import UnitForm, UnitOfForm

bp = Blueprint("unit_desk", __name__, url_prefix="/can-bo")


@bp.get("/don-vi")
@staff("programme", "report")
def roll():
    return _page(UnitForm())


@bp.post("/don-vi")
@staff("programme")
def make():
    form = UnitForm(request.form)
    if form.is_valid():
        try:
            units.make(form.kind, form.name, form.commune_code)
        except units.UnitTaken as taken:
            form.errors[taken.field] = _("Đã có đơn vị như vậy.")
        except units.NotYours:
            _refuse()
    if form.errors:
        release()
        return _page(form), 422
    db.session.commit()
    flash(_("Đã ghi đơn vị %(name)s.", name=form.name), "good")
    return redirect(url_for(".roll"), 303)


@bp.post("/nguoi-lam/<int:person_id>/don-vi")
@staff("programme")
def place(person_id: int):
    officer = people.by_id(person_id)
    if officer is None or not officer.is_staff:
        abort(404, _("Không có cán bộ nào ở địa chỉ này."))
    form = UnitOfForm(request.form, units.every())
    if not form.is_valid():
        abort(422, " ".join(form.errors.values()))
    try:
        units.place(officer, form.unit)
    except OwnArea:
        abort(409, _("Đơn vị của mình thì nhờ người khác đặt."))
    except units.NotYours:
        _refuse()
    db.session.commit()
    flash(_("Đã ghi đơn vị của %(name)s.", name=officer.name), "good")
    return redirect(url_for("officers.roll"), 303)


def _refuse() -> None:
    abort(403, _("Đơn vị do Sở và văn phòng chương trình ghi."))


def _page(form: UnitForm) -> str:
    return render_template(
        "programme/records/units.html",
        units=units.every(),
        form=form,
        may=units.keeps_the_book(),
        kinds=UNIT_KINDS,
        acts=units.ACTS,
        delegations=units.delegations(),
        communes=[(one.code, one.name) for one in places.communes_of(places.HANOI)],
        place_names={one.code: one.name for one in places.communes_of(places.HANOI)},
    )

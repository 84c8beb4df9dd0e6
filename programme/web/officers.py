"""Who works for the programme, with which rights and in which communes."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts import areas, people, rights
from accounts.access import staff
from accounts.models import User
from core.db import db
from programme import places, units
from programme.standing_forms import AreaForm, NewOfficerForm, RightsForm

bp = Blueprint("officers", __name__, url_prefix="/can-bo/nguoi-lam")


@bp.get("")
@staff("programme", "grant")
def roll():
    return _roll(NewOfficerForm())


@bp.post("")
@staff("grant")
def add():
    form = NewOfficerForm(request.form)
    person = people.named(form.who) if form.is_valid() else None
    if not form.errors and person is None:
        form.errors["who"] = _("Chưa có tài khoản nào với địa chỉ này.")
    if form.errors or person is None:
        return _roll(form), 422
    held = [one.right for one in person.rights]
    return _changed(person, held, {*held, *form.rights})


@bp.post("/<int:person_id>/quyen")
@staff("grant")
def change_rights(person_id: int):
    form = RightsForm(request.form)
    form.is_valid()
    return _changed(_officer(person_id), form.seen, form.rights)


def _changed(person: User, seen, wanted):
    try:
        rights.change(person, seen, wanted)
    except rights.OwnRights:
        abort(409, _("Quyền của mình thì nhờ người khác đổi."))
    except rights.LastHolder:
        abort(409, _("Phải còn ít nhất một người giao quyền được. Giao cho người khác trước đã."))
    except rights.NotSeen:
        abort(409, _("Quyền của người này vừa có người đổi. Mở lại trang để xem."))
    db.session.commit()
    flash(_("Đã ghi quyền của %(name)s.", name=person.name), "good")
    return redirect(url_for(".roll"), 303)


@bp.get("/<int:person_id>")
@staff("programme", "grant")
def show(person_id: int):
    return _page(_officer(person_id), AreaForm())


@bp.post("/<int:person_id>")
@staff("programme")
def narrow(person_id: int):
    officer, form = _officer(person_id), AreaForm(request.form)
    if not form.is_valid():
        return _page(officer, form), 422
    try:
        areas.narrow(officer, form.communes)
    except areas.OwnArea:
        abort(409, _("Địa bàn của mình thì nhờ người khác đặt."))
    db.session.commit()
    flash(_("Đã ghi địa bàn của %(name)s.", name=officer.name), "good")
    return redirect(url_for(".roll"), 303)


def _officer(person_id: int) -> User:
    found = people.by_id(person_id)
    return found if found and found.is_staff else abort(404, _("Không có cán bộ nào ở địa chỉ này."))


def _roll(form: NewOfficerForm) -> str:
    return render_template(
        "programme/officers.html",
        officers=people.staff(),
        place_name=_place_name,
        units=units.officers(),
        rights=rights.names(),
        form=form,
    )


def _page(officer: User, form: AreaForm) -> str:
    asked = form.raw.get("reach")
    held = set(form.communes) if asked else officer.area or set()
    return render_template(
        "programme/officer.html",
        officer=officer,
        form=form,
        reach=asked or ("some" if officer.area else "all"),
        held=sorted(held),
        rights=rights.names(),
        has=sorted(one.right for one in officer.rights),
        communes=[(one.code, one.name) for one in places.communes_of(places.HANOI)],
        units=[(one.id, one.name) for one in units.every()],
        unit_id=units.unit_id_of(officer.id),
    )


def _place_name(code: str) -> str:
    known = places.commune(code)
    return known.name if known else code

"""Who works in a facility: invited, given roles, removed; and the person who follows the link."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user

from accounts import people, team
from accounts.access import facility, my_facility_id, signed_in
from core import mail
from core.access import visitor
from core.db import db
from core.i18n import here
from programme import queries
from programme.models import Facility
from programme.standing_forms import InvitationForm, JoinForm

bp = Blueprint("team", __name__)


@bp.get("/quan-ly/nguoi-cung-lam")
@facility("owner")
def show():
    return _page(InvitationForm())


@bp.post("/quan-ly/nguoi-cung-lam")
@facility("owner")
def invite():
    form = InvitationForm(request.form)
    if not form.is_valid():
        return _page(form), 422
    try:
        made, token = team.invite(my_facility_id(), form.role, email=form.email_address, phone=form.phone_number)
    except team.TooManyInvitations:
        abort(409, _("Đang có nhiều lời mời chưa dùng. Rút bớt rồi mời tiếp."))
    link = f"{current_app.config['SITE_URL']}/loi-moi/{token}"
    if made.email:
        mail.send(made.email, _("Lời mời cùng làm"), _letter(link))
    db.session.commit()
    return _page(InvitationForm(), link=link, to=made.email or made.phone)


@bp.post("/quan-ly/nguoi-cung-lam/<int:member_id>")
@facility("owner")
def change_role(member_id: int):
    role = request.form.get("role", "")
    if role not in ("packer", "editor", "owner"):
        abort(422)
    _on_member(team.change_role, member_id, role)
    flash(_("Đã đổi việc."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/quan-ly/nguoi-cung-lam/<int:member_id>/bo")
@facility("owner")
def remove(member_id: int):
    _on_member(team.remove, member_id)
    flash(_("Đã đưa ra khỏi đội."), "good")
    return redirect(url_for(".show"), 303)


@bp.post("/quan-ly/loi-moi/<int:invitation_id>/rut")
@facility("owner")
def call_off(invitation_id: int):
    try:
        team.call_off(my_facility_id(), invitation_id)
    except team.InvitationOver:
        abort(404, _("Lời mời này không còn."))
    db.session.commit()
    return redirect(url_for(".show"), 303)


@bp.post("/quan-ly/doi-co-so")
@facility("packer", helped=True)
def switch():
    """Another facility of hers; one that is not is not there."""
    wanted = request.form.get("facility_id", "")
    mine = {str(one.facility_id): one.facility_id for one in current_user.memberships}
    session["facility_id"] = mine.get(wanted) or abort(404)
    for other in ("helping", "acting"):
        session.pop(other, None)
    return redirect(here("/quan-ly"), 303)


@bp.get("/loi-moi/<token>")
@visitor
def invitation(token: str):
    return _invitation_page(token, JoinForm())


@bp.post("/loi-moi/<token>")
@signed_in
def accept(token: str):
    return _let_in(token, current_user)


@bp.post("/loi-moi/<token>/lap-tai-khoan")
@visitor
def join(token: str):
    """Whoever has no account makes one with the address she was invited under, and is in."""
    made = team.invitation_of(token) or abort(404, _over())
    form = JoinForm(request.form)
    if form.is_valid() and people.is_known(email=made.email, phone=made.phone):
        form.errors["name"] = _("Đã có tài khoản với địa chỉ này. Hãy đăng nhập rồi mở lại đường dẫn.")
    if form.errors:
        return _invitation_page(token, form, 422)
    user = people.register(form.name, form.password, email=made.email, phone=made.phone)
    db.session.flush()
    answer = _let_in(token, user)
    login_user(user)
    return answer


def _let_in(token: str, user):
    try:
        joined = team.accept(token, user)
    except team.InvitationOver:
        abort(404, _over())
    except team.AlreadyMember:
        abort(409, _("Bạn đã ở trong đội này rồi."))
    db.session.commit()
    session["facility_id"] = joined.facility_id
    flash(_("Bạn đã vào đội."), "good")
    return redirect(here("/quan-ly"), 303)


def _over() -> str:
    return _("Lời mời đã dùng, đã rút hoặc đã quá bảy ngày. Xin chủ cơ sở gửi lời mời khác.")


def _on_member(act, member_id: int, *values) -> None:
    try:
        act(my_facility_id(), member_id, *values)
    except team.NoSuchMember:
        abort(404, _("Không có người này trong đội."))
    except team.LastOwner:
        abort(409, _("Cơ sở phải còn ít nhất một chủ. Hãy giao thêm một chủ rồi làm lại."))
    db.session.commit()


def _letter(link: str) -> str:
    name = db.session.get_one(Facility, my_facility_id()).name
    return _("%(name)s mời bạn cùng làm ở Phiên Chợ. Mở đường dẫn này trong bảy ngày:\n%(link)s", name=name, link=link)


def _page(form: InvitationForm, **shown):
    mine = db.session.get_one(Facility, my_facility_id())
    return render_template(
        "programme/manage/team.html",
        facility=mine,
        form=form,
        members=team.members(mine.id),
        invitations=team.open_invitations(mine.id),
        **shown,
    )


def _invitation_page(token: str, form: JoinForm, status: int = 200):
    made = team.invitation_of(token) or abort(404, _over())
    place = queries.facility_named(made.facility_id)
    page = render_template("programme/invitation.html", invitation=made, facility=place, token=token, form=form)
    return page, status

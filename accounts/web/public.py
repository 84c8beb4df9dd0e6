"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from accounts import mandates, people
from accounts.access import signed_in
from accounts.forms import SignInForm
from core.access import visitor
from core.i18n import here

bp = Blueprint("accounts", __name__, url_prefix="/tai-khoan")


@bp.get("/dang-nhap")
@visitor
def sign_in():
    if current_user.is_authenticated:
        return redirect(_landing())
    return render_template("accounts/sign_in.html", form=SignInForm(), next=request.args.get("tiep", ""))


@bp.post("/dang-nhap")
@visitor
def let_in():
    form = SignInForm(request.form)
    if not form.is_valid():
        return _again(form)
    try:
        user = people.sign_in(form.who, form.password)
    except people.WrongSignIn:
        form.errors["password"] = _("Tên hoặc mật khẩu chưa đúng. Xem lại rồi thử lần nữa.")
        return _again(form)
    _start_session(user)
    return redirect(_safe_path(request.form.get("next", "")) or _landing())


@bp.post("/dang-xuat")
@signed_in
def sign_out():
    logout_user()
    session.clear()
    return redirect(here("/"))


def _again(form: SignInForm):
    return render_template("accounts/sign_in.html", form=form, next=request.form.get("next", "")), 422


def _start_session(user) -> None:
    """A fresh session, so that one fixed before sign-in is worth nothing; the tokens of cart and wish list stay."""
    kept = {name: session[name] for name in ("cart", "wishes") if name in session}
    session.clear()
    session.update(kept)
    login_user(user)


def _landing() -> str:
    if current_user.is_staff:
        return here("/can-bo")
    if current_user.memberships:
        return here("/quan-ly")
    if mandates.held_by(current_user):
        return here("/tai-khoan/lam-thay")
    return here("/")


def _safe_path(path: str) -> str:
    """A path of this site, or nothing: an address elsewhere is never followed."""
    parts = urlsplit(path)
    inside = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if inside and not parts.netloc and not parts.scheme else ""

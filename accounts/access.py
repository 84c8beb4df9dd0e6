"""Who may open a page once people sign in: @signed_in, @facility(role) and @staff(right)."""

from functools import wraps
from typing import Any

from flask import Flask, abort, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from accounts import areas, assisting, people
from accounts.models import Consent, Membership, User
from core import audit
from core.access import SAFE, View, access_of, mark, narrow_to


class SignIns(LoginManager):
    """Nobody is remembered beyond her browser's session."""

    def _update_remember_cookie(self, response: Response) -> Response:
        """Flask-Login looks into the session here, after every request: public pages would vary by cookie."""
        return response


class Helping:
    """In place of a membership, while staff edit for a facility: all that an editor's own pages offer, nothing else."""

    role = "editor"

    def __init__(self, consent: Consent) -> None:
        self.consent = consent
        self.facility_id = consent.facility_id

    def covers(self, role: str) -> bool:
        return role == self.role


login_manager = SignIns()


def init_app(app: Flask) -> None:
    login_manager.init_app(app, add_context_processor=False)  # which would look up the person for every template
    app.jinja_env.globals.update(current_user=current_user, helping=helping)
    app.before_request(_name_the_actor)
    app.teardown_request(lambda _error: narrow_to(None))


@login_manager.user_loader
def _load(user_id: str) -> User | None:
    return people.by_id(int(user_id)) if user_id.isdigit() else None


@login_manager.unauthorized_handler
def _send_to_sign_in() -> Any:
    if request.method not in SAFE:
        abort(401)
    return redirect(url_for("accounts.sign_in", tiep=request.full_path.rstrip("?")))


def signed_in(view: View) -> View:
    return mark(_guarded(view, lambda: None), "signed in")


def staff(*rights: str) -> Any:
    """Open to staff who hold one of `rights`."""

    def decorate(view: View) -> View:
        def check() -> None:
            if not any(current_user.may(right) for right in rights):
                abort(403)

        return mark(_guarded(view, check), "staff", " ".join(rights))

    return decorate


def facility(role: str, *, helped: bool = False) -> Any:
    """Open to members of a facility whose role covers `role`; the view finds it by my_facility_id().

    Staff who help a facility open its editors' pages and those with `helped`: never orders, money, account or team.
    """

    def decorate(view: View) -> View:
        def check() -> None:
            g.membership = helping() or _membership()
            if isinstance(g.membership, Helping):
                if role != "editor" and not helped:
                    abort(403, _("Khi làm giúp chỉ sửa được thông tin, hàng và gian; đơn, tiền và đội là của cơ sở."))
                return
            if g.membership is None or not g.membership.covers(role):
                abort(
                    403,
                    _("Trang này dành cho cơ sở. Tài khoản của bạn chưa thuộc cơ sở nào, hoặc chưa có quyền."),
                )

        return mark(_guarded(view, check), "facility", role)

    return decorate


def my_facility_id() -> int:
    """The facility whose workspace is open."""
    return g.membership.facility_id


def helping() -> Helping | None:
    """The facility for which a member of staff works just now, while its consent holds; asked once a request."""
    if "helping" not in g:
        facility_id = session.get("helping", 0) if current_user.is_authenticated else 0
        may = facility_id and current_user.may("assist") and areas.reaches(current_user, facility_id)
        consent = assisting.consent_of(facility_id) if may else None
        g.helping = Helping(consent) if consent else None
    return g.helping


def covers(role: str) -> bool:
    """Whether her role in that facility may also do what `role` may."""
    return g.membership.covers(role)


def _membership() -> Membership | None:
    """The member's facility: the one chosen in this session, else the first joined."""
    mine = {m.facility_id: m for m in current_user.memberships}
    return mine.get(session.get("facility_id", 0)) or next(iter(mine.values()), None)


def _guarded(view: View, check: Any) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return login_manager.unauthorized()
        check()
        return view(*args, **kwargs)

    return guarded


def _name_the_actor() -> None:
    """Acts are audited under the one who is signed in, and staff reach as far as their area; public pages never look
    at the session.
    """
    narrow_to(None)
    if access_of(request.endpoint) == "public" and request.method in SAFE:
        audit.acting_as(None)
        return
    mark_of = access_of(request.endpoint)
    helps = helping() if mark_of == "facility" else None
    audit.acting_as(current_user.id if current_user.is_authenticated else None, helps.facility_id if helps else None)
    if (helps or mark_of == "staff") and current_user.is_authenticated:
        narrow_to(current_user.area)

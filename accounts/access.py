"""Who may open a page once people sign in: @signed_in, @facility(role) and @staff(right)."""

from collections.abc import Sequence
from functools import wraps
from typing import Any

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from accounts import areas, assisting, mandates, people
from accounts.models import FACILITY_ROLES, Consent, Mandate, Membership, User
from core import audit
from core.access import SAFE, View, access_of, grant_only, mark, narrow_to


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


class Acting:
    """In place of a membership, while she acts in a facility's place: what it lets her do, and no further than in the
    team by which she came (0095)."""

    def __init__(self, held: Sequence[Mandate], reached: dict[str, str]) -> None:
        self.facility_id = held[0].facility_id
        self.mandate_id = held[0].id
        self.reached = reached
        self.until_on = max(one.until_on for one in held)

    @property
    def actions(self) -> frozenset[str]:
        return frozenset(self.reached)

    def covers(self, role: str) -> bool:
        """For pages that show an editor more; nobody who acts in another's place is its owner."""
        return role != "owner" and bool(self._reaching(role) & {"goods", "prices"})

    def may_open(self, endpoint: str, role: str) -> bool:
        return mandates.suffices(self._reaching(role), mandates.need_of(endpoint))

    def opens(self, path: str) -> bool:
        """Whether a page of a workspace is hers to open just now; pages for everybody are."""
        endpoint = current_app.url_map.bind("").match(path.partition("?")[0], method="GET")[0]
        view: Any = current_app.view_functions[endpoint]
        return access_of(endpoint) != "facility" or self.may_open(endpoint, view.access_detail)

    def _reaching(self, role: str) -> set[str]:
        least = FACILITY_ROLES.index(role)
        return {action for action, held in self.reached.items() if FACILITY_ROLES.index(held) >= least}


login_manager = SignIns()


def init_app(app: Flask) -> None:
    login_manager.init_app(app, add_context_processor=False)  # which would look up the person for every template
    app.jinja_env.globals.update(current_user=current_user, helping=helping, acting=acting)
    app.before_request(_name_the_actor)
    app.teardown_request(_let_go)


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
    Who acts in its place opens what it lets her: accounts/mandates.py.
    """

    def decorate(view: View) -> View:
        def check() -> None:
            g.membership = acting() or helping() or _membership()
            if isinstance(g.membership, Acting):
                if not g.membership.may_open(request.endpoint or "", role):
                    abort(403, _("Cơ sở không nhờ bạn việc này. Việc được nhờ ghi ở trang Làm thay."))
                return
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


def acting() -> Acting | None:
    """The facility in whose place she acts just now, while it lets her; asked once a request.

    Where it no longer does she is told and is herself again, so that nothing meant for it is done to her own.
    """
    if "acting" not in g:
        g.acting = None
        facility_id = session.get("acting", 0) if current_user.is_authenticated else 0
        if facility_id:
            held = mandates.held_by(current_user, facility_id)
            if not held:
                session.pop("acting")
                abort(403, _("Cơ sở ấy thôi nhờ, hoặc đã hết hạn nhờ. Từ giờ bạn làm việc của mình."))
            g.acting = Acting(held, mandates.roles(current_user, held))
    return g.acting  # type: ignore[no-any-return]


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
    _let_go()
    if access_of(request.endpoint) == "public" and request.method in SAFE:
        audit.acting_as(None)
        return
    mark_of = access_of(request.endpoint)
    acts = acting() if mark_of == "facility" else None
    helps = helping() if mark_of == "facility" and not acts else None
    me, place = current_user.id if current_user.is_authenticated else None, acts or helps
    audit.acting_as(me, place.facility_id if place else None, acts.mandate_id if acts else None)
    if acts:
        grant_only(acts.actions)
    if (helps or mark_of == "staff") and current_user.is_authenticated:
        narrow_to(current_user.area)


def _let_go(_error: object = None) -> None:
    """Nothing of one request reaches into another."""
    narrow_to(None)
    grant_only(None)

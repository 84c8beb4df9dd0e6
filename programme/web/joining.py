"""A facility asks to join in one page on a phone; its own page tells how it stands; staff decide."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import passwords, people
from accounts.access import staff
from core import answers, rates, times
from core.access import visitor
from core.db import db, release
from core.web import new_key, once_for_form
from programme import joining, queries, words
from programme.joining import JoinRequest
from programme.joining_forms import ApprovalForm, JoinRequestForm, SaidForm
from programme.models import FACILITY_KINDS, Facility

bp = Blueprint("joining", __name__)
MOST = 6  # an hour from one place


@bp.get("/mo-gian-hang")
@visitor
def begin():
    return _form(JoinRequestForm({"key": new_key()}, has_account=_has_account()))


@bp.post("/mo-gian-hang")
@visitor
def ask():
    form = JoinRequestForm(request.form, has_account=_has_account())
    found = joining.alike(form.wish) if form.is_valid() else ()
    claims = next((one for one in found if one.slug == form.claim), None) if not form.errors else None
    if (
        found
        and not claims
        and (form.claim != "none" or any(joining.bears_its_number(one, form.wish) for one in found))
    ):
        form.errors["claim"] = _("Cơ sở này có thể đã ở chợ. Chọn đúng cơ sở; đơn sẽ là xin vào đội của cơ sở ấy.")
    if form.errors:
        return _form(form, found), 422
    return _asked(form, claims)


def _asked(form: JoinRequestForm, claims: Facility | None):
    user = people.by_id(current_user.id) if form.has_account else None
    claims_id = claims.id if claims else None

    def act() -> answers.Answer:
        on_record = db.session.get(Facility, claims_id) if claims_id else None
        hashed = passwords.hashed(form.password) if user is None else ""
        return {"token": joining.ask(form.wish, claims=on_record, password_hash=hashed, user=user).token}

    try:
        rates.count("joining", request.remote_addr or "", MOST)
        token = str(once_for_form(act)["token"])
    except rates.TooOften:
        abort(429, _("Từ chỗ bạn đã gửi nhiều đơn trong giờ này. Xin đợi một lát, hoặc gọi cho chợ."))
    except joining.AskedAlready:
        form.errors["phone"] = _("Số này đang có một đơn chờ xem. Mở lại trang của đơn ấy, hoặc gọi cho chợ.")
    except joining.PhoneTaken:
        form.errors["phone"] = _("Số này đã có tài khoản. Đăng nhập rồi mở lại trang này.")
    except joining.OnRecord:
        form.errors["number"] = _("Số này đã có cơ sở khác ở chợ dùng. Nếu đúng là của mình, gọi trung tâm.")
    except answers.OtherRequest:
        abort(409, _("Đơn này đã gửi rồi. Mở lại trang để gửi đơn khác."))
    if form.errors:
        release()
        return _form(form), 422
    return redirect(url_for(".show", token=token), 303)


@bp.get("/mo-gian-hang/<token>")
@visitor
def show(token: str):
    return _mine(_by(token), SaidForm())


@bp.post("/mo-gian-hang/<token>/bo-sung")
@visitor
def answer(token: str):
    asked, form = _by(token), SaidForm(request.form)
    if not form.is_valid():
        return _mine(asked, form), 422
    _or_gone(joining.answer, asked, form.words)
    flash(_("Đã gửi thêm. Người trực xem tiếp."), "good")
    return redirect(url_for(".show", token=token), 303)


@bp.post("/mo-gian-hang/<token>/rut")
@visitor
def withdraw(token: str):
    _or_gone(joining.withdraw, _by(token))
    flash(_("Đã rút đơn."), "good")
    return redirect(url_for(".show", token=token), 303)


@bp.get("/can-bo/xin-vao")
@staff("programme")
def desk():
    return render_template(
        "programme/join_desk.html", requests=joining.queue(), decided=joining.decided(), words=words, now=times.now()
    )


@bp.get("/can-bo/xin-vao/<int:request_id>")
@staff("programme")
def review(request_id: int):
    return _review(_find(request_id))


@bp.post("/can-bo/xin-vao/<int:request_id>/bo-sung")
@staff("programme")
def ask_for_more(request_id: int):
    return _said(request_id, joining.ask_for_more, "lacking", _("Đã nhắn. Ai để lại thư thì nhận thư; không thì gọi."))


@bp.post("/can-bo/xin-vao/<int:request_id>/tu-choi")
@staff("programme")
def refuse(request_id: int):
    return _said(request_id, joining.refuse, "refused", _("Đã từ chối, kèm lý do."))


@bp.post("/can-bo/xin-vao/<int:request_id>/nhan")
@staff("programme")
def approve(request_id: int):
    asked, form = _find(request_id), ApprovalForm(request.form)
    if not form.is_valid():
        return _review(asked, form, "approved"), 422
    claims = queries.facility_page(form.claim) or abort(404) if form.claim else None
    try:
        joining.approve(asked, claims)
    except joining.OnRecord:
        form.errors["claim"] = _("Số ấy đã là của cơ sở trên. Nhận đơn này là cho vào đội của cơ sở ấy.")
    except joining.PhoneTaken:
        form.errors["called"] = _("Số này vừa có tài khoản. Mời người ấy đăng nhập và gửi đơn bằng tài khoản đó.")
    except joining.NotNow:
        abort(409, _gone())
    if form.errors:
        db.session.rollback()
        return _review(_find(request_id), form, "approved"), 422
    db.session.commit()
    flash(_("Đã nhận. Tài khoản của cơ sở đã mở."), "good")
    return redirect(url_for(".desk"), 303)


def _said(request_id: int, act, which: str, told: str):
    asked, form = _find(request_id), SaidForm(request.form)
    if not form.is_valid():
        return _review(asked, form, which), 422
    _or_gone(act, asked, form.words)
    flash(told, "good")
    return redirect(url_for(".desk"), 303)


def _or_gone(act, *given) -> None:
    try:
        act(*given)
    except joining.NotNow:
        abort(409, _gone())
    db.session.commit()


def _gone() -> str:
    return _("Đơn này không còn ở bước đó. Mở lại trang để xem.")


def _has_account() -> bool:
    return bool(current_user.is_authenticated)


def _by(token: str) -> JoinRequest:
    return joining.by_token(token) or abort(404, _("Không có đơn nào ở địa chỉ này."))


def _find(request_id: int) -> JoinRequest:
    return joining.find(request_id) or abort(404, _("Không có đơn nào ở địa chỉ này."))


def _form(form: JoinRequestForm, found=()):
    return render_template(
        "programme/join.html",
        form=form,
        found=found,
        must_claim=any(joining.bears_its_number(one, form.wish) for one in found),
        kinds=[(kind, words.kind_name(kind)) for kind in FACILITY_KINDS],
        key=form.value("key") or new_key(),
    )


def _mine(asked: JoinRequest, form: SaidForm):
    return render_template("programme/join_mine.html", asked=asked, form=form, words=words)


def _review(asked: JoinRequest, form=None, which: str = ""):
    found = joining.alike_to(asked) if asked.is_open else ()
    return render_template(
        "programme/join_review.html",
        asked=asked,
        form=form,
        which=which,
        found=found,
        owners={one.id: joining.owners_of(one.id) for one in found},
        must_claim=any(joining.bears_its_number(one, asked) for one in found),
        decider=people.names_of([asked.decided_by]).get(asked.decided_by or 0, ""),
        words=words,
    )

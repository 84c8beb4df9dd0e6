"""The public calendar of what schemes do: each activity with its materials, and signing up for it."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import answers, ical, rates
from core.access import public, visitor
from core.db import db
from core.i18n import here, in_locale
from core.web import new_key, once_for_form
from programme.activities import kinds, materials, queries, sign_ups
from programme.activities.forms import SignUpForm
from programme.activities.models import Activity, ActivitySignUp

bp = Blueprint("activity_calendar", __name__, url_prefix="/khuyen-cong")
MOST_SIGN_UPS = 20  # from one address in an hour


@bp.get("/lich")
@public
def index():
    return render_template("programme/activities/calendar.html", activities=queries.coming(), names=kinds.NAMES)


@bp.get("/lich.ics")
@public
def whole_calendar() -> Response:
    return ical.answer("lich-khuyen-cong", map(_appointment, queries.coming()), _("Lịch khuyến công"))


@bp.get("/lich/<slug>")
@public
def show(slug: str):
    activity = _activity(slug)
    return render_template("programme/activities/announced.html", activity=activity, names=kinds.NAMES)


@bp.get("/lich/<slug>.ics")
@public
def calendar(slug: str) -> Response:
    return ical.answer(slug, [_appointment(_activity(slug))])


@bp.get("/lich/<slug>/tai-lieu/<digest>")
@public
def handout(slug: str, digest: str) -> Response:
    found = queries.handout(slug, digest) or abort(404)
    content = materials.content_of(found) or abort(404)
    return Response(content, mimetype=found.mimetype, headers={"X-Content-Type-Options": "nosniff"})


@bp.get("/lich/<slug>/dang-ky")
@visitor
def begin(slug: str):
    return _form(_activity(slug), SignUpForm({"key": new_key()}))


@bp.post("/lich/<slug>/dang-ky")
@visitor
def sign_up(slug: str):
    activity, form = _activity(slug), SignUpForm(request.form)
    if not form.is_valid():
        return _form(activity, form), 422
    try:
        rates.count("activity", request.remote_addr or "", MOST_SIGN_UPS)
        token = str(once_for_form(lambda: _signed_up(activity, form), slug)["token"])
    except rates.TooOften:
        abort(429, _("Từ chỗ bạn đã ghi danh nhiều lần trong giờ này. Xin đợi một lát, hoặc gọi điện."))
    except answers.OtherRequest:
        abort(409, _("Phiếu này đã gửi rồi. Mở lại trang để ghi danh lần nữa."))
    except sign_ups.Past:
        abort(409, _("Hoạt động này đã bắt đầu hoặc đã hủy, không ghi danh được nữa."))
    except sign_ups.Full:
        abort(409, _("Đã hết chỗ."))
    except sign_ups.AlreadySignedUp:
        db.session.rollback()
        form.errors["phone"] = _("Số điện thoại này đã ghi danh rồi.")
        return _form(_activity(slug), form), 409
    return redirect(url_for(".signed_up", token=token), 303)


@bp.get("/lich/phieu/<token>")
@visitor
def signed_up(token: str):
    return render_template("programme/activities/signed_up.html", sign_up=_sign_up(token))


@bp.post("/lich/phieu/<token>/huy")
@visitor
def give_back(token: str):
    try:
        sign_ups.give_back(_sign_up(token))
    except sign_ups.Past:
        abort(409, _("Hoạt động đã bắt đầu, không trả chỗ được nữa."))
    db.session.commit()
    flash(_("Đã trả chỗ. Cảm ơn bạn đã báo trước."), "good")
    return redirect(url_for(".signed_up", token=token), 303)


def _signed_up(activity: Activity, form: SignUpForm) -> answers.Answer:
    return {"token": sign_ups.sign_up(activity, form.attendee, form.works_at).token}


def _form(activity: Activity, form: SignUpForm):
    return render_template("programme/activities/sign_up.html", activity=activity, form=form)


def _activity(slug: str) -> Activity:
    return queries.announced(slug) or abort(404, _("Không có hoạt động nào ở địa chỉ này. Xem lịch các việc sắp tới."))


def _sign_up(token: str) -> ActivitySignUp:
    return queries.sign_up(token) or abort(404, _("Không có phiếu ghi danh nào ở địa chỉ này."))


def _appointment(activity: Activity) -> ical.Appointment:
    return ical.Appointment(
        key=f"activity-{activity.id}",
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        name=in_locale(activity, "name"),
        place=activity.where,
        url=current_app.config["SITE_URL"] + here(f"/khuyen-cong/lich/{activity.slug}"),
        is_cancelled=activity.cancelled_at is not None,
        changed_at=activity.cancelled_at or activity.announced_at,
    )

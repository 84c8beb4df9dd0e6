"""Staff enter what schemes did, keep its roll and papers, approve its results and mend them."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import staff
from core import answers
from core.db import db
from core.web import new_key, once_for_form
from programme import places
from programme.activities import kinds, materials, queries, records, roll, sign_ups
from programme.activities.forms import ActivitiesForm, ActivityForm, AttendeeForm, WhyForm
from programme.activities.models import Activity
from programme.web import lists

bp = Blueprint("activities", __name__, url_prefix="/can-bo/hoat-dong")

T = TypeVar("T")
PATH = "/can-bo/hoat-dong"
FILTERS = ("q", "loai", "nam", "trang-thai", "de-an")
SAID = {"duyet": records.approve, "lich": records.announce}


@bp.get("")
@staff("programme", "report")
def listing():
    form = ActivitiesForm(request.args)
    form.is_valid()
    total = queries.count(form.criteria)
    count = lists.pages(form.page, total, queries.PAGE_SIZE)
    wanted = lists.asked(name for name in FILTERS if name not in form.errors)
    return render_template(
        "programme/activities/listing.html",
        criteria=form.criteria,
        lines=queries.lines(form.criteria, offset=(form.page - 1) * queries.PAGE_SIZE),
        total=total,
        page=form.page,
        page_count=count,
        page_links=lists.page_links(PATH, wanted, count),
        years=queries.years(),
        kinds=kinds.options(),
        states=kinds.STATES,
        names=kinds.NAMES,
    )


@bp.get("/moi")
@staff("programme")
def new():
    scheme = queries.scheme(request.args.get("de-an", "")[:40])
    kind = kinds.OF_CONTENT.get(scheme.content_code, "") if scheme else ""
    started = {"scheme": scheme.code, "kind": kind, "unit": scheme.lead_unit} if scheme else {}
    return _form(None, ActivityForm(started | {"key": new_key(), "province_code": places.HANOI}))


@bp.post("/moi")
@staff("programme")
def enter():
    form = ActivityForm(request.form)
    if not form.is_valid() or form.scheme is None:
        return _form(None, form), 422
    scheme = form.scheme
    made = _once(lambda: {"id": _saved(records.enter(scheme, form.told)).id})["id"]
    flash(_("Đã ghi hoạt động. Ghi ai đã dự, rồi duyệt kết quả."), "good")
    return redirect(url_for(".show", activity_id=made), 303)


@bp.get("/<int:activity_id>")
@staff("programme", "report")
def show(activity_id: int):
    return _page(_activity(activity_id))


@bp.get("/<int:activity_id>/sua")
@staff("programme")
def edit(activity_id: int):
    activity = _activity(activity_id)
    return _form(activity, ActivityForm.showing(activity))


@bp.post("/<int:activity_id>/sua")
@staff("programme")
def change(activity_id: int):
    activity, form = _activity(activity_id), ActivityForm(request.form)
    if not form.is_valid() or form.scheme is None:
        return _form(activity, form), 422
    told = form.told | {"scheme_id": form.scheme.id}
    try:
        _do(lambda: records.change(activity, told))
    except records.PlacesTaken:
        db.session.rollback()
        form.errors["places"] = _("Đã có người ghi danh nhiều hơn số chỗ này.")
        return _form(_activity(activity_id), form), 422
    flash(_("Đã lưu."), "good")
    return redirect(url_for(".show", activity_id=activity_id), 303)


@bp.post("/<int:activity_id>/<any(duyet, lich):move>")
@staff("programme")
def move(activity_id: int, move: str):
    activity = _activity(activity_id)
    try:
        _do(lambda: SAID[move](activity))
    except records.NotReady as missing:
        db.session.rollback()
        return _page(_activity(activity_id), problem=str(missing)), 422
    flash(_("Đã duyệt: từ nay tính vào số liệu.") if move == "duyet" else _("Đã đưa vào lịch công khai."), "good")
    return redirect(url_for(".show", activity_id=activity_id), 303)


@bp.post("/<int:activity_id>/rut")
@staff("programme")
def withdraw(activity_id: int):
    form = _why()
    activity = _activity(activity_id)
    copy = _do(lambda: _saved(records.withdraw(activity, form.why)))
    flash(_("Đã rút. Đây là bản sao để sửa; duyệt lại thì mới tính."), "good")
    return redirect(url_for(".show", activity_id=copy.id), 303)


@bp.post("/<int:activity_id>/huy")
@staff("programme")
def call_off(activity_id: int):
    form = _why()
    _do(lambda: records.call_off(_activity(activity_id), form.why))
    flash(_("Đã hủy hoạt động này."), "good")
    return redirect(url_for(".show", activity_id=activity_id), 303)


@bp.post("/<int:activity_id>/nguoi-du")
@staff("programme")
def put(activity_id: int):
    activity = _activity(activity_id)
    form = AttendeeForm(request.form, kind=activity.kind)
    if not form.is_valid():
        return _page(activity, form), 422
    try:
        _do(lambda: roll.put(activity, form.attendee))
    except roll.AlreadyThere:
        db.session.rollback()
        form.errors["name" if kinds.counts_people(activity.kind) else "facility"] = _("Đã có trong danh sách.")
        return _page(_activity(activity_id), form), 422
    flash(_("Đã ghi vào danh sách."), "good")
    return redirect(url_for(".show", activity_id=activity_id) + "#danh-sach", 303)


@bp.post("/<int:activity_id>/tu-ho-tro")
@staff("programme")
def take_supports(activity_id: int):
    activity = _activity(activity_id)
    added, known = _do(lambda: roll.from_supports(activity))
    flash(_("Đã lấy %(a)s cơ sở từ sổ hỗ trợ; %(b)s đã có sẵn.", a=added, b=known), "good")
    return redirect(url_for(".show", activity_id=activity_id) + "#danh-sach", 303)


@bp.post('/<int:activity_id>/nguoi-du/<int:participant_id>/<any("bo","co-viec","khong-viec"):move>')
@staff("programme")
def mend(activity_id: int, participant_id: int, move: str):
    row = queries.participant(activity_id, participant_id) or abort(404)
    try:
        _do(lambda: roll.take_off(row) if move == "bo" else roll.note_work(row, works=move == "co-viec"))
    except roll.StillADraft:
        abort(409, _("Duyệt kết quả rồi mới ghi việc làm sau học."))
    return redirect(url_for(".show", activity_id=activity_id) + "#danh-sach", 303)


@bp.post("/<int:activity_id>/dang-ky/<int:sign_up_id>")
@staff("programme")
def came(activity_id: int, sign_up_id: int):
    row = queries.sign_up_of(activity_id, sign_up_id) or abort(404)
    facility = queries.facilities_called([row.works_at]).get(row.works_at)
    try:
        _do(lambda: sign_ups.came(row, facility))
    except roll.AlreadyThere:
        abort(409, _("Người này đã có trong danh sách."))
    return redirect(url_for(".show", activity_id=activity_id) + "#dang-ky", 303)


@bp.post("/<int:activity_id>/tai-lieu")
@staff("programme")
def keep_file(activity_id: int):
    activity = _activity(activity_id)
    sent = request.files.get("file")
    content = sent.read(materials.MOST_BYTES + 1) if sent else b""
    title = request.form.get("title", "") or (sent.filename or "" if sent else "")
    try:
        _do(lambda: materials.add(activity, title[:200], content, is_public="is_public" in request.form))
    except materials.RefusedFile as refused:
        db.session.rollback()
        return _page(_activity(activity_id), problem=str(refused)), 422
    flash(_("Đã giữ tệp."), "good")
    return redirect(url_for(".show", activity_id=activity_id) + "#tai-lieu", 303)


@bp.get("/<int:activity_id>/tai-lieu/<digest>")
@staff("programme", "report")
def file(activity_id: int, digest: str) -> Response:
    found = next((one for one in _activity(activity_id).files if one.digest == digest), None) or abort(404)
    content = materials.content_of(found) or abort(404)
    return Response(content, mimetype=found.mimetype, headers={"X-Content-Type-Options": "nosniff"})


def _activity(activity_id: int) -> Activity:
    return queries.activity(activity_id) or abort(404)


def _why() -> WhyForm:
    form = WhyForm(request.form)
    if not form.is_valid():
        abort(422, form.errors["why"])
    return form


def _saved(activity: Activity) -> Activity:
    db.session.flush()
    return activity


def _do(act: Callable[[], T]) -> T:
    try:
        done = act()
    except records.NotADraft:
        abort(409, _("Hoạt động này đã duyệt, đã rút hoặc đã hủy, hoặc vừa có người làm trước. Mở lại trang để xem."))
    except roll.NotOnThisRoll:
        abort(409, _("Loại hoạt động này không có danh sách như vậy."))
    db.session.commit()
    return done


def _once(act: Callable[[], answers.Answer]) -> answers.Answer:
    try:
        return once_for_form(act)
    except answers.OtherRequest:
        abort(409, _("Phiếu này đã gửi rồi. Mở lại trang để ghi hoạt động khác."))


def _form(activity: Activity | None, form: ActivityForm):
    return render_template(
        "programme/activities/edit.html",
        activity=activity,
        form=form,
        kinds=kinds.options(),
        schemes=queries.schemes(),
        provinces=[(one.code, one.name) for one in places.provinces()],
    )


def _page(activity: Activity, form: AttendeeForm | None = None, problem: str = ""):
    (line,) = queries.with_counts([activity])
    return render_template(
        "programme/activities/show.html",
        activity=activity,
        line=line,
        form=form or AttendeeForm(kind=activity.kind),
        problem=problem,
        people=queries.roll(activity.id),
        sign_ups=queries.sign_ups(activity.id),
        of_people=kinds.counts_people(activity.kind),
        has_roll=kinds.has_roll(activity.kind),
        kind=kinds.NAMES[activity.kind],
        state=kinds.STATES[activity.state],
    )

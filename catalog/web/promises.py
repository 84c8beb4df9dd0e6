"""A maker's promises on the phone: what a hamper holds, how a thing is made, how far it goes, its weeks and dates."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import facility, my_facility_id
from catalog import (
    bundles,
    calendars,
    capacity,
    delivery,
    desk,
    differences,
    making,
    photos,
    products,
    revisions,
    sessions,
    steps,
)
from catalog.promise_forms import (
    CalendarForm,
    HamperForm,
    MakingForm,
    PlacesForm,
    RangeForm,
    SessionForm,
    StepForm,
    WeekForm,
)
from catalog.web.photos import sent, tell_refused
from core.db import db, release
from programme import places

bp = Blueprint("catalog_promises", __name__, url_prefix="/quan-ly")

TOLD = ("cach-lam", "buoc-lam")  # of what staff approved these wait


@bp.get("/san-pham/<int:product_id>/loi-hua")
@facility("editor")
def show(product_id: int):
    return _page(_mine(product_id))


@bp.post("/san-pham/<int:product_id>/trong-gio")
@facility("editor")
def fill(product_id: int):
    product, form = _mine(product_id), HamperForm(request.form)
    if form.is_valid():
        try:
            bundles.fill(product, form.counts)
        except bundles.CannotContain as wrong:
            form.errors["sku"] = _why(wrong)
    return _saved(product_id, "trong-gio", hamper=form)


@bp.post("/san-pham/<int:product_id>/cach-lam")
@facility("editor")
def tell(product_id: int):
    product, form = _mine(product_id), MakingForm(request.form)
    if form.is_valid():
        _told(making.tell, product, form.told)
    return _saved(product_id, "cach-lam", words=form)


@bp.post("/san-pham/<int:product_id>/giao-toi")
@facility("editor")
def reach(product_id: int):
    product, form = _mine(product_id), _range_form()
    if form.is_valid():
        delivery.set_range(my_facility_id(), product, form.reach, form.communes, form.cut_off_hour)
    return _saved(product_id, "giao-toi", span=form)


@bp.get("/giao-toi")
@facility("editor")
def usual_reach():
    return _usual_page(RangeForm())


@bp.post("/giao-toi")
@facility("editor")
def set_usual_reach():
    form = _range_form()
    if not form.is_valid():
        return _usual_page(form), 422
    delivery.set_range(my_facility_id(), None, form.reach, form.communes, form.cut_off_hour)
    db.session.commit()
    flash(_("Đã lưu."), "good")
    return redirect(url_for(".usual_reach"), 303)


@bp.post("/san-pham/<int:product_id>/buoc-lam")
@facility("editor")
def add_step(product_id: int):
    batch = photos.render(sent("photo"), 1)
    product, form = _mine(product_id), StepForm(request.form)
    if form.is_valid():
        try:
            _told(making.add_step, product, _first(batch), form.told)
        except making.TooManySteps:
            form.errors["name"] = _("Nhiều nhất %(n)s bước.", n=making.MOST_STEPS)
    tell_refused(batch)
    return _saved(product_id, "buoc-lam", step=form)


@bp.post("/san-pham/<int:product_id>/buoc-lam/<key>")
@facility("editor")
def change_step(product_id: int, key: str):
    """`go`: save, up, down or away."""
    batch = photos.render(sent("photo"), 1)
    product, go, form = _mine(product_id), request.form.get("go", "save"), StepForm(request.form)
    try:
        if go in ("up", "down"):
            _told(making.move_step, product, key, -1 if go == "up" else 1)
        elif go == "away":
            _told(making.remove_step, product, key)
        elif form.is_valid():
            _told(making.change_step, product, key, _first(batch), form.told)
    except making.NoSuchStep:
        abort(404)
    tell_refused(batch)
    return _saved(product_id, "buoc-lam", changed=form, changed_key=key)


@bp.post("/san-pham/<int:product_id>/buoi")
@facility("editor")
def offer_session(product_id: int):
    product, form = _mine(product_id), SessionForm(request.form)
    if product.mode != "service":
        abort(404)
    if form.is_valid():
        sessions.offer(product, form.starts_at, form.ends_at, form.places)
    return _saved(product_id, "buoi", session=form)


@bp.post("/san-pham/<int:product_id>/buoi/<int:session_id>")
@facility("editor")
def change_session(product_id: int, session_id: int):
    """`go`: places, close or open."""
    _mine(product_id)
    session = sessions.find(product_id, session_id) or abort(404)
    go, form = request.form.get("go", "places"), PlacesForm(request.form)
    if go == "close":
        sessions.close(session)
    elif go == "open":
        sessions.reopen(session)
    elif form.is_valid():
        try:
            sessions.resize(session, form.places)
        except sessions.BelowBooked:
            form.errors["places"] = _("Đã có %(n)s người đặt buổi này.", n=session.booked)
    return _saved(product_id, "buoi", resized=form, resized_id=session_id)


@bp.post("/san-pham/<int:product_id>/xuong")
@facility("editor")
def join_workshop(product_id: int):
    """Share a craft's weeks (`calendar_id`), or have weeks of its own (`week_units`)."""
    product, form = _mine(product_id), CalendarForm(request.form)
    if form.is_valid():
        calendars.join(product, calendars.find(my_facility_id(), request.form.get("calendar_id", 0, int)))
        if form.week_units or request.form.get("own"):
            calendars.of_product(product, form.week_units)
    return _saved(product_id, "lich", calendar=form)


@bp.get("/lich-lam")
@facility("packer")
def weeks():
    return _weeks_page(CalendarForm())


@bp.post("/lich-lam")
@facility("editor")
def open_calendar():
    form = CalendarForm(request.form)
    if form.is_valid():
        try:
            calendars.open_craft(my_facility_id(), form.name, form.week_units)
        except calendars.NameTaken:
            form.errors["name"] = _("Đã có xưởng tên này, hoặc chưa ghi tên.")
    return _weeks_saved(form, 0)


@bp.post("/lich-lam/<int:calendar_id>")
@facility("editor")
def set_calendar(calendar_id: int):
    calendar, form = _calendar(calendar_id), CalendarForm(request.form)
    if form.is_valid():
        capacity.set_usual(calendar, form.week_units, form.cut_off_on, form.resumes_on)
    return _weeks_saved(form, calendar_id)


@bp.post("/lich-lam/<int:calendar_id>/tuan")
@facility("editor")
def set_week(calendar_id: int):
    calendar, form = _calendar(calendar_id), WeekForm(request.form)
    if form.is_valid():
        try:
            capacity.set_week(calendar, form.week, form.capacity, is_closed=form.is_closed, note=form.note)
        except capacity.BelowBooked as below:
            form.errors["capacity"] = _("Đã hứa %(n)s trong tuần này.", n=below.booked)
    return _weeks_saved(form, calendar_id)


def _told(verb, product, *details) -> None:
    try:
        verb(product, *details)
    except products.IllegalMove:  # archived
        abort(409)


def _first(batch):
    return next(iter(photos.kept(batch)), None)


def _saved(product_id: int, anchor: str, **forms):
    """Commit and come back, or show what must be mended; nothing typed is lost."""
    if any(form.errors for form in forms.values() if hasattr(form, "errors")):
        release()
        return _page(_mine(product_id), **forms), 422
    waits = anchor in TOLD and revisions.open_of(_mine(product_id)) is not None
    db.session.commit()
    flash(_("Đã lưu, chờ người trực xem. Bản đang bày giữ nguyên.") if waits else _("Đã lưu."), "good")
    return redirect(url_for(".show", product_id=product_id) + f"#{anchor}", 303)


def _weeks_saved(form, calendar_id: int):
    if form.errors:
        release()
        return _weeks_page(form, calendar_id), 422
    db.session.commit()
    flash(_("Đã lưu."), "good")
    return redirect(url_for(".weeks") + f"#lich-{calendar_id}", 303)


def _page(product, **forms):
    parts = bundles.parts_of([product.main.id]).get(product.main.id, [])
    empty = {name: form() for name, form in _EMPTY.items()}
    revision = revisions.open_of(product)
    return render_template(
        "catalog/manage/promises.html",
        facility=desk.facility(my_facility_id()),
        product=product,
        revision=revision,
        differences=differences.of(product, revision.changes) if revision else [],
        remarks=products.remarks_by_field(product),
        parts_of_hamper=parts,
        worth=bundles.worth(parts),
        more=[(one.sku, f"{one.full_name} ({one.sku})") for one in bundles.choices(product)]
        if product.mode == "sale"
        else (),
        step_blank=StepForm(),
        told=making.told_of(product),
        steps=steps.waiting(making.steps_told(product)),
        sessions=sessions.of_product(product.id) if product.mode == "service" else (),
        own_range=product.own_range,
        suggests_same_day=delivery.is_fresh(product) and product.own_range is None,
        own_calendar=calendars.own(product),
        crafts_to_join=[(one.id, one.name) for one in calendars.crafts(my_facility_id())],
        reaches=delivery.names(),
        hanoi=[(place.code, place.name) for place in places.communes_of(places.HANOI)],
        **{"changed_key": "", "resized_id": 0} | empty | forms,
    )


_EMPTY = {
    "hamper": HamperForm,
    "words": MakingForm,
    "span": RangeForm,
    "step": StepForm,
    "changed": StepForm,
    "session": SessionForm,
    "resized": PlacesForm,
    "calendar": CalendarForm,
}


def _usual_page(form: RangeForm):
    return render_template(
        "catalog/manage/reach.html",
        facility=desk.facility(my_facility_id()),
        form=form,
        usual=delivery.of_facility(my_facility_id()),
        reaches=delivery.names(),
        hanoi=[(place.code, place.name) for place in places.communes_of(places.HANOI)],
    )


def _weeks_page(form, calendar_id: int = -1):
    shown = calendars.with_weeks(my_facility_id())
    return render_template(
        "catalog/manage/weeks.html",
        facility=desk.facility(my_facility_id()),
        shown=[(calendar, calendars.rows(calendar)) for calendar in shown],
        form=form,
        form_id=calendar_id,
    )


def _range_form() -> RangeForm:
    return RangeForm(request.form, request.form.getlist("communes"))


def _mine(product_id: int):
    return desk.product_of(my_facility_id(), product_id) or abort(404)


def _calendar(calendar_id: int):
    return calendars.find(my_facility_id(), calendar_id) or abort(404)


def _why(wrong: bundles.CannotContain) -> str:
    said = {
        "unknown": _("Cơ sở không có mã %(sku)s đang bán.", sku=wrong.sku),
        "hamper": _("%(sku)s là giỏ quà; giỏ không chứa giỏ.", sku=wrong.sku),
        "is_part": _("Món này đang nằm trong một giỏ khác nên không thể là giỏ."),
        "weighed": _("Hàng bán theo cân không nằm trong giỏ quà, vì giỏ chỉ có một giá."),
        "not_approved": _("%(sku)s chưa được duyệt bày nên chưa vào giỏ được.", sku=wrong.sku),
        "no_goods": _("%(sku)s không phải hàng bán sẵn.", sku=wrong.sku),
    }
    return said[wrong.reason]

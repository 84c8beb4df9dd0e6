"""How staff's help with a maker's work goes back in one tap: on show or away, ranges, weeks, dates, lots, designs.

What cannot go back without harm says so in words (`undo.explain`): a lot's labels may be stuck on by now.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from catalog import calendars, capacity, delivery, designs, lots, products, sessions, undoing, values
from catalog.models import Calendar, Design, Lot, MakingStep, Product, Session
from core import undo
from core.db import db
from core.pictures import RefusedPicture
from programme.models import Facility

NO_WAY_BACK = {
    "lot.recorded": _l(
        "Không trả về được: tem mang mã của lô có thể đã in và dán. Lô ghi nhầm thì bấm “Đã bán hết lô” ở trang lô."
    ),
    "lot.recalled": _l(
        "Không trả về được: người đã mua lô này đã được báo. Thu hồi nhầm thì nhắn lại cho họ ở từng đơn."
    ),
    "calendar.opened": _l(
        "Không trả về được: khách có thể đã đặt trong lịch này. Thôi dùng thì đặt số làm mỗi tuần về 0."
    ),
    "session.offered": _l("Không trả về được: khách có thể đã đặt buổi này. Thôi mở thì bấm “Khóa, không nhận thêm”."),
    "product.archived": _l("Muốn lấy lại thì mở món hàng ở kho lưu trữ; người trực xem lại rồi mới bày."),
}  # fmt: skip


def init_app(app: Flask) -> None:
    for action in ("product.withdrawn", "product.published", "product.submitted"):
        undo.register(action, _of_product(lambda product, _field: product.state, _move, _l("Trạng thái"), _state))
    undo.register("product.scheduled", _of_product(_day, _schedule, _l("Ngày bày")))
    undo.register("product.range_set", _of_product(_range_of_product, _set_product_range, _l("Giao tới"), _range))
    undo.register("calendar.joined", _of_product(_craft_of, _join, _l("Xưởng"), _craft))
    for action in ("product.design_added", "product.design_removed", "product.photo_hidden"):
        undo.register(action, _of_product(_has_design, _put_design, _l("Mẫu riêng"), _yes_or_no))
    undo.register("delivery.range_set", _verb(Facility, _range_of_facility, _set_range, _l("Giao tới"), _range))
    undo.register("calendar.set", _verb(Calendar, getattr, _set_usual, _usual_label))
    undo.register("calendar.week_set", _verb(Calendar, _week, _set_week, _week_label, _told_week))
    for action in ("session.resized", "session.closed", "session.reopened"):
        undo.register(action, _verb(Session, _session, _put_session, _session_label))
    undo.register("lot.closed", _verb(Lot, lambda lot, _field: _stamp(lot.closed_at), _reopen, _l("Ngày ghi đã hết")))
    for action in ("making.step_added", "making.step_removed"):
        undo.register(action, _verb(Lot, _step, _put_step, _l("Bước làm của lô"), _told_step))
    for action, sentence in NO_WAY_BACK.items():
        undo.explain(action, sentence)


def _verb(row: Any, value_of: Any, put: Any, label: Any, told: Any = None) -> undo.Verb:
    further = {"told": told} if told else {}
    named = label if callable(label) else lambda _field: str(label)
    load = partial(db.session.get, row)
    return undo.Verb(load=load, value_of=value_of, put=put, label=named, **further)


def _of_product(value_of: Any, put: Any, label: Any, told: Any = None) -> undo.Verb:
    return replace(_verb(Product, value_of, put, label, told), titles=undoing.titles)


def _yes_or_no(_field: str, value: Any) -> str:
    return _("có") if value else _("không")


def _state(_field: str, value: str) -> str:
    return {"published": _("đang bày"), "withdrawn": _("đã cất"), "draft": _("bản nháp")}.get(value, _("chờ duyệt"))


def _move(product: Product, wanted: Mapping[str, Any]) -> None:
    verbs = {"published": products.put_back, "withdrawn": products.withdraw, "draft": products.call_back}
    try:
        verbs[wanted["state"]](product)
    except products.NotComplete as rule:
        raise undo.Forbidden(_("Món hàng đang thiếu điều bắt buộc nên chưa bày lại được.")) from rule


def _day(product: Product, field: str) -> Any:
    return values.plain(getattr(product, field))


def _schedule(product: Product, wanted: Mapping[str, Any]) -> None:
    days = {name: datetime.fromisoformat(day) if day else None for name, day in wanted.items()}
    first, last = (days.get(name, getattr(product, name)) for name in ("show_from", "show_until"))
    try:
        products.schedule(product, first, last)
    except products.BackwardDays as rule:
        raise undo.Forbidden(_("Ngày thôi bày sẽ đứng trước ngày bắt đầu.")) from rule


def _range_of_product(product: Product, _field: str) -> Any:
    return delivery.plain(delivery.own_range(product.id))


def _range_of_facility(facility: Facility, _field: str) -> Any:
    return delivery.plain(delivery.of_facility(facility.id))


def _set_product_range(product: Product, wanted: Mapping[str, Any]) -> None:
    delivery.set_range(product.facility_id, product, *(wanted["range"] or [""]))


def _set_range(facility: Facility, wanted: Mapping[str, Any]) -> None:
    delivery.set_range(facility.id, None, *(wanted["range"] or [""]))


def _range(_field: str, value: Any) -> str:
    return delivery.names()[value[0]] if value else _("như đã đặt chung")


def _craft_of(product: Product, _field: str) -> int | None:
    return product.promise.calendar_id if product.promise else None


def _join(product: Product, wanted: Mapping[str, Any]) -> None:
    craft = wanted["craft"]
    calendars.join(product, calendars.find(product.facility_id, craft) if craft else None)


def _craft(_field: str, value: Any) -> str:
    craft = db.session.get(Calendar, value) if value else None
    return craft.name if craft else _("không xưởng nào")


def _usual_label(field: str) -> str:
    return {
        "week_units": _("Mỗi tuần"), "cut_off_on": _("Ngày cuối trước Tết"), "resumes_on": _("Ngày làm lại"),
    }[field]  # fmt: skip


def _set_usual(calendar: Calendar, wanted: Mapping[str, Any]) -> None:
    stands = {name: getattr(calendar, name) for name in ("week_units", "cut_off_on", "resumes_on")}
    capacity.set_usual(calendar, **(stands | dict(wanted)))


def _week(calendar: Calendar, field: str) -> Any:
    return capacity.said_of(calendar, date.fromisoformat(field.partition(".")[2]))


def _set_week(calendar: Calendar, wanted: Mapping[str, Any]) -> None:
    for field, (units, is_closed, note) in wanted.items():
        try:
            week = date.fromisoformat(field.partition(".")[2])
            capacity.set_week(calendar, week, units, is_closed=is_closed, note=note)
        except capacity.BelowBooked as rule:
            raise undo.Forbidden(_("Tuần ấy đã có khách đặt nhiều hơn số cũ.")) from rule


def _week_label(field: str) -> str:
    return _("Tuần từ %(day)s", day=f"{date.fromisoformat(field.partition('.')[2]):%d/%m/%Y}")


def _told_week(_field: str, value: Any) -> str:
    units, is_closed, note = value
    said = [_("nghỉ") if is_closed else _("làm %(n)s", n=units), note]
    return ", ".join(filter(None, said))


def _session(session: Session, field: str) -> Any:
    return session.places if field == "places" else session.closed_at is not None


def _put_session(session: Session, wanted: Mapping[str, Any]) -> None:
    if "places" not in wanted:
        (sessions.close if wanted["is_closed"] else sessions.reopen)(session)
        return
    try:
        sessions.resize(session, wanted["places"])
    except sessions.BelowBooked as rule:
        raise undo.Forbidden(_("Buổi ấy đã có khách đặt nhiều hơn số cũ.")) from rule


def _session_label(field: str) -> str:
    return _("Số chỗ của buổi") if field == "places" else _("Buổi đã đóng")


def _stamp(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _reopen(lot: Lot, _wanted: Mapping[str, Any]) -> None:
    lots.reopen(lot)


def _step(lot: Lot, field: str) -> Any:
    step = next((one for one in lot.steps if one.key == field.partition(".")[2]), None)
    return lots.plain(step) if step else None


def _put_step(lot: Lot, wanted: Mapping[str, Any]) -> None:
    for field, told in wanted.items():
        key = field.partition(".")[2]
        if told is None:
            step = db.session.scalars(
                select(MakingStep).where(MakingStep.lot_id == lot.id, MakingStep.key == key)
            ).one()
            lots.remove_step(lot, step)
            continue
        try:
            lots.bring_back_step(lot, key, told)
        except lots.TooManySteps as rule:
            raise undo.Forbidden(_("Lô này đã đủ số bước.")) from rule


def _told_step(_field: str, value: Any) -> str:
    return value["name"] if value else ""


def _has_design(product: Product, field: str) -> bool:
    return _design(product, field) is not None


def _design(product: Product, field: str) -> Design | None:
    source = field.partition(".")[2]
    return db.session.scalar(select(Design).where(Design.product_id == product.id, Design.source == source))


def _put_design(product: Product, wanted: Mapping[str, Any]) -> None:
    """A photo that was hidden comes out again; of what staff approved it then waits for them as any photo does."""
    for field, there in wanted.items():
        kind, _dot, source = field.partition(".")
        design = _design(product, field)
        try:
            if there:
                designs.bring_back(product, source)
            elif design and kind == "hidden":
                designs.bring_out(product, design)
            elif design:
                designs.remove(product, design)
        except RefusedPicture as rule:
            raise undo.Forbidden(_("Ảnh gốc không còn.")) from rule

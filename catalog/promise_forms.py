"""What makers type of hampers, lots, weeks, dates, delivery and making; days and hours as the browser's pickers send
them."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from flask_babel import gettext as _

from catalog import bundles, capacity, sessions
from catalog.models import REACHES
from core import times
from core.forms import Form
from programme import places

LONGEST = 600


class HamperForm(Form):
    """`count.<sku>` of what is in it, and one more: `sku` and `count`."""

    def clean(self) -> None:
        self.counts: dict[str, int] = {}
        for name in [key for key in self.raw if key.startswith("count.")]:
            self.counts[name.removeprefix("count.")] = self.integer(name, at_least=0, at_most=bundles.MOST_OF_ONE) or 0
        if sku := self.text("sku", at_most=60):
            more = self.integer("count", at_least=1, at_most=bundles.MOST_OF_ONE) or 1
            self.counts[sku] = min(self.counts.get(sku, 0) + more, bundles.MOST_OF_ONE)
        if len([count for count in self.counts.values() if count]) > bundles.MOST_PARTS:
            self.errors["sku"] = _("Một giỏ chứa nhiều nhất %(n)s thứ.", n=bundles.MOST_PARTS)


class MakingForm(Form):
    """The words of the story of making."""

    def clean(self) -> None:
        self.told = {name: self.text(name, at_most=LONGEST, lines=True) for name in ("variance", "variance_en")}
        self.told |= {name: self.text(name, at_most=LONGEST, lines=True) for name in ("technique", "technique_en")}
        self.told |= {name: self.text(name, at_most=120) for name in ("artisan", "artisan_title", "artisan_title_en")}


class StepForm(Form):
    def clean(self) -> None:
        self.told: dict[str, Any] = {
            "name": self.text("name", at_most=80, required=_("Gọi tên bước này.")),
            "name_en": self.text("name_en", at_most=80),
            "text": self.text("text", at_most=LONGEST, lines=True),
            "text_en": self.text("text_en", at_most=LONGEST, lines=True),
            "happened_on": self.day("happened_on"),
        }


class RangeForm(Form):
    """How far; `communes` are codes, `add` one more."""

    def __init__(self, raw: Mapping[str, Any] | None = None, communes: list[str] | None = None) -> None:
        super().__init__(raw)
        self.communes = [code for code in communes or [] if places.commune(code)]

    def clean(self) -> None:
        self.reach = self.choice("reach", REACHES)
        self.cut_off_hour = self.integer("cut_off_hour", at_least=1, at_most=23, required=False) or 10
        if self.reach == "communes" and not self.communes:
            self.errors["communes"] = _("Chọn ít nhất một xã, phường.")


class LotForm(Form):
    def clean(self) -> None:
        self.product_id = self.integer("product_id", at_least=1, at_most=2**31 - 1) or 0
        self.number = self.text("number", at_most=40, required=_("Ghi số lô, ví dụ L2611-03."))
        made_on = self.day("made_on", required=_("Chọn ngày làm."))
        self.made_on = made_on or times.today()
        self.use_by = self.day("use_by")
        if self.made_on > times.today() and "made_on" not in self.errors:
            self.errors["made_on"] = _("Ngày làm chưa tới.")
        if self.use_by and self.use_by < self.made_on:
            self.errors["use_by"] = _("Hạn dùng phải sau ngày làm.")
        self.told = {
            "quantity": self.integer("quantity", at_least=1, at_most=1_000_000, required=False),
            "note": self.text("note", at_most=LONGEST, lines=True),
            "note_en": self.text("note_en", at_most=LONGEST, lines=True),
        }


class RecallForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=LONGEST, required=_("Ghi lý do, người mua sẽ đọc."), lines=True)
        self.advice = self.text("advice", at_most=LONGEST, required=_("Ghi việc người mua nên làm."), lines=True)


class SessionForm(Form):
    """`day`, `starts` and `ends` by Hanoi's clock."""

    def clean(self) -> None:
        day = self.day("day", required=_("Chọn ngày.")) or times.today()
        starts, ends = self._hour("starts"), self._hour("ends")
        self.places = self.integer("places", at_least=1, at_most=sessions.MOST_PLACES) or 1
        if self.errors:
            return
        self.starts_at, self.ends_at = times.start_of(day) + starts, times.start_of(day) + ends
        if self.ends_at <= self.starts_at:
            self.errors["ends"] = _("Giờ tan phải sau giờ bắt đầu.")
        if self.starts_at <= times.now():
            self.errors["day"] = _("Buổi này đã qua. Chọn ngày giờ sắp tới.")

    def _hour(self, name: str) -> timedelta:
        try:
            hour = time.fromisoformat(str(self.raw.get(name) or "").strip().zfill(5))
        except ValueError:
            self.errors[name] = _("Ghi giờ dạng 8:30.")
            return timedelta()
        return timedelta(hours=hour.hour, minutes=hour.minute)


class PlacesForm(Form):
    def clean(self) -> None:
        self.places = self.integer("places", at_least=1, at_most=sessions.MOST_PLACES) or 1


class CalendarForm(Form):
    def clean(self) -> None:
        self.name = self.text("name", at_most=80)
        self.week_units = self.integer("week_units", at_least=0, at_most=capacity.MOST_UNITS, required=False) or 0
        self.cut_off_on, self.resumes_on = self.day("cut_off_on"), self.day("resumes_on")
        if (self.cut_off_on is None) != (self.resumes_on is None):
            self.errors["resumes_on"] = _("Ghi cả ngày chốt và ngày làm lại, hoặc để trống cả hai.")
        elif self.cut_off_on and self.resumes_on and self.resumes_on <= self.cut_off_on:
            self.errors["resumes_on"] = _("Ngày làm lại phải sau ngày chốt.")


class WeekForm(Form):
    def clean(self) -> None:
        week = self.day("week", required=_("Chọn tuần."))
        self.week = capacity.monday(week or times.today())
        self.capacity = self.integer("capacity", at_least=0, at_most=capacity.MOST_UNITS) or 0
        self.is_closed = self.flag("is_closed")
        self.note = self.text("note", at_most=80)
        if self.week not in capacity.horizon():
            self.errors["week"] = _("Tuần này ngoài lịch nhận đặt.")

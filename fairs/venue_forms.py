"""What is typed about places to see and buy: staff describe one and its visits, visitors book."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from fairs.models import MOST_PEOPLE, MOST_PLACES, VENUE_KINDS, VISIT_KINDS, Venue
from programme import places, points

MOST_PRICE = 50_000_000


class VenueForm(Form):
    """`told` and `hours` are what venues.open_one and venues.change take."""

    def clean(self) -> None:
        self.told: dict[str, Any] = {
            "kind": self.choice("kind", VENUE_KINDS, required=_("Chọn loại nơi này.")),
            "name": self.text("name", at_most=120, required=_("Ghi tên nơi này.")),
            "name_en": self.text("name_en", at_most=120),
            "intro": self.text("intro", at_most=2000, lines=True),
            "intro_en": self.text("intro_en", at_most=2000, lines=True),
            "address": self.text("address", at_most=160),
            "phone": self.phone("phone", required=False),
            "commune_code": self._commune(),
            "facility_id": self._number("facility_id"),
            "village_id": self._number("village_id"),
        }
        self.told["lat"], self.told["lon"] = self._point()
        if self.told["kind"] == "workshop" and not self.told["facility_id"]:
            self.errors["facility_id"] = _("Xưởng là của một cơ sở; chọn cơ sở ấy.")
        self.hours = {day: span for day in range(7) if (span := self._span(day))}

    def _commune(self) -> str:
        commune = places.find_commune(places.HANOI, self.text("commune", at_most=80))
        if commune is None:
            self.errors["commune"] = _("Không thấy xã, phường này ở Hà Nội; ghi như Bát Tràng.")
            return ""
        return commune.code

    def _number(self, name: str) -> int | None:
        return self.integer(name, at_least=1, at_most=2**31 - 1, required=False)

    def _point(self) -> tuple[float, float] | tuple[None, None]:
        typed = self.text("point", at_most=60)
        point = points.read(typed) if typed else None
        inside = point is not None and 6 <= point[0] <= 24 and 102 <= point[1] <= 118
        if typed and not inside:
            self.errors["point"] = _("Dán điểm như bản đồ cho: 20.97652, 105.91268.")
        return point if point and inside else (None, None)

    def _span(self, day: int) -> tuple[int, int] | None:
        opens, closes = self._clock(f"opens_{day}"), self._clock(f"closes_{day}")
        if opens is None and closes is None:
            return None
        if opens is None or closes is None or closes <= opens:
            self.errors[f"opens_{day}"] = _("Ghi cả giờ mở và giờ đóng, đóng sau mở; nghỉ thì để trống cả hai.")
            return None
        return opens, closes

    def _clock(self, name: str) -> int | None:
        typed = str(self.raw.get(name) or "").strip()
        try:
            hour = time.fromisoformat(typed.zfill(5)) if typed else None
        except ValueError:
            self.errors[name] = _("Ghi giờ dạng 8:30.")
            return None
        return hour.hour * 60 + hour.minute if hour else None

    @classmethod
    def showing(cls, venue: Venue) -> "VenueForm":
        commune = places.commune(venue.commune_code)
        names = ("kind", "name", "name_en", "intro", "intro_en", "address", "phone", "facility_id", "village_id")
        typed: dict[str, Any] = {name: getattr(venue, name) or "" for name in names}
        typed["commune"] = commune.short_name if commune else ""
        typed["point"] = f"{venue.lat}, {venue.lon}" if venue.lat is not None else ""
        for one in venue.hours:
            typed |= {f"opens_{one.weekday}": _written(one.opens), f"closes_{one.weekday}": _written(one.closes)}
        return cls(typed)


class VisitForm(Form):
    """`told` is what venues.offer takes."""

    def clean(self) -> None:
        self.told: dict[str, Any] = {
            "kind": self.choice("visit_kind", VISIT_KINDS, required=_("Chọn loại buổi.")),
            "title": self.text("title", at_most=120, required=_("Đặt tên cho buổi này.")),
            "title_en": self.text("title_en", at_most=120),
            "places": self.integer("places", at_least=1, at_most=MOST_PLACES),
            "price": self.integer("price", at_least=0, at_most=MOST_PRICE, required=False) or 0,
        }
        day = self.day("day", at_least=times.today(), required=_("Chọn ngày."))
        starts, ends = self._clock("starts"), self._clock("ends")
        if day is None or starts is None or ends is None:
            return
        if ends <= starts:
            self.errors["ends"] = _("Giờ tan phải sau giờ bắt đầu.")
        self.told |= {"starts_at": times.start_of(day) + starts, "ends_at": times.start_of(day) + ends}
        if self.told["starts_at"] <= times.now():
            self.errors["starts"] = _("Giờ này đã qua.")

    def _clock(self, name: str) -> timedelta | None:
        try:
            hour = time.fromisoformat(str(self.raw.get(name) or "").strip().zfill(5))
        except ValueError:
            self.errors[name] = _("Ghi giờ dạng 8:30.")
            return None
        return timedelta(hours=hour.hour, minutes=hour.minute)


class BookingForm(Form):
    def clean(self) -> None:
        self.name = self.text("name", at_most=80, required=_("Ghi tên người đặt."))
        self.phone_number = self.phone("phone")
        self.people = self.integer("people", at_least=1, at_most=MOST_PEOPLE) or 1


class ReasonForm(Form):
    def __init__(self, raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.reason = ""

    def clean(self) -> None:
        self.reason = self.text("reason", at_most=200, required=_("Ghi lý do; người đã đặt sẽ đọc."))


class ClosingForm(Form):
    """Why a place closes; nothing where no visit is called off by it."""

    def clean(self) -> None:
        self.why = self.text("why", at_most=200)


def _written(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"

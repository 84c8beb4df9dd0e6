"""What is typed about activities: the list's filters, the activity itself, somebody of its roll, a sign-up."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from programme import places
from programme.activities import kinds, queries
from programme.activities.models import ACTIVITY_KINDS, MOST_PLACES, MOST_QUANTITY, Activity
from programme.activities.queries import ActivityCriteria
from programme.activities.roll import Attendee
from programme.models import Facility

OLDEST = 1920


class ActivitiesForm(Form):
    """The query string of the list. A value that is none of ours is left out."""

    def __init__(self, raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.criteria, self.page = ActivityCriteria(), 1

    def clean(self) -> None:
        year = self.integer("nam", at_least=1990, at_most=2100, required=False)
        self.criteria = ActivityCriteria(
            text=self.text("q", at_most=100)[:100],
            kind=self.choice("loai", ACTIVITY_KINDS),
            year=None if "nam" in self.errors else year,
            state=self.choice("trang-thai", list(kinds.STATES)),
            scheme=self.text("de-an", at_most=40)[:40],
        )
        self.page = self.integer("trang", at_least=1, at_most=100_000, required=False) or 1


class ActivityForm(Form):
    """`told` is what records.enter and records.change take; `scheme` the scheme it hangs on."""

    def clean(self) -> None:
        self.told: dict[str, Any] = {
            "kind": self.choice("kind", ACTIVITY_KINDS, required=_("Chọn loại hoạt động.")),
            "name": self.text("name", at_most=160, required=_("Đặt tên cho hoạt động này.")),
            "name_en": self.text("name_en", at_most=160),
            "summary": self.text("summary", at_most=2000, lines=True),
            "starts_on": self.day("starts_on", required=_("Chọn ngày đầu.")),
            "ends_on": self.day("ends_on", required=_("Chọn ngày cuối.")),
            "opens": self._clock("opens"),
            "closes": self._clock("closes"),
            "place": self.text("place", at_most=160),
            "unit": self.text("unit", at_most=160),
            "planned": self.integer("planned", at_least=0, at_most=100_000, required=False) or 0,
            "places": self.integer("places", at_least=0, at_most=MOST_PLACES, required=False) or 0,
        }
        self._clean_order()
        self._clean_place()
        self.scheme = queries.scheme(str(self.raw.get("scheme") or "")[:40])
        if self.scheme is None:
            self.errors["scheme"] = _("Chọn đề án đã phê duyệt.")

    def _clean_order(self) -> None:
        starts, ends = self.told["starts_on"], self.told["ends_on"]
        if starts and ends and ends < starts:
            self.errors["ends_on"] = _("Ngày cuối phải từ ngày đầu trở đi.")
        opens, closes = self.told["opens"], self.told["closes"]
        if (opens is None) != (closes is None) or (opens is not None and closes <= opens):
            self.errors.setdefault("closes", _("Ghi cả giờ bắt đầu và giờ tan, tan sau bắt đầu; hoặc bỏ trống cả hai."))

    def _clean_place(self) -> None:
        province = self.choice("province_code", [one.code for one in places.provinces()]) or places.HANOI
        typed = self.text("commune", at_most=80)
        commune = places.find_commune(province, typed) if typed else None
        if typed and commune is None:
            self.errors["commune"] = _("Không thấy xã, phường này ở tỉnh đã chọn; ghi như Bát Tràng.")
        self.told |= {"province_code": province, "commune_code": commune.code if commune else None}

    def _clock(self, name: str) -> int | None:
        typed = str(self.raw.get(name) or "").strip()
        try:
            hour = time.fromisoformat(typed.zfill(5)) if typed else None
        except ValueError:
            self.errors[name] = _("Ghi giờ dạng 8:30.")
            return None
        return hour.hour * 60 + hour.minute if hour else None

    @classmethod
    def showing(cls, activity: Activity) -> "ActivityForm":
        names = ("kind", "name", "name_en", "summary", "place", "province_code", "unit", "planned", "places")
        typed: dict[str, Any] = {name: getattr(activity, name) for name in names}
        typed |= {"starts_on": activity.starts_on.isoformat(), "ends_on": activity.ends_on.isoformat()}
        typed |= {"opens": written(activity.opens), "closes": written(activity.closes)}
        commune = places.commune(activity.commune_code or "")
        return cls(typed | {"scheme": activity.scheme.code, "commune": commune.short_name if commune else ""})


class AttendeeForm(Form):
    """Somebody for a roll. `kind` of the activity says whether a facility or a person must be named."""

    def __init__(self, raw: Mapping[str, Any] | None = None, *, kind: str) -> None:
        super().__init__(raw)
        self.kind = kind

    def clean(self) -> None:
        of_people = kinds.counts_people(self.kind)
        name = self.text("name", at_most=80, required=_("Ghi họ tên.") if of_people else "")
        facility = self.named_facility()
        if facility is None and not of_people:
            self.errors.setdefault("facility", _("Ghi tên hoặc mã số thuế cơ sở."))
        self.attendee = Attendee(
            facility, name, birth_year(self), self._woman(), self.phone("phone", required=False),
            self.integer("quantity", at_least=1, at_most=MOST_QUANTITY, required=False) or 1,
        )  # fmt: skip

    def named_facility(self) -> Facility | None:
        said = self.text("facility", at_most=200)
        facility = queries.facilities_called([said]).get(said) if said else None
        if said and facility is None:
            self.errors["facility"] = _("Không thấy cơ sở này, hoặc có mấy cơ sở cùng tên: ghi mã số thuế.")
        return facility

    def _woman(self) -> bool | None:
        return {"1": True, "0": False}.get(self.choice("is_woman", ["1", "0"]))


class SignUpForm(Form):
    """A place asked for by whoever comes."""

    def clean(self) -> None:
        name = self.text("name", at_most=80, required=_("Ghi họ tên để ghi danh sách lớp."))
        woman = {"1": True, "0": False}.get(self.choice("is_woman", ["1", "0"]))
        self.attendee = Attendee(None, name, birth_year(self), woman, self.phone("phone"))
        self.works_at = self.text("works_at", at_most=120)


class WhyForm(Form):
    def clean(self) -> None:
        self.why = self.text("why", at_most=300, required=_("Ghi lý do; lý do giữ trong hồ sơ."))


def birth_year(form: Form) -> int | None:
    return form.integer("birth_year", at_least=OLDEST, at_most=times.today().year - 10, required=False)


def written(minutes: int | None) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}" if minutes is not None else ""

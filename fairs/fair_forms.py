"""What staff type about a fair: its words and place, its days and hours, its other dates, and who pays."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from fairs import hours
from fairs.fairs import Plan
from fairs.hours import MOST_DAYS, Hours
from fairs.models import CALLED_OFF, FAIR_KINDS, Fair
from programme import places

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXTS = {"name": 120, "name_en": 120, "place": 160, "address": 160, "organiser": 160}
_BLOCKS = {"intro": 1500, "intro_en": 1500, "results": 2000}
_MOMENTS = ("applications_open_at", "applications_close_at", "setup_at", "setup_until")
_FIRST, _LAST = date(2000, 1, 1), date(2100, 12, 31)


class FairForm(Form):
    """`plan()` is what fairs.make and fairs.change take. Days differ from the usual hours by `from.<day>`, `to.<day>`
    and `shut.<day>`, each day as 2026-12-24.
    """

    def __init__(self, raw: Mapping[str, Any] | None = None, scheme_ids: Collection[int] = ()) -> None:
        super().__init__(raw)
        self.scheme_ids = [str(one) for one in scheme_ids]
        self.by_day: dict[date, Hours] = {}

    def clean(self) -> None:
        self.texts = {name: self.text(name, at_most=most) for name, most in _TEXTS.items()}
        self.texts |= {name: self.text(name, at_most=most, lines=True) for name, most in _BLOCKS.items()}
        if not self.texts["name"]:
            self.errors["name"] = _("Đặt tên cho hội chợ.")
        self.slug = self._address()
        self.kind = self.choice("kind", FAIR_KINDS, required=_("Chọn hội chợ họp ở đâu."))
        scheme = self.choice("scheme_id", self.scheme_ids)
        self.scheme_id = int(scheme) if scheme else None
        self._clean_place()
        self._clean_days()
        self.moments = {name: self._moment(name) for name in _MOMENTS}
        if not self.errors:
            self._clean_order()

    def plan(self) -> Plan:
        place = {"kind": self.kind, "commune_code": self.commune.code if self.commune else None}
        columns = self.texts | place | self.moments | {"scheme_id": self.scheme_id}
        return Plan(columns, self.by_day, self._fundings() if self.scheme_id else ())

    def days_asked(self) -> list[date]:
        """The days between the first and the last, as they stand in the fields."""
        first, last = _as_day(self.value("first_day")), _as_day(self.value("last_day"))
        return hours.days(first, last) if first and last and 0 <= (last - first).days < MOST_DAYS else []

    def has_days_apart(self) -> bool:
        """Whether a day has hours of its own, or something to mend in them."""
        return any("." in name for name in self.errors) or any(
            value for name, value in self.raw.items() if name.partition(".")[0] in ("from", "to", "shut")
        )

    def pays(self, funding_id: int) -> bool:
        return funding_id in self._fundings()

    def _fundings(self) -> list[int]:
        sent = self.raw.getlist("funding") if hasattr(self.raw, "getlist") else self.raw.get("funding") or []
        return sorted({int(one) for one in map(str, sent) if one.isascii() and one.isdigit() and len(one) < 10})

    def _address(self) -> str:
        slug = self.text("slug", at_most=80).lower()
        if slug and not _SLUG.fullmatch(slug):
            self.errors["slug"] = _("Chỉ dùng chữ thường không dấu, số và dấu gạch nối, như cho-tet-2027.")
        return slug

    def _clean_place(self) -> None:
        self.commune = places.commune(str(self.raw.get("commune_code") or ""))
        if self.kind == "virtual":
            return
        if self.commune is None:
            self.errors["commune_code"] = _("Chọn xã, phường nơi họp.")
        if not self.texts["place"]:
            self.errors["place"] = _("Ghi tên nơi họp, để khách tìm đến.")

    def _clean_days(self) -> None:
        first = self.day("first_day", at_least=_FIRST, at_most=_LAST, required=_("Chọn ngày đầu."))
        last = self.day("last_day", at_least=_FIRST, at_most=_LAST, required=_("Chọn ngày cuối."))
        usual = self._hours("opens", "closes")
        if not (first and last):
            return
        if last < first:
            self.errors["last_day"] = _("Ngày cuối phải từ ngày đầu trở đi.")
        elif (last - first).days >= MOST_DAYS:
            self.errors["last_day"] = _("Một hội chợ dài nhất %(n)s ngày.", n=MOST_DAYS)
        elif usual:
            self.by_day = {day: one for day in hours.days(first, last) if (one := self._hours_of(day, usual))}
            if not self.by_day and not self.errors:
                self.errors["first_day"] = _("Phải có ít nhất một ngày mở cửa.")

    def _hours_of(self, day: date, usual: Hours) -> Hours | None:
        if self.flag(f"shut.{day}"):
            return None
        names = f"from.{day}", f"to.{day}"
        if not any(str(self.raw.get(name) or "").strip() for name in names):
            return usual
        return self._hours(*names, usual=usual)

    def _hours(self, opens: str, closes: str, usual: Hours | None = None) -> Hours | None:
        begins = self._clock(opens, usual.opens if usual else None)
        ends = self._clock(closes, usual.closes if usual else None)
        if begins is None or ends is None:
            return None
        found = Hours(begins, ends)
        if not found.are_forwards:
            self.errors[closes] = _("Giờ đóng phải sau giờ mở; đóng lúc nửa đêm thì ghi 00:00.")
        return found

    def _clock(self, name: str, usual: time | None) -> time | None:
        typed = str(self.raw.get(name) or "").strip()
        if not typed and usual is not None:
            return usual
        try:
            return time.fromisoformat(typed.zfill(5)).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            self.errors[name] = _("Ghi giờ dạng 8:30.")
            return None

    def _moment(self, name: str) -> datetime | None:
        """A day and an hour by Hanoi's clock, as the browser's picker sends them."""
        typed = str(self.raw.get(name) or "").strip()
        if not typed:
            return None
        try:
            moment = datetime.fromisoformat(typed).replace(tzinfo=times.HANOI)
        except ValueError:
            self.errors[name] = _("Chọn ngày và giờ.")
            return None
        if not _FIRST <= moment.date() <= _LAST:
            self.errors[name] = _("Ngày này không hợp ở đây; xem lại.")
        return moment

    def _clean_order(self) -> None:
        """Call, set-up and opening follow one another."""
        calls, ends, setup, until = (self.moments[name] for name in _MOMENTS)
        opens_at = hours.rows(self.by_day)[0].opens_at
        if ends and not calls:
            self.errors["applications_open_at"] = _("Ghi cả giờ bắt đầu nhận đơn.")
        if calls and ends and ends <= calls:
            self.errors["applications_close_at"] = _("Giờ thôi nhận đơn phải sau giờ bắt đầu nhận.")
        if calls and calls >= opens_at:
            self.errors["applications_open_at"] = _("Nhận đơn phải trước khi hội chợ mở.")
        if ends and ends > (setup or opens_at):
            self.errors["applications_close_at"] = _("Thôi nhận đơn trước khi dựng gian và trước khi mở.")
        if until and not setup:
            self.errors["setup_at"] = _("Ghi cả giờ bắt đầu dựng gian.")
        if setup and setup >= opens_at:
            self.errors["setup_at"] = _("Dựng gian phải trước khi hội chợ mở.")
        if setup and until and not setup < until <= opens_at:
            self.errors["setup_until"] = _("Dựng xong phải sau lúc bắt đầu dựng, muộn nhất là lúc mở.")


class CopyForm(Form):
    """The next fair, made from this one."""

    def clean(self) -> None:
        self.name = self.text("name", at_most=120, required=_("Đặt tên cho hội chợ."))
        self.first_day = self.day("first_day", at_least=_FIRST, at_most=_LAST, required=_("Chọn ngày đầu."))


class CallOffForm(Form):
    """Why a fair is not held as planned."""

    def clean(self) -> None:
        self.how = self.choice("how", CALLED_OFF, required=_("Chọn hoãn hay hủy."))
        self.reason = self.text("reason", at_most=300, required=_("Ghi lý do; khách và cơ sở sẽ đọc."))
        self.reason_en = self.text("reason_en", at_most=300)


class ReportForm(Form):
    def clean(self) -> None:
        self.number = self.text("number", at_most=60, required=_("Ghi số văn bản chấp nhận báo cáo."))


def as_typed(fair: Fair) -> dict[str, Any]:
    """What stands in the fields of a fair that is there."""
    typed: dict[str, Any] = {name: getattr(fair, name) for name in (*_TEXTS, *_BLOCKS, "slug", "kind")}
    typed |= {name: local_input(getattr(fair, name)) for name in _MOMENTS}
    typed |= {"scheme_id": fair.scheme_id or "", "funding": [one.funding_id for one in fair.paid_by]}
    typed |= {"commune_code": fair.commune_code or "", "revision": fair.revision}
    return typed | _days_typed({row.day: hours.of(row) for row in fair.days} or _guessed(fair))


def local_input(moment: datetime | None) -> str:
    """For a datetime-local field."""
    return f"{times.local(moment):%Y-%m-%dT%H:%M}" if moment else ""


def _days_typed(by_day: Mapping[date, Hours]) -> dict[str, Any]:
    """The usual hours are those that most days have; the others say their own."""
    every = [*by_day.values()]
    usual = max(every, key=every.count)
    typed: dict[str, Any] = {"first_day": min(by_day), "last_day": max(by_day)}
    typed |= {"opens": f"{usual.opens:%H:%M}", "closes": f"{usual.closes:%H:%M}"}
    for day in hours.days(min(by_day), max(by_day)):
        one = by_day.get(day)
        if one is None:
            typed[f"shut.{day}"] = "1"
        elif one != usual:
            typed |= {f"from.{day}": f"{one.opens:%H:%M}", f"to.{day}": f"{one.closes:%H:%M}"}
    return typed


def _guessed(fair: Fair) -> dict[date, Hours]:
    """The days of a fair that was kept before there were any: its window, each day alike."""
    opens, closes = times.local(fair.opens_at), times.local(fair.closes_at)
    last = (closes - timedelta(microseconds=1)).date()
    same = Hours(opens.time().replace(tzinfo=None), closes.time().replace(tzinfo=None))
    if not same.are_forwards:
        same = Hours(same.opens, hours.MIDNIGHT)
    return dict.fromkeys(hours.days(opens.date(), last), same)


def _as_day(typed: Any) -> date | None:
    try:
        return date.fromisoformat(str(typed or ""))
    except ValueError:
        return None

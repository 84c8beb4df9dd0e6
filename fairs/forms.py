"""What people type about fairs: features of a shelf, booths, applications."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from fairs.models import Feature
from fairs.shelves import Season, Terms


class FeatureForm(Form):
    """A slot on a shelf. Days are Hanoi's; the last one counts whole."""

    def __init__(self, raw: Mapping[str, Any], scheme_ids: Sequence[int] = ()) -> None:
        super().__init__(raw)
        self.scheme_ids = [str(scheme_id) for scheme_id in scheme_ids]

    def clean(self) -> None:
        reason = self.text("reason", at_most=300, required=_("Viết một câu lý do; người mua sẽ đọc."))
        starts_on, ends_on = days_of(self)
        scheme = self.choice("scheme_id", self.scheme_ids)
        reason_en = self.text("reason_en", at_most=300)
        signed = self.text("signed", at_most=80, required=_("Ghi ai là người chọn, như người mua sẽ đọc."))
        if starts_on and ends_on and not self.errors:
            self.terms = Terms(
                reason=reason,
                reason_en=reason_en,
                signed=signed,
                starts_at=times.start_of(starts_on),
                ends_at=times.start_of(ends_on + timedelta(days=1)),
                scheme_id=int(scheme) if scheme else None,
                is_reserve=self.flag("is_reserve"),
            )

    @classmethod
    def showing(cls, slot: Feature) -> "FeatureForm":
        """The form as it stands for a slot."""
        return cls(
            {
                "reason": slot.reason,
                "reason_en": slot.reason_en,
                "signed": slot.signed,
                "starts_on": times.local(slot.starts_at).date().isoformat(),
                "ends_on": times.local(slot.ends_at - timedelta(seconds=1)).date().isoformat(),
                "scheme_id": slot.scheme_id or "",
                "is_reserve": "1" if slot.is_reserve else "",
            }
        )


class SeasonForm(Form):
    """A season's shelf. Days are Hanoi's; the last one counts whole."""

    def clean(self) -> None:
        title = self.text("title", at_most=80, required=_("Đặt tên cho kệ, ví dụ Quà Tết."))
        title_en = self.text("title_en", at_most=80)
        starts_on, ends_on = days_of(self)
        if starts_on and ends_on and not self.errors:
            ends_at = times.start_of(ends_on + timedelta(days=1))
            self.season = Season(title, title_en, times.start_of(starts_on), ends_at)


def days_of(form: Form) -> tuple[date | None, date | None]:
    """The fields starts_on and ends_on, the second not before the first."""
    starts_on, ends_on = _day(form, "starts_on"), _day(form, "ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        form.errors["ends_on"] = _("Ngày hết phải sau ngày bắt đầu.")
    return starts_on, ends_on


def _day(form: Form, name: str) -> date | None:
    try:
        day = date.fromisoformat(str(form.raw.get(name) or ""))
    except ValueError:
        day = None
    if day is None or not 2020 <= day.year <= 2100:
        form.errors[name] = _("Chọn một ngày, ví dụ 25/11/2026.")
        return None
    return day

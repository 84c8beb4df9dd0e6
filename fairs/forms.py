"""What people type about fairs: features of a shelf, booths, applications."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from fairs.models import Feature
from fairs.shelves import Terms


class FeatureForm(Form):
    """A slot on a shelf. Days are Hanoi's; the last one counts whole."""

    def __init__(self, raw: Mapping[str, Any], scheme_ids: Sequence[int] = ()) -> None:
        super().__init__(raw)
        self.scheme_ids = [str(scheme_id) for scheme_id in scheme_ids]

    def clean(self) -> None:
        reason = self.text("reason", at_most=300, required=_("Viết một câu lý do; người mua sẽ đọc."))
        starts_on = self._day("starts_on")
        ends_on = self._day("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.errors["ends_on"] = _("Ngày hết phải sau ngày bắt đầu.")
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
            )

    def _day(self, name: str) -> date | None:
        try:
            day = date.fromisoformat(str(self.raw.get(name) or ""))
        except ValueError:
            day = None
        if day is None or not 2020 <= day.year <= 2100:
            self.errors[name] = _("Chọn một ngày, ví dụ 25/11/2026.")
            return None
        return day

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
            }
        )

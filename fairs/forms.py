"""What people type about fairs: features of a shelf, booths, applications."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

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


class BoothForm(Form):
    """What a facility tells of its booth."""

    def clean(self) -> None:
        self.told = {
            "tagline": self.text("tagline", at_most=140),
            "tagline_en": self.text("tagline_en", at_most=140),
            "today": self.text("today", at_most=140),
            "story": self.text("story", at_most=4000, lines=True),
            "story_en": self.text("story_en", at_most=4000, lines=True),
            "hours": self.text("hours", at_most=80),
            "artisan": self.text("artisan", at_most=140),
            "wholesale": self.text("wholesale", at_most=140),
            "video_url": self._link("video_url"),
        }

    def _link(self, name: str) -> str:
        address = self.text(name, at_most=300)
        parts = urlsplit(address) if address.isascii() else urlsplit("")
        if address and (parts.scheme != "https" or not parts.netloc):
            self.errors[name] = _("Dán địa chỉ phim đầy đủ, bắt đầu bằng https://")
        return address

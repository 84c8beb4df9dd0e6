"""What a maker types at the steps of its booth."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from flask_babel import gettext as _

from catalog import photos
from catalog.forms import PriceForm
from catalog.models import Variant
from core.forms import Form
from fairs import contact
from fairs.programme_forms import link
from fairs.themes import THEMES


class FairPricesForm(PriceForm):
    """A price of the fair for each form of what a booth shows; empty where it is the usual one."""

    def __init__(self, raw: Mapping[str, Any], forms: Sequence[Variant]) -> None:
        super().__init__(raw)
        self.forms = forms

    def clean(self) -> None:
        names = {one.id: field_of(one.id) for one in self.forms}
        self.wanted = {one: self._amount(name, self.text(name, at_most=60)) for one, name in names.items()}


def field_of(variant_id: int) -> str:
    return f"gia-{variant_id}"


class TodayForm(Form):
    """What happens at the stand today."""

    def clean(self) -> None:
        self.today = self.text("today", at_most=140)


class LookForm(Form):
    """The theme, and what a crop of the banner keeps in sight."""

    def clean(self) -> None:
        theme = self.choice("theme", list(THEMES), required=_("Chọn một kiểu gian."))
        across, _dash, down = str(self.raw.get("focus") or "").partition("-")
        known = {str(percent): percent for percent in photos.GRID}
        self.told = {
            "theme": theme,
            "banner_focus": [known[across], known[down]] if {across, down} <= set(known) else [],
        }


class WordsForm(Form):
    """What a booth tells, English beside it."""

    def clean(self) -> None:
        self.told = {name: self.text(name, at_most=140) for name in ("tagline", "tagline_en", "artisan", "wholesale")}
        self.told |= {name: self.text(name, at_most=4000, lines=True) for name in ("story", "story_en")}


class StepsForm(Form):
    """How the thing is made, up to five steps; a step without a name and words is none."""

    MOST = 5
    PARTS = {"name": 80, "name_en": 80, "text": 300, "text_en": 300}

    def clean(self) -> None:
        self.rows = [row for n in range(self.MOST) if (row := self._row(n))]

    def _row(self, n: int) -> dict[str, Any]:
        said: dict[str, Any] = {part: self.text(f"{part}-{n}", at_most=most) for part, most in self.PARTS.items()}
        if not any(said.values()):
            return {}
        if not said["name"]:
            self.errors[f"name-{n}"] = _("Đặt tên cho bước này, vài chữ.")
        picture = str(self.raw.get(f"picture-{n}") or "")
        kept = picture.isascii() and picture.isdigit() and len(picture) < 10 and not self.flag(f"drop-{n}")
        return said | {"picture_id": int(picture) if kept else None, "place": n}


class FilmForm(Form):
    def clean(self) -> None:
        self.told = {"video_url": link(self, "video_url")}


class PaperForm(Form):
    def clean(self) -> None:
        self.title = self.text("title", at_most=100, required=_("Ghi tên giấy: bảng giá sỉ, hướng dẫn chăm sóc."))
        self.title_en = self.text("title_en", at_most=100)


class HoursForm(Form):
    """When the stand is open, by weekday when chat and calls are answered, and the room that is open in those hours."""

    def clean(self) -> None:
        self.told: dict[str, Any] = {"hours": self.text("hours", at_most=80)}
        spans = {str(n): self._span(n) for n in contact.WEEK}
        self.told["contact_hours"] = {day: span for day, span in spans.items() if span}
        self.told["room_url"] = link(self, "room_url")
        if self.told["room_url"] and not self.told["contact_hours"]:
            self.errors["room_url"] = _("Ghi giờ có người trả lời ở trên: phòng mở theo giờ ấy.")

    def _span(self, n: int) -> list[str]:
        begins, ends = (self._clock(f"{end}-{n}") for end in ("from", "until"))
        if bool(begins) != bool(ends) or (begins and begins >= ends):
            self.errors[f"from-{n}"] = _("Ghi cả giờ bắt đầu và giờ nghỉ, giờ nghỉ sau giờ bắt đầu.")
        return [begins, ends] if begins and ends else []

    def _clock(self, name: str) -> str:
        try:
            typed = str(self.raw.get(name) or "")[:5]
            return time.fromisoformat(typed).strftime("%H:%M") if typed else ""
        except ValueError:
            self.errors[name.replace("until", "from")] = _("Giờ có dạng 08:30.")
            return ""

"""What staff and makers type about a fair's programme, and staff about its sponsors."""

from collections.abc import Collection, Mapping
from datetime import time, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from core import times
from core.forms import Form
from fairs.models import SESSION_KINDS, SPONSOR_LEVELS, FairSession

_LINES = {"title_en": 120, "speaker": 160, "place": 120}
_BLOCKS = {"summary": 1500, "summary_en": 1500}


class SessionForm(Form):
    """`told` is what programme.put_on and programme.change take. `day`, `starts` and `ends` by Hanoi's clock."""

    def __init__(self, raw: Mapping[str, Any] | None = None, booth_ids: Collection[int] = ()) -> None:
        super().__init__(raw)
        self.booth_ids = [str(one) for one in booth_ids]

    def clean(self) -> None:
        self.told: dict[str, Any] = {"title": self.text("title", at_most=120, required=_("Đặt tên cho buổi này."))}
        self.told |= {name: self.text(name, at_most=most) for name, most in _LINES.items()}
        self.told |= {name: self.text(name, at_most=most, lines=True) for name, most in _BLOCKS.items()}
        self.told["kind"] = self.choice("kind", SESSION_KINDS, required=_("Chọn loại buổi."))
        booth = self.choice("booth_id", self.booth_ids)
        self.told["booth_id"] = int(booth) if booth else None
        self.told |= {name: link(self, name) for name in ("stream_url", "replay_url")}
        self._clean_hours()

    def _clean_hours(self) -> None:
        day = self.day("day", required=_("Chọn ngày."))
        starts, ends = self._clock("starts"), self._clock("ends")
        if day is None or starts is None or ends is None:
            return
        begins, over = times.start_of(day) + starts, times.start_of(day) + ends
        if over <= begins:
            self.errors["ends"] = _("Giờ tan phải sau giờ bắt đầu; tan lúc nửa đêm thì ghi 00:00.")
        self.told |= {"starts_at": begins, "ends_at": over}

    def _clock(self, name: str) -> timedelta | None:
        try:
            hour = time.fromisoformat(str(self.raw.get(name) or "").strip().zfill(5))
        except ValueError:
            self.errors[name] = _("Ghi giờ dạng 8:30.")
            return None
        is_midnight = name == "ends" and (hour.hour, hour.minute) == (0, 0)
        return timedelta(hours=24) if is_midnight else timedelta(hours=hour.hour, minutes=hour.minute)

    @classmethod
    def showing(cls, session: FairSession) -> "SessionForm":
        """The form as it stands for a session."""
        starts, ends = times.local(session.starts_at), times.local(session.ends_at)
        names = ("title", *_LINES, *_BLOCKS, "kind", "stream_url", "replay_url")
        typed: dict[str, Any] = {name: getattr(session, name) for name in names}
        hours = {"day": starts.date(), "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
        return cls(typed | hours | {"booth_id": session.booth_id or "", "revision": session.revision})


class RoomForm(SessionForm):
    """What a maker says of a session at its own booth; who speaks, where, and at which booth is none of it."""

    def clean(self) -> None:
        self.told = {"title": self.text("title", at_most=120, required=_("Đặt tên cho buổi này."))}
        self.told["title_en"] = self.text("title_en", at_most=120)
        self.told |= {name: self.text(name, at_most=most, lines=True) for name, most in _BLOCKS.items()}
        self.told |= {name: link(self, name) for name in ("stream_url", "replay_url")}
        self._clean_hours()


class SponsorForm(Form):
    """`told` is what sponsors.add takes."""

    def clean(self) -> None:
        self.told = {
            "name": self.text("name", at_most=120, required=_("Ghi tên đơn vị tài trợ.")),
            "name_en": self.text("name_en", at_most=120),
            "level": self.choice("level", SPONSOR_LEVELS, required=_("Chọn mức tài trợ.")),
            "gives": self.text("gives", at_most=160),
            "gives_en": self.text("gives_en", at_most=160),
            "url": link(self, "url"),
        }


def link(form: Form, name: str) -> str:
    """A whole https address, or nothing."""
    address = form.text(name, at_most=300)
    parts = urlsplit(address) if address.isascii() else urlsplit("")
    if address and (parts.scheme != "https" or not parts.netloc):
        form.errors[name] = _("Dán địa chỉ đầy đủ, bắt đầu bằng https://")
    return address

"""Input about papers: their facts as typed by makers and staff, reasons, and what the register is narrowed to."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from catalog import register
from catalog.models import LEVELS, RECOGNITION_KINDS, SUBJECTS
from catalog.recognition_facts import FIELDS, problems
from core import times
from core.forms import Form

_TEXTS = {"title": 160, "holder": 120, "decision_number": 80, "issuer": 160}
_EARLIEST = 1990


class PaperForm(Form):
    """The facts of one paper of a kind; `facts()` is what the register takes."""

    def __init__(self, kind: str, raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.kind = kind
        self.fields = FIELDS[kind]

    def clean(self) -> None:
        self._facts = {name: self._read(name) for name in self.fields}
        for name, sentence in problems(self.kind, self._facts).items():
            self.errors.setdefault(name, sentence)

    def facts(self) -> dict[str, Any]:
        return self._facts

    def _read(self, name: str) -> Any:
        if name in _TEXTS:
            return self.text(name, at_most=_TEXTS[name])
        if name in ("issued_on", "expires_on"):
            return day_in(self, name)
        if name == "stars":
            return int(self.choice(name, ("3", "4", "5")) or 0) or None
        if name == "level":
            return self.choice(name, LEVELS) or None
        if name == "year":
            return self.integer(name, at_least=_EARLIEST, at_most=times.today().year, required=False)
        return self._points() if name == "points" else self.flag(name)

    def _points(self) -> float | None:
        typed = self.text("points", at_most=6).replace(",", ".")
        try:
            points = round(float(typed), 2) if typed else None
        except ValueError:
            points = -1.0
        if points is not None and not 0 <= points <= 100:
            self.errors["points"] = _("Điểm là một số từ 0 đến 100, ví dụ 84,5.")
            return None
        return points


class AboutForm(Form):
    """What a maker's new paper is about: the facility, or one of its goods."""

    def __init__(self, kind: str, goods: list[tuple[int, str]], raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.kind = kind
        facility = [("facility", _("Cả cơ sở"))] if "facility" in SUBJECTS[kind] else []
        self.choices = facility + [(str(number), name) for number, name in goods]

    def clean(self) -> None:
        about = self.choice("about", [value for value, _name in self.choices], required=_("Chọn giấy này của gì."))
        self.product_id = int(about) if about.isdigit() else None


class SubjectForm(Form):
    """What a paper that staff write is about, named by its code or address."""

    def __init__(self, kind: str, raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.allowed = SUBJECTS[kind]

    def clean(self) -> None:
        about = self.choice("about", self.allowed, required=_("Chọn giấy này của gì."))
        key = self.text("subject", at_most=120, required=_("Ghi mã hàng, hoặc đoạn cuối địa chỉ trang."))
        self.subject = register.subject(about, key.rstrip("/").rpartition("/")[2]) if about and key else None
        if about and key and self.subject is None:
            self.errors["subject"] = _("Không có gì mang mã hay địa chỉ “%(key)s”.", key=key[:60])


class ReasonForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=500, required=_("Ghi lý do; lý do được lưu lại cùng giấy."))


class RevokeForm(ReasonForm):
    def clean(self) -> None:
        super().clean()
        self.on = day_in(self, "on") or times.today()
        self.decision = self.text("decision", at_most=80)
        if self.on > times.today():
            self.errors["on"] = _("Ngày thu hồi chưa tới.")


class RegisterForm(Form):
    """The query string of the staff's register; what cannot be read is left out."""

    def clean(self) -> None:
        within = self.choice("con", [str(days) for days in register.WITHIN])
        page = str(self.raw.get("trang") or "1")
        self.page = max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        self.criteria = register.Criteria(
            kind=self.choice("loai", RECOGNITION_KINDS),
            state=self.choice("trang-thai", register.STATES),
            within=int(within) if within else None,
            commune=self.text("xa", at_most=80)[:80],
            text=self.text("q", at_most=100)[:100],
            asked=self.flag("xin"),
        )


def day_in(form: Form, name: str) -> date | None:
    """A day from the browser's picker, or typed as 31/12/2026."""
    typed = form.text(name, at_most=20)
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = datetime.strptime(typed, shape).date()  # noqa: DTZ007
        except ValueError:
            continue
        if found.year >= _EARLIEST:
            return found
    if typed:
        form.errors[name] = _("Ghi ngày như 31/12/2026.")
    return None

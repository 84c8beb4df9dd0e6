"""User input: raw strings in, clean attributes or a sentence per field out.

A form checks shape (is it a number, is it too long). Rules about the world (is it in stock, may this
user) belong to the noun module.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from core.text import clean_block, clean_line


def ids_in(text: str) -> list[int]:
    """The ids of "12,7,9", as a page sends an order; what cannot be an id is left out."""
    return [int(one) for one in text.split(",") if one.isascii() and one.isdigit() and len(one) <= 9]


_INTEGER = re.compile(r"-?[0-9]+")


class Form:
    """One form. `raw` keeps what was typed, `errors` says by field how to mend it."""

    def __init__(self, raw: Mapping[str, Any] | None = None) -> None:
        self.raw: Mapping[str, Any] = raw if raw is not None else {}
        self.errors: dict[str, str] = {}

    def is_valid(self) -> bool:
        self.clean()
        return not self.errors

    def clean(self) -> None:
        raise NotImplementedError

    def value(self, name: str, default: Any = "") -> Any:
        """What to show in the field again."""
        return self.raw.get(name, default)

    def text(self, name: str, *, at_most: int, required: str = "", lines: bool = False) -> str:
        text = str(self.raw.get(name) or "")
        text = clean_block(text) if lines else clean_line(text)
        if not text and required:
            self.errors[name] = required
        if len(text) > at_most:
            self.errors[name] = _("Dài quá %(most)s chữ; đang có %(now)s.", most=at_most, now=len(text))
        return text

    def integer(self, name: str, *, at_least: int, at_most: int, required: bool = True) -> int | None:
        text = str(self.raw.get(name) if self.raw.get(name) is not None else "").strip()
        if not text and not required:
            return None
        if len(text) <= 12 and _INTEGER.fullmatch(text) and at_least <= int(text) <= at_most:
            return int(text)
        self.errors[name] = _("Điền một số nguyên từ %(least)s đến %(most)s.", least=at_least, most=at_most)
        return at_least

    def choice(self, name: str, choices: Sequence[str], *, required: str = "") -> str:
        value = str(self.raw.get(name) or "")
        if value in choices:
            return value
        if value or required:
            self.errors[name] = required or _("Chọn một trong các mục có sẵn.")
        return ""

    def day(
        self, name: str, *, at_least: date | None = None, at_most: date | None = None, required: str = ""
    ) -> date | None:
        """A day as a date field sends it."""
        text = str(self.raw.get(name) or "").strip()
        if not text:
            if required:
                self.errors[name] = required
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.errors[name] = _("Chọn một ngày.")
            return None
        if (at_least and day < at_least) or (at_most and day > at_most):
            self.errors[name] = _("Ngày này không hợp ở đây; xem lại.")
        return day

    def flag(self, name: str) -> bool:
        return str(self.raw.get(name, "")).lower() in ("1", "on", "true", "yes")

    def phone(self, name: str, *, required: bool = True) -> str:
        """A Vietnamese number as +84…; the sentence says what is wrong with it."""
        import phonenumbers  # a megabyte that no process needs before somebody gives a number

        text = str(self.raw.get(name) or "").strip()
        digits = "".join(c for c in text if c.isdigit())
        if not text:
            if required:
                self.errors[name] = _("Điền số điện thoại.")
            return ""
        try:
            number = phonenumbers.parse(text[:40], "VN")
            if phonenumbers.is_possible_number(number) and len(digits) >= 10:
                return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        except phonenumbers.NumberParseException:
            pass
        self.errors[name] = _(
            "Mới có %(n)s chữ số. Số di động có 10 chữ số, bắt đầu bằng 0; xin xem lại số.", n=len(digits)
        )
        return ""

    def email(self, name: str, *, required: bool = False) -> str:
        text = clean_line(str(self.raw.get(name) or "")).lower()
        if not text and not required:
            return ""
        local, at, host = text.partition("@")
        if not (local and at and "." in host.strip(".")) or " " in text or len(text) > 200:
            self.errors[name] = _("Thư điện tử cần có dạng ten@noi.vn.")
        return text

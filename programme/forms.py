"""Input of the programme's pages: what lists are narrowed to, and the move of a scheme."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from core.forms import Form
from core.text import clean_line
from programme import contents, schemes, supports
from programme.models import SCHEME_STATES
from programme.schemes import SchemeCriteria
from programme.supports import Criteria

HIGHEST_PAGE = 100_000


class RegisterForm(Form):
    """The register's query string. A value that is none of ours is left out and named in `errors`."""

    def __init__(self, raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.criteria = Criteria()
        self.page = 1

    def clean(self) -> None:
        self.criteria = Criteria(
            text=self.text("q", at_most=100)[:100],
            year=_year(self),
            content=self.choice("noi-dung", [one.slug for one in contents.contents()]),
            commune=clean_line(str(self.raw.get("xa") or ""))[:40],
            source=self.choice("nguon", supports.SOURCES),
            state=self.choice("ket-qua", supports.STATES),
            order=self.choice("xep", supports.ORDERS) or "-decided",
        )
        self.page = _page(self)


class SchemesForm(Form):
    """The query string of a list of schemes."""

    def __init__(self, raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.criteria = SchemeCriteria()
        self.page = 1

    def clean(self) -> None:
        self.criteria = SchemeCriteria(
            text=self.text("q", at_most=100)[:100],
            state=self.choice("trang-thai", SCHEME_STATES),
            year=_year(self),
            content=self.choice("noi-dung", [one.slug for one in contents.contents()]),
        )
        self.page = _page(self)


class MoveForm(Form):
    """A scheme's next state, the day, the document behind it and a note."""

    def __init__(self, raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(raw)
        self.to = self.number = self.type = self.note = ""
        self.on: date | None = None

    def clean(self) -> None:
        self.to = self.choice("to", SCHEME_STATES, required=_("Chọn trạng thái tiếp theo."))
        self.on = self._day("on")
        self.number = self.text("number", at_most=60, required=_("Ghi số văn bản, ví dụ 50/KH-UBND."))
        types = [code for code, _name in schemes.document_types()]
        self.type = self.choice("type", types, required=_("Chọn loại văn bản."))
        self.note = self.text("note", at_most=500, lines=True)

    @property
    def paper(self) -> schemes.Paper:
        return schemes.Paper(self.number, self.type)

    def _day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(str(self.raw.get(name) or ""))
        except ValueError:
            self.errors[name] = _("Chọn ngày của văn bản.")
            return None


def _year(form: Form) -> int | None:
    year = form.integer("nam", at_least=1990, at_most=2100, required=False)
    return None if "nam" in form.errors else year


def _page(form: Form) -> int:
    return form.integer("trang", at_least=1, at_most=HIGHEST_PAGE, required=False) or 1

"""Input of the programme's pages: what lists are narrowed to, and the move of a scheme."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from core.i18n import phone
from core.text import clean_line
from programme import banks, contents, places, schemes, supports, taxcodes
from programme.models import SCHEME_STATES, Facility
from programme.schemes import SchemeCriteria
from programme.supports import Criteria

HIGHEST_PAGE = 100_000
LONGEST_STORY = 4000
FEWEST_STEPS, MOST_STEPS = 3, 5
_ACCOUNT = re.compile(r"[0-9A-Z]{4,19}")
# The longest that a facility's words may be, by column.
_LINES = {
    "name_en": 200, "representative": 100, "former_address": 200, "address": 200, "hours": 80, "returns": 300,
    "delivery_note": 300, "pick_up": 120, "summary": 300, "summary_en": 300,
}  # fmt: skip
_OWNERS = ("tax_code", "household_number", "registration_number", "registered_on", "registered_by")
_HOUSEHOLD = re.compile(r"[0-9A-Z]{6,20}")
_BLOCKS = {"story": LONGEST_STORY, "story_en": LONGEST_STORY}


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
        self.waiver = self.text("waiver", at_most=60)

    @property
    def paper(self) -> schemes.Paper:
        return schemes.Paper(self.number, self.type, self.waiver, self.flag("force_majeure"))

    def _day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(str(self.raw.get(name) or ""))
        except ValueError:
            self.errors[name] = _("Chọn ngày của văn bản.")
            return None


class FacilityForm(Form):
    """What a facility tells of itself; `changes()` is what facilities.revise() takes."""

    def __init__(self, raw: Mapping[str, Any] | None = None, *, with_papers: bool = False, kind: str = "") -> None:
        super().__init__(raw)
        self.with_papers, self.kind = with_papers, kind

    @classmethod
    def showing(cls, facility: Facility) -> "FacilityForm":
        """The form as it stands for a facility."""
        raw = {name: getattr(facility, name) or "" for name in (*_LINES, *_BLOCKS, "founded", "email", *_OWNERS)}
        steps = {
            f"step_{n}_{part}": step[part] for n, step in enumerate(facility.steps, 1) for part in ("name", "text")
        }
        return cls(raw | steps | {"phone": phone(facility.phone), "commune_code": facility.commune_code or ""})

    def clean(self) -> None:
        self.texts = {name: self.text(name, at_most=most) for name, most in _LINES.items()}
        self.texts |= {name: self.text(name, at_most=most, lines=True) for name, most in _BLOCKS.items()}
        self.founded = self.integer("founded", at_least=1000, at_most=times.today().year, required=False)
        self.phone_number = self.phone("phone", required=False)
        self.email_address = self.email("email")
        self._clean_commune()
        self._clean_papers()
        self.steps = [step for n in range(1, MOST_STEPS + 1) if (step := self._step(n))]

    def changes(self) -> dict[str, Any]:
        place = {"commune_code": self.commune.code, "commune_name": self.commune.name} if self.commune else {}
        return (
            self.texts
            | {"founded": self.founded, "phone": self.phone_number, "email": self.email_address or None}
            | {"steps": self.steps}
            | place
            | (self.papers if self.with_papers else {})
        )

    @property
    def step_count(self) -> int:
        """How many steps to ask for: three, or as many as are told."""
        told = [n for n in range(1, MOST_STEPS + 1) if self.value(f"step_{n}_name") or self.value(f"step_{n}_text")]
        return max(FEWEST_STEPS, *told) if told else FEWEST_STEPS

    def words_in(self, name: str) -> int:
        return len(str(self.value(name)).split())

    def _clean_commune(self) -> None:
        self.commune = places.commune(str(self.raw.get("commune_code") or ""))
        if self.commune is None or self.commune.province_code != places.HANOI:
            self.errors["commune_code"] = _("Chọn xã, phường nơi có xưởng.")

    def _clean_papers(self) -> None:
        """Tax code, and the number of the household business or of the enterprise: two numbers, never one for both."""
        self.papers: dict[str, Any] = {}
        if not self.with_papers:
            return
        tax_code = taxcodes.compact(self.text("tax_code", at_most=20))
        if tax_code and (fault := taxcodes.fault(tax_code)):
            self.errors["tax_code"] = fault
        field = "household_number" if self.kind == "ho_kinh_doanh" else "registration_number"
        number = taxcodes.compact(self.text(field, at_most=30)).upper()
        if number and not _HOUSEHOLD.fullmatch(number):
            self.errors[field] = _("Số đăng ký gồm 6 đến 20 chữ số, chữ cái không dấu. Xem lại trên giấy.")
        registered_on = self.day("registered_on", at_most=times.today())
        if registered_on and not number:
            self.errors[field] = _("Có ngày cấp thì ghi cả số.")
        self.papers = {
            "tax_code": tax_code or None,
            field: number or None,
            "registered_on": registered_on,
            "registered_by": self.text("registered_by", at_most=120),
        }

    def _step(self, n: int) -> dict[str, str] | None:
        name = self.text(f"step_{n}_name", at_most=40)
        text = self.text(f"step_{n}_text", at_most=300)
        if bool(name) != bool(text):
            lacking = "text" if name else "name"
            self.errors[f"step_{n}_{lacking}"] = _("Mỗi bước cần cả tên và một câu kể.")
        return {"name": name, "text": text} if name or text else None


class AccountForm(Form):
    """Where transfers go: bank, account and holder, all or none; and the owner's password."""

    @classmethod
    def showing(cls, facility: Facility) -> "AccountForm":
        return cls({name: getattr(facility, name) or "" for name in ("bank_bin", "bank_account", "bank_holder")})

    def clean(self) -> None:
        self.bank = self.choice("bank_bin", list(banks.banks()))
        self.account = self.text("bank_account", at_most=40).replace(" ", "").upper()
        self.holder = self.text("bank_holder", at_most=100)
        self.password = str(self.raw.get("password") or "")[:200]
        if not self.password:
            self.errors["password"] = _("Gõ lại mật khẩu của bạn để đổi tài khoản nhận tiền.")
        if self.bank or self.account or self.holder:
            self._ask_for_the_whole()

    def changes(self) -> dict[str, str | None]:
        return {"bank_bin": self.bank or None, "bank_account": self.account or None, "bank_holder": self.holder}

    def _ask_for_the_whole(self) -> None:
        if not self.bank:
            self.errors.setdefault("bank_bin", _("Chọn ngân hàng, hoặc để trống cả ba ô."))
        if not _ACCOUNT.fullmatch(self.account):
            self.errors["bank_account"] = _("Số tài khoản gồm 4 đến 19 chữ số hoặc chữ cái không dấu.")
        if not self.holder:
            self.errors["bank_holder"] = _("Ghi tên chủ tài khoản như ngân hàng ghi.")


def _year(form: Form) -> int | None:
    year = form.integer("nam", at_least=1990, at_most=2100, required=False)
    return None if "nam" in form.errors else year


def _page(form: Form) -> int:
    return form.integer("trang", at_least=1, at_most=HIGHEST_PAGE, required=False) or 1

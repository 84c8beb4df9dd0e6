"""What staff type into the programme's records."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from core import money, times
from core.forms import Form
from programme import contents, places
from programme.models import FUNDING_SOURCES, SCHEME_KINDS, UNIT_KINDS, Plan, Programme, Scheme, Unit
from programme.records import Draft

BUDGET = ("national", "local", "counterpart")
MOST_TARGETS = 6
MOST_DONG = 10**12
_FIRST, _LAST = date(2000, 1, 1), date(2100, 12, 31)


class RecordForm(Form):
    """Reads amounts of đồng as people write them: 120.000.000, 120 triệu; empty is none."""

    def dong(self, name: str) -> int:
        typed = self.text(name, at_most=40)
        if typed in ("", "0"):
            return 0
        try:
            amount = money.parse_amount(typed, MOST_DONG)
        except money.PriceError:
            amount = None
        if amount is None:
            self.errors[name] = _("Ghi số đồng, ví dụ 120.000.000 hoặc 120 triệu.")
        return amount or 0


class ProgrammeForm(RecordForm):
    @classmethod
    def showing(cls, one: Programme) -> "ProgrammeForm":
        return cls({name: getattr(one, name) for name in ("code", "name", "name_en", "from_year", "to_year")})

    def clean(self) -> None:
        self.code = self.text("code", at_most=30, required=_("Ghi mã, ví dụ CT-2026-2030.")).upper()
        if self.code and not all(part.isascii() and part.isalnum() for part in self.code.split("-")):
            self.errors["code"] = _("Mã gồm chữ cái không dấu, chữ số và gạch nối.")
        self.name = self.text("name", at_most=200, required=_("Ghi tên chương trình."))
        self.name_en = self.text("name_en", at_most=200)
        self.from_year = self.integer("from_year", at_least=2000, at_most=2100)
        self.to_year = self.integer("to_year", at_least=2000, at_most=2100)
        if not self.errors and self.columns["to_year"] < self.columns["from_year"]:
            self.errors["to_year"] = _("Năm cuối phải từ năm đầu trở đi.")

    @property
    def columns(self) -> dict[str, Any]:
        names = ("name", "name_en", "from_year", "to_year")
        return {name: getattr(self, name) for name in names}


class PlanForm(RecordForm):
    """A year's budget and decision; a new plan's form has the year besides."""

    def __init__(self, raw: Mapping[str, Any] | None = None, *, is_new: bool = False) -> None:
        super().__init__(raw)
        self.is_new = is_new

    @classmethod
    def showing(cls, plan: Plan) -> "PlanForm":
        amounts = {name: money.number(getattr(plan, name)) for name in BUDGET}
        decided = plan.decided_on.isoformat() if plan.decided_on else ""
        return cls(amounts | {"decision_number": plan.decision_number, "decided_on": decided})

    def clean(self) -> None:
        self.year = self.integer("year", at_least=2000, at_most=2100) if self.is_new else None
        self.columns: dict[str, Any] = {name: self.dong(name) for name in BUDGET}
        number = self.text("decision_number", at_most=60)
        decided = self.day("decided_on", at_least=_FIRST, at_most=times.today())
        if bool(number) != bool(decided):
            self.errors["decided_on" if number else "decision_number"] = _("Quyết định cần cả số và ngày.")
        self.columns |= {"decision_number": number, "decided_on": decided}


class SchemeForm(RecordForm):
    """A scheme's draft. `plans`: those it may belong to."""

    def __init__(self, raw: Mapping[str, Any] | None = None, plans: Sequence[Plan] = ()) -> None:
        super().__init__(raw)
        self.plans = {str(one.year): one for one in plans}

    @classmethod
    def showing(cls, scheme: Scheme, plans: Sequence[Plan]) -> "SchemeForm":
        raw: dict[str, Any] = {name: getattr(scheme, name) for name in _TEXTS}
        raw |= {f"target_{n}_{part}": one[part] for n, one in enumerate(scheme.targets, 1) for part in _TARGET}
        raw |= {one.source: money.number(one.planned) for one in scheme.fundings}
        raw |= {name: day.isoformat() for name in ("starts_on", "ends_on") if (day := getattr(scheme, name))}
        raw |= {"year": scheme.plan.year, "kind": scheme.kind, "content": scheme.content_code}
        raw |= {"head": scheme.content_head, "revision": scheme.revision}
        raw |= {f"target_{n}_reached": one.get("reached", "") for n, one in enumerate(scheme.targets, 1)}
        form = cls(raw, plans)
        form.ticked = [one.commune_code for one in scheme.places]
        return form

    ticked: Sequence[str] = ()

    def clean(self) -> None:
        texts = {name: self.text(name, at_most=most, lines=name == "objective") for name, most in _TEXTS.items()}
        if not texts["name"]:
            self.errors["name"] = _("Ghi tên đề án.")
        kind = self.choice("kind", SCHEME_KINDS, required=_("Chọn loại đề án."))
        content = self.choice("content", [code for code, _name in content_codes()], required=_("Chọn nội dung."))
        head = self.choice("head", [str(n) for n in range(1, 10)], required=_("Chọn lĩnh vực."))
        year = self.choice("year", list(self.plans), required=_("Chọn năm kế hoạch."))
        self.revision = self.integer("revision", at_least=0, at_most=10**6, required=False) or 0
        self._clean_days()
        self._clean_places()
        planned = {source: self.dong(source) for source in FUNDING_SOURCES}
        if not any(planned.values()) and not any(source in self.errors for source in FUNDING_SOURCES):
            self.errors["local"] = _("Ghi dự toán của ít nhất một nguồn.")
        targets = [one for n in range(1, MOST_TARGETS + 1) if (one := self._target(n))]
        columns = texts | self.days | {"kind": kind, "content_code": content, "content_head": int(head or 1)}
        columns |= {"targets": targets, "plan_id": self.plans[year].id if year else None}
        self.draft = Draft(columns, tuple(self.ticked), planned)

    def _clean_days(self) -> None:
        first = self.day("starts_on", at_least=_FIRST, at_most=_LAST)
        last = self.day("ends_on", at_least=_FIRST, at_most=_LAST)
        if first and last and last < first:
            self.errors["ends_on"] = _("Ngày cuối phải từ ngày đầu trở đi.")
        self.days: dict[str, Any] = {"starts_on": first, "ends_on": last}

    def _clean_places(self) -> None:
        given = self.raw.getlist("communes") if hasattr(self.raw, "getlist") else []
        self.ticked = [one for one in dict.fromkeys(given) if places.commune(one)]

    def _target(self, n: int) -> dict[str, str] | None:
        name = self.text(f"target_{n}_name", at_most=120)
        planned = self.text(f"target_{n}_planned", at_most=40)
        if bool(name) != bool(planned):
            self.errors[f"target_{n}_{'planned' if name else 'name'}"] = _("Mỗi chỉ tiêu cần tên và con số.")
        reached = self.text(f"target_{n}_reached", at_most=40)
        return {"name": name, "planned": planned, "reached": reached} if name else None


_TEXTS = {"name": 200, "name_en": 200, "objective": 1000, "lead_unit": 120, "partner_unit": 200, "place": 200}
_TARGET = ("name", "planned")


class TaskForm(RecordForm):
    def clean(self) -> None:
        self.name = self.text("name", at_most=200, required=_("Ghi việc cần làm."))
        self.doer = self.text("doer", at_most=120)
        self.due_on = self.day("due_on", at_least=_FIRST, at_most=_LAST, required=_("Chọn hạn."))


class TaskDoneForm(RecordForm):
    def clean(self) -> None:
        self.on = self.day("on", at_least=_FIRST, at_most=times.today(), required=_("Chọn ngày xong."))
        self.result = self.text("result", at_most=300)


class ResultsForm(RecordForm):
    """What came of each target, in the order of the scheme's."""

    def __init__(self, raw: Mapping[str, Any] | None = None, count: int = 0) -> None:
        super().__init__(raw)
        self.count = count

    def clean(self) -> None:
        self.reached = [self.text(f"reached_{n}", at_most=40) for n in range(1, self.count + 1)]


class UnitForm(RecordForm):
    def clean(self) -> None:
        self.kind = self.choice("kind", UNIT_KINDS, required=_("Chọn loại đơn vị."))
        self.name = self.text("name", at_most=120, required=_("Ghi tên đơn vị."))
        place = places.commune(str(self.raw.get("commune_code") or ""))
        self.commune_code = place.code if place and place.province_code == places.HANOI else None
        if self.kind == "xa" and not self.commune_code:
            self.errors["commune_code"] = _("Chọn xã, phường của đơn vị.")


class UnitOfForm(RecordForm):
    """In which unit an officer works; none: the office."""

    def __init__(self, raw: Mapping[str, Any], units: Sequence[Unit]) -> None:
        super().__init__(raw)
        self.units = {str(one.id): one for one in units}

    def clean(self) -> None:
        self.unit = self.units.get(self.choice("unit_id", list(self.units)))


def content_codes() -> list[tuple[str, str]]:
    """(code, name): codes that share a group are told apart by their norm's words where these are known."""
    return [(code, contents.code_label(code)) for group in contents.contents() for code in group.codes]

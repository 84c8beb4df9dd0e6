"""What is typed about attributes: their definitions by staff, their values by makers and staff."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from catalog import taxonomy
from catalog.attributes import FACET, LONGEST_NUMBER, Pair, as_number
from catalog.models import ATTRIBUTE_KINDS, Attribute
from core.forms import Form
from core.text import clean_block, slugify

LONGEST_NAME = 60


class AttributeForm(Form):
    """A definition. The kind is chosen once, values hang on it; `made` is the one that is changed."""

    def __init__(self, raw: Any = None, made: Attribute | None = None) -> None:
        super().__init__(raw)
        self.made = made

    def clean(self) -> None:
        self.name = self.text("name", at_most=LONGEST_NAME, required=_("Đặt tên cho đặc tính."))
        self.name_en = self.text("name_en", at_most=LONGEST_NAME, required=_("Đặt tên tiếng Anh."))
        self.kind = self.made.kind if self.made else self.choice("kind", ATTRIBUTE_KINDS, required=_("Chọn kiểu."))
        self.unit = self.text("unit", at_most=10) if self.kind == "number" else ""
        self.browse_category = self.choice("browse_category", [one.slug for one in taxonomy.browse_groups()])
        self.choices = self._choices()
        if self.name and not slugify(self.name):
            self.errors["name"] = _("Tên cần có chữ hoặc số.")
        if self.kind in ("one", "several") and not self.made and not self.choices and "choices" not in self.errors:
            self.errors["choices"] = _("Ghi ít nhất một lựa chọn.")

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("name", "name_en", "unit", "browse_category")}

    def _choices(self) -> list[Pair]:
        """A line each: Men lam | Blue glaze."""
        found = []
        for line in clean_block(str(self.raw.get("choices") or ""))[:8000].splitlines():
            name, _bar, name_en = (part.strip() for part in line.partition("|"))
            if not name:
                continue
            if not name_en or not slugify(name) or max(len(name), len(name_en)) > LONGEST_NAME:
                self.errors["choices"] = _("“%(line)s”: viết tên, dấu |, rồi tên tiếng Anh.", line=line[:80])
                break
            found.append((name, name_en))
        return found


def read_values(form: Form, asked: Sequence[Attribute]) -> dict[str, list[str]]:
    """attr.<code> -> values of what a form says, nothing where its page did not ask; errors stand at the fields."""
    if not form.raw.get("attributes_shown"):
        return {}
    return {FACET + one.code: _values(form, one) for one in asked}


def _values(form: Form, one: Attribute) -> list[str]:
    name = FACET + one.code
    if one.kind == "number":
        return _number(form, name)
    sent = form.raw.getlist(name) if hasattr(form.raw, "getlist") else [form.raw.get(name, "")]
    allowed = ["yes", "no"] if one.kind == "flag" else [choice.code for choice in one.choices]
    values = sorted({value for value in sent if value})
    if any(value not in allowed for value in values) or (one.kind != "several" and len(values) > 1):
        form.errors[name] = _("Chọn trong các mục có sẵn.")
    return values


def _number(form: Form, name: str) -> list[str]:
    typed = form.text(name, at_most=LONGEST_NUMBER)
    try:
        return [as_number(typed)] if typed else []
    except ValueError:
        form.errors[name] = _("Điền một số lớn hơn 0, ví dụ 25 hoặc 12,5.")
        return []

"""What staff type about a collection: its words, days and rules."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from catalog import attributes, taxonomy
from catalog.attributes import FACET
from catalog.collections import FLAGS, LISTS
from catalog.models import Collection
from core import times
from core.forms import Form
from core.money import PriceError, number, parse_price

MOST_PRICE = 10**12


class CollectionForm(Form):
    """`columns()` is what collections.make and change take."""

    def clean(self) -> None:
        self.title = self.text("title", at_most=100, required=_("Đặt tên cho bộ sưu tập."))
        self.title_en = self.text("title_en", at_most=100, required=_("Đặt tên tiếng Anh."))
        self.intro = self.text("intro", at_most=500, lines=True)
        self.intro_en = self.text("intro_en", at_most=500, lines=True)
        first, last = self._day("first_day"), self._day("last_day")
        if first and last and last < first:
            self.errors["last_day"] = _("Ngày cuối phải từ ngày đầu trở đi.")
        self.starts_at = times.start_of(first) if first else None
        self.ends_at = times.start_of(last + timedelta(days=1)) if last else None
        self.rules = {name: value for name, value in self._rules().items() if value}

    def held(self, name: str) -> list[str]:
        """The boxes ticked under one name, as typed or as they stand."""
        return self._many(name)

    def columns(self) -> dict[str, Any]:
        names = ("title", "title_en", "intro", "intro_en", "starts_at", "ends_at", "rules")
        return {name: getattr(self, name) for name in names}

    def _rules(self) -> dict[str, Any]:
        rules: dict[str, Any] = {name: self._many(name) for name in LISTS}
        rules |= {name: self.flag(name) for name in FLAGS}
        rules["price_min"], rules["price_max"] = self._price("price_min"), self._price("price_max")
        if rules["price_min"] and rules["price_max"] and rules["price_min"] > rules["price_max"]:
            self.errors["price_max"] = _("Giá đến phải lớn hơn giá từ.")
        rules["new_days"] = self.integer("new_days", at_least=1, at_most=365, required=False)
        rules["words"] = self.text("words", at_most=100)
        rules["attributes"] = self._attributes()
        self._check_known(rules)
        return rules

    def _check_known(self, rules: dict[str, Any]) -> None:
        known = {
            "group": [one.slug for one in taxonomy.browse_groups()],
            "stars": ["3", "4", "5"],
            "level": [one.code for one in taxonomy.levels()],
        }
        for name, allowed in known.items():
            if any(value not in allowed for value in rules[name]):
                self.errors[name] = _("Chọn trong các mục có sẵn.")

    def _attributes(self) -> dict[str, list[str]]:
        known = attributes.known()
        found = {code: self._many(FACET + code) for code in known}
        for code, values in found.items():
            if any(not known[code].takes(value) for value in values):
                self.errors[FACET + code] = _("Chọn trong các mục có sẵn.")
        return {code: values for code, values in found.items() if values}

    def _many(self, name: str) -> list[str]:
        sent = self.raw.getlist(name) if hasattr(self.raw, "getlist") else self.raw.get(name) or []
        return sorted({str(value)[:100] for value in sent if value})[:60]

    def _price(self, name: str) -> int | None:
        typed = self.text(name, at_most=30)
        try:
            return parse_price(typed) if typed else None
        except PriceError:
            self.errors[name] = _("Viết giá như 500.000 hoặc 500k.")
            return None

    def _day(self, name: str) -> date | None:
        typed = self.text(name, at_most=20)
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError:
            self.errors[name] = _("Chọn một ngày.")
            return None


def as_typed(collection: Collection) -> dict[str, Any]:
    """What stands in the fields of one that is there."""
    rules = collection.rules
    last = times.local(collection.ends_at - timedelta(microseconds=1)).date() if collection.ends_at else ""
    typed = {name: getattr(collection, name) for name in ("title", "title_en", "intro", "intro_en")}
    typed |= {name: rules.get(name) or [] for name in LISTS}
    typed |= {name: "1" if rules.get(name) else "" for name in FLAGS}
    typed |= {name: number(rules[name]) if rules.get(name) else "" for name in ("price_min", "price_max")}
    typed |= {name: rules.get(name) or "" for name in ("new_days", "words")}
    typed |= {FACET + code: values for code, values in rules.get("attributes", {}).items()}
    return typed | {
        "first_day": times.local(collection.starts_at).date() if collection.starts_at else "",
        "last_day": last,
    }


class ChoiceForm(Form):
    """One product put in or kept out by hand."""

    def clean(self) -> None:
        self.sku = self.text("sku", at_most=32, required=_("Ghi mã hàng.")).upper()
        self.reason = self.text("reason", at_most=300, required=_("Ghi lý do; người trực khác sẽ đọc."))
        self.is_in = self.choice("side", ["in", "out"], required=_("Chọn thêm vào hay để ngoài.")) == "in"

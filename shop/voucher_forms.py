"""What makers and staff type about a voucher or a promotion rule."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from shop import promotions, vouchers
from shop.models import VOUCHER_EFFECTS
from shop.vouchers import Payer, Terms

MOST = 1_000_000_000
LAST = date(2100, 12, 31)
WAYS = ("code", "auto")
MOST_NAMED = 100  # products of one voucher


class VoucherForm(Form):
    """`payers`: by what the field sends, who bears it; a maker's own form has one and does not ask."""

    def __init__(self, raw: Mapping[str, Any] | None = None, payers: Mapping[str, Payer] | None = None) -> None:
        super().__init__(raw)
        self.payers = payers or {}

    def clean(self) -> None:
        title = self.text("title", at_most=80, required=_("Đặt tên; người mua thấy tên này trên hóa đơn."))
        self.payer = self._payer()
        effect = self.choice("effect", VOUCHER_EFFECTS, required=_("Chọn cách giảm."))
        first, last = self._days()
        self.terms = Terms(
            title=title,
            code=self._code(),
            effect=effect,
            from_at=times.start_of(first),
            until_at=times.start_of(last + timedelta(days=1)),
            amount=self._whole("amount", required=True) if effect == "amount" else None,
            percent=self.integer("percent", at_least=1, at_most=100) if effect in ("percent", "second") else None,
            ceiling=self._whole("ceiling") if effect != "amount" else None,
            least=self._whole("least") or 0,
            stands_least=self._stands(),
            uses_most=self._whole("uses_most"),
            per_phone=self._whole("per_phone"),
            budget=self._whole("budget", required=self.payer.scheme_id is not None),
            products=self._products(),
        )

    def _payer(self) -> Payer:
        if len(self.payers) == 1:
            return next(iter(self.payers.values()))
        chosen = self.choice("payer", list(self.payers), required=_("Chọn ai chịu phần giảm."))
        return self.payers.get(chosen, Payer())

    def _code(self) -> str | None:
        """None to apply by itself; empty to have one made up."""
        if self.choice("way", WAYS, required=_("Chọn có mã hay tự giảm.")) == "auto":
            return None
        said = self.text("code", at_most=40)
        code = promotions.typed(said)
        if said and not code:
            self.errors["code"] = _("Mã gồm 4 đến 20 chữ cái không dấu và số, trừ O, I, 0, 1 vì dễ nhầm.")
        return code

    def _stands(self) -> int:
        if self.payer.fair_id is None:
            return 0
        return self.integer("stands_least", at_least=0, at_most=50, required=False) or 0

    def _products(self) -> tuple[int, ...]:
        """Named by the codes of their goods, as on labels and in the lists of goods; none is all."""
        said = [one.strip() for one in re.split(r"[\n,;]", str(self.raw.get("skus") or "")[:4_000]) if one.strip()]
        found = vouchers.products_named(said[:MOST_NAMED], self.payer.facility_id) if said else {}
        missing = [one for one in said if one not in found]
        if missing:
            self.errors["skus"] = _("Không có món nào mang mã %(codes)s.", codes=", ".join(missing[:5]))
        return tuple(found.values())

    def _days(self) -> tuple[date, date]:
        today = times.today()
        first = self.day("from_on", at_most=LAST, required=_("Chọn ngày bắt đầu.")) or today
        last = self.day("until_on", at_least=today, at_most=LAST, required=_("Chọn ngày cuối.")) or today
        if "until_on" not in self.errors and last < first:
            self.errors["until_on"] = _("Ngày cuối phải sau ngày bắt đầu.")
        return (first, last) if not self.errors.keys() & {"from_on", "until_on"} else (today, today)

    def _whole(self, name: str, *, required: bool = False) -> int | None:
        """A whole number, also as 100.000."""
        said = str(self.raw.get(name) or "").strip().replace(".", "")
        if not said and not required:
            return None
        if said.isascii() and said.isdigit() and len(said) <= 12 and 1 <= int(said) <= MOST:
            return int(said)
        self.errors[name] = _("Điền một số nguyên từ %(least)s đến %(most)s.", least=1, most=MOST)
        return 1


def payer_names(fairs: Sequence[Any], fundings: Sequence[Any]) -> dict[str, Payer]:
    """What a choice of payer sends, and who that is."""
    named = {f"fair-{one.id}": Payer(fair_id=one.id) for one in fairs}
    return named | {f"line-{one.id}": Payer(scheme_id=one.scheme_id, funding_id=one.id) for one in fundings}

"""What is filled in about a claim: by its buyer, its maker, and staff."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from core.forms import Form
from core.money import PriceError, parse_price
from shop.cart import MOST
from shop.claimed import KINDS, REMEDIES


class ClaimForm(Form):
    """What is wrong, with how many of which line: fields named so-<line id>."""

    def clean(self) -> None:
        self.kind = self.choice("kind", KINDS, required=_("Chọn điều bạn cần."))
        self.words = self.text("text", at_most=1000, required=_("Kể lại hàng có gì không ổn."), lines=True)
        self.quantities: dict[int, int] = {}
        for name, typed in self.raw.items():
            number = name.removeprefix("so-")
            if name.startswith("so-") and number.isascii() and number.isdigit() and len(number) < 10 and typed:
                count = self.integer(name, at_least=0, at_most=MOST) or 0
                self.quantities |= {int(number): count} if count else {}
        if not self.quantities:
            self.errors.setdefault("lines", _("Ghi số lượng của món có vấn đề."))


class RemedyForm(Form):
    """Money back or another piece; with `amount` for the first. `do` may be to refuse, which needs words."""

    def __init__(self, raw: Mapping[str, Any], refusing: str) -> None:
        super().__init__(raw)
        self.refusing = refusing

    def clean(self) -> None:
        chosen = self.choice("do", (*REMEDIES, self.refusing), required=_("Chọn cách giải quyết."))
        self.remedy = chosen if chosen in REMEDIES else ""
        self.amount = self._amount() if self.remedy == "refund" else None
        why = _("Ghi lý do; người mua và người bán đọc được.") if chosen == self.refusing else ""
        self.words = self.text("words", at_most=500, required=why)

    def _amount(self) -> int | None:
        typed = self.text("amount", at_most=60, required=_("Ghi số tiền trả lại."))
        try:
            amount = parse_price(typed) if typed else None
        except PriceError:
            amount = None
        if amount is None:
            self.errors.setdefault("amount", _("Chưa đọc được số tiền này. Ghi như 250.000 hoặc 250k."))
        return amount


class SentForm(Form):
    def clean(self) -> None:
        self.words = self.text("words", at_most=300, required=_("Ghi gửi bằng cách nào, ngày nào."))

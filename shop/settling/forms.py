"""What staff type about money: rates, bank numbers, reasons, and money that moved outside."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from core.money import PriceError, parse_price
from shop.models.terms import WHOLE
from shop.settling import by_hand
from shop.settling.by_hand import Settlement
from shop.settling.commissions import Terms

LAST = date(2100, 12, 31)


class ReferenceForm(Form):
    def clean(self) -> None:
        self.reference = self.text("reference", at_most=60, required=_("Ghi số giao dịch ngân hàng đã trả về."))


class FailureForm(Form):
    def clean(self) -> None:
        self.error = self.text("error", at_most=200, required=_("Ghi vì sao không tới; người bán sẽ đọc được."))


class CancelForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=200, required=_("Ghi vì sao bỏ đợt này."))


class TurnBackForm(Form):
    def clean(self) -> None:
        self.why = self.text("why", at_most=200, required=_("Ghi vì sao khoản này sai."))


class CommissionForm(Form):
    """A rate in percent with at most two decimals, of whom, of which shelf, from when, by which paper."""

    def __init__(
        self, raw: Mapping[str, Any] | None = None, facility_ids: Sequence[int] = (), categories: Sequence[str] = ()
    ) -> None:
        super().__init__(raw)
        self.facility_ids, self.categories = facility_ids, categories

    def clean(self) -> None:
        facility = self.choice("facility", [str(one) for one in self.facility_ids])
        category = self.choice("category", self.categories)
        since = self.day("since", at_least=times.today(), at_most=LAST, required=_("Chọn ngày bắt đầu."))
        self.terms = Terms(
            rate=self._rate(),
            since=since or times.today(),
            source=self.text("source", at_most=200, required=_("Ghi văn bản hay cuộc họp đã quyết mức này.")),
            facility_id=int(facility) if facility else None,
            category=category or None,
        )

    def _rate(self) -> int:
        said = str(self.raw.get("rate") or "").strip().replace(",", ".")
        whole, _dot, part = said.partition(".")
        if said.isascii() and whole.isdigit() and len(whole) < 4 and len(part) <= 2 and (part.isdigit() or not part):
            rate = int(whole) * 100 + int(part.ljust(2, "0"))
            if rate <= WHOLE // 2:
                return rate
        self.errors["rate"] = _("Điền phần trăm từ 0 đến 50, nhiều nhất hai số lẻ, ví dụ 2,5.")
        return 0


class HandForm(Form):
    """`owners`: codes of the accounts that may be named."""

    def __init__(self, raw: Mapping[str, Any] | None = None, owners: Sequence[str] = ()) -> None:
        super().__init__(raw)
        self.owners = owners

    def clean(self) -> None:
        kind = self.choice("kind", list(by_hand.KINDS), required=_("Chọn khoản gì."))
        needed = {"maker_paid": "facility:", "promotion_in": "promotion:"}.get(kind, "")
        fitting = [one for one in self.owners if needed and one.startswith(needed)]
        owner = self.choice("owner", fitting, required=_("Chọn đúng bên của khoản này.")) if needed else ""
        self.settlement = Settlement(
            kind=kind,
            amount=self._amount(),
            on=self.day("on", at_least=date(2020, 1, 1), at_most=times.today(), required=_("Chọn ngày."))
            or times.today(),
            reference=self.text("reference", at_most=60, required=_("Ghi số giao dịch của ngân hàng.")),
            owner=owner,
            note=self.text("note", at_most=200),
        )

    def _amount(self) -> int:
        try:
            amount = parse_price(self.text("amount", at_most=60))
        except PriceError:
            amount = None
        if amount is None:
            self.errors["amount"] = _("Chưa đọc được số tiền này. Ghi như 250.000 hoặc 250k.")
        return amount or 0

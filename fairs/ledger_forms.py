"""What staff type into the ledger of stands: which line bears, what came in, and why an entry is taken back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form

MOST = 999_999_999
_FIRST = date(2000, 1, 1)


class ChargeForm(Form):
    """The line of the fair's money that bears the subsidised shares."""

    def __init__(self, raw: Mapping[str, Any], funding_ids: Sequence[int]) -> None:
        super().__init__(raw)
        self.funding_ids = [str(one) for one in funding_ids]

    def clean(self) -> None:
        chosen = self.choice("funding_id", self.funding_ids)
        self.funding_id = int(chosen) if chosen else None


class PaymentForm(Form):
    def clean(self) -> None:
        amount = self.integer("amount", at_least=1, at_most=MOST)
        self.amount = amount or 0
        self.on = self.day("on", at_least=_FIRST, at_most=times.today(), required=_("Chọn ngày tiền vào."))
        self.reference = self.text("reference", at_most=80, required=_("Ghi số giao dịch hoặc số phiếu thu."))


class ReasonForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=200, required=_("Ghi vì sao; bút toán cũ vẫn còn."))

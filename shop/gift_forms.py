"""What staff type about a gift card."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from core.money import vnd
from shop import terms
from shop.gift_desk import Wish
from shop.voucher_forms import LAST
from shop.vouchers import Payer


class GiftForm(Form):
    """`payers`: the lines of funding it may be charged to, by what the field sends."""

    def __init__(self, raw: Mapping[str, Any] | None = None, payers: Mapping[str, Payer] | None = None) -> None:
        super().__init__(raw)
        self.payers = payers or {}

    def clean(self) -> None:
        payer = self.choice("payer", list(self.payers), required="")
        reference = self.text("reference", at_most=80)
        if not payer and not reference:
            self.errors["reference"] = _("Ghi số phiếu thu hoặc số giao dịch ngân hàng, hoặc chọn dòng kinh phí.")
        if payer and reference:
            self.errors["reference"] = _("Chọn dòng kinh phí thì để trống ô này: thẻ chỉ có một nguồn tiền.")
        deliver_on = self.day("deliver_on", at_least=times.today(), at_most=LAST)
        email = self.email("email")
        if deliver_on and not email and "email" not in self.errors:
            self.errors["email"] = _("Điền thư điện tử để gửi thẻ vào ngày đã chọn.")
        self.wish = Wish(
            value=self._value(),
            reference=reference,
            payer=self.payers.get(payer, Payer()),
            recipient=self.text("recipient", at_most=100),
            phone=self.phone("phone") if self.raw.get("phone") else "",
            email=email,
            greeting=self.text("greeting", at_most=300, lines=True),
            deliver_on=deliver_on,
        )

    def _value(self) -> int:
        """Whole đồng, also as 500.000."""
        said = str(self.raw.get("value") or "").strip().replace(".", "")
        least, most = terms.value("gift_least"), terms.value("gift_most")
        if said.isascii() and said.isdigit() and len(said) <= 12 and least <= int(said) <= most:
            return int(said)
        self.errors["value"] = _("Mệnh giá từ %(least)s đến %(most)s.", least=vnd(least), most=vnd(most))
        return least


class BlockForm(Form):
    def clean(self) -> None:
        self.why = self.text("why", at_most=300, required=_("Ghi lý do khóa thẻ."))

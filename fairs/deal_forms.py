"""What makers and staff type about contracts signed at a fair; what visitors complain of and staff answer."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _

from catalog.forms import PriceForm
from core.forms import Form
from fairs.models import COMPLAINT_OUTCOMES, CONTRACT_KINDS, PARTNER_KINDS


class ContractForm(PriceForm):
    """`told` is what contracts.note takes; `booth_id` where staff choose the booth."""

    def __init__(self, raw: Mapping[str, Any] | None = None, booth_ids: Collection[int] = ()) -> None:
        super().__init__(raw)
        self.booth_ids = [str(one) for one in booth_ids]

    def clean(self) -> None:
        amount = self._amount("amount", self.text("amount", at_most=60))
        self.told: dict[str, Any] = {
            "kind": self.choice("kind", CONTRACT_KINDS, required=_("Chọn hợp đồng hay biên bản ghi nhớ.")),
            "partner": self.text("partner", at_most=160, required=_("Ghi tên bên ký với cơ sở.")),
            "partner_kind": self.choice(
                "partner_kind", PARTNER_KINDS, required=_("Chọn đối tác trong hay ngoài nước.")
            ),
            "number": self.text("number", at_most=60),
            "about": self.text("about", at_most=300),
            "signed_on": self.day("signed_on", required=_("Chọn ngày ký.")),
            "amount": amount or 0,
        }
        if self.told["kind"] == "contract" and not amount and "amount" not in self.errors:
            self.errors["amount"] = _("Ghi giá trị hợp đồng, bằng đồng.")
        if self.booth_ids:
            booth = self.choice("booth_id", self.booth_ids, required=_("Chọn gian đã ký."))
            self.booth_id = int(booth) if booth else 0


class CancelForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=200, required=_("Ghi vì sao bỏ."))


class ComplaintForm(Form):
    """One way to answer is enough: an address for letters, or a number."""

    def __init__(self, raw: Mapping[str, Any] | None = None, booths: Collection[str] = ()) -> None:
        super().__init__(raw)
        self.booths = list(booths)

    def clean(self) -> None:
        self.words = self.text("words", at_most=2000, lines=True, required=_("Kể chuyện gì đã xảy ra."))
        self.booth = self.choice("booth", self.booths)
        self.name = self.text("name", at_most=100)
        self.contact = self._contact()

    def _contact(self) -> str:
        typed = str(self.raw.get("contact") or "").strip()
        if not typed:
            self.errors["contact"] = _("Để lại điện thoại hoặc thư điện tử, để Ban tổ chức trả lời.")
            return ""
        return self.email("contact", required=True) if "@" in typed else self.phone("contact")


class ComplaintAnswerForm(Form):
    def clean(self) -> None:
        self.outcome = self.choice("outcome", COMPLAINT_OUTCOMES, required=_("Chọn kết quả."))
        self.answer = self.text(
            "answer", at_most=2000, lines=True, required=_("Viết lời trả lời; người khiếu nại sẽ đọc.")
        )

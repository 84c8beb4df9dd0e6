"""What a maker fills in at the stand: a sale, a question, and why a note is taken back."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from core import times
from core.forms import Form
from core.money import PriceError, parse_price
from shop.stand_notes import Asked, Sold

MOST_PIECES = 9_999
MOST_DONG = 10_000_000_000


class NoteForm(Form):
    """What every note carries: its key, and the moment by the phone's clock (none: now)."""

    at: datetime | None = None

    def clean(self) -> None:
        self.key = self.text("key", at_most=60, required=_("Tải lại trang rồi ghi lại: lần ghi này thiếu mã."))
        typed = str(self.raw.get("at") or "")[:40]
        try:
            self.at = datetime.fromisoformat(typed) if typed else None
            if self.at is not None:
                self.at = (self.at if self.at.tzinfo else self.at.replace(tzinfo=times.HANOI)) + timedelta()
        except (ValueError, OverflowError):
            self.errors["at"] = _("Giờ ghi trên máy không đọc được.")

    def row(self, name: str) -> int | None:
        typed = str(self.raw.get(name) or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


class SaleForm(NoteForm):
    def clean(self) -> None:
        super().clean()
        variant = self.row("variant")
        if variant is None:
            self.errors["variant"] = _("Chọn món vừa bán.")
        quantity = self.integer("quantity", at_least=1, at_most=MOST_PIECES) or 1
        self.sold = Sold(variant or 0, quantity, self._total())

    def _total(self) -> int | None:
        typed = self.text("total", at_most=60)
        if typed == "0":
            return 0
        try:
            total = parse_price(typed) if typed else None
        except PriceError:
            self.errors["total"] = _("Chưa đọc được số tiền này. Ghi như 250.000 hoặc 250k.")
            return None
        if total is not None and total > MOST_DONG:
            self.errors["total"] = _("Số tiền này quá lớn; xem lại.")
        return total


class QuestionForm(NoteForm):
    def clean(self) -> None:
        super().clean()
        self.asked = Asked(
            text=self.text("text", at_most=2000, required=_("Ghi vài chữ: khách hỏi gì."), lines=True),
            name=self.text("name", at_most=100) or _("Khách tại gian"),
            contact=self._contact(),
            quantity=self.text("wanted", at_most=60),
            product_id=self.row("product"),
            answered=self.flag("answered"),
        )

    def _contact(self) -> str:
        if "@" in str(self.raw.get("contact") or ""):
            return self.email("contact")
        return self.phone("contact", required=False)


class CancelForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=200, required=_("Ghi vì sao bỏ lần bán này."))

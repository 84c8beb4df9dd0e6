"""What is filled in when goods reach the door, or come back from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from catalog.models import Variant
from core.forms import Form
from core.money import PriceError, parse_price, vnd
from shop import refused
from shop.cart import MOST
from shop.models import OrderLine
from shop.refused import BEARERS, DECISIONS
from shop.unanswered import HOWS


class CollectForm(Form):
    """What was taken at the door; nothing typed: the total. Another sum needs a reason."""

    def __init__(self, raw: Mapping[str, Any], total: int) -> None:
        super().__init__(raw)
        self.total = total

    def clean(self) -> None:
        self.collected = self._amount()
        is_other = self.collected not in (None, self.total)
        why = _("Ghi vì sao thu khác %(total)s.", total=vnd(self.total)) if is_other else ""
        self.why = self.text("why", at_most=300, required=why)

    def _amount(self) -> int | None:
        typed = self.text("collected", at_most=60)
        try:
            return parse_price(typed) if typed else None
        except PriceError:
            self.errors["collected"] = _("Chưa đọc được số tiền này. Ghi như 250.000 hoặc 250k.")
            return None


class RefusalForm(Form):
    """Why it was not taken, and who bears what the two journeys cost."""

    def clean(self) -> None:
        known = {one.code: one for one in refused.reasons()}
        code = self.choice("reason", list(known), required=_("Chọn lý do."))
        self.reason = known.get(code)
        self.borne_by = self.choice("borne_by", BEARERS) or (self.reason.borne_by if self.reason else "")
        why = _("Ghi vài chữ: vì sao.") if code == "other" else ""
        self.words = self.text("words", at_most=300, required=why)


class BackForm(Form):
    def clean(self) -> None:
        self.is_whole = self.choice("whole", ("yes", "no"), required=_("Chọn hàng còn nguyên hay không.")) == "yes"


class AppealForm(Form):
    def clean(self) -> None:
        self.words = self.text("text", at_most=1000, required=_("Viết lại sự việc theo bạn."), lines=True)


class DecisionForm(Form):
    def clean(self) -> None:
        self.decision = self.choice("decision", DECISIONS, required=_("Chọn giữ hay bỏ."))
        self.why = self.text("why", at_most=300, required=_("Ghi lý do; người mua và người bán đọc được."))


class ChaseForm(Form):
    """What staff did about an order that its maker has not taken."""

    def clean(self) -> None:
        self.how = self.choice("how", HOWS, required=_("Chọn cách đã liên lạc."))
        self.words = self.text("words", at_most=300, required=_("Ghi vài chữ: kết quả ra sao."))


class ProposalForm(Form):
    """Fewer of a line (`substitute` empty), or so many of another at a price; nothing typed: its price, or the line's
    where that is lower."""

    price = 0

    def __init__(self, raw: Mapping[str, Any], line: OrderLine, offered: Sequence[Variant]) -> None:
        super().__init__(raw)
        self.line, self.offered = line, {str(one.id): one for one in offered}

    def clean(self) -> None:
        self.substitute = self.offered.get(self.choice("substitute", list(self.offered)))
        least = 1 if self.substitute else 0
        self.quantity = self.integer("quantity", at_least=least, at_most=MOST) or 0
        if self.substitute:
            self.price = self._price(min(self.line.unit_price, self.substitute.price or self.line.unit_price))
        self.words = self.text("words", at_most=300)

    def _price(self, usual: int) -> int:
        typed = self.text("price", at_most=60)
        try:
            return (parse_price(typed) if typed else None) or usual
        except PriceError:
            self.errors["price"] = _("Chưa đọc được số tiền này. Ghi như 250.000 hoặc 250k.")
            return usual

"""What is filled in when goods reach the door, or come back from it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from core.forms import Form
from core.money import PriceError, parse_price, vnd
from shop import refused
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

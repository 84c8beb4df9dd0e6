"""What a buyer fills in to change her order: who takes it and where, or fewer of a line."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from core import times
from core.forms import Form
from programme import places
from shop import amending
from shop.models import Order, OrderLine


class RecipientForm(Form):
    def clean(self) -> None:
        self.name = self.text("name", at_most=100, required=_("Điền họ tên người nhận."))
        self.street = self.text("street", at_most=200, required=_("Điền số nhà, đường hoặc thôn, xóm."))
        self.note = self.text("note", at_most=500, lines=True)
        self.deliver_before = wanted_day(self)
        province, self.commune_code = str(self.raw.get("province_code") or ""), str(self.raw.get("commune_code") or "")
        commune = places.commune(self.commune_code)
        if commune is None or commune.province_code != province:
            self.errors["commune_code"] = _("Chọn xã, phường của tỉnh này.")
        self.province_code = province

    def recipient(self) -> amending.Recipient:
        return amending.Recipient(
            self.name, self.province_code, self.commune_code, self.street, self.note, self.deliver_before
        )


class FewerForm(Form):
    """So many of one line of the parcel, fewer than ordered; none leaves it out."""

    def __init__(self, raw: Mapping[str, Any], lines: Sequence[OrderLine]) -> None:
        super().__init__(raw)
        self.lines = {str(line.id): line for line in lines}

    def clean(self) -> None:
        chosen = self.choice("line", list(self.lines), required=_("Chọn một món."))
        self.line = self.lines.get(chosen)
        most = self.line.quantity - 1 if self.line else 0
        self.quantity = self.integer("quantity", at_least=0, at_most=most) or 0


def known(order: Order) -> dict[str, str]:
    """What the form shows at first."""
    return {
        "name": order.buyer_name,
        "province_code": order.province_code,
        "commune_code": order.commune_code,
        "street": amending.street_of(order),
        "note": order.note,
        "deliver_before": order.deliver_before.isoformat() if order.deliver_before else "",
    }


def wanted_day(form: Form) -> date | None:
    """The day by which she wants it, from today on; none where she says none."""
    day = form.day("deliver_before", at_least=times.today())
    if day and "deliver_before" in form.errors:
        form.errors["deliver_before"] = _("Ngày này đã qua. Chọn ngày bạn cần có hàng.")
    return day

"""What a lead types into a division, and a maker into her answer."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from catalog.forms import PriceForm
from catalog.models import Variant
from core import times
from core.money import number
from programme.models import Facility
from shop.divisions import Part, Plan
from shop.models import Enquiry, Share
from shop.quote_forms import MOST_OF_ONE

USUAL_DAYS = 3  # for answers


class PlanForm(PriceForm):
    """One row a maker of the village: quantity-<id>, and what differs from the usual price, fee and day."""

    def __init__(self, raw: Mapping[str, Any], makers: Mapping[int, Facility]) -> None:
        super().__init__(raw)
        self.makers = makers

    def clean(self) -> None:
        today = times.today()
        name = self.text("name", at_most=200, required=_("Ghi món khách cần."))
        unit = self.text("unit", at_most=20, required=_("Ghi đơn vị, như chiếc hay bộ."))
        quantity = self.integer("quantity", at_least=1, at_most=MOST_OF_ONE) or 1
        price, fee = self._dong("price") or 1, self._dong("fee", is_free=True)
        ready = self.day("ready_on", at_least=today, required=_("Chọn ngày hàng xong.")) or today
        last = today + timedelta(days=60)
        until = self.day("answer_on", at_least=today, at_most=last, required=_("Chọn hạn trả lời.")) or today
        parts = [part for one in self.makers if (part := self._part(one, price, fee, ready))]
        if not parts:
            self.errors["quantity-0"] = _("Chia cho ít nhất một nhà.")
        if sum(one.quantity for one in parts) > quantity:
            self.errors["quantity"] = _("Các phần cộng lại nhiều hơn số khách cần.")
        self.plan = Plan(name, unit, quantity, price, fee, ready, times.end_of(until), parts)

    def _part(self, maker: int, price: int, fee: int, ready: date) -> Part | None:
        quantity = self.integer(f"quantity-{maker}", at_least=0, at_most=MOST_OF_ONE, required=False)
        if not quantity:
            return None
        own_price = self._dong(f"price-{maker}") if str(self.raw.get(f"price-{maker}") or "").strip() else price
        own_day = self.day(f"ready-{maker}", at_least=times.today()) or ready
        return Part(maker, quantity, own_price or 1, fee, own_day)

    def _dong(self, name: str, *, is_free: bool = False) -> int:
        typed = self.text(name, at_most=60)
        if is_free and typed in ("", "0"):
            return 0
        amount = self._amount(name, typed)
        if not amount and name not in self.errors:
            self.errors[name] = _("Ghi giá mỗi cái, như 125.000.")
        return amount or 0


class TakeForm(PriceForm):
    """`offers`: the maker's variants by SKU; without one it is made for this order."""

    def __init__(self, raw: Mapping[str, Any], offers: Mapping[str, Variant]) -> None:
        super().__init__(raw)
        self.offers = offers

    def clean(self) -> None:
        sku = self.text("sku", at_most=60)
        found = self.offers.get(sku)
        if sku and found is None:
            self.errors["sku"] = _("Không có mã này trong hàng của bạn; chọn lại hoặc để trống.")
        self.variant_id = found.id if found else None


class RestForm(TakeForm):
    def clean(self) -> None:
        super().clean()
        self.quantity = self.integer("quantity", at_least=1, at_most=MOST_OF_ONE) or 1


class SendForm(PriceForm):
    def clean(self) -> None:
        today = times.today()
        last = today + timedelta(days=180)
        until = self.day("valid_until", at_least=today, at_most=last, required=_("Chọn ngày cuối giữ giá."))
        self.valid_until = until or today
        self.words = self.text("words", at_most=2000, lines=True)


def begun(enquiry: Enquiry, makers: Mapping[int, Facility], instead_of: Share | None) -> dict[str, Any]:
    """What stands in the form at first: as it was asked, or what failed."""
    today = times.today()
    said: dict[str, Any] = {"answer_on": (today + timedelta(days=USUAL_DAYS)).isoformat()}
    if instead_of:
        said |= {"name": instead_of.name, "unit": instead_of.unit, "quantity": instead_of.quantity}
        return said | {"price": number(instead_of.unit_price), "fee": number(instead_of.delivery_fee)}
    digits = "".join(one for one in enquiry.quantity if one.isdigit())
    product = enquiry.product
    said |= {"quantity": digits[:7], "ready_on": enquiry.needed_by.isoformat() if enquiry.needed_by else ""}
    return said | ({"name": product.name, "unit": product.unit} if product else {})

"""What a maker types into a quote, and a buyer who declines one."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from catalog.forms import PriceForm
from catalog.models import Variant
from core import times
from core.forms import Form
from core.money import number
from programme import places
from shop.models import Enquiry, FreightRequest, QuoteLine
from shop.quote_terms import Line, Terms
from shop.quotes import MOST_DAYS, MOST_LINES

USUAL_DAYS = 14  # that a new quote holds, unless she says otherwise
MOST_OF_ONE = 1_000_000
ROWS, MORE = 2, 3  # lines to begin with, and added at a time
CELLS = ("sku", "name", "quantity", "price")


class QuoteForm(PriceForm):
    """`offers`: the maker's variants by SKU. A row with a SKU draws on that one, unless it is made for this order."""

    def __init__(self, raw: Mapping[str, Any], enquiry: Enquiry, offers: Mapping[str, Variant]) -> None:
        super().__init__(raw)
        self.enquiry, self.offers = enquiry, offers

    @property
    def rows(self) -> range:
        """Those to show: all that were sent."""
        sent = [n for n in range(MOST_LINES) if f"price-{n}" in self.raw]
        return range(min(MOST_LINES, max([ROWS - 1, *sent]) + 1))

    def clean(self) -> None:
        filled = [n for n in self.rows if any(str(self.raw.get(f"{cell}-{n}") or "").strip() for cell in CELLS)]
        lines = [self._line(n) for n in filled]
        if not lines:
            self.errors["name-0"] = _("Ghi ít nhất một món.")
        province = str(self.raw.get("province_code") or "")
        if province and places.province(province) is None:
            self.errors["province_code"] = _("Chọn tỉnh hoặc thành phố.")
        self.terms = Terms(
            lines=lines,
            delivery_fee=self._fee(),
            province_code=province,
            ready_on=self._day("ready_on", _("Chọn ngày hàng xong.")),
            valid_until=self._day("valid_until", _("Chọn ngày cuối giữ giá.")),
            words=self.text("words", at_most=2000, lines=True),
            ahead_percent=self._ahead(),
            kept_percent=self.integer("kept", at_least=0, at_most=100, required=False) or 0,
        )

    def _ahead(self) -> int | None:
        """Of the goods; None where nothing is said."""
        share = self.integer("ahead", at_least=0, at_most=100, required=False)
        if share and not self.enquiry.facility.takes_transfers:
            self.errors["ahead"] = _(
                "Chưa có tài khoản ngân hàng thì chưa nhận được tiền cọc. Để trống, hoặc thêm tài khoản."
            )
        return share

    def _line(self, n: int) -> Line:
        found = self._offer(n)
        named = "" if found else _("Ghi tên món, hoặc chọn mã hàng.")
        name = self.text(f"name-{n}", at_most=200, required=named) or (found.full_name if found else "")
        unit = self.text(f"unit-{n}", at_most=20) or (found.product.unit if found else _("cái"))
        drawn = found if found and not self.flag(f"made-{n}") else None
        return Line(
            name=name,
            unit=unit,
            quantity=self.integer(f"quantity-{n}", at_least=1, at_most=MOST_OF_ONE) or 1,
            unit_price=self._dong(f"price-{n}"),
            variant_id=drawn.id if drawn else None,
            product_id=found.product_id if found else self.enquiry.product_id,
        )

    def _offer(self, n: int) -> Variant | None:
        sku = self.text(f"sku-{n}", at_most=60)
        found = self.offers.get(sku)
        if sku and found is None:
            self.errors[f"sku-{n}"] = _("Không có mã này trong hàng của bạn; chọn lại hoặc để trống rồi ghi tên món.")
        return found

    def _dong(self, name: str) -> int:
        typed = self.text(name, at_most=60)
        amount = self._amount(name, typed)
        if amount is None and name not in self.errors:
            self.errors[name] = _("Ghi giá mỗi cái, như 125.000.")
        return amount or 1

    def _fee(self) -> int:
        typed = self.text("delivery_fee", at_most=60)
        return 0 if typed in ("", "0") else self._amount("delivery_fee", typed) or 0

    def _day(self, name: str, required: str) -> Any:
        today = times.today()
        last = today + timedelta(days=MOST_DAYS if name == "valid_until" else 3 * 365)
        day = self.day(name, at_least=today, at_most=last, required=required)
        if day and name in self.errors:
            self.errors[name] = _("Chọn một ngày từ hôm nay đến %(last)s.", last=f"{last:%d/%m/%Y}")
        return day


class DeclineForm(Form):
    def clean(self) -> None:
        self.reason = self.text("reason", at_most=300, required=_("Viết vài chữ; người bán đọc được."))


def begun(enquiry: Enquiry) -> dict[str, Any]:
    """What stands in the form at first: the latest version, or what was asked about."""
    quote, today = enquiry.quote, times.today()
    said: dict[str, Any] = {"valid_until": (today + timedelta(days=USUAL_DAYS)).isoformat()}
    if quote is None:
        if enquiry.freight:
            return said | _freight(enquiry.freight)
        product = enquiry.product
        said |= {"sku-0": product.sku, "unit-0": product.unit, "price-0": ""} if product else {}
        return said | {"ready_on": enquiry.needed_by.isoformat() if enquiry.needed_by else ""}
    for line in quote.lines:
        said |= {f"{name}-{line.position}": value for name, value in _row(line).items()}
    return said | {
        "delivery_fee": number(quote.delivery_fee),
        "province_code": quote.province_code,
        "ready_on": quote.ready_on.isoformat(),
        "ahead": "" if quote.ahead_percent is None else quote.ahead_percent,
        "kept": quote.kept_percent or "",
        "words": "",
    }


def _freight(request: FreightRequest) -> dict[str, Any]:
    """The goods as the cart priced them: what is left to write is the fee and the day."""
    said: dict[str, Any] = {"province_code": request.province_code}
    for n, line in enumerate(request.lines):
        one = line.variant
        said |= {f"sku-{n}": one.sku, f"name-{n}": one.full_name, f"quantity-{n}": line.quantity}
        said |= {f"price-{n}": number(line.unit_price)}
    return said


def _row(line: QuoteLine) -> dict[str, Any]:
    code = line.variant.sku if line.variant else line.product.sku if line.product else ""
    made = "1" if code and not line.variant else ""
    row = {"sku": code, "made": made, "name": line.name, "unit": line.unit}
    return row | {"quantity": line.quantity, "price": number(line.unit_price)}

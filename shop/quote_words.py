"""What a version of a quote changed against the one before it, in words."""

from flask_babel import gettext as _

from core.i18n import day
from core.money import number, vnd
from programme import places
from shop.models import Quote, QuoteLine

Change = tuple[str, str, str]  # of what; what it was; what it is


def before(quote: Quote) -> Quote | None:
    """The version that this one took the place of."""
    return next((one for one in reversed(quote.enquiry.quotes) if one.number < quote.number), None)


def changes(quote: Quote, earlier: Quote) -> list[Change]:
    """Line by line, then fee, place, days and sum. Empty where only the words differ."""
    pairs = [
        (_("Phí giao"), vnd(earlier.delivery_fee), vnd(quote.delivery_fee)),
        (_("Giao tới"), place(earlier), place(quote)),
        (_("Các khoản phí"), vnd(earlier.fee_total), vnd(quote.fee_total)),
        (_("Đặt cọc, trả trước"), vnd(earlier.ahead), vnd(quote.ahead)),
        (_("Người bán giữ nếu bạn bỏ"), vnd(earlier.keeps), vnd(quote.keeps)),
        (_("Xong trước"), day(earlier.ready_on), day(quote.ready_on)),
        (_("Giá giữ đến hết"), day(earlier.valid_until), day(quote.valid_until)),
        (_("Tổng cộng"), vnd(earlier.total), vnd(quote.total)),
    ]
    return [*_of_lines(quote, earlier), *(pair for pair in pairs if pair[1] != pair[2])]


def place(quote: Quote) -> str:
    found = places.province(quote.province_code)
    return found.name if found else _("mọi nơi")


def _of_lines(quote: Quote, earlier: Quote) -> list[Change]:
    was, now = _by_name(earlier), _by_name(quote)
    none = _("không có")
    pairs = [(name, was.get(name, none), now.get(name, none)) for name in dict.fromkeys([*now, *was])]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _by_name(quote: Quote) -> dict[str, str]:
    """Lines of one name together."""
    found: dict[str, list[str]] = {}
    for line in quote.lines:
        found.setdefault(line.name, []).append(_said(line))
    return {name: "; ".join(said) for name, said in found.items()}


def _said(line: QuoteLine) -> str:
    return f"{number(line.quantity)} {line.unit} × {vnd(line.unit_price)}"

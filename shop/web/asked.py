"""What a checkout's body says, as the fields of the page; and what it says its buyer was shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_babel import gettext as _

from core.errors import Problem, fault
from shop import deposits, offered, orders, payments
from shop.web import placing

# Where the checkout's fields stand in the request.
FIELDS = {
    "name": "buyer.name",
    "phone": "buyer.phone",
    "email": "buyer.email",
    "province_code": "address.province_code",
    "commune_code": "address.commune_code",
    "street": "address.street",
    "invoice_name": "invoice.name",
    "invoice_tax": "invoice.tax_code",
    "invoice_address": "invoice.address",
    "invoice_email": "invoice.email",
    "gift": "gift_cards",
}


def flat(body: dict[str, Any]) -> dict[str, Any]:
    parts = [body.get(name) for name in ("buyer", "address")]
    inside = {key: value for part in parts if isinstance(part, dict) for key, value in part.items()}
    said = {name: body.get(name) for name in ("payment", "note", "voucher", "deliver_before")}
    asked = body.get("invoice")
    told = asked if isinstance(asked, dict) else {}
    keys = {"name": "invoice_name", "tax_code": "invoice_tax", "address": "invoice_address", "email": "invoice_email"}
    cards = body.get("gift_cards")
    said["gift"] = "\n".join(str(one) for one in cards) if isinstance(cards, list) else None
    return inside | said | {name: told.get(key) for key, name in keys.items()}


def shown(body: dict[str, Any]) -> dict[str, Any]:
    """What the buyer says that she saw: what an order is held against."""
    return {"shown_total": shown_total(body), "shown_deposit": shown_deposit(body)}


def shown_deposit(body: dict[str, Any]) -> str:
    """What the buyer says she pays ahead, and would lose of it, as `deposits.Deposit.said`; nothing said is nothing."""
    said = body.get("shown_deposit")
    sums = [said.get(name) for name in ("ahead", "keeps")] if isinstance(said, dict) else []
    return "-".join(map(str, sums)) if sums and all(type(one) is int for one in sums) else deposits.NONE.said


def not_as_seen(total: int, deposit: str) -> Problem:
    """Nothing was ordered: what it costs now, and what of it is paid ahead, to be shown and sent back."""
    ahead, keeps = map(int, deposit.split("-"))
    now = fault(_("Tổng tiền hoặc tiền cọc chưa như bạn đã thấy."), "shown_total", "not_seen", total=total)
    asked = fault(
        _("Người mua phải thấy tiền cọc trước khi đặt."), "shown_deposit", "not_seen", ahead=ahead, keeps=keeps
    )
    return Problem(409, "total_moved", _("Tổng tiền không còn như đã thấy; hỏi lại rồi đặt."), [now, asked])


@contextmanager
def stopped() -> Iterator[None]:
    """What can stop an order of what was offered, as answers of the API; nothing was ordered then."""
    try:
        yield
    except offered.Short as short:
        errors = [fault(one, "", "out_of_stock") for one in short.names]
        raise Problem(409, "out_of_stock", _("Người bán không còn đủ hàng hoặc không kịp làm."), errors) from None
    except orders.NoCash:
        raise Problem(422, "no_cash", placing.no_cash_words()) from None
    except payments.NoTransfers:
        raise invalid("payment", placing.not_offered_words()) from None


def invalid(field: str, words: str) -> Problem:
    return Problem(422, "invalid", _("Có chỗ cần sửa trong yêu cầu."), [fault(words, field, "invalid")])


def shown_total(body: dict[str, Any]) -> int | None:
    said = body.get("shown_total")
    return said if type(said) is int else None

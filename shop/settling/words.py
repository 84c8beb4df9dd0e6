"""What each kind of movement on a maker's account is called."""

from flask_babel import gettext as _

from shop.settling.statements import Line

_OF_SALE = ("sale", "sale_back")
_NOTED = ("reverse", "correction", "promotion", "promotion_back", "maker_paid")


def of_line(line: Line) -> str:
    """In a few words, with what was noted."""
    said = of_kind(line.kind, line.other)
    return f"{said}: {line.note}" if line.note and line.kind in _NOTED else said


def of_kind(kind: str, other: str) -> str:
    if kind == "fees":
        return _of_fee(other.rpartition(":")[2])
    if kind in _OF_SALE:
        return _of_sale(other.split(":")[-1] if other.startswith("tax") else other, is_back=kind == "sale_back")
    return {
        "card_paid": _("Người mua trả bằng thẻ"),
        "card_owed_back": _("Hoàn tiền thẻ cho người mua"),
        "gift_spent": _("Người mua trả bằng thẻ quà tặng"),
        "gift_back": _("Hoàn vào thẻ quà tặng của người mua"),
        "promotion": _("Chợ bù phiếu giảm giá"),
        "promotion_back": _("Thu lại phần phiếu giảm giá của hàng trả lại"),
        "payout": _("Chợ chi về tài khoản của bạn"),
        "payout_failed": _("Khoản chi không tới, ghi lại cho bạn"),
        "maker_paid": _("Bạn trả chợ"),
        "reverse": _("Ghi ngược lại"),
    }.get(kind, _("Điều chỉnh"))


def _of_sale(other: str, *, is_back: bool) -> str:
    known = {
        "commission": (_("Hoa hồng của chợ"), _("Trả lại hoa hồng vì hoàn tiền")),
        "card_fee:maker": (_("Phí thanh toán thẻ"), _("Trả lại phí thẻ")),
        "vat": (_("Thuế GTGT khấu trừ"), _("Bù trừ thuế GTGT vì hoàn tiền")),
        "pit": (_("Thuế TNCN khấu trừ"), _("Bù trừ thuế TNCN vì hoàn tiền")),
    }
    return known[other][is_back] if other in known else _("Điều chỉnh")


def _of_fee(kind: str) -> str:
    return {
        "packing": _("Thu hộ chợ: phí đóng gói"),
        "transport": _("Thu hộ chợ: phụ phí vận chuyển"),
        "admin": _("Thu hộ chợ: phí quản lý"),
        "fundraising": _("Thu hộ chợ: góp quỹ"),
    }.get(kind, _("Điều chỉnh"))


def percent(rate: int) -> str:
    """250 as 2,5%."""
    whole, part = divmod(rate, 100)
    said = f"{whole},{part:02}".rstrip("0").rstrip(",")
    return f"{said}%"

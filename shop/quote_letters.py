"""Letters about quotes: to the asker what is offered, to the maker what became of it."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from core import mail
from core.i18n import day
from core.money import number, vnd
from shop import quote_words
from shop.models import Quote


def offered(quote: Quote) -> None:
    """To the asker, where a mail address was left; of a later version, what is different."""
    enquiry, before = quote.enquiry, quote_words.before(quote)
    lines = [f"- {one.name}, {number(one.quantity)} {one.unit} × {vnd(one.unit_price)}" for one in quote.lines]
    changed = [f"- {label}: {was} → {now}" for label, was, now in quote_words.changes(quote, before)] if before else []
    parts = [
        _("%(maker)s gửi bạn báo giá, bản %(n)s:", maker=enquiry.facility.name, n=quote.number),
        "\n".join(lines),
        _("Phí giao: %(fee)s. Tổng cộng: %(total)s.", fee=vnd(quote.delivery_fee), total=vnd(quote.total)),
        *([_("Trong đó các khoản phí %(sum)s.", sum=vnd(quote.fee_total))] if quote.fees else []),
        *([_("Đặt cọc, trả trước: %(sum)s.", sum=vnd(quote.ahead))] if quote.ahead else []),
        _(
            "Xong trước %(ready)s. Giá này giữ đến hết %(until)s.",
            ready=day(quote.ready_on),
            until=day(quote.valid_until),
        ),
        *([_("Khác bản trước:") + "\n" + "\n".join(changed)] if changed else []),
        *([quote.words] if quote.words else []),
        _("Xem, nhận hay trả lời: %(url)s", url=f"{_site()}/hoi/{enquiry.token}/bao-gia/{quote.number}"),
    ]
    _to_asker(quote, _("Báo giá của %(maker)s: %(total)s", maker=enquiry.facility.name, total=vnd(quote.total)), parts)


def withdrawn(quote: Quote) -> None:
    who = quote.enquiry.facility.name
    said = _("%(maker)s rút lại báo giá bản %(n)s. Bạn viết thêm lúc nào cũng được.", maker=who, n=quote.number)
    url = _("Cuộc trò chuyện: %(url)s", url=f"{_site()}/hoi/{quote.enquiry.token}")
    _to_asker(quote, _("%(maker)s rút lại báo giá", maker=who), [said, url])


def declined(quote: Quote) -> None:
    """To the maker, in Vietnamese."""
    _to_maker(quote, "không nhận báo giá", f"Lý do: {quote.reason}")


def accepted(quote: Quote) -> None:
    """To the maker, in Vietnamese, beside the letter about the order."""
    if quote.order:
        waits = " Chưa trả bằng thẻ; trả xong mới cần làm." if quote.order.payment_method == "stripe" else ""
        _to_maker(quote, "nhận báo giá", f"Thành đơn {quote.order.number}, {vnd(quote.order.total)}.{waits}")


def _to_asker(quote: Quote, subject: str, parts: list[str]) -> None:
    if "@" in quote.enquiry.contact:
        mail.send(quote.enquiry.contact, subject, "\n\n".join(parts))


def _to_maker(quote: Quote, does: str, said: str) -> None:
    enquiry = quote.enquiry
    if enquiry.facility.email:
        with force_locale("vi"):
            words = f"{enquiry.name} {does} bản {quote.number}, {vnd(quote.total)}.\n\n{said}"
            link = f"{_site()}/quan-ly/hoi-dap/{enquiry.id}/bao-gia"
            mail.send(enquiry.facility.email, f"{enquiry.name} {does}", f"{words}\n\nXem lại: {link}")


def _site() -> str:
    return str(current_app.config["SITE_URL"])

"""A quote on paper, as a company's purchaser files it: who offers, to whom, what, at which price, and until when."""

from core.i18n import day, phone
from core.money import number, vnd
from core.pdf import Flow
from programme import places
from programme.models import Facility
from shop import quote_reckoning, quote_words
from shop.models import Quote

STANDING = {
    "replaced": "Bản này đã có bản khác thay.",
    "withdrawn": "Người bán đã rút bản này.",
    "declined": "Người mua không nhận bản này.",
    "lapsed": "Bản này đã hết hạn giữ giá.",
}


def of_quote(quote: Quote) -> bytes:
    enquiry, maker = quote.enquiry, quote.enquiry.facility
    flow = Flow(f"Báo giá {_code(quote)}", foot=f"{maker.name}, báo giá {_code(quote)}")
    flow.title("Báo giá")
    flow.paragraph(f"Số {_code(quote)}, gửi ngày {day(quote.at)}")
    if quote.standing in STANDING:
        flow.paragraph(STANDING[quote.standing], 11, "bold")
    flow.heading("Bên bán")
    for said in _maker(maker):
        flow.paragraph(said)
    flow.heading("Gửi")
    flow.paragraph(enquiry.name)
    flow.heading("Hàng và giá")
    _goods(flow, quote)
    flow.heading("Điều kiện")
    for said in _terms(quote):
        flow.paragraph(said)
    if quote.words:
        flow.heading("Lời người bán")
        flow.paragraph(quote.words)
    flow.note("Giá đã gồm thuế. Nhận báo giá ở trang trò chuyện thì thành đơn theo đúng các giá này.")
    return flow.written()


def _code(quote: Quote) -> str:
    return f"BG-{quote.enquiry_id:05}/{quote.number}"


def _maker(maker: Facility) -> list[str]:
    known = places.commune(maker.commune_code or "")
    where = ", ".join(filter(None, (maker.address, places.full_name(known.code) if known else maker.commune_name)))
    said = (
        ("", maker.name),
        ("Địa chỉ: ", where),
        ("Mã số thuế: ", maker.tax_code),
        ("Số đăng ký hộ kinh doanh: ", maker.household_number),
        ("Người đại diện: ", maker.representative),
        ("Điện thoại: ", phone(maker.phone)),
        ("Thư điện tử: ", maker.email),
    )
    return [f"{name}{value}" for name, value in said if value]


def _goods(flow: Flow, quote: Quote) -> None:
    rows = [
        (str(line.position + 1), line.name, line.unit, number(line.quantity), vnd(line.unit_price), vnd(line.total))
        for line in quote.lines
    ]
    rows += [
        ("", "Cộng tiền hàng", "", "", "", vnd(quote.goods_total)),
        ("", f"Phí giao, tới {quote_words.place(quote)}", "", "", "", vnd(quote.delivery_fee)),
        *(("", one.title, "", "", "", vnd(one.amount)) for one in quote.fees),
        ("", "Tổng cộng", "", "", "", vnd(quote.total)),
    ]
    flow.table(("", "Món", "Đơn vị", "Số lượng", "Đơn giá", "Thành tiền"), rows, (0.6, 5, 1.3, 1.5, 2.2, 2.6), 3)


def _terms(quote: Quote) -> list[str]:
    ahead = f"Đặt cọc {vnd(quote.ahead)} khi nhận báo giá, còn lại trả khi nhận hàng."
    kept = f"Người mua bỏ sau khi người bán nhận đơn: người bán giữ {vnd(quote.keeps)}."
    tax = quote_reckoning.tax_inside(quote)
    return [
        f"Hàng xong trước {day(quote.ready_on)}.",
        f"Giá giữ đến hết ngày {day(quote.valid_until)}.",
        *([ahead] if quote.ahead else []),
        *([kept] if quote.keeps else []),
        *([f"Trong tổng có thuế GTGT {vnd(tax)}."] if tax else []),
    ]

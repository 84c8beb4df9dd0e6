"""A bill of sale on paper: what a household gives with the goods, and what a company's invoice is made from."""

from core import spelled
from core.i18n import day, phone
from core.money import number, vnd
from core.pdf import Flow
from shop import invoices
from shop.invoices import Bill, Item

METHODS = {"cod": "Tiền mặt khi nhận hàng", "vietqr": "Chuyển khoản", "stripe": "Thẻ", "gift": "Thẻ quà tặng"}


def of_bill(bill: Bill) -> bytes:
    flow = Flow(f"Phiếu bán hàng {bill.number}", foot=f"{bill.seller.name}, phiếu bán hàng {bill.number}")
    flow.title("Phiếu bán hàng")
    flow.paragraph(f"Số {bill.number}, ngày {day(bill.on)}")
    flow.heading("Bên bán")
    for said in _seller(bill):
        flow.paragraph(said)
    flow.heading("Bên mua")
    for said in _buyer(bill):
        flow.paragraph(said)
    flow.heading("Hàng và tiền")
    flow.table(
        ("", "Món", "Đơn vị", "Số lượng", "Đơn giá", "Giảm", "Thành tiền"),
        _rows(bill),
        (0.6, 5, 1.2, 1.4, 2, 1.8, 2.3),
        4,
    )
    flow.y += 2
    flow.paragraph(f"Bằng chữ: {spelled.dong(bill.total)}.", 11, "bold")
    for said in (*_tax(bill), *_paid(bill)):
        flow.paragraph(said)
    flow.note("Phiếu này kê việc mua bán, không thay hóa đơn điện tử theo Nghị định 123/2020/NĐ-CP.")
    return flow.written()


def _seller(bill: Bill) -> list[str]:
    one = bill.seller
    said = (
        ("", one.name),
        ("Địa chỉ: ", invoices.address_of(one)),
        ("Mã số thuế: ", one.tax_code),
        ("Số đăng ký hộ kinh doanh: ", one.household_number),
        ("Người đại diện: ", one.representative),
        ("Điện thoại: ", phone(one.phone)),
    )
    return [f"{name}{value}" for name, value in said if value]


def _buyer(bill: Bill) -> list[str]:
    order, data = bill.parcel.order, bill.buyer
    if data is None:
        return [order.buyer_name, *([f"Địa chỉ: {order.address}"] if order.address else [])]
    said = (
        ("", data.name),
        ("Mã số thuế: ", data.tax_code),
        ("Địa chỉ: ", data.address),
        ("Người nhận: ", order.buyer_name),
    )
    return [f"{name}{value}" for name, value in said if value]


def _rows(bill: Bill) -> list[tuple[str, ...]]:
    rows = [(str(n), *_row(one)) for n, one in enumerate(bill.items, 1)]
    return [*rows, ("", "Tổng cộng", "", "", "", "", vnd(bill.total))]


def _row(one: Item) -> tuple[str, ...]:
    whole = one.quantity == int(one.quantity)
    quantity = number(int(one.quantity)) if whole else f"{one.quantity.normalize():f}".replace(".", ",")
    return one.name, one.unit, quantity, vnd(one.price), vnd(one.off) if one.off else "", vnd(one.amount)


def _tax(bill: Bill) -> list[str]:
    if not bill.tells_tax:
        return ["Giá đã gồm thuế. Bên bán không tách thuế giá trị gia tăng."]
    said = (f"Trong đó thuế GTGT {rate.percent}: {vnd(tax)} trên {vnd(before)}." for rate, before, tax in bill.by_rate)
    return ["Giá đã gồm thuế.", *said]


def _paid(bill: Bill) -> list[str]:
    payment = bill.parcel.payment
    said = [f"Trả tiền: {METHODS[payment.method]}{', đã trả' if payment.state == 'paid' else ''}."]
    if payment.rest:
        said.append(f"Đặt cọc {vnd(payment.amount)}, khi nhận hàng {vnd(payment.rest)}.")
    if payment.gifted and payment.amount + payment.rest:
        said.append(f"Thẻ quà tặng đã trả {vnd(payment.gifted)}, còn lại {vnd(payment.amount + payment.rest)}.")
    return said

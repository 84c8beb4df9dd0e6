"""Paper for a day of packing, as one PDF: what to gather, then a slip with an address label for each parcel."""

from collections.abc import Sequence

from core.i18n import day_time, phone
from core.money import vnd
from core.pdf import A4, Flow
from core.pdf.paper import INK, LINE, SOFT
from core.times import now
from programme import places
from programme.models import Facility
from shop import delivery, drawn, supply
from shop.letters import going_to
from shop.models import OrderLine, Parcel

_LABEL = 92.0  # millimetres at the foot of a slip, to be cut off
_SIDE, _PAGE_FOOT = 18.0, 14.0


def of_parcels(facility: Facility, parcels: Sequence[Parcel]) -> bytes:
    """A page to gather by, then a page or more for each parcel, in the order of their deadlines."""
    flow = Flow("Phiếu gói và nhãn", foot=f"{facility.name}, in lúc {day_time(now())}")
    _pick_list(flow, parcels)
    elsewhere = drawn.of(parcels)
    for parcel in parcels:
        flow.turn()
        _slip(flow, facility, parcel, elsewhere[parcel.id])
        _label(flow, facility, parcel)
    return flow.written()


def to_collect(parcel: Parcel) -> str:
    """In the words of the one who carries it."""
    if parcel.payment.method == "gift" and not parcel.payment.to_collect:
        return "Đã trả bằng thẻ quà tặng, không thu."
    if not parcel.payment.amount and not parcel.payment.gifted:
        return "Phiếu giảm giá trả hết, không thu."
    if parcel.payment.rest and parcel.payment.at_the_door:
        return f"Đã cọc {vnd(parcel.payment.amount)}, thu khi giao: {vnd(parcel.payment.at_the_door)}"
    if parcel.payment.state == "paid":
        return "Đã trả tiền, không thu."
    if parcel.payment.method == "stripe":
        return "Trả bằng thẻ, không thu khi giao."
    if parcel.payment.method != "cod":
        return "Chờ chuyển khoản, không thu khi giao."
    if parcel.is_estimate:
        return f"Thu khi giao: ước tính {vnd(parcel.payment.amount)}, cân xong mới thu, theo cân thật."
    return f"Thu khi giao: {vnd(parcel.payment.amount)}"


def _pick_list(flow: Flow, parcels: Sequence[Parcel]) -> None:
    flow.title("Hàng cần lấy")
    flow.note(f"Cho {len(parcels)} gói; hộp quà tính theo từng món bên trong.")
    rows = [
        (need.sku, need.name, str(len(need.parcels)), f"{need.count} {need.unit}")
        for need in supply.of_parcels(parcels)
    ]
    flow.table(("Mã", "Món", "Số gói", "Số lượng"), rows, (3, 7, 1.4, 2.2), 2)
    flow.heading("Theo người mua")
    buyers = [
        (parcel.order.number, parcel.order.buyer_name, _goods(parcel), day_time(parcel.pack_before))
        for parcel in parcels
    ]
    flow.table(("Đơn", "Người mua", "Hàng", "Gói trước"), buyers, (2.6, 3, 6, 2.2), 0)


def _goods(parcel: Parcel) -> str:
    return "\n".join(f"{line.quantity} × {line.name}" for line in supply.goods_of(parcel))


def _slip(flow: Flow, facility: Facility, parcel: Parcel, elsewhere: Sequence[drawn.ParcelDraw]) -> None:
    order = parcel.order
    flow.title(f"Phiếu gói {order.number}", 18)
    flow.paragraph(f"{facility.name}, {phone(facility.phone)}")
    flow.paragraph(
        f"{'Giao' if parcel.is_fetched else 'Gửi'} {order.buyer_name}, {phone(order.buyer_phone)}", 12, "bold"
    )
    flow.paragraph(_going_to(parcel), 11)
    if parcel.slot:
        flow.paragraph(f"Giờ nhận: {parcel.slot}", 12, "bold")
    if parcel.sent_by:
        flow.paragraph(f"Cách gửi: {parcel.sent_by}", 11)
    if order.note:
        flow.paragraph(f"Người mua nhắn: {order.note}")
    rows = [row for line in supply.goods_of(parcel) for row in _rows(line)]
    flow.table(("Mã", "Món", "Số lượng"), rows, (3, 7, 2.2), 1)
    for one in elsewhere:
        flow.paragraph(f"Lấy ở {one.place.name}: {one.units} × {one.variant.full_name}", 11, "bold")
    flow.y += 2
    flow.paragraph(to_collect(parcel), 12, "bold")
    flow.note(f"Mã gói {parcel.code}. Gói trước {day_time(parcel.pack_before)}.")


def _rows(line: OrderLine) -> list[tuple[str, str, str]]:
    """A line, and beneath it what a hamper holds."""
    inside = [(part.sku, f"   trong đó: {part.name}", str(part.count * line.quantity)) for part in line.parts]
    return [(line.sku, line.name, f"{line.quantity} {line.unit}"), *inside]


def _label(flow: Flow, facility: Facility, parcel: Parcel) -> None:
    """At the foot of the page, under a line to cut along; on a page of its own where the slip is long."""
    top = A4[1] - _PAGE_FOOT - _LABEL
    if flow.y > top - 4:
        flow.turn()
    paper, order, right = flow.paper, parcel.order, A4[0] - _SIDE
    paper.line(0, top - 3, A4[0], top - 3, SOFT, 0.15)
    paper.box(_SIDE, top, right - _SIDE, _LABEL - 6, INK, drawn=0.5)
    left, y = _SIDE + 5, top + 8
    for text in (f"Người gửi: {facility.name}, {phone(facility.phone)}", _sent_from(facility)):
        for part in paper.broken(text, right - left - 5, 10)[:2]:
            paper.text(left, y, part, 10)
            y += 5
    paper.line(_SIDE, y - 1, right, y - 1, LINE, 0.3)
    y += 8
    for text, size, face, most in (
        (order.buyer_name, 17, "title", 2), (phone(order.buyer_phone), 15, "bold", 1),
        (_going_to(parcel), 13, "text", 3),
    ):  # fmt: skip
        for part in paper.broken(text, right - left - 5, size, face)[:most]:
            paper.text(left, y, part, size, face)
            y += size * 0.48
    foot = top + _LABEL - 12
    paper.text(left, foot, to_collect(parcel), 12, "bold")
    if parcel.slot:
        paper.text(left, foot - 14, f"Giờ nhận: {parcel.slot}", 12, "bold")
    paper.text(left, foot - 7, f"Đơn {order.number}   ·   Mã gói {parcel.code}{_fragile(parcel)}", 10)


def _going_to(parcel: Parcel) -> str:
    return going_to(parcel)


def _fragile(parcel: Parcel) -> str:
    goods = [line.product for line in supply.goods_of(parcel)]
    marks = (("HÀNG DỄ VỠ", any(one.is_fragile for one in goods)), ("GIỮ LẠNH", any(map(delivery.is_chilled, goods))))
    return "".join(f"   ·   {name}" for name, holds in marks if holds)


def _sent_from(facility: Facility) -> str:
    known = places.commune(facility.commune_code or "")
    return ", ".join(filter(None, (facility.address, places.full_name(known.code) if known else facility.commune_name)))

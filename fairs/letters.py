"""Letters to facilities about their stands, featured goods and visits, to who booked a visit, to staff who chose.

In Vietnamese, written in the transaction they tell of.
"""

from collections.abc import Sequence

from flask import current_app

from catalog.models import Product
from core import mail
from core.i18n import day, day_time
from fairs.models import Booth, FairComplaint, Feature, Shelf, Stand, VenueVisit
from programme.models import Facility


def allotted(booth: Booth, stand: Stand) -> None:
    fair = stand.hall.fair
    _to_maker(
        booth,
        f"Gian {stand.number} ở {fair.name}",
        f"Trung tâm đã xếp cho cơ sở gian {stand.number}, {stand.hall.name}, {fair.name}, "
        f"từ {day(fair.opens_at)} đến {day(fair.closes_at)}.\n"
        f"Mời cơ sở treo ảnh, viết lời chào và xếp hàng ở gian: {_site(f'/quan-ly/gian/{booth.id}')}",
    )


def taken_back(booth: Booth, stand: Stand) -> None:
    _to_maker(
        booth,
        f"Thay đổi về gian {stand.number} ở {stand.hall.fair.name}",
        f"Trung tâm đã thu lại gian {stand.number}, {stand.hall.name}, để xếp lại. "
        "Trang của gian vẫn còn; khi có chỗ mới, cơ sở sẽ nhận thư.",
    )


def not_ready(booth: Booth, lacks: Sequence[str]) -> None:
    """What keeps a booth shut, one line each, and where it is mended."""
    fair = booth.fair
    listed = "\n".join(f"- {one}" for one in lacks)
    state = "Gian đang mở nhưng còn thiếu" if booth.published_at else "Gian chưa mở được vì còn thiếu"
    _to_maker(
        booth,
        f"Gian ở {fair.name} còn thiếu {len(lacks)} điều",
        f"{state}:\n{listed}\n\nHội chợ mở {day(fair.opens_at)}. Bấm vào đây, mỗi điều có nút Sửa dẫn tới chỗ cần sửa: "
        f"{_site(f'/quan-ly/gian/{booth.id}#mo-gian')}",
    )


def invited(booth: Booth, maker: Facility) -> None:
    """To the maker whose goods another's stall would show."""
    if maker.email:
        fair = booth.fair
        mail.send(
            maker.email,
            f"{booth.title} mời bày chung ở {fair.name}",
            f"Kính gửi {maker.name},\n\n{booth.title} mời cơ sở bày hàng chung một gian ở {fair.name}, từ "
            f"{day(fair.opens_at)} đến {day(fair.closes_at)}. Đơn của món nào vẫn về thẳng nhà làm ra món ấy.\n"
            f"Chủ cơ sở nhận lời hoặc từ chối ở đây: {_site('/quan-ly/gian')}\n\nPhiên Chợ",
        )


# Why a good shows no more on a shelf, as its maker reads it; keyed by fairs/slots.py.
_FALLS = {
    "withdrawn": "món này không còn bày ở chợ",
    "closed": "cơ sở đang nghỉ, không nhận đơn",
    "lapsed": "giấy chứng nhận của món này đã hết hạn từ khi được chọn",
    "sold_out": "món này đã hết hàng",
}


def slot_fell(product: Product, shelf: Shelf, fault: str, stands_in: str) -> None:
    """To the maker of what fell out; `stands_in`: the name of what shows there now, or nothing."""
    maker = product.facility
    instead = f"Món dự bị “{stands_in}” đang đứng thay." if stands_in else "Chỗ ấy đang trống."
    _to(
        maker,
        f"“{product.name}” tạm không hiện ở {shelf.title}",
        f"Món “{product.name}” được chọn ở {shelf.title} nhưng lúc này khách không thấy, "
        f"vì {_FALLS[fault]}.\n{instead}\n"
        f"Mọi điều đủ lại thì món tự hiện lại, không phải xin. Sửa ở đây: {_site(f'/quan-ly/san-pham/{product.id}')}",
    )


def slot_filled(product: Product, shelf: Shelf, feature: Feature) -> None:
    """To the maker of what stood by and shows now."""
    _to(
        product.facility,
        f"“{product.name}” lên {shelf.title}",
        f"Món dự bị “{product.name}” của cơ sở đang hiện ở {shelf.title}, thay một món tạm không hiện được. "
        f"Món ấy đủ lại thì về chỗ cũ; muộn nhất đến {day(feature.ends_at)}.\n"
        f"Xin để sẵn hàng: {_site(f'/quan-ly/san-pham/{product.id}')}",
    )


def slots_fell(to: str, name: str, lines: Sequence[tuple[str, str, str, str]]) -> None:
    """To whoever chose them: of each slot its shelf, the good, why it fell, and what stands in."""
    listed = "\n".join(
        f"- {shelf}: “{product}”, vì {_FALLS[fault]}; " + (f"“{instead}” đứng thay" if instead else "chưa có món thay")
        for shelf, product, fault, instead in lines
    )
    mail.send(
        to,
        f"{len(lines)} chỗ trên kệ bị rơi",
        f"Kính gửi {name},\n\nNhững chỗ anh chị chọn mà khách không còn thấy:\n{listed}\n\n"
        f"Xem và đổi ở đây: {_site('/can-bo/ke/can-xem')}\n\nPhiên Chợ",
    )


def visit_called_off(to: str, name: str, people: int, visit: VenueVisit) -> None:
    """To who booked. Without the address of the booking: the number may be another's who only shares it."""
    mail.send(
        to,
        f"Buổi “{visit.title}” đã hủy",
        f"Kính gửi {name},\n\nBuổi “{visit.title}” lúc {day_time(visit.starts_at)} ở {visit.venue.name}, "
        f"{people} chỗ đã đặt, nay hủy.\nLý do: {visit.cancelled_why}\n"
        f"Xem các buổi khác: {_site(f'/noi-xem-mua/{visit.venue.slug}')}\n\nPhiên Chợ",
    )


def visit_at_makers_called_off(maker: Facility, people: int, to_call: int, visit: VenueVisit) -> None:
    """`to_call`: how many bookings left only a number."""
    calls = (
        f"{to_call} lượt chỉ để số điện thoại. Trung tâm gọi báo; cơ sở gọi được thì đánh dấu ở đây để khỏi gọi trùng: "
        f"{_site('/quan-ly/noi-xem-mua')}"
        if to_call
        else "Trung tâm đã báo cho người đã đặt, cơ sở không phải gọi."
    )
    _to(
        maker,
        f"Buổi “{visit.title}” ở xưởng đã hủy",
        f"Buổi “{visit.title}” lúc {day_time(visit.starts_at)} ở {visit.venue.name} nay hủy; {people} người đã đặt.\n"
        f"Lý do: {visit.cancelled_why}\n{calls}",
    )


def complained(booth: Booth, complaint: FairComplaint) -> None:
    """To the maker a visitor complains of: what it says, not who it was."""
    _to_maker(
        booth,
        f"Khách khiếu nại về gian ở {booth.fair.name}",
        f"Ban tổ chức vừa nhận một lời khiếu nại về gian của cơ sở:\n\n{complaint.words}\n\n"
        f"Ban tổ chức sẽ gọi hỏi chuyện, và trả lời khách trước {day_time(complaint.due_at)}.",
    )


def complaint_answered(complaint: FairComplaint) -> None:
    """To who complained, where an address was left."""
    if "@" in complaint.contact:
        page = _site(f"/hoi-cho/{complaint.fair.slug}/khieu-nai/{complaint.token}")
        mail.send(
            complaint.contact,
            f"Trả lời khiếu nại ở {complaint.fair.name}",
            f"Kính gửi {complaint.name or 'quý khách'},\n\n{complaint.answer}\n\nXem lại ở đây: {page}\n\nPhiên Chợ",
        )


def _to_maker(booth: Booth, subject: str, text: str) -> None:
    _to(booth.facility, subject, text)


def _to(maker: Facility, subject: str, text: str) -> None:
    if maker.email:
        mail.send(maker.email, subject, f"Kính gửi {maker.name},\n\n{text}\n\nPhiên Chợ")


def _site(path: str) -> str:
    return f"{current_app.config['SITE_URL']}{path}"

"""Letters to buyers and makers about orders and questions, written in the transaction they tell of."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from core import mail
from core.i18n import day_time, phone
from core.money import vnd
from core.weights import kilograms
from shop import tracking
from shop.models import Enquiry, Order, OrderLine, Parcel
from shop.proposed import ParcelProposal

METHODS = {"cod": "trả khi nhận hàng", "vietqr": "chuyển khoản VietQR", "stripe": "đã trả bằng thẻ"}


def order_placed(order: Order) -> None:
    """To the buyer, if she left an address, and to each maker who has one; where a card pays, once that is done."""
    if order.buyer_email:
        mail.send(order.buyer_email, _("Phiên Chợ đã nhận đơn %(number)s", number=order.number), _for_buyer(order))
    if order.payment_method != "stripe":
        to_makers(order, order.parcels)


def to_makers(order: Order, parcels: Sequence[Parcel]) -> None:
    """To each maker who has an address: there is work."""
    for parcel in parcels:
        if parcel.facility.email:
            about = "ước tính " if parcel.is_estimate else ""
            subject = f"Có đơn mới {order.number}: {about}{vnd(parcel.total)}"
            mail.send(parcel.facility.email, subject, _for_maker(order, parcel))


def parcel_handed_over(parcel: Parcel) -> None:
    sentence = _("%(who)s đã gửi hàng cho bạn.", who=parcel.facility.name)
    if parcel.carrier or parcel.tracking_code:
        sentence += " " + _(
            "Nơi giao: %(carrier)s, mã vận đơn %(code)s.",
            carrier=parcel.carrier or _("người bán tự giao"),
            code=parcel.tracking_code or _("không có"),
        )
        if page := tracking.address_of(parcel.carrier, parcel.tracking_code) if parcel.tracking_code else "":
            sentence += " " + _("Tra ở trang của hãng: %(url)s", url=page)
    _to_buyer(parcel, _("Đơn %(number)s đã gửi đi", number=parcel.order.number), sentence)


def parcel_ready(parcel: Parcel) -> None:
    """To the buyer who fetches it."""
    sentence = _("Hàng của %(who)s đã sẵn sàng để lấy: %(where)s", who=parcel.facility.name, where=parcel.fetched_at)
    if due := parcel.payment.to_collect:
        sentence += "\n" + _("Trả khi lấy hàng: %(sum)s.", sum=vnd(due))
    _to_buyer(parcel, _("Đơn %(number)s sẵn sàng để lấy", number=parcel.order.number), sentence)


def parcel_refused(parcel: Parcel) -> None:
    sentence = _(
        "%(who)s không có hàng để gửi phần này của đơn: %(why)s. Bạn không phải trả tiền phần này.",
        who=parcel.facility.name,
        why=parcel.reason,
    )
    if parcel.payment.state == "paid":
        sentence += " " + _("Tiền bạn đã chuyển sẽ được người bán trả lại.")
    elif parcel.payment.state == "refunding":
        sentence += " " + _("Tiền bạn đã trả bằng thẻ được hoàn lại vào thẻ đó.")
    _to_buyer(parcel, _("Đơn %(number)s: một phần không có hàng", number=parcel.order.number), sentence)


def payment_received(parcel: Parcel) -> None:
    """To the buyer: her transfer has come."""
    said = _("%(who)s đã nhận được %(sum)s của bạn.", who=parcel.facility.name, sum=vnd(parcel.payment.amount))
    _to_buyer(parcel, _("Đơn %(number)s: đã nhận được tiền", number=parcel.order.number), said)


def payment_short(parcel: Parcel) -> None:
    """To the buyer: part of it has come."""
    came, missing = vnd(parcel.payment.received), vnd(parcel.payment.missing)
    said = _("%(who)s mới nhận được %(came)s, còn thiếu %(sum)s.", who=parcel.facility.name, came=came, sum=missing)
    said += " " + _("Chuyển thêm phần thiếu với cùng nội dung %(code)s.", code=parcel.payment.content)
    _to_buyer(parcel, _("Đơn %(number)s: tiền còn thiếu", number=parcel.order.number), said)


def payment_reminder(parcel: Parcel) -> None:
    """To the buyer, before the clock runs out."""
    said = _(
        "%(who)s chưa nhận được %(sum)s cho đơn này. Chờ tới %(when)s; quá giờ gói tự hủy và hàng trả về kho.",
        who=parcel.facility.name,
        sum=vnd(parcel.payment.missing),
        when=day_time(parcel.payment.due_at),
    )
    _to_buyer(parcel, _("Đơn %(number)s: sắp hết hạn chuyển khoản", number=parcel.order.number), said)


def payment_lapsed(parcel: Parcel) -> None:
    """To the buyer and to the maker: it is cancelled, by nobody's hand."""
    said = _("Hết hạn mà %(who)s chưa nhận được tiền, nên gói này đã tự hủy.", who=parcel.facility.name)
    said += " " + _("Nếu bạn đã chuyển rồi, người bán sẽ trả lại; còn muốn mua, hãy đặt lại.")
    _to_buyer(parcel, _("Đơn %(number)s: gói đã hủy vì chưa nhận được tiền", number=parcel.order.number), said)
    if parcel.facility.email:
        text = f"Hết hạn mà chưa nhận được tiền, nên gói của bạn trong đơn {parcel.order.number} đã tự hủy."
        text += f" Số hàng đã giữ được trả lại kho.\nMở đơn: {site()}/quan-ly/don/{parcel.id}"
        mail.send(parcel.facility.email, f"Đơn {parcel.order.number} đã hủy: chưa nhận được tiền", text)


def parcel_cancelled(parcel: Parcel) -> None:
    """To the maker: nothing more is to be done."""
    if parcel.facility.email:
        text = f"Người mua đã hủy phần hàng của bạn trong đơn {parcel.order.number}. Số hàng đã giữ được trả lại kho."
        mail.send(parcel.facility.email, f"Đơn {parcel.order.number} đã hủy", text)


def parcel_called_off(parcel: Parcel) -> None:
    """To the buyer: the maker noted that she does not want it; if that is wrong she can say so."""
    sentence = _("%(who)s ghi rằng bạn không lấy phần này nữa; bạn không phải trả tiền.", who=parcel.facility.name)
    sentence += " " + _("Nếu không đúng, hãy gọi người bán hoặc đặt lại.")
    _to_buyer(parcel, _("Đơn %(number)s: một phần đã hủy", number=parcel.order.number), sentence)


def answer_soon(parcel: Parcel, by: datetime) -> None:
    """To the maker: she has not taken it yet."""
    if parcel.facility.email:
        number = parcel.order.number
        text = f"Đơn {number} chờ bạn nhận trước {day_time(by)}. Quá giờ ấy người trực được báo và người mua thấy."
        text += f"\n\nMở đơn: {site()}/quan-ly/don/{parcel.id}"
        mail.send(parcel.facility.email, f"Đơn {number} đang chờ bạn nhận", text)


def answer_late(parcel: Parcel, addresses: Sequence[str]) -> None:
    """To staff: the maker has let the time go by."""
    number, who = parcel.order.number, parcel.facility.name
    for address in addresses:
        text = f"{who} chưa nhận đơn {number} trong thời hạn.\n\nMở: {site()}/can-bo/don-hang/cho-nhan"
        mail.send(address, f"Đơn {number} quá hạn nhận: {who}", text)


def proposal_made(parcel: Parcel, proposal: ParcelProposal) -> None:
    """To the buyer: nothing changes before her word."""
    sentence = _(
        "%(who)s không đủ hàng cho %(what)s và đề nghị: %(instead)s. Mở đơn để nhận hay không, trước %(when)s.",
        who=parcel.facility.name,
        what=proposal.line.name,
        instead=_instead(proposal),
        when=day_time(proposal.until),
    )
    _to_buyer(parcel, _("Đơn %(number)s: xin ý bạn", number=parcel.order.number), sentence)


def _instead(proposal: ParcelProposal) -> str:
    if not proposal.quantity:
        return _("bỏ món này")
    name = proposal.name or proposal.line.name
    return _("%(n)s × %(what)s, %(sum)s", n=proposal.quantity, what=name, sum=vnd(proposal.total))


def proposal_answered(parcel: Parcel, proposal: ParcelProposal) -> None:
    """To the maker, in Vietnamese."""
    if parcel.facility.email:
        word = "đồng ý" if proposal.state == "agreed" else "không đồng ý"
        text = f"Người mua {word} với đề nghị về {proposal.line.name}.\nMở đơn: {site()}/quan-ly/don/{parcel.id}"
        mail.send(parcel.facility.email, f"Đơn {parcel.order.number}: người mua {word}", text)


def parcel_not_taken(parcel: Parcel, *, counts: bool) -> None:
    """To the buyer: her maker noted that she did not take it; where it counts she may object."""
    sentence = _(
        "%(who)s ghi rằng gói hàng không được nhận khi giao: %(why)s. Bạn không phải trả tiền gói này.",
        who=parcel.facility.name,
        why=parcel.reason,
    )
    if counts:
        sentence += " " + _("Nếu không đúng, mở đơn và viết lại sự việc; người trực sẽ xem.")
    _to_buyer(parcel, _("Đơn %(number)s: một gói không được nhận", number=parcel.order.number), sentence)


def refusal_decided(parcel: Parcel, *, is_lifted: bool, why: str) -> None:
    """To both."""
    word = _("Lần không nhận hàng này không tính nữa.") if is_lifted else _("Lần không nhận hàng này vẫn được tính.")
    subject = _("Đơn %(number)s: người trực đã xem lời bạn", number=parcel.order.number)
    _to_buyer(parcel, subject, f"{word} " + _("Lý do: %(why)s", why=why))
    if parcel.facility.email:
        kept = "không tính nữa" if is_lifted else "vẫn tính"
        text = (
            f"Người mua khiếu nại lần không nhận hàng của đơn {parcel.order.number}. Người trực: {kept}. Lý do: {why}"
        )
        mail.send(parcel.facility.email, f"Đơn {parcel.order.number}: khiếu nại đã xem", text)


def weight_asked(parcel: Parcel, line: OrderLine) -> None:
    """To the buyer: it weighs more or less than was said; nothing is packed before she answers."""
    sentence = _(
        "%(what)s cân được %(weight)s, ngoài mức đã hẹn. Giá theo cân này: %(price)s. Mở đơn để nhận hoặc bỏ món này.",
        what=line.name,
        weight=kilograms(line.asked_g or 0),
        price=vnd(line.asked_total),
    )
    _to_buyer(parcel, _("Đơn %(number)s: xin ý bạn về cân", number=parcel.order.number), sentence)


def parcel_weighed(parcel: Parcel) -> None:
    """To the buyer: final weights and what the parcel comes to."""
    weighed = [
        _("%(what)s: %(weight)s, %(price)s.", what=line.name, weight=kilograms(line.weighed_g), price=vnd(line.total))
        for line in parcel.lines
        if line.weighed_g
    ]
    total = _("Cả gói, kể cả phí giao: %(total)s.", total=vnd(parcel.total))
    subject = _("Đơn %(number)s đã cân xong", number=parcel.order.number)
    _to_buyer(parcel, subject, "\n".join([*weighed, total, *_balance(parcel)]))


def weight_answered(parcel: Parcel, line: OrderLine) -> None:
    """To the maker, in Vietnamese."""
    if parcel.facility.email:
        word = "không lấy" if line.dropped_at else "nhận"
        text = f"Người mua {word} {line.name}, đơn {parcel.order.number}.\nMở đơn: {site()}/quan-ly/don/{parcel.id}"
        mail.send(parcel.facility.email, f"Đơn {parcel.order.number}: người mua đã trả lời về cân", text)


def weight_refused_words() -> str:
    return _("Người mua không lấy ở cân này")


def asked(enquiry: Enquiry) -> None:
    if not enquiry.facility.email:
        return
    what = f" về {enquiry.product.name}" if enquiry.product else ""
    asks = "xin báo giá" if enquiry.is_quotation else "hỏi"
    text = f"{enquiry.name} {asks}{what}:\n\n{enquiry.text}{_wanted(enquiry)}\n\nTrả lời tại {site()}/quan-ly/hoi-dap"
    mail.send(enquiry.facility.email, f"{enquiry.name} {asks}{what}", text)


def _wanted(enquiry: Enquiry) -> str:
    said = (
        ("Số lượng", enquiry.quantity),
        ("In, khắc", enquiry.logo),
        ("Đóng gói", enquiry.packaging),
        ("Cần trước", f"{enquiry.needed_by:%d/%m/%Y}" if enquiry.needed_by else ""),
        ("Hóa đơn", "cần" if enquiry.wants_invoice else ""),
    )
    return "".join(f"\n{name}: {value}" for name, value in said if value)


def written(enquiry: Enquiry, text: str) -> None:
    """To the maker: the asker wrote again."""
    if enquiry.facility.email:
        words = f"{enquiry.name} viết thêm:\n\n{text}\n\nTrả lời tại {site()}/quan-ly/hoi-dap#hoi-{enquiry.id}"
        mail.send(enquiry.facility.email, f"{enquiry.name} viết thêm", words)


def answered(enquiry: Enquiry, said: str) -> None:
    """To the asker, where a mail address was left."""
    if "@" not in enquiry.contact:
        return
    further = f"Hỏi thêm hay xem cả cuộc trò chuyện: {site()}/hoi/{enquiry.token}"
    text = f"Bạn hỏi: {enquiry.text}\n\n{enquiry.facility.name} trả lời: {said}\n\n{further}"
    mail.send(enquiry.contact, f"{enquiry.facility.name} trả lời bạn", text)


def designs_shown(enquiry: Enquiry, token: str) -> None:
    """To the asker: where the designs are that the maker shows to her alone."""
    if "@" in enquiry.contact and enquiry.product:
        text = _(
            "%(maker)s mở mẫu riêng của %(what)s cho bạn xem: %(url)s\n\nXin đừng chuyển địa chỉ này cho người khác.",
            maker=enquiry.facility.name,
            what=enquiry.product.name,
            url=f"{site()}/mau-rieng/{token}",
        )
        mail.send(enquiry.contact, _("%(maker)s cho bạn xem mẫu riêng", maker=enquiry.facility.name), text)


def _for_buyer(order: Order) -> str:
    parts = [
        _("Chào %(name)s,", name=order.buyer_name),
        _("Phiên Chợ đã nhận đơn %(number)s của bạn.", number=order.number),
        *(_part(parcel) for parcel in order.parcels),
        _total(order),
        *_sent_to(order),
        *_to_pay(order),
        _("Xem đơn và đường đi của hàng: %(url)s", url=_url(order)),
    ]
    return "\n\n".join(parts)


def _total(order: Order) -> str:
    if order.is_estimate:
        return _("Ước tính tổng cộng: %(total)s.", total=vnd(order.total))
    return _("Tổng cộng: %(total)s.", total=vnd(order.total))


def _sent_to(order: Order) -> list[str]:
    """Where it goes; nothing where the buyer fetches all of it."""
    if all(parcel.is_fetched for parcel in order.parcels):
        return []
    return [_("Giao tới: %(address)s.", address=order.address)]


def _to_pay(order: Order) -> list[str]:
    """By card the goods wait for the money."""
    if order.payment_method != "stripe":
        return []
    return [_("Đơn chờ bạn trả bằng thẻ: mở đơn rồi bấm “Trả bằng thẻ”. Quá giờ ghi ở đó thì đơn tự hủy.")]


def _balance(parcel: Parcel) -> list[str]:
    if parcel.balance < 0:
        return [_("Bạn đã trả nhiều hơn: người bán trả lại %(sum)s.", sum=vnd(-parcel.balance))]
    return [_("Còn phải trả thêm %(sum)s.", sum=vnd(parcel.balance))] if parcel.balance else []


def _line(line: OrderLine) -> str:
    said = f"- {line.name} × {line.quantity}: {vnd(line.total)}"
    if line.waits_for_scales:
        said += " " + _("(ước tính; tính theo cân thật khi gói, không quá %(most)s)", most=vnd(line.most))
    return said


def _part(parcel: Parcel) -> str:
    lines = [_line(line) for line in parcel.lines]
    fee = _("Phí giao: %(fee)s", fee=vnd(parcel.shipping_fee))
    if parcel.is_fetched:
        at_workshop = _("Tới lấy tại xưởng, không phí: %(where)s", where=parcel.fetched_at)
        fee = at_workshop if parcel.way == "workshop" else _("Tới lấy, không phí: %(where)s", where=parcel.fetched_at)
    slot = [_("Giờ nhận: %(when)s", when=parcel.slot)] if parcel.slot else []
    more = [f"{one.title}: {vnd(one.amount)}" for one in parcel.fees if one.amount]
    off = [f"{one.title}: −{vnd(one.amount)}" for one in parcel.discounts]
    return "\n".join([parcel.facility.name, *lines, fee, *slot, *more, *off, *_deposit(parcel)])


def _deposit(parcel: Parcel) -> list[str]:
    payment = parcel.payment
    gift = [_("Thẻ quà tặng đã trả: %(sum)s", sum=vnd(payment.gifted))] if payment.gifted else []
    if not payment.rest:
        return gift
    return gift + [
        _("Đặt cọc, trả trước %(sum)s; còn %(rest)s khi nhận hàng.", sum=vnd(payment.amount), rest=vnd(payment.rest))
    ]


def _for_maker(order: Order, parcel: Parcel) -> str:
    with force_locale("vi"):
        return "\n\n".join(
            [
                f"Đơn {order.number}, {METHODS[order.payment_method]}.",
                _part(parcel),
                *_to_weigh(parcel),
                f"Cần gói trước {day_time(parcel.pack_before)}.",
                f"Người nhận: {order.buyer_name}, {phone(order.buyer_phone)}\n{_delivered(parcel)}",
                *([f"Người mua nhắn: {order.note}"] if order.note else []),
                f"Mở đơn: {site()}/quan-ly/don/{parcel.id}",
            ]
        )


def _delivered(parcel: Parcel) -> str:
    """To the maker: what becomes of it."""
    return going_to(parcel)


def going_to(parcel: Parcel) -> str:
    """In Vietnamese, as a maker reads it."""
    if parcel.way == "point":
        return f"Mang tới điểm khách lấy: {parcel.fetched_at}"
    return "Khách tới lấy tại xưởng, không gửi." if parcel.is_fetched else parcel.order.address


def _to_weigh(parcel: Parcel) -> list[str]:
    """To the maker: what the parcel comes to is not known yet."""
    if not parcel.is_estimate:
        return []
    most = f"không quá {vnd(parcel.most)} nếu người mua chưa đồng ý thêm"
    return [f"Cả gói {vnd(parcel.total)} là giá ước tính, cân khi giao; {most}. Cân rồi mới gói và thu tiền."]


def about_order(order: Order, subject: str, sentence: str) -> None:
    """To the buyer, if she left an address."""
    if order.buyer_email:
        link = _("Xem đơn: %(url)s", url=_url(order))
        mail.send(order.buyer_email, subject, f"{sentence}\n\n{link}")


def _to_buyer(parcel: Parcel, subject: str, sentence: str) -> None:
    about_order(parcel.order, subject, sentence)


def _url(order: Order) -> str:
    return f"{site()}/don-hang/{order.token}"


def site() -> str:
    return str(current_app.config["SITE_URL"])

"""Letters about an order that a village shares: in Vietnamese to its makers, to the buyer in hers."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from core import mail
from core.db import db
from core.i18n import day, day_time
from core.money import number, vnd
from programme.models import Facility
from shop.models import Division, Share

MOST_TOLD = 24


def asked(division: Division) -> None:
    """To each maker a share is proposed to."""
    for share in division.shares:
        if share.state == "asked":
            maker = db.session.get_one(Facility, share.facility_id)
            until = day_time(division.answer_before)
            each = f"{vnd(share.unit_price)} mỗi đơn vị"
            said = f"{_lead(division)} đề nghị bạn làm {_much(division, share.quantity)}, {each}"
            _to(
                maker,
                "Có phần đơn chia cho bạn",
                f"{said}, xong trước {day(share.ready_on)}.\n\nTrả lời trước {until}.",
                division,
            )


def answered(division: Division, share: Share) -> None:
    """To the lead, who said so herself where it is her own."""
    lead = division.enquiry.facility
    if share.facility_id != lead.id:
        does = "nhận làm" if share.state == "taken" else "không nhận"
        _to(
            lead,
            f"{share.facility.name} {does}",
            f"{share.facility.name} {does} {_much(division, share.quantity)}.",
            division,
        )
    if not division.waits:
        gathered(division)


def gathered(division: Division) -> None:
    """To the lead: nobody is waited for any more."""
    taken = sum(one.quantity for one in division.taken)
    said = f"Đã nhận {number(taken)} trên {_much(division, division.quantity)}. Bạn gửi câu trả lời cho khách được rồi."
    _to(division.enquiry.facility, "Các nhà đã trả lời", said, division)


def free(division: Division, but: int) -> None:
    """To the others of the village: so much is free."""
    if not division.rest:
        return
    query = select(Facility).where(Facility.village_id == division.village_id, Facility.id != but)
    for maker in db.session.scalars(query.where(Facility.email != "").order_by(Facility.id).limit(MOST_TOLD)):
        said = f"Còn {_much(division, division.rest)} chưa có người làm, {vnd(division.unit_price)} mỗi đơn vị."
        _to(maker, "Còn phần đơn của làng", f"{said} Ai nhận trước được trước.", division)


def offered(division: Division) -> None:
    """To the buyer, where a mail address was left."""
    enquiry = division.enquiry
    if "@" not in enquiry.contact:
        return
    makers = "\n".join(f"- {one.facility.name}: {number(one.quantity)} {division.unit}" for one in division.taken)
    parts = [
        _("%(maker)s và các nhà trong làng trả lời bạn chung một bản:", maker=enquiry.facility.name),
        makers,
        *([division.words] if division.words else []),
        _("Xem giá và nhận một lần: %(url)s", url=f"{_site()}/hoi/{enquiry.token}/chia/{division.id}"),
    ]
    mail.send(enquiry.contact, _("Câu trả lời chung của làng: %(what)s", what=division.name), "\n\n".join(parts))


def withdrawn(division: Division) -> None:
    for share in division.shares:
        if share.facility_id != division.enquiry.facility_id and share.state in ("asked", "taken"):
            _to(share.facility, "Đơn chia đã rút", f"{_lead(division)} rút lại việc chia đơn này.", division)


def declined(division: Division) -> None:
    _to(division.enquiry.facility, "Khách không nhận bản chung", f"Lý do: {division.reason}", division)


def accepted(division: Division) -> None:
    """To the lead; each maker has the letter about her parcel."""
    if division.order:
        said = f"Thành đơn {division.order.number}, {len(division.taken)} nhà cùng làm."
        _to(division.enquiry.facility, "Khách nhận bản chung", said, division)


def _to(maker: Facility, subject: str, said: str, division: Division) -> None:
    if maker.email:
        with force_locale("vi"):
            link = f"{_site()}/quan-ly/chia-don/{division.id}"
            mail.send(maker.email, f"{subject}: {division.name}", f"{said}\n\nXem: {link}")


def _lead(division: Division) -> str:
    return division.enquiry.facility.name


def _much(division: Division, quantity: int) -> str:
    return f"{number(quantity)} {division.unit} {division.name}"


def _site() -> str:
    return str(current_app.config["SITE_URL"])

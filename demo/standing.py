"""Where the demo's facilities stand: papers, a maker at rest, a team, help with consent, sample recognitions."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import select

from accounts import assisting, mandates, people
from accounts.models import User
from catalog import products
from catalog.models import Product, Variant
from core import audit, times
from core.db import db
from programme import closures, eligibility, facilities, identity, joining, qualities
from programme.models import CraftVillage, Facility, Support

RESTS = "kim-lan/1"
SAMPLE = "Giấy tờ mẫu, chưa xác minh"
TITLE = "Làng nghề truyền thống Hà Nội"
QUALITIES = (("nghe_truyen_thong", "lao_dong_dia_phuong"), ("lao_dong_dia_phuong",), ("nghe_truyen_thong",), ())


def stand(
    makers: Mapping[str, Facility],
    villages: Iterable[CraftVillage],
    supports: Iterable[Support],
    staff: User,
    mine: str,
) -> None:
    """Everything is a sample and says so; `mine` is the maker of the sign-in."""
    with audit.actor(staff.id):
        _recognise(villages)
        for number, facility in enumerate(makers.values()):
            _keep_papers(facility, number)
        db.session.flush()
        _settle(supports)
    rests = makers.get(RESTS) or next(one for maker, one in makers.items() if maker != mine)
    today = times.today()
    closures.close(rests, today - timedelta(days=1), today + timedelta(days=6), "lò đang nung", takes_orders=False)
    _help(makers[mine], staff)
    _ask_to_join(rests)
    _let_act(makers[mine], rests, next(one for one in makers.values() if one.kind == "hop_tac_xa"))


def _recognise(villages: Iterable[CraftVillage]) -> None:
    """Every other village has a decision, invented for the demo; the others are not yet verified."""
    for number, village in enumerate(villages):
        if number % 2 == 0:
            village.recognised_number = f"MẪU-{number + 1:02}/QĐ-UBND"
            village.recognised_on = times.today().replace(year=2013, month=12, day=6)
            village.recognised_title = TITLE


def _keep_papers(facility: Facility, number: int) -> None:
    if facility.kind == "ho_kinh_doanh":
        facility.household_number = f"MAU{number:05}"
    else:
        facility.registration_number = f"MAU{number:05}"
    facility.registered_by = "Nơi cấp mẫu"
    if facility.kind == "doanh_nghiep":
        since = times.today().replace(year=2020, month=1, day=1)
        eligibility.record(facility, "sme", SAMPLE, since, None, is_so=True)
    qualities.declare(facility, QUALITIES[number % len(QUALITIES)])
    if number % 3 == 0:
        identity.verify(facility, identity.METHODS[number % 2], times.today() - timedelta(days=90), "mẫu")


def _settle(supports: Iterable[Support]) -> None:
    for support in supports:
        try:
            eligibility.settle(support)
        except eligibility.NotEligible:
            continue


def _help(facility: Facility, staff: User) -> None:
    """Two more hands, a consent on paper, and one act of staff that the owner can take back."""
    for name, phone, role in (("Vũ Minh Sơn", "+84903000202", "editor"), ("Vũ Thị Hoa", "+84903000203", "packer")):
        people.join(people.register(name, f"khong-dung-{phone}", phone=phone), facility.id, role)
    today = times.today()
    assisting.agree(
        facility.id, facility.representative, "ban_giay", today - timedelta(days=10), today + timedelta(days=80)
    )
    audit.acting_as(staff.id, facility.id)
    facilities.revise(
        facility, hours="8:00-17:30, mở cả Chủ nhật", returns="Vỡ khi tới nơi thì làm bù, không tính tiền."
    )
    audit.acting_as(None)


def _let_act(mine: Facility, elder: Facility, union: Facility) -> None:
    """The maker of the sign-in has a co-operative pack for her and a girl of the village keep count; an elder has her
    answer and price."""
    girl = people.register("Nguyễn Thị Thắm", "khong-dung-tham", phone="+84903000204")
    db.session.flush()
    until = times.today() + timedelta(days=150)
    if union is not mine:
        mandates.give(mine.id, ("orders", "stock"), until, to=union.id)
    mandates.give(elder.id, ("goods", "prices", "answers"), until, to=mine.id)
    held = mandates.give(mine.id, ("stock", "answers"), until, to=girl)
    counted = select(Variant).join(Variant.product).where(Product.facility_id == mine.id, Variant.on_hand > 0)
    variant = db.session.scalars(counted.order_by(Variant.id).limit(1)).one()
    db.session.flush()
    audit.acting_as(girl.id, mine.id, held.id)
    products.count(variant.sku, (variant.on_hand or 0) + 2)
    audit.acting_as(None)


def _ask_to_join(known: Facility) -> None:
    """Two new makers, one of whom staff have asked for more, and a son who asks to be let into one that is here."""
    place = ("ha-noi/xa-bat-trang", "Xã Bát Tràng", "Kim Lan, Gia Lâm", "xóm mẫu")
    wishes = [
        ("+84900009001", "Bà Mẫu Lụa", "Gốm mẫu Bà Lụa", "ho_kinh_doanh", None, "MAUXIN001", None),
        ("+84900009002", "Ông Mẫu Đất", "Tổ gốm mẫu Đất Thó", "ho_kinh_doanh", None, "MAUXIN002", None),
        ("+84900009003", "Anh Mẫu Con", known.name, known.kind, known.tax_code, known.household_number, known),
    ]
    for phone, person, name, kind, tax, household, claims in wishes:
        numbers = (tax, household) if tax or household else ("0100109106", None)
        wish = joining.Wish(phone, None, person, name, kind, *numbers, *place, "Chum, vại, ấm đất")
        made = joining.ask(wish, claims=claims, password_hash="không vào được")
        if claims is None and phone.endswith("2"):
            joining.ask_for_more(made, "Xin ghi lại số đăng ký hộ như trên giấy.")

"""What the demo's schemes did: classes and courses with invented people; machines and fairs from its supports."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from typing import Any

from core import times
from core.db import db, insert_many
from core.text import slugify
from demo.tables import Row
from programme.activities import kinds, roll, sign_ups
from programme.activities.models import Activity, FollowUp, Participant
from programme.activities.roll import Attendee
from programme.models import Scheme, Support

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Bùi", "Vũ", "Đặng", "Hoàng", "Ngô", "Dương")
_WOMEN = ("Thị Mơ", "Thị Mận", "Thị Đào", "Thị Huệ", "Thị Sen", "Thu Hà", "Minh Nguyệt", "Thị Lựu", "Hồng Nhung")
_MEN = ("Văn Bách", "Văn Tùng", "Đức Mạnh", "Quang Huy", "Văn Lim", "Hữu Phước", "Văn Cọ")
COURSES = (
    ("Khóa tính giá thành và ghi nhãn hàng", "2026-05-18", 30),
    ("Khóa chụp ảnh hàng bằng điện thoại", "2026-06-15", 28),
    ("Khóa trả lời khách, đổi trả và gửi hàng", "2026-07-20", 28),
)
COMING = (
    ("Khóa đóng gói hàng Tết, hẹn giờ giao", "Packing for Tết and promising a day", 9),
    ("Khóa vệ sinh an toàn thực phẩm cho nhà làm bún, đậu, giò", "Food safety for noodle, tofu and sausage makers", 16),
    ("Khóa làm báo giá và ký đơn lớn", "Quotations and large orders", 30),
)
WORDS = "Học một ngày, không thu tiền, có cơm trưa. Mang theo một món hàng của nhà mình để làm ngay trên lớp."
IN_THE_MOUNTAINS = ("Lớp nhân cấy nghề đan mây tre tại Sơn La", "son-la", date(2023, 11, 24), 25)
_numbers = count(1)


def do(supports: Iterable[tuple[Row, Support]], schemes: dict[str, Scheme], staff_id: int) -> None:
    """Every person is invented and the pages of the roll say so."""
    by_scheme: dict[str, list[Support]] = {}
    for _row, support in supports:
        by_scheme.setdefault(support.scheme.code, []).append(support)
    for code, given in by_scheme.items():
        scheme = schemes[code]
        kind = kinds.OF_CONTENT.get(scheme.content_code)
        if kind == "class":
            for support in given:
                _class(scheme, support, staff_id)
        elif kind in ("assessment", "equipment", "model", "fair_support"):
            _of_facilities(scheme, kind, given, staff_id)
    _courses(schemes["KC-2026-015"], by_scheme["KC-2026-015"], staff_id)
    name, province, day, people = IN_THE_MOUNTAINS
    far = _activity(schemes["KC-2023-028"], "class", name, day, staff_id, people, province_code=province)
    _people(far, people, None, staff_id)


def _class(scheme: Scheme, support: Support, staff_id: int) -> None:
    day = support.accepted_on or times.today()
    name = support.content.partition(",")[0]
    held = _activity(
        scheme, "class", name, day, staff_id, support.quantity, days=24, commune_code=support.facility.commune_code
    )
    _people(held, support.quantity, support, staff_id)
    rows = db.session.query(Participant.id).filter_by(activity_id=held.id).order_by(Participant.id).all()
    asked = {"noted_at": times.start_of(day + timedelta(days=120)), "noted_by": staff_id}
    insert_many(FollowUp, [asked | {"participant_id": row.id, "works": n % 6 != 5} for n, row in enumerate(rows)])


def _of_facilities(scheme: Scheme, kind: str, given: list[Support], staff_id: int) -> None:
    day = max((one.accepted_on for one in given if one.accepted_on), default=None)
    name = f"{kinds.NAMES[kind]}: {scheme.name}"
    late = scheme.ends_on or times.today()
    made = _activity(scheme, kind, name, day or late, staff_id, len(given), days=30, is_approved=day is not None)
    for one in given:
        who = Attendee(one.facility, quantity=one.quantity, support_id=one.id)
        row = {"activity_id": made.id, "facility_id": one.facility.id, "support_id": one.id, "quantity": one.quantity}
        key = roll.who_key(kind, who)
        if not db.session.query(Participant.id).filter_by(activity_id=made.id, who_key=key).first():
            db.session.add(Participant(who_key=key, recorded_by=staff_id, **row))
            db.session.flush()


def _courses(scheme: Scheme, given: list[Support], staff_id: int) -> None:
    place: dict[str, Any] = {
        "place": "Trung tâm Xúc tiến Nghề Hà Nội, 45 phố Hàng Trúc",
        "commune_code": "ha-noi/phuong-hoan-kiem",
    }
    for n, (name, day, people) in enumerate(COURSES):
        held = _activity(scheme, "course", name, date.fromisoformat(day), staff_id, 30, days=2, **place)
        _people(held, people, given[n], staff_id, same_people=True)
    for name, name_en, days in COMING:
        on = times.today() + timedelta(days=days)
        later = _activity(scheme, "course", name, on, staff_id, 30, is_approved=False, **place)
        later.name_en, later.places, later.opens, later.closes = name_en, 30, 8 * 60, 16 * 60 + 30
        later.announced_at = times.now() - timedelta(days=6)
        later.summary = WORDS
        db.session.flush()
        for guest in range(7):
            who = Attendee(name=_name(guest), phone=f"+8490{guest:07}", birth_year=1970 + guest)
            sign_ups.sign_up(later, who, "")


def _activity(
    scheme: Scheme, kind: str, name: str, day: date, staff_id: int, planned: int, *, days: int = 1,
    is_approved: bool = True, **columns: Any,
) -> Activity:  # fmt: skip
    noted = times.start_of(min(day, times.today())) + timedelta(days=3, hours=9)
    row = Activity(
        scheme_id=scheme.id, kind=kind, name=name, slug=f"{slugify(name, 60)}-{next(_numbers)}",
        starts_on=day - timedelta(days=days - 1), ends_on=day, unit=scheme.lead_unit, planned=planned,
        recorded_by=staff_id, recorded_at=min(noted, times.now()), **columns,
    )  # fmt: skip
    if is_approved and day <= times.today():
        row.approved_at, row.approved_by = min(noted + timedelta(days=5), times.now()), staff_id
    db.session.add(row)
    db.session.flush()
    return row


def _people(
    activity: Activity, how_many: int, support: Support | None, staff_id: int, *, same_people: bool = False
) -> None:
    """`same_people`: those of the other courses come again, so that turns and people differ."""
    facility = support.facility if support and not same_people else None
    first = 0 if same_people else 100 * activity.id
    rows = []
    for n in range(first, first + how_many):
        is_woman, born = n % 16 < 9, 1968 + n % 35
        who = Attendee(facility, _name(n), born, is_woman, f"+8491{n:07}")
        rows.append(
            {
                "activity_id": activity.id,
                "facility_id": facility.id if facility else None,
                "name": who.name,
                "birth_year": born,
                "is_woman": is_woman,
                "phone": who.phone,
                "recorded_by": staff_id,
                "who_key": roll.who_key(activity.kind, who),
            }  # fmt: skip
        )
    insert_many(Participant, rows)


def _name(n: int) -> str:
    names = _WOMEN if n % 16 < 9 else _MEN
    return f"{_FAMILY[n % len(_FAMILY)]} {names[n // 3 % len(names)]} (mẫu)"

"""The units of the demo, which of them proposed what, a commune's draft and the tasks of a scheme under way."""

from datetime import timedelta

from core import times
from core.db import db
from programme.models import Funding, Scheme, SchemeMove, SchemePlace, Task, Unit

COMMUNES = (("ha-noi/xa-bat-trang", "xã Bát Tràng"), ("ha-noi/xa-phu-nghia", "xã Phú Nghĩa"))
DRAFT = "KC-2026-MAU07"
TARGETS = ({"name": "Gian hàng trên mạng", "planned": "12", "reached": ""},)


def propose(schemes: dict[str, Scheme]) -> None:
    """After schemes are saved."""
    department = Unit(kind="so", name="Sở Công Thương (mẫu)")
    centre = Unit(kind="trung_tam", name="Trung tâm Xúc tiến Nghề Hà Nội (mẫu)")
    communes = [Unit(kind="xa", name=f"Ủy ban nhân dân {name} (mẫu)", commune_code=code) for code, name in COMMUNES]
    db.session.add_all([department, centre, *communes])
    db.session.flush()
    for scheme in schemes.values():
        scheme.unit_id = centre.id
    _draft(communes[0], max(schemes.values(), key=lambda one: one.plan.year))
    running = [one for one in schemes.values() if one.state == "dang_thuc_hien"]
    for scheme in running[:3]:
        _tasks(scheme)


def _draft(unit: Unit, like: Scheme) -> None:
    draft = Scheme(
        code=DRAFT, name="Đưa mười hai lò gốm Bát Tràng lên chợ số", name_en="Twelve Bat Trang kilns go online",
        kind="KDP", content_code="thuong_mai_dien_tu", content_head=5, state="nhap", plan_id=like.plan_id,
        objective="Mỗi lò có gian đủ ảnh, giá và cách giữ hàng; bán được đơn đầu trước Tết.",
        targets=list(TARGETS), lead_unit=unit.name, place="Xã Bát Tràng", unit_id=unit.id,
    )  # fmt: skip
    draft.places = [SchemePlace(commune_code=unit.commune_code)]
    draft.fundings = [Funding(source="local", planned=180_000_000), Funding(source="counterpart", planned=60_000_000)]
    draft.moves = [SchemeMove(state="nhap", on=times.today() - timedelta(days=6), by="Cán bộ xã (mẫu)")]
    db.session.add(draft)


def _tasks(scheme: Scheme) -> None:
    today = times.today()
    for name, days, result in (
        ("Khảo sát xưởng, chốt danh sách", -40, "đi đủ các xưởng đăng ký"),
        ("Ký hợp đồng với cơ sở", -12, ""),
        ("Chạy thử, chụp ảnh sau", 25, ""),
    ):
        due = today + timedelta(days=days)
        done = due - timedelta(days=2) if result else None
        db.session.add(
            Task(scheme_id=scheme.id, name=name, doer="Phòng đề án", due_on=due, done_on=done, result=result)
        )

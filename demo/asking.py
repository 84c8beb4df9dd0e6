"""What the market of the demo asks of makers: of each kind one, in every state; every document says it is a sample."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from accounts.models import User
from catalog import requirements, standing
from catalog.models import Product, Proof, Requirement
from core import audit, scans, times
from core.db import db, insert_many
from programme.models import Facility

FOOD = ("thuc-pham", "tra-do-uong")
LACKING = "cu-da/1"  # whose certificate lapsed: nothing of its food sells
OFFICE = "Chi cục An toàn thực phẩm (mẫu)"
STATEMENT = (
    "Tôi bán hàng do cơ sở mình làm hoặc nêu rõ ai làm; không bán hàng cấm, hàng giả, hàng không rõ nguồn gốc.\n\n"
    "Lời tả, ảnh và nhãn đúng với hàng gửi đi. Người mua nhận hàng hỏng, sai thì tôi đổi hoặc trả tiền."
)
SAMPLE = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

# kind, title, why, effect, days until it binds, the rest.
ASKED = (
    ("verified", "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm, còn hạn",
     "Luật An toàn thực phẩm, điều 34. Xin ở Sở Công Thương hoặc Sở Nông nghiệp và Môi trường, khoảng 15 ngày.",
     "sell", -10, {"paper": "food_safety", "groups": [*FOOD]}),
    ("attested", "Cam kết bán hàng thật, đúng lời tả",
     "Nghị định 52/2013/NĐ-CP về thương mại điện tử. Đọc một phút, bấm một nút.", "sell", 20, {"statement": STATEMENT}),
    ("verified", "Bản công bố hoặc kiểm nghiệm men, không thôi chì",
     "Đồ gốm đựng thức ăn cần phiếu thử thôi nhiễm. Trung tâm giúp lấy mẫu, không mất tiền.", "sell", 45,
     {"groups": ["gom-su"]}),
    ("computed", "Tài khoản nhận tiền", "Có tài khoản thì người mua chuyển khoản được, tiền về ngay.", "advice", 0,
     {"fact": "account"}),
    ("computed", "Địa chỉ tới xã, phường", "Người mua và người đi lấy hàng cần biết xưởng ở đâu.", "advice", 0,
     {"fact": "commune"}),
    ("computed", "Có ít nhất một món với ảnh", "Hàng có ảnh người ta mới xem.", "show", 30, {"fact": "photo"}),
)  # fmt: skip


def ask(makers: Mapping[str, Facility], staff: User, mine: str) -> None:
    """All but one have what binds already; the maker of the sign-in has a document waiting and one thing to see to."""
    with audit.actor(staff.id):
        made = [_define(*row) for row in ASKED]
        db.session.flush()
        scans.keep(requirements.PREFIX, SAMPLE)
        _accepted(made[0], [one.id for key, one in makers.items() if key != LACKING])
    waiting = made[2]
    told = requirements.Paper("MẪU-TN-0091", "Trung tâm kiểm nghiệm (mẫu)", times.today() - timedelta(days=20), None)
    requirements.hand_in(makers[mine].id, waiting, told, ("application/pdf", SAMPLE), "phieu-thu-men.pdf")
    standing.settle_all()


def _define(kind: str, title: str, why: str, effect: str, days: int, rest: dict[str, object]) -> Requirement:
    today = times.today()
    columns = {"from_on": min(today, today + timedelta(days=days - 30)), "binds_on": today + timedelta(days=days)}
    made = Requirement(
        kind=kind, title=title, why=why, effect=effect, made_by=audit.actor_id(), made_at=times.now(), **columns, **rest
    )
    db.session.add(made)
    audit.record(made, "requirement.defined", kind=kind, title=title, effect=effect)
    return made


def _accepted(asked: Requirement, facility_ids: list[int]) -> None:
    """Of makers of food, each until another day."""
    food = select(Product.facility_id).where(Product.browse_category.in_(FOOD), Product.facility_id.in_(facility_ids))
    now, today = times.now(), times.today()
    told = {
        "requirement_id": asked.id, "state": "accepted", "version": 1, "issuer": OFFICE,
        "digest": scans.digest_of(SAMPLE), "mimetype": "application/pdf", "file_name": "giay-mau.pdf",
        "byte_count": len(SAMPLE), "made_at": now, "decided_at": now, "decided_by": audit.actor_id(),
    }  # fmt: skip
    insert_many(
        Proof,
        [
            told
            | {
                "facility_id": facility_id,
                "number": f"MẪU-ĐK-{facility_id:04}",
                "issued_on": today - timedelta(days=300),
                "valid_until": today + timedelta(days=20 + facility_id * 7 % 700),
            }
            for facility_id in sorted(set(db.session.scalars(food)))
        ],
    )

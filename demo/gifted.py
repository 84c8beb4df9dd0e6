"""Gift cards in the demo: one sold and partly spent, one given as a prize, one that waits for its day, one blocked."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import times
from core.db import db
from programme.models import APPROVED_STATES, Funding, Scheme
from shop import gift_desk, gifts
from shop.gift_desk import Wish
from shop.models import Order, Parcel, Payment
from shop.vouchers import Payer

CODE = "QUATETMAU2345678"  # of the card that a visitor of the demo may try, with its money left


def give() -> None:
    sold = gift_desk.issue(
        Wish(500_000, "PT-2026-031 (mẫu)", recipient="Chị Nguyễn Thị Hoa (mẫu)", greeting="Chúc mừng sinh nhật chị!")
    )
    sold.digest, sold.last4 = gifts.key_of(CODE), CODE[-4:]
    _spend()
    gift_desk.issue(
        Wish(
            300_000, "CK FT26333001 (mẫu)", recipient="Anh Trần Văn Nam (mẫu)", email="nam.mau@example.vn",
            greeting="Năm mới an khang!", deliver_on=times.today() + timedelta(days=20),
        )
    )  # fmt: skip
    lost = gift_desk.issue(Wish(200_000, "PT-2026-032 (mẫu)", recipient="Bà Lê Thị Mận (mẫu)"))
    gift_desk.new_code(lost)
    gift_desk.block(lost, "Người giữ báo mất thẻ (mẫu)")
    _prize()
    db.session.flush()


def _spend() -> None:
    """Of an order that is still to be packed and paid at the door."""
    query = select(Order).join(Order.parcels).join(Parcel.payment).where(Parcel.state == "placed")
    query = query.where(
        Payment.method == "cod", Payment.state == "awaiting", Parcel.unweighed == 0, Parcel.goods_total < 200_000
    )
    loads = selectinload(Order.parcels).joinedload(Parcel.payment)
    order = db.session.scalars(query.options(loads).order_by(Order.id.desc()).limit(1)).first()
    if order is not None and all(one.payment.state == "awaiting" for one in order.parcels):
        gifts.pay(order, [gifts.key_of(CODE)], None)


def _prize() -> None:
    """Of a line of public money that still has room."""
    lines = select(Funding).join(Funding.scheme).where(Scheme.state.in_(APPROVED_STATES), Funding.source == "local")
    room = lines.where(Funding.planned - Funding.disbursed >= 50_000_000).order_by(Funding.id).limit(1)
    line = db.session.scalar(room)
    if line is not None:
        payer = Payer(scheme_id=line.scheme_id, funding_id=line.id)
        wish = Wish(1_000_000, payer=payer, recipient="Giải nhất thi gian hàng đẹp (mẫu)")
        gift_desk.new_code(gift_desk.issue(wish))

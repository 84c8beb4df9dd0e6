"""Of the demo: what can be had again and again, and who has it so."""

from datetime import timedelta

from catalog.models import Product
from core import times
from programme.models import Facility
from shop import orders, standing, standing_bills, standing_offers

RESTAURANT = orders.Buyer(
    "Quán Mộc (mẫu)", "0900000011", "ha-noi", "ha-noi/phuong-ba-dinh", "Số 5 phố mẫu", "cod", email="quan@example.vn"
)


def order(products: list[Product], maker: Facility) -> None:
    """The maker of the sign-in offers two things so, another maker one; a sample restaurant has one each week."""
    sold = [one for one in products if one.mode == "sale" and one.main.price_now and not one.main.is_weighed]
    mine = [one for one in sold if one.facility_id == maker.id and (one.main.on_hand or 0) >= 8][:2]
    others = [one for one in sold if one.facility_id != maker.id and (one.main.on_hand or 0) >= 8][:1]
    for one in mine + others:
        standing_offers.offer(one, 2, standing_offers.ANY_DAY)
    for one in mine[:1]:
        first = times.today() + timedelta(days=6)
        made = standing.make(standing.Wish({one.main.id: 2}, "week", first, None), RESTAURANT, "vi")
        bill = standing_bills.of(made)
        standing.agree(made, bill.total, bill.deposit.said)

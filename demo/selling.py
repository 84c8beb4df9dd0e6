"""One named product of the demo that three sell, and a request that waits for the maker of the sign-in."""

from collections.abc import Mapping

from sqlalchemy import select

from accounts.models import User
from catalog import products, same_goods
from catalog.models import Photo, Product
from core import audit, times
from core.db import db
from programme.models import Facility

LEAD = "P65"
POINTS = (("nep-cai/1", 435_000, 12), ("ba-trai/1", 455_000, 3))


def sell(makers: Mapping[str, Facility], goods: Mapping[str, Product], staff: User, mine: str) -> None:
    lead = goods[LEAD]
    others = [one for one in makers.values() if one.id != lead.facility_id]
    with audit.actor(staff.id):
        for number, (key, price, on_hand) in enumerate(POINTS):
            offer = _offer(lead, makers.get(key) or others[number], price, on_hand)
            one = same_goods.ask(offer, lead, "Nhập của nhà trà, bán tại điểm OCOP (mẫu).")
            same_goods.agree(one)
            same_goods.join(one)
    theirs = select(Product).where(
        Product.facility_id != makers[mine].id, Product.state == "published", Product.browse_category == "gom-su",
        Product.mode == "sale", Product.one_of_a_kind.is_(False), Product.same_as_id.is_(None),
    )  # fmt: skip
    own = select(Product).where(
        Product.facility_id == makers[mine].id, Product.state == "published", Product.mode == "sale",
        Product.one_of_a_kind.is_(False), Product.browse_category == "gom-su",
    )  # fmt: skip
    offer, named = (db.session.scalars(query.order_by(Product.id).limit(1)).one() for query in (theirs, own))
    same_goods.ask(offer, named, "Xưởng tôi làm theo mẫu và men của bên chị (mẫu).")


def _offer(lead: Product, facility: Facility, price: int, on_hand: int) -> Product:
    """As its seller writes it; it shows the maker's picture."""
    told = {name: getattr(lead, name) for name in ("ocop_group", "cnnttb_group", "mode", "unit", "label", "is_gift")}
    made = products.create(
        facility, lead.name, lead.browse_category, price=price, on_hand=on_hand, weight_g=120, **told
    )
    made.name_en, made.summary, made.story = lead.name_en, f"Bán tại {facility.name}. {lead.summary}", lead.story
    made.photos = [Photo(picture=photo.picture, position=n, alt=photo.alt) for n, photo in enumerate(lead.photos[:1])]
    made.state, made.published_at = "published", times.now()
    db.session.flush()
    return made

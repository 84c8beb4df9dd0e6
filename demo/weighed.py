"""Goods of the demo that are sold by weight, and an order that waits for the scales at the maker of the sign-in."""

from collections.abc import Mapping

from catalog import search, variants
from catalog.models import Photo, Product, Variant
from core import times
from core.db import db
from core.text import slugify
from shop import cart as carts
from shop import orders

HAM = "P59"  # its price is for a roll of a kilogram, so that it stays what it was
CLAY = {
    "name": "Đất sét Bát Tràng đã luyện",
    "name_en": "Prepared Bát Tràng clay",
    "summary": "Đất đã lọc và nhào kỹ, cắt từng khối chừng hai cân để nặn ở nhà. Cân khối thật khi gói.",
    "summary_en": "Clay, washed and kneaded, cut into blocks of about two kilograms; each is weighed when packed.",
}
TERMS = {"under_percent": 10, "over_percent": 10}


def weigh(products: Mapping[str, Product]) -> None:
    """After trade and promises: nothing of the past is weighed."""
    terms = TERMS | {"piece_g": 1000, "least_g": 700, "most_g": 1500}
    variants.revise(products[HAM].main, terms | {"price_per_kg": products[HAM].main.price})
    clay = _clay(products["P01"])
    variants.revise(clay.main, TERMS | {"price_per_kg": 28_000, "piece_g": 2000, "least_g": 1200, "most_g": 3000})
    db.session.flush()
    search.touch(clay.id, products[HAM].id)
    _order(clay)


def _clay(beside: Product) -> Product:
    now = times.now()
    clay = Product(
        sku="DAT-NAN", slug=slugify(CLAY["name"]), facility_id=beside.facility_id, village_id=beside.village_id,
        browse_category=beside.browse_category, unit="khối", label=beside.label | {"ten_hang_hoa": CLAY["name"]},
        state="published", published_at=now, submitted_at=now, mode="sale",
        variants=[Variant(sku="DAT-NAN", price=56_000, on_hand=40, weight_g=2100)], **CLAY,
    )  # fmt: skip
    clay.photos = [Photo(picture_id=beside.photos[-1].picture_id, position=0, alt=beside.photos[-1].alt)]
    db.session.add(clay)
    db.session.flush()
    return clay


def _order(clay: Product) -> None:
    cart = carts.begin()
    carts.put(cart, clay.main, 3)
    buyer = orders.Buyer(
        name="Lê Thu Hà", phone="+84912000678", province_code="ha-noi", commune_code="ha-noi/xa-gia-lam",
        street="Số 12 ngõ 40", payment="vietqr", note="Cho cháu tập nặn, khối nào mềm càng tốt.",
    )  # fmt: skip
    db.session.refresh(cart)
    orders.place(cart, buyer)

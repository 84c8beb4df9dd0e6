"""Import, export and import again: many goods of every make, value by value."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select
from stdnum import ean

from catalog import revisions, taxonomy
from catalog.models import Attribute, PriceTier, Product, ProductAttribute, ProductRevision, Recognition, Variant
from core import times
from core.db import db
from tests.catalog.test_export import sheet_of, taken_in, values_in
from tests.factories import (
    make_attribute,
    make_facility,
    make_ocop,
    make_product,
    make_value,
    make_variant,
    make_village,
)

KEPT = (Product, Variant, PriceTier, ProductAttribute, ProductRevision, Recognition)
TEXTS = ("Chuốt tay, nung than.", "Đất ủ ba tháng. Nung than.\n\nMỗi mẻ một màu < 30 cm.", "", "Xanh <b>đậm</b> 🔥")


@pytest.fixture
def market(app):
    """A facility of forty goods, each put together by the dice; nothing of it came by a sheet."""
    dice = random.Random(10)
    villages = [make_village(slug=f"lang-{n}", name="Phùng Xá" if n < 2 else f"Làng {n}") for n in range(3)]
    traits = [make_attribute("several"), make_attribute("one", browse_category="gom-su")]
    traits += [make_attribute("number", unit="cm"), make_attribute("flag", browse_category="thuc-pham")]
    facility = make_facility()
    for n in range(40):
        product = _product(facility, dice, n, dice.choice([None, *villages]))
        _dress(product, dice, traits)
    return facility


def _product(facility, dice, n, village):
    ocop, cnnttb = taxonomy.ocop_groups(), taxonomy.cnnttb_groups()
    return make_product(
        facility=facility, sku=f"HANG-{n:02}", name=dice.choice(["Ấm", "Giỏ 🔥", "Trà <i>sen</i>"]) + f" {n}",
        name_en=dice.choice(["", f"Thing {n}"]), browse_category=dice.choice(["gom-su", "may-tre-dan", "thuc-pham"]),
        ocop_group=dice.choice([None, dice.choice(ocop).code]), village_id=village.id if village else None,
        cnnttb_group=dice.choice([None, dice.choice(cnnttb).code]), unit=dice.choice(["chiếc", "Hộp"]),
        story=dice.choice(TEXTS), summary=TEXTS[0], state=dice.choice(["draft", "published", "withdrawn"]),
        price=dice.choice([None, 900, 120_000]), on_hand=dice.choice([None, 0, 7]), weight_g=dice.choice([None, 350]),
        label=dice.choice([{}, {"_images": ["a.jpg", "b.png"]}]),
    )  # fmt: skip


def _dress(product, dice, traits):
    for trait in dice.sample(traits, 3):
        values = {"number": [f"{dice.choice([25, 12.5, 1e-05]):.10g}"], "flag": ["no"], "one": ["do"]}
        for value in values.get(trait.kind, ["trang", "xanh"]):
            make_value(product, trait, value)
    if dice.random() < 0.4:
        make_ocop(product, decision_number=f"{product.id}/QĐ-UBND")
    for n in range(dice.choice([0, 0, 1, 3])):
        make_variant(product, sku=f"{product.sku}-{n}", name=f"Cỡ {n}", price=dice.choice([None, 88_000]))
    for n, one in enumerate(product.variants):
        _offer(one, dice, n)
    db.session.commit()


def _offer(variant, dice, n):
    now = times.now()
    kind = dice.choice(["plain", "weighed", "tiers", "sale"])
    if kind == "weighed":
        variant.sold_by_weight = "199999/kg; 1200 g; -10%; +15%; 900-1500 g"
    elif kind == "tiers" and variant.price == 120_000:
        variant.tier_pairs = [[10, 110_000], [50, 99_000]]
    elif kind == "sale" and variant.price == 120_000:
        variant.sale_price, variant.sale_compare = 90_000, 120_000
        variant.sale_from, variant.sale_until = now - timedelta(days=1), now + timedelta(days=5)
    if dice.random() < 0.5:
        digits = f"893{variant.product_id:06}{n:03}"
        variant.gtin = (digits + ean.calc_check_digit(digits)).zfill(14)


def everything():
    db.session.expire_all()
    return {
        one.__tablename__: [tuple(row) for row in db.session.execute(select(one.__table__).order_by(one.id))]
        for one in KEPT
    }


def put_aside(facility):
    """The same goods under other codes, so that theirs are free; archived, so that they do not go out again."""
    for product in db.session.scalars(select(Product).where(Product.facility_id == facility.id)):
        for variant in product.variants:
            variant.sku = f"CU-{variant.sku}"
        product.sku = f"CU-{product.sku}"
    db.session.commit()


def test_an_export_that_comes_back_changes_nothing_whatever_the_goods(market):
    first, before = sheet_of(market), everything()

    assert taken_in(first, market) == {"unchanged": len(values_in(first)) - 1}

    assert everything() == before
    assert values_in(sheet_of(market)) == values_in(first)


def test_taken_in_where_there_is_nothing_it_goes_out_again_value_by_value(market):
    db.session.query(Product).filter(Product.unit == "Hộp").update({"unit": "hộp"})
    db.session.query(Product).filter(Product.story.contains("<b>")).update({"story": "Xanh đậm."})
    for product in db.session.query(Product):
        product.name = f"Món {product.id}"
    db.session.commit()
    first = sheet_of(market)
    put_aside(market)
    elsewhere = make_facility()

    assert taken_in(first, elsewhere) == {"created": len(values_in(first)) - 1}

    second = sheet_of(elsewhere)
    assert values_in(second) == values_in(first)
    assert taken_in(second, elsewhere) == {"unchanged": len(values_in(first)) - 1}


def test_what_waits_for_staff_goes_out_as_its_maker_wrote_it_and_stays_waiting(app):
    village = make_village(slug="bat-trang", name="Bát Tràng")
    colour = make_attribute("several", code="mau", name="Màu")
    pot = make_product(sku="AM", name="Ấm", story="Đất ủ.", ocop_group="IV.2")
    make_value(pot, colour, "do")
    claims = {"name": "Ấm trà", "story": "Nung than. Men tro.", "ocop_group": "IV.1", "cnnttb_group": "tcmn"}
    revisions.propose(pot, claims | {"village_id": village.id, "attr.mau": ["trang", "xanh"]})
    db.session.commit()
    first, before = sheet_of(pot.facility), everything()

    row = dict(zip(*values_in(first), strict=True))
    assert (row["Tên sản phẩm"], row["Mô tả"], row["Làng nghề"]) == ("Ấm trà", "Nung than. Men tro.", "bat-trang")
    assert row["Nhóm OCOP"] == "IV.1 Thủ công mỹ nghệ gia dụng, trang trí"
    assert (row["Nhóm CNNTTB"], row["Đặc tính"]) == ("Thủ công mỹ nghệ", "Màu: Xanh + Trắng")
    assert taken_in(first, pot.facility) == {"unchanged": 1}
    assert everything() == before


def test_values_of_attributes_that_nobody_asks_stay_where_they_are(app):
    gone, elsewhere = make_attribute("flag"), make_attribute("flag", browse_category="thuc-pham")
    pot = make_product(sku="AM", browse_category="gom-su")
    make_value(pot, gone, "yes")
    make_value(pot, elsewhere, "no")
    db.session.get_one(Attribute, gone.id).archived_at = times.now()
    db.session.commit()
    first, before = sheet_of(pot.facility), everything()

    assert dict(zip(*values_in(first), strict=True))["Đặc tính"] is None
    assert taken_in(first, pot.facility) == {"unchanged": 1}
    assert everything() == before

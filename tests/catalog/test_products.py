"""How a product moves from draft to the market and back (catalog/products.py)."""

import pytest
from sqlalchemy import select

from catalog import products
from catalog.models import Product
from core.audit import history_of
from core.db import db
from core.jobs import Job
from tests.factories import make_facility, make_photo, make_product

LABEL = {
    "ten_hang_hoa": "Ấm trà", "xuat_xu": "Việt Nam", "ten_chiu_trach_nhiem": "Cơ sở mẫu",
    "dia_chi_chiu_trach_nhiem": "Bát Tràng", "thong_so": "Cao 12 cm", "thanh_phan": "Đất sét trắng",
    "huong_dan_su_dung": "Rửa tay",
}  # fmt: skip


def ready(**columns):
    product = make_product(**{"state": "draft", "published_at": None, "label": LABEL} | columns)
    make_photo(product)
    db.session.refresh(product)
    return product


def mails():
    return [job.payload for job in db.session.scalars(select(Job).where(Job.kind == "mail"))]


def test_goes_from_draft_to_the_market(app):
    product = ready()

    products.submit(product)
    products.publish(product)
    db.session.commit()

    assert product.state == "published"
    assert product.published_at
    assert [entry.action for entry in history_of(product)] == ["product.published", "product.submitted"]
    assert db.session.scalars(select(Job.payload).where(Job.kind == "search.update")).all()[-1] == {
        "product_ids": [product.id]
    }


def test_tells_the_maker_when_it_is_on_show(app):
    product = ready(state="submitted")

    products.publish(product)
    db.session.flush()

    assert [mail["subject"] for mail in mails()] == [f"Đã bày: {product.name}"]


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("draft", products.publish),
        ("published", products.submit),
        ("draft", products.withdraw),
        ("taken_down", products.put_back),
        ("sent_back", products.publish),
    ],
)
def test_refuses_a_move_that_the_table_does_not_have(app, state, verb):
    product = ready(state=state)

    with pytest.raises(products.IllegalMove):
        verb(product)

    assert product.state == state


def test_of_two_who_move_it_at_once_one_is_told(app):
    product = ready(state="submitted")
    db.session.execute(
        Product.__table__.update().where(Product.id == product.id).values(state="published")
    )  # another's commit, which this session has not seen

    with pytest.raises(products.IllegalMove):
        products.send_back(product, {"name": "Tên quá dài"})


def test_names_what_is_missing_and_stays_a_draft(app):
    product = make_product(state="draft", price=None, label={})

    with pytest.raises(products.NotComplete) as refused:
        products.submit(product)

    codes = [item.code for item in refused.value.items]
    assert codes[:2] == ["photo", "price"]
    assert "label.xuat_xu" in codes
    assert product.state == "draft"


def test_sends_back_with_a_remark_at_each_field_and_a_letter(app):
    product = ready(state="submitted")

    products.send_back(product, {"name": "Ghi rõ dung tích.", "label.xuat_xu": "Ghi tỉnh.", "price": ""})
    db.session.flush()

    assert products.remarks_by_field(product) == {"name": "Ghi rõ dung tích.", "label.xuat_xu": "Ghi tỉnh."}
    assert "- Xuất xứ: Ghi tỉnh." in mails()[0]["text"]


def test_never_sends_back_without_a_word(app):
    product = ready(state="submitted")

    with pytest.raises(products.NothingToMend):
        products.send_back(product, {"name": ""})

    assert product.state == "submitted"


def test_a_remark_is_settled_when_its_field_changes(app):
    product = ready(state="submitted")
    products.send_back(product, {"name": "Dài quá.", "price": "Rẻ quá."})

    products.revise(product, {"name": "Ấm men lam", "unit": product.unit})

    assert products.remarks_by_field(product) == {"price": "Rẻ quá."}


def test_all_remarks_are_settled_when_it_is_sent_again(app):
    product = ready(state="submitted")
    products.send_back(product, {"price": "Rẻ quá."})

    products.submit(product)

    assert products.remarks_by_field(product) == {}


def test_notes_old_and_new_of_what_was_revised_and_nothing_else(app):
    product = ready(name="Ấm", unit="bộ")

    changed = products.revise(product, {"name": "Ấm trà", "unit": "bộ", "label.xuat_xu": "Bát Tràng"})

    assert changed == ["name", "label.xuat_xu"]
    assert product.label["xuat_xu"] == "Bát Tràng"
    db.session.flush()
    assert history_of(product)[0].detail == {"name": ["Ấm", "Ấm trà"], "label.xuat_xu": ["Việt Nam", "Bát Tràng"]}


def test_is_taken_down_with_a_reason_and_restored(app):
    product = ready(state="published")

    products.take_down(product, "Nhãn ghi sai xuất xứ")
    assert products.remarks_by_field(product) == {"": "Nhãn ghi sai xuất xứ"}
    products.restore(product)

    assert product.state == "published"
    assert products.remarks_by_field(product) == {}


def test_makes_up_codes_and_addresses_that_are_free(app):
    facility = make_facility()
    first = products.create(facility, "Ấm trà", "gom-su")
    second = products.create(facility, "Ấm trà", "gom-su")
    db.session.flush()

    assert first.sku != second.sku
    assert first.slug == "am-tra"
    assert second.slug == f"am-tra-{second.sku.lower()}"


def test_refuses_a_code_that_is_in_use(app):
    make_product(sku="GS1")

    with pytest.raises(products.SkuTaken):
        products.create(make_facility(), "Ấm trà", "gom-su", sku="GS1")

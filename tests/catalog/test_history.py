"""Who did what to a product and when, in words; and earlier words taken back."""

from datetime import timedelta

import pytest

from catalog import history, products, revisions, spins
from catalog.photos import render
from core import times
from core.audit import AuditEntry
from core.db import db
from tests.catalog.test_manage_products import draft
from tests.conftest import Browser
from tests.factories import make_facility, make_member, make_staff, picture_bytes


@pytest.fixture
def facility(app):
    return make_facility()


@pytest.fixture
def maker(app, facility):
    return Browser(app).sign_in(make_member(facility, "editor", name="Bà Lụa"))


@pytest.fixture
def product(facility):
    return draft(facility, name="Ấm", story="Chuyện thứ nhất.")


def tell(maker, product, story):
    maker.post(
        f"/quan-ly/san-pham/{product.id}/buoc/2", mode="sale", price="100.000", unit="chiếc", story=story,
        on_hand=str(product.on_hand), on_hand_was=str(product.on_hand), weight_g="500",
    )  # fmt: skip


def latest():
    return db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()


def test_tells_who_and_what_before_and_after(maker, product):
    tell(maker, product, "Chuyện thứ hai.")

    page = maker.get(f"/quan-ly/san-pham/{product.id}/lich-su").text

    assert "Bà Lụa" in page
    assert "nhất" in page
    assert "hai" in page
    assert "Chuyện của món hàng" in page


def test_is_narrowed_to_a_field(maker, product):
    tell(maker, product, "Chuyện thứ hai.")
    products.revise(product, {"name": "Ấm trà"})
    db.session.commit()

    page = maker.get(f"/quan-ly/san-pham/{product.id}/lich-su?muc=name").text

    assert "Ấm trà" in page
    assert "Chuyện thứ" not in page


def test_staff_read_it_with_remarks_and_reasons(app, product):
    products.submit(product)
    products.send_back(product, {"name": "Ghi rõ loại ấm."})
    db.session.commit()
    officer = Browser(app).sign_in(make_staff("moderate"))

    page = officer.get(f"/can-bo/san-pham/{product.id}/lich-su").text

    assert "Ghi rõ loại ấm." in page
    assert "Trả lại" in page


def test_takes_earlier_words_back_at_once_where_nobody_approved_yet(maker, product):
    tell(maker, product, "Chuyện thứ hai.")

    answer = maker.post(f"/quan-ly/san-pham/{product.id}/lich-su/{latest().id}/lay-lai", field="story", which="old")

    assert answer.status_code == 303
    assert product.story == "Chuyện thứ nhất."


def test_of_what_is_on_show_earlier_words_wait_like_any_edit(maker, product):
    tell(maker, product, "Chuyện thứ hai.")
    entry = latest().id
    product.state = "published"
    db.session.commit()

    maker.post(f"/quan-ly/san-pham/{product.id}/lich-su/{entry}/lay-lai", field="story", which="old")

    assert product.story == "Chuyện thứ hai."
    assert revisions.open_of(product).changes == {"story": ["Chuyện thứ hai.", "Chuyện thứ nhất."]}


@pytest.mark.parametrize("field", ["price", "state", "slug", "label._kinds", "khac", ""])
def test_takes_back_texts_only(maker, product, field):
    db.session.add(
        AuditEntry(
            at=product.created_at, action="product.revised", subject_kind="product", subject_id=product.id,
            detail={field: ["1", "2"]},
        )
    )  # fmt: skip
    db.session.commit()

    answer = maker.post(f"/quan-ly/san-pham/{product.id}/lich-su/{latest().id}/lay-lai", field=field, which="old")

    assert answer.status_code == 404
    assert product.price == 100_000


def test_anothers_act_is_not_there(maker, product):
    other = draft(make_facility(), name="Ấm")
    products.revise(other, {"name": "Ấm khác"})
    db.session.commit()

    answer = maker.post(f"/quan-ly/san-pham/{product.id}/lich-su/{latest().id}/lay-lai", field="name", which="new")

    assert answer.status_code == 404
    assert maker.get(f"/quan-ly/san-pham/{other.id}/lich-su").status_code == 404
    assert product.name == "Ấm"


def test_the_views_of_a_turn_that_came_one_by_one_are_one_act(product):
    def add(n):
        spins.add(product, render([(f"goc-{n}.jpg", picture_bytes(400, 300, f"#{n:02x}40{255 - n:02x}"))]))
        db.session.commit()

    with times.frozen(times.now() - timedelta(hours=2)):  # what came long before is an act of its own
        add(0)
    for n in range(1, 8):
        add(n)
    events = [event for event in history.of(product).events if event.said == "Thêm ảnh xem quanh"]
    assert len(events) == 2
    assert events[0].first_id < events[0].entry_id
    assert events[1].first_id == events[1].entry_id

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from catalog import bundles
from catalog.models import BundlePart, Variant
from core.db import db
from shop import orders, parcels, queries
from tests.factories import make_cart, make_facility, make_hamper, make_member, make_order, make_parcel, make_product
from tests.shop.test_place_order import place


@pytest.fixture
def kiln(app):
    return make_facility()


def left(product):
    db.session.expire_all()
    return product.main.available


def held(product):
    db.session.expire_all()
    return product.main.held


def test_what_is_left_is_the_fewest_its_parts_make(kiln):
    cup, pot = make_product(facility=kiln, on_hand=7), make_product(facility=kiln, on_hand=9)
    assert left(make_hamper(kiln, [(cup, 2), (pot, 1)])) == 3


def test_uncounted_parts_set_no_limit(kiln):
    assert left(make_hamper(kiln, [(make_product(facility=kiln, on_hand=None), 2)])) is None


def test_ordering_one_holds_every_part_and_remembers_it(kiln):
    cup, pot = make_product(facility=kiln), make_product(facility=kiln)
    order = make_order(make_hamper(kiln, [(cup, 2), (pot, 1)]), quantity=2)
    assert (held(cup), held(pot)) == (4, 2)
    assert {(part.sku, part.count) for part in order.parcels[0].lines[0].parts} == {(cup.sku, 2), (pot.sku, 1)}


def test_a_hamper_and_single_pieces_in_one_cart_are_summed(kiln):
    cup = make_product(facility=kiln, on_hand=5)
    hamper = make_hamper(kiln, [(cup, 2)])
    with pytest.raises(orders.Unavailable) as short:
        place(make_cart(hamper, cup, quantity=2))
    db.session.rollback()
    assert short.value.left == {cup.main.id: 5, hamper.main.id: 2}
    assert held(cup) == 0
    place(make_cart(hamper, cup, quantity=1))
    assert held(cup) == 3


def test_cancelling_gives_every_part_back_even_after_the_hamper_changed(kiln):
    cup, pot = make_product(facility=kiln), make_product(facility=kiln)
    hamper = make_hamper(kiln, [(cup, 2)])
    parcel = make_parcel(hamper)
    bundles.fill(hamper, {pot.sku: 1})
    parcels.cancel(parcel)
    db.session.commit()
    assert (held(cup), held(pot)) == (0, 0)


def test_handing_over_takes_the_parts_off_the_shelf(kiln):
    cup = make_product(facility=kiln, on_hand=5)
    make_parcel(make_hamper(kiln, [(cup, 2)]), state="handed_over")
    db.session.expire_all()
    assert (cup.main.on_hand, cup.main.held) == (3, 0)


@pytest.mark.parametrize("why", ["retired", "withdrawn", "sold out"])
def test_a_part_that_is_gone_makes_the_hamper_say_so(kiln, browser, why):
    cup = make_product(facility=kiln, on_hand=0 if why == "sold out" else 5)
    hamper = make_hamper(kiln, [(cup, 1)])
    if why == "withdrawn":
        cup.state = "withdrawn"
    if why == "retired":
        db.session.execute(db.update(Variant).where(Variant.id == cup.main.id).values(retired_at=cup.published_at))
    db.session.commit()
    slug = hamper.slug
    assert left(hamper) == 0
    page = browser.get(f"/san-pham/{slug}").text
    assert "món này đang hết hoặc đã cất" in page
    assert 'name="go" value="buy"' not in page


def test_the_page_shows_what_is_inside_and_what_one_saves(kiln, browser):
    cup = make_product(facility=kiln, price=100_000)
    hamper = make_hamper(kiln, [(cup, 3)], price=250_000)
    page = browser.get(f"/san-pham/{hamper.slug}").text
    assert f'href="/san-pham/{cup.slug}"' in page
    assert "50.000" in page.partition("bớt được")[2][:20]


def test_hampers_of_hampers_and_foreign_goods_are_refused(kiln):
    cup = make_product(facility=kiln)
    hamper, other, foreign = make_hamper(kiln, [(cup, 1)]), make_hamper(kiln, [(cup, 1)]), make_product()
    plain = make_product(facility=kiln)
    for product, sku, why in ((hamper, other.sku, "hamper"), (hamper, hamper.sku, "hamper"), (plain, foreign.sku, "unknown"), (cup, plain.sku, "is_part"), (plain, "khong-co", "unknown")):  # fmt: skip # noqa: E501
        with pytest.raises(bundles.CannotContain) as refused:
            bundles.fill(product, {sku: 1})
        assert refused.value.reason == why
    db.session.rollback()
    assert db.session.query(BundlePart).count() == 2


@pytest.mark.parametrize("state", ["draft", "submitted", "sent_back", "taken_down", "archived"])
def test_what_staff_have_not_approved_is_not_put_in_and_its_name_is_not_told(kiln, browser, state):
    secret, hamper = make_product(facility=kiln, name="Rượu chưa duyệt", state=state), make_product(facility=kiln)
    sku, slug, number = secret.sku, hamper.slug, hamper.id
    browser.sign_in(make_member(kiln, "editor"))
    answer = browser.post(f"/quan-ly/san-pham/{number}/trong-gio", sku=sku, count="1")
    assert answer.status_code == 422
    assert "chưa được duyệt" in answer.text
    assert "Rượu chưa duyệt" not in browser.get(f"/san-pham/{slug}").text


def test_a_part_that_was_put_away_meanwhile_may_stay(kiln):
    cup = make_product(facility=kiln)
    hamper = make_hamper(kiln, [(cup, 1)])
    cup.state = "taken_down"
    bundles.fill(hamper, {cup.sku: 2})
    assert [part.count for part in bundles.parts_of([hamper.main.id])[hamper.main.id]] == [2]


def test_its_maker_fills_it_on_the_phone(kiln, browser):
    cup, hamper = make_product(facility=kiln), make_product(facility=kiln)
    sku, number = cup.sku, hamper.id
    browser.sign_in(make_member(kiln, "editor"))
    assert browser.post(f"/quan-ly/san-pham/{number}/trong-gio", sku=sku, count="2").status_code == 303
    assert [(part.part.sku, part.count) for part in db.session.query(BundlePart)] == [(sku, 2)]
    again = browser.post(f"/quan-ly/san-pham/{number}/trong-gio", **{f"count.{sku}": "x"})
    assert again.status_code == 422
    assert 'value="x"' in again.text
    browser.post(f"/quan-ly/san-pham/{number}/trong-gio", **{f"count.{sku}": "0"})
    assert db.session.query(BundlePart).count() == 0


def test_somebody_elses_hamper_is_not_there(kiln, browser):
    hamper = make_product(facility=kiln)
    number = hamper.id
    browser.sign_in(make_member(make_facility(), "owner"))
    assert browser.post(f"/quan-ly/san-pham/{number}/trong-gio", sku="P01", count="1").status_code == 404


def test_a_hamper_costs_the_page_no_statement_more_than_a_kind_of_goods_may(kiln, browser, query_count):
    hamper = make_hamper(kiln, [(make_product(facility=kiln), 1) for _ in range(6)])
    slug = hamper.slug
    with query_count() as run:
        assert browser.get(f"/san-pham/{slug}").status_code == 200
    assert len([one for one in run if not one.startswith("BEGIN")]) <= 13


def test_the_order_page_tells_what_was_in_it(kiln, browser):
    cup = make_product(facility=kiln)
    order = make_order(make_hamper(kiln, [(cup, 2)]))
    token, name = order.token, cup.name
    assert f"2 × {name}" in browser.get(f"/don-hang/{token}").text
    assert queries.order(token).parcels[0].lines[0].parts[0].count == 2


TERMS = "price = 100, price_per_kg = 100, piece_g = 1000, under_percent = 0, over_percent = 0, least_g = 1000, "
TERMS += "most_g = 1000, by_weight = :yes"


@pytest.mark.parametrize("which", ["hamper", "part"])
def test_the_database_lets_nothing_weighed_into_a_hamper(kiln, which):
    """Neither may become so while they hold each other, whoever writes it, and by_weight cannot be left behind."""
    cup = make_product(facility=kiln)
    hamper = make_hamper(kiln, [(cup, 1)])
    number = {"hamper": hamper, "part": cup}[which].main.id
    for said in (True, False):
        with pytest.raises(IntegrityError):
            db.session.execute(text(f"UPDATE variant SET {TERMS} WHERE id = :id"), {"id": number, "yes": said})
        db.session.rollback()


@pytest.mark.parametrize("said", [False, True])
def test_the_database_takes_no_weighed_part(kiln, said):
    fish, hamper = make_product(facility=kiln), make_hamper(kiln, [(make_product(facility=kiln), 1)])
    numbers = {"part": fish.main.id, "bundle": hamper.main.id}
    db.session.execute(text(f"UPDATE variant SET {TERMS} WHERE id = :id"), {"id": numbers["part"], "yes": True})
    db.session.commit()
    db.session.add(BundlePart(bundle_id=numbers["bundle"], part_id=numbers["part"], count=1, by_weight=said))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()

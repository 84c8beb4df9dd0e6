"""The same goods of several sellers: shown once, bought from whom one chooses, and split off again at any time."""

import pytest
from sqlalchemy.exc import IntegrityError

from catalog import same_goods
from catalog.models import Product, SameGoods
from core import times
from core.db import db
from shop import cart as carts
from tests import factories as make
from tests.conftest import Browser

DESK, ASKED = "/can-bo/cung-mon", "/quan-ly/cung-mon"


@pytest.fixture
def lead(app):
    """A named product of its maker's, with four stars."""
    product = make.make_product(name="Trà sen Quảng An", price=450_000, on_hand=3)
    make.make_ocop(product, stars=4)
    return product


@pytest.fixture
def shop_offer(app):
    return make.make_product(name="Trà sen Quảng An", price=420_000, on_hand=9)


@pytest.fixture
def owner(app, lead):
    return Browser(app).sign_in(make.make_member(lead.facility, "owner"))


@pytest.fixture
def seller(app, shop_offer):
    return Browser(app).sign_in(make.make_member(shop_offer.facility, "owner"))


@pytest.fixture
def desk(app):
    return Browser(app).sign_in(make.make_staff("moderate"))


def joined(product, lead):
    one = same_goods.ask(product, lead, "Nhập của xưởng")
    same_goods.agree(one)
    same_goods.join(one)
    db.session.commit()
    return one


def listed(browser, query=""):
    return browser.get(f"/api/v1/products{query}").json


def test_asked_by_who_sells_agreed_by_whose_name_it_is_joined_by_staff(browser, seller, owner, desk, lead, shop_offer):
    path = f"/quan-ly/san-pham/{shop_offer.id}/cung-mon"
    assert lead.slug in seller.get(path).text  # found by its name
    told = {"lead": f"http://localhost/san-pham/{lead.slug}", "words": "Nhập của xưởng"}
    assert seller.post(path, **told).status_code == 303
    one = db.session.query(SameGoods).one()
    assert listed(browser)["total"] == 2
    assert desk.post(f"{DESK}/{one.id}/gop").status_code == 409  # nobody has agreed
    assert shop_offer.facility.name in owner.get(ASKED).text
    assert owner.post(f"{ASKED}/{one.id}/dong-y").status_code == 303
    assert listed(browser)["total"] == 2
    assert desk.post(f"{DESK}/{one.id}/gop").status_code == 303
    assert db.session.get(Product, shop_offer.id).same_as_id == lead.id
    found = listed(browser)
    assert [(item["slug"], item["price_from"], item["sellers"]) for item in found["items"]] == [(lead.slug, 420_000, 2)]
    assert found["total"] == 1
    assert {one["value"]: one["count"] for one in found["facets"]["group"]} == {"gom-su": 1}
    page = browser.get("/san-pham").text
    assert "2 nơi bán" in page
    assert "420.000" in page


def test_one_page_tells_of_every_offer_in_the_order_it_says(browser, lead, shop_offer):
    dear = make.make_product(name="Trà sen", price=500_000)
    gone = make.make_product(name="Trà sen", price=100_000, on_hand=0)
    for one in (shop_offer, dear, gone):
        joined(one, lead)
    offers = browser.get(f"/api/v1/products/{lead.slug}").json["offers"]
    assert [one["price"] for one in offers] == [420_000, 450_000, 500_000, 100_000]
    assert [one["in_stock"] for one in offers] == [True, True, True, False]
    page = browser.get(f"/san-pham/{lead.slug}").text
    assert "4 nơi bán món này" in page
    assert page.index("420.000") < page.index("500.000")
    assert f'name="sku" value="{shop_offer.sku}"' in page  # the cart takes a named offer
    other = browser.get(f"/san-pham/{shop_offer.slug}")
    assert other.status_code == 200  # its own address goes on working
    assert f'rel="canonical" href="http://localhost/san-pham/{lead.slug}"' in other.text


def test_a_star_never_passes_to_another_offer(browser, lead, shop_offer):
    joined(shop_offer, lead)
    offers = {one["slug"]: one["stars"] for one in browser.get(f"/api/v1/products/{lead.slug}").json["offers"]}
    assert offers == {lead.slug: 4, shop_offer.slug: None}
    assert browser.get(f"/api/v1/products/{shop_offer.slug}").json["stars"] is None


def test_what_the_group_has_is_what_the_list_says(browser, lead, shop_offer):
    lead.main.on_hand = 0
    db.session.commit()
    joined(shop_offer, lead)
    assert listed(browser, "?in_stock=1")["total"] == 1
    assert listed(browser, "?price_max=430000")["total"] == 1
    assert listed(browser, f"?facility={shop_offer.facility.slug}")["total"] in (1, 2)


def test_split_off_each_is_by_itself_again(browser, seller, owner, lead, shop_offer):
    joined(shop_offer, lead)
    assert seller.post(f"/quan-ly/san-pham/{shop_offer.id}/cung-mon/thoi").status_code == 303
    assert listed(browser)["total"] == 2
    assert browser.get(f"/san-pham/{shop_offer.slug}").status_code == 200
    again = joined(db.session.get(Product, shop_offer.id), db.session.get(Product, lead.id))
    assert owner.post(f"{ASKED}/{again.id}/tach").status_code == 303
    assert listed(browser)["total"] == 2


def test_when_its_lead_is_gone_an_offer_is_found_by_itself(browser, lead, shop_offer):
    joined(shop_offer, lead)
    lead.state, lead.updated_at = "withdrawn", times.now()
    db.session.commit()
    assert [one["slug"] for one in listed(browser)["items"]] == [shop_offer.slug]
    assert "canonical" not in browser.get(f"/san-pham/{shop_offer.slug}").text


def test_an_order_is_of_the_offer_that_was_chosen(lead, shop_offer):
    joined(shop_offer, lead)
    cart = carts.begin()
    carts.put(cart, shop_offer.main, 1)
    order = make.order_cart(cart)
    assert [parcel.facility_id for parcel in order.parcels] == [shop_offer.facility_id]
    assert order.parcels[0].lines[0].unit_price == 420_000


@pytest.mark.parametrize("what", ["own", "shelf", "one of a kind", "led", "leading", "hidden"])
def test_what_cannot_be_one_thing_is_refused(lead, shop_offer, what):
    if what == "own":
        shop_offer.facility_id = lead.facility_id
    elif what == "shelf":
        shop_offer.browse_category = "may-tre-dan"
    elif what == "one of a kind":
        shop_offer.one_of_a_kind = True
    elif what == "led":
        joined(lead, make.make_product())
    elif what == "leading":
        joined(make.make_product(), shop_offer)
    else:
        lead.state = "withdrawn"
    db.session.commit()
    db.session.expire_all()
    with pytest.raises(same_goods.CannotBeSame):
        same_goods.ask(shop_offer, lead, "x")


def test_a_lead_never_follows_also_of_two_at_once(lead, shop_offer):
    first, second = same_goods.ask(shop_offer, lead, "x"), same_goods.ask(lead, shop_offer, "x")
    for one in (first, second):
        same_goods.agree(one)
    same_goods.join(first)
    db.session.commit()
    db.session.expire_all()
    with pytest.raises(same_goods.CannotBeSame):
        same_goods.join(second)


def test_nobody_answers_for_another(app, seller, owner, lead, shop_offer):
    one = same_goods.ask(shop_offer, lead, "x")
    db.session.commit()
    assert seller.post(f"{ASKED}/{one.id}/dong-y").status_code == 404
    assert owner.get(f"/quan-ly/san-pham/{shop_offer.id}/cung-mon").status_code == 404
    assert owner.post(f"{ASKED}/{one.id}/tu-choi").status_code == 422
    assert owner.post(f"{ASKED}/{one.id}/tu-choi", reason="Không phải hàng của tôi").status_code == 303
    assert Browser(app).sign_in(make.make_staff("report")).post(f"{DESK}/{one.id}/gop").status_code == 403


def test_bad_input_is_said_at_its_field(seller, shop_offer):
    path = f"/quan-ly/san-pham/{shop_offer.id}/cung-mon"
    answer = seller.post(path, lead="khong-co", words="Nhập của xưởng")
    assert (answer.status_code, "Không món nào đang bày" in answer.text) == (422, True)
    assert "Nhập của xưởng" in answer.text
    assert seller.post(path).status_code == 422


def test_pages_and_lists_ask_as_much_for_two_offers_as_for_twenty(browser, lead, shop_offer, query_count):
    joined(shop_offer, lead)
    counts = []
    for _ in range(2):
        for path in (f"/san-pham/{lead.slug}", "/san-pham", f"/api/v1/products/{lead.slug}"):
            browser.get(path)
            with query_count() as run:
                browser.get(path)
            counts.append(len(run))
        if len(counts) == 3:
            for _n in range(18):
                joined(make.make_product(name="Trà sen", price=430_000), db.session.get(Product, lead.id))
    assert counts[:3] == counts[3:]


@pytest.mark.parametrize(
    "wrong",
    [{"state": "joined"}, {"state": "refused"}, {"state": "left"}, {"state": "khac"}],
    ids=lambda wrong: wrong["state"],
)
def test_the_database_keeps_a_request_whole(lead, shop_offer, wrong):
    one = same_goods.ask(shop_offer, lead, "x")
    db.session.flush()
    for name, value in wrong.items():
        setattr(one, name, value)
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_one_open_request_a_product_and_never_to_itself(lead, shop_offer):
    same_goods.ask(shop_offer, lead, "x")
    db.session.commit()
    for product_id, lead_id in ((shop_offer.id, lead.id), (lead.id, lead.id)):
        db.session.add(SameGoods(product_id=product_id, lead_id=lead_id, state="asked", asked_at=times.now()))
        with pytest.raises(IntegrityError):
            db.session.commit()
        db.session.rollback()

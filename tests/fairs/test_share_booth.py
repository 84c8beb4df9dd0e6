"""A stall that presents several makers: asked, agreed by the owner, shown by maker, each order to who made it."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from catalog.models import Product
from core import times
from core.db import db
from core.jobs import Job
from fairs import booths, fair_prices, guests, readiness
from fairs.models import Booth, BoothGuest
from shop.models import CartLine
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_guest,
    make_member,
    make_order,
    make_product,
)
from tests.fairs.test_readiness import a_maker, good

PAGE = "/hoi-cho/tet/hop-tac-xa"


@pytest.fixture
def stall(app):
    holder = make_facility(name="Hợp tác xã Bát Tràng", slug="hop-tac-xa")
    return make_booth(make_fair(slug="tet"), holder, slug="hop-tac-xa", code="HTX7", title="Gian hợp tác xã")


@pytest.fixture
def maker(app):
    return make_facility(name="Gốm Tâm Sen", slug="gom-tam-sen", email="sen@example.vn")


def goods_of(booth_id):
    return [line.product_id for line in db.session.get(Booth, booth_id).goods]


def shown(stall, *products):
    booths.show(stall, [one.id for one in products])
    db.session.commit()


def test_a_maker_is_asked_and_only_its_owner_agrees(browser, stall, maker):
    booth_id, path = stall.id, f"/quan-ly/gian/{stall.id}"
    owner, editor, product = make_member(maker), make_member(maker, "editor"), make_product(facility=maker).id
    browser.sign_in(make_member(stall.facility))
    assert browser.post(f"{path}/bay-chung", maker="https://phiencho.vn/co-so/gom-tam-sen").status_code == 303
    guest = db.session.query(BoothGuest).one()
    guest_id = guest.id
    assert db.session.query(Job).filter_by(kind="mail").one().payload["to"] == "sen@example.vn"
    assert not guest.takes_part
    shown(db.session.get(Booth, booth_id), db.session.get(Product, product))
    assert goods_of(booth_id) == []

    browser.sign_in(editor)
    assert browser.post(f"/quan-ly/bay-chung/{guest_id}/nhan").status_code == 403
    browser.sign_in(owner)
    assert "Hợp tác xã Bát Tràng mời bày chung" in browser.get("/quan-ly/gian").text
    assert browser.post(f"/quan-ly/bay-chung/{guest_id}/nhan").status_code == 303
    assert db.session.get(BoothGuest, guest_id).takes_part
    assert db.session.get(BoothGuest, guest_id).accepted_by == owner.id


@pytest.mark.parametrize("typed", ["", "Không ai cả", "/co-so/hop-tac-xa", "x" * 300])
def test_whom_nobody_knows_and_oneself_cannot_be_asked(browser, stall, typed):
    browser.sign_in(make_member(stall.facility))

    answer = browser.post(f"/quan-ly/gian/{stall.id}/bay-chung", maker=typed)

    assert answer.status_code == 422
    assert 'id="maker-error"' in answer.text
    assert db.session.query(BoothGuest).count() == 0


def test_each_order_line_goes_to_who_made_it_and_keeps_the_stall(stall, maker):
    make_guest(stall, maker)
    own, theirs = make_product(facility=stall.facility), make_product(facility=maker)
    shown(stall, theirs, own)

    order = make_order(own, theirs, booth=stall)

    lines = {parcel.facility_id: parcel.lines[0] for parcel in order.parcels}
    assert {one: line.product_id for one, line in lines.items()} == {stall.facility_id: own.id, maker.id: theirs.id}
    assert {line.booth_id for line in lines.values()} == {stall.id}


def test_who_buys_or_asks_through_the_stall_is_credited_to_it(browser, stall, maker):
    make_guest(stall, maker)
    theirs, strange = make_product(facility=maker), make_product()
    shown(stall, theirs)
    skus = theirs.sku, strange.sku
    for sku in skus:
        browser.post("/gio-hang/mon", sku=sku, quantity="1", gian="HTX7")

    assert [line.booth_id for line in db.session.query(CartLine).order_by(CartLine.id)] == [stall.id, None]


def test_visitors_see_the_goods_by_maker_the_holder_first(browser, stall, maker):
    make_guest(stall, maker)
    own = make_product(facility=stall.facility, name="Bình chung")
    theirs = make_product(facility=maker, name="Chén sen")
    shown(stall, theirs, own)

    page = browser.get(PAGE).text

    assert page.index("Bình chung</a></h4>") < page.index("Gốm Tâm Sen</a></h3>") < page.index("Chén sen</a></h4>")
    assert PAGE in browser.get("/co-so/gom-tam-sen").text


@pytest.mark.parametrize("side", ["maker", "holder"])
def test_either_side_ends_it_and_the_goods_leave_at_once(browser, stall, maker, side):
    guest_id, booth_id = make_guest(stall, maker).id, stall.id
    own, theirs = make_product(facility=stall.facility), make_product(facility=maker)
    shown(stall, own, theirs)
    own_id, people = own.id, {"maker": make_member(maker), "holder": make_member(stall.facility)}
    path = {"maker": f"bay-chung/{guest_id}/roi", "holder": f"gian/{booth_id}/bay-chung/{guest_id}/thoi"}[side]

    assert browser.sign_in(people[side]).post(f"/quan-ly/{path}").status_code == 303

    assert goods_of(booth_id) == [own_id]
    assert db.session.get(BoothGuest, guest_id).ended_at is not None


def test_an_invitation_withdrawn_meanwhile_cannot_be_agreed_to(stall, maker):
    guest = make_guest(stall, maker, accepted_at=None)
    guests.end(guest)
    db.session.commit()
    with pytest.raises(guests.Answered):
        guests.accept(guest)


def test_nobody_answers_for_another_maker(browser, stall, maker):
    guest_id = make_guest(stall, maker, accepted_at=None).id
    browser.sign_in(make_member(make_facility()))

    assert browser.post(f"/quan-ly/bay-chung/{guest_id}/nhan").status_code == 404
    assert browser.post(f"/quan-ly/gian/{stall.id}/bay-chung/{guest_id}/thoi").status_code == 404
    assert db.session.get(BoothGuest, guest_id).is_open


def test_after_the_fair_nobody_is_asked_and_nobody_agrees(stall, maker):
    guest = make_guest(stall, maker, accepted_at=None)
    with times.frozen(stall.fair.closes_at):
        with pytest.raises(guests.FairOver):
            guests.accept(guest)
        with pytest.raises(guests.FairOver):
            guests.invite(stall, "gom-tam-sen")


def test_the_holder_sets_no_price_for_anothers_goods(stall, maker):
    make_guest(stall, maker)
    own, theirs = make_product(facility=stall.facility), make_product(facility=maker)
    shown(stall, own, theirs)

    assert [one.product_id for one in fair_prices.forms_of(stall)] == [own.id]
    with times.frozen(times.now() + timedelta(hours=1)):
        fair_prices.revise(stall, {theirs.main.id: 80_000})
    assert fair_prices.now_at(stall) == {}


def test_a_guest_without_its_way_of_delivery_keeps_the_stall_shut(app):
    holder, maker = a_maker(), a_maker(name="Gốm Tâm Sen", delivery_note="")
    stall = make_booth(make_fair(), holder, published_at=None)
    make_guest(stall, maker)
    shown(stall, good(holder), good(maker))

    assert [(one.code, one.of) for one in readiness.lacks_of(stall)] == [("delivery", maker.id)]


def test_a_maker_is_at_a_stall_once_and_agrees_after_being_asked(stall, maker):
    make_guest(stall, maker)
    with pytest.raises(IntegrityError):
        make_guest(stall, maker)
    db.session.rollback()
    with pytest.raises(IntegrityError):
        make_guest(stall, make_facility(), accepted_at=times.now() - timedelta(days=3))

"""What becomes of a claim: another parcel, money back to a card, pictures that only the three sides see."""

import io

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from catalog import stock
from core import jobs
from core.db import db
from shop import claim_pictures, claimed, claims, exchanges, ledger, parcels
from shop.models import CardRefund, Order, Parcel
from tests.conftest import Browser
from tests.factories import (
    make_claim,
    make_facility,
    make_hamper,
    make_member,
    make_parcel,
    make_product,
    make_staff,
    make_voucher,
    picture_bytes,
)
from tests.shop.cards import books


@pytest.fixture
def parcel(app):
    return make_parcel(make_product(on_hand=9), quantity=3, state="delivered", email="ngan@example.vn")


def exchange_of(claim):
    db.session.expire_all()
    return db.session.get_one(Parcel, claim.exchange_id)


def agreed(parcel, quantity=2):
    claim = make_claim(parcel, "broken", quantity=quantity)
    claims.agree(claim, "exchange", None, "")
    db.session.commit()
    return claim


def test_what_is_sent_instead_is_a_parcel_of_its_own_that_costs_nothing(browser, parcel):
    product, was = parcel.lines[0].product, parcel.order.total
    claim = agreed(parcel)
    instead = exchange_of(claim)
    assert (instead.part, instead.origin, instead.state, instead.total) == (2, "exchange", "confirmed", 0)
    assert (instead.payment.state, product.held, parcel.order.total) == ("void", 2, was)
    assert instead.code != parcel.code
    browser.sign_in(make_member(parcel.facility, "packer"))
    assert "gói gửi thay" in browser.get(f"/quan-ly/don/{instead.id}").text
    assert browser.post(f"/quan-ly/don/{parcel.id}/doi-tra/{claim.id}/gui", words="x").status_code == 409
    assert browser.post(f"/quan-ly/don/{instead.id}/goi").status_code == 303
    assert browser.post(f"/quan-ly/don/{instead.id}/giao", carrier="GHN", tracking_code="G1").status_code == 303
    db.session.expire_all()
    assert (claim.state, product.held) == ("sent", 0)
    page = browser.get(f"/don-hang/{parcel.order.token}").text
    assert "gửi thay, không tính tiền" in page
    assert "GHN G1" in page
    assert browser.post(f"/quan-ly/don/{instead.id}/toi").status_code == 303
    db.session.expire_all()
    assert claim.state == "received"


def test_an_exchange_that_comes_to_nothing_is_asked_about_again(parcel):
    claim = agreed(parcel)
    parcels.refuse(exchange_of(claim), "Hết hàng")
    db.session.commit()
    db.session.expire_all()
    assert (claim.state, claim.remedy, claim.exchange_id) == ("asked", None, None)
    assert parcel.lines[0].product.held == 0
    claims.agree(claim, "exchange", None, "")
    db.session.commit()
    assert exchange_of(claim).part == 3


def test_left_lying_it_goes_to_staff_and_holds_nothing(parcel):
    from datetime import timedelta

    from core import times

    claim = agreed(parcel)
    instead = exchange_of(claim)
    with times.frozen(claim.act_by + timedelta(minutes=1)):
        claims.dispute(claim)
        db.session.commit()
    db.session.expire_all()
    assert (claim.state, instead.state, parcel.lines[0].product.held) == ("disputed", "cancelled", 0)


def test_without_goods_nothing_is_agreed_to(browser, parcel):
    claim = make_claim(parcel, quantity=2)
    stock.set_on_hand(parcel.lines[0].sku, 1)
    db.session.commit()
    browser.sign_in(make_member(parcel.facility, "packer"))
    answer = browser.post(f"/quan-ly/don/{parcel.id}/doi-tra/{claim.id}", do="exchange")
    assert (answer.status_code, "trả lại tiền" in answer.text) == (409, True)
    db.session.expire_all()
    assert (claim.state, db.session.query(Parcel).count(), parcel.lines[0].product.held) == ("asked", 1, 0)


def test_a_hamper_takes_its_parts_once_more(app):
    house = make_facility()
    part = make_product(facility=house, on_hand=9)
    hamper = make_hamper(house, [(part, 2)])
    parcel = make_parcel(hamper, state="delivered")
    before = part.main.held
    agreed(parcel, 1)
    db.session.expire_all()
    assert part.main.held == before + parcel.lines[0].parts[0].count


def test_by_weight_money_goes_back_instead(parcel):
    claim = make_claim(parcel)
    parcel.lines[0].session_id, claim.lines[0].line.price_per_kg = None, 100_000
    with db.session.no_autoflush, pytest.raises(exchanges.NotInPieces):
        exchanges.make(claim)
    db.session.rollback()


@pytest.mark.parametrize("broken", ["goods_total = 1", "origin = ''", "part = 1"])
def test_the_database_keeps_an_exchange_whole(parcel, broken):
    instead = exchange_of(agreed(parcel))
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE parcel SET {broken} WHERE id = {instead.id}"))
    db.session.rollback()


def test_what_was_paid_by_card_goes_back_to_the_card(cards, browser):
    house = make_facility()
    paid = cards.paid(make_product(facility=house, price=300_000))
    parcel = db.session.get_one(Order, paid.id).parcels[0]
    for step in (parcels.confirm, parcels.pack, lambda one: parcels.hand_over(one, "GHN", "1"), parcels.deliver):
        step(parcel)
    db.session.commit()
    owed = ledger.code("facility", facility_id=house.id)
    claim, was = make_claim(parcel), ledger.balance(owed)
    browser.sign_in(make_member(house, "packer"))
    at = f"/quan-ly/don/{parcel.id}/doi-tra/{claim.id}"
    assert browser.post(at, do="refund", amount="100.000").status_code == 303
    db.session.expire_all()
    assert (claim.by_card, claim.state, ledger.balance(owed)) == (True, "agreed", was - 100_000)
    assert books()["buyer"] == 100_000
    page = browser.get(f"/quan-ly/don/{parcel.id}").text
    assert "Chợ hoàn vào thẻ đã trả" in page
    assert "Đã gửi tiền" not in page
    assert browser.post(f"{at}/gui", words="Tiền mặt").status_code == 409
    jobs.work_off()
    db.session.expire_all()
    (sent,) = cards.stripe.books.refunds.values()
    assert (sent["amount"], claim.state, parcel.payment.state) == (100_000, "received", "paid")
    assert "buyer" not in {name for name, sum_ in books().items() if sum_}
    assert parcel.payment.refunded == 100_000


def test_a_refund_that_fails_is_not_received(cards):
    paid = cards.paid(make_product(price=300_000))
    parcel = db.session.get_one(Order, paid.id).parcels[0]
    for step in (parcels.confirm, parcels.pack, lambda one: parcels.hand_over(one, "GHN", "1"), parcels.deliver):
        step(parcel)
    claim = make_claim(parcel)
    claims.agree(claim, "refund", 50_000, "")
    db.session.commit()
    jobs.work_off()
    from shop.cards import refunds

    refunds.fail(db.session.query(CardRefund).one().id, "expired_or_canceled_card")
    db.session.commit()
    db.session.expire_all()
    assert (claim.state, claim.is_late) == ("agreed", False)


def test_what_is_returned_takes_back_its_share_of_what_a_fair_gave(app):
    from tests.factories import make_booth, make_fair

    fair, house = make_fair(), make_facility()
    product = make_product(facility=house, on_hand=9)
    booth = make_booth(fair, house, products=[product])
    make_voucher(fair_id=fair.id, code=None, effect="percent", percent=10)
    parcel = make_parcel(product, quantity=3, state="delivered", booth=booth)
    owed = ledger.code("facility", facility_id=house.id)
    given = ledger.balance(owed)
    assert given > 0, "the fair gave something"
    for quantity, left in ((1, given * 2 // 3), (2, 0)):
        claim = make_claim(parcel, "return", quantity=quantity)
        claims.agree(claim, "refund", 1_000, "")
        claims.send(claim, "x")
        claims.take_back(claim, is_whole=True)
        claims.receive(claim)
        db.session.commit()
        assert ledger.balance(owed) == left


def send_claim(browser, parcel, *pictures):
    at = f"/don-hang/{parcel.order.token}/goi/{parcel.code}/doi-tra"
    said = {"kind": "broken", "text": "Nứt", f"so-{parcel.lines[0].id}": "1"}
    return browser.send("POST", at, data=said | {"photos": list(pictures)})


def picture(name="vo.jpg", colour="#24456b"):
    return io.BytesIO(picture_bytes(1200, 900, colour)), name


def test_pictures_are_seen_by_both_sides_and_staff_and_by_nobody_else(app, browser, parcel):
    assert send_claim(browser, parcel, picture(), picture("hai.jpg", "#884422")).status_code == 303
    (claim,) = claimed.of([parcel.id])[parcel.id]
    assert len(claim.pictures) == 2
    one = claim.pictures[0].id
    mine = f"/don-hang/{parcel.order.token}/goi/{parcel.code}/doi-tra/{claim.id}/anh/{one}/320.jpg"
    makers, staffs = (
        f"/quan-ly/don/{parcel.id}/doi-tra/{claim.id}/anh/{one}/320.jpg",
        f"/can-bo/don-hang/doi-tra/{claim.id}/anh/{one}/320.jpg",
    )
    assert browser.get(mine).status_code == 404, "not developed yet"
    jobs.work_off()
    db.session.expire_all()
    shown = browser.get(mine)
    assert (shown.status_code, shown.mimetype, shown.headers["Cache-Control"]) == (
        200,
        "image/jpeg",
        "private, no-store",
    )
    assert mine in browser.get(f"/don-hang/{parcel.order.token}").text
    other = make_parcel(state="delivered")
    assert (
        browser.get(mine.replace(parcel.order.token, other.order.token).replace(parcel.code, other.code)).status_code
        == 404
    )
    assert browser.get(mine.replace("/320.", "/333.")).status_code == 404
    maker = Browser(app).sign_in(make_member(parcel.facility, "packer"))
    assert maker.get(makers).status_code == 200
    stranger = Browser(app).sign_in(make_member(other.facility, "owner"))
    assert stranger.get(makers).status_code == 404
    assert stranger.get(staffs).status_code in (403, 404)
    assert Browser(app).sign_in(make_staff("moderate")).get(staffs).status_code == 200
    assert Browser(app).get(makers).status_code in (302, 303, 401)


def test_five_pictures_and_no_more_and_what_is_no_picture_is_said(browser, parcel):
    sent = [picture(f"{n}.jpg", f"#{n}0{n}0{9 - n}0") for n in range(7)] + [(io.BytesIO(b"x"), "a.jpg")]
    answer = send_claim(browser, parcel, *sent)
    assert answer.status_code == 303
    (claim,) = claimed.of([parcel.id])[parcel.id]
    assert len(claim.pictures) == claim_pictures.MOST
    assert "nhiều nhất 5 ảnh" in browser.get(answer.location).text


def test_two_exchanges_at_once_have_their_own_numbers(app):
    product = make_product(on_hand=9)
    parcel = make_parcel(product, state="delivered")
    first = agreed(parcel, 1)
    instead = exchange_of(first)
    parcels.pack(instead)
    parcels.hand_over(instead, "GHN", "")
    parcels.deliver(instead)
    db.session.commit()
    second = agreed(exchange_of(first), 1)
    assert exchange_of(second).part == 3
    with pytest.raises(IntegrityError):
        db.session.execute(update(Parcel).where(Parcel.id == second.exchange_id).values(part=2))

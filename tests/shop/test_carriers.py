"""Parcels through carriers: real HTTP to servers that speak their protocols; nothing lost, doubled or guessed."""

import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core import jobs, times
from core.db import db
from core.jobs import Job
from shop import parcels, refused
from shop.carriers import accounts, shipments, wire
from shop.models import CarrierAccount, CarrierNotice, Shipment
from tests.carrier_stand_ins import StandIns
from tests.carrier_stand_ins.server import LOGIN, SHOP, TOKEN
from tests.conftest import Browser
from tests.factories import make_facility, make_member, make_parcel, make_product

KEYS = {
    "ghn": {"token": TOKEN, "shop_id": SHOP},
    "ghtk": {"token": TOKEN},
    "viettelpost": {"username": LOGIN["USERNAME"], "password": LOGIN["PASSWORD"]},
}
ALL = list(KEYS)
UNITS = {"ghn": "ghn", "ghtk": "ghtk", "viettelpost": "vtp"}


@pytest.fixture
def world(app):
    with StandIns() as stand_ins:
        kept = {name: app.config[name] for name in stand_ins.settings()}
        app.config.update(stand_ins.settings())
        yield stand_ins
        app.config.update(kept)


@pytest.fixture
def house(app):
    return make_facility(
        address="Số 27 xóm 3", commune_code="ha-noi/xa-bat-trang", phone="+84912000111", email="lam@example.vn"
    )


def packed(house, **options):
    product = make_product(facility=house, price=120_000, weight_g=700, on_hand=9)
    parcel = make_parcel(product, state="confirmed", quantity=2, **options)
    if parcel.payment.method == "cod":
        from shop import confirmations

        confirmations.note(parcel, "call", "confirmed")
    parcels.pack(parcel)
    db.session.commit()
    return parcel


def connected(house, carrier):
    account = accounts.connect(house.id, carrier, KEYS[carrier])
    db.session.commit()
    return account


def asked(house, carrier, **options):
    parcel, account = packed(house, **options), connected(house, carrier)
    row = shipments.ask(parcel, account)
    db.session.commit()
    return parcel, account, row


def made(house, carrier, **options):
    parcel, account, row = asked(house, carrier, **options)
    jobs.work_off()
    db.session.expire_all()
    assert row.state == "made", row.error
    return parcel, account, row


def later(minutes):
    return times.now().replace(microsecond=0) + timedelta(minutes=minutes)


def notice(carrier, row, status, at, cod=None):
    """As the carrier writes it."""
    local = at.astimezone(times.HANOI)
    if carrier == "ghn":
        said = {"OrderCode": row.code, "ClientOrderCode": row.our_code, "Status": status, "Type": "switch_status"}
        return said | {
            "Time": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "CODAmount": cod or 0,
            "Reason": "",
            "ShopID": 885,
        }
    if carrier == "ghtk":
        said = {"label_id": row.code, "partner_id": row.our_code, "status_id": int(status), "reason": "", "fee": 29_000}
        return said | {
            "action_time": local.isoformat(),
            "weight": 1.4,
            "pick_money": cod or 0,
            "return_part_package": 0,
        }
    about = {"ORDER_NUMBER": row.code, "ORDER_REFERENCE": row.our_code, "ORDER_STATUS": int(status), "NOTE": ""}
    about |= {"ORDER_STATUSDATE": local.strftime("%d/%m/%Y %H:%M:%S"), "MONEY_COLLECTION": cod or 0}
    return {"DATA": about, "TOKEN": "x"}


STATUS = {
    "picked": {"ghn": "picked", "ghtk": "3", "viettelpost": "105"},
    "delivering": {"ghn": "delivering", "ghtk": "4", "viettelpost": "500"},
    "delivered": {"ghn": "delivered", "ghtk": "5", "viettelpost": "501"},
    "returning": {"ghn": "return", "ghtk": "9", "viettelpost": "502"},
    "returned": {"ghn": "returned", "ghtk": "21", "viettelpost": "504"},
}


def address(account):
    return f"/api/v1/carriers/{account.carrier}/{account.id}/{accounts.address_key(account)}"


def tell(browser, account, row, step, minutes, cod=None):
    said = notice(account.carrier, row, STATUS[step][account.carrier], later(minutes), cod)
    answer = browser.send("POST", address(account), json=said)
    assert answer.status_code == 200, answer.text
    db.session.expire_all()
    return answer.get_json()["new"]


def letters():
    return [job.payload for job in db.session.query(Job).filter_by(kind="mail").order_by(Job.id)]


@pytest.mark.parametrize("carrier", ALL)
def test_asked_for_the_worker_makes_it_in_the_units_the_carrier_takes(world, house, carrier):
    parcel, _account, row = made(house, carrier)
    (order,) = world.made(UNITS[carrier])
    assert (row.code, parcel.tracking_code, order["our_code"]) == (order["code"], order["code"], row.our_code)
    assert (parcel.state, row.cod) == ("packed", parcel.total)
    said = order["said"]
    if carrier == "ghn":
        assert (said["weight"], said["cod_amount"], said["to_phone"]) == (1_400, parcel.total, "0912345678")
        assert said["from_district_name"] == "Huyện Gia Lâm"
    elif carrier == "ghtk":
        assert (said["products"][0]["weight"], said["order"]["pick_money"]) == (0.7, parcel.total)
        assert said["order"]["district"] == "Huyện Gia Lâm"
    else:
        assert (said["PRODUCT_WEIGHT"], said["MONEY_COLLECTION"], said["ORDER_PAYMENT"]) == (1_400, parcel.total, 3)
        assert said["ORDER_SERVICE"] == "VCN", "the cheaper"


@pytest.mark.parametrize("carrier", ALL)
def test_paid_already_nothing_is_collected(world, house, carrier):
    parcel, _account, row = made(house, carrier, payment="vietqr")
    said = world.made(UNITS[carrier])[0]["said"]
    collected = said.get("cod_amount", said.get("MONEY_COLLECTION", said.get("order", {}).get("pick_money")))
    assert (row.cod, collected, parcel.pays_at_the_door) == (0, 0, False)


@pytest.mark.parametrize("carrier", ALL)
def test_notices_take_the_parcel_to_its_buyer_and_say_it_to_her(world, house, browser, carrier):
    parcel, account, row = made(house, carrier)
    assert tell(browser, account, row, "picked", 1)
    assert parcel.state == "handed_over"
    assert tell(browser, account, row, "delivering", 2)
    assert "Đang giao" in browser.get(f"/don-hang/{parcel.order.token}").text
    assert tell(browser, account, row, "delivered", 3, cod=parcel.total)
    assert (parcel.state, parcel.payment.state, parcel.payment.collected) == ("delivered", "paid", parcel.total)
    assert row.cod_awaited
    assert not row.error


@pytest.mark.parametrize("carrier", ALL)
def test_doubled_and_out_of_order_they_have_one_effect(world, house, browser, carrier):
    parcel, account, row = made(house, carrier)
    moment = notice(carrier, row, STATUS["delivered"][carrier], later(9), parcel.total)
    first, second = (browser.send("POST", address(account), json=moment).get_json()["new"] for _ in "12")
    assert (first, second) == (True, False)
    tell(browser, account, row, "picked", 1)
    tell(browser, account, row, "returning", 5)
    assert (parcel.state, row.step, row.error) == ("delivered", "delivered", "")
    assert db.session.query(CarrierNotice).count() == 3, "all are kept and shown"
    assert refused.of([parcel.id]) == {}


@pytest.mark.parametrize("carrier", ALL)
def test_what_comes_back_goes_the_way_of_what_was_not_taken(world, house, browser, carrier):
    parcel, account, row = made(house, carrier)
    tell(browser, account, row, "picked", 1)
    tell(browser, account, row, "returning", 2)
    assert parcel.state == "refused"
    refusal = refused.of([parcel.id])[parcel.id]
    assert (refusal.counts, refusal.back_at) == (False, None)
    tell(browser, account, row, "returned", 3)
    assert (row.step, parcel.state) == ("returned", "refused")
    browser.sign_in(make_member(house, "packer"))
    assert "Đã hoàn về người bán" in browser.get(f"/quan-ly/don/{parcel.id}").text


def test_delivered_after_it_came_back_moves_nothing_and_is_said(world, house, browser):
    parcel, account, row = made(house, "ghn")
    tell(browser, account, row, "returning", 1)
    tell(browser, account, row, "delivered", 2)
    assert parcel.state == "refused"
    assert "Hãng báo" in row.error


@pytest.mark.parametrize("carrier", ALL)
def test_refused_the_parcel_stays_and_goes_by_hand(world, house, browser, carrier):
    world.trouble = "full"
    parcel, _account, row = asked(house, carrier)
    jobs.work_off()
    db.session.expire_all()
    assert (row.state, row.error, parcel.state) == ("failed", "Kho đã đầy", "packed")
    assert "chưa nhận đơn" in letters()[-1]["subject"]
    browser.sign_in(make_member(house, "packer"))
    assert browser.post(f"/quan-ly/don/{parcel.id}/giao", carrier="Bưu điện", tracking_code="VN9").status_code == 303
    db.session.expire_all()
    assert (parcel.state, parcel.tracking_code) == ("handed_over", "VN9")


@pytest.mark.parametrize("carrier", ["ghn", "ghtk"])
@pytest.mark.parametrize("trouble", ["down", "lost"])
def test_unheard_of_it_is_asked_again_and_made_once(world, house, carrier, trouble):
    world.trouble = trouble
    _parcel, _account, row = asked(house, carrier)
    jobs.work_off()
    db.session.expire_all()
    assert row.state == "queued"
    world.trouble = ""
    with times.frozen(later(90)):
        jobs.work_off()
    db.session.expire_all()
    assert (row.state, len(world.made(carrier))) == ("made", 1)
    assert row.code == world.made(carrier)[0]["code"]


def test_where_it_cannot_be_looked_up_it_is_not_asked_twice(world, house):
    world.trouble = "lost"
    parcel, _account, row = asked(house, "viettelpost")
    jobs.work_off()
    world.trouble = ""
    with times.frozen(later(90)):
        jobs.work_off()
    db.session.expire_all()
    assert (row.state, row.error, parcel.state) == ("failed", shipments.UNHEARD, "packed")
    assert len(world.made("vtp")) == 1


def test_a_worker_that_died_in_between_asks_again_under_the_same_code(world, house):
    _parcel, _account, row = asked(house, "ghn")
    world.trouble = "lost"
    jobs.work_off()
    db.session.expire_all()
    assert row.tries == 1
    world.trouble = ""
    shipments.make(row.id)
    db.session.commit()
    db.session.refresh(row)
    assert row.state == "made"
    assert len(world.made("ghn")) == 1


def test_it_gives_up_and_tells_its_maker(world, house):
    world.trouble = "down"
    _parcel, _account, row = asked(house, "ghtk")
    for hours in range(1, 12):
        with times.frozen(later(hours * 600)):
            jobs.work_off()
    db.session.expire_all()
    assert (row.state, row.tries) == ("failed", shipments.MOST_TRIES)


def test_a_slow_carrier_is_not_waited_for(world, house, monkeypatch):
    monkeypatch.setattr(wire, "TIMEOUT", 0.3)
    world.trouble = "slow"
    _parcel, _account, row = asked(house, "ghtk")
    jobs.work_off()
    db.session.expire_all()
    assert row.state == "queued"


@pytest.mark.parametrize("carrier", ALL)
def test_no_transaction_is_open_while_a_carrier_is_asked(world, house, browser, carrier, monkeypatch):
    exchange, seen = wire._exchange, []
    monkeypatch.setattr(wire, "_exchange", lambda *said: seen.append(db.session().in_transaction()) or exchange(*said))
    parcel, account, row = made(house, carrier)
    shipments.quote(parcel, account)
    shipments.label(db.session.get_one(Shipment, row.id))
    shipments.cancel(db.session.get_one(Shipment, row.id))
    assert seen
    assert not any(seen)


@pytest.mark.parametrize("carrier", ALL)
def test_called_off_it_is_cancelled_there_until_it_is_picked_up(world, house, browser, carrier):
    parcel, account, row = made(house, carrier)
    browser.sign_in(make_member(house, "packer"))
    at = f"/quan-ly/don/{parcel.id}/hang/{row.id}/huy"
    world.orders[row.code]["picked"] = True
    assert browser.post(at).status_code == 409
    db.session.expire_all()
    assert row.state == "made"
    world.orders[row.code]["picked"] = False
    assert browser.post(at).status_code == 303
    db.session.expire_all()
    assert (row.state, parcel.tracking_code, world.orders[row.code]["cancelled"]) == ("cancelled", "", True)
    again = shipments.ask(parcel, account)
    assert again.our_code != row.our_code


def test_called_off_while_it_was_being_made_it_is_cancelled_there(world, house):
    parcel, _account, row = asked(house, "ghtk")
    shipments.cancel(row)
    db.session.commit()
    from shop.carriers.packages import Made

    world.orders["S1"] = {"carrier": "ghtk", "code": "S1", "our_code": row.our_code, "said": {}, "cancelled": False}
    shipments.note(row.id, Made("S1", 1))  # the answer came after the tap
    db.session.commit()
    jobs.work_off()
    db.session.expire_all()
    assert (row.state, world.orders["S1"]["cancelled"], parcel.tracking_code) == ("cancelled", True, "")


def test_one_parcel_is_with_one_carrier_at_a_time(world, house, browser):
    parcel, account, row = asked(house, "ghn")
    browser.sign_in(make_member(house, "packer"))
    assert browser.post(f"/quan-ly/don/{parcel.id}/hang", carrier="ghn", do="make").status_code == 409
    twin = Shipment(
        parcel_id=parcel.id, account_id=account.id, our_code="x", asked_at=times.now(), state="queued", tries=0
    )
    db.session.add(twin)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    assert db.session.query(Shipment).one().id == row.id


def test_only_what_is_packed_and_confirmed_is_handed_over(world, house):
    account = connected(house, "ghn")
    early = make_parcel(make_product(facility=house), state="confirmed")
    with pytest.raises(shipments.NotReady):
        shipments.ask(early, account)
    unasked = make_parcel(make_product(facility=house), state="packed")
    with pytest.raises(parcels.NotAsked):
        shipments.ask(unasked, account)
    db.session.rollback()
    assert db.session.query(Shipment).count() == 0


def test_a_place_that_the_carrier_does_not_know_is_refused_in_words(world, house):
    world.places = {"Hà Nội": {"Quận Ba Đình": ["Phường Trúc Bạch"]}}
    _parcel, _account, row = asked(house, "ghn")
    jobs.work_off()
    db.session.expire_all()
    assert (row.state, "GHN không có xã, huyện cũ" in row.error) == ("failed", True)


@pytest.mark.parametrize("carrier", ALL)
def test_the_maker_asks_for_a_price_and_gets_the_label(world, house, browser, carrier):
    parcel, _account = packed(house), connected(house, carrier)
    browser.sign_in(make_member(house, "packer"))
    fee = {"ghn": "27.000", "ghtk": "23.400", "viettelpost": "33.000"}[carrier]
    page = browser.post(f"/quan-ly/don/{parcel.id}/hang", carrier=carrier, do="quote", follow=True).text
    assert f"báo cước {fee}" in page.replace("\xa0", " ")
    world.trouble = "down"
    page = browser.post(f"/quan-ly/don/{parcel.id}/hang", carrier=carrier, do="quote", follow=True).text
    assert "chưa trả lời" in page
    world.trouble = ""
    assert browser.post(f"/quan-ly/don/{parcel.id}/hang", carrier=carrier, do="make").status_code == 303
    jobs.work_off()
    row = db.session.query(Shipment).one()
    answer = browser.post(f"/quan-ly/don/{parcel.id}/hang/{row.id}/tem")
    if carrier == "ghtk":
        assert (answer.mimetype, answer.data[:4]) == ("application/pdf", b"%PDF")
    else:
        assert answer.status_code == 303
        assert answer.location.startswith(world.base)


def test_another_makers_parcel_and_account_are_not_there(world, house, app):
    parcel, account, row = made(house, "ghn")
    other = make_facility()
    stranger = Browser(app).sign_in(make_member(other, "owner"))
    assert stranger.post(f"/quan-ly/don/{parcel.id}/hang", carrier="ghn", do="make").status_code == 404
    assert stranger.post(f"/quan-ly/don/{parcel.id}/hang/{row.id}/huy").status_code == 404
    assert stranger.post("/quan-ly/hang-van-chuyen/ghn/go").status_code == 404
    packer = Browser(app).sign_in(make_member(house, "packer"))
    assert packer.get("/quan-ly/hang-van-chuyen").status_code == 403
    db.session.expire_all()
    assert (row.state, account.keys != "") == ("made", True)


def test_notices_come_only_to_the_address_that_the_carrier_was_told(world, house, browser):
    _parcel, account, row = made(house, "ghtk")
    said = notice("ghtk", row, "5", later(1))
    right = address(account)
    for wrong in (
        right[:-1] + ("a" if right[-1] != "a" else "b"),
        right.replace("ghtk", "ghn"),
        right.replace("ghtk", "x"),
    ):
        assert browser.send("POST", wrong, json=said).status_code == 404
    for bad in (b"", b"[]", b"{}", b'{"label_id": 1}', b"\xff", b"[" * 90_000):
        assert browser.send("POST", right, data=bad, headers={"Content-Type": "application/json"}).status_code in (
            413,
            422,
        )
    assert browser.send("POST", right, json=said | {"label_id": "S9", "partner_id": "S9"}).get_json()["new"] is False
    assert db.session.query(CarrierNotice).count() == 0
    assert browser.send("POST", right, data={k: str(v) for k, v in said.items()}).get_json()["new"] is True


def test_a_word_that_nobody_knows_is_kept_and_moves_nothing(world, house, browser):
    parcel, account, row = made(house, "ghn")
    browser.send("POST", address(account), json=notice("ghn", row, "teleporting", later(1)))
    db.session.expire_all()
    assert (row.step, parcel.state) == ("other", "packed")
    assert "teleporting" in browser.get(f"/don-hang/{parcel.order.token}").text


def test_keys_are_kept_encrypted_and_taken_off(world, house, browser):
    browser.sign_in(make_member(house, "owner"))
    assert browser.post("/quan-ly/hang-van-chuyen/ghn", token="khóa", shop_id="").status_code == 422
    assert db.session.query(CarrierAccount).count() == 0
    assert browser.post("/quan-ly/hang-van-chuyen/ghn", **KEYS["ghn"]).status_code == 303
    account = db.session.query(CarrierAccount).one()
    assert TOKEN not in account.keys
    assert accounts.keys_of(account) == KEYS["ghn"]
    page = browser.get("/quan-ly/hang-van-chuyen").text
    assert TOKEN not in page
    assert address(account) in page
    assert browser.post("/quan-ly/hang-van-chuyen/ghn/go").status_code == 303
    db.session.expire_all()
    assert accounts.of(house.id) == []
    with pytest.raises(accounts.NoKeys):
        accounts.keys_of(account)
    assert browser.post("/quan-ly/hang-van-chuyen/dhl", token="x").status_code == 404


def statement(*rows):
    lines = ["Mã vận đơn,Tiền thu hộ,Ngày đối soát", *rows, "Tổng,,"]
    return io.BytesIO("\n".join(lines).encode()), "doi-soat.csv"


def test_cash_is_awaited_until_the_statement_pays_it_and_a_difference_stays(world, house, browser):
    one, account, first = made(house, "ghtk")
    other = packed(house)
    second = shipments.ask(other, account)
    db.session.commit()
    jobs.work_off()
    db.session.expire_all()
    for parcel, row in ((one, first), (other, second)):
        tell(browser, account, row, "picked", 1)
        tell(browser, account, row, "delivered", 2, cod=parcel.total)
    browser.sign_in(make_member(house, "owner"))
    assert first.code in browser.get("/quan-ly/hang-van-chuyen").text
    file = statement(
        f"{first.code},{first.cod},01/12/2026", f"{second.code},{second.cod - 1000},01/12/2026", "S9,5000,01/12/2026"
    )
    page = browser.post("/quan-ly/hang-van-chuyen/ghtk/doi-soat", statement=file).text
    db.session.expire_all()
    assert (first.cod_paid, second.cod_paid) == (first.cod, second.cod - 1000)
    assert "S9" in page
    assert "Hãng trả" in page
    again = browser.post("/quan-ly/hang-van-chuyen/ghtk/doi-soat", statement=statement(f"{first.code},1,02/12/2026"))
    assert "đã ghi từ trước" in again.text
    db.session.expire_all()
    assert first.cod_paid == first.cod


def test_a_notice_of_settlement_pays_as_a_statement_does(world, house, browser):
    parcel, account, row = made(house, "ghtk")
    tell(browser, account, row, "picked", 1)
    browser.send("POST", address(account), json=notice("ghtk", row, "6", later(5), parcel.total))
    db.session.expire_all()
    assert (parcel.state, row.cod_paid) == ("delivered", parcel.total)


@pytest.mark.parametrize("bad", ["", "a,b\n1,2", "Mã vận đơn,Tiền thu hộ\n"])
def test_a_file_that_is_no_statement_is_said_and_writes_nothing(world, house, browser, bad):
    _parcel, _account, row = made(house, "ghn")
    browser.sign_in(make_member(house, "owner"))
    file = (io.BytesIO(bad.encode()), "x.csv")
    assert browser.post("/quan-ly/hang-van-chuyen/ghn/doi-soat", statement=file).status_code == 422
    assert browser.post("/quan-ly/hang-van-chuyen/ghn/doi-soat").status_code == 422
    db.session.expire_all()
    assert row.cod_paid is None


@pytest.mark.parametrize("broken", ["cod_paid = 5", "state = 'lost'", "step = 'picked'", "code = NULL", "cod = -1"])
def test_the_database_keeps_a_shipment_whole(world, house, broken):
    made(house, "ghn")
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE shipment SET {broken}"))
    db.session.rollback()


def test_a_notice_makes_what_was_taken_and_never_answered(world, house, browser):
    world.trouble = "lost"
    parcel, account, row = asked(house, "ghn")
    jobs.work_off()
    (order,) = world.made("ghn")
    said = {"OrderCode": order["code"], "ClientOrderCode": row.our_code, "Status": "picked"}
    said["Time"] = json.loads(json.dumps(later(1).strftime("%Y-%m-%dT%H:%M:%S.000Z")))
    assert browser.send("POST", address(account), json=said).get_json()["new"]
    db.session.expire_all()
    assert (row.state, row.code, parcel.state) == ("made", order["code"], "handed_over")

"""Nothing paid on delivery leaves before the buyer was heard from."""

from itertools import product as product_of

import pytest
from sqlalchemy.exc import IntegrityError

from core.audit import history_of
from core.db import db
from core.jobs import Job
from shop import called, confirmations, parcels
from shop.called import HOWS, OUTCOMES, ParcelCall
from shop.models import PARCEL_STATES, Parcel
from tests.factories import make_member, make_parcel, make_product


def calls_of(parcel):
    return called.of([parcel.id])[parcel.id]


def leave(parcel):
    parcels.hand_over(parcel, "Bưu điện", "VN1")


def at(browser, parcel, name, **fields):
    return browser.post(f"/quan-ly/don/{parcel.id}/{name}", **fields)


@pytest.mark.parametrize("outcome", [*OUTCOMES, None])
def test_what_is_paid_on_delivery_leaves_only_after_a_yes_or_a_reason(app, outcome):
    product = make_product(on_hand=5)
    parcel = make_parcel(product, quantity=2, state="packed")
    if outcome:
        confirmations.note(parcel, "unasked" if outcome == "unasked" else "call", outcome, "Khách quen")
    if outcome in called.AGREED:
        leave(parcel)
        assert parcel.state == "handed_over"
        return
    with pytest.raises(parcels.NotAsked):
        leave(parcel)
    assert parcel.state == ("cancelled" if outcome == "called_off" else "packed")
    assert product.on_hand == 5


def test_the_last_word_counts(app):
    parcel = make_parcel(state="packed")
    confirmations.note(parcel, "call", "confirmed")
    confirmations.note(parcel, "zalo", "changes", "Đổi ngày nhận")
    with pytest.raises(parcels.NotAsked):
        leave(parcel)
    confirmations.tap(parcel)
    leave(parcel)
    assert [call.how for call in calls_of(parcel)] == ["call", "zalo", "page"]


def test_a_transfer_leaves_unasked(app):
    parcel = make_parcel(state="packed", payment="vietqr")
    leave(parcel)
    assert parcel.state == "handed_over"


@pytest.mark.parametrize("state", PARCEL_STATES)
@pytest.mark.parametrize("act", [confirmations.tap, lambda parcel: confirmations.note(parcel, "call", "confirmed")])
def test_is_noted_only_while_the_goods_are_with_the_maker(app, state, act):
    parcel = make_parcel()
    db.session.execute(db.update(Parcel).values(state=state))
    if state in parcels.PACKABLE:
        act(parcel)
        assert len(calls_of(parcel)) == 1
    else:
        with pytest.raises(confirmations.TooLate):
            act(parcel)
        assert calls_of(parcel) == []


@pytest.mark.parametrize("state", ["placed", "confirmed", "packed"])
def test_called_off_gives_the_goods_back_and_tells_the_buyer(browser, state):
    product = make_product(on_hand=5)
    parcel = make_parcel(product, quantity=2, state=state, email="ngan@example.vn")
    browser.sign_in(make_member(parcel.facility, "packer"))
    assert at(browser, parcel, "hoi-lai", how="call", outcome="called_off", words="Mua nhầm").status_code == 303
    db.session.expire_all()
    assert (parcel.state, parcel.payment.state, parcel.reason) == ("cancelled", "void", "Mua nhầm")
    assert (product.on_hand, product.held) == (5, 0)
    told = [job.payload["text"] for job in db.session.query(Job).filter_by(kind="mail")]
    assert sum("không lấy phần này nữa" in text for text in told) == 1


def test_who_noted_what_and_how_is_kept_and_shown(browser):
    parcel = make_parcel()
    member = make_member(parcel.facility, "packer")
    browser.sign_in(member)
    at(browser, parcel, "hoi-lai", how="zalo", outcome="unreachable", words="Máy bận")
    call = calls_of(parcel)[0]
    assert (call.how, call.outcome, call.note, call.actor_id) == ("zalo", "unreachable", "Máy bận", member.id)
    assert "parcel.asked" in {entry.action for entry in history_of(parcel)}
    page = browser.get(f"/quan-ly/don/{parcel.id}").text
    assert "Không liên lạc được" in page
    assert "Máy bận" in page


def test_sending_unasked_for_cash_is_answered_in_words_and_changes_nothing(browser):
    parcel = make_parcel(state="packed")
    browser.sign_in(make_member(parcel.facility, "packer"))
    assert "Đã giao cho nơi gửi" not in browser.get(f"/quan-ly/don/{parcel.id}").text
    answer = at(browser, parcel, "giao", carrier="Bưu điện")
    assert answer.status_code == 409
    assert "hãy hỏi lại người mua" in answer.text
    db.session.expire_all()
    assert (parcel.state, parcel.carrier) == ("packed", "")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Chọn kết quả"),
        ({"how": "page", "outcome": "confirmed"}, "không hợp nhau"),
        ({"how": "call", "outcome": "unasked", "words": "x"}, "không hợp nhau"),
        ({"how": "unasked", "outcome": "confirmed"}, "không hợp nhau"),
        ({"how": "unasked", "outcome": "unasked"}, "Ghi vài chữ"),
        ({"how": "call", "outcome": "changes", "words": " "}, "Ghi vài chữ"),
    ],
)
def test_a_bad_note_is_refused_at_its_field_and_kept_nowhere(browser, fields, said):
    parcel = make_parcel()
    browser.sign_in(make_member(parcel.facility, "packer"))
    answer = at(browser, parcel, "hoi-lai", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert calls_of(parcel) == []


def test_the_buyer_taps_once_however_often_she_taps(browser):
    parcel = make_parcel()
    address = f"/don-hang/{parcel.order.token}"
    assert "Tôi vẫn nhận" in browser.get(address).text
    for _ in range(2):
        assert browser.post(f"{address}/goi/{parcel.code}/van-nhan").status_code == 303
    assert [(call.how, call.outcome) for call in calls_of(parcel)] == [("page", "confirmed")]
    page = browser.get(address).text
    assert "Tôi vẫn nhận" not in page
    assert "Bạn đã xác nhận" in page


@pytest.mark.parametrize("options", [{"payment": "vietqr"}, {"state": "handed_over"}])
def test_there_is_nothing_to_tap_for_transfers_and_what_has_left(browser, options):
    parcel = make_parcel(**options)
    before = len(calls_of(parcel))
    assert "Tôi vẫn nhận" not in browser.get(f"/don-hang/{parcel.order.token}").text
    assert browser.post(f"/don-hang/{parcel.order.token}/goi/{parcel.code}/van-nhan").status_code == 409
    assert len(calls_of(parcel)) == before


def test_the_database_refuses_what_no_one_may_note(app):
    parcel = make_parcel()
    parcel_id, now = parcel.id, parcel.moves[0].at
    for how, outcome, note in product_of(HOWS, OUTCOMES, ("", "vì sao")):
        agrees = (how == "unasked") == (outcome == "unasked") and (how != "page" or outcome == "confirmed")
        fine = agrees and (outcome not in ("unasked", "changes") or bool(note))
        db.session.add(ParcelCall(parcel_id=parcel_id, how=how, outcome=outcome, note=note, at=now))
        if fine:
            db.session.flush()
        else:
            with pytest.raises(IntegrityError):
                db.session.flush()
        db.session.rollback()

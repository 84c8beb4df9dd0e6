"""Returns, exchanges and claims: who may move what, what comes back, and never more than was paid."""

from datetime import timedelta
from itertools import product as product_of

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from core import times
from core.audit import history_of
from core.db import db
from core.jobs import Job
from shop import claimed, claims, rules
from shop.claimed import STATES, ParcelClaim
from shop.models import Payment
from tests.factories import make_claim, make_member, make_parcel, make_product, make_staff

DESK = "/can-bo/don-hang/doi-tra"


@pytest.fixture
def parcel(app):
    return make_parcel(make_product(on_hand=9), quantity=3, state="delivered", email="ngan@example.vn")


def page(parcel):
    return f"/don-hang/{parcel.order.token}"


def ask(browser, parcel, **fields):
    said = {"kind": "broken", "text": "Nắp nứt", f"so-{parcel.lines[0].id}": 1} | fields
    return browser.post(f"{page(parcel)}/goi/{parcel.code}/doi-tra", **said)


def buyer(browser, parcel, claim, do):
    return browser.post(f"{page(parcel)}/goi/{parcel.code}/doi-tra/{claim.id}", do=do)


def maker(browser, parcel, claim, last="", **fields):
    return browser.post(f"/quan-ly/don/{parcel.id}/doi-tra/{claim.id}{last}", **fields)


def test_from_asking_to_money_in_hand(browser, parcel):
    assert ask(browser, parcel).status_code == 303
    claim = claimed.of([parcel.id])[parcel.id][0]
    browser.sign_in(make_member(parcel.facility, "packer"))
    assert "Nắp nứt" in browser.get(f"/quan-ly/don/{parcel.id}").text
    assert maker(browser, parcel, claim, do="refund", amount="200.000", words="Xin lỗi").status_code == 303
    assert maker(browser, parcel, claim, "/gui", words="Chuyển khoản hôm nay").status_code == 303
    assert "Chuyển khoản hôm nay" in browser.get(page(parcel)).text
    assert buyer(browser, parcel, claim, "received").status_code == 303
    db.session.expire_all()
    assert (claim.state, claim.amount, parcel.payment.refunded) == ("received", 200_000, 200_000)
    done = [entry.action for entry in reversed(history_of(claim))]
    assert done == ["claim.asked", "claim.agreed", "claim.sent", "claim.received"]
    told = [job.payload for job in db.session.query(Job).filter_by(kind="mail")]
    assert sum("về yêu cầu đổi trả" in one["subject"] for one in told) == 2


@pytest.mark.parametrize("by", [claims.MAKER, claims.BUYER, claims.STAFF])
def test_only_the_moves_of_the_table_are_allowed(parcel, by):
    claim = make_claim(parcel)
    fit = {"answer": "x", "remedy": "exchange"}
    for state, to in product_of(STATES, STATES):
        db.session.execute(update(ParcelClaim).values(state=state, **fit))
        db.session.refresh(claim)
        if claims.MOVES.get((state, to)) == by:
            claims._move(claim, to, by)
            assert claim.state == to
        else:
            with pytest.raises(claims.IllegalMove):
                claims._move(claim, to, by)


def test_two_answers_at_once_are_one(parcel):
    claim = make_claim(parcel)
    other = update(ParcelClaim).values(state="refused", answer="Không")
    db.session.execute(other.execution_options(synchronize_session=False))  # it still reads asked here
    with pytest.raises(claims.IllegalMove):
        claims.agree(claim, "refund", 1_000, "")
    db.session.rollback()
    assert parcel.payment.refunded == 0


def test_never_more_is_given_back_than_was_paid(browser, parcel):
    total = parcel.total
    first = make_claim(parcel)
    claims.agree(first, "refund", total - 1_000, "")
    claims.send(first, "Tiền mặt")
    claims.receive(first)
    db.session.commit()
    second = make_claim(parcel)
    browser.sign_in(make_member(parcel.facility, "packer"))
    answer = maker(browser, parcel, second, do="refund", amount="1.001")
    assert (answer.status_code, "chỉ còn trả lại được 1.000" in answer.text.replace("\u00a0", " ")) == (409, True)
    db.session.expire_all()
    assert (second.state, parcel.payment.refunded) == ("asked", total - 1_000)
    assert maker(browser, parcel, second, do="refund", amount="1.000").status_code == 303


def test_the_database_refuses_to_give_back_more_than_was_paid(parcel):
    with pytest.raises(IntegrityError):
        db.session.execute(update(Payment).values(refunded=Payment.amount + 1))


def test_nothing_is_given_back_of_what_was_never_paid(app):
    parcel = make_parcel(state="delivered", payment="vietqr")
    claim = make_claim(parcel)
    with pytest.raises(claims.AboveWhatWasPaid):
        claims.agree(claim, "refund", 1_000, "")


@pytest.mark.parametrize("whole", ["yes", "no"])
def test_goods_that_come_back_whole_are_sold_again_once(browser, parcel, whole):
    claim, product = make_claim(parcel, "return", quantity=2), parcel.lines[0].product
    browser.sign_in(make_member(parcel.facility, "packer"))
    assert maker(browser, parcel, claim, "/hang-ve", whole=whole).status_code == 409, "nothing was agreed to"
    maker(browser, parcel, claim, do="exchange")
    assert [maker(browser, parcel, claim, "/hang-ve", whole=whole).status_code for _ in "12"] == [303, 409]
    db.session.expire_all()
    assert product.on_hand == (8 if whole == "yes" else 6)


def test_refused_it_goes_to_staff_who_see_both_sides_and_decide_once(browser, parcel):
    claim = make_claim(parcel)
    browser.sign_in(make_member(parcel.facility, "packer"))
    assert maker(browser, parcel, claim, do="refuse").status_code == 422
    assert maker(browser, parcel, claim, do="refuse", words="Lúc gói còn nguyên").status_code == 303
    assert buyer(browser, parcel, claim, "dispute").status_code == 303
    browser.sign_in(make_staff("moderate"))
    desk = browser.get(DESK).text
    assert "Lúc gói còn nguyên" in desk
    assert "Nắp nứt một đường" in desk
    assert browser.post(f"{DESK}/{claim.id}", do="refund", amount="50.000").status_code == 422
    said = {"do": "refund", "amount": "50.000", "words": "Ảnh cho thấy nứt từ trước"}
    assert [browser.post(f"{DESK}/{claim.id}", **said).status_code for _ in "12"] == [303, 409]
    db.session.expire_all()
    assert (claim.state, claim.amount, parcel.payment.refunded) == ("agreed", 50_000, 50_000)
    assert "Ảnh cho thấy nứt từ trước" in browser.get(page(parcel)).text
    assert not claim.can_be_disputed


def test_staff_may_dismiss_and_that_ends_it(parcel):
    claim = make_claim(parcel, state="disputed")
    claims.decide(claim, "", None, "Không có vết nứt trong ảnh")
    assert (claim.state, claim.is_open, claim.can_be_disputed) == ("dismissed", False, False)


def test_a_maker_who_lets_it_lie_is_late_by_the_clock(browser, parcel):
    claim = make_claim(parcel)
    assert buyer(browser, parcel, claim, "dispute").status_code == 409
    assert claimed.to_decide() == []
    with times.frozen(claim.act_by + timedelta(minutes=1)):
        assert [one.id for one in claimed.to_decide()] == [claim.id]
        assert buyer(browser, parcel, claim, "dispute").status_code == 303
    db.session.expire_all()
    assert claim.state == "disputed"


def test_money_agreed_to_but_never_sent_is_free_again_once_staff_look(parcel):
    claim = make_claim(parcel)
    claims.agree(claim, "refund", 10_000, "")
    with times.frozen(claim.act_by + timedelta(minutes=1)):
        claims.dispute(claim)
    assert (claim.amount, parcel.payment.refunded) == (None, 0)
    claims.decide(claim, "refund", 12_000, "Trả cả phí gửi")
    assert parcel.payment.refunded == 12_000


def test_within_the_days_of_the_rule_and_one_at_a_time(browser, parcel):
    assert "Đổi, trả, báo hỏng" in browser.get(page(parcel)).text
    with times.frozen(times.now() + timedelta(days=rules.value("claim_days"), minutes=1)):
        assert ask(browser, parcel).status_code == 409
    make_claim(parcel)
    assert ask(browser, parcel).status_code == 409
    assert len(claimed.of([parcel.id])[parcel.id]) == 1


def test_what_is_not_delivered_is_not_claimed(browser):
    parcel = make_parcel(state="handed_over")
    assert ask(browser, parcel).status_code == 409


@pytest.mark.parametrize("fields", [{"kind": "x"}, {"text": " "}, {"so": 0}, {"so": 4}, {"so": "hai"}])
def test_a_bad_claim_is_refused_at_its_field_and_kept_nowhere(browser, parcel, fields):
    named = {f"so-{parcel.lines[0].id}" if name == "so" else name: value for name, value in fields.items()}
    assert ask(browser, parcel, **named).status_code == 422
    assert claimed.of([parcel.id]) == {parcel.id: []}


def test_another_maker_and_another_order_write_nothing(browser, parcel):
    claim, other = make_claim(parcel), make_parcel(state="delivered")
    browser.sign_in(make_member(other.facility, "owner"))
    assert maker(browser, parcel, claim, do="exchange").status_code == 404
    assert maker(browser, other, claim, do="exchange").status_code == 404
    assert buyer(browser, other, claim, "received").status_code == 404
    db.session.expire_all()
    assert claim.state == "asked"

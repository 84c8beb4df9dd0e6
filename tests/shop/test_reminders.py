"""The letter about a cart: only where it was asked for, once, not while one still chooses; its address goes with it."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import jobs, times
from core.db import db
from core.jobs import Job
from shop import cart as carts
from shop import reminders
from shop.models import Cart, CartLine, CartReminder
from tests.conftest import Browser
from tests.factories import make_cart, make_product, make_user

LATER = timedelta(hours=25)


def letters():
    return [one.payload for one in db.session.query(Job).filter_by(kind="mail")]


def work(after=LATER):
    db.session.rollback()
    with times.frozen(times.now() + after):
        jobs.work_off()
    db.session.expire_all()


def asked(browser, *products, address="van@example.vn"):
    for product in products or (make_product(name="Ấm men lam"),):
        browser.post("/gio-hang/mon", sku=product.sku, quantity=2)
    answer = browser.post("/gio-hang/nhac", email=address)
    assert answer.status_code == 303, answer.text
    return db.session.query(CartReminder).one()


def test_nobody_is_written_to_who_did_not_ask(browser):
    browser.post("/gio-hang/mon", sku=make_product().sku, quantity=1)
    work(timedelta(days=9))
    assert letters() == []


def test_one_letter_a_day_later_and_the_address_is_gone(browser):
    row = asked(browser)
    work(timedelta(hours=23))
    assert letters() == []
    work()
    work(timedelta(days=9))
    (letter,) = letters()
    assert letter["to"] == "van@example.vn"
    assert "Ấm men lam × 2: 200.000" in letter["text"]
    assert f"/gio-hang/nhac/{row.token}" in letter["text"]
    assert (row.address, row.sent_at is not None) == ("", True)


def test_the_clock_starts_anew_with_whatever_is_changed(browser):
    row = asked(browser)
    with times.frozen(times.now() + timedelta(hours=20)):
        browser.post("/gio-hang/mon", sku=make_product().sku, quantity=1)
    work()
    assert letters() == []
    work(timedelta(hours=45))
    assert len(letters()) == 1
    assert row.sent_at


def test_what_was_ordered_or_taken_out_is_not_written_about(browser):
    asked(browser)
    db.session.query(CartLine).delete()
    db.session.commit()
    work()
    assert (letters(), db.session.query(CartReminder).count()) == ([], 0)


def test_who_thinks_better_of_it_is_forgotten(browser):
    asked(browser)
    assert "Thôi nhắc" in browser.get("/gio-hang").text
    browser.post("/gio-hang/nhac/thoi")
    work()
    assert (letters(), db.session.query(CartReminder).count()) == ([], 0)


@pytest.mark.parametrize("address", ["", "van", "van@"])
def test_a_wrong_address_is_told_at_its_field_and_nothing_is_lost(browser, address):
    browser.post("/gio-hang/mon", sku=make_product(name="Ấm men lam").sku, quantity=2)
    answer = browser.post("/gio-hang/nhac", email=address)
    assert answer.status_code == 422
    assert "Ấm men lam" in answer.text
    assert "field__error" in answer.text
    assert db.session.query(CartReminder).count() == 0


def test_without_a_cart_there_is_nothing_to_remind_of(browser):
    assert browser.post("/gio-hang/nhac", email="van@example.vn").status_code == 404
    assert browser.post("/gio-hang/nhac/thoi").status_code == 404


def test_the_letter_opens_the_cart_on_another_device_and_takes_the_larger_number(app, browser):
    first, second = make_product(name="Ấm men lam"), make_product(name="Chén hoa nâu")
    row, other = asked(browser, first, second), Browser(app)
    work()
    page = other.get(f"/gio-hang/nhac/{row.token}")
    assert ("Ấm men lam" in page.text, page.headers["Cache-Control"]) == (True, "no-store")
    other.post("/gio-hang/mon", sku=second.sku, quantity=3)
    for _ in range(2):
        assert other.post(f"/gio-hang/nhac/{row.token}").status_code == 303
    cart = db.session.query(Cart).filter(Cart.id != row.cart_id).one()
    assert sorted((line.variant.sku, line.quantity) for line in cart.lines) == sorted([(first.sku, 2), (second.sku, 3)])
    assert len(db.session.get_one(Cart, row.cart_id).lines) == 2  # the one it was asked for keeps its own


def test_the_letters_link_forgets_all_of_it(browser):
    row = asked(browser)
    path = f"/gio-hang/nhac/{row.token}"
    browser.post(f"{path}/thoi")
    assert browser.get(path).status_code == 404
    assert browser.post(path).status_code == 404


def test_it_goes_over_into_the_cart_that_a_buyer_has_at_home(app, browser):
    user = make_user()
    mine = make_cart(make_product())
    mine.user_id = user.id
    db.session.commit()
    asked(browser)
    theirs = db.session.query(Cart).filter(Cart.id != mine.id).one()
    carts.join(theirs.token, user.id)
    db.session.commit()
    assert db.session.query(CartReminder).one().cart_id == mine.id
    work()
    assert len(letters()) == 1


def test_it_is_asked_anew_and_old_ones_go(browser):
    row = asked(browser)
    work()
    asked(browser, address="ngan@example.vn")
    db.session.expire_all()
    assert (row.address, row.sent_at) == ("ngan@example.vn", None)
    work(timedelta(hours=50))
    with times.frozen(times.now() + timedelta(days=40)):
        reminders.forget_old()
        db.session.commit()
    assert db.session.query(CartReminder).count() == 0


def test_the_database_keeps_no_address_of_what_was_sent(browser):
    row = asked(browser)
    row.sent_at = times.now()
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_the_letter_is_in_the_language_it_was_asked_in(browser):
    product = make_product(name="Ấm men lam", name_en="Blue glazed pot")
    browser.post("/gio-hang/mon", sku=product.sku, quantity=2)
    browser.post("/en/gio-hang/nhac", email="jane@example.com")
    work()
    (letter,) = letters()
    assert "Blue glazed pot × 2" in letter["text"]
    assert "/en/gio-hang/nhac/" in letter["text"]
    assert "the only letter" in letter["text"]

"""Waiting for what is sold out: confirmed by letter, told in order, no more than there are pieces, once, forgotten."""

import re
from datetime import timedelta

import pytest

from catalog import stock, waiting
from catalog.models import Waiting
from core import jobs, times
from core.db import db
from core.jobs import Job
from tests.conftest import Browser
from tests.factories import make_facility, make_member, make_product, make_staff, make_user, make_variant


@pytest.fixture
def gone(app):
    """A thing that is sold out."""
    return make_product(name="Ấm gốm", name_en="Clay teapot", on_hand=0)


def ask(browser, product, email="van@example.vn", prefix="", **fields):
    form = {"sp": product.slug, "sku": product.sku, "email": email} | fields
    return browser.send("POST", f"{prefix}/bao-khi-co", data=form, follow_redirects=True)


def letters(word=""):
    """(to, subject, text) of every letter, sent or still to be sent."""
    db.session.rollback()
    mails = [job.payload for job in db.session.query(Job).filter_by(kind="mail").order_by(Job.id)]
    return [(one["to"], one["subject"], one["text"]) for one in mails if word in one["subject"]]


def told():
    return [to for to, *_ in letters("Có hàng lại")]


def line_up(variant, *emails):
    """They wait in this order, a minute apart."""
    for n, email in enumerate(emails):
        with times.frozen(times.now() - timedelta(minutes=len(emails) - n)):
            waiting.ask(variant, email, "vi", user_id=make_user(email=email).id)
    db.session.commit()


def put_back(product, on_hand):
    stock.set_on_hand(product.sku, on_hand)
    db.session.commit()
    jobs.work_off()


def test_the_page_of_a_sold_out_thing_offers_it_and_of_another_does_not(browser, gone):
    assert f"/bao-khi-co?sp={gone.slug}" in browser.get(f"/san-pham/{gone.slug}").text
    assert "/bao-khi-co" not in browser.get(f"/san-pham/{make_product().slug}").text


def test_one_variant_that_is_gone_can_be_waited_for(browser):
    product = make_product()
    other = make_variant(product, name="Hộp lớn", on_hand=0)
    assert "Loại bạn cần đã hết?" in browser.get(f"/san-pham/{product.slug}").text
    assert "Hộp lớn" in browser.get(f"/bao-khi-co?sp={product.slug}").text
    ask(browser, product, sku=other.sku)
    assert db.session.query(Waiting.variant_id).all() == [(other.id,)]


def test_a_guest_stands_in_line_only_after_confirming_from_her_own_mail(browser, gone):
    assert "Mở thư và bấm xác nhận" in ask(browser, gone).text
    [(to, subject, text)] = letters()
    assert (to, subject) == ("van@example.vn", "Xác nhận: báo khi có hàng")
    path = re.search(r"http://localhost(/bao-khi-co/\S+)", text)[1]
    put_back(gone, 5)
    assert told() == []
    stock.set_on_hand(gone.sku, 0)
    db.session.commit()
    assert "Xác nhận rằng van@example.vn" in browser.get(path).text
    assert db.session.query(Waiting.confirmed_at).one() == (None,)  # looking confirms nothing
    assert "Đã xác nhận" in browser.post(path, follow=True).text
    put_back(gone, 5)
    assert told() == ["van@example.vn"]


def test_a_person_with_an_address_stands_in_line_at_once(browser, gone):
    user = make_user(email="ngan@example.vn")
    browser.sign_in(user)
    assert 'name="email"' not in browser.get(f"/bao-khi-co?sp={gone.slug}").text
    page = ask(browser, gone, email="khac@example.vn").text
    assert "Có hàng là chợ viết cho bạn ở ngan@example.vn" in page
    assert letters() == []
    put_back(gone, 1)
    assert told() == ["ngan@example.vn"]


def test_a_person_who_signs_in_by_phone_confirms_like_a_guest(browser, gone):
    browser.sign_in(make_user(email=None, phone="+84912000111"))
    ask(browser, gone)
    assert [subject for _, subject, _ in letters()] == ["Xác nhận: báo khi có hàng"]


def test_asked_twice_stands_once_and_the_answer_tells_nobody_that_she_waits(browser, gone):
    first = ask(browser, gone).text
    one = db.session.query(Waiting).one()
    waiting.confirm(one)
    db.session.commit()
    at = one.confirmed_at
    assert ask(Browser(browser.app), gone, "VAN@example.vn ").text == first
    assert db.session.query(Waiting.confirmed_at).all() == [(at,)]
    assert len(letters()) == 1


@pytest.mark.parametrize("email", ["", "van", "van@", "a b@example.vn"])
def test_refuses_a_bad_address_and_keeps_what_was_typed(browser, gone, email):
    answer = ask(browser, gone, email)
    assert answer.status_code == 422
    assert "ten@noi.vn" in answer.text
    assert f'value="{email}"' in answer.text
    assert db.session.query(Waiting).count() == 0


def test_what_is_there_needs_no_waiting(browser):
    product = make_product()
    assert "đang có hàng, không phải chờ" in ask(browser, product).text
    assert db.session.query(Waiting).count() == 0


@pytest.mark.parametrize("columns", [{"mode": "showcase"}, {"price": None}])
def test_what_is_not_for_sale_has_no_line(browser, columns):
    product = make_product(**{"on_hand": 0} | columns)
    assert "không bán ở chợ" in browser.get(f"/bao-khi-co?sp={product.slug}").text
    ask(browser, product)
    assert db.session.query(Waiting).count() == 0


def test_an_address_is_not_flooded_with_letters(browser, gone):
    answers = [ask(browser, gone, sku=sku).status_code for sku in [gone.sku] * 4]
    assert answers == [200, 200, 200, 429]
    assert len(letters()) == 3


def test_asking_is_limited_from_one_place(browser, gone):
    statuses = [ask(browser, gone, f"nguoi{n}@example.vn").status_code for n in range(21)]
    assert (statuses[19], statuses[20]) == (200, 429)
    assert len(letters()) == 20


def test_tells_as_many_as_there_are_pieces_those_first_who_waited_longest(gone):
    line_up(gone.main, "a@x.vn", "b@x.vn", "c@x.vn", "d@x.vn")
    put_back(gone, 2)
    assert told() == ["a@x.vn", "b@x.vn"]


def test_a_piece_more_tells_one_more(gone):
    line_up(gone.main, "a@x.vn", "b@x.vn", "c@x.vn")
    put_back(gone, 1)
    put_back(gone, 2)
    assert told() == ["a@x.vn", "b@x.vn"]


def test_the_next_are_told_after_a_turn(gone):
    line_up(gone.main, "a@x.vn", "b@x.vn", "c@x.vn")
    put_back(gone, 1)
    with times.frozen(times.now() + waiting.TURN - timedelta(minutes=1)):
        jobs.work_off()
        assert told() == ["a@x.vn"]
    with times.frozen(times.now() + waiting.TURN + timedelta(minutes=1)):
        jobs.work_off()
    assert told() == ["a@x.vn", "b@x.vn"]


def test_what_an_order_gives_back_is_told(gone):
    gone.main.on_hand, gone.main.held = 3, 3
    db.session.commit()
    line_up(gone.main, "a@x.vn", "b@x.vn")
    stock.release(gone.main.id, 1)
    db.session.commit()
    jobs.work_off()
    assert told() == ["a@x.vn"]


def test_a_letter_names_the_thing_and_leads_to_it_and_out_of_the_line(browser, gone):
    line_up(gone.main, "a@x.vn")
    put_back(gone, 1)
    [(_, subject, text)] = letters()
    assert subject == "Có hàng lại: Ấm gốm"
    assert f"http://localhost/san-pham/{gone.slug}" in text
    path = re.search(r"http://localhost(/bao-khi-co/\S+)", text)[1]
    assert "Chợ đã báo bạn" in browser.get(path).text
    assert "Đã thôi chờ" in browser.post(path + "/thoi", follow=True).text
    assert db.session.query(Waiting).count() == 0
    assert browser.get(path).status_code == 404


def test_writes_in_the_language_she_asked_in(browser, gone):
    ask(browser, gone, prefix="/en")
    [(_, subject, text)] = letters()
    assert subject == "Please confirm: tell me when it is back"
    assert "Clay teapot" in text
    assert "http://localhost/en/bao-khi-co/" in text


def test_a_job_done_twice_writes_once(gone):
    line_up(gone.main, "a@x.vn", "b@x.vn")
    put_back(gone, 9)
    waiting.tell([gone.id])
    waiting.tell_all()
    db.session.commit()
    assert sorted(told()) == ["a@x.vn", "b@x.vn"]


def test_a_letter_that_was_not_committed_is_written_by_the_next_who_tries(gone):
    line_up(gone.main, "a@x.vn")
    gone.main.on_hand = 1
    db.session.commit()
    waiting.tell([gone.id])
    db.session.rollback()  # the worker dies before its commit
    assert told() == []
    waiting.tell([gone.id])
    db.session.commit()
    assert told() == ["a@x.vn"]


@pytest.mark.parametrize("state", ["withdrawn", "archived", "taken_down"])
def test_nobody_is_told_of_what_is_not_to_be_had(gone, state):
    line_up(gone.main, "a@x.vn")
    gone.state = state
    put_back(gone, 5)
    assert told() == []
    gone.state = "published"
    db.session.commit()
    waiting.tell_all()
    db.session.commit()
    assert told() == ["a@x.vn"]


def test_nobody_is_told_while_its_maker_rests(app):
    rests = make_facility(
        closed_from=times.today(), closed_until=times.today() + timedelta(days=3), takes_orders_closed=False
    )
    product = make_product(facility=rests, on_hand=0)
    line_up(product.main, "a@x.vn")
    put_back(product, 5)
    assert told() == []


def test_told_once_she_may_ask_again(browser, gone):
    ask(browser, gone)
    waiting.confirm(db.session.query(Waiting).one())
    db.session.commit()
    put_back(gone, 1)
    put_back(gone, 0)
    ask(browser, gone)
    assert db.session.query(Waiting.confirmed_at, Waiting.told_at).one() == (None, None)
    assert [subject for _, subject, _ in letters("Xác nhận")] == ["Xác nhận: báo khi có hàng"] * 2


def test_addresses_are_forgotten(gone):
    line_up(gone.main, "cho@x.vn", "bao@x.vn", "lau@x.vn", "dong@x.vn")
    waiting.ask(gone.main, "chua@x.vn", "vi")
    rows = {one.email: one for one in db.session.query(Waiting)}
    now = times.now()
    rows["bao@x.vn"].told_at = now - timedelta(days=2)
    rows["lau@x.vn"].confirmed_at = now - timedelta(days=181)
    rows["chua@x.vn"].asked_at = now - timedelta(days=3)
    db.session.get(type(make_user()), rows["dong@x.vn"].user_id).closed_at = now
    db.session.commit()
    waiting.forget_old()
    db.session.commit()
    assert db.session.query(Waiting.email).all() == [("cho@x.vn",)]


def test_goes_with_the_account(gone):
    line_up(gone.main, "a@x.vn")
    db.session.delete(db.session.get(type(make_user()), db.session.query(Waiting.user_id).scalar()))
    db.session.commit()
    assert db.session.query(Waiting).count() == 0


def test_the_maker_sees_how_many_and_never_who(browser, gone):
    line_up(gone.main, "a@x.vn", "b@x.vn")
    waiting.ask(gone.main, "chua@x.vn", "vi")
    db.session.commit()
    browser.sign_in(make_member(gone.facility))
    for path, said in (("/quan-ly", "2 người đang chờ"), ("/quan-ly/san-pham", "2 người chờ có hàng")):
        page = browser.get(path).text
        assert said in page
        assert "@x.vn" not in page


def test_staff_see_what_is_waited_for_in_the_demand_report(browser, gone):
    line_up(gone.main, "a@x.vn", "b@x.vn")
    page = browser.sign_in(make_staff("report")).get("/can-bo/nhu-cau").text
    assert re.search(r"Ấm gốm</b></a> <span class=\"soft\">2 người", page)
    assert "@x.vn" not in page

"""The unmet-demand digest: what people missed, looked at by staff, told to those who could make it, once a period."""

from datetime import timedelta

import pytest

from catalog import digests, waiting
from catalog.models import DemandDigest, DemandTerm, Product, SearchCount, Wanted
from core import jobs, times
from core.audit import AuditEntry
from core.db import db
from core.jobs import Job
from tests.factories import make_facility, make_member, make_product, make_staff, make_user, make_village


@pytest.fixture
def potter(app):
    """A maker who shows pots, and so could make another."""
    return make_product(browse_category="gom-su").facility


def miss(written="bình tăm nước", days=3, count=2, key=None):
    """Looked for in vain, so often on each of so many days."""
    for n in range(days):
        day = times.today() - timedelta(days=n)
        db.session.add(SearchCount(key=key or written, written=written, day=day, count=count, empty=count))
    db.session.commit()


def let_go(written="bình tăm nước", shelf="gom-su", state="go"):
    assert digests.decide(written, state, shelf)
    db.session.commit()


def wait_for(product, people=3):
    for n in range(people):
        user = make_user(email=f"cho{product.id}-{n}@x.vn")
        waiting.ask(product.main, user.email, "vi", user_id=user.id)
    db.session.commit()


def send():
    digests.send_due()
    db.session.commit()
    jobs.work_off()
    return {job.payload["to"]: job.payload["text"] for job in db.session.query(Job).filter_by(kind="mail")}


def test_a_word_goes_only_after_enough_days_and_once_staff_let_it_go(potter):
    miss("ấm xương rồng", days=2)
    miss()
    assert send() == {}
    assert not digests.decide("ấm xương rồng", "go", "gom-su")
    let_go()
    [text] = send().values()
    assert "“bình tăm nước”: tìm 6 lần mà chưa có" in text
    assert "xương rồng" not in text


def test_searches_and_wishes_of_the_same_words_count_together(potter):
    miss(days=2)
    db.session.add(Wanted(key="bình tăm nước", written="Bình tăm nước", day=times.today() - timedelta(days=9), count=4))
    db.session.commit()
    [word] = digests.words()
    assert (word.count, word.days) == (8, 3)


def test_what_is_held_back_never_goes(potter):
    miss()
    let_go(state="held", shelf="")
    assert send() == {}


def test_what_is_on_show_by_now_is_no_news(potter):
    miss("món lạ")
    let_go("món lạ")
    make_product(name="Món lạ")
    assert send() == {}


def test_old_words_are_no_news(potter):
    miss()
    let_go()
    with times.frozen(times.now() + timedelta(days=95)):
        assert send() == {}


def test_goes_to_those_who_show_goods_of_the_shelf_and_to_their_village(potter):
    village = make_village()
    potter.village_id = village.id
    db.session.query(Product).filter_by(facility_id=potter.id).update({"village_id": village.id})
    neighbour = make_facility(village_id=village.id)
    make_product(browse_category="may-tre-dan")
    miss()
    let_go()
    assert set(send()) == {potter.email, neighbour.email}


def test_tells_of_lines_by_shelf_and_names_only_the_makers_own_goods(potter):
    mine = make_product(facility=potter, name="Ấm của tôi", on_hand=0, browse_category="gom-su")
    others = make_product(name="Bình nhà khác", on_hand=0, browse_category="gom-su")
    wait_for(mine, 3)
    wait_for(others, 4)
    wait_for(make_product(name="Chỉ hai người", on_hand=0, browse_category="gom-su"), 2)
    text = send()[potter.email]
    assert "7 người đang chờ" in text
    assert "3 người chờ Ấm của tôi" in text
    assert "Bình nhà khác" not in text
    assert "@x.vn" not in text


def test_goes_once_a_period(potter):
    miss()
    let_go()
    assert len(send()) == 1
    assert len(send()) == 1
    assert digests.send_due() == 0
    next_month = times.start_of(times.add_months(times.today().replace(day=1), 1)) + timedelta(hours=10)
    with times.frozen(next_month):
        assert digests.send_due() == 1


def test_a_letter_that_was_not_committed_is_written_by_the_next_who_tries(potter):
    miss()
    let_go()
    digests.send_due()
    db.session.rollback()
    assert len(send()) == 1


def test_what_goes_wrong_with_one_letter_keeps_no_other_back(potter, monkeypatch):
    other = make_product(browse_category="gom-su").facility
    miss()
    let_go()
    write = digests.letters.digest

    def fail_for_the_first(facility, parts):
        if facility.id == potter.id:
            raise OSError
        write(facility, parts)

    monkeypatch.setattr(digests.letters, "digest", fail_for_the_first)
    assert set(send()) == {other.email}
    monkeypatch.undo()
    with times.frozen(times.now() + timedelta(minutes=1)):
        assert set(send()) == {potter.email, other.email}


def test_a_week_begins_on_monday_a_month_on_its_first_day():
    weekly, monthly = (digests.Rule(times.today(), every, 3, 3, 90) for every in ("week", "month"))
    thursday = times.start_of(times.today().replace(year=2026, month=11, day=26)).date()
    assert weekly.period(thursday).isoformat() == "2026-11-23"
    assert monthly.period(thursday).isoformat() == "2026-11-01"


def test_who_refuses_gets_no_letter_and_still_reads_it(browser, potter):
    browser.sign_in(make_member(potter))
    assert "Chợ thôi gửi thư này" in browser.post("/quan-ly/nhu-cau", follow=True, nhan="0").text
    miss()
    let_go()
    assert send() == {}
    assert "bình tăm nước" in browser.get("/quan-ly/nhu-cau").text
    assert "Một món có người tìm mà chưa ai bày" in browser.get("/quan-ly").text
    browser.post("/quan-ly/nhu-cau", nhan="1")
    assert not digests.refuses(potter.id)


def test_a_maker_reads_its_own_alone(browser, potter):
    miss()
    let_go()
    send()
    other = make_product(browse_category="may-tre-dan").facility
    assert "bình tăm nước" not in browser.sign_in(make_member(other)).get("/quan-ly/nhu-cau").text


def test_staff_hold_a_word_back_and_see_what_was_sent(browser, potter):
    miss()
    miss("anh Tư số nhà 5")
    browser.sign_in(make_staff("curate"))
    page = browser.get("/can-bo/nhu-cau/gui").text
    assert page.count("Chưa xem") == 2
    browser.post("/can-bo/nhu-cau/gui", key="bình tăm nước", move="go", shelf="gom-su")
    browser.post("/can-bo/nhu-cau/gui", key="anh Tư số nhà 5", move="held", shelf="gom-su")
    assert db.session.query(DemandTerm.written, DemandTerm.state).order_by(DemandTerm.id).all() == [
        ("bình tăm nước", "go"),
        ("anh Tư số nhà 5", "held"),
    ]
    assert {entry.action for entry in db.session.query(AuditEntry)} >= {"demand_term.let_go", "demand_term.held"}
    assert "anh Tư" not in send()[potter.email]
    sent = browser.get("/can-bo/nhu-cau/gui").text.split("Đã gửi")[1]
    assert potter.name in sent
    assert "bình tăm nước" in sent


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"move": "go", "shelf": ""}, 303), ({"move": "go", "shelf": "khong-co"}, 303), ({"move": "xoa"}, 422)],
)
def test_refuses_half_a_decision_and_changes_nothing(browser, potter, fields, status):
    miss()
    browser.sign_in(make_staff("curate"))
    assert browser.post("/can-bo/nhu-cau/gui", key="bình tăm nước", **fields).status_code == status
    assert db.session.query(DemandTerm).count() == 0


def test_deciding_is_for_those_who_curate(browser, potter):
    miss()
    browser.sign_in(make_staff("report"))
    assert browser.get("/can-bo/nhu-cau/gui").status_code == 200
    assert browser.post("/can-bo/nhu-cau/gui", key="bình tăm nước", move="go", shelf="gom-su").status_code == 403


def test_an_empty_digest_is_no_digest(potter):
    send()
    assert db.session.query(DemandDigest).count() == 0

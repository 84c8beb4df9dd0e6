"""Letters about featured slots that fell out, once each time; and about a visit that is called off."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from catalog import stock
from core import jobs, times
from core.db import db
from core.jobs import Job
from fairs import fallen
from fairs.models import VenueBooking
from tests.factories import (
    make_facility,
    make_feature,
    make_product,
    make_shelf,
    make_staff,
    make_user,
    make_venue,
    make_visit,
)

DESK = "/can-bo/noi-xem-mua"


def letters():
    """Each letter asked for so far: to whom, its subject and its text."""
    rows = db.session.query(Job).filter_by(kind="mail").order_by(Job.id)
    return [(job.payload["to"], job.payload["subject"], job.payload["text"]) for job in rows]


def tell():
    fallen.tell()
    db.session.commit()


@pytest.fixture
def shelf(app):
    """Sold out the first, a stand-by of another maker, and who chose them."""
    made = make_shelf(title="Kệ mẫu")
    chooser = make_staff("curate", email="hang@example.vn", name="Chị Hằng")
    falling = make_product(name="Món rơi", on_hand=0, facility=make_facility(email="roi@example.vn"))
    reserve = make_product(name="Món thay", facility=make_facility(email="thay@example.vn"))
    make_feature(made, falling, decided_by=chooser.id)
    make_feature(made, reserve, is_reserve=True)
    return made, falling, reserve


def test_tells_its_maker_the_maker_of_what_stands_in_and_who_chose(shelf):
    tell()

    to = {who: text for who, _subject, text in letters()}
    assert sorted(to) == ["hang@example.vn", "roi@example.vn", "thay@example.vn"]
    for said in ("đã hết hàng", "Món thay", "Kệ mẫu"):
        assert said in to["roi@example.vn"]
        assert said in to["hang@example.vn"]
    assert "/can-bo/ke/can-xem" in to["hang@example.vn"]
    assert "Món thay" in to["thay@example.vn"]
    assert "Món rơi" not in to["thay@example.vn"]  # another maker's goods are no business of hers


def test_is_told_once_and_again_only_after_it_stood(shelf):
    _made, falling, _reserve = shelf
    tell()
    tell()
    assert len(letters()) == 3

    falling.variants[0].on_hand = 5
    tell()
    falling.variants[0].on_hand = 0
    tell()
    assert len(letters()) == 3, "stock that comes and goes within the day is told once"
    falling.variants[0].on_hand = 5
    tell()
    with times.frozen(times.now() + fallen.QUIET):
        falling.variants[0].on_hand = 0
        tell()
    assert len(letters()) == 6


def test_the_letter_leaves_with_the_change_itself(shelf):
    """A good that sells out is told as soon as the worker has seen it, not the next morning."""
    made, _falling, _reserve = shelf
    standing = make_product(name="Còn một", on_hand=1, facility=make_facility(email="con@example.vn"))
    make_feature(made, standing)
    tell()
    db.session.query(Job).delete()
    db.session.commit()

    stock.reserve(standing.main.id, 1)
    db.session.commit()
    jobs.work_off()

    assert [to for to, _subject, _text in letters()] == ["con@example.vn"]


def test_goods_on_no_shelf_ask_for_nothing(shelf):
    elsewhere = make_product()
    fallen.notice([elsewhere.id])
    assert db.session.query(Job).filter_by(kind="fairs.tell_fallen_now").count() == 0


def test_of_two_who_look_at_once_one_writes(shelf, app):
    db.session.rollback()
    at_once = Barrier(2)

    def look():
        with app.app_context():
            at_once.wait()
            fallen.tell()
            db.session.commit()
            db.session.remove()

    lookers = [Thread(target=look) for _n in range(2)]
    for one in lookers:
        one.start()
    for one in lookers:
        one.join()

    assert len(letters()) == 3


def test_who_stands_in_next_is_told_and_the_fallen_is_not_told_twice(shelf):
    made, _falling, reserve = shelf
    make_feature(made, make_product(name="Thay sau", facility=make_facility(email="sau@example.vn")), is_reserve=True)
    tell()
    reserve.variants[0].on_hand = 0
    tell()

    whom = [to for to, _subject, _text in letters()]
    assert whom.count("roi@example.vn") == 1
    assert whom.count("sau@example.vn") == 1


def test_nothing_is_written_while_all_stands(app):
    make_feature(make_shelf(), make_product())
    tell()
    assert letters() == []


@pytest.mark.parametrize("many", [1, 12])
def test_finds_what_to_tell_in_the_same_queries_however_many(app, query_count, many):
    chooser, made = make_staff("curate"), make_shelf()
    for _n in range(many):
        make_feature(made, make_product(on_hand=0), decided_by=chooser.id)
    with query_count() as run:
        fallen.tell()
    assert sum("SELECT" in statement for statement in run) <= 12  # on PostgreSQL one of them waits its turn for the log


def booked(visit, phone, people=2, **columns):
    db.session.add(VenueBooking(visit_id=visit.id, name="Cô Vân", phone=phone, people=people, **columns))
    db.session.commit()


def test_a_visit_called_off_is_told_to_who_booked_and_to_the_maker(browser):
    maker = make_facility(email="xuong@example.vn")
    visit = make_visit(make_venue(slug="xuong", kind="workshop", facility_id=maker.id))
    make_user(email="van@example.vn", phone="+84912000345")
    booked(visit, "+84912000345")
    booked(visit, "+84912000999", 3)
    booked(visit, "+84912000888", 1, cancelled_at=times.now())
    visit_id = visit.id
    staff = browser.sign_in(make_staff("curate"))

    staff.post(f"{DESK}/xuong/buoi/{visit_id}/huy", reason="Lò hỏng")
    page = staff.get(f"{DESK}/xuong").text
    staff.post(f"{DESK}/xuong/buoi/{visit_id}/huy", reason="Lần nữa")

    (to_booker, to_maker) = sorted(letters())
    assert (to_booker[0], to_maker[0]) == ("van@example.vn", "xuong@example.vn")
    assert "Lò hỏng" in to_booker[2]
    assert "5 người đã đặt" in to_maker[2]
    assert "0912" not in to_maker[2]
    assert "Đã gửi thư cho 1 lượt đặt." in page
    assert "1 lượt chỉ để số điện thoại" in page


def test_a_visit_without_a_reason_is_not_called_off_and_nobody_is_told(browser):
    visit = make_visit(make_venue(slug="xuong"), starts_at=times.now() + timedelta(days=1))
    booked(visit, "+84912000345")
    visit_id = visit.id
    staff = browser.sign_in(make_staff("curate"))

    assert staff.post(f"{DESK}/xuong/buoi/{visit_id}/huy", reason="").status_code == 422
    assert letters() == []

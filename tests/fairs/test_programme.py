"""The programme of a fair: on its page, each session's own page, calendar files, JSON; and its sponsors."""

from datetime import datetime, timedelta

import icalendar
import pytest
from sqlalchemy.exc import IntegrityError

from core import audit, times
from core.db import db
from fairs import programme, sponsors
from fairs.models import FairSession, FairSponsor
from tests.factories import (
    make_booth,
    make_fair,
    make_fair_session,
    make_feature,
    make_product,
    make_shelf,
    make_sponsor,
    make_staff,
)

TYPED = {
    "title": "Gói bánh chưng", "kind": "demo", "day": "2027-01-21", "starts": "09:00", "ends": "11:00",
    "stream_url": "https://video.example.vn/tet", "key": "mot-phieu",
}  # fmt: skip
HERE = "/can-bo/hoi-cho/cho-tet/chuong-trinh"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=times.HANOI)


@pytest.fixture
def fair(app):
    return make_fair(slug="cho-tet", opens_at=at("2027-01-20T08:00"), closes_at=at("2027-01-23T17:00"))


@pytest.fixture
def desk(browser, fair):
    return browser.sign_in(make_staff("allot"))


def test_puts_a_session_on_once_though_the_form_is_sent_twice(desk):
    for _ in range(2):
        assert desk.post(f"{HERE}/moi", **TYPED).status_code == 303

    session = db.session.query(FairSession).one()
    assert (session.slug, session.starts_at) == ("goi-banh-chung", at("2027-01-21T09:00"))
    assert [entry.action for entry in audit.history_of(session)] == ["fair_session.put_on"]
    page = desk.get("/hoi-cho/cho-tet").text
    assert "/hoi-cho/cho-tet/chuong-trinh/goi-banh-chung" in page
    assert "Thứ Năm" in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Đặt tên cho buổi này."),
        ("day", "2027-01-24", "nằm ngoài các ngày của hội chợ"),
        ("ends", "08:00", "Giờ tan phải sau giờ bắt đầu"),
        ("stream_url", "http://video.example.vn", "bắt đầu bằng https://"),
        ("booth_id", "77", "Chọn một trong các mục có sẵn."),
    ],
)
def test_bad_input_gets_its_sentence_and_keeps_what_was_typed(desk, field, typed, sentence):
    answer = desk.post(f"{HERE}/moi", **TYPED | {"summary": "Lá, lạt có sẵn."} | {field: typed})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Lá, lạt có sẵn." in answer.text
    assert db.session.query(FairSession).count() == 0


def test_is_live_by_its_hours_and_leads_to_stream_then_replay_and_loads_neither(browser, fair):
    make_fair_session(
        fair, slug="goi-banh", starts_at=at("2027-01-21T09:00"), ends_at=at("2027-01-21T11:00"),
        stream_url="https://video.example.vn/live", replay_url="https://video.example.vn/sau",
    )  # fmt: skip
    seen = {}
    for moment in ("2027-01-21T08:44", "2027-01-21T08:45", "2027-01-21T09:00", "2027-01-21T11:00"):
        with times.frozen(at(moment)):
            page = browser.get("/hoi-cho/cho-tet/chuong-trinh/goi-banh").text
            seen[moment] = ("Đang diễn ra" in page, "example.vn/live" in page, "example.vn/sau" in page)
            for tag in ("<iframe", "<video", "<embed", "preconnect"):
                assert tag not in page
            assert 'src="https://video' not in page
            told = browser.get("/api/v1/fairs/cho-tet").json["sessions"][0]
            assert (told["state"] == "live") == seen[moment][0]
            assert bool(told["stream_url"]) == seen[moment][1]
            assert ("từ 08:45 21/01/2027, mười lăm phút trước giờ" in page) == (moment == "2027-01-21T08:44")
    assert [*seen.values()] == [(False, False, False), (False, True, False), (True, True, False), (False, False, True)]


def test_staff_see_the_way_into_the_room_whatever_the_hour_and_nobody_does_once_it_is_called_off(desk, fair):
    session = make_fair_session(
        fair, slug="goi-banh", starts_at=at("2027-01-21T09:00"), ends_at=at("2027-01-21T11:00"),
        stream_url="https://video.example.vn/live",
    )  # fmt: skip
    with times.frozen(at("2027-01-20T09:00")):
        assert "example.vn/live" in desk.get(f"{HERE}/goi-banh").text
    programme.call_off(session)
    db.session.commit()
    with times.frozen(at("2027-01-21T08:50")):
        page = desk.get("/hoi-cho/cho-tet/chuong-trinh/goi-banh").text
    assert "example.vn/live" not in page
    assert "mười lăm phút" not in page


def test_calendars_read_one_and_all_and_learn_what_is_cancelled(desk, fair):
    make_fair_session(
        fair, slug="mot", title="Vuốt đất, vẽ sen", starts_at=at("2027-01-21T09:00"), ends_at=at("2027-01-21T10:00")
    )
    make_fair_session(fair, slug="hai", starts_at=at("2027-01-22T09:00"), ends_at=at("2027-01-22T10:00"))
    desk.post(f"{HERE}/hai/huy")

    answer = desk.get("/hoi-cho/cho-tet/chuong-trinh.ics")
    assert answer.mimetype == "text/calendar"
    every = icalendar.Calendar.from_ical(answer.text).walk("VEVENT")
    assert [(str(one["STATUS"]), one["DTSTART"].dt) for one in every] == [
        ("CONFIRMED", at("2027-01-21T09:00")), ("CANCELLED", at("2027-01-22T09:00")),
    ]  # fmt: skip
    (one,) = icalendar.Calendar.from_ical(desk.get("/hoi-cho/cho-tet/chuong-trinh/mot.ics").text).walk("VEVENT")
    assert (str(one["SUMMARY"]), one["UID"]) == ("Vuốt đất, vẽ sen", every[0]["UID"])
    assert desk.get("/hoi-cho/cho-tet/chuong-trinh/mot.ics").headers["ETag"]
    assert "turn--cancelled" in desk.get("/hoi-cho/cho-tet").text


def test_moves_along_when_the_fair_moves(desk, fair):
    session = make_fair_session(fair, starts_at=at("2027-01-21T09:00"), ends_at=at("2027-01-21T10:00"))
    typed = {"name": "Chợ Tết", "kind": "virtual", "first_day": "2027-01-25", "last_day": "2027-01-26"}
    desk.post("/can-bo/hoi-cho/cho-tet", **typed, opens="08:00", closes="17:00")

    assert session.starts_at == at("2027-01-26T09:00")
    assert not programme.is_outside(session)
    desk.post("/can-bo/hoi-cho/cho-tet", **typed | {"last_day": "2027-01-25"}, opens="08:00", closes="17:00")
    assert "ngoài ngày hội chợ" in desk.get(HERE).text


def test_a_booth_of_another_fair_holds_no_session_here(app, fair):
    other = make_booth(make_fair())
    told = {"title": "Nặn", "starts_at": at("2027-01-21T09:00"), "ends_at": at("2027-01-21T10:00"), "kind": "demo"}
    with pytest.raises(programme.NoSuchBooth):
        programme.put_on(fair, told | {"booth_id": other.id})
    with pytest.raises(IntegrityError):
        make_fair_session(fair, booth_id=other.id)
    db.session.rollback()


@pytest.mark.parametrize("many", [1, 40])
def test_the_page_of_a_fair_costs_no_more_with_a_long_programme(browser, fair, query_count, many):
    for n in range(many):
        starts_at = at("2027-01-21T09:00") + timedelta(minutes=n)
        ends_at = starts_at + timedelta(hours=1)
        make_fair_session(fair, booth_id=make_booth(fair).id, starts_at=starts_at, ends_at=ends_at)
        make_sponsor(fair)
    with query_count() as run:
        browser.get("/hoi-cho/cho-tet")
    assert sum("SELECT" in statement for statement in run) <= 6


def test_sponsors_stand_by_level_then_by_name_and_on_no_shelf(desk, fair):
    for level, name in (("companion", "Ánh Dương"), ("gold", "Ổi Đỏ"), ("gold", "Đất Việt"), ("gold", "An Bình")):
        assert desk.post("/can-bo/hoi-cho/cho-tet/tai-tro", level=level, name=name).status_code == 303
    twice = desk.post("/can-bo/hoi-cho/cho-tet/tai-tro", level="silver", name="An Bình")
    assert (twice.status_code, "đã có trong danh sách" in twice.text) == (422, True)

    assert [one.name for one in sponsors.of_fair(fair.id)] == ["An Bình", "Đất Việt", "Ổi Đỏ", "Ánh Dương"]
    product = make_product(name="Bình gốm")
    make_feature(make_shelf(fair), product, starts_at=fair.opens_at, ends_at=fair.closes_at)
    with times.frozen(at("2027-01-21T12:00")):
        home, page = desk.get("/").text, desk.get("/hoi-cho/cho-tet").text
    assert "Bình gốm" in home
    assert "An Bình" not in home
    band = page[page.index('id="tai-tro"') :]
    assert "An Bình" in band
    assert "Bình gốm" not in band
    gone = db.session.query(FairSponsor).filter_by(name="An Bình").one().id
    desk.post(f"/can-bo/hoi-cho/cho-tet/tai-tro/{gone}/bo")
    assert "An Bình" not in desk.get("/hoi-cho/cho-tet").text


def test_of_two_who_save_one_session_the_second_is_told_and_so_is_who_had_it_open_while_the_fair_moved(desk, fair):
    desk.post(f"{HERE}/moi", **TYPED)
    page = f"{HERE}/goi-banh-chung"
    assert desk.post(page, **TYPED | {"revision": 0, "speaker": "Bà Tư"}).status_code == 303
    refused = desk.post(page, **TYPED | {"revision": 0, "speaker": "Ông Năm"})
    assert refused.status_code == 422
    assert "Người trình bày → “Bà Tư”" in refused.text
    assert 'value="Ông Năm"' in refused.text
    session = db.session.query(FairSession).one()
    assert (session.speaker, session.revision) == ("Bà Tư", 1)

    programme.move(fair.id, 1)
    db.session.commit()
    moved = desk.post(page, **TYPED | {"revision": 1, "speaker": "Ông Năm"})
    assert moved.status_code == 422
    assert "22/01/2027" in moved.text

"""Live at the booth: the way into the maker's room stands on the booth's own page by the clock; makers keep it."""

from datetime import datetime, timedelta

import pytest

from core import audit, times
from core.db import db
from fairs import looks, programme
from fairs.models import FairSession
from tests.factories import make_booth, make_facility, make_fair, make_fair_session, make_member, make_stand

ROOM = "https://meet.example.vn/gom"
TYPED = {
    "title": "Vuốt chén", "day": "2027-01-21", "starts": "09:00", "ends": "10:00", "stream_url": ROOM, "key": "mot"
}  # fmt: skip


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=times.HANOI)


@pytest.fixture
def booth(app):
    fair = make_fair(slug="cho-tet", opens_at=at("2027-01-20T08:00"), closes_at=at("2027-01-23T17:00"))
    return make_booth(fair, make_facility(), make_stand(), slug="lo-sen")


@pytest.fixture
def maker(browser, booth):
    return browser.sign_in(make_member(booth.facility, "editor"))


def page_at(browser, moment):
    with times.frozen(at(moment)):
        return browser.get("/hoi-cho/cho-tet/lo-sen").text


def here(booth):
    return f"/quan-ly/gian/{booth.id}/truc-tiep"


def test_the_booth_announces_it_then_leads_in_then_shows_the_replay(browser, booth):
    make_fair_session(
        booth.fair, booth_id=booth.id, slug="vuot-chen", title="Vuốt chén", starts_at=at("2027-01-21T09:00"),
        ends_at=at("2027-01-21T10:00"), stream_url=ROOM, replay_url="https://video.example.vn/sau",
    )  # fmt: skip
    seen = {}
    for moment in ("2027-01-21T08:44", "2027-01-21T08:45", "2027-01-21T09:30", "2027-01-21T10:00"):
        page = page_at(browser, moment)
        assert "Vuốt chén" in page
        for tag in ("<iframe", "<video", "<embed", "preconnect"):
            assert tag not in page
        seen[moment] = (ROOM in page, 'href="#truc-tiep"' in page, "example.vn/sau" in page)
    assert [*seen.values()] == [
        (False, False, False), (True, False, False), (True, True, False), (False, False, True),
    ]  # fmt: skip
    assert "Đường vào hiện ở đây từ 08:45" in page_at(browser, "2027-01-21T08:00")


def test_what_is_over_without_a_replay_and_other_booths_sessions_are_not_there(browser, booth):
    over = {"starts_at": at("2027-01-20T09:00"), "ends_at": at("2027-01-20T10:00")}
    make_fair_session(booth.fair, booth_id=booth.id, title="Đã xong", **over)
    make_fair_session(booth.fair, title="Của phiên")
    page = page_at(browser, "2027-01-21T09:00")
    assert "Đã xong" not in page
    assert "Của phiên" not in page
    assert 'id="truc-tiep"' not in page


def test_the_makers_own_room_is_open_while_somebody_answers_on_fair_days(browser, booth):
    booth.room_url, booth.contact_hours = ROOM, {"3": ["08:00", "11:00"], "0": ["08:00", "11:00"]}
    db.session.commit()
    seen = [ROOM in page_at(browser, one) for one in ("2027-01-21T07:59", "2027-01-21T08:00", "2027-01-21T11:00")]
    assert seen == [False, True, False]  # a Thursday
    assert "đang mở, đến 11:00" in page_at(browser, "2027-01-21T10:59")
    assert ROOM not in page_at(browser, "2027-01-25T09:00"), "a Monday, after the fair"


def test_the_room_is_drafted_with_the_hours_and_needs_some(maker, booth):
    path = f"/quan-ly/gian/{booth.id}/gio"
    refused = maker.post(path, hours="", room_url=ROOM)
    assert (refused.status_code, "phòng mở theo giờ ấy" in refused.text) == (422, True)
    bad = maker.post(path, room_url="http://meet.example.vn", **{"from-3": "08:00", "until-3": "11:00"})
    assert (bad.status_code, "bắt đầu bằng https://" in bad.text) == (422, True)
    assert maker.post(path, room_url=ROOM, **{"from-3": "08:00", "until-3": "11:00"}).status_code == 303
    assert ROOM in maker.get(path).text
    looks.publish(booth)
    assert booth.room_url == ROOM


def test_a_maker_puts_one_on_changes_it_and_calls_it_off(maker, booth):
    with times.frozen(at("2027-01-20T09:00")):
        for _again in range(2):
            assert maker.post(here(booth), **TYPED).status_code == 303
        session = db.session.query(FairSession).one()
        assert (session.booth_id, session.kind, session.slug) == (booth.id, "live", "vuot-chen")
        assert "Vuốt chén" in maker.get("/hoi-cho/cho-tet").text
        changed = maker.post(f"{here(booth)}/vuot-chen", **TYPED | {"starts": "08:30"}, revision="0")
        late = maker.post(f"{here(booth)}/vuot-chen", **TYPED | {"starts": "08:15"}, revision="0")
        assert (changed.status_code, late.status_code) == (303, 422)
        assert "Người khác vừa lưu" in late.text
        db.session.expire_all()
        assert session.starts_at == at("2027-01-21T08:30")
        maker.post(f"{here(booth)}/vuot-chen/huy")
        assert "Đã hủy" in maker.get("/hoi-cho/cho-tet/lo-sen").text
    acts = [entry.action for entry in audit.history_of(session)]
    assert acts == ["fair_session.called_off", "fair_session.changed", "fair_session.put_on"]


def test_a_maker_keeps_who_speaks_and_where_as_staff_wrote_it(maker, booth):
    session = make_fair_session(
        booth.fair, booth_id=booth.id, slug="vuot-chen", kind="demo", speaker="Bà Lý", place="Sân trình nghề",
        starts_at=at("2027-01-21T09:00"), ends_at=at("2027-01-21T10:00"),
    )  # fmt: skip
    assert maker.post(f"{here(booth)}/vuot-chen", **TYPED, revision="0").status_code == 303
    db.session.refresh(session)
    assert (session.kind, session.speaker, session.place) == ("demo", "Bà Lý", "Sân trình nghề")
    assert session.stream_url == ROOM


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Đặt tên cho buổi này."),
        ("day", "2027-01-24", "nằm ngoài các ngày của hội chợ"),
        ("ends", "08:00", "Giờ tan phải sau giờ bắt đầu"),
        ("stream_url", "javascript:alert(1)", "bắt đầu bằng https://"),
    ],
)
def test_bad_input_gets_its_sentence_and_puts_nothing_on(maker, booth, field, typed, sentence):
    answer = maker.post(here(booth), **TYPED | {"summary": "Có đất sẵn."} | {field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Có đất sẵn." in answer.text
    assert db.session.query(FairSession).count() == 0


def test_no_booth_fills_the_programme_and_none_promises_before_it_is_open(maker, booth):
    for n in range(programme.MOST_AT_A_BOOTH):
        make_fair_session(booth.fair, booth_id=booth.id, slug=f"buoi-{n}")
    answer = maker.post(here(booth), **TYPED)
    assert (answer.status_code, "nhiều nhất 12 buổi" in answer.text) == (422, True)
    db.session.query(FairSession).delete()
    booth.published_at = None
    db.session.commit()
    assert maker.post(here(booth), **TYPED).status_code == 409
    assert db.session.query(FairSession).count() == 0


def test_anothers_booth_and_the_fairs_own_sessions_are_not_hers(maker, booth):
    other = make_booth(booth.fair, make_facility())
    make_fair_session(booth.fair, slug="khai-mac", ends_at=times.now() + timedelta(hours=1))
    assert maker.get(here(other)).status_code == 404
    assert maker.post(here(other), **TYPED).status_code == 404
    for path in (f"{here(booth)}/khai-mac", f"{here(booth)}/khai-mac/huy"):
        assert maker.post(path, **TYPED).status_code == 404
    assert db.session.query(FairSession).one().cancelled_at is None

"""Staff make and change fairs; their dates alone open and close them."""

import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from accounts import people
from core import audit, times
from core.db import db
from fairs import hours
from fairs.models import Fair
from programme.models import Funding
from tests.factories import make_booth, make_fair, make_product, make_scheme, make_staff

DAY = timedelta(days=1)
TYPED = {
    "name": "Chợ Tết Đinh Mùi", "slug": "cho-tet", "kind": "both", "place": "Sân vận động Hàng Đẫy",
    "address": "9 Trịnh Hoài Đức", "commune_code": "ha-noi/phuong-o-cho-dua",
    "first_day": "2027-01-20", "last_day": "2027-01-23",
    "opens": "08:00", "closes": "21:00", "from.2027-01-23": "", "to.2027-01-23": "17:00",
    "applications_open_at": "2026-12-01T08:00", "applications_close_at": "2026-12-20T17:00",
    "setup_at": "2027-01-18T07:00", "setup_until": "2027-01-19T18:00", "key": "mot-phieu",
}  # fmt: skip


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=times.HANOI)


@pytest.fixture
def desk(browser):
    return browser.sign_in(make_staff("allot"))


@pytest.fixture
def made(desk):
    assert desk.post("/can-bo/hoi-cho/moi", **TYPED).status_code == 303
    return db.session.query(Fair).one()


def test_makes_a_fair_with_hours_day_by_day(desk, made):
    assert (made.opens_at, made.closes_at) == (at("2027-01-20T08:00"), at("2027-01-23T17:00"))
    assert [hours.of(day).closes.hour for day in made.days] == [21, 21, 21, 17]
    assert made.hours == "20/01–22/01 8:00–21:00, 23/01 8:00–17:00"
    assert made.where.startswith("Sân vận động Hàng Đẫy, 9 Trịnh Hoài Đức, Phường")
    assert [entry.action for entry in audit.history_of(made)] == ["fair.made"]
    assert "Chợ Tết Đinh Mùi" in desk.get("/can-bo/hoi-cho").text
    page = desk.get("/hoi-cho/cho-tet").text
    assert "20/01–22/01 8:00–21:00" in page


def test_a_form_sent_twice_makes_one_fair(desk, made):
    assert desk.post("/can-bo/hoi-cho/moi", **TYPED).status_code == 303
    other = desk.post("/can-bo/hoi-cho/moi", **TYPED | {"key": "phieu-khac"})
    assert other.status_code == 422
    assert "Đã có hội chợ ở địa chỉ này" in other.text
    assert db.session.query(Fair).count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Đặt tên cho hội chợ."),
        ("commune_code", "", "Chọn xã, phường nơi họp."),
        ("last_day", "2027-01-19", "Ngày cuối phải từ ngày đầu trở đi."),
        ("closes", "07:00", "Giờ đóng phải sau giờ mở"),
        ("to.2027-01-23", "07:30", "Giờ đóng phải sau giờ mở"),
        ("applications_close_at", "2027-01-19T08:00", "Thôi nhận đơn trước khi dựng gian"),
        ("setup_until", "2027-01-20T09:00", "muộn nhất là lúc mở"),
        ("slug", "Chợ Tết", "Chỉ dùng chữ thường không dấu"),
        ("slug", "moi", "Địa chỉ này chợ dùng việc khác"),
        ("scheme_id", "99", "Chọn một trong các mục có sẵn."),
    ],
)
def test_bad_input_gets_its_sentence_and_keeps_what_was_typed(desk, field, typed, sentence):
    answer = desk.post("/can-bo/hoi-cho/moi", **TYPED | {field: typed})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "9 Trịnh Hoài Đức" in answer.text
    assert db.session.query(Fair).count() == 0


def test_a_virtual_fair_needs_no_place_and_may_run_to_midnight(desk):
    typed = TYPED | {"kind": "virtual", "place": "", "address": "", "commune_code": "", "closes": "00:00"}
    desk.post("/can-bo/hoi-cho/moi", **typed | {"to.2027-01-23": ""})
    fair = db.session.query(Fair).one()
    assert fair.closes_at == at("2027-01-24T00:00")
    assert fair.hours == "8:00–24:00"


def test_goes_through_its_states_by_the_clock_alone(browser, made):
    """No job runs between; a page kept by a cache is asked for anew and is another."""
    expected = [
        ("2026-11-30T09:00", "planned"), ("2026-12-01T08:00", "applications"), ("2026-12-20T17:00", "allotment"),
        ("2027-01-18T07:00", "setup"), ("2027-01-20T07:59", "setup"), ("2027-01-20T08:00", "open"),
        ("2027-01-23T16:59", "open"), ("2027-01-23T17:00", "closed"),
    ]  # fmt: skip
    for moment, state in expected:
        with times.frozen(at(moment)):
            assert browser.get("/api/v1/fairs/cho-tet").json["state"] == state, moment
    for page in ("/", "/hoi-cho", "/hoi-cho/cho-tet", "/api/v1/fairs"):
        for before, after in [("2027-01-20T07:59:59", "2027-01-20T08:00"), ("2027-01-23T16:59:59", "2027-01-23T17:00")]:
            with times.frozen(at(before)):
                tag = browser.get(page).headers["ETag"]
                assert browser.get(page, headers={"If-None-Match": tag}).status_code == 304
            with times.frozen(at(after)):
                assert browser.get(page, headers={"If-None-Match": tag}).status_code == 200, (page, after)


def test_says_when_it_shuts_for_the_night_and_opens_again(browser, made):
    with times.frozen(at("2027-01-20T12:00")):
        assert "Hôm nay đóng cửa lúc 21:00" in browser.get("/hoi-cho/cho-tet").text
    with times.frozen(at("2027-01-20T22:00")):
        assert "mở lại 08:00 ngày 21/01/2027" in browser.get("/hoi-cho/cho-tet").text


def test_changes_words_and_days_and_says_what_differed(desk, made):
    kept = {day.day: day.id for day in made.days}
    typed = TYPED | {"last_day": "2027-01-24", "to.2027-01-23": "", "shut.2027-01-21": "1", "intro": "Bánh chưng, mứt."}
    assert desk.post("/can-bo/hoi-cho/cho-tet", **typed).status_code == 303

    fair = db.session.query(Fair).one()
    assert [day.day.day for day in fair.days] == [20, 22, 23, 24]
    assert kept[date(2027, 1, 22)] in [day.id for day in fair.days]
    assert fair.closes_at == at("2027-01-24T21:00")
    entry = audit.history_of(fair)[0]
    assert entry.action == "fair.changed"
    assert set(entry.detail) == {"intro", "closes_at", "hours"}
    page = desk.get("/can-bo/hoi-cho/cho-tet").text
    assert 'name="shut.2027-01-21" value="1" aria-label="Nghỉ ngày 21/01/2027" checked' in page


def test_of_two_who_save_one_fair_the_second_reads_who_changed_what_and_keeps_hers(desk, made):
    opened = re.search(r'name="revision" value="(\d+)"', desk.get("/can-bo/hoi-cho/cho-tet").text)[1]
    first = TYPED | {"revision": opened, "intro": "Lời của người thứ nhất."}
    second = TYPED | {"revision": opened, "intro": "Lời của người thứ hai."}
    assert desk.post("/can-bo/hoi-cho/cho-tet", **first).status_code == 303

    refused = desk.sign_in(make_staff("allot", name="Người Sau")).post("/can-bo/hoi-cho/cho-tet", **second)
    assert refused.status_code == 422
    assert "Giới thiệu → “Lời của người thứ nhất.”" in refused.text
    assert made_by(made) in refused.text
    assert "Lời của người thứ hai.</textarea>" in refused.text
    db.session.expire_all()
    assert db.session.query(Fair).one().intro == "Lời của người thứ nhất."

    again = re.search(r'name="revision" value="(\d+)"', refused.text)[1]
    assert desk.post("/can-bo/hoi-cho/cho-tet", **second | {"revision": again}).status_code == 303
    db.session.expire_all()
    assert db.session.query(Fair).one().intro == "Lời của người thứ hai."


def test_who_saves_what_stands_already_is_not_stopped(desk, made):
    assert desk.post("/can-bo/hoi-cho/cho-tet", **TYPED | {"revision": 0, "intro": "Một."}).status_code == 303
    assert desk.post("/can-bo/hoi-cho/cho-tet", **TYPED | {"revision": 0, "intro": "Một."}).status_code == 303
    assert desk.post("/can-bo/hoi-cho/cho-tet", **TYPED | {"revision": "9" * 40, "intro": "Hai."}).status_code == 303


def made_by(fair):
    return people.names_of([audit.history_of(fair)[-1].actor_id]).popitem()[1]


def test_nothing_differs_when_it_is_saved_as_it_stands(desk, made):
    typed = {name: value for name, value in TYPED.items() if name != "key"}
    desk.post("/can-bo/hoi-cho/cho-tet", **typed)
    assert [entry.action for entry in audit.history_of(made)] == ["fair.made"]


def test_lines_of_the_scheme_pay_and_no_others(desk, made):
    mine, other = make_scheme(), make_scheme()
    good, wrong = (
        db.session.query(Funding).filter_by(scheme_id=one.id, source="local").one().id for one in (mine, other)
    )

    refused = desk.post("/can-bo/hoi-cho/cho-tet", **TYPED | {"scheme_id": mine.id, "funding": [good, wrong]})
    assert refused.status_code == 422
    assert "thuộc đề án khác" in refused.text
    assert db.session.query(Fair).one().scheme_id is None
    assert desk.post("/can-bo/hoi-cho/cho-tet", **TYPED | {"scheme_id": mine.id, "funding": [good]}).status_code == 303
    assert [line.funding_id for line in db.session.query(Fair).one().paid_by] == [good]


def test_called_off_it_is_shut_everywhere_and_visitors_read_why(desk):
    fair = make_fair(slug="cho-bao", name="Chợ bão")
    product = make_product(sku="A1")
    booth = make_booth(fair, product.facility, products=[product])
    here = f"/hoi-cho/cho-bao/{booth.slug}"
    assert "Đang mở" in desk.get(here).text

    assert desk.post("/can-bo/hoi-cho/cho-bao/hoan-huy", how="postponed", reason="").status_code == 422
    desk.post("/can-bo/hoi-cho/cho-bao/hoan-huy", how="postponed", reason="Bão số 9 vào.")

    assert desk.get("/api/v1/fairs/cho-bao").json["state"] == "postponed"
    for page in ("/hoi-cho", "/hoi-cho/cho-bao", here):
        text = desk.get(page).text
        assert "Bão số 9 vào." in text, page
        assert "Đang mở" not in text, page
    assert "Chợ bão" not in desk.get("/").text
    assert "Đang bày ở" not in desk.get(f"/san-pham/{product.slug}").text
    assert desk.get("/api/v1/products?fair=cho-bao").json["items"] == []

    desk.post("/can-bo/hoi-cho/cho-bao/hop-lai")
    assert desk.get("/api/v1/fairs/cho-bao").json["state"] == "open"
    assert [entry.action for entry in audit.history_of(fair)] == ["fair.taken_up", "fair.called_off"]


def test_reported_only_once_it_is_over_and_then_it_stands(desk):
    now = times.now()
    fair = make_fair(slug="da-tan", opens_at=now - 3 * DAY, closes_at=now - DAY, kind="virtual")
    make_fair(slug="dang-hop")

    assert desk.post("/can-bo/hoi-cho/dang-hop/bao-cao", number="1/QĐ").status_code == 409
    assert desk.post("/can-bo/hoi-cho/da-tan/bao-cao", number="").status_code == 422
    assert desk.post("/can-bo/hoi-cho/da-tan/bao-cao", number="128/QĐ-TTXT").status_code == 303
    assert desk.get("/api/v1/fairs/da-tan").json["state"] == "reported"
    typed = TYPED | {"name": fair.name, "kind": "virtual"}
    refused = desk.post("/can-bo/hoi-cho/da-tan", **typed)
    assert refused.status_code == 422
    assert "Báo cáo đã được nhận" in refused.text
    assert desk.post("/can-bo/hoi-cho/da-tan/hoan-huy", how="cancelled", reason="Muộn").status_code == 409
    desk.post("/can-bo/hoi-cho/da-tan/bao-cao/rut")
    assert desk.get("/api/v1/fairs/da-tan").json["state"] == "closed"


@pytest.mark.parametrize(
    "broken",
    [
        {"called_off": "cancelled"},
        {"called_off": "gone", "called_off_reason": "Vì thế"},
        {"applications_open_at": times.now(), "applications_close_at": times.now() + 9 * DAY},
        {"setup_at": times.now() + DAY},
        {"reported_at": times.now(), "report_number": "1"},
        {"opens_at": times.now() + 9 * DAY},
    ],
    ids=lambda broken: "+".join(broken),
)
def test_the_database_keeps_the_same_rules(app, broken):
    with pytest.raises(IntegrityError):
        make_fair(**broken)
    db.session.rollback()

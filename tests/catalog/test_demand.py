"""What people look for is counted by words and day, and told to staff; nothing tells who looked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog import demand, wanted
from catalog.models import SearchCount
from core import times, workbooks
from core.db import db
from tests.factories import make_product, make_staff

AGENT = {"User-Agent": "Mozilla/5.0"}


def tell(browser, typed, **headers):
    return browser.send("POST", "/dem", data={"kind": "search", "id": typed}, headers=AGENT | headers)


def rows():
    return [(one.key, one.written, one.count, one.empty) for one in db.session.scalars(select(SearchCount))]


def put(written, day, count=1, empty=0):
    db.session.add(SearchCount(key=written, written=written, day=day, count=count, empty=empty))


def test_counts_a_search_and_whether_anything_fitted(browser):
    make_product(name="Quạt nan")
    for typed in ("Quạt  nan", "quat nan", "tàu vũ trụ"):
        assert tell(browser, typed).status_code == 204
    assert rows() == [("quat nan", "Quạt nan", 2, 0), ("tau vu tru", "tàu vũ trụ", 1, 1)]


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "🏺", "\x00", "gọi 0912 345 678", "0912.345.678", "+84 912 345 678", "an@example.vn", "001099012345"],
)
def test_keeps_nothing_that_says_nothing_or_tells_who_looks(browser, typed):
    assert tell(browser, typed).status_code == 204
    assert rows() == []


def test_programs_are_not_counted(browser):
    assert tell(browser, "gốm", **{"User-Agent": "Googlebot/2.1"}).status_code == 204
    assert rows() == []


def test_a_page_of_results_tells_what_was_looked_for_and_writes_nothing_itself(browser):
    make_product(name="Quạt nan")
    page = browser.get("/tim?q=quạt+nan")
    assert 'data-visit="search:quạt nan"' in page.text
    assert rows() == []
    assert 'data-visit="search' not in browser.get("/tim").text


def test_words_of_one_day_are_not_told(app):
    today = times.today()
    for back in (0, 1):
        put("gốm", today - timedelta(days=back), 3, 1)
    put("tên một người", today, 9)
    assert [one.written for one in demand.looked_for(today - timedelta(days=29), 10)] == ["gốm"]
    assert demand.looked_for(today - timedelta(days=29), 10)[0] == demand.Looked("gốm", 6, 2, 2)
    assert demand.rare(today - timedelta(days=29)) == 1


def test_forgets_what_is_old_and_rare_words_sooner(app):
    today = times.today()
    for back in (0, 40, 401):
        put("gốm", today - timedelta(days=back))
    put("một lần", today - timedelta(days=31))
    put("mới đây", today - timedelta(days=29))
    db.session.flush()
    for _again in range(2):
        demand.forget_old()
    assert sorted((key, count) for key, _w, count, _e in rows()) == [("gốm", 1), ("gốm", 1), ("mới đây", 1)]


def test_wishes_are_forgotten_like_searches(app):
    for back in (0, 401):
        with times.frozen(times.now() - timedelta(days=back)):
            wanted.ask("tủ thờ")
    db.session.flush()
    demand.forget_old()
    assert wanted.asked_for(times.today() - timedelta(days=500)) == [("tủ thờ", 1)]


@pytest.mark.parametrize("typed", ["gọi 0912 345 678", "an@example.vn", "001099012345"])
def test_a_wish_that_may_tell_who_asks_is_not_kept(app, typed):
    with pytest.raises(wanted.NothingSaid):
        wanted.ask(typed)
    assert wanted.asked_for(times.today()) == []


@pytest.mark.parametrize("typed", ["=1+1", "+84", "-2", "@a", "\t=1"])
def test_a_word_that_begins_as_a_formula_is_quoted(typed):
    told = workbooks.as_csv(["Từ", "Số"], [(typed, -2)]).decode("utf-8-sig")
    assert told.splitlines()[1].strip('"') == f"'{typed},-2"


def test_staff_read_what_was_looked_for_in_vain(browser):
    make_product(name="Quạt nan")
    for back in (0, 1):
        put("quạt nan", times.today() - timedelta(days=back), 5)
        put("tàu vũ trụ", times.today() - timedelta(days=back), 2, 2)
    db.session.commit()
    browser.sign_in(make_staff("report"))
    assert "quạt nan" in browser.get("/can-bo/nhu-cau").text
    vain = browser.get("/can-bo/nhu-cau?loai=thieu&ngay=90").text
    assert "tàu vũ trụ" in vain
    assert "quạt nan" not in vain
    sheet = browser.get("/can-bo/nhu-cau/tai.csv?loai=thieu")
    assert sheet.mimetype == "text/csv"
    assert sheet.text.lstrip("\ufeff").splitlines()[1:] == ["tàu vũ trụ,4,2,4"]


def test_others_do_not_read_it(browser):
    browser.sign_in(make_staff("moderate"))
    for path in ("/can-bo/nhu-cau", "/can-bo/nhu-cau/tai.csv"):
        assert browser.get(path).status_code in (403, 404)


@pytest.mark.parametrize("query", ["ngay=-1", "ngay=x", "ngay=99999999999999999999", "loai=%00"])
def test_other_periods_give_the_first(browser, query):
    browser.sign_in(make_staff("report"))
    assert browser.get(f"/can-bo/nhu-cau?{query}").status_code == 200


def test_too_many_from_one_place_are_not_counted(browser, monkeypatch):
    monkeypatch.setattr("insight.web.public.MOST_SEARCHES", 1)
    assert [tell(browser, typed).status_code for typed in ("gốm", "lụa")] == [204, 429]
    assert [key for key, *_rest in rows()] == ["gom"]

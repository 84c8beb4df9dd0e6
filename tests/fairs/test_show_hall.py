"""The hall: its plan, its stands, the card of one, the stroll."""

from datetime import timedelta

import brotli
import pytest

from core import times
from core.db import db
from tests.factories import make_booth, make_fair, make_hall, make_product, make_stand, make_village


def a_hall(stands=3, **columns):
    """A fair with one hall whose stands all hold booths, left to right."""
    fair = make_fair(slug="cuoi-thu", name="Chợ phiên cuối Thu", **columns)
    hall = make_hall(fair, code="A", name="Nhà A, nghề thủ công", features=[ENTRANCE])
    for n in range(stands):
        stand = make_stand(hall, number=f"G{n + 1:02}", x=2 * (n % 8), y=3 * (n // 8), width=2, height=2, walk=n)
        make_booth(fair, stand=stand, slug=f"gian-{n + 1}", title=f"Gốm {n + 1}", products=[make_product()])
    return fair, hall


ENTRANCE = {"kind": "entrance", "x": 8, "y": 19, "width": 4, "height": 1, "label": "Cửa vào"}


def test_draws_every_stand_as_a_link(browser):
    a_hall(3)

    page = browser.get("/hoi-cho/cuoi-thu").text

    for n in (1, 2, 3):
        assert f'href="/hoi-cho/cuoi-thu?nha=A&amp;gian=G0{n}#gian"' in page
        assert f"Gốm {n}" in page


def test_a_stand_in_focus_shows_its_card_and_the_way_to_it(browser):
    a_hall(3)

    page = browser.get("/hoi-cho/cuoi-thu?nha=A&gian=G02").text

    card = page[page.index("data-stand-card") :]
    assert "Gốm 2" in card
    assert 'href="/hoi-cho/cuoi-thu/gian-2"' in card
    assert 'rel="prev" href="/hoi-cho/cuoi-thu?nha=A&amp;gian=G01#gian"' in card
    assert 'rel="next" href="/hoi-cho/cuoi-thu?nha=A&amp;gian=G03#gian"' in card
    assert "plan__way" in page


def test_a_stand_number_alone_finds_its_hall(browser):
    fair, _ = a_hall(1)
    other = make_hall(fair, code="B", name="Nhà B, quà quê", position=1)
    make_booth(fair, stand=make_stand(other, number="T01"), title="Cốm cô Mận")

    page = browser.get("/hoi-cho/cuoi-thu?gian=T01").text

    assert "Cốm cô Mận" in page
    assert 'aria-current="page">Nhà B, quà quê' in page


def test_a_stand_whose_booth_is_not_published_is_free_to_visitors(browser):
    fair, hall = a_hall(1)
    stand = make_stand(hall, number="G09", x=10, y=3)
    make_booth(fair, stand=stand, title="Chưa mở", published_at=None)

    page = browser.get("/hoi-cho/cuoi-thu").text

    assert "Chưa mở" not in page
    assert "Gian G09, còn trống" in page


def test_a_wrong_stand_says_so_and_shows_the_hall(browser):
    a_hall(1)

    answer = browser.get("/hoi-cho/cuoi-thu?nha=A&gian=Z99")

    assert answer.status_code == 200
    assert "Không có gian Z99" in answer.text
    assert "Gốm 1" in answer.text


@pytest.mark.parametrize("path", ["/hoi-cho/khong-co", "/hoi-cho/cuoi-thu?nha=Z"])
def test_an_unknown_fair_or_hall_is_not_found(browser, path):
    a_hall(1)

    assert browser.get(path).status_code == 404


def test_a_stand_no_database_can_hold_is_refused_with_a_sentence(browser):
    """SQLite looks for a NUL and finds nothing, PostgreSQL takes none."""
    a_hall(1)

    answer = browser.get("/hoi-cho/cuoi-thu?gian=%00%FF")

    assert answer.status_code in (400, 404)
    assert "<h1" in answer.text


def test_a_fair_that_takes_applications_says_how_to_apply(browser):
    day, now = timedelta(days=1), times.now()
    a_hall(
        0,
        applications_open_at=now - day,
        applications_close_at=now + day,
        opens_at=now + 20 * day,
        closes_at=now + 25 * day,
    )

    page = browser.get("/hoi-cho/cuoi-thu").text

    assert 'href="/quan-ly/hoi-cho/cuoi-thu/dang-ky"' in page


def test_a_closed_fair_keeps_its_booths_and_tells_its_results(browser):
    day, now = timedelta(days=1), times.now()
    a_hall(1, opens_at=now - 9 * day, closes_at=now - 5 * day, results="Bán 1.204 món trong năm ngày.")

    page = browser.get("/hoi-cho/cuoi-thu").text

    assert "Bán 1.204 món trong năm ngày." in page
    assert "Gốm 1" in page


def test_an_empty_fair_has_a_page(browser):
    make_fair(slug="cuoi-thu")

    assert browser.get("/hoi-cho/cuoi-thu").status_code == 200


def test_english_shows_english_names_and_keeps_its_links_in_english(browser):
    fair, _ = a_hall(1)
    fair.name_en = "Late autumn fair"
    db.session.commit()

    page = browser.get("/en/hoi-cho/cuoi-thu").text

    assert "Late autumn fair" in page
    assert 'href="/en/hoi-cho/cuoi-thu/gian-1"' in page


@pytest.mark.parametrize("stands", [1, 40])
def test_runs_the_same_queries_however_many_stands(browser, query_count, stands):
    a_hall(stands)

    with query_count() as run:
        browser.get("/hoi-cho/cuoi-thu?nha=A&gian=G01")

    assert sum("SELECT" in statement for statement in run) == 8


def test_a_full_hall_weighs_at_most_forty_kilobytes(browser):
    fair, hall = a_hall(40)
    village = make_village()
    for stand in hall.stands:
        stand.booth.facility.village = village
    db.session.commit()

    page = browser.get("/hoi-cho/cuoi-thu").text

    assert len(brotli.compress(page.encode())) < 40_000


def test_is_the_same_for_everybody_and_may_be_kept(browser):
    a_hall(1)

    answer = browser.get("/hoi-cho/cuoi-thu")

    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers

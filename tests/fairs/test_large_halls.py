"""Halls as large as fairs have: three hundred stands on one plan, seven hundred in a fair, 7,300 across fairs."""

import re

import brotli
import pytest

from core.db import db
from fairs import plans
from fairs.models import Stand
from tests.factories import make_fair, make_full_hall, make_staff

MOST_BYTES = 40_000  # of a plan of three hundred stands, compressed


def test_a_plan_of_three_hundred_stands_weighs_at_most_forty_kilobytes(browser):
    make_full_hall(make_fair(slug="lon"), stands=300)

    page = browser.get("/hoi-cho/lon").text

    drawing = page[page.index('<svg class="plan"') : page.index("</svg>", page.index('<svg class="plan"'))]
    assert drawing.count("data-stand=") == 300
    assert len(brotli.compress(drawing.encode())) <= MOST_BYTES
    assert len(brotli.compress(page.encode())) <= MOST_BYTES


@pytest.mark.parametrize("stands", [7, 700])
def test_the_public_plan_asks_the_same_of_the_database_for_seven_hundred(browser, query_count, stands):
    make_full_hall(make_fair(slug="lon"), stands=stands)

    with query_count() as run:
        assert browser.get("/hoi-cho/lon?gian=G003").status_code == 200

    assert sum("SELECT" in one for one in run) == 9


def test_other_fairs_with_thousands_of_stands_cost_a_plan_nothing(browser, query_count):
    for _ in range(10):
        make_full_hall(make_fair(), stands=730)
    make_full_hall(make_fair(slug="lon"), stands=7)
    browser.sign_in(make_staff("allot"))
    assert db.session.query(Stand).count() == 7_307

    for path, most in (("/hoi-cho/lon", 8), ("/can-bo/gian?fair=lon", 10), ("/can-bo/hoi-cho/lon/so-do/A", 10)):
        with query_count() as run:
            assert browser.get(path).status_code == 200
        assert sum("SELECT" in one for one in run) <= most, path


def test_the_list_tells_taken_and_free_aisle_by_aisle_in_the_order_of_the_stroll(browser):
    hall = make_full_hall(make_fair(slug="lon"), stands=42)
    freed = hall.stands[3]
    db.session.delete(freed.booth)
    db.session.commit()
    number, walked = freed.number, [stand.number for stand in hall.stands]

    page = browser.get("/hoi-cho/lon").text

    listed = page[page.index('<nav class="aisle"') : page.index("</nav>", page.index('<nav class="aisle"'))]
    assert re.findall(r"<summary>(.*?)<", listed) == ["Lối 1", "Lối 2"]
    assert re.findall(r'<b class="(?:son|soft)">(\w+)</b>', listed) == walked
    assert f'<b class="soft">{number}</b><span class="soft">còn trống' in listed


@pytest.mark.parametrize("asked", ["gian 17", "GIÁN 17", "g017"])
def test_searching_the_hall_finds_by_any_word_with_marks_or_without(browser, asked):
    make_full_hall(make_fair(slug="lon"), stands=28)

    page = browser.get("/hoi-cho/lon", query_string={"nha": "A", "tim": asked}).text

    assert "Một gian hợp lời tìm" in page
    assert re.findall(r'plan__stand--found[^>]*data-stand="(\w+)"', page) == ["G017"]
    assert re.findall(r'data-aisle="(\w+)"', page) == ["G017"]


def test_searching_for_what_is_not_there_says_so(browser):
    make_full_hall(make_fair(slug="lon"), stands=7)

    page = browser.get("/hoi-cho/lon?nha=A&tim=<b>xyz").text

    assert "Không gian nào trong nhà này hợp “&lt;b&gt;xyz”" in page
    assert "hall--asked" not in page


def test_the_way_to_the_last_of_seven_hundred_stands_is_found(app):
    hall = make_full_hall(make_fair(), stands=700)

    way = plans.way_to(hall, hall.stands, hall.stands[-1])

    assert len(way) >= 2

"""Light pictures: for who saves data the addresses are left out of sight, and nobody else is shown that page."""

import re

import pytest

from core.db import db
from tests import factories as make

SEEN_AHEAD = re.compile(r'<(?:img|source)[^>]*\s(?:src|srcset)="/anh/')


@pytest.fixture
def listing(app):
    make.make_photo(make.make_product())
    db.session.commit()

    def asked(**headers):
        with app.app_context():
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            return app.test_client(use_cookies=False).get("/san-pham", headers=names)

    return asked


def without_noscript(answer):
    return re.sub(r"<noscript>.*?</noscript>", "", answer.get_data(as_text=True), flags=re.S)


@pytest.mark.parametrize(
    "headers", [{"Save_Data": "on"}, {"Cookie": "light=1"}, {"Cookie": "light=1", "Save_Data": ""}]
)
def test_a_light_page_names_no_picture_where_a_browser_looks_ahead(listing, headers):
    light = listing(**headers)

    assert 'data-srcset="/anh/' in light.text
    assert not SEEN_AHEAD.search(without_noscript(light))
    assert " data-light" in light.text
    assert (light.cache_control.private, light.cache_control.public) == (True, False)


@pytest.mark.parametrize(
    "headers", [{}, {"Save_Data": "off"}, {"Cookie": "light=0", "Save_Data": "on"}, {"Cookie": "light=?"}]
)
def test_others_get_all_pictures_and_the_same_bytes(listing, headers):
    plain = listing(**headers)

    assert SEEN_AHEAD.search(plain.text)
    assert plain.data == listing().data
    assert plain.cache_control.public
    assert "Save-Data" in plain.headers["Vary"]


def test_a_kept_page_of_one_kind_is_never_used_for_the_other(listing):
    plain, light = listing(), listing(Save_Data="on")

    assert plain.headers["ETag"] != light.headers["ETag"]
    for kept, headers in ((plain, {"Cookie": "light=1"}), (light, {})):
        assert listing(**headers, If_None_Match=kept.headers["ETag"]).status_code == 200
    again = listing(Save_Data="on", If_None_Match=light.headers["ETag"])
    assert again.status_code == 304


def test_who_works_on_pictures_sees_them(app):
    with app.test_request_context("/quan-ly/san-pham", headers={"Save-Data": "on"}):
        assert app.jinja_env.globals["is_light"]() is False

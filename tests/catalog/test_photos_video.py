"""A product's video link: which addresses are taken, and how it is shown."""

import re

import pytest

from catalog import videos
from catalog.models import Product
from core.db import db
from tests.factories import make_facility, make_member, make_photo, make_product

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize("typed", [
    VIDEO, "https://youtu.be/dQw4w9WgXcQ?t=3", "youtube.com/shorts/abc_DEF-123", "https://vimeo.com/76979871",
    "https://framatube.org/w/kkGMgK9ZtnKfYAgnEtQxbv",
    "https://upload.wikimedia.org/wikipedia/commons/a/a1/Gom.mp4",
])  # fmt: skip
def test_takes_videos_of_known_hosts(typed):
    assert videos.read(typed).startswith("https://")
    assert videos.host_name(videos.read(typed)) in videos.names()


@pytest.mark.parametrize("typed", [
    "http://www.youtube.com/watch?v=1", "javascript:alert(1)", "https://evil.example/watch", "https://youtube.com.evil.example/watch",
    "https://user@youtube.com/watch?v=1", "https://www.youtube.com:8443/watch?v=1", "https://www.youtube.com/redirect?q=x",
    "https://www.youtube.com/watch?v=1\"onclick=x", "https://[::1", "xin chào", "https://vimeo.com/" + "1" * 400,
])  # fmt: skip
def test_refuses_any_other_address(typed):
    with pytest.raises(videos.NoVideo):
        videos.read(typed)
    assert videos.host_name(typed) == ""


@pytest.fixture
def product(app):
    product = make_product(facility=make_facility())
    make_photo(product)
    return product


@pytest.fixture
def maker(browser, product):
    return browser.sign_in(make_member(product.facility, "editor"))


def save(maker, product, video_url):
    basics = {"name": product.name, "browse_category": product.browse_category, "name_en": product.name_en}
    return maker.post(f"/quan-ly/san-pham/{product.id}/buoc/1", go="stay", video_url=video_url, **basics)


def test_a_maker_adds_one_and_takes_it_away(maker, product):
    product.state = "draft"  # of a product on show it would wait for staff
    db.session.commit()
    assert save(maker, product, VIDEO).status_code == 303
    assert db.session.get(Product, product.id).video_url == VIDEO

    save(maker, product, "")
    assert db.session.get(Product, product.id).video_url == ""


def test_says_which_hosts_are_taken_and_keeps_what_was_typed(maker, product):
    answer = save(maker, product, "https://evil.example/x")

    assert answer.status_code == 422
    assert "YouTube, Vimeo" in answer.text
    assert 'value="https://evil.example/x"' in answer.text
    assert db.session.get(Product, product.id).video_url == ""


def test_is_a_link_that_opens_apart_and_asks_nobody_before(browser, product):
    product.video_url = VIDEO
    db.session.commit()

    page = browser.get(f"/san-pham/{product.slug}").text

    link = re.search(r"<a [^>]*youtube[^>]*>", page)[0]
    assert 'rel="noopener noreferrer"' in link
    assert 'target="_blank"' in link
    assert page.count("youtube.com") == 1
    assert "<iframe" not in page


def test_a_host_taken_off_the_list_is_linked_no_more(browser, product):
    product.video_url = "https://cu.example/watch?v=1"
    db.session.commit()

    assert "cu.example" not in browser.get(f"/san-pham/{product.slug}").text

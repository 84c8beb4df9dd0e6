"""Pages go out compressed, and a browser that has one is told that it is unchanged."""

import gzip

import brotli
import pytest

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize("coding", UNPACK)
def test_a_page_is_sent_small_and_unpacks_to_the_same(browser, coding):
    plain = browser.get("/").data
    packed = browser.get("/", headers={"Accept-Encoding": coding})

    assert packed.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain) / 2
    assert UNPACK[coding](packed.data) == plain


def test_a_browser_that_has_the_page_is_told_so(browser):
    first = browser.get("/hoi-cho", headers={"Accept-Encoding": "br"})
    again = browser.get("/hoi-cho", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""


def test_the_two_forms_of_a_page_are_told_apart(browser):
    packed = browser.get("/hoi-cho", headers={"Accept-Encoding": "gzip"}).headers["ETag"]

    assert browser.get("/hoi-cho").headers["ETag"] != packed

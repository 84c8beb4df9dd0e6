"""At the stand without a network: what is noted on the phone waits there, and joins the record once it is back."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MAKER = "coso@example.vn"


@pytest.fixture
def book(visit, keys):
    walk = visit(360, key=keys(MAKER))
    walk.go("/quan-ly/gian")
    walk.follow("Sổ tay ở gian")
    expect(walk.page.locator("[data-notes=ready]")).to_be_attached()
    walk.page.wait_for_function("navigator.serviceWorker.controller && caches.has('so-tay')")
    walk.page.wait_for_function(
        "caches.open('so-tay').then((kept) => kept.match(document.querySelector('script[src*=notes]').src))"
    )
    return walk


def note(book, words):
    book.page.get_by_label("Khách hỏi gì").fill(words)
    book.page.get_by_role("button", name="Ghi lời hỏi").click()


def queue(book):
    return book.page.get_by_role("region", name="Trên máy này")


def kept(book, words):
    return book.page.get_by_role("region", name="Đã vào sổ").get_by_text(words, exact=True)


def test_noted_without_a_network_it_waits_through_a_reload_and_arrives_once(book):
    book.page.context.set_offline(True)
    note(book, "Có hộp quà cưới không, lần một?")
    book.page.get_by_label("Số lượng").fill("3")
    book.page.get_by_label("Khách trả").fill("123450")
    book.page.get_by_role("button", name="Ghi lần bán").click()
    expect(queue(book)).to_contain_text("2 lần ghi còn trên máy")
    assert not book.page.evaluate("fetch('/healthz').then(() => true, () => false)"), "the network is there"

    book.page.reload()
    book.look()
    expect(queue(book).get_by_role("listitem")).to_have_count(2)
    expect(queue(book)).to_contain_text("Chờ mạng")

    book.page.context.set_offline(False)
    expect(queue(book)).to_contain_text("Không còn gì chờ trên máy")
    book.page.reload()
    book.look()
    expect(kept(book, "Có hộp quà cưới không, lần một?")).to_have_count(1)
    expect(book.page.get_by_role("region", name="Đã vào sổ").get_by_text(re.compile("123.450"))).to_have_count(1)
    expect(queue(book)).to_be_hidden()


def test_whoever_is_signed_out_keeps_the_note_and_is_told(book):
    cookies = book.page.context.cookies()
    book.page.context.clear_cookies()
    note(book, "Có nhận khắc tên không, lần hai?")
    expect(queue(book)).to_contain_text("Đăng nhập lại rồi gửi")
    assert not book.page.evaluate("caches.has('so-tay')")
    book.page.context.add_cookies(cookies)
    book.page.get_by_role("button", name="Gửi ngay").click()
    expect(kept(book, "Có nhận khắc tên không, lần hai?")).to_have_count(1)


def test_a_note_that_is_refused_stays_and_goes_back_into_its_form(book):
    book.page.get_by_label("Khách hỏi gì").fill("Ngày mai còn không?")
    book.page.locator("#hoi-luc").fill("2031-01-01T08:00")
    book.page.get_by_role("button", name="Ghi lời hỏi").click()
    expect(queue(book)).to_contain_text("Giờ trên máy đang chạy trước")
    book.look()
    book.page.get_by_role("button", name=re.compile("^Ghi lại")).click()
    expect(book.page.get_by_label("Khách hỏi gì")).to_have_value("Ngày mai còn không?")
    book.page.locator("#hoi-luc").fill("")
    book.page.get_by_role("button", name="Ghi lời hỏi").click()
    expect(kept(book, "Ngày mai còn không?")).to_have_count(1)

"""Makers on the map and nearby: moved by keys and taps, found without telling anybody where one is."""

import re

import pytest

pytestmark = pytest.mark.browser

HERE = {"latitude": 20.98123, "longitude": 105.91456}


def test_a_visitor_finds_who_is_near_and_her_place_stays_on_the_device(visit):
    walk = visit(360)
    walk.page.context.grant_permissions(["geolocation"])
    walk.page.context.set_geolocation(HERE)
    asked = []
    walk.page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    walk.go("/co-so")
    walk.page.locator(".near-fold summary").click()
    walk.page.get_by_role("button", name="Gần tôi").click()
    walk.page.wait_for_url(re.compile(r"gan=ha-noi%2Fxa-bat-trang"))
    assert "cùng xã, phường" in walk.page.locator(".makers li").first.inner_text()
    assert not [url for url in asked if "20.98" in url or "105.91" in url]


def test_a_refusal_says_what_else_to_do(visit):
    walk = visit()
    walk.page.context.clear_permissions()
    walk.go("/co-so")
    walk.page.locator(".near-fold summary").click()
    walk.page.get_by_role("button", name="Gần tôi").click()
    walk.page.get_by_text("Gõ tên xã, phường cũng được").wait_for()
    assert walk.path == "/co-so"


def test_the_map_comes_closer_by_keys_and_a_mark_opens_its_card(visit):
    walk = visit()
    walk.go("/co-so?xem=ban-do&nhom=gom-su")
    for _ in range(6):
        many = walk.page.locator(".map__mark:has(.map__many)")
        if not many.count():
            break
        before = walk.page.url
        many.first.focus()
        walk.page.keyboard.press("Enter")
        walk.page.wait_for_url(lambda url, before=before: url != before)
    house = walk.page.locator(".map__mark:has(.map__house)").first
    name = house.get_attribute("aria-label").partition(",")[0]
    house.focus()
    walk.page.keyboard.press("Enter")
    walk.page.locator("#chon").get_by_role("link", name=name).first.wait_for()
    assert walk.page.evaluate("document.activeElement.id") == "chon"
    walk.page.keyboard.press("Escape")
    walk.page.locator("#chon").wait_for(state="detached")
    walk.look()


def test_the_map_works_with_scripts_off(visit):
    walk = visit(360, scripts=False)
    walk.go("/co-so?xem=ban-do")
    count = walk.page.locator(".map__mark").count()
    assert walk.page.locator(".map__list li").count() == count > 5
    walk.page.locator(".map__list a", has_text="cơ sở").first.click()
    assert "khung=" in walk.path
    walk.page.get_by_role("link", name="Xem cả vùng").click()
    assert walk.path == "/co-so?xem=ban-do"

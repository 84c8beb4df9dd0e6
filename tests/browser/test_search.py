"""Searching by hand: the box by keyboard and touch, what was searched before, narrowing without a reload."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def _box(walk):
    return walk.page.get_by_role("combobox").first


def test_the_box_is_walked_by_keyboard(visit):
    walk = visit(1280)
    walk.go("/san-pham")
    box, options = _box(walk), walk.page.get_by_role("option")
    before = walk.main.bounding_box()
    box.press_sequentially("gom")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert walk.main.bounding_box() == before  # nothing jumps
    walk.look()
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(options.first).to_be_hidden()
    assert box.input_value() == "gom"
    box.press("ArrowDown")
    leads_to = options.first.get_attribute("href")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url("**" + leads_to)


def test_recent_searches_stay_on_the_device_and_can_be_taken_away(visit):
    walk = visit(360)
    sent = []
    walk.page.on("request", lambda request: sent.append(request.url))
    walk.go("/san-pham")
    for words in ("gốm", "nón lá", "lụa"):
        _box(walk).fill(words)
        _box(walk).press("Enter")
        walk.page.wait_for_url("**/tim?q=*")
    walk.go("/san-pham")
    sent.clear()
    _box(walk).tap()
    lines = walk.page.locator(".recent__line a")
    expect(lines).to_have_text(["lụa", "nón lá", "gốm"])
    assert sent == []  # nobody was asked for them
    walk.look()
    walk.page.get_by_role("button", name="Xóa “nón lá” khỏi các lời đã tìm").tap()
    expect(lines).to_have_text(["lụa", "gốm"])
    walk.page.keyboard.press("Escape")
    expect(lines.first).to_be_hidden()
    _box(walk).press("ArrowDown")
    _box(walk).blur()
    _box(walk).tap()
    walk.page.keyboard.press("ArrowDown")
    expect(lines.first).to_be_focused()
    walk.page.get_by_role("button", name="Xóa hết").tap()
    expect(lines.first).to_be_hidden()
    assert walk.page.evaluate("localStorage.getItem('phiencho.recent')") is None


def test_narrows_without_a_reload_and_goes_back(visit):
    walk = visit(1280)
    walk.go("/san-pham")
    walk.page.evaluate("window.stayed = true")
    whole = walk.page.get_by_role("status").first.text_content()
    ceramics = walk.page.locator("[data-facets] input[value='gom-su']")
    ceramics.focus()
    walk.page.keyboard.press("Space")
    walk.page.wait_for_url("**/san-pham?nhom=gom-su")
    expect(ceramics).to_be_focused()
    expect(ceramics).to_be_checked()
    expect(walk.page.get_by_role("link", name="Bỏ lọc Gốm sứ")).to_be_visible()
    walk.page.locator("[data-facets] input[value='may-tre-dan']").check()
    walk.page.wait_for_url("**/san-pham?nhom=gom-su&nhom=may-tre-dan")
    walk.look()
    walk.page.get_by_role("link", name="Giá thấp").click()
    walk.page.wait_for_url("**xep=gia-thap**")
    for _ in range(3):
        walk.page.go_back()
    walk.page.wait_for_url("**/san-pham")
    expect(ceramics).not_to_be_checked()
    expect(walk.page.get_by_role("status").first).to_have_text(whole)
    assert walk.page.evaluate("window.stayed") is True


def test_the_sheet_of_a_phone_counts_and_waits_for_its_button(visit):
    walk = visit(360)
    walk.go("/san-pham")
    walk.page.locator(".sheet__open").tap()
    walk.page.locator("[data-facets] input[value='gom-su']").tap()
    walk.page.wait_for_url("**/san-pham?nhom=gom-su")
    go = walk.page.locator("[data-facets-go]")
    expect(go).to_have_text(re.compile(r"^Xem \d+ sản phẩm$"))
    expect(go).to_be_in_viewport()
    expect(walk.page.locator(".sheet")).to_have_attribute("open", "")
    walk.look()
    count = re.search(r"\d+", go.text_content())[0]
    go.tap()
    expect(walk.page.locator(".sheet")).not_to_have_attribute("open", "")
    expect(walk.page.get_by_role("status").first).to_have_text(f"{count} món")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_contradictions_and_nothing_found_lead_on(visit, width, scripts):
    walk = visit(width, scripts=scripts)
    walk.go("/san-pham?nhom=gom-su&sao=5&tu=900000000")
    expect(walk.main).to_contain_text("Không có món nào vừa với các mục đã chọn")
    if scripts:
        walk.main.locator(".way-out a").first.click()
        expect(walk.main.locator(".card").first).to_be_visible()
    else:
        walk.press(walk.main.locator(".way-out a").first)
    walk.go("/tim?q=xyzzy qwv")
    walk.send("Nhờ chợ tìm giúp")
    expect(walk.page.get_by_text("Chợ đã ghi")).to_be_visible()


def test_pages_by_cursor_without_scripts(visit):
    walk = visit(1280, scripts=False)
    walk.go("/san-pham?xep=gia-cao")
    first = walk.main.locator(".card__title").all_text_contents()
    walk.follow("Trang sau")
    second = walk.main.locator(".card__title").all_text_contents()
    assert not set(first) & set(second)
    walk.follow("Trang trước")
    assert walk.main.locator(".card__title").all_text_contents() == first


@pytest.mark.parametrize("width", [360, 1280])
def test_a_query_without_a_space_makes_no_page_scroll_sideways(visit, width):
    walk = visit(width)
    walk.go("/tim?q=" + "gốmlụa" * 80)
    expect(walk.main).to_contain_text("Không thấy")
    walk.look()

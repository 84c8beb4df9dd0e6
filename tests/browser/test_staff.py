"""The staff's job at a desk: goods judged, the shelf in order, stands and schemes; and a sale found in its scheme."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import times

pytestmark = pytest.mark.browser

MAKER, STAFF = "coso@example.vn", "canbo@example.vn"
REMARK = "Chụp thêm một ảnh đáy bình cho thấy dấu lò."


@pytest.fixture
def walk(visit):
    walk = visit(1280)
    walk.sign_in(STAFF)
    walk.go("/can-bo")
    return walk


def tab(walk, name):
    walk.follow(name, within=walk.page.get_by_role("navigation", name="Việc của người trực"))


def waiting(walk):
    """The links of the goods that wait, oldest first."""
    return walk.main.get_by_role("heading", level=2).get_by_role("link")


def test_sends_a_product_back_and_approves_another(walk, visit):
    tab(walk, re.compile("^Chờ duyệt"))
    sent_back = waiting(walk).first.inner_text()
    walk.press(waiting(walk).first)
    review = walk.path
    walk.send("Trả lại kèm lời nhắn")
    expect(walk.main.get_by_role("alert")).to_be_visible()
    walk.page.get_by_label(re.compile("^Nhắn về ảnh")).fill(REMARK)
    walk.send("Trả lại kèm lời nhắn")
    walk.go(review)
    expect(walk.main).to_contain_text("Cần sửa")
    expect(walk.main).to_contain_text(REMARK)
    tab(walk, re.compile("^Chờ duyệt"))
    expect(walk.main.get_by_role("link", name=sent_back, exact=True)).to_have_count(0)
    approve_first(walk, visit)


def approve_first(walk, visit):
    """What is approved comes into the market by itself, as soon as the worker has passed."""
    approved = waiting(walk).first
    name = approved.inner_text()
    walk.press(approved)
    review = walk.path
    walk.send("Duyệt, bày ngay")
    walk.go(review)
    expect(walk.main).to_contain_text("Đang bày")
    visitor = visit(1280)
    for _ in range(20):  # a page does not look again by itself
        visitor.go("/san-pham?xep=moi")
        if visitor.main.get_by_role("link", name=name).count():
            break
        visitor.page.wait_for_timeout(1_000)
    expect(visitor.main.get_by_role("link", name=name).first).to_be_visible()


def test_a_maker_mends_what_was_remarked(walk, visit):
    """The remark stands at its field in the maker's editor; once mended and sent, the product waits for staff again."""
    maker = visit(360)
    maker.sign_in(MAKER)
    maker.go("/quan-ly/san-pham?tt=sent_back")
    name = waiting(maker).first.inner_text()
    maker.press(waiting(maker).first)
    maker.press(maker.main.get_by_label("Ba bước").get_by_role("link", name="Giá, hàng"))
    summary = maker.page.get_by_label("Mô tả ngắn")
    expect(summary).to_have_accessible_description(re.compile("Người trực nhắn: Ghi rõ dung tích"))
    summary.fill("Ấm 350 ml và sáu chén 60 ml, men lam vẽ trúc dưới men.")
    maker.send("Lưu, sang bước sau")
    maker.send("Lưu và gửi duyệt")
    expect(maker.main).to_contain_text("Chờ duyệt")
    tab(walk, re.compile("^Chờ duyệt"))
    expect(walk.main.get_by_role("link", name=name, exact=True)).to_be_visible()


def test_puts_a_product_on_the_shelf(walk, visit):
    tab(walk, "Kệ của phiên")
    name = choose_candidate(walk)
    shelf = walk.main.get_by_role("region", name="Trên kệ, theo thứ tự").get_by_role("listitem")
    mine = shelf.filter(has=walk.page.get_by_role("heading", name=name, exact=True))
    place = int(mine.locator("[data-place]").inner_text())
    with walk.page.expect_navigation(wait_until="load"):
        mine.get_by_role("button", name=re.compile("lên$")).click()
    walk.look()
    expect(mine.locator("[data-place]")).to_have_text(str(place - 1))
    visitor = visit(1280)
    visitor.go("/")
    visitor.page.locator("#ke summary").click()
    card = visitor.page.locator("#ke li").filter(has_text="Thử kệ: tay cầm vừa, men không nứt.").last
    expect(card).to_be_visible()
    expect(card).to_contain_text(name)


def choose_candidate(walk):
    """The first candidate in stock, with reason, days and the scheme it is charged to; gives its name."""
    candidates = walk.main.get_by_role("region", name="Ứng viên")
    candidates.get_by_label("Còn hàng").check()
    walk.send("Lọc", within=candidates)
    name = candidates.get_by_role("listitem").first.locator("b").inner_text()
    walk.follow(f"Đặt {name} lên kệ", within=candidates)
    today = times.today()
    walk.page.get_by_label("Lý do, người mua sẽ đọc").fill("Thử kệ: tay cầm vừa, men không nứt.")
    walk.page.get_by_label("Ai chọn").fill("Chị Thu Hằng, trực nhà A")
    walk.page.locator("#starts_on").fill(today.isoformat())
    walk.page.locator("#them").get_by_label("Đến hết ngày").fill((today + timedelta(days=3)).isoformat())
    walk.page.get_by_label("Tính vào đề án").select_option(index=1)
    walk.send("Đặt lên kệ", within=walk.page.locator("#them"))
    return name


def test_drags_a_product_down_the_shelf_and_lets_go_beside_it(walk):
    tab(walk, "Kệ của phiên")
    shelf = walk.main.get_by_role("region", name="Trên kệ, theo thứ tự").get_by_role("listitem")
    name = shelf.first.get_by_role("heading").inner_text()
    walk.page.mouse.wheel(0, 300)
    grips = shelf.locator("[data-grip]")
    start, end = grips.nth(0).bounding_box(), grips.nth(1).bounding_box()
    walk.page.mouse.move(start["x"] + 8, start["y"] + 8)
    walk.page.mouse.down()
    walk.page.mouse.move(end["x"] + 8, end["y"] + 8, steps=12)
    walk.page.mouse.move(40, end["y"] + 8, steps=4)
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.mouse.up()

    expect(shelf.nth(1).get_by_role("heading")).to_have_text(name)


def test_sees_stands_and_schemes(walk):
    tab(walk, "Xếp gian")
    walk.press(walk.main.locator("[data-plan] [data-stand]").first)
    expect(walk.main.locator(".panel--act")).to_be_visible()
    tab(walk, "Đề án")
    walk.page.get_by_label("Tìm").fill("KC-2026")
    walk.send("Lọc")
    with walk.page.expect_download() as saving:
        walk.main.get_by_role("link", name="Tải XLSX").click()
    assert saving.value.path().read_bytes().startswith(b"PK")
    walk.follow("KC-2026-011")
    expect(walk.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_sale_through_a_paid_booth_counts_for_its_scheme(visit):
    """The cross walk: what a visitor buys at a booth a scheme paid for is on that scheme's public page."""
    walk = visit(1280)
    walk.go("/hoi-cho/cho-phien-lang-nghe-cuoi-thu")
    walk.follow("Ghé gian")
    booth = walk.path
    panel = walk.main.locator("section.panel--ri", has_text="Khuyến công hỗ trợ gian này")
    walk.press(panel.get_by_role("link").first)
    scheme = walk.path
    assert scheme.startswith("/khuyen-cong/de-an/")
    before = sold(walk)
    walk.go(booth)
    buy(walk)
    walk.go(scheme)
    assert sold(walk) == before + 1


def sold(walk):
    """How many orders the scheme's page counts."""
    return int(walk.page.locator("#ban-duoc .figures__number").first.inner_text().replace(".", ""))


def buy(walk):
    left = walk.page.locator("#hang .card").filter(has_not_text="Hết hàng")
    walk.press(left.locator(".card__title a").first)
    walk.send("Mua ngay")
    for label, text in {"Họ và tên": "Lê Thị Thử", "Điện thoại": "0912345678", "Số nhà, đường, thôn": "Số 7"}.items():
        walk.page.get_by_label(label).fill(text)
    walk.page.get_by_label("Xã, phường").select_option(index=1)
    walk.send(re.compile("^Đặt hàng,"))
    expect(walk.page).to_have_url(re.compile("/don-hang/"))


def test_draws_a_hall_by_keyboard_alone(walk):
    """Stands drawn, merged and taken back without a pointer; what was drawn is there after a reload."""
    walk.go("/can-bo/hoi-cho/cho-tet-dinh-mui/so-do/A")
    board, says = walk.page.get_by_role("application"), walk.page.locator("[data-says]")
    stands = walk.main.get_by_role("region", name="Các gian").get_by_role("row")
    count = stands.count()
    board.focus()
    for key in ("2", *["ArrowRight"] * 6, *["ArrowDown"] * 18):  # the stand tool, over the free cells below the stage
        board.press(key)
    for key in ("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown"):
        board.press(key)
    expect(says).to_have_text("Vùng 4 × 2 ô")
    walk.page.locator("[data-usual] [name=group]").evaluate("one => { one.value = 'gom-su' }")
    board.press("Enter")
    expect(says).to_have_text("Đã vẽ.")
    expect(stands).to_have_count(count + 2)
    board.press("Control+z")
    expect(says).to_have_text("Đã lui lại.")
    walk.page.reload()
    expect(stands).to_have_count(count)

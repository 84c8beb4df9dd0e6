"""The visitor's job from end to end: find, stroll, buy from two makers, pay, and come back to the order."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WIDTHS = pytest.mark.parametrize(("width", "scripts"), [(360, True), (1280, True), (360, False)])
BUYER = {"Họ và tên": "Lê Thị Thử", "Điện thoại": "0912 345 678", "Số nhà, đường, thôn": "Số 7, ngõ 12"}


@WIDTHS
def test_finds_strolls_and_buys_from_two_makers(visit, width, scripts):
    walk = visit(width, scripts=scripts)
    walk.go("/")
    find(walk)
    narrow_down(walk)
    first = buy_from_listing(walk)
    second = stroll_and_buy(walk, besides=first)
    change_quantity(walk, first, second)
    meet_errors(walk)
    place(walk, "Chuyển khoản VietQR" if scripts else "Khi nhận hàng")
    if scripts:
        pay_two_makers(walk)
    see_order_again(walk, visit, first, second)


def find(walk):
    """Typed without accents; with scripts the group is picked from the suggestions by keyboard."""
    box = walk.page.get_by_role("search").locator("input[type=search]")
    if not walk.scripts:
        box.fill("gom su")
        walk.send("Tìm", within=walk.page.get_by_role("search"))
        expect(walk.main).to_contain_text("Gốm")
        return
    box.press_sequentially("gom su")
    expect(walk.page.get_by_role("option", name=re.compile("^Gốm sứ"))).to_be_visible()
    box.press("ArrowDown")
    expect(walk.page.get_by_role("option", selected=True)).to_contain_text("Gốm sứ")
    with walk.page.expect_navigation(url="**/nhom/gom-su"):
        box.press("Enter")
    walk.look()
    expect(walk.page.get_by_role("heading", level=1)).to_contain_text("Gốm sứ")


def narrow_down(walk):
    """Two facets chosen, both shown as chips; one taken off again."""
    sheet = walk.main.get_by_role("complementary", name="Lọc")
    opener = sheet.locator("summary").first
    if opener.is_visible():
        opener.click()
    chips = walk.main.get_by_role("link", name=re.compile("^Bỏ lọc"))
    sheet.get_by_label(re.compile("^Còn hàng")).check()
    if walk.scripts:  # the list follows each tick; on a phone its button waits below
        expect(chips).to_have_count(1)
    sheet.get_by_role("group", name="Sao OCOP").get_by_label(re.compile("^4 sao|^Bốn sao")).check()
    if walk.scripts:
        expect(chips).to_have_count(2)
        if opener.is_visible():
            sheet.get_by_role("button", name=re.compile("^Xem")).click()
        chips.last.click()
        expect(chips).to_have_count(1)
        walk.look()
    else:
        walk.send(re.compile("^Xem"), within=sheet)
        expect(chips).to_have_count(2)
        walk.press(chips.last)
    expect(chips).to_have_count(1)


def buy_from_listing(walk):
    """Two of the first thing shown; gives its maker."""
    walk.press(walk.main.get_by_role("heading", level=3).get_by_role("link").first, arriving_at="**/san-pham/*")
    maker = walk.main.get_by_role("region", name="Người làm").get_by_role("heading").inner_text()
    count = walk.main.get_by_label("Số lượng").first
    if walk.scripts:
        walk.main.get_by_role("button", name="Thêm một").click()
        expect(count).to_have_value("2")
    else:
        count.fill("2")
    walk.send("Thêm vào giỏ")
    expect(walk.main.get_by_role("region", name=maker)).to_be_visible()
    return maker


def stroll_and_buy(walk, besides):
    """From stand to stand to a maker other than `besides`, into the booth, one thing into the cart; gives the maker."""
    walk.follow("Hội chợ", within=walk.page.get_by_role("navigation", name="Chính"))
    walk.follow(re.compile("Vào chợ|Chợ phiên làng nghề cuối thu"))
    stroll = walk.main.get_by_role("navigation", name="Đi dạo")
    expect(stroll).to_contain_text("gian 1 trên")
    walk.press(stroll.get_by_role("link", name=re.compile("Gian sau")))
    expect(stroll).to_contain_text("gian 2 trên")
    if walk.scripts:
        walk_by_arrows(walk)
    walk.follow("Ghé gian")
    maker = walk.main.locator(".who").get_by_role("link").first.inner_text()
    while maker == besides:
        walk.press(walk.main.get_by_role("navigation", name="Gian bên cạnh").get_by_role("link").last)
        maker = walk.main.locator(".who").get_by_role("link").first.inner_text()
    booth = walk.path
    for nth in range(12):  # past things only shown
        goods = walk.main.locator("#hang").get_by_role("heading", level=3).get_by_role("link")
        walk.press(goods.nth(nth), arriving_at="**/san-pham/*?gian=*")
        if walk.main.get_by_role("button", name="Thêm vào giỏ").is_visible():
            break
        walk.go(booth)
    expect(walk.main).to_contain_text("Bạn đang xem từ gian")
    choose_a_day(walk)
    walk.send("Thêm vào giỏ")
    return maker


def choose_a_day(walk):
    """A visit to a workshop is for a day that one chooses."""
    ways = walk.main.locator("#mua input[type=radio]:enabled")
    if ways.count() and not walk.main.locator("#mua input[type=radio]:checked").count():
        ways.first.check()


def walk_by_arrows(walk):
    """The arrow keys go from a stand on the plan to its neighbour, and the card beside follows."""
    plan = walk.main.locator("[data-plan]")
    stands = plan.get_by_role("link")
    start = stands.first
    start.focus()
    walk.page.keyboard.press("ArrowRight")
    if start.evaluate("stand => stand === document.activeElement"):
        walk.page.keyboard.press("ArrowDown")
    reached = walk.page.evaluate("document.activeElement.dataset.stand")
    assert reached != start.get_attribute("data-stand")
    expect(walk.main.locator("[data-stand-card] .stand__number")).to_have_text(reached)
    walk.look()


def change_quantity(walk, first, second):
    """One parcel a maker; another quantity gives another sum."""
    for maker in (first, second):
        expect(walk.main.get_by_role("region", name=maker)).to_be_visible()
    parcel = walk.main.get_by_role("region", name=first)
    before = parcel.locator(".sum").first.inner_text()
    count = parcel.get_by_label(re.compile("^Số lượng"))
    if walk.scripts:
        with walk.page.expect_navigation(wait_until="load"):
            parcel.get_by_role("button", name=re.compile("^Bớt một")).click()
        walk.look()
    else:
        count.fill("1")
        walk.send("Đổi", within=parcel, exact=True)
    expect(count).to_have_value("1")
    expect(parcel.locator(".sum").first).not_to_have_text(before)


def meet_errors(walk):
    """An empty phone and street: said at the top and at the field, and what was typed stays."""
    walk.send("Đặt hàng")
    walk.page.get_by_label("Họ và tên").fill(BUYER["Họ và tên"])
    walk.page.get_by_label("Điện thoại").fill("0912")
    walk.send(re.compile("^Đặt hàng,"))
    errors = walk.main.get_by_role("alert")
    expect(errors).to_contain_text("Điện thoại")
    expect(errors).to_contain_text("Số nhà")
    phone = walk.page.get_by_label("Điện thoại")
    expect(phone).to_have_attribute("aria-invalid", "true")
    expect(phone).to_have_value("0912")
    expect(walk.page.get_by_label("Họ và tên")).to_have_value(BUYER["Họ và tên"])


def place(walk, payment):
    """Province, then its communes (fetched, or asked for by a button), then the one button."""
    for label, text in BUYER.items():
        walk.page.get_by_label(label).fill(text)
    walk.page.get_by_label("Tỉnh, thành phố").select_option(label="Lạng Sơn")
    if not walk.scripts:
        walk.send("Chọn xã")
    commune = walk.page.get_by_label("Xã, phường")
    expect(commune.locator("option", has_text="Xã Hữu Lũng")).to_have_count(1)
    commune.select_option(label="Xã Hữu Lũng")
    expect(walk.main.get_by_role("complementary")).to_contain_text("tới Lạng Sơn")
    walk.page.get_by_label(re.compile(payment)).check()
    walk.send(re.compile("^Đặt hàng,"))
    expect(walk.page).to_have_url(re.compile("/don-hang/"))
    expect(walk.main).to_contain_text("Xã Hữu Lũng, Lạng Sơn")


def pay_two_makers(walk):
    """A QR a parcel, each with its three lines to copy and a picture to save."""
    slips = walk.main.get_by_role("region", name=re.compile("^Trả "))
    expect(slips).to_have_count(2)
    for slip in slips.all():
        expect(slip.get_by_role("img", name=re.compile("VietQR"))).to_be_visible()
        expect(slip.get_by_role("button", name=re.compile("^Chép"))).to_have_count(3)
        with walk.page.expect_download() as saving:
            slip.get_by_role("link", name="Tải ảnh QR").click()
        assert saving.value.path().read_bytes().startswith(b"\x89PNG")
    account = slips.first.get_by_role("definition").first.inner_text()
    slips.first.get_by_role("button", name="Chép tài khoản").click()
    assert walk.page.evaluate("navigator.clipboard.readText()") == account


def see_order_again(walk, visit, first, second):
    """The address alone opens the order elsewhere, with the way of each parcel; a guessed one does not."""
    elsewhere = visit(360, scripts=walk.scripts)
    elsewhere.go(walk.path)
    for maker in (first, second):
        parcel = elsewhere.main.get_by_role("region", name=maker, exact=True)
        expect(parcel.locator("[aria-current=step]")).to_be_visible()
    assert elsewhere.page.request.get(walk.path + "0").status == 404


def test_a_double_click_makes_one_order(visit):
    """Two submissions leave the page; both come to the same order, and the cart is empty afterwards."""
    walk = visit()
    walk.go("/san-pham/khan-mat-bong-phung-xa-my-duc")
    walk.send("Mua ngay")
    if "/gio-hang" in walk.path:
        walk.send("Đặt hàng")
    for label, text in BUYER.items():
        walk.page.get_by_label(label).fill(text)
    walk.page.get_by_label("Xã, phường").select_option(index=1)
    sent = []
    walk.page.on("response", lambda r: r.request.method == "POST" and sent.append(r.headers.get("location", "")))
    walk.main.get_by_role("button", name=re.compile("^Đặt hàng,")).dblclick()
    expect(walk.page).to_have_url(
        re.compile("/don-hang/"), timeout=20_000
    )  # the second sending cuts off the first's page
    walk.page.wait_for_load_state("load")
    walk.look()
    assert len(set(filter(None, sent))) == 1
    walk.go("/gio-hang")
    expect(walk.main).to_contain_text("Giỏ còn trống")


def test_the_theme_chosen_is_remembered(visit):
    walk = visit(360)
    page = walk.go("/")
    page.get_by_role("button", name="Đổi nền sáng, tối").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    walk.go("/san-pham")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Đổi nền sáng, tối").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("path", ["/", "/san-pham?sao=4", "/lang-nghe/bat-trang", "/gio-hang", "/khuyen-cong"])
def test_the_other_language_is_the_same_page(visit, path):
    walk = visit()
    page = walk.go(path)
    title = page.title()
    walk.follow("English", within=page.get_by_role("contentinfo"))
    assert walk.path == "/en" + path
    expect(page.locator("html")).to_have_attribute("lang", "en")
    walk.follow("Tiếng Việt", within=page.get_by_role("contentinfo"))
    assert walk.path == path
    assert page.title() == title


def test_takes_a_ticket_and_is_let_in_once(visit, keys):
    walk, fair = visit(360), "/hoi-cho/cho-phien-lang-nghe-cuoi-thu"
    walk.go(f"{fair}/ve")
    walk.page.locator("#name").fill("Lê Thị Thử")
    walk.page.locator("[name=agrees]").check()
    walk.send("Lấy vé")
    assert walk.path.startswith("/ve/")
    code = walk.page.locator(".placard p b").inner_text()
    door = visit(360, key=keys("canbo@example.vn"))
    for says in ("Lê Thị Thử", "đã"):
        door.go(f"/can-bo{fair}/cua")
        door.page.locator("#code").fill(code)
        door.send("Cho vào")
        expect(door.page.locator("body")).to_contain_text(says)

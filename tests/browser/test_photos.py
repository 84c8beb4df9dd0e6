"""Photos in a real browser: light pictures for those who pay by the megabyte, sending in parts, turning by hand."""

import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from catalog import uploads

pytestmark = pytest.mark.browser

LISTING = "/san-pham"
LIGHT_BUDGET = 110_000  # bytes on the wire of a listing with light pictures: page, style, scripts, fonts, pictures
SAVES = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
MAKER = "coso@example.vn"


def transferred(page):
    """Bytes that came over the wire, by address; a list that grows."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    addresses, came = {}, []
    session.on("Network.responseReceived", lambda e: addresses.update({e["requestId"]: e["response"]["url"]}))
    session.on(
        "Network.loadingFinished", lambda e: came.append((addresses.get(e["requestId"], ""), e["encodedDataLength"]))
    )
    return came


def through(page):
    """Scroll to the end, as one who looks at everything."""
    page.evaluate(
        "async () => { for (let y = 0; y < document.body.scrollHeight; y += 400) {"
        " scrollTo(0, y); await new Promise((done) => setTimeout(done, 30)) } }"
    )
    page.wait_for_load_state("networkidle")


def saving(walk):
    """As a browser with its data saver on: it tells the server and the scripts."""
    walk.page.add_init_script(SAVES)
    walk.page.set_extra_http_headers({"Save-Data": "on"})


def pictures_in(came):
    return [address for address, _bytes in came if "/anh/" in address]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_listing_stays_within_its_bytes_when_the_browser_saves_data(visit, width):
    walk = visit(width)
    saving(walk)
    came = transferred(walk.page)
    walk.go(LISTING)
    through(walk.page)

    assert sum(count for _address, count in came) <= LIGHT_BUDGET, came
    expect(walk.page.locator("[data-light-note]")).to_be_visible()
    walk.look()


def test_a_tap_brings_one_picture_and_a_small_one(visit):
    walk = visit(360)
    saving(walk)
    came = transferred(walk.page)
    walk.go(LISTING)
    through(walk.page)
    before = len(pictures_in(came))
    assert before == 0
    with walk.page.expect_request_finished(lambda request: "/anh/" in request.url):
        walk.main.get_by_role("button", name="Xem ảnh").last.click()
    walk.page.wait_for_timeout(300)  # a second one would have come by now

    fresh = pictures_in(came)[before:]
    assert len(fresh) == 1
    assert "/320." in fresh[0]


def test_not_one_picture_is_fetched_before_a_tap_on_any_page(visit):
    """The browser looks ahead for pictures before any script runs: the page itself must not name them."""
    walk = visit(1280)
    walk.go(LISTING)
    product = walk.main.locator(".card a").first.get_attribute("href")
    walk.page.context.add_cookies([{"name": "light", "value": "1", "url": walk.address}])
    came = transferred(walk.page)
    for path in ("/", LISTING, product, "/hoi-cho"):
        walk.go(path)
        through(walk.page)

    assert pictures_in(came) == []
    with walk.page.expect_request_finished(lambda request: "/anh/" in request.url):
        walk.go(product)
        walk.main.get_by_role("button", name="Xem ảnh").first.click()


def test_who_chose_all_pictures_has_them_though_the_browser_saves_data(visit):
    walk = visit(1280)
    saving(walk)
    walk.page.context.add_cookies([{"name": "light", "value": "0", "url": walk.address}])
    walk.go(LISTING)
    expect(walk.main.locator(".picture img").first).to_have_attribute("src", re.compile("/anh/"))
    expect(walk.page.locator("[data-light-note]")).to_be_hidden()


def test_the_visitors_own_switch_is_kept_on_the_device(visit):
    walk = visit(360)
    walk.go(LISTING)
    expect(walk.page.locator("[data-light-note]")).to_be_hidden()
    walk.page.get_by_role("button", name="Ảnh nhẹ, đỡ tốn mạng").click()
    walk.go(LISTING)
    expect(walk.page.locator("[data-light-note]")).to_be_visible()
    expect(walk.main.locator(".picture img").last).not_to_have_attribute("src", re.compile("."))

    walk.page.get_by_role("button", name="Bật mọi ảnh").click()
    expect(walk.main.locator(".picture img").last).to_have_attribute("src", re.compile("/anh/"))
    expect(walk.page.locator("[data-light-note]")).to_be_hidden()


def test_without_scripts_light_pictures_are_the_smallest(visit):
    walk = visit(360, scripts=False)
    walk.page.set_extra_http_headers({"Save-Data": "on"})
    came = transferred(walk.page)
    walk.go(LISTING)
    walk.main.locator(".picture img[src]").first.scroll_into_view_if_needed()
    walk.page.wait_for_load_state("networkidle")

    assert pictures_in(came)
    assert all("/160.jpg" in address for address in pictures_in(came))
    expect(walk.page.locator("[data-light-note]")).to_be_hidden()


def test_without_scripts_the_pictures_are_there(visit):
    walk = visit(360, scripts=False)
    walk.go(LISTING)
    expect(walk.main.locator(".picture img").first).to_have_attribute("src", re.compile("/anh/"))
    expect(walk.page.locator("[data-light-switch]").first).to_be_hidden()


@pytest.fixture
def large(tmp_path):
    """A picture of several parts."""
    picture = Image.effect_noise((2600, 1900), 60).convert("RGB")
    ImageDraw.Draw(picture).ellipse((800, 500, 1800, 1500), fill="#f4f1e8", outline="#24456b", width=40)
    picture.save(tmp_path / "am-lon.jpg", quality=92)
    return tmp_path / "am-lon.jpg"


def begun(walk):
    """A new draft with a name, in its first step."""
    walk.sign_in(MAKER)
    walk.go("/quan-ly/san-pham/moi")
    walk.page.get_by_label("Tên hàng", exact=True).fill("Ấm thử ảnh")
    walk.page.get_by_label("Nhóm hàng").select_option(label="Gốm sứ")
    walk.send("Lưu, sang bước sau")


def test_a_photo_goes_on_after_a_break_and_a_reload(visit, large):
    walk = visit(360)
    begun(walk)
    parts = []

    def pass_two(route):
        if route.request.method == "PUT":
            parts.append(route.request.headers["content-range"])
            if len(parts) > 2:
                return route.abort()
        return route.continue_()

    walk.page.route("**/tai-len/**", pass_two)
    walk.page.get_by_label(re.compile("Giữ nơi chụp")).check()  # goes as it came, so in several parts
    walk.page.locator("#photos-album").set_input_files(large)
    expect(walk.main.get_by_text(re.compile("đang thử lại|Chưa gửi được"))).to_be_visible()
    walk.page.unroute("**/tai-len/**")
    sent = []
    walk.page.on("request", lambda r: r.method == "PUT" and sent.append(r.headers["content-range"]))
    walk.page.reload()

    expect(walk.main.locator("#photo-tiles [data-id] img")).to_be_visible()
    assert not any(one.startswith("bytes 0-") for one in sent), sent
    expect(walk.main.locator("[data-sending] li")).to_have_count(0)
    walk.faults.clear()  # the broken connection was ours
    walk.look()


def test_a_photo_that_was_all_there_but_not_taken_in_is_finished(visit, large):
    """The server stopped between the last part and taking the picture in: it says that it has all."""
    walk = visit(360)
    begun(walk)
    size, sent = large.stat().st_size, []
    walk.page.route("**/tai-len/**", lambda route: route.abort())
    walk.page.get_by_label(re.compile("Giữ nơi chụp")).check()
    walk.page.locator("#photos-album").set_input_files(large)
    expect(walk.main.get_by_text(re.compile("đang thử lại|Chưa gửi được"))).to_be_visible()
    walk.page.unroute("**/tai-len/**")

    def told(route):
        if route.request.method == "PUT":
            sent.append(route.request.headers["content-range"])
            return route.fulfill(json={"received": size, "state": "taken", "reason": ""})
        return route.fulfill(json={"received": size, "state": "open", "reason": ""})

    walk.page.goto("about:blank")
    walk.page.route("**/tai-len/**", told)
    with walk.page.expect_request(lambda request: request.method == "PUT"):
        walk.page.go_back()

    expect(walk.main.locator("[data-sending] li")).to_have_count(0)
    last = (size - 1) // uploads.PART * uploads.PART
    assert sent == [f"bytes {last}-{size - 1}/{size}"]
    walk.faults.clear()  # the broken connection was ours


def test_the_focus_is_chosen_by_tap_and_by_key(visit, large):
    walk = visit(360)
    begun(walk)
    walk.page.locator("#photos-album").set_input_files(large)
    expect(walk.main.locator("#photo-tiles [data-id] img")).to_be_visible()
    walk.press(walk.main.get_by_role("link", name="Chỉnh ảnh 1"))
    walk.look()
    walk.main.get_by_role("radio", name="hơi dưới, hơi trái").check()
    walk.page.keyboard.press("ArrowRight")
    walk.send("Đặt tâm ảnh")
    expect(walk.main.get_by_role("radio", name="hơi dưới, giữa")).to_be_checked()
    walk.look()


@pytest.fixture
def around(tmp_path):
    """Nine views of a pot with a handle that goes around it."""
    for n in range(9):
        view = Image.new("RGB", (500, 500), "#e9dcc0")
        draw = ImageDraw.Draw(view)
        draw.ellipse((130, 100, 370, 420), fill="#24456b")
        draw.rectangle((40 + n * 48, 220, 60 + n * 48, 300), fill="#b5341c")
        view.save(tmp_path / f"goc-{n:02}.jpg")
    return sorted(tmp_path.glob("goc-*.jpg"))


def test_turns_by_key_and_button_and_fetches_nothing_before(visit, around):
    walk = visit(360)
    begun(walk)
    walk.page.locator("#quay summary").click()
    walk.page.locator("#frames").set_input_files(around)
    expect(walk.main.locator("#frame-tiles img")).to_have_count(9)
    walk.page.reload()
    asked = []
    walk.press(walk.page.get_by_role("link", name="Xem trước cả trang"))
    walk.page.on("request", lambda r: "/anh/" in r.url and asked.append(r.url))
    assert asked == []
    walk.page.locator("[data-spin] summary").click()
    stage = walk.page.get_by_role("slider", name=re.compile("^Quay "))
    expect(stage).to_have_attribute("aria-valuetext", "Góc 1 trên 9")
    stage.press("ArrowRight")
    stage.press("ArrowRight")
    walk.page.get_by_role("button", name="Quay sang trái").click()
    expect(stage).to_have_attribute("aria-valuetext", "Góc 2 trên 9")
    expect(walk.page.locator("[data-view]:visible")).to_have_count(1)
    walk.look()

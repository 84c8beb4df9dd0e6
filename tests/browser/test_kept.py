"""What a device keeps of a visit: goods seen before, and those gathered for comparison."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEA_SET = "bo-am-chen-men-lam-ve-sen-bat-trang"


def another(walk):
    """The address of a product beside the tea set."""
    walk.go("/san-pham")
    hrefs = walk.page.locator(".card__title a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    return next(href for href in hrefs if TEA_SET not in href)


def test_goods_seen_before_come_back_and_can_be_forgotten(visit):
    walk = visit(360)
    other = another(walk)
    walk.go(f"/san-pham/{TEA_SET}")
    expect(walk.page.locator("[data-seen]")).to_be_hidden()
    walk.go(other)
    expect(walk.page.locator(f"[data-seen] .card__title a[href$='{TEA_SET}']")).to_be_visible()
    walk.page.get_by_role("button", name="Quên các món đã xem").click()
    walk.go(other)
    expect(walk.page.locator("[data-seen]")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_goods_are_gathered_for_comparison(visit, scripts):
    walk = visit(360, scripts=scripts)
    other = another(walk)
    walk.go(other)
    walk.page.locator("main .button[data-compare]").click()
    if scripts:
        walk.go(f"/san-pham/{TEA_SET}")
        walk.page.locator("main .button[data-compare]").click()
    else:
        walk.page.locator(".compare__offer").first.click()
    expect(walk.page.locator(".compare thead th")).to_have_count(2)
    walk.page.locator(".compare__drop").first.click()
    expect(walk.page.locator(".compare thead th")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_heart_keeps_a_thing(visit, scripts):
    walk = visit(360, scripts=scripts)
    walk.go("/san-pham")
    heart = walk.page.locator("main [data-heart]").nth(3)
    name = heart.get_attribute("aria-label").removeprefix("Lưu ").removesuffix(" vào món yêu thích")
    if scripts:
        expect(heart).to_have_attribute("aria-pressed", "false")
        heart.click()
        expect(heart).to_have_attribute("aria-pressed", "true")
    else:
        walk.press(heart)
    assert walk.path.startswith("/san-pham")
    expect(walk.page.locator("[data-kept]")).to_be_visible()
    walk.go("/yeu-thich")
    expect(walk.page.locator(".item__name")).to_have_text([name])
    walk.send(f"Bỏ {name} khỏi món yêu thích")
    expect(walk.page.locator(".item__name")).to_have_count(0)


def test_a_fair_leaves_its_stamps_and_stands_on_the_device(visit):
    walk, fair = visit(360), "/hoi-cho/cho-phien-lang-nghe-cuoi-thu"
    walk.go(f"{fair}/gom-tam-sen")
    button = walk.page.get_by_role("button", name="Nhớ gian này")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    walk.press(walk.main.get_by_role("link", name="Xem thẻ"))
    card = walk.page.locator("#the")
    expect(card.locator("[data-hall=A]")).to_contain_text("đã ghé")
    expect(card.locator("[data-full]")).to_be_hidden()
    walk.look()
    for hall in ("B", "C"):
        walk.go(f"{fair}?nha={hall}")
        walk.follow("Ghé gian")
    walk.go(f"{fair}#the")
    expect(card.locator("[data-full]")).to_be_visible()
    card.get_by_role("button", name="Bỏ nhớ Gốm Tâm Sen").click()
    expect(card.locator("[data-kept-stands] li")).to_have_count(0)
    card.get_by_role("button", name="Quên thẻ này").click()
    expect(card.locator("[data-hall=A]")).to_contain_text("chưa ghé")


def test_without_scripts_no_card_is_promised(visit):
    walk = visit(360, scripts=False)
    walk.go("/hoi-cho/cho-phien-lang-nghe-cuoi-thu")
    expect(walk.page.locator("#the")).to_be_hidden()

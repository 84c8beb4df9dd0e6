"""Take the README's pictures of a running installation with the demo: `python -m tools.pictures ADDRESS PASSWORD`."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
DESK, PHONE = (1280, 960), (390, 780)
FAIR = "/hoi-cho/cho-phien-lang-nghe-cuoi-thu"
TEA_SET = "/san-pham/bo-am-chen-men-lam-ve-sen-bat-trang"
COLOURS = 128  # flat woodblock pigments need no more, and a picture weighs a third


def main(address: str, password: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for name, size, steps in shots(password):
            page = opened(browser, address, size)
            steps(page)
            keep(page, name)
            page.context.close()
        browser.close()


def shots(password: str) -> list[tuple[str, tuple[int, int], Callable[[Page], None]]]:
    return [
        ("home", DESK, lambda page: go(page, "/")),
        ("hall", DESK, lambda page: go(page, f"{FAIR}?nha=A&gian=G05")),
        ("product", DESK, lambda page: go(page, TEA_SET)),
        ("shelf", DESK, lambda page: as_someone(page, "canbo@example.vn", password, "/can-bo/ke")),
        ("today", PHONE, lambda page: as_someone(page, "coso@example.vn", password, "/quan-ly")),
        ("checkout", PHONE, at_checkout),
    ]


def opened(browser: Browser, address: str, size: tuple[int, int]) -> Page:
    width, height = size
    phone = size == PHONE
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        device_scale_factor=2 if phone else 1,
        has_touch=phone,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
    )
    return context.new_page()


def go(page: Page, path: str) -> None:
    page.goto(path, wait_until="networkidle")


def as_someone(page: Page, who: str, password: str, path: str) -> None:
    go(page, "/tai-khoan/dang-nhap")
    page.fill("#who", who)
    page.fill("#password", password)
    page.get_by_role("main").get_by_role("button", name="Vào", exact=True).click()
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    go(page, path)


def at_checkout(page: Page) -> None:
    """Two makers in the cart, and the part of the page where one says how to pay."""
    for path in (TEA_SET, "/san-pham/khan-lua-to-tam-van-phuc"):
        go(page, path)
        page.get_by_role("button", name="Thêm vào giỏ").click()
        page.wait_for_url("**/gio-hang**")
    go(page, "/thanh-toan")
    page.fill("#name", "Nguyễn Thị Mua")
    page.fill("#phone", "0912 345 678")
    page.get_by_label("VietQR").check()


def keep(page: Page, name: str) -> None:
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    target = FOLDER / f"{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target}  {picture.width} x {picture.height}  {target.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(*sys.argv[1:])

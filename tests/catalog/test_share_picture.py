"""The picture of a shared link: what the product says today, in the site's letters, never yesterday's."""

import io

from PIL import Image

from catalog import share
from core import pictures
from core.db import db
from tests import factories as make


def a_product(**columns):
    picture = pictures.take_in(make.picture_bytes())
    db.session.commit()
    product = make.make_product(name="Ấm tử sa vẽ sen Bát Tràng", price=1_250_000, **columns)
    make.make_photo(product, picture_id=picture.id)
    return product


def shown(browser, product, prefix=""):
    return browser.get(f"{prefix}/anh/chia-se/{product.slug}.jpg")


def test_is_a_jpeg_of_the_size_that_networks_show(browser):
    answer = shown(browser, a_product())

    image = Image.open(io.BytesIO(answer.data))
    assert (image.format, image.size) == ("JPEG", (1200, 630))
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    red, green, blue = image.getpixel((300, 315))
    assert abs(red - 0xB5) < 8
    assert green < 70 > blue


def test_changes_with_price_stars_and_name_and_with_nothing_else(browser):
    product = a_product()
    seen = [shown(browser, product).data]
    product.updated_at = product.created_at
    db.session.commit()
    assert shown(browser, product).data == seen[0]

    product.main.price = 990_000
    db.session.commit()
    seen.append(shown(browser, product).data)
    make.make_ocop(product, stars=4)
    db.session.commit()
    seen.append(shown(browser, product).data)
    product.name = "Ấm khác"
    db.session.commit()
    seen.append(shown(browser, product).data)

    assert len(set(seen)) == 4


def test_is_not_sent_again_while_it_stays_the_same(browser):
    product = a_product()
    tag = shown(browser, product).headers["ETag"]

    again = browser.get(f"/anh/chia-se/{product.slug}.jpg", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_only_what_is_on_show_is_shared(browser):
    product = a_product(state="draft", published_at=None)

    assert shown(browser, product).status_code == 404


def test_its_page_names_it_with_the_digest_of_its_facts(browser):
    product = a_product()

    page = browser.get(f"/san-pham/{product.slug}").text
    assert f'/anh/chia-se/{product.slug}.jpg?v={share.digest_of(product)}"' in page


def test_a_product_without_photos_and_with_an_endless_name_is_drawn_too(browser):
    product = make.make_product(name="Rất dài " * 60 + "W" * 200)

    assert Image.open(io.BytesIO(shown(browser, product).data)).size == (1200, 630)

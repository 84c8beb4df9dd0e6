"""How a picture stands on a page: sources true to what is kept, its place held, words for those who cannot see it."""

import io
import re

from PIL import Image

from core import pictures
from core.db import db
from tests.factories import make_photo, make_product, picture_bytes

GPS = 0x8825


def a_pictured_product(**photo):
    picture = pictures.take_in(picture_bytes(1200, 900))
    db.session.commit()
    product = make_product(name="Ấm vẽ sen")
    make_photo(product, picture_id=picture.id, **photo)
    return product, picture


def main_picture(browser, product):
    return re.search(r"data-gallery-main.*?</picture>", browser.get(f"/san-pham/{product.slug}").text)[0]


def test_the_sources_are_sizes_that_are_really_there(browser):
    product, picture = a_pictured_product()
    digest = picture.digest

    shown = main_picture(browser, product)
    sources = re.findall(rf"(/anh/{digest}/(\d+)\.(?:webp|jpg)) (\d+)w", shown)

    assert {int(width) for _address, width, _w in sources} == {160, 320, 640, 960}
    assert all(width == said for _address, width, said in sources)
    assert all(browser.get(address).status_code == 200 for address, *_ in sources)
    assert 'type="image/webp"' in shown
    assert "sizes=" in shown


def test_its_place_is_held_on_a_coloured_ground(browser):
    product, _picture = a_pictured_product()

    shown = main_picture(browser, product)

    assert 'width="1200" height="900"' in shown
    assert "ground--" in browser.get(f"/san-pham/{product.slug}").text


def test_its_own_colour_is_shown_until_it_is_there(browser):
    product, picture = a_pictured_product()
    assert f'fill="{picture.colour}"' in main_picture(browser, product)

    picture.ready_at = None
    db.session.commit()
    page = browser.get(f"/san-pham/{product.slug}").text
    assert f'fill="{picture.colour}"' in page
    assert f'src="/anh/{picture.digest}' not in page


def test_a_crop_keeps_the_focus_in_sight(browser):
    product, picture = a_pictured_product()
    assert "focus-x" not in main_picture(browser, product)

    picture.found_x, picture.found_y = 20, 80
    db.session.commit()
    assert 'class="focus-x--1 focus-y--3"' in main_picture(browser, product)

    picture.focus_x, picture.focus_y = 100, 0
    db.session.commit()
    assert 'class="focus-x--4 focus-y--0"' in main_picture(browser, product)


def test_avif_is_offered_where_it_is_there_at_every_size(browser):
    product, picture = a_pictured_product()
    picture.avif_widths = [160, 320]
    db.session.commit()
    assert "image/avif" not in main_picture(browser, product)

    picture.avif_widths = [160, 320, 640, 960, 1200]
    db.session.commit()
    shown = main_picture(browser, product)
    assert f"/anh/{picture.digest}/640.avif 640w" in shown
    assert shown.index("image/avif") < shown.index("image/webp")


def test_is_told_in_its_makers_words_or_by_the_products_name(browser):
    told, _picture = a_pictured_product(alt="Ấm nhìn từ trên")
    untold, _picture = a_pictured_product(alt="")

    assert 'alt="Ấm nhìn từ trên"' in main_picture(browser, told)
    assert 'alt="Ấm vẽ sen"' in main_picture(browser, untold)


def test_where_it_was_taken_never_leaves_the_house(app):
    image, exif = Image.new("RGB", (400, 400), "#1f6b5c"), Image.Exif()
    exif.get_ifd(GPS)[2] = (21.0, 0.0, 50.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    assert Image.open(io.BytesIO(out.getvalue())).getexif().get_ifd(GPS)

    picture = pictures.take_in(out.getvalue())

    for width in picture.widths:
        for extension in ("webp", "jpg"):
            served = Image.open(io.BytesIO(pictures.rendition(picture.digest, width, extension)))
            assert not served.getexif().get_ifd(GPS)

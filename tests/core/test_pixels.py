"""Pixels read in bands from a decoder are the very pixels that Pillow would have given."""

import io

import pillow_heif
import pytest
from PIL import Image

from core.darkroom import kinds, pixels
from tests import hostile_pictures

pillow_heif.register_heif_opener()
SCENE = hostile_pictures.scene(330, 270)
VEILED = Image.merge("RGBA", (*SCENE.split(), SCENE.convert("L")))


def joined(content, mode):
    with kinds.opened(content) as image:
        rows, size = pixels.rows_of(image, content), image.size
    whole = Image.new(mode, size)
    for top in range(0, size[1], 100):
        whole.paste(rows(top, min(size[1], top + 100)), (0, top))
    return whole


@pytest.mark.parametrize("fmt", ["WEBP", "AVIF", "HEIF"])
@pytest.mark.parametrize("image", [SCENE, VEILED], ids=["plain", "see-through"])
def test_bands_give_the_pixels_that_pillow_gives(fmt, image):
    content = hostile_pictures.saved(image, fmt, quality=90)
    whole = Image.open(io.BytesIO(content))
    whole.load()

    assert joined(content, image.mode).tobytes() == whole.tobytes()


def test_a_webp_without_libwebp_s_own_call_is_the_same_and_costs_more(monkeypatch):
    content = hostile_pictures.saved(SCENE, "WEBP", lossless=True)
    plainly = joined(content, "RGB")
    monkeypatch.setattr(pixels, "_LIBWEBP", None)

    assert not pixels.is_still_webp(content)
    assert joined(content, "RGB").tobytes() == plainly.tobytes() == SCENE.tobytes()


def test_a_moving_webp_is_told_from_a_still_one():
    assert pixels.is_still_webp(hostile_pictures.saved(VEILED, "WEBP"))
    moving = hostile_pictures.moving("WEBP")
    assert not pixels.is_still_webp(moving)
    assert joined(moving, "RGB").size == Image.open(io.BytesIO(moving)).size


def test_the_header_is_read_without_a_pixel():
    """Pillow would decode all of a PNG to look for notes behind its pixels."""
    files = [hostile_pictures.flat_png(7_200, 6_900), *(hostile_pictures.told(fmt) for fmt in ("PNG", "JPEG", "WEBP"))]
    before = Image.core.get_stats()["new_count"]
    for content in files:
        kinds.examine(content)

    assert Image.core.get_stats()["new_count"] == before

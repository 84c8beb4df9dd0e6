"""core/pictures.py: any upload becomes clean renditions, or is refused with a plain reason."""

import io

import pytest
from PIL import Image

from core import pictures
from core.darkroom import kinds
from core.db import db
from core.pictures import RefusedPicture, take_in
from tests.factories import picture_bytes


def as_bytes(image, fmt, **options):
    out = io.BytesIO()
    image.save(out, fmt, **options)
    return out.getvalue()


def opened(picture, width, extension="webp"):
    return Image.open(io.BytesIO(pictures.rendition(picture.digest, width, extension)))


def test_makes_every_size_up_to_its_own_and_never_larger(app):
    picture = take_in(picture_bytes(700, 500))

    assert picture.widths == [160, 320, 640, 700]
    assert (picture.width, picture.height) == (700, 500)
    for width in picture.widths:
        for extension, fmt in (("webp", "WEBP"), ("jpg", "JPEG")):
            image = opened(picture, width, extension)
            assert (image.width, image.format) == (width, fmt)


def test_keeps_the_same_file_once(app):
    content = picture_bytes()

    first = take_in(content)
    db.session.commit()

    assert take_in(content).id == first.id


def test_turns_it_upright_and_drops_what_the_camera_wrote(app):
    image = Image.new("RGB", (800, 400), "#1f6b5c")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Máy ảnh"
    picture = take_in(as_bytes(image, "JPEG", exif=exif))

    assert (picture.width, picture.height) == (400, 800)
    assert not opened(picture, 320, "jpg").getexif()


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "RGBA", "LA", "I;16"])
def test_takes_every_colour_mode(app, mode):
    image = Image.new("RGB", (400, 300), "#b5341c")
    image = image.convert("I").convert("I;16") if mode == "I;16" else image.convert(mode)
    fmt = "JPEG" if mode == "CMYK" else "PNG"

    assert opened(take_in(as_bytes(image, fmt)), 320).mode == "RGB"


def test_an_animation_gives_its_first_frame(app):
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue")]
    content = as_bytes(frames[0], "GIF", save_all=True, append_images=frames[1:])

    red, _, blue = opened(take_in(content), 160, "jpg").getpixel((80, 80))
    assert red > 200 > 60 > blue


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_a_picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not_a_picture"),
        (picture_bytes()[:900], "unreadable"),
        (picture_bytes(120, 900), "too_small"),
        (b"x" * (20 * 1024 * 1024 + 1), "too_big"),
    ],
    ids=["empty", "svg", "eps", "truncated", "small", "heavy"],
)
def test_refuses_what_is_no_picture_and_keeps_nothing(app, content, code):
    with pytest.raises(RefusedPicture) as refused:
        take_in(content)

    assert refused.value.code == code
    assert db.session.query(pictures.Picture).count() == 0


def test_refuses_a_pixel_bomb_before_decoding_it(app):
    bomb = as_bytes(Image.new("1", (9000, 9000)), "PNG")

    with pytest.raises(RefusedPicture) as refused:
        take_in(bomb)

    assert len(bomb) < 100_000
    assert refused.value.code == "too_many_pixels"


def test_says_the_true_limit_of_pixels():
    """A sentence about 12 million stood here while 50 million were taken."""
    assert f"{kinds.MOST_PIXELS // 1_000_000} triệu" in str(RefusedPicture("too_many_pixels"))


def test_a_picture_within_the_limit_that_costs_too_much_is_told_so(app):
    costly = as_bytes(Image.new("RGB", (6_000, 5_000)), "PNG")

    with pytest.raises(RefusedPicture) as refused:
        take_in(costly)

    assert refused.value.code == "too_heavy"
    assert db.session.query(pictures.Picture).count() == 0


def test_what_follows_the_picture_is_never_served(app):
    content = picture_bytes() + b"<script>alert(1)</script>"
    picture = take_in(content)

    for width in picture.widths:
        assert b"<script>" not in pictures.rendition(picture.digest, width, "jpg")


def test_is_served_for_ever_under_its_digest(app, browser):
    picture = take_in(picture_bytes())
    db.session.commit()

    response = browser.get(f"/anh/{picture.digest}/320.webp")

    assert response.mimetype == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    assert browser.get(f"/anh/{picture.digest}/321.webp").status_code == 404
    assert browser.get(f"/anh/{picture.digest}/320.exe").status_code == 404
    assert browser.get("/anh/..%2f..%2fsecret/320.webp").status_code == 404

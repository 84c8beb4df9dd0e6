"""What is seen on a picture: hints on both sides of each threshold, the focus, and which pictures show the same."""

import random

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from core.darkroom import looking
from core.pictures import alike, hints


def bowl(left=350, top=220, right=610, bottom=500, ground="#e8dfc8"):
    """A patterned bowl on a plain cloth, 960 by 720."""
    image = Image.new("RGB", (960, 720), ground)
    brush = ImageDraw.Draw(image)
    brush.ellipse((left, top, right, bottom), fill="#b5341c", outline="#2a211b", width=8)
    for n in range(6):
        x = left + (right - left) * (n + 1) // 8
        brush.line((x, (top + bottom) // 2, x + 18, (top + bottom) // 2 + 40), fill="#fbf6ea", width=5)
    return image


def hinted(image, shortest=1600):
    return looking.look(image, shortest).hints


def test_a_good_photo_gets_no_hint():
    assert hinted(bowl()) == []


@pytest.mark.parametrize(("light", "told"), [(0.25, True), (0.9, False)])
def test_too_dark(light, told):
    assert ("too_dark" in hinted(ImageEnhance.Brightness(bowl()).enhance(light))) is told


def test_a_pale_thing_on_a_black_cloth_is_not_too_dark():
    image = bowl(ground="#0c0a09")
    ImageDraw.Draw(image).ellipse((400, 260, 560, 460), fill="#f4ecd8")
    assert "too_dark" not in hinted(image)


@pytest.mark.parametrize(("radius", "told"), [(0, False), (1, False), (6, True), (12, True)])
def test_blurred(radius, told):
    assert ("blurred" in hinted(bowl().filter(ImageFilter.GaussianBlur(radius)))) is told


def test_a_soft_ground_behind_a_sharp_thing_is_not_blurred():
    image = bowl().filter(ImageFilter.GaussianBlur(12))
    image.paste(bowl().crop((350, 220, 610, 500)), (350, 220))
    assert "blurred" not in hinted(image)


@pytest.mark.parametrize(("shortest", "told"), [(799, True), (800, False)])
def test_small(shortest, told):
    assert ("small" in hinted(bowl(), shortest)) is told


@pytest.mark.parametrize(
    ("place", "told"),
    [((-150, 220, 200, 500), True), ((350, 500, 610, 900), True), ((60, 220, 320, 500), False)],
    ids=["left", "below", "near, but whole"],
)
def test_cut_off(place, told):
    assert ("cut_off" in hinted(bowl(*place))) is told


def test_a_busy_ground_says_nothing_of_what_is_cut():
    dice = random.Random(4)
    busy = Image.frombytes("RGB", (24, 18), dice.randbytes(24 * 18 * 3)).resize((960, 720), Image.Resampling.NEAREST)
    assert "cut_off" not in hinted(busy)


@pytest.mark.parametrize(
    ("place", "x", "y"),
    [((350, 220, 610, 500), 50, 50), ((60, 60, 300, 300), 19, 25), ((650, 400, 900, 680), 81, 75)],
)
def test_the_focus_is_where_the_thing_is(place, x, y):
    found = looking.look(bowl(*place), 1600).found
    assert abs(found[0] - x) <= 8
    assert abs(found[1] - y) <= 8


def test_nothing_to_see_has_its_focus_in_the_middle():
    assert looking.look(Image.new("RGB", (640, 480), "#808080"), 1600).found == (50, 50)


@pytest.mark.parametrize(
    "again",
    [
        lambda image: image.resize((320, 240)),
        lambda image: ImageEnhance.Brightness(image).enhance(0.9),
        lambda image: image.crop((5, 5, 955, 715)),
        lambda image: image.convert("P").convert("RGB"),
    ],
    ids=["shrunk", "dimmed", "cropped", "of few colours"],
)
def test_the_same_again_is_alike(again):
    image = bowl()
    assert alike.is_alike(looking.fingerprint(image), looking.fingerprint(again(image)))


def test_other_pictures_are_not_alike():
    one = looking.fingerprint(bowl())
    assert not alike.is_alike(one, looking.fingerprint(bowl(60, 60, 300, 300)))
    assert not alike.is_alike(one, looking.fingerprint(bowl(100, 300, 860, 480)))
    plain = looking.fingerprint(Image.new("RGB", (400, 400), "#808080"))
    assert not alike.is_alike(plain, plain), "one plain wall is like any other, and tells nothing"
    assert not alike.is_alike(None, one)


def test_every_hint_has_a_sentence():
    assert set(hints.SENTENCES) == {"too_dark", "blurred", "small", "cut_off", "same_as_another"}
    assert hints.sentences(["too_dark", "unknown"]) == [str(hints.SENTENCES["too_dark"])]

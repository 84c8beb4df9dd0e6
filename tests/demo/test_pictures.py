"""The demo's pictures: same spec, same pixels; every motif named in the demo exists; holes in the ink stay open."""

import csv
import io
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from catalog import spins, videos
from core.db import db
from demo import drawing, pictures, turntable
from demo.woodblock import pigments, press, turning
from demo.woodblock.__main__ import main as cut
from demo.woodblock.pigments import INK
from demo.woodblock.scene import GROUNDS, dye_table, fitted
from tests.factories import make_product

DATA = Path(pictures.__file__).parent / "data"
SMALL = 160
ALL_MOTIFS = sorted(path.stem for path in press.FOLDER.glob("*.svg") if path.stem != "diep")
ARRANGEMENTS = ["whole", "disc", "close", "pair", "row", "turned", "with:canh-dao"]

SQUARE_WITH_A_WINDOW = (
    '<svg viewBox="0 0 100 100"><path fill="#211B17" fill-rule="evenodd" '
    'd="M40 40l20 0 0 20-20 0zM10 10l80 0 0 80-80 0zM30 30l0 40 40 0 0-40z"/></svg>'
)
TWO_PATCHES_OVERLAPPING = (
    '<svg viewBox="0 0 100 100"><path fill="#B5341C" d="M10 10l60 0 0 60-60 0zM30 30l60 0 0 60-60 0z"/></svg>'
)


def draw(motif="am-chen", ground="diep", arrangement="whole", seed=7, **options):
    return pictures.compose(motif, ground=ground, arrangement=arrangement, seed=seed, size=SMALL, **options)


def printed(svg):
    canvas = Image.new("RGB", (100, 100), "white")
    press.stamp(canvas, press.parsed("a test", svg), press.placed(50, 50, 100))
    return canvas


def differ(one, other):
    return ImageChops.difference(one, other).getbbox() is not None


def share_of(image, colour):
    """How much of the picture is nearly of a colour."""
    flat = Image.new("RGB", image.size, colour)
    distance = ImageChops.difference(image, flat).convert("L").histogram()
    return sum(distance[:12]) / (image.width * image.height)


def products():
    paths = [*DATA.glob("products_*.csv"), *DATA.glob("core_extra_*.csv")]
    return [row for path in paths for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True))]


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_the_same_spec_gives_the_same_pixels(arrangement):
    assert draw(arrangement=arrangement).tobytes() == draw(arrangement=arrangement).tobytes()


@pytest.mark.parametrize(
    "change",
    [{"motif": "bat-dia"}, {"ground": "ri"}, {"arrangement": "pair"}, {"seed": 8}, {"dye": "cham-ri"}],
    ids=lambda change: next(iter(change)),
)
def test_another_spec_gives_another_picture(change):
    assert differ(draw(), draw(**change))


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_leaves_ground_and_prints_ink(ground, arrangement):
    picture = draw(ground=ground, arrangement=arrangement)

    assert picture.size == (SMALL, SMALL)
    assert share_of(picture, INK) > 0.01
    if arrangement != "close":
        assert share_of(picture, GROUNDS[ground]) > 0.04


@pytest.mark.parametrize("motif", ALL_MOTIFS)
def test_every_motif_is_small_and_shows_ink_and_colour(motif):
    subject = press.motif(motif)

    assert (press.FOLDER / f"{motif}.svg").stat().st_size <= 28_000
    assert len({layer.colour for layer in subject.layers}) >= 3
    assert share_of(draw(motif), INK) > 0.02
    assert all(-0.01 <= edge <= 1.01 for edge in subject.box)


@pytest.mark.parametrize("motif", ["am-chen", "den-gom"])
def test_cutting_a_drawing_again_gives_the_committed_file(motif, tmp_path):
    cut(tmp_path, [motif])

    assert (tmp_path / f"{motif}.svg").read_bytes() == (press.FOLDER / f"{motif}.svg").read_bytes()


def test_a_hole_in_the_ink_stays_open_and_a_patch_inside_the_hole_is_inked():
    picture = printed(SQUARE_WITH_A_WINDOW)

    assert picture.getpixel((20, 20)) == (0x21, 0x1B, 0x17)
    assert picture.getpixel((35, 35)) == (255, 255, 255)
    assert picture.getpixel((50, 50)) == (0x21, 0x1B, 0x17)


def test_patches_of_one_colour_that_overlap_stay_filled():
    assert printed(TWO_PATCHES_OVERLAPPING).getpixel((50, 50)) == (0xB5, 0x34, 0x1C)


def test_a_mirror_turns_a_motif_round_but_never_writing():
    scene = pictures.Scene((SMALL, SMALL), "diep", 1)
    scene.centre("hoanh-phi", 0.5, 0.5, 0.8, mirror=True)
    plain = pictures.Scene((SMALL, SMALL), "diep", 1)
    plain.centre("hoanh-phi", 0.5, 0.5, 0.8)
    mirrored = pictures.Scene((SMALL, SMALL), "diep", 1)
    mirrored.centre("am-chen", 0.5, 0.5, 0.8, mirror=True)

    assert not differ(scene.picture(), plain.picture())
    assert differ(mirrored.picture(), draw(seed=1))


def test_a_dye_exchanges_two_pigments_and_leaves_the_rest():
    assert dye_table("son-cham")["#B5341C"] == "#24456B"
    assert dye_table("son-cham")["#24456B"] == "#B5341C"
    assert "#E2A52B" not in dye_table("son-cham")
    assert dye_table(None) == {}


def test_every_dye_and_companion_names_something_that_exists():
    for dyes in pictures.DYES.values():
        assert all(dye_table(dye) for dye in dyes)
    named = {*pictures.DYES, *pictures.FACES, *(name for names in pictures.COMPANIONS.values() for name in names)}
    assert named <= set(ALL_MOTIFS)


def test_a_product_keeps_its_pictures_and_its_dye_and_no_two_neighbours_share_a_ground():
    for nth in range(40):
        specs = pictures.product_pictures(f"D{nth:03}", "cuon-lua", "lua-theu-may", nth)

        assert specs == pictures.product_pictures(f"D{nth:03}", "cuon-lua", "lua-theu-may", nth)
        assert 3 <= len(specs) <= 4
        assert all(a.ground != b.ground for a, b in pairwise(specs))
        assert len({spec.arrangement for spec in specs}) == len(specs)
        assert len({spec.dye for spec in specs}) == 1


def test_a_colour_told_in_words_is_the_colour_shown():
    def dyes(motif, told):
        return {pictures.product_pictures(f"D{n}", motif, "gom-su", n, told)[0].dye for n in range(6)}

    assert dyes("khan-lua", "Khăn lụa đỏ") == {None}
    assert len(dyes("khan-lua", "Khăn lụa tơ tằm")) > 1
    assert dyes("den-gom", "Đèn thờ gốm men ngọc") == {"nau-ri"}
    assert dyes("den-gom", "Đèn dầu gốm men nâu") == {None}


def test_thirty_products_of_one_motif_have_thirty_covers():
    covers = [pictures.product_pictures(f"D{n:03}", "am-chen", "gom-su", n)[0] for n in range(30)]

    assert len({(c.ground, c.arrangement.partition(":")[0]) for c in covers}) == 30


def test_two_products_never_get_the_same_picture_even_uncounted():
    specs = [s for n in range(60) for s in pictures.product_pictures(f"D{n:03}", "am-chen", "gom-su")]

    assert len(set(specs)) == len(specs)


def test_every_product_of_the_demo_has_its_motif():
    rows = products()

    assert rows
    assert {row["motif"] for row in rows if "motif" in row} <= set(ALL_MOTIFS)


@pytest.mark.parametrize("kind", pictures.BANNERS)
def test_a_banner_is_wide_inked_and_repeatable(kind):
    def painted(seed):
        return pictures.banner(["am-chen", "bat-dia", "binh-gom"], "cham", seed, size=(400, 160), kind=kind)

    assert painted(1).size == (400, 160)
    assert share_of(painted(1), INK) > 0.02
    assert painted(1).tobytes() == painted(1).tobytes()
    assert differ(painted(1), painted(2))


def test_a_wide_thing_is_fitted_by_its_width_and_a_tall_one_by_its_height():
    left, top, right, bottom = press.motif("khay-son-mai").box
    side = fitted("khay-son-mai", 0.4, 0.4)

    assert side * (right - left) == pytest.approx(0.4)
    assert side * (bottom - top) < 0.4


def test_the_file_holds_the_picture_unharmed():
    picture = draw()

    with Image.open(io.BytesIO(pictures.encode(picture))) as file:
        assert not differ(file.convert("RGB"), picture)


def test_a_turned_vase_shows_another_side_in_every_view_and_comes_back_to_the_first():
    views = [turning.vase(turned=360 * n / turntable.VIEWS, size=SMALL) for n in range(turntable.VIEWS)]

    assert all(differ(one, other) for one, other in pairwise(views))
    assert not differ(views[0], turning.vase(turned=360, size=SMALL))
    assert share_of(views[0], pigments.SONL) > 3 * share_of(
        views[6], pigments.SONL
    )  # plum before, chrysanthemum behind


def test_one_product_of_the_demo_turns_and_has_a_video_that_may_be_linked(app):
    product = make_product(sku=turntable.SKU)
    drawn = {drawing.key(spec): _result(n) for n, spec in enumerate(turntable.specs())}

    turntable.turn({turntable.SKU: product}, drawn)
    db.session.flush()

    assert len(spins.turn(product.id)) == turntable.VIEWS >= spins.LEAST
    assert videos.host_name(product.video_url)


def _result(n):
    place = {"found_x": 50, "found_y": 50}
    return {"digest": f"{n:032x}", "width": 320, "height": 320, "colour": "#d8cfbd", "hints": [], **place}

"""The hostile set: each file is made anew or refused with a stable code and a plain sentence; nothing else happens."""

import io
import json
import subprocess
import sys

import pytest
from PIL import Image
from sqlalchemy import create_engine

from catalog.models import Photo
from core import pictures
from core.config import ROOT
from core.db import db
from core.pictures import Picture, RefusedPicture, apart, take_in
from core.pictures.refusals import REASONS
from tests import factories as make
from tests import hostile_pictures

FILES = hostile_pictures.every_file()
TAKEN = [(name, content) for name, content, code in FILES if code is None]
REFUSED = [(name, content, code) for name, content, code in FILES if code]
NOTES = {"JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"}
MOST_MEMORY = 256 * 1024  # kilobytes, of the worker and its darkroom together


def prints_of(picture):
    for width in picture.widths:
        for ending in ("webp", "jpg"):
            yield pictures.rendition(picture.digest, width, ending)


def named(files):
    return [file[0] for file in files]


@pytest.mark.parametrize(("name", "content", "code"), REFUSED, ids=named(REFUSED))
def test_refuses_with_a_code_and_a_sentence_and_keeps_nothing(app, name, content, code):
    with pytest.raises(RefusedPicture) as refused:
        take_in(content)

    assert refused.value.code == code
    assert str(refused.value).endswith((".", "…"))
    assert db.session.query(Picture).count() == 0
    assert pictures.shelf.original(pictures.digest_of(content)) is None


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow grumbles at broken notes, and reads on
@pytest.mark.parametrize(("name", "content"), TAKEN, ids=named(TAKEN))
def test_makes_anew_and_serves_none_of_what_came(app, name, content):
    for body in prints_of(take_in(content)):
        image = Image.open(io.BytesIO(body))
        image.load()
        assert image.mode == "RGB"
        assert body not in content
        assert content[-200:] not in body
        assert hostile_pictures.SCRIPT not in body
        assert b"PK\x03\x04" not in body


@pytest.mark.parametrize("fmt", sorted(NOTES))
def test_no_note_of_any_format_is_in_any_rendition(app, fmt):
    content = hostile_pictures.told(fmt)
    assert hostile_pictures.MARK.encode() in content

    picture = take_in(content)
    bodies = [*prints_of(picture), *(body for _, _, body in apart.finer(content, picture.widths))]
    for body in bodies:
        image = Image.open(io.BytesIO(body))
        assert not image.getexif()
        assert not {"icc_profile", "exif", "xmp", "comment", "XML:com.adobe.xmp"} & set(image.info)
        assert hostile_pictures.MARK.encode() not in body


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_stands_upright_however_the_camera_was_held(app, fmt, orientation):
    upright = hostile_pictures.scene()
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose of the way it lies in the file
    lying = upright.transpose(Image.Transpose(undo[orientation])) if orientation > 1 else upright
    picture = take_in(hostile_pictures.told(fmt, orientation, lying))

    assert (picture.width, picture.height) == (900, 600)
    shown = Image.open(io.BytesIO(pictures.rendition(picture.digest, 320, "jpg")))
    red, green, _ = shown.getpixel((100, 107))
    assert red > 150 > 90 > green
    assert min(shown.getpixel((240, 107))) > 150
    assert min(shown.getpixel((100, 20))) > 150


def test_deep_greys_keep_their_depth(app):
    for fmt in ("PNG", "TIFF"):
        picture = take_in(hostile_pictures.deep_grey(fmt))
        shown = Image.open(io.BytesIO(pictures.rendition(picture.digest, 320, "jpg")))
        assert max(shown.getpixel((40, 40))) < 12
        assert abs(shown.getpixel((250, 250))[0] - 203) < 6


def test_a_command_tells_of_each_file(app, tmp_path):
    make.make_product(sku="ANH1")
    good, bad = tmp_path / "..a\u202egpj.png", tmp_path / "x.jpg"
    good.write_bytes(make.picture_bytes())
    bad.write_bytes(b"")
    run = app.test_cli_runner().invoke

    told = run(args=["catalog", "photos", "ANH1", str(good), str(bad), str(tmp_path), str(tmp_path / "khong-co.jpg")])
    assert told.exit_code == 1, told.output
    first, second, *others = told.output.splitlines()
    assert first == f"accepted {pictures.digest_of(make.picture_bytes())}"
    assert second == f"refused empty {REASONS['empty']}"
    assert [line.split()[:2] for line in others] == [["refused", "no_file"]] * 2

    again = run(args=["catalog", "photos", "ANH1", str(good)])
    assert (again.exit_code, again.output) == (0, first + "\n")
    assert db.session.query(Photo).count() == 1

    unknown = run(args=["catalog", "photos", "KHONG-CO", str(good)])
    assert unknown.exit_code == 2
    assert "Không có món nào mang mã KHONG-CO" in unknown.output


def test_every_code_has_a_sentence():
    assert {code for _, _, code in REFUSED} <= set(REASONS)


def test_reads_no_more_than_the_limit(app):
    class Endless:
        given = 0

        def read(self, size):
            self.given += size
            return b"\xff" * size

    stream = Endless()
    with pytest.raises(RefusedPicture) as refused:
        pictures.receive(stream)

    assert refused.value.code == "too_big"
    assert stream.given <= pictures.MOST_BYTES + 64 * 1024


MEASURE = """
import json, os, pathlib, sys, threading, time
from app import create_app
from core.pictures import RefusedPicture, apart, take_in

def share(process):
    with open(f"/proc/{process}/smaps_rollup") as told:  # pages that both hold are told half here and half there
        return next(int(line.split()[1]) for line in told if line.startswith("Pss:"))

def watch():
    global most
    while not done:
        try:
            most = max(most, share(os.getpid()) + (share(apart.process_id()) if apart.process_id() else 0))
        except OSError:
            pass  # a darkroom that has just ended
        time.sleep(0.005)

most, done, codes = 0, False, []
app = create_app({"SQLALCHEMY_DATABASE_URI": sys.argv[3], "DATA_DIR": sys.argv[1]})
with app.app_context():
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    for file in sorted(pathlib.Path(sys.argv[2]).iterdir()):
        try:
            take_in(file.read_bytes())
            codes.append(None)
        except RefusedPicture as refused:
            codes.append(refused.code)
    done = True
    watcher.join()
    apart.close()
json.dump({"codes": codes, "most": most}, sys.stdout)
"""


@pytest.mark.sweep
def test_a_worker_and_its_darkroom_stay_small_on_the_whole_set_and_on_large_photos(tmp_path):
    """The files are made here: what it costs to draw a bomb is not what it costs to refuse one."""
    files, data = tmp_path / "files", tmp_path / "data"
    files.mkdir()
    every = [*FILES, *hostile_pictures.large_photos()]
    for n, (_name, content, _code) in enumerate(every):
        (files / f"{n:03}").write_bytes(content)
    market = f"sqlite:///{tmp_path / 'market.db'}"
    db.metadata.create_all(create_engine(market))  # a worker finds its tables there
    command = [sys.executable, "-c", MEASURE, str(data), str(files), market]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    measured = json.loads(done.stdout)

    assert measured["codes"] == [code for _, _, code in every]
    assert measured["most"] < MOST_MEMORY

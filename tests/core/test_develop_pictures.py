"""From the request to the worker: taken in, developed once, AVIF in quiet hours, a place kept only by agreement."""

import io
import os
import re
import signal
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from core import jobs, pictures, times
from core.db import db
from core.jobs import Job
from core.pictures import Picture, PictureOrigin, RefusedPicture, apart, finer, origins
from tests import factories as make
from tests import hostile_pictures


def received(content, **options):
    picture = pictures.receive(io.BytesIO(content), **options)
    db.session.commit()
    return picture


def work():
    jobs.work_off()
    db.session.expire_all()


def test_a_request_stores_the_original_and_asks_the_worker(app, browser):
    content = make.picture_bytes(1200, 900, "#0b1c2d")  # no other test has stored this one
    picture = received(content)

    assert not picture.is_ready
    assert (picture.width, picture.height) == (1200, 900)
    assert pictures.shelf.original(picture.digest) == content
    waiting = browser.get(f"/anh/{picture.digest}/320.webp")
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (503, "2")
    assert waiting.headers["Cache-Control"] == "no-store"

    work()
    assert picture.is_ready
    assert picture.fingerprint
    assert browser.get(f"/anh/{picture.digest}/320.webp").status_code == 200


def test_what_cannot_be_decoded_is_refused_by_the_worker_and_at_once_the_next_time(app, browser):
    content = make.picture_bytes(1200, 900)[:3000]
    picture = received(content)
    work()

    assert (picture.refused, picture.is_ready) == ("unreadable", False)
    assert pictures.shelf.original(picture.digest) is None
    assert browser.get(f"/anh/{picture.digest}/320.webp").status_code == 404
    with pytest.raises(RefusedPicture):
        received(content)


def test_the_same_file_has_one_row_and_is_developed_once(app):
    first, second = received(make.picture_bytes()), received(make.picture_bytes())
    work()

    assert first.id == second.id
    assert db.session.query(Picture).count() == 1


def test_avif_comes_when_nothing_else_waits_and_only_where_it_saves_bytes(app, browser, monkeypatch):
    content = hostile_pictures.saved(hostile_pictures.scene(700, 500).resize((350, 250)).resize((700, 500)), "JPEG")
    picture = received(content)
    work()

    assert set(picture.avif_widths) <= set(picture.widths)
    for width in picture.avif_widths:
        answer = browser.get(f"/anh/{picture.digest}/{width}.avif")
        assert answer.mimetype == "image/avif"
        assert len(answer.data) < len(pictures.rendition(picture.digest, width, "webp"))

    monkeypatch.setattr(finer, "LEAST_SAVING", 0)
    other = received(make.picture_bytes())
    work()
    assert other.avif_widths == []
    assert pictures.rendition(other.digest, 320, "avif") is None


def test_the_largest_avif_comes_much_later(app):
    picture = received(hostile_pictures.saved(hostile_pictures.scene(1700, 1200), "JPEG"))
    work()
    assert 1600 not in picture.avif_widths

    left = db.session.scalars(select(Job).where(Job.done_at.is_(None))).one()
    assert (left.idle, left.payload["widths"]) == (True, [1600])
    with times.frozen(times.now() + timedelta(minutes=11)):
        work()
    assert left.done_at is not None


def test_idle_work_waits_for_all_that_is_not(app, monkeypatch):
    seen = []
    monkeypatch.setitem(jobs._handlers, "note", lambda payload: seen.append(payload["n"]))
    jobs.enqueue("note", idle=True, n=2)
    jobs.enqueue("note", n=1)
    db.session.commit()

    jobs.work_off()
    assert seen == [1, 2]


def test_a_place_is_kept_only_where_its_maker_agrees(app):
    content = hostile_pictures.told("JPEG")
    silent = received(content)
    work()
    assert origins.of(silent) is None

    received(content, agreed_by=7)
    work()
    origin = origins.of(silent)
    assert (origin.lat, origin.lon, origin.agreed_by) == (20.975, 105.91, 7)
    assert origin.taken_at.isoformat().startswith("2026-11-02T00:30")

    origins.forget(silent)
    db.session.commit()
    assert db.session.scalar(select(PictureOrigin)) is None


def test_a_picture_without_a_place_keeps_none(app):
    picture = received(make.picture_bytes(), agreed_by=7)
    work()
    assert origins.of(picture) is None


def test_a_darkroom_that_was_killed_is_replaced_and_loses_nothing(app):
    pictures.take_in(make.picture_bytes())
    killed = apart.process_id()
    os.kill(killed, signal.SIGKILL)

    assert pictures.take_in(make.picture_bytes(colour="#123456")).is_ready
    assert apart.process_id() != killed


def test_a_darkroom_that_takes_too_long_is_ended(app, monkeypatch):
    monkeypatch.setattr(apart, "LONGEST", 0.01)

    with pytest.raises(RefusedPicture) as refused:
        pictures.take_in(make.picture_bytes(3000, 2000))
    assert refused.value.code == "too_heavy"


def test_the_darkroom_knows_no_secret(app):
    pictures.take_in(make.picture_bytes())
    with open(f"/proc/{apart.process_id()}/environ", "rb") as file:
        names = {line.partition(b"=")[0].decode() for line in file.read().split(b"\0") if line}
    assert names <= {"MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "LC_CTYPE"}


def test_two_photos_of_one_maker_that_show_the_same_are_told(app):
    product = make.make_product()
    stranger = make.make_product()
    shown = hostile_pictures.scene(1200, 800)
    shown.paste("#1f6b5c", (700, 100, 1000, 500))
    first, second, third = (
        received(hostile_pictures.saved(shown.resize(size), "JPEG")) for size in ((1200, 800), (900, 600), (600, 400))
    )
    for owner, picture in ((product, first), (product, second), (stranger, third)):
        make.make_photo(owner, picture_id=picture.id)
    work()

    told = ["same_as_another" in picture.hints for picture in (first, second, third)]
    assert told == [False, True, False]


def test_nothing_stored_is_served_as_it_came(app, browser):
    """Every file in the storage, asked for at every address a picture has."""
    for fmt in ("JPEG", "PNG", "WEBP"):
        received(hostile_pictures.told(fmt))
    work()
    root = pictures.shelf.files().root
    originals = {file.read_bytes() for file in (root / "originals").iterdir()}
    served = 0
    for file in root.rglob("*"):
        digest = file.parent.name if file.parent.parent.parent.name == "pictures" else file.name
        if not file.is_file() or not re.fullmatch(r"[0-9a-f]{32}", digest):
            continue
        for width in (160, 320, 640, 900):
            for ending, mimetype in pictures.MIMETYPES.items():
                answer = browser.get(f"/anh/{digest}/{width}.{ending}")
                if answer.status_code != 200:
                    continue
                served += 1
                assert answer.data not in originals
                assert answer.mimetype == mimetype
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert not Image.open(io.BytesIO(answer.data)).getexif()
    assert served
    for name in originals_of(root):
        for address in (f"/originals/{name}", f"/anh/originals/{name}", f"/static/originals/{name}", f"/anh/{name}"):
            assert browser.get(address).status_code == 404


def originals_of(root):
    return [file.name for file in (root / "originals").iterdir()]


def test_a_job_for_a_picture_that_is_gone_does_nothing(app):
    jobs.enqueue("picture.develop", picture_id=999)
    jobs.enqueue("picture.finer", picture_id=999, widths=[160])
    jobs.enqueue("picture.note_origin", picture_id=999, agreed_by=1)
    jobs.enqueue("picture.settled", picture_id=999)
    db.session.commit()

    jobs.work_off()
    assert [job.last_error for job in db.session.scalars(select(Job))] == [None] * 4

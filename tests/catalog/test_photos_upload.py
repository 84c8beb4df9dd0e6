"""Files in parts: PUT, GET, DELETE /quan-ly/san-pham/<id>/anh/tai-len/<key>."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog import uploads
from catalog.models import Photo, Upload
from core import jobs, times
from core.db import db
from core.storage import files
from tests.factories import make_facility, make_member, make_product, picture_bytes

KEY = "k" * 22


def noisy(width=900, height=700):
    """A picture that stays larger than one part."""
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.frombytes("RGB", (width, height), os.urandom(width * height * 3)).save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.fixture
def facility(app):
    return make_facility()


@pytest.fixture
def maker(browser, facility):
    return browser.sign_in(make_member(facility, "editor"))


@pytest.fixture
def product(facility):
    return make_product(facility=facility, state="draft", published_at=None)


def put(browser, product, content, start, *, key=KEY, query="?ten=am.jpg", part=None, size=None):
    part = content[start : start + uploads.PART] if part is None else part
    with browser.client.session_transaction() as session:
        session["token"] = "token"
    head = {
        "X-CSRF-Token": "token",
        "Content-Range": f"bytes {start}-{start + len(part) - 1}/{size or len(content)}",
    }
    path = f"/quan-ly/san-pham/{product.id}/anh/tai-len/{key}{query}"
    return browser.send("PUT", path, data=part, headers=head, content_type="application/octet-stream")


def send_all(browser, product, content, **options):
    for start in range(0, len(content), uploads.PART):
        answer = put(browser, product, content, start, **options)
    return answer


def photos_of(product):
    return db.session.scalars(select(Photo).where(Photo.product_id == product.id)).all()


def test_takes_a_file_in_parts_and_hangs_it_on_the_product(maker, product):
    content = noisy()
    first = put(maker, product, content, 0)
    assert (first.status_code, first.json["state"], first.json["received"]) == (200, "open", uploads.PART)
    assert photos_of(product) == []

    last = send_all(maker, product, content)

    assert (last.json["state"], last.json["received"], last.headers["Upload-Offset"]) == (
        "taken", len(content), str(len(content)),
    )  # fmt: skip
    assert len(photos_of(product)) == 1
    assert files().get(f"uploads/{KEY}/{0:09}") is None


def test_goes_on_after_a_break_where_it_says_it_is(maker, product):
    content = noisy()
    put(maker, product, content, 0)

    said = maker.get(f"/quan-ly/san-pham/{product.id}/anh/tai-len/{KEY}")
    assert said.json["received"] == uploads.PART
    for start in range(said.json["received"], len(content), uploads.PART):
        last = put(maker, product, content, start)

    assert last.json["state"] == "taken"


def test_the_same_part_twice_is_one_part(maker, product):
    content = noisy()
    put(maker, product, content, 0)
    again = put(maker, product, content, 0)
    assert (again.status_code, again.json["received"]) == (200, uploads.PART)

    send_all(maker, product, content)
    after = put(maker, product, content, len(content) // uploads.PART * uploads.PART)

    assert after.json["state"] == "taken"
    assert len(photos_of(product)) == 1


def test_a_file_that_was_all_there_but_not_taken_in_is_finished_by_its_last_part(maker, product, monkeypatch):
    content = noisy()
    start = len(content) // uploads.PART * uploads.PART
    with monkeypatch.context() as broken:
        broken.setattr("catalog.intake.finish", lambda _upload: 1 / 0)
        assert send_all(maker, product, content).status_code == 500
    said = maker.get(f"/quan-ly/san-pham/{product.id}/anh/tai-len/{KEY}").json
    assert (said["received"], said["state"]) == (len(content), "open")

    assert put(maker, product, content, start).json["state"] == "taken"
    assert len(photos_of(product)) == 1


def test_a_part_that_does_not_follow_is_refused_and_nothing_is_kept(maker, product):
    content = noisy()
    answer = put(maker, product, content, uploads.PART)

    assert answer.status_code == 409
    assert "nối" in answer.text
    assert db.session.scalar(select(Upload)) is None


@pytest.mark.parametrize(
    ("size", "part", "status"),
    [(uploads.MOST_BYTES + 1, b"x" * 10, 413), (500_000, b"x" * (uploads.PART + 1), 413), (500_000, b"x" * 10, 409)],
    ids=["file too large", "part too large", "part too short"],
)
def test_bounds_are_kept(maker, product, size, part, status):
    answer = put(maker, product, b"", 0, part=part, size=size)

    assert answer.status_code == status
    assert db.session.scalar(select(Upload)) is None


@pytest.mark.parametrize("key", ["kurz", "a" * 65, "..%2f..%2fanh-cua-nguoi", "k" * 21 + "é"])
def test_a_key_that_is_none_is_not_there(maker, product, key):
    assert put(maker, product, b"x" * 10, 0, key=key).status_code == 404
    assert db.session.scalar(select(Upload)) is None


def test_says_why_a_file_that_is_no_picture_was_not_taken(maker, product):
    answer = send_all(maker, product, b"day khong phai anh" * 100)

    assert (answer.status_code, answer.json["state"]) == (200, "refused")
    assert answer.json["reason"]
    assert photos_of(product) == []


def test_no_more_files_at_once_than_allowed(maker, product, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_OPEN", 1)
    content = noisy()
    put(maker, product, content, 0)

    assert put(maker, product, content, 0, key="z" * 22).status_code == 429
    assert db.session.scalars(select(Upload.key)).all() == [KEY]


def test_another_makers_file_is_not_there(app, browser, product, facility):
    from tests.conftest import Browser

    content = noisy()
    put(browser.sign_in(make_member(facility, "editor")), product, content, 0)
    stranger = Browser(app).sign_in(make_member(make_facility(), "editor"))
    theirs = make_product()

    path = f"/quan-ly/san-pham/{product.id}/anh/tai-len/{KEY}"
    assert stranger.get(path).status_code == 404
    assert put(stranger, product, content, uploads.PART).status_code == 404
    assert put(stranger, theirs, content, 0).status_code == 404
    assert stranger.send("DELETE", path, headers={"X-CSRF-Token": "token"}).status_code == 404
    assert db.session.scalar(select(Upload.received)) == uploads.PART


def test_a_key_under_way_elsewhere_is_not_there(maker, product, facility):
    other = make_product(facility=facility)
    content = noisy()
    put(maker, product, content, 0)

    assert put(maker, other, content, 0).status_code == 404


def test_gives_up_when_asked(maker, product):
    put(maker, product, noisy(), 0)

    path = f"/quan-ly/san-pham/{product.id}/anh/tai-len/{KEY}"
    assert maker.send("DELETE", path, headers={"X-CSRF-Token": "token"}).status_code == 204
    assert db.session.scalar(select(Upload)) is None
    assert files().get(f"uploads/{KEY}/{0:09}") is None


@pytest.mark.parametrize(("hours", "left"), [(23, 1), (25, 0)])
def test_forgets_what_was_left_lying_for_a_day(maker, product, hours, left):
    put(maker, product, noisy(), 0)

    with times.frozen(times.now() + timedelta(hours=hours)):
        jobs.work_off()

    assert len(db.session.scalars(select(Upload)).all()) == left
    assert (files().get(f"uploads/{KEY}/{0:09}") is None) == (left == 0)


def test_packers_may_not_send_photos(browser, product, facility):
    packer = browser.sign_in(make_member(facility, "packer"))

    assert put(packer, product, picture_bytes(), 0).status_code == 403
    assert db.session.scalar(select(Upload)) is None

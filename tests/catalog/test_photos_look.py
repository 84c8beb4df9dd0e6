"""What a maker does with a photo: the place that crops keep, hints, where it was taken; and turntable frames."""

import io

import pytest
from sqlalchemy import select

from catalog import spins
from catalog.models import Frame, Photo
from core import pictures, times
from core.db import db
from core.pictures import Picture, PictureOrigin
from tests.factories import (
    make_facility,
    make_member,
    make_photo,
    make_picture,
    make_product,
    make_staff,
    picture_bytes,
)


@pytest.fixture
def facility(app):
    return make_facility()


@pytest.fixture
def maker(browser, facility):
    return browser.sign_in(make_member(facility, "editor"))


@pytest.fixture
def product(facility):
    return make_product(facility=facility)


@pytest.fixture
def photo(product):
    return make_photo(product)


def path_of(photo, verb=""):
    return f"/quan-ly/san-pham/{photo.product_id}/anh/{photo.id}{verb}"


def focus_of(photo):
    picture = db.session.get(Photo, photo.id).picture
    return picture.focus_x, picture.focus_y


def test_sets_the_place_that_crops_keep_and_gives_it_back(maker, photo):
    assert 'type="radio" name="focus" value="25-75"' in maker.get(path_of(photo)).text

    maker.post(path_of(photo, "/tam"), focus="25-75")
    assert focus_of(photo) == (25, 75)
    assert "Tâm do bạn đặt." in maker.get(path_of(photo)).text

    maker.post(path_of(photo, "/tam"), found="1")
    assert focus_of(photo) == (None, None)


@pytest.mark.parametrize("place", ["", "25", "13-50", "50-101", "-50--50", "a-b", "25-75-3"])
def test_a_place_that_is_none_changes_nothing(maker, photo, place):
    answer = maker.post(path_of(photo, "/tam"), focus=place)

    assert answer.status_code == 422
    assert "Chạm vào một chỗ trên ảnh." in answer.text
    assert focus_of(photo) == (None, None)


@pytest.mark.parametrize("verb", ["/tam", "/noi-chup"])
def test_another_makers_photo_is_not_there(browser, photo, verb):
    stranger = browser.sign_in(make_member(make_facility(), "editor"))

    assert stranger.get(path_of(photo)).status_code == 404
    assert stranger.post(path_of(photo, verb), focus="25-75").status_code == 404
    assert focus_of(photo) == (None, None)


def test_says_beside_a_photo_what_could_be_better(maker, product):
    make_photo(product, picture_id=make_picture(hints=["too_dark", "blurred"]).id)

    page = maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text

    assert "Ảnh tối quá. Chụp lại gần cửa sổ" in page
    assert "Ảnh bị nhòe." in page


def test_a_photo_that_is_not_ready_says_so_and_hinders_nothing(maker, product):
    make_photo(product, picture_id=make_picture(ready_at=None).id)

    page = maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text

    assert "Đang xử lý…" in page
    saved = maker.post(
        f"/quan-ly/san-pham/{product.id}/buoc/1",
        name="Ấm mới", name_en="", browse_category=product.browse_category, go="stay",
    )  # fmt: skip
    assert saved.status_code == 303


def place(photo):
    origin = PictureOrigin(picture_id=photo.picture_id, lat=20.97512, lon=105.91234, agreed_at=times.now())
    db.session.add(origin)
    db.session.commit()


def test_the_maker_sees_where_it_was_taken_and_erases_it(maker, photo):
    place(photo)
    assert "20.97512, 105.91234" in maker.get(path_of(photo)).text

    maker.post(path_of(photo, "/noi-chup"))

    assert db.session.scalar(select(PictureOrigin)) is None
    assert "không giữ nơi chụp" in maker.get(path_of(photo)).text


def test_staff_see_where_it_was_taken_and_visitors_never(browser, photo, product):
    place(photo)

    for path in (f"/san-pham/{product.slug}", f"/api/v1/products/{product.slug}", f"/co-so/{product.facility.slug}"):
        assert "20.97" not in browser.get(path).text
        assert "105.91" not in browser.get(path).text
    staff = browser.sign_in(make_staff("moderate"))

    assert "20.97512, 105.91234" in staff.get(f"/can-bo/san-pham/{product.id}").text


def test_agreeing_is_never_ticked_beforehand(maker, product):
    page = maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text

    box = page[page.index('id="keep_place"') - 40 :][:200]
    assert 'type="checkbox"' in box
    assert "checked" not in box


def frames(product, count):
    for n in range(count):
        db.session.add(Frame(product_id=product.id, picture_id=make_picture().id, position=n))
    db.session.commit()


def send_frames(maker, product, *names):
    with maker.client.session_transaction() as session:
        session["token"] = "token"
    sent = [(io.BytesIO(picture_bytes(240, 240, f"#{n:02x}{n:02x}80")), name) for n, name in enumerate(names)]
    return maker.send("POST", f"/quan-ly/san-pham/{product.id}/quay", data={"csrf_token": "token", "photos": sent})


def test_takes_frames_in_the_order_of_their_numbers(maker, product):
    product.state = "draft"
    db.session.commit()
    send_frames(maker, product, "goc-10.jpg", "goc-2.jpg", "goc.jpg")

    digests = [frame.picture.digest for frame in spins.frames_of(product.id)]
    sent = [pictures.digest_of(picture_bytes(240, 240, f"#{n:02x}{n:02x}80")) for n in (1, 0, 2)]
    assert digests == sent
    assert db.session.scalars(select(Photo)).all() == []


def test_takes_no_more_frames_than_a_turn_has(maker, product, monkeypatch):
    monkeypatch.setattr(spins, "MOST", 2)
    frames(product, 2)

    page = send_frames(maker, product, "goc-9.jpg")

    assert page.status_code == 303
    assert len(spins.frames_of(product.id)) == 2


@pytest.mark.parametrize(("count", "seen"), [(7, False), (8, True), (36, True)])
def test_visitors_turn_it_when_there_are_enough_views(browser, product, count, seen):
    frames(product, count)

    page = browser.get(f"/san-pham/{product.slug}").text

    assert ("data-spin-stage" in page) == seen
    assert page.count("data-view") == (count if seen else 0)


def test_views_that_are_not_ready_are_left_out(browser, product):
    frames(product, 8)
    db.session.scalars(select(Picture)).first().ready_at = None
    db.session.commit()

    assert "data-spin-stage" not in browser.get(f"/san-pham/{product.slug}").text


def test_takes_the_turn_away(maker, product):
    product.state = "draft"
    frames(product, 8)

    maker.post(f"/quan-ly/san-pham/{product.id}/quay/bo")

    assert spins.frames_of(product.id) == []


def test_another_makers_turn_stays(browser, product):
    frames(product, 8)
    stranger = browser.sign_in(make_member(make_facility(), "editor"))

    assert stranger.post(f"/quan-ly/san-pham/{product.id}/quay/bo").status_code == 404
    assert len(spins.frames_of(product.id)) == 8

"""The facility's name on its photos: put on, taken off, for all or for one; the plain picture is then not reachable."""

import io

import pytest
from PIL import Image, ImageChops
from sqlalchemy import select

from catalog import marks, photos, revisions
from catalog.models import Photo, Product
from core import jobs, pictures, times
from core.db import db
from core.pictures import PictureOrigin
from core.pictures.intake import develop, hide
from tests.catalog.test_manage_products import draft
from tests.catalog.test_products import LABEL
from tests.conftest import Browser
from tests.factories import make_facility, make_member, make_product, picture_bytes

CONTENT = picture_bytes(900, 700, "#24456b")
PLAIN = pictures.digest_of(CONTENT)


@pytest.fixture
def product(app):
    product = make_product(facility=make_facility(name="Gốm Tâm Sen"), state="draft")
    photos.add(product, photos.render([("am.jpg", CONTENT)]))
    db.session.commit()
    jobs.work_off()
    return product


@pytest.fixture
def maker(browser, product):
    return browser.sign_in(make_member(product.facility, "editor"))


def photo_of(product):
    return db.session.scalar(select(Photo).where(Photo.product_id == product.id))


def mark(maker, product, **fields):
    answer = maker.post(f"/quan-ly/san-pham/{product.id}/anh/{photo_of(product).id}/dau", **fields)
    jobs.work_off()
    return answer


def differs(one, other):
    opened = [Image.open(io.BytesIO(content)).convert("RGB") for content in (one, other)]
    return ImageChops.difference(*opened).getextrema()


def test_is_off_unless_it_is_wanted(maker, product):
    assert photo_of(product).picture.digest == PLAIN
    assert maker.get(f"/anh/{PLAIN}/640.jpg").status_code == 200


def test_all_photos_carry_the_name_and_the_plain_one_is_gone(maker, product):
    plain = maker.get(f"/anh/{PLAIN}/640.jpg").data

    assert mark(maker, product, tat_ca="co").status_code == 303

    photo = photo_of(product)
    assert (photo.mark, photo.source) == ("Gốm Tâm Sen", PLAIN)
    assert photo.picture.digest != PLAIN
    shown = maker.get(f"/anh/{photo.picture.digest}/640.jpg")
    assert shown.status_code == 200
    assert max(high for _low, high in differs(plain, shown.data)) > 60
    assert [maker.get(f"/anh/{PLAIN}/{width}.webp").status_code for width in (160, 320, 640, 900)] == [404] * 4


def test_taken_off_again_the_plain_one_is_back_and_the_marked_one_gone(maker, product):
    mark(maker, product, tat_ca="co")
    marked = photo_of(product).picture.digest

    mark(maker, product, tat_ca="khong")

    photo = photo_of(product)
    assert (photo.picture.digest, photo.mark, photo.source) == (PLAIN, None, None)
    assert maker.get(f"/anh/{PLAIN}/640.jpg").status_code == 200
    assert maker.get(f"/anh/{marked}/640.jpg").status_code == 404


def test_one_photo_may_say_otherwise(maker, product):
    mark(maker, product, dau="co")
    assert photo_of(product).mark == "Gốm Tâm Sen"
    mark(maker, product, dau="khong", tat_ca="co")
    assert photo_of(product).mark is None


def test_a_new_photo_of_a_facility_that_marks_is_marked(maker, product):
    mark(maker, product, tat_ca="co")
    photos.add(db.session.get(Product, product.id), photos.render([("hai.jpg", picture_bytes(800, 800, "#1f6b5c"))]))
    db.session.commit()
    jobs.work_off()

    assert [one.mark for one in db.session.scalars(select(Photo))] == ["Gốm Tâm Sen"] * 2


def test_a_fresh_photo_is_seen_by_nobody_before_it_is_marked(maker, product):
    mark(maker, product, tat_ca="co")
    fresh = picture_bytes(800, 800, "#1f6b5c")
    photos.add(db.session.get(Product, product.id), photos.render([("hai.jpg", fresh)]))
    db.session.commit()
    picture = pictures.known(pictures.digest_of(fresh))

    develop({"picture_id": picture.id})

    assert not picture.is_ready
    assert maker.get(f"/anh/{pictures.digest_of(fresh)}/640.jpg").status_code == 503
    jobs.work_off()
    assert [one.picture.is_ready for one in db.session.scalars(select(Photo))] == [True] * 2
    assert maker.get(f"/anh/{pictures.digest_of(fresh)}/640.jpg").status_code == 404


def test_a_photo_that_was_ready_is_hidden_as_it_is_hung(maker, product):
    product.facility.marks_photos = True
    fresh = pictures.take_in(picture_bytes(800, 800, "#1f6b5c"))
    photos.hang(db.session.get(Product, product.id), fresh)
    digest = fresh.digest
    db.session.commit()

    assert not fresh.is_ready
    jobs.work_off()
    db.session.expire_all()
    assert maker.get(f"/anh/{digest}/640.jpg").status_code == 404
    assert all(one.picture.digest != digest for one in db.session.scalars(select(Photo)))


def test_the_page_does_not_tell_where_an_unmarked_photo_lies(maker, product):
    product = db.session.get(Product, product.id)
    product.facility.marks_photos = True
    product.state, product.published_at = "published", times.now()
    fresh = pictures.take_in(picture_bytes(800, 800, "#1f6b5c"))
    photos.hang(product, fresh)
    digest, slug = fresh.digest, product.slug
    db.session.commit()

    page = maker.get(f"/san-pham/{slug}")

    assert page.status_code == 200
    assert digest not in page.text


def test_a_fresh_photo_is_shown_plain_where_its_maker_wants_no_mark_after_all(maker, product):
    mark(maker, product, tat_ca="co")
    content = picture_bytes(800, 800, "#1f6b5c")
    photos.add(db.session.get(Product, product.id), photos.render([("hai.jpg", content)]))
    db.session.commit()
    marks.switch(db.session.get(Product, product.id).facility, on=False)
    db.session.commit()
    jobs.work_off()

    assert all(one.mark is None and one.picture.is_ready for one in db.session.scalars(select(Photo)))


def test_the_same_file_is_not_taken_a_second_time_beside_its_marked_one(maker, product):
    mark(maker, product, tat_ca="co")
    batch = photos.render([("am.jpg", CONTENT)])

    assert photos.add(db.session.get(Product, product.id), batch) == 0


def test_a_new_name_of_the_facility_is_the_new_mark(maker, product):
    mark(maker, product, tat_ca="co")
    old = photo_of(product).picture.digest
    db.session.get(Product, product.id).facility.name = "Gốm Sen Vàng"
    jobs.enqueue("facility.revised", facility_id=product.facility_id)
    db.session.commit()
    jobs.work_off()

    assert (photo_of(product).mark, photo_of(product).source) == ("Gốm Sen Vàng", PLAIN)
    assert photo_of(product).picture.digest != old


def test_what_was_chosen_and_noted_goes_along(maker, product):
    photo = photo_of(product)
    photo.picture.focus_x, photo.picture.focus_y = 25, 75
    db.session.add(PictureOrigin(picture_id=photo.picture_id, lat=20.9, lon=105.9, agreed_at=times.now()))
    db.session.commit()

    mark(maker, product, tat_ca="co")

    photo = photo_of(product)
    assert photo.picture.focus == (25, 75)
    assert db.session.scalar(select(PictureOrigin.picture_id)) == photo.picture_id


def test_another_maker_marks_nothing(browser, product):
    stranger = browser.sign_in(make_member(make_facility(), "editor"))

    assert mark(stranger, product, tat_ca="co", dau="co").status_code == 404
    assert photo_of(product).mark is None
    assert not db.session.get(Product, product.id).facility.marks_photos


def test_one_that_was_removed_and_brought_back_is_not_marked_twice(maker, product):
    mark(maker, product, tat_ca="co")
    photo = photo_of(product)
    digest = photo.picture.digest
    maker.post(f"/quan-ly/san-pham/{product.id}/anh/sua", remove=str(photo.id))
    assert photo_of(product) is None

    maker.post(f"/quan-ly/san-pham/{product.id}/anh/lay-lai", digest=digest)
    jobs.work_off()

    photo = photo_of(product)
    assert (photo.picture.digest, photo.source, photo.mark) == (digest, PLAIN, "Gốm Tâm Sen")


def test_from_the_moment_marks_are_wanted_no_plain_photo_is_seen(maker, product):
    """Neither on a page nor at an address that somebody kept, though the worker has yet to paint the marks."""
    product = db.session.get(Product, product.id)
    product.state, product.published_at = "published", times.now()
    db.session.commit()
    assert PLAIN in maker.get(f"/san-pham/{product.slug}").text
    maker.post(f"/quan-ly/san-pham/{product.id}/anh/{photo_of(product).id}/dau", tat_ca="co")

    assert not photo_of(product).picture.is_ready
    for page in (f"/san-pham/{product.slug}", "/san-pham", f"/api/v1/products/{product.slug}"):
        assert PLAIN not in maker.get(page).text
    left = db.session.scalars(select(jobs.Job).where(jobs.Job.done_at.is_(None)).order_by(jobs.Job.id)).all()
    kinds = [job.kind for job in left if job.kind in ("picture.hide", "catalog.mark_photo")]
    assert kinds == ["picture.hide", "catalog.mark_photo"]
    hide(next(job.payload for job in left if job.kind == "picture.hide"))
    assert maker.get(f"/anh/{PLAIN}/640.jpg").status_code == 503

    jobs.work_off()
    assert photo_of(product).mark
    assert photo_of(product).picture.is_ready
    assert maker.get(f"/anh/{PLAIN}/640.jpg").status_code == 404


def test_a_plain_picture_that_another_shows_without_a_mark_stays(maker, product):
    other = make_product(facility=make_facility(), state="draft")
    photos.add(other, photos.render([("am.jpg", CONTENT)]))
    db.session.commit()
    mark(maker, product, tat_ca="co")

    assert photo_of(product).mark
    assert photo_of(other).picture.digest == PLAIN
    db.session.get(Product, other.id).state = "published"
    db.session.commit()
    assert maker.get(f"/anh/{PLAIN}/640.jpg").status_code == 200


def test_a_picture_that_waits_for_staff_has_an_address_that_only_maker_and_staff_are_told(app, maker, product):
    mark(maker, product, tat_ca="co")
    product = draft(product.facility, name="Ấm", slug="am", state="published", published_at=times.now())
    content = picture_bytes(800, 800, "#1f6b5c")
    photos.add(product, photos.render([("hai.jpg", content)]))
    db.session.commit()
    jobs.work_off()
    digest, slug = pictures.digest_of(content), product.slug
    assert len(digest) == 32  # 128 bits of a digest: nobody guesses it

    guest = Browser(app)
    for page in ("/", "/san-pham", f"/san-pham/{slug}", f"/api/v1/products/{slug}", "/api/v1/products", "/sitemap.xml"):
        assert digest not in guest.get(page).text
    assert guest.get(f"/quan-ly/san-pham/{product.id}/buoc/1").status_code in (302, 303, 401)
    stranger = Browser(app).sign_in(make_member(make_facility(), "editor"))
    assert stranger.get(f"/quan-ly/san-pham/{product.id}/buoc/1").status_code == 404
    assert digest in maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text

    revision = revisions.open_of(db.session.get(Product, product.id))
    revisions.approve(db.session.get(Product, product.id), revision.version)
    db.session.commit()
    jobs.work_off()
    db.session.expire_all()
    assert maker.get(f"/anh/{digest}/640.jpg").status_code == 404
    assert all(one.picture.digest != digest for one in db.session.scalars(select(Photo)))


def test_one_of_what_is_on_show_that_went_and_comes_again_with_staffs_word_is_not_marked_twice(maker, product):
    mark(maker, product, tat_ca="co")
    product = db.session.get(Product, product.id)
    product.state, product.published_at, product.label = "published", times.now(), LABEL
    db.session.commit()
    photos.add(product, photos.render([("hai.jpg", picture_bytes(800, 800, "#1f6b5c"))]))
    approve(product)
    marked, second = product.photos
    was = (marked.picture.digest, marked.source, marked.mark)
    photos.remove(product, marked.id)
    approve(product)
    assert [photo.id for photo in product.photos] == [second.id]

    photos.attach(product, pictures.known(was[0]))
    approve(product)

    back = product.photos[-1]
    assert (back.picture.digest, back.source, back.mark) == was


def approve(product):
    revisions.approve(product, revisions.open_of(product).version)
    db.session.commit()
    jobs.work_off()
    db.session.expire_all()

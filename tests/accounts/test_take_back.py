"""What staff did for a facility goes back by one tap of its owner: photos, goods at a booth, edits that wait."""

import io
from datetime import timedelta

import pytest

from accounts import assisting
from catalog import making, revisions
from catalog.models import Photo, Product
from core import audit, times
from core.db import db
from fairs.models import Booth
from tests import factories as make
from tests.catalog.test_manage_products import draft as whole
from tests.conftest import Browser

HELPED = "/quan-ly/giup-do"


@pytest.fixture
def lo(app):
    return make.make_facility(slug="lo-gom")


@pytest.fixture
def officer(app, lo):
    """A member of staff who has begun to help."""
    today = times.today()
    assisting.agree(lo.id, "Bà Lý", "ban_giay", today, today + timedelta(days=30))
    db.session.commit()
    person = make.make_staff("assist", name="Chị Hằng")
    browser = Browser(app).sign_in(person)
    browser.person_id = person.id
    assert browser.post("/can-bo/co-so/lo-gom/lam-giup").status_code == 303
    return browser


@pytest.fixture
def owner(app, lo):
    return Browser(app).sign_in(make.make_member(lo, "owner"))


def draft(lo, photos=2, **columns):
    product = make.make_product(facility=lo, **{"state": "draft", "name": "Bình men lam"} | columns)
    for _ in range(photos):
        make.make_photo(product)
    return product


def photo_path(product, rest=""):
    return f"/quan-ly/san-pham/{product.id}/anh{rest}"


def ids_of(product):
    query = db.session.query(Photo.id).filter_by(product_id=product.id).order_by(Photo.position, Photo.id)
    return [row[0] for row in query]


def pictures_of(product):
    return [photo.picture_id for photo in db.session.get(Product, product.id).photos]


def last_act(lo):
    return audit.done_for(lo.id, 1)[0]


def taken_back(owner, lo):
    """The owner's answer to one tap on the last thing done."""
    act = last_act(lo)
    assert f"{HELPED}/{act.id}/hoan-tac" in owner.get(HELPED).text
    return owner.post(f"{HELPED}/{act.id}/hoan-tac").status_code


def test_a_photo_put_up_is_taken_off(officer, owner, lo):
    product = draft(lo)
    before = pictures_of(product)
    sent = {"photos": (io.BytesIO(make.picture_bytes()), "moi.jpg")}
    assert officer.post(photo_path(product), content_type=None, **sent).status_code == 303
    assert len(pictures_of(product)) == 3
    assert last_act(lo).action == "product.photo_added"
    assert taken_back(owner, lo) == 303
    assert pictures_of(product) == before


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_photo_taken_off_comes_back_to_its_place(officer, owner, lo, place):
    product = draft(lo, photos=3)
    before = pictures_of(product)
    officer.post(photo_path(product, "/sua"), remove=ids_of(product)[place])
    assert len(pictures_of(product)) == 2
    assert taken_back(owner, lo) == 303
    assert pictures_of(product) == before


def test_an_order_of_photos_goes_back(officer, owner, lo):
    product = draft(lo, photos=3)
    before = ids_of(product)
    officer.post(photo_path(product, "/sua"), order=",".join(map(str, reversed(before))))
    assert ids_of(product) == before[::-1]
    assert taken_back(owner, lo) == 303
    assert ids_of(product) == before


def test_words_of_a_photo_go_back(officer, owner, lo):
    product = draft(lo)
    first = ids_of(product)[0]
    officer.post(photo_path(product, "/sua"), **{f"alt_{first}": "Bình đặt trên bàn gỗ"})
    assert "Bình đặt trên bàn gỗ" in owner.get(HELPED).text
    assert taken_back(owner, lo) == 303
    assert db.session.get(Photo, first).alt != "Bình đặt trên bàn gỗ"


def test_what_a_crop_looks_at_goes_back(officer, owner, lo):
    product = draft(lo)
    first = ids_of(product)[0]
    assert officer.post(photo_path(product, f"/{first}/tam"), focus="25-75").status_code == 303
    assert db.session.get(Photo, first).picture.chosen_focus == [25, 75]
    assert taken_back(owner, lo) == 303
    assert db.session.get(Photo, first).picture.chosen_focus is None


def test_a_mark_goes_back_on_one_photo_and_on_all(officer, owner, lo):
    product = draft(lo)
    first = ids_of(product)[0]
    officer.post(photo_path(product, f"/{first}/dau"), dau="co")
    assert db.session.get(Photo, first).is_marked is True
    assert taken_back(owner, lo) == 303
    assert db.session.get(Photo, first).is_marked is None
    officer.post(photo_path(product, f"/{first}/dau"), tat_ca="co")
    assert taken_back(owner, lo) == 303
    assert not db.session.get(Product, product.id).facility.marks_photos


def test_a_mark_that_the_worker_has_made_meanwhile_stops_nothing(officer, owner, lo):
    product = draft(lo)
    officer.post(photo_path(product, "/sua"), order=",".join(map(str, reversed(ids_of(product)))))
    act, photo = last_act(lo), db.session.get(Product, product.id).photos[0]
    photo.source, photo.picture = photo.picture.digest, make.make_picture()
    db.session.commit()
    assert owner.post(f"{HELPED}/{act.id}/hoan-tac").status_code == 303
    assert pictures_of(product)[1] == photo.picture_id


def test_goods_at_a_booth_and_its_banner_go_back(officer, owner, lo):
    goods = [make.make_product(facility=lo, name=f"Món {n}") for n in range(3)]
    booth = make.make_booth(facility=lo, products=goods, title="Lò Gốm")
    shown = [one.id for one in goods]
    path = f"/quan-ly/gian/{booth.id}"
    officer.post(path + "/hang", product_ids=[shown[2], shown[0]], order=f"{shown[2]},{shown[0]}")
    officer.post(path + "/cong-bo")
    assert goods_at(booth) == [shown[2], shown[0]]
    assert "Gian Lò Gốm" in owner.get(HELPED).text
    assert taken_back(owner, lo) == 303
    assert goods_at(booth) == shown
    officer.post(path + "/anh", content_type=None, banner=(io.BytesIO(make.picture_bytes()), "b.jpg"))
    officer.post(path + "/cong-bo")
    assert db.session.get(Booth, booth.id).banner_id is not None
    assert taken_back(owner, lo) == 303
    assert db.session.get(Booth, booth.id).banner_id is None


def goods_at(booth):
    return [line.product_id for line in db.session.get(Booth, booth.id).goods]


def published(lo):
    product = whole(lo, photos=2, state="published", summary="Bình vẽ tay", published_at=times.now())
    return product, f"/quan-ly/san-pham/{product.id}/anh"


def waiting(product):
    revision = revisions.open_of(product)
    return dict(revision.changes) if revision else {}


def revise(officer, product, **changes):
    """An edit of staff who help, as a form of theirs would make it."""
    audit.acting_as(officer.person_id, product.facility_id)
    revisions.revise(db.session.get(Product, product.id), changes)
    db.session.commit()
    audit.acting_as(None)


def test_an_edit_that_waits_is_asked_for_no_more(officer, owner, lo):
    product, _path = published(lo)
    revise(officer, product, summary="Bình vẽ máy")
    assert waiting(product) == {"summary": ["Bình vẽ tay", "Bình vẽ máy"]}
    assert taken_back(owner, lo) == 303
    assert waiting(product) == {}


def test_what_the_owner_asked_for_before_is_asked_for_again(officer, owner, lo):
    product, _path = published(lo)
    revisions.revise(db.session.get(Product, product.id), {"summary": "Bình vẽ tay, nung củi", "name": "Bình lam"})
    db.session.commit()
    revise(officer, product, summary="Bình vẽ máy")
    assert taken_back(owner, lo) == 303
    assert waiting(product)["summary"] == ["Bình vẽ tay", "Bình vẽ tay, nung củi"]
    assert "name" in waiting(product)


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_step_of_making_goes_back_whether_it_waits_or_stands(officer, owner, lo, state):
    product = whole(lo, name="Ấm trà", state=state, published_at=times.now())
    first = make.make_step(product, name="Nhào đất")
    path = f"/quan-ly/san-pham/{product.id}/buoc-lam"
    assert officer.post(path, name="Nung lửa").status_code == 303
    assert "Nhào đất, Nung lửa" in owner.get(HELPED).text

    assert taken_back(owner, lo) == 303

    product = db.session.get(Product, product.id)
    assert [one["key"] for one in making.steps_told(product)] == [first.key]
    assert revisions.open_of(product) is None


def test_an_edit_that_staff_approved_meanwhile_goes_back_as_an_edit(officer, owner, lo):
    product, _path = published(lo)
    revise(officer, product, summary="Bình vẽ máy")
    act, found = last_act(lo), db.session.get(Product, product.id)
    revisions.approve(found, revisions.open_of(found).version)
    db.session.commit()
    assert owner.post(f"{HELPED}/{act.id}/hoan-tac").status_code == 303
    assert db.session.get(Product, product.id).summary == "Bình vẽ máy"
    assert waiting(product) == {"summary": ["Bình vẽ máy", "Bình vẽ tay"]}


def test_photos_of_what_is_on_show_wait_and_go_back(officer, owner, lo):
    product, path = published(lo)
    first = db.session.get(Product, product.id).photos[0]
    digest, photo_id = first.picture.digest, first.id
    officer.post(path + "/sua", remove=photo_id)
    assert waiting(product) == {"photos": [[digest], []]}
    assert taken_back(owner, lo) == 303
    assert waiting(product) == {}
    officer.post(path, content_type=None, photos=(io.BytesIO(make.picture_bytes()), "moi.jpg"))
    assert len(waiting(product)["photos"][1]) == 1
    assert taken_back(owner, lo) == 303
    assert waiting(product) == {}


def test_an_edit_called_back_is_asked_for_again(officer, owner, lo):
    product, path = published(lo)
    revise(officer, product, summary="Bình vẽ máy")
    officer.post(path + "/sua", remove=ids_of(product)[0])
    wanted = waiting(product)
    assert officer.post(f"/quan-ly/san-pham/{product.id}/ban-sua/rut-lai").status_code == 303
    assert waiting(product) == {}
    assert taken_back(owner, lo) == 303
    assert waiting(product) == wanted


def test_the_last_photo_of_what_is_on_show_stays(officer, owner, lo):
    product = draft(lo, photos=0)
    officer.post(photo_path(product), content_type=None, photos=(io.BytesIO(make.picture_bytes()), "moi.jpg"))
    act = last_act(lo)
    db.session.get(Product, product.id).state = "published"
    db.session.commit()
    answer = owner.post(f"{HELPED}/{act.id}/hoan-tac")
    assert answer.status_code == 409
    assert "cần ít nhất một ảnh" in answer.text
    assert waiting(product) == {}


def test_photos_changed_again_since_do_not_go_back(officer, owner, lo):
    product = draft(lo, photos=3)
    officer.post(photo_path(product, "/sua"), order=",".join(map(str, reversed(ids_of(product)))))
    act = last_act(lo)
    owner.post(photo_path(product, "/sua"), remove=ids_of(product)[0])
    answer = owner.post(f"{HELPED}/{act.id}/hoan-tac")
    assert answer.status_code == 409
    assert "“Thứ tự ảnh” đã được sửa tiếp" in answer.text


@pytest.mark.parametrize("acts", [1, 8])
def test_the_page_asks_as_much_for_one_act_as_for_many(officer, owner, lo, query_count, acts):
    product = draft(lo, photos=3)
    booth = make.make_booth(facility=lo, products=[product])
    for n in range(acts):
        officer.post(photo_path(product, "/sua"), order=",".join(map(str, ids_of(product)[::-1])))
        officer.post(f"/quan-ly/gian/{booth.id}/hang", product_ids=[product.id] if n % 2 else [])
        officer.post(f"/quan-ly/gian/{booth.id}/cong-bo")
    with query_count() as run:
        assert "Bình men lam" in owner.get(HELPED).text
    assert len(run) <= 13

"""The facility's name on the views of a turntable: all carry it or none, and no plain view is seen meanwhile."""

import pytest
from sqlalchemy import select

from catalog import marks, revisions, spins, values
from catalog.models import Frame, Product
from catalog.photos import render
from core import audit, jobs, pictures, times, undo
from core.db import db
from tests.catalog.test_manage_products import draft
from tests.factories import make_facility, picture_bytes

VIEWS = [picture_bytes(400, 300, f"#{n:02x}40{255 - n:02x}") for n in range(8)]
PLAIN = [pictures.digest_of(content) for content in VIEWS]


@pytest.fixture
def product(app):
    product = draft(make_facility(name="Gốm Tâm Sen"), name="Ấm", slug="am")
    spins.add(product, render([(f"goc-{n}.jpg", content) for n, content in enumerate(VIEWS)]))
    db.session.commit()
    jobs.work_off()
    return product


def switch(product, *, on, works=True):
    marks.switch(db.session.get(Product, product.id).facility, on=on)
    db.session.commit()
    if works:
        jobs.work_off()
        db.session.expire_all()


def views(product):
    return spins.frames_of(product.id)


def test_every_view_carries_the_name_and_the_plain_ones_are_gone(maker, product):
    assert maker.get(f"/anh/{PLAIN[0]}/320.jpg").status_code == 200
    switch(product, on=True)

    assert [(view.mark, view.source) for view in views(product)] == [("Gốm Tâm Sen", plain) for plain in PLAIN]
    assert len(spins.turn(product.id)) == 8
    assert {maker.get(f"/anh/{plain}/320.jpg").status_code for plain in PLAIN} == {404}
    assert maker.get(f"/anh/{views(product)[0].picture.digest}/320.jpg").status_code == 200


def test_no_plain_view_is_seen_while_the_worker_paints(product):
    switch(product, on=True, works=False)

    assert spins.turn(product.id) == []
    assert not any(view.picture.is_ready for view in views(product))


def test_taken_off_again_the_plain_ones_are_back(maker, product):
    switch(product, on=True)
    switch(product, on=False)

    assert [view.picture.digest for view in views(product)] == PLAIN
    assert [(view.mark, view.source) for view in views(product)] == [(None, None)] * 8
    assert maker.get(f"/anh/{PLAIN[0]}/320.jpg").status_code == 200


def test_thought_better_of_before_the_worker_came_they_are_plain(product):
    switch(product, on=True, works=False)
    switch(product, on=False)

    assert [view.picture.digest for view in views(product)] == PLAIN
    assert len(spins.turn(product.id)) == 8


def test_a_new_view_of_a_facility_that_marks_is_marked_and_the_others_only_once(product):
    switch(product, on=True)
    shown = [view.picture.digest for view in views(product)]
    fresh = picture_bytes(400, 300, "#102030")
    again = db.session.get(Product, product.id)
    batch = render([("goc-9.jpg", fresh), ("goc-0.jpg", VIEWS[0])])
    assert spins.add(again, batch) == 1  # the plain file of a marked view is there already
    db.session.commit()
    jobs.work_off()
    db.session.expire_all()

    assert [view.picture.digest for view in views(product)][:8] == shown
    assert [(view.mark, view.picture.is_ready) for view in views(product)] == [("Gốm Tâm Sen", True)] * 9
    assert views(product)[8].source == pictures.digest_of(fresh)


def test_a_new_name_of_the_facility_is_the_new_mark(product):
    switch(product, on=True)
    db.session.get(Product, product.id).facility.name = "Gốm Sen Vàng"
    jobs.enqueue("facility.revised", facility_id=product.facility_id)
    db.session.commit()
    jobs.work_off()
    db.session.expire_all()

    assert {view.mark for view in views(product)} == {"Gốm Sen Vàng"}
    assert [view.source for view in views(product)] == PLAIN


def test_an_edit_of_the_turn_that_waits_outlives_the_marking(product):
    product = db.session.get(Product, product.id)
    product.state, product.published_at = "published", times.now()
    turned = list(reversed(values.of(product, "frames")))
    revisions.propose(product, {"frames": [[digest, n] for n, (digest, _place) in enumerate(turned)]})
    db.session.commit()
    switch(product, on=True)

    product = db.session.get(Product, product.id)
    revisions.approve(product, revisions.open_of(product).version)
    db.session.commit()
    jobs.work_off()
    db.session.expire_all()
    assert [view.source for view in views(product)] == PLAIN[::-1]
    assert {view.mark for view in db.session.scalars(select(Frame))} == {"Gốm Tâm Sen"}


def test_a_marked_turn_that_was_removed_and_taken_back_from_the_history_is_marked_once(maker, product):
    switch(product, on=True)
    shown = [view.picture.digest for view in views(product)]
    maker.post(f"/quan-ly/san-pham/{product.id}/quay/bo")
    db.session.expire_all()
    assert views(product) == []

    page = maker.get(f"/quan-ly/san-pham/{product.id}/lich-su").text
    assert "Lấy lại vòng quay trước" in page
    taken_back(maker, product)

    assert [view.picture.digest for view in views(product)] == shown
    assert [(view.mark, view.source) for view in views(product)] == [("Gốm Tâm Sen", plain) for plain in PLAIN]
    assert len(spins.turn(product.id)) == 8


def test_a_turn_from_before_the_marks_comes_back_marked_and_one_from_before_they_went_plain(maker, product):
    maker.post(f"/quan-ly/san-pham/{product.id}/quay/bo")
    switch(product, on=True)
    taken_back(maker, product)
    assert [(view.mark, view.source) for view in views(product)] == [("Gốm Tâm Sen", plain) for plain in PLAIN]

    maker.post(f"/quan-ly/san-pham/{product.id}/quay/bo")
    switch(product, on=False)
    taken_back(maker, product)
    assert [view.picture.digest for view in views(product)] == PLAIN
    assert len(spins.turn(product.id)) == 8


def test_a_turn_of_what_is_on_show_comes_back_when_staff_say_so(maker, product):
    maker.post(f"/quan-ly/san-pham/{product.id}/quay/bo")
    switch(product, on=True)
    product = db.session.get(Product, product.id)
    product.state, product.published_at = "published", times.now()
    db.session.commit()
    taken_back(maker, product)

    product = db.session.get(Product, product.id)
    assert views(product) == []
    assert [view.original for view in spins.told(product)] == PLAIN
    revisions.approve(product, revisions.open_of(product).version)
    db.session.commit()
    jobs.work_off()
    db.session.expire_all()
    assert [(view.mark, view.source) for view in views(product)] == [("Gốm Tâm Sen", plain) for plain in PLAIN]


def test_taking_a_turn_away_is_undone_by_its_owner_in_one_tap(product):
    switch(product, on=True)
    spins.clear(db.session.get(Product, product.id))
    db.session.commit()
    undo.undo(removal(product))
    db.session.commit()
    jobs.work_off()
    db.session.expire_all()

    assert [(view.mark, view.source) for view in views(product)] == [("Gốm Tâm Sen", plain) for plain in PLAIN]


def taken_back(maker, product):
    answer = maker.post(
        f"/quan-ly/san-pham/{product.id}/lich-su/{removal(product).id}/lay-lai", field="frames", which="old"
    )
    assert answer.status_code == 303
    jobs.work_off()
    db.session.expire_all()


def removal(product):
    return next(one for one in audit.history_of(product) if one.action == "product.frames_removed")

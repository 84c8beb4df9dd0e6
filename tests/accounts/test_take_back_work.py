"""What staff did with a maker's work goes back by one tap, or says why not: ranges, weeks, dates, lots, designs."""

from datetime import timedelta

import pytest

from catalog import calendars, capacity, delivery, designs, lots, sessions
from catalog.models import Calendar, CalendarWeek, Lot, Product, Session
from core import audit, pictures, times
from core.db import db
from tests import factories as make
from tests.accounts.test_take_back import HELPED, lo, officer, owner  # noqa: F401
from tests.catalog.test_manage_products import draft as whole

MONDAY = capacity.monday(times.today() + timedelta(days=14))


@pytest.fixture
def product(lo):  # noqa: F811
    return whole(lo, 2, name="Ấm", slug="am", state="published", published_at=times.now())


def tapped(owner, said=303):  # noqa: F811
    """The owner takes the last act back; what the answer is."""
    entry = audit.done_for(db.session.query(Product).first().facility_id, 1)[0]
    assert f"/{entry.id}/hoan-tac" in owner.get(HELPED).text, entry.action
    assert owner.post(f"{HELPED}/{entry.id}/hoan-tac").status_code == said, entry.action
    db.session.expire_all()


def told_of_last(owner):  # noqa: F811
    page = owner.get(HELPED).text
    entry = audit.done_for(db.session.query(Product).first().facility_id, 1)[0]
    assert f"/{entry.id}/hoan-tac" not in page
    return page


def goes_back(officer, owner, path, reads, **fields):  # noqa: F811
    before = reads()
    assert officer.post(path, **fields).status_code == 303, path
    db.session.expire_all()
    assert reads() != before, path
    tapped(owner)
    assert reads() == before, path


def test_put_away_and_shown_again(officer, owner, product):  # noqa: F811
    here, state = f"/quan-ly/san-pham/{product.id}", lambda: db.session.get(Product, product.id).state
    goes_back(officer, owner, f"{here}/cat-di", state)
    officer.post(f"{here}/cat-di")
    goes_back(officer, owner, f"{here}/bay-lai", state)


def test_ranges_of_the_facility_and_of_one_product(officer, owner, product):  # noqa: F811
    goes_back(
        officer, owner, "/quan-ly/giao-toi", lambda: delivery.plain(delivery.of_facility(product.facility_id)),
        reach="province",
    )  # fmt: skip
    of_product = f"/quan-ly/san-pham/{product.id}/giao-toi"
    reads = lambda: delivery.plain(delivery.own_range(product.id))  # noqa: E731
    goes_back(officer, owner, of_product, reads, reach="same_day", cut_off_hour="9")
    officer.post(of_product, reach="same_day", cut_off_hour="9")
    goes_back(officer, owner, of_product, reads, reach="")


def test_weeks(officer, owner, product):  # noqa: F811
    craft = calendars.open_craft(product.facility_id, "Lò gas", 12)
    db.session.commit()
    here = f"/quan-ly/lich-lam/{craft.id}"
    goes_back(
        officer, owner, here, lambda: db.session.get(Calendar, craft.id).week_units, name="Lò gas", week_units="5"
    )
    week = {"week": MONDAY.isoformat(), "capacity": "3", "note": "Nghỉ lò"}
    goes_back(officer, owner, f"{here}/tuan", lambda: capacity.said_of(craft, MONDAY), **week)

    officer.post(f"{here}/tuan", **week | {"capacity": "20"})
    db.session.query(CalendarWeek).update({"booked": 15})  # somebody ordered meanwhile
    db.session.commit()
    tapped(owner, 409)
    assert capacity.said_of(craft, MONDAY)[0] == 20


def test_dates_and_lots_and_what_cannot_go_back(officer, owner, product):  # noqa: F811
    lesson = make.make_product(facility=product.facility, mode="service", on_hand=None)
    session = make.make_session(lesson)
    here = f"/quan-ly/san-pham/{lesson.id}/buoi/{session.id}"
    goes_back(officer, owner, here, lambda: db.session.get(Session, session.id).places, go="places", places="40")
    goes_back(officer, owner, here, lambda: db.session.get(Session, session.id).closed_at is None, go="close")
    sessions.close(db.session.get(Session, session.id))
    db.session.commit()

    fields = {"product_id": str(product.id), "number": "L1", "made_on": f"{times.today():%Y-%m-%d}"}
    assert officer.post("/quan-ly/lo", **fields).status_code == 303
    assert "tem mang mã của lô có thể đã in" in told_of_last(owner)
    lot = db.session.query(Lot).one().id
    steps = lambda: [lots.plain(one) for one in db.session.get(Lot, lot).steps]  # noqa: E731
    goes_back(officer, owner, f"/quan-ly/lo/{lot}/buoc", steps, name="Nung", text="Lửa nhỏ.")
    officer.post(f"/quan-ly/lo/{lot}/buoc", name="Nung", text="Lửa nhỏ.")
    step = db.session.get(Lot, lot).steps[0].id
    goes_back(officer, owner, f"/quan-ly/lo/{lot}/buoc/{step}/bo", steps)
    officer.post(f"/quan-ly/lo/{lot}/thu-hoi", reason="Nứt đáy.", advice="Mang tới đổi.")
    assert "người đã mua lô này đã được báo" in told_of_last(owner)


def test_private_designs(officer, owner, product):  # noqa: F811
    first = product.photos[0]
    first.picture = pictures.take_in(make.picture_bytes(400, 300))
    db.session.commit()
    product.state = "draft"
    db.session.commit()
    seen = lambda: (len(designs.of_product(product.id)), len(db.session.get(Product, product.id).photos))  # noqa: E731
    goes_back(officer, owner, f"/quan-ly/san-pham/{product.id}/anh/{first.id}/mau-rieng", seen)

    photo = db.session.get(Product, product.id).photos[-1]
    officer.post(f"/quan-ly/san-pham/{product.id}/anh/{photo.id}/mau-rieng")
    design = designs.of_product(product.id)[0]
    goes_back(officer, owner, f"/quan-ly/san-pham/{product.id}/mau-rieng/{design.id}/bo", seen)

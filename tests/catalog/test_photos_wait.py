"""A picture that waits for staff's word: its facility and staff see it, and nobody else who has its address."""

import pytest

from catalog import photos, revisions, spins
from core import jobs, pictures, times
from core.db import db
from tests.catalog.test_manage_products import draft
from tests.catalog.test_products import LABEL
from tests.conftest import Browser
from tests.factories import make_facility, make_member, make_staff, make_step, picture_bytes

CONTENT = picture_bytes(400, 400, "#1f6b5c")
PATH = f"/anh/{pictures.digest_of(CONTENT)}/320.jpg"


@pytest.fixture
def product(app):
    return draft(make_facility(), name="Ấm", slug="am", label=LABEL)


@pytest.fixture
def people(app, product):
    """Who asks, by whether she belongs there."""
    maker = Browser(app).sign_in(make_member(product.facility, "packer"))
    officer = Browser(app).sign_in(make_staff("moderate"))
    stranger = Browser(app).sign_in(make_member(make_facility(), "owner", email="la@example.vn"))
    return {maker: True, officer: True, stranger: False, Browser(app): False}


def on_show(product):
    product.state, product.published_at = "published", times.now()
    db.session.commit()


def a_photo(product):
    photos.add(product, photos.render([("hai.jpg", CONTENT)]))


def a_view(product):
    spins.add(product, photos.render([("goc-1.jpg", CONTENT)]))


def a_step(product):
    make_step(product, picture=pictures.take_in(CONTENT))


def seen_by_those_who_belong(people, *others_too):
    for who, belongs in people.items():
        answer = who.get(PATH)
        assert answer.status_code == (200 if belongs or others_too else 404)
        keeper = "public" if others_too else "private" if belongs else "no-store"
        assert answer.headers["Cache-Control"].startswith(keeper)
        assert ("Cookie" in answer.headers.get("Vary", "")) is not bool(others_too)


@pytest.mark.parametrize("put_up", [a_photo, a_view, a_step])
@pytest.mark.parametrize("state", ["draft", "submitted", "sent_back", "taken_down"])
def test_of_goods_not_on_show(product, people, put_up, state):
    put_up(product)
    product.state, product.published_at = state, times.now() if state == "taken_down" else None
    db.session.commit()
    jobs.work_off()
    seen_by_those_who_belong(people)

    on_show(product)
    seen_by_those_who_belong(people, "everybody")


@pytest.mark.parametrize("put_up", [a_photo, a_view])
def test_of_an_edit_of_what_is_on_show_also_when_it_was_refused(product, people, put_up):
    on_show(product)
    put_up(product)
    db.session.commit()
    jobs.work_off()
    seen_by_those_who_belong(people)

    revisions.send_back(product, revisions.open_of(product).version, {"photos": "Không phải ấm nhà mình."})
    db.session.commit()
    revisions.call_back(product)
    db.session.commit()
    seen_by_those_who_belong(people)


def test_approved_it_is_seen_by_everybody(product, people):
    on_show(product)
    a_photo(product)
    db.session.commit()
    jobs.work_off()
    revisions.approve(product, revisions.open_of(product).version)
    db.session.commit()
    seen_by_those_who_belong(people, "everybody")


def test_on_show_elsewhere_it_hides_nowhere(product, people):
    another = draft(make_facility(), name="Chén", slug="chen", label=LABEL)
    for one in (another, product):
        a_photo(one)
        db.session.commit()
    another.facility.picture = pictures.known(pictures.digest_of(CONTENT))
    db.session.commit()
    jobs.work_off()
    seen_by_those_who_belong(people, "everybody")


def test_one_statement_tells_that_anybody_may_see_it(product, people, query_count):
    a_photo(product)
    on_show(product)
    jobs.work_off()
    guest = list(people)[-1]

    with query_count() as run:
        assert guest.get(PATH).status_code == 200
    assert len([one for one in run if one != "BEGIN"]) == 1

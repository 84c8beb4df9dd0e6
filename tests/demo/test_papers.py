"""The invented papers of the demo: one in every state, each called a sample where anybody reads it."""

import pytest

from catalog import register
from catalog.models import Recognition
from core import times
from core.db import db
from demo import goods, papers
from tests.factories import make_facility, make_ocop, make_product, make_staff, make_village


@pytest.fixture
def kept(app):
    makers = {key: make_facility(name=key) for key in papers.OF_MAKERS}
    villages = {slug: make_village(slug=slug) for slug in papers.OF_VILLAGES}
    product = make_product(sku=papers.RENEWED, facility=makers["bat-trang/1"])
    make_ocop(product, stars=4, issued_on=times.add_months(times.today(), -9))
    papers.keep(makers, villages, {papers.RENEWED: product}, make_staff())
    db.session.commit()
    return makers


def test_every_state_is_there_and_every_kind(kept):
    every = db.session.query(Recognition).all()
    told = {one.verdict if one.is_public else one.state for one in every}
    assert told == {"valid", "lapsed", "replaced", "proposed"}
    assert {one.kind for one in every} == {"ocop", "food_safety", "trademark", "indication", "craft"}
    assert {one.subject_kind for one in every} == {"product", "facility", "village"}


def test_all_of_them_say_that_they_are_samples(kept):
    for one in db.session.query(Recognition).filter(Recognition.decision_number != "1/QĐ-UBND"):
        assert one.decision_number.startswith("MẪU-")
        assert one.issuer.endswith("(mẫu)")
        assert not one.title or one.title.endswith("(mẫu)")


def test_the_maker_of_the_sign_in_has_one_that_lapses_in_25_days(kept):
    soon = register.lapsing(kept["bat-trang/1"].id, 30)
    assert [(one.kind, one.days_left) for one in soon] == [("trademark", 25)]


def test_the_three_stars_before_are_history_and_the_four_stand(kept):
    before, now = db.session.query(Recognition).filter_by(kind="ocop").order_by(Recognition.stars).all()
    assert (before.stars, before.verdict, now.stars, now.verdict) == (3, "replaced", 4, "valid")
    assert now.renews is before
    assert before.ends_on < before.expires_on


def test_titles_of_the_nation_come_in_one_decision_a_year_and_five_stars_from_the_ministry():
    given = [paper for row in goods.all_rows() for paper in goods._recognitions(row)]
    national = {(one.year, one.decision_number) for one in given if one.level == "quoc_gia"}
    assert len(national) == len({year for year, _number in national}) > 3
    assert (2025, "2646/QĐ-BCT") in national
    assert all(one.decision_number.endswith("/QĐ-BNNMT") for one in given if one.stars == 5)

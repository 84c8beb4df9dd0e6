"""The trade item number under a barcode: read, kept once, shown."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from catalog import gtin, variants
from core.db import db
from tests.factories import make_facility, make_member, make_product, make_variant

VALID = "8938505974194"


@pytest.fixture
def tea(app):
    return make_product(name="Trà ướp sen", slug="tra-uop-sen", sku="TRA")


@pytest.fixture
def maker(browser, tea):
    browser.sign_in(make_member(tea.facility, "editor"))
    return browser


def path(product):
    return f"/quan-ly/san-pham/{product.id}/loai/{product.main.id}"


def kept(product):
    db.session.expire_all()
    return product.main.gtin


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None),
        ("8938505974194", "08938505974194"),
        ("893 8505-97419.4", "08938505974194"),
        ("036000291452", "00036000291452"),
        ("0036000291452", "00036000291452"),
        ("96385074", "00000096385074"),
        ("18938505974191", "18938505974191"),
    ],
)
def test_reads_every_length_as_fourteen_digits(typed, number):
    assert gtin.read(typed) == number


@pytest.mark.parametrize("typed", ["8938505974195", "893850597419", "12345", "abc", "0" * 13, "8" * 20])
def test_refuses_what_does_not_check(typed):
    with pytest.raises(gtin.BadGtin):
        gtin.read(typed)


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("08938505974194", "8938505974194"),
        ("18938505974191", "18938505974191"),
        ("00036000291452", "0036000291452"),
        ("00000096385074", "96385074"),
    ],
)
def test_shows_it_as_printed(number, printed):
    assert gtin.shown(number) == printed


def test_a_maker_types_it_and_everybody_reads_it(maker, tea):
    answer = maker.post(path(tea), name="", price="120k", gtin=VALID)

    assert answer.status_code == 303
    assert kept(tea) == "0" + VALID
    assert VALID in maker.get("/san-pham/tra-uop-sen").text
    assert maker.get("/api/v1/products/tra-uop-sen").json["variants"][0]["gtin"] == VALID
    assert VALID in maker.get(path(tea)).text


def test_a_bad_one_changes_nothing(maker, tea):
    answer = maker.post(path(tea), name="", price="130k", gtin="8938505974195")

    assert answer.status_code == 422
    assert "chữ số cuối phải khớp" in answer.text
    assert kept(tea) is None


def test_a_maker_gives_a_number_to_one_form_only(maker, tea):
    make_product(facility=tea.facility).main.gtin = "0" + VALID
    db.session.commit()
    answer = maker.post(path(tea), name="", price="130k", gtin=VALID)

    assert answer.status_code == 422
    assert "đã có một loại khác mang mã vạch này" in answer.text
    assert kept(tea) is None


def test_another_maker_may_sell_the_same_trade_item(maker, tea):
    make_product(facility=make_facility()).main.gtin = "0" + VALID
    db.session.commit()

    assert maker.post(path(tea), name="", price="120k", gtin=VALID).status_code == 303


def test_the_database_keeps_it_to_fourteen_digits_and_once_a_maker(tea):
    large, other = make_variant(tea, name="Lớn"), make_product(facility=tea.facility)
    tea.main.gtin = "0" + VALID
    db.session.commit()
    assert tea.main.gtin_facility_id == tea.facility_id
    for second in (large, other.main):
        second.gtin = "0" + VALID
        with pytest.raises(IntegrityError, match="gtin"):
            db.session.flush()
        db.session.rollback()
    tea.main.gtin = VALID
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_database_keeps_a_number_with_the_maker_of_its_product(tea):
    tea.main.gtin = "0" + VALID
    db.session.commit()
    stranger = make_facility()
    for statement in (
        f"UPDATE variant SET gtin_facility_id = {stranger.id}",
        "UPDATE variant SET gtin_facility_id = NULL",
        "UPDATE variant SET gtin = NULL",
    ):
        with pytest.raises(IntegrityError):
            db.session.execute(text(statement))
        db.session.rollback()


def test_of_two_who_give_a_number_at_once_the_second_is_told(tea, monkeypatch):
    other = make_product(facility=tea.facility)
    monkeypatch.setattr(variants, "_check_gtin", lambda *_: None)  # as if both had looked before either wrote
    variants.revise(tea.main, {"gtin": "0" + VALID})
    with pytest.raises(variants.GtinTaken):
        variants.revise(other.main, {"gtin": "0" + VALID})
    db.session.commit()
    assert kept(tea) == "0" + VALID
    assert kept(other) is None


def test_taking_it_away_frees_it(maker, tea):
    other = make_product(facility=tea.facility)
    maker.post(path(tea), name="", price="120k", gtin=VALID)
    maker.post(path(tea), name="", price="120k", gtin="")
    assert kept(tea) is None
    assert maker.post(path(other), name="", price="120k", gtin=VALID).status_code == 303

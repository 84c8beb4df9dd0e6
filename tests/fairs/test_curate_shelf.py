"""Staff curate the shelf of the open fair."""

import re
from datetime import date, timedelta

import pytest

from core import audit, times
from core.db import db
from fairs import fairness, shelves
from fairs.models import Feature, Shelf
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_feature,
    make_ocop,
    make_product,
    make_scheme,
    make_shelf,
    make_staff,
)

DAY = timedelta(days=1)
BOARD = "/can-bo/ke"


@pytest.fixture
def staff(browser):
    return browser.sign_in(make_staff("curate", name="Thu Hằng"))


def a_shelf(*names):
    """A fair's shelf with a feature for each name, and its feature ids in order."""
    shelf = make_shelf(make_fair(slug="cuoi-thu"))
    slots = [make_feature(shelf, make_product(name=name), position=n) for n, name in enumerate(names)]
    return shelf, [slot.id for slot in slots]


def terms(**fields):
    day = times.today()
    usual = {"reason": "Rót không rớt một giọt.", "signed": "Chị Thu Hằng", "starts_on": str(day), "ends_on": str(day)}
    return usual | fields


def order_of(shelf_id):
    wanted = Feature.__table__.c
    rows = db.session.execute(
        db.select(wanted.id).where(wanted.shelf_id == shelf_id, wanted.removed_at.is_(None)).order_by(wanted.position)
    )
    return [row.id for row in rows]


def test_shows_the_shelf_in_order_and_who_might_join_it(staff):
    shelf, _ = a_shelf("Món một", "Món hai")
    make_booth(shelf.fair, products=[make_product(name="Ứng viên tốt")])
    make_product(name="Không bày ở phiên")

    page = staff.get(BOARD).text

    assert page.index("Ứng viên tốt") < page.index("Món một") < page.index("Món hai")
    assert "Không bày ở phiên" not in page


def test_puts_a_product_at_the_end_with_its_reason_and_audits_it(staff):
    shelf, ids = a_shelf("Món một")
    product_id, scheme_id, shelf_id = make_product().id, make_scheme().id, shelf.id

    answer = staff.post(
        BOARD, fair="cuoi-thu", revision="0", product_id=str(product_id), **terms(scheme_id=str(scheme_id))
    )

    assert answer.status_code == 302
    added = db.session.query(Feature).filter_by(product_id=product_id).one()
    assert order_of(shelf_id) == [*ids, added.id]
    assert (added.reason, added.signed, added.scheme_id) == ("Rót không rớt một giọt.", "Chị Thu Hằng", scheme_id)
    assert added.is_on
    assert added.ends_at == times.start_of(times.today() + DAY)
    entry = audit.history_of(db.session.get(Shelf, shelf_id))[0]
    assert (entry.action, entry.detail["revision"]) == ("shelf.featured", 1)


def test_makes_the_shelf_when_the_first_product_comes(staff):
    make_fair(slug="cuoi-thu")
    product_id = make_product().id

    staff.post(BOARD, fair="cuoi-thu", revision="0", product_id=str(product_id), **terms())

    assert db.session.query(Feature).filter_by(product_id=product_id).count() == 1


def test_looking_at_a_shelf_makes_none(staff):
    make_fair(slug="cuoi-thu")

    assert staff.get(BOARD).status_code == 200
    assert db.session.query(Shelf).count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reason", ""),
        ("reason", "x" * 301),
        ("signed", ""),
        ("starts_on", "hôm qua"),
        ("ends_on", "2020-01-01"),
        ("scheme_id", "999999"),
    ],
)
def test_refuses_bad_terms_keeps_what_was_typed_and_changes_nothing(staff, field, value):
    a_shelf()
    product_id = make_product().id

    answer = staff.post(
        BOARD,
        fair="cuoi-thu",
        revision="0",
        product_id=str(product_id),
        **terms(reason_en="Never drips") | {field: value},
    )

    assert answer.status_code == 422
    assert "Never drips" in answer.text
    assert f'id="{field}-error"' in answer.text
    assert db.session.query(Feature).count() == 0


def test_refuses_a_product_that_is_not_on_show(staff):
    a_shelf()
    product_id = make_product(state="withdrawn").id

    assert staff.post(BOARD, fair="cuoi-thu", revision="0", product_id=str(product_id), **terms()).status_code == 409
    assert db.session.query(Feature).count() == 0


def test_refuses_the_same_product_twice(staff):
    _, ids = a_shelf("Món một")
    product_id = db.session.get(Feature, ids[0]).product_id

    assert staff.post(BOARD, fair="cuoi-thu", revision="0", product_id=str(product_id), **terms()).status_code == 409


def test_moves_a_slot_up_by_its_button(staff):
    shelf, ids = a_shelf("Món một", "Món hai", "Món ba")
    shelf_id = shelf.id

    staff.post(f"{BOARD}/thu-tu", fair="cuoi-thu", revision="0", order=",".join(map(str, ids)), up=str(ids[2]))

    assert order_of(shelf_id) == [ids[0], ids[2], ids[1]]


def test_takes_an_order_sent_by_a_drag(staff):
    shelf, ids = a_shelf("Món một", "Món hai", "Món ba")
    shelf_id = shelf.id

    staff.post(f"{BOARD}/thu-tu", fair="cuoi-thu", revision="0", order=f"{ids[2]},{ids[0]},{ids[1]}")

    assert order_of(shelf_id) == [ids[2], ids[0], ids[1]]


def test_an_order_cannot_pull_in_slots_of_another_shelf(staff):
    shelf, ids = a_shelf("Món một")
    other = make_feature(make_shelf(), make_product(), position=7)
    shelf_id, other_id = shelf.id, other.id

    staff.post(f"{BOARD}/thu-tu", fair="cuoi-thu", revision="0", order=f"{other_id},{ids[0]},x,")

    assert order_of(shelf_id) == ids
    assert db.session.get(Feature, other_id).position == 7


def test_revises_reason_days_and_scheme(staff):
    _, ids = a_shelf("Món một")

    answer = staff.post(f"{BOARD}/{ids[0]}", revision="0", **terms(reason="Quai cầm không nóng tay."))

    assert answer.status_code == 302
    assert db.session.get(Feature, ids[0]).reason == "Quai cầm không nóng tay."


def test_a_removed_slot_keeps_its_row_and_can_be_put_back(staff):
    shelf, ids = a_shelf("Món một", "Món hai")
    shelf_id = shelf.id

    staff.post(f"{BOARD}/{ids[0]}/go", revision="0")
    assert order_of(shelf_id) == [ids[1]]
    assert not db.session.get(Feature, ids[0]).is_on
    assert "Đặt lại" in staff.get(BOARD).text

    staff.post(f"{BOARD}/{ids[0]}/dat-lai", revision="1")
    assert order_of(shelf_id) == ids


def test_a_removed_product_featured_again_is_the_same_row(staff):
    _, ids = a_shelf("Món một")
    product_id = db.session.get(Feature, ids[0]).product_id
    staff.post(f"{BOARD}/{ids[0]}/go", revision="0")

    staff.post(BOARD, fair="cuoi-thu", revision="1", product_id=str(product_id), **terms(reason="Trở lại."))

    assert db.session.get(Feature, ids[0]).reason == "Trở lại."
    assert db.session.get(Feature, ids[0]).removed_at is None


def test_two_editors_see_each_others_change_and_lose_nothing(staff):
    _, ids = a_shelf("Ấm vẽ sen")
    staff.post(f"{BOARD}/{ids[0]}", revision="0", **terms(reason="Lời của người trước."))

    answer = staff.post(f"{BOARD}/{ids[0]}", revision="0", **terms(reason="Lời của người sau."))

    assert answer.status_code == 409
    for shown in ("Lời của người trước.", "Lời của người sau.", "Thu Hằng", 'name="revision" value="1"'):
        assert shown in answer.text
    assert db.session.get(Feature, ids[0]).reason == "Lời của người trước."

    staff.post(f"{BOARD}/{ids[0]}", revision="1", **terms(reason="Lời của người sau."))
    assert db.session.get(Feature, ids[0]).reason == "Lời của người sau."


def test_an_open_board_hears_what_another_did_meanwhile(staff):
    _, ids = a_shelf("Ấm vẽ sen")
    (asked,) = re.findall(r'data-shelf-news="([^"]+)"', staff.get(BOARD).text)
    asked = asked.replace("&amp;", "&")
    assert staff.get(asked).text == ""

    staff.post(f"{BOARD}/{ids[0]}", revision="0", **terms(reason="Lời của người trước."))

    heard = staff.get(asked).text
    assert "Thu Hằng" in heard
    assert "Ấm vẽ sen" in heard
    assert "<html" not in heard


@pytest.mark.parametrize("path", [BOARD, f"{BOARD}/thu-tu", f"{BOARD}/1/go", f"{BOARD}/1/dat-lai"])
def test_every_change_needs_the_revision_it_was_made_on(staff, path):
    shelf, ids = a_shelf("Món một")
    shelf_id, path, product_id = shelf.id, path.replace("/1/", f"/{ids[0]}/"), make_product().id

    answer = staff.post(path, fair="cuoi-thu", product_id=str(product_id), order=str(ids[0]), **terms())

    assert answer.status_code == 409
    assert order_of(shelf_id) == ids
    assert db.session.get(Shelf, shelf_id).revision == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=am+chen", ["Ấm chén"]),
        ("nhom=go-tuong", ["Tủ gỗ"]),
        ("con-hang=1", ["Ấm chén"]),
        ("con-han=1", ["Tủ gỗ"]),
        ("lan-dau=1", ["Tủ gỗ"]),
        ("q=khong-co-gi", []),
    ],
)
def test_narrows_the_candidates(staff, query, found):
    shelf, _ = a_shelf()
    known = make_facility()
    make_feature(make_shelf(), make_product(facility=known, name="Đã từng lên kệ"))
    pot = make_product(name="Ấm chén", facility=known)
    chest = make_product(name="Tủ gỗ", browse_category="go-tuong", on_hand=0)
    make_ocop(chest, 4)
    make_booth(shelf.fair, products=[pot, chest])

    page = staff.get(f"{BOARD}?{query}").text

    candidates = page[page.index('id="ung-vien"') : page.index('id="tren-ke"')]
    assert [name for name in ("Ấm chén", "Tủ gỗ") if name in candidates] == found


def test_says_when_one_trade_takes_too_much(staff):
    a_shelf("Món một", "Món hai")

    assert "Gốm sứ đang chiếm 100" in staff.get(BOARD).text


def test_measures_shares_of_communes_trades_newcomers_and_women(app):
    women = make_facility(is_women_led=True, commune_name="Bát Tràng")
    men = make_facility(commune_name="Chuyên Mỹ")
    products = [make_product(facility=women)] * 1 + [make_product(facility=men) for _ in range(3)]

    commune, group, newcomers, women_led, *_rest = fairness.meters(products, {women.id})

    assert (commune.name, commune.percent, commune.kinds, commune.is_within) == ("Chuyên Mỹ", 75, 2, False)
    assert (group.percent, group.is_within) == (100, False)
    assert (newcomers.percent, newcomers.is_within) == (25, True)
    assert (women_led.percent, women_led.is_within) == (25, False)


def test_an_empty_shelf_has_shares_of_nothing():
    assert [meter.percent for meter in fairness.meters([], set())] == [0] * 6


def test_a_feature_is_on_from_its_first_day_to_the_end_of_its_last(app):
    slot = make_feature(make_shelf(), make_product())
    slot.starts_at, slot.ends_at = times.start_of(date(2026, 11, 20)), times.start_of(date(2026, 11, 23))

    for moment, is_on in ((20, True), (22.999, True), (23, False), (19.999, False)):
        with times.frozen(times.start_of(date(2026, 11, 1)) + timedelta(days=moment - 1)):
            assert slot.is_on is is_on


def test_a_shelf_changed_underneath_refuses_in_the_rule_itself(app):
    shelf, ids = a_shelf("Món một")
    shelves.move(shelf, ids, revision=0)

    with pytest.raises(shelves.ShelfChanged):
        shelves.move(shelf, ids, revision=0)


@pytest.mark.parametrize("path", [BOARD, f"{BOARD}?sua=1"])
def test_only_those_who_curate_may_look(browser, path):
    a_shelf("Món một")
    signed_out = browser.get(path)
    browser.sign_in(make_staff("allot"))

    assert signed_out.status_code == 302
    assert browser.get(path).status_code == 403


def test_only_those_who_curate_may_change(browser):
    _, ids = a_shelf("Món một")
    browser.sign_in(make_staff("moderate"))

    assert browser.post(f"{BOARD}/{ids[0]}/go", revision="0").status_code == 403
    assert db.session.get(Feature, ids[0]).removed_at is None


@pytest.mark.parametrize("path", [f"{BOARD}/999/go", f"{BOARD}/999/dat-lai", f"{BOARD}/999"])
def test_an_unknown_slot_is_not_found(staff, path):
    assert staff.post(path, revision="0", **terms()).status_code == 404


def test_a_closed_fair_has_no_shelf_to_curate(staff):
    now = times.now()
    fair = make_fair(slug="da-tan", opens_at=now - 3 * DAY, closes_at=now - DAY)

    assert "Chợ chọn hôm nay" in staff.get(BOARD).text
    assert staff.get(f"{BOARD}?fair=da-tan").status_code == 404
    assert staff.get(f"{BOARD}?ke=phien-{fair.id}").status_code == 404


def test_changes_come_by_post_only(staff):
    _, ids = a_shelf("Món một")

    assert staff.get(f"{BOARD}/{ids[0]}/go").status_code == 405


@pytest.mark.parametrize("many", [1, 20])
def test_runs_the_same_queries_however_many_slots(staff, query_count, many):
    shelf, _ = a_shelf(*[f"Món {n}" for n in range(many)])
    make_booth(shelf.fair, products=[make_product() for _ in range(many)])

    with query_count() as run:
        staff.get(BOARD)

    assert sum("SELECT" in statement for statement in run) <= 24

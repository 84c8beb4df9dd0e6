"""What a maker must have ready: by day, over chosen parcels, and on paper."""

from datetime import timedelta

import pytest

from core import times
from core.db import db
from shop import supply
from tests.factories import make_facility, make_hamper, make_member, make_parcel, make_product
from tests.papers import lines_of

pytestmark = pytest.mark.usefixtures("app")

PATH = "/quan-ly/hang-can"


def at_work(browser, facility):
    browser.sign_in(make_member(facility, "packer"))
    return browser


def counted(needs):
    return {need.name: need.count for need in needs}


def test_open_parcels_add_up_by_the_day_they_are_to_be_packed():
    facility = make_facility()
    bowl, vase = make_product(facility=facility, on_hand=9), make_product(facility=facility, on_hand=9)
    first, second = make_parcel(bowl, vase, quantity=2), make_parcel(bowl, quantity=3, state="confirmed")
    make_parcel(bowl, state="packed")
    later = make_parcel(vase, quantity=4)
    later.pack_before = later.pack_before + timedelta(days=3)
    db.session.commit()

    (soon, needs), (far, rest) = supply.by_day(facility.id)

    assert counted(needs) == {bowl.main.full_name: 5, vase.main.full_name: 2}
    assert counted(rest) == {vase.main.full_name: 4}
    assert (soon, far) == tuple(times.local(one.pack_before).date() for one in (first, later))
    assert {len(need.parcels) for need in needs} == {1, 2}
    assert second.id in next(need for need in needs if need.count == 5).parcels


def test_a_hamper_counts_as_what_is_in_it():
    kiln = make_facility()
    cup, pot = make_product(facility=kiln, on_hand=9), make_product(facility=kiln, on_hand=None)
    parcel = make_parcel(make_hamper(kiln, [(cup, 2), (pot, 1)]), quantity=2)
    make_parcel(cup)

    [(_, needs)] = supply.by_day(kiln.id)

    assert counted(needs) == {cup.main.full_name: 5, pot.main.full_name: 2}
    assert {need.name: need.is_in_store for need in needs} == {cup.main.full_name: True, pot.main.full_name: False}
    assert counted(supply.of_parcels([parcel])) == {cup.main.full_name: 4, pot.main.full_name: 2}


def test_services_and_what_the_buyer_left_are_not_gathered():
    facility = make_facility()
    bowl, vase = make_product(facility=facility), make_product(facility=facility)
    lesson = make_product(facility=facility, mode="service", on_hand=None)
    parcel = make_parcel(bowl, vase, lesson)
    next(line for line in parcel.lines if line.product is vase).dropped_at = times.now()
    db.session.commit()

    [(_, needs)] = supply.by_day(facility.id)

    assert counted(needs) == counted(supply.of_parcels([parcel])) == {bowl.main.full_name: 1}


def test_only_her_own_parcels_still_in_her_hands_are_chosen():
    mine, theirs = make_parcel(), make_parcel()
    gone = make_parcel(make_product(facility=mine.facility), state="handed_over")
    packed = make_parcel(make_product(facility=mine.facility), state="packed")

    ids = [mine.id, theirs.id, gone.id, packed.id]
    assert {one.id for one in supply.chosen(mine.facility_id, ids)} == {mine.id, packed.id}
    assert [one.id for one in supply.chosen(mine.facility_id, [])] == [mine.id]


def test_the_pages_say_it_by_product_and_by_buyer(browser):
    bowl = make_product()
    first = make_parcel(bowl, quantity=2, name="Trần Văn Bình")
    make_parcel(bowl, quantity=3, name="Lê Thị Hoa")
    at_work(browser, bowl.facility)

    assert "<b>5 " in browser.get(PATH).text
    page = browser.get(f"{PATH}/nhat").text
    assert "Trần Văn Bình" in page
    assert "Lê Thị Hoa" in page
    chosen = browser.get(f"{PATH}/nhat?goi={first.id}").text
    assert "Trần Văn Bình" in chosen
    assert "Lê Thị Hoa" not in chosen


@pytest.mark.parametrize("said", ["0", "x", "-1", "９", "9" * 40])
def test_a_number_that_names_nothing_gathers_nothing(browser, said):
    parcel = make_parcel()
    at_work(browser, parcel.facility)
    assert "Không có gói nào để lấy hàng" in browser.get(f"{PATH}/nhat?goi={said}").text
    assert browser.get(f"{PATH}/phieu-goi.pdf?goi={said}").status_code == 404


def test_one_file_has_the_pick_list_and_a_slip_with_a_label_for_each_parcel(browser):
    bowl = make_product(is_fragile=True)
    make_parcel(bowl, quantity=2, name="Trần Văn Bình", note="Gọi trước khi giao")
    paid = make_parcel(bowl, quantity=3, name="Lê Thị Hoa", payment="vietqr")
    answer = at_work(browser, bowl.facility).get(f"{PATH}/phieu-goi.pdf")

    pages = lines_of(answer.data)
    assert answer.mimetype == "application/pdf"
    assert len(pages) == 3
    assert any("5 " in line for line in pages[0])
    first, second = " ".join(pages[1]), " ".join(pages[2])
    assert first.count("Trần Văn Bình") == 2
    assert "Gọi trước khi giao" in first
    assert "Thu khi giao" in first
    assert "HÀNG DỄ VỠ" in first
    assert paid.code in second
    assert "không thu khi giao" in second


def test_a_long_slip_puts_its_label_on_a_page_of_its_own(browser):
    facility = make_facility()
    make_parcel(*[make_product(facility=facility) for _ in range(24)])
    pages = lines_of(at_work(browser, facility).get(f"{PATH}/phieu-goi.pdf").data)
    assert any("Người gửi" in line for line in pages[-1])
    assert not any("Người gửi" in line for page in pages[:-1] for line in page)


@pytest.mark.parametrize("path", ["", "/nhat", "/phieu-goi.pdf"])
@pytest.mark.parametrize("count", [1, 12])
def test_as_many_queries_however_many_parcels(browser, query_count, path, count):
    facility = make_facility()
    cup = make_product(facility=facility, on_hand=500)
    for _ in range(count):
        make_parcel(make_product(facility=facility), make_hamper(facility, [(cup, 2)]))
    at_work(browser, facility).get(PATH + path)
    with query_count() as run:
        browser.get(PATH + path)
    assert len(run) <= 12


@pytest.mark.parametrize("path", ["", "/nhat", "/phieu-goi.pdf"])
def test_others_do_not_see_it(browser, path):
    parcel = make_parcel()
    assert browser.get(PATH + path).status_code in (302, 303, 401)
    at_work(browser, make_facility())
    page = browser.get(f"{PATH}{path}?goi={parcel.id}")
    assert page.status_code == 404 if path.endswith("pdf") else parcel.order.number not in page.text

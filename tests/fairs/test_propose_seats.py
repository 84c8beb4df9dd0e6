"""Stands are proposed by weighed rules, changed by hand, and fixed all or none."""

import random
import re
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import audit, times
from core.db import db
from core.jobs import Job
from fairs.models import Application, Booth, Decision, Proposal, ProposedSeat, Ruling, Stand
from fairs.seating import reckoning, rules
from fairs.seating.rules import WEIGHTS, Place, Seating, Seeker
from tests.factories import (
    make_application,
    make_booth,
    make_facility,
    make_fair,
    make_hall,
    make_product,
    make_staff,
    make_stand,
    make_village,
)

DAY = timedelta(days=1)
DESK = "/can-bo/hoi-cho/tet/cho-dung"
TYPED = {f"weight.{rule}": str(weight) for rule, weight in WEIGHTS.items()}


def line_of(count, group="gom-su", first=0):
    """Stands side by side along one aisle."""
    return [Place(first + n, 1, group, 2 * n, 0, 2, 2, walk=n / count) for n in range(count)]


def seeker(n, **other):
    return replace(Seeker(n, n, "gom-su", f"nghề {n}", f"xã {n}"), **other)


def numbers(seating):
    return {one: place.id for one, place in seating.at.items()}


def test_each_has_a_stand_of_its_group_where_there_are_any():
    places = line_of(2, "gom-su") + [replace(one, id=one.id + 9, hall=2, group="may-tre-dan") for one in line_of(2)]

    seating = reckoning.seat([seeker(1, group="may-tre-dan"), seeker(2), seeker(3)], places, WEIGHTS)

    assert {one: seating.at[one].group for one in (1, 2, 3)} == {1: "may-tre-dan", 2: "gom-su", 3: "gom-su"}


def test_neighbours_of_one_trade_are_parted_but_a_village_stands_together():
    some = [seeker(n, trade="ấm") for n in (1, 2)] + [seeker(n, trade="bình", village=7) for n in (3, 4)]

    seating = reckoning.seat(some, line_of(5), WEIGHTS)

    assert rules.bill(seating) == dict.fromkeys(WEIGHTS, 0)
    at = numbers(seating)
    assert abs(at[1] - at[2]) > 1
    assert abs(at[3] - at[4]) == 1


def test_wishes_sizes_corners_and_first_timers_are_heard():
    places = line_of(6)
    places[2], places[5] = replace(places[2], units=2, width=2), replace(places[5], is_corner=True)
    some = [
        seeker(1, units=2), seeker(2, wants_corner=True), seeker(3, is_first=True), seeker(4, wishes=(4,)), seeker(5),
    ]  # fmt: skip

    at = numbers(reckoning.seat(some, places, WEIGHTS))

    assert (at[1], at[2], at[4]) == (2, 5, 4)
    assert at[3] < 5


def test_when_stands_are_few_every_commune_of_a_group_has_one_before_any_has_two():
    some = [seeker(n, commune="đông") for n in (1, 2, 3)] + [seeker(4, commune="tây")]

    seating = reckoning.seat(some, line_of(2), WEIGHTS)

    assert sorted(seating.at) == [1, 4]
    assert rules.bill(seating)["coverage"] == 0


def market(seed, seekers, places):
    """Somebody of everything, the same for the same seed."""
    dice = random.Random(seed)
    groups = [f"g{n}" for n in range(8)]
    there = []
    for n in range(places):
        line, turn = divmod(n, 14)
        aisle, side = divmod(line, 2)
        spot = {"x": 8 * aisle + 6 * side, "y": 2 * turn + 1, "width": 2, "height": 2}
        there.append(Place(n, 0, groups[aisle % 8], walk=n / places, is_corner=turn in (0, 13), **spot))
    asking = []
    for n in range(seekers):
        village = dice.randrange(60) if dice.random() < 0.5 else None
        group = groups[(dice.randrange(8) if village is None else village) % 8]
        wishes = tuple(dice.sample(range(places), 2)) if dice.random() < 0.3 else ()
        trade, commune = group + str(dice.randrange(3)), f"c{dice.randrange(40)}"
        asking.append(Seeker(n, n + 1, group, trade, commune, village, dice.random() < 0.3, 1, False, wishes))
    return asking, there


def test_what_a_change_is_reckoned_to_win_is_what_the_whole_wins():
    """The part of the costs that is reckoned around a change differs by as much as the whole sum."""
    asking, places = market(3, 40, 60)
    seating = Seating(asking, places, rules.touching(places))
    for one, place in zip(asking, places, strict=False):
        seating.put(one, place)
    dice = random.Random(4)
    for _ in range(120):
        one, there = dice.choice(asking), dice.choice(places)
        here = seating.at[one.id]
        if here is not there:
            gain = reckoning._gain(seating, one, here, there, WEIGHTS)
            before = rules.total(seating, WEIGHTS)
            reckoning._change(seating, one, here, there)
            assert before - rules.total(seating, WEIGHTS) == gain


def test_three_hundred_for_seven_hundred_stands_are_seated_alike_each_time_and_soon():
    asking, places = market(5, 300, 700)
    began = time.perf_counter()
    first = reckoning.seat(asking, places, WEIGHTS)
    took = time.perf_counter() - began

    assert len(first.at) == 300
    assert numbers(reckoning.seat(asking[::-1], places, WEIGHTS)) == numbers(first)
    assert took < 20  # some 3 s on one core of two


def test_changing_places_makes_it_cheaper(monkeypatch):
    asking, places = market(5, 120, 300)
    whole = rules.total(reckoning.seat(asking, places, WEIGHTS), WEIGHTS)
    monkeypatch.setattr(reckoning, "ROUNDS", 0)

    assert whole < 0.8 * rules.total(reckoning.seat(asking, places, WEIGHTS), WEIGHTS)


@pytest.fixture
def staff(browser):
    return browser.sign_in(make_staff("allot"))


@pytest.fixture
def fair(app):
    now = times.now()
    call = {"applications_open_at": now - 9 * DAY, "applications_close_at": now - DAY}
    fair = make_fair(slug="tet", opens_at=now + 9 * DAY, closes_at=now + 12 * DAY, **call)
    told = {"published_at": now - timedelta(hours=2), "objections_until": now + DAY}
    db.session.add(Ruling(fair_id=fair.id, scored_at=now - timedelta(hours=3), **told))
    db.session.commit()
    return fair


def accepted(fair, name, outcome="accepted", group="gom-su", **columns):
    facility = make_facility(name=name, email=f"{len(name)}@example.vn", **columns)
    one = make_application(fair, facility, [make_product(facility=facility, browse_category=group)])
    row = {"outcome": outcome, "reason": "Hàng làm tay.", "decided_at": times.now()}
    db.session.add(Decision(application_id=one.id, fair_id=fair.id, **row))
    db.session.commit()
    return one.id


def stands_in_a_row(fair, *numbers):
    hall = make_hall(fair)
    return [
        make_stand(hall, number=number, x=2 * n, y=0, width=2, height=2, walk=n).id for n, number in enumerate(numbers)
    ]


def seats():
    return {one.application_id: one.stand_id for one in db.session.query(ProposedSeat)}


def test_only_the_accepted_without_a_stand_are_seated_and_nobody_is_told(staff, fair):
    free, held = stands_in_a_row(fair, "G01", "G02")
    one, _waits, has = (accepted(fair, *row) for row in (("Một",), ("Hai", "waiting"), ("Ba ba",)))
    make_booth(fair, db.session.get(Application, has).facility, db.session.get(Stand, held))

    assert staff.post(DESK, **TYPED).status_code == 303

    assert seats() == {one: free}
    page = staff.get(DESK).text
    assert "Một" in page
    assert f'id="don-{has}"' not in page
    assert db.session.query(Job).filter_by(kind="mail").count() == 0
    assert db.session.query(Booth).count() == 1
    assert audit.history_of(fair)[0].action == "seats.proposed"


def test_shows_what_each_rule_costs(staff, fair):
    hall = make_hall(fair)
    make_stand(hall, number="M01", group="may-tre-dan", x=0, y=0)
    accepted(fair, "Lò gốm")

    staff.post(DESK, **TYPED)
    page = staff.get(DESK).text

    assert "mất 1 lần, thành 8 điểm" in page  # not of its zone
    assert "mất 1 lần, thành 10 điểm" in page  # so its commune has none there
    assert "Cộng mất 18 điểm." in page


def test_weights_are_the_staffs_to_choose(staff, fair):
    village = make_village()
    stands_in_a_row(fair, "G01", "G02", "G03")
    accepted(fair, "Một", village_id=village.id)

    assert staff.post(DESK, **TYPED | {"weight.zone": "51"}).status_code == 422
    assert db.session.query(Proposal).count() == 0
    assert staff.post(DESK, **TYPED | {"weight.zone": "0"}).status_code == 303
    assert db.session.query(Proposal).one().weights["zone"] == 0


def test_a_change_by_hand_swaps_two_and_clears_one(staff, fair):
    first, second = stands_in_a_row(fair, "G01", "G02")
    one, two = accepted(fair, "Một"), accepted(fair, "Hai hai")
    staff.post(DESK, **TYPED)
    before = seats()

    other = {first: "G02", second: "G01"}[before[one]]
    assert staff.post(f"{DESK}/{one}", number=other.lower()).status_code == 303
    assert seats() == {one: before[two], two: before[one]}
    assert staff.post(f"{DESK}/{one}", number="").status_code == 303
    assert seats() == {two: before[one]}


@pytest.mark.parametrize("number", ["Z99", "G02"])
def test_a_stand_that_is_not_free_is_refused_at_its_field(staff, fair, number):
    _free, held = stands_in_a_row(fair, "G01", "G02")
    one = accepted(fair, "Một")
    staff.post(DESK, **TYPED)
    make_booth(fair, make_facility(), db.session.get(Stand, held))
    before = seats()

    answer = staff.post(f"{DESK}/{one}", number=number)

    assert answer.status_code == 422
    assert f'value="{number}"' in answer.text
    assert seats() == before


def test_is_fixed_at_once_with_a_letter_to_each(staff, fair):
    stands_in_a_row(fair, "G01", "G02")
    accepted(fair, "Một"), accepted(fair, "Hai hai")
    staff.post(DESK, **TYPED)
    proposed = sorted(seats().values())

    assert staff.post(DESK + "/chot").status_code == 303
    assert staff.post(DESK + "/chot").status_code == 409

    assert sorted(one.stand_id for one in db.session.query(Booth)) == proposed
    assert db.session.query(Job).filter_by(kind="mail").count() == 2
    assert seats() == {}


def test_one_stand_taken_meanwhile_and_none_is_fixed(staff, fair):
    stands_in_a_row(fair, "G01", "G02")
    one, two = accepted(fair, "Một"), accepted(fair, "Hai hai")
    staff.post(DESK, **TYPED)
    make_booth(fair, make_facility(), db.session.get(Stand, seats()[max(one, two)]), title="Người nhanh tay")

    answer = staff.post(DESK + "/chot")

    assert answer.status_code == 409
    assert "Người nhanh tay" in answer.text
    assert db.session.query(Booth).count() == 1
    assert db.session.query(Proposal).one().fixed_at is None
    assert len(seats()) == 2


def test_who_declined_since_gets_none(staff, fair):
    stands_in_a_row(fair, "G01", "G02")
    one, two = accepted(fair, "Một"), accepted(fair, "Hai hai")
    staff.post(DESK, **TYPED)
    gone = db.session.query(Decision).filter_by(application_id=one).one().application
    gone.withdrawn_at = times.now()
    stays = db.session.query(Decision).filter_by(application_id=two).one().application.facility_id
    db.session.commit()

    staff.post(DESK + "/chot")

    assert [booth.facility_id for booth in db.session.query(Booth)] == [stays]


def test_before_the_decisions_are_known_there_is_nobody_to_seat(staff, fair):
    stands_in_a_row(fair, "G01")
    accepted(fair, "Một")
    ruling = db.session.query(Ruling).one()
    ruling.published_at = ruling.objections_until = None
    db.session.commit()

    assert staff.post(DESK, **TYPED).status_code == 409
    assert seats() == {}


def test_is_drawn_on_the_plan_and_leads_to_its_line(staff, fair):
    stands_in_a_row(fair, "G01", "G02", "G03")
    held = db.session.query(Stand).filter_by(number="G03").one()
    make_booth(fair, make_facility(name="Đã có chỗ"), held, title="Đã có chỗ", published_at=None)
    one = accepted(fair, "Gốm Một")
    staff.post(DESK, **TYPED)

    page = staff.get(DESK).text

    drawn = re.findall(r'<(?:a|g) class="plan__stand[^>]*>', page)
    (mine,) = [tag for tag in drawn if "đề xuất cho Gốm Một" in tag]
    assert f'href="#don-{one}"' in mine
    assert "plan__stand--found" in mine
    (taken,) = [tag for tag in drawn if "Đã có chỗ" in tag]
    assert "còn trống" not in taken
    assert sum("còn trống" in tag for tag in drawn) == 1


def test_a_village_side_by_side_may_have_its_stands_merged(staff, fair):
    ids = stands_in_a_row(fair, "G01", "G02", "G03")
    village = make_village(name="Bát Tràng")
    for name in ("Một", "Hai"):
        accepted(fair, name, village=village)
    staff.post(DESK, **TYPED)
    proposed = sorted(seats().values())
    assert proposed in (ids[:2], ids[1:])

    page = staff.get(DESK).text
    (address,) = re.findall(r'href="(/can-bo/hoi-cho/tet/so-do/[^"]*gop=[^"]*)#gop"', page)
    board = staff.get(address).text
    typed = re.search(r'name="numbers"[^>]*value="([^"]+)"', board)[1]
    staff.post(address.partition("?")[0] + "/gop", numbers=typed)

    merged = {one.number: one.width for one in db.session.query(Stand)}
    assert sorted(merged.values()) == [2, 4]
    assert list(seats().values()) == [one.id for one in db.session.query(Stand).filter_by(width=4)]
    assert staff.get(DESK).status_code == 200


def test_the_database_keeps_one_seat_a_stand(app, fair):
    (stand,) = stands_in_a_row(fair, "G01")
    one, two = accepted(fair, "Một"), accepted(fair, "Hai hai")
    proposal = Proposal(fair_id=fair.id, weights={}, made_at=times.now())
    db.session.add(proposal)
    db.session.flush()
    db.session.add_all(ProposedSeat(proposal_id=proposal.id, application_id=who, stand_id=stand) for who in (one, two))

    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


@pytest.mark.parametrize("many", [1, 12])
def test_the_page_runs_the_same_queries_however_many(staff, fair, query_count, many):
    stands_in_a_row(fair, *[f"G{n:02}" for n in range(many)])
    for n in range(many):
        accepted(fair, "Nhà " + "x" * n)
    staff.post(DESK, **TYPED)

    with query_count() as run:
        assert staff.get(DESK).status_code == 200

    assert sum("SELECT" in statement for statement in run) <= 23

"""Staff draw on a hall's plan: what is kept, what is refused, and two who draw at once."""

import threading

import pytest
from sqlalchemy.exc import IntegrityError

from core import audit
from core.db import db
from fairs import stands
from fairs.floor import drawing, walks
from fairs.floor.faults import Unfit
from fairs.floor.shapes import Floor, Spot, Thing
from fairs.floor.steps import MergeStands, PutStand, PutThing, RemoveStand, RemoveThing, SplitStand
from fairs.models import Booth, FormerNumber, Hall, Stand
from tests.factories import make_booth, make_facility, make_fair, make_hall, make_stand

AISLE = {"kind": "aisle", "x": 4, "y": 0, "width": 2, "height": 20, "label": "Lối 1"}


def spot(number, x, y, **values):
    return {"number": number, "group": "gom-su", "x": x, "y": y} | values


def draw(hall, *steps, revision=None):
    drawn = drawing.change(hall, steps, revision=hall.revision if revision is None else revision)
    db.session.commit()
    return drawn


def drawn_hall(*spots, **columns):
    """A hall with these stands, drawn as staff draw them; and the stands by number."""
    hall = make_hall(**columns)
    draw(hall, *(PutStand(-n, values) for n, values in enumerate(spots, 1)))
    return hall, by_number(hall)


def by_number(hall):
    return {stand.number: stand for stand in db.session.query(Stand).filter_by(hall_id=hall.id)}


def codes(refused):
    return [fault.code for fault in refused.value.faults]


def test_a_stand_keeps_what_was_drawn_and_looks_to_its_aisle(app):
    hall = make_hall(features=[AISLE])

    draw(hall, PutStand(-1, spot("G07", 2, 3, list_price=9_000_000, subsidised=7_200_000)))

    stand = by_number(hall)["G07"]
    assert (stand.x, stand.y, stand.width, stand.height, stand.letter) == (2, 3, 2, 2, "G")
    assert (stand.list_price, stand.subsidised, stand.facing) == (9_000_000, 7_200_000, "right")
    assert hall.revision == 1


def test_an_aisle_drawn_later_turns_the_stands_beside_it(app):
    hall, there = drawn_hall(spot("G01", 2, 2), spot("G02", 6, 2), spot("G03", 10, 2))

    draw(hall, PutThing(1, AISLE))

    assert [by_number(hall)[n].facing for n in ("G01", "G02", "G03")] == ["right", "left", "down"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (spot("G02", 1, 0), "overlaps"),
        (spot("G02", 19, 0), "outside"),
        (spot("G02", -1, 0), "outside"),
        (spot("G01", 8, 8), "same_number"),
        (spot("", 8, 8), "no_number"),
        (spot("G02", 8, 8, group="khong-co"), "no_group"),
        (spot("G02", 8, 8, width=0), "too_big"),
        (spot("G02", 8, 8, width=41, height=1), "too_big"),
        (spot("G02", 8, 8, list_price=5, subsidised=6), "price"),
        (spot("G02", 4, 8), "on_thing"),
    ],
)
def test_what_cannot_stand_is_refused_with_a_sentence_and_nothing_is_drawn(app, values, code):
    hall, _ = drawn_hall(spot("G01", 0, 0), features=[AISLE])

    with pytest.raises(Unfit) as refused:
        draw(hall, PutStand(-1, spot("G09", 12, 12)), PutStand(-2, values))
    db.session.rollback()

    assert code in codes(refused)
    assert str(refused.value.faults[0])
    assert list(by_number(hall)) == ["G01"]


def test_a_number_is_one_stands_in_the_whole_fair(app):
    fair = make_fair()
    drawn_hall(spot("G01", 0, 0), fair=fair)
    other = make_hall(fair)

    with pytest.raises(Unfit) as refused:
        draw(other, PutStand(-1, spot("G01", 0, 0)))
    db.session.rollback()

    assert codes(refused) == ["same_number"]
    with pytest.raises(IntegrityError):
        make_stand(other, number="G01")
    db.session.rollback()


def test_two_stands_may_change_numbers_with_each_other(app):
    hall, there = drawn_hall(spot("G01", 0, 0), spot("G02", 2, 0))
    ids = there["G01"].id, there["G02"].id

    draw(hall, PutStand(ids[0], {"number": "G02"}), PutStand(ids[1], {"number": "G01"}))

    assert (by_number(hall)["G02"].id, by_number(hall)["G01"].id) == ids


def test_a_stand_with_a_booth_cannot_be_deleted_split_or_merged_with_another_such(app):
    hall, there = drawn_hall(spot("G01", 0, 0), spot("G02", 2, 0))
    for stand in there.values():
        make_booth(hall.fair, stand=stand)
    first, second = there["G01"].id, there["G02"].id

    for step, code in (
        (RemoveStand(first), "has_booth"),
        (SplitStand(first, 2, -1), "has_booth"),
        (MergeStands((first, second)), "two_booths"),
    ):
        with pytest.raises(Unfit) as refused:
            draw(hall, step)
        db.session.rollback()
        assert codes(refused) == [code]
    with pytest.raises(IntegrityError):
        db.session.query(Stand).filter_by(id=first).delete()
    db.session.rollback()


def test_merged_stands_are_one_at_the_price_of_all_and_its_booth_stays(app):
    hall, there = drawn_hall(*(spot(f"G0{n}", 2 * n, 0, list_price=10, subsidised=4) for n in (1, 2, 3)))
    booth = make_booth(hall.fair, stand=there["G02"])
    booth_id, stand_id = booth.id, booth.stand_id

    draw(hall, MergeStands(tuple(stand.id for stand in there.values())))

    (whole,) = by_number(hall).values()
    assert (whole.id, whole.number, whole.x, whole.width) == (stand_id, "G02", 2, 6)
    assert (whole.list_price, whole.subsidised) == (30, 12)
    assert db.session.get(Booth, booth_id).stand_id == whole.id


def test_stands_that_fill_no_rectangle_are_not_merged(app):
    hall, there = drawn_hall(spot("G01", 0, 0), spot("G02", 2, 2))

    with pytest.raises(Unfit) as refused:
        draw(hall, MergeStands(tuple(stand.id for stand in there.values())))
    db.session.rollback()

    assert codes(refused) == ["no_rectangle"]


def test_a_split_stand_shares_its_cells_and_its_price_to_the_last_dong(app):
    hall, there = drawn_hall(spot("G01", 0, 0, width=6, list_price=100, subsidised=50), spot("G02", 8, 0))

    draw(hall, SplitStand(there["G01"].id, 3, -1))

    found = by_number(hall)
    assert sorted(found) == ["G01", "G02", "G03", "G04"]
    assert [(found[n].x, found[n].width, found[n].list_price) for n in ("G01", "G03", "G04")] == [
        (0, 2, 34), (2, 2, 33), (4, 2, 33),
    ]  # fmt: skip


def test_a_printed_number_leads_to_its_stand_for_ever(app, browser):
    hall, there = drawn_hall(spot("G01", 0, 0), spot("G02", 2, 0))
    stand = there["G01"]
    make_booth(hall.fair, stand=stand, title="Gốm Tâm Sen")
    slug, code, stand_id, other = hall.fair.slug, hall.code, stand.id, there["G02"].id

    draw(hall, PutStand(stand_id, {"number": "G31"}))

    for query in ("gian=G01", f"nha={code}&gian=G01"):
        answer = browser.get(f"/hoi-cho/{slug}?{query}")
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"/hoi-cho/{slug}?nha={code}&gian=G31#gian")
    with pytest.raises(Unfit) as refused:
        draw(hall, PutStand(other, {"number": "G01"}))
    db.session.rollback()
    assert codes(refused) == ["printed_number"]
    draw(hall, PutStand(stand_id, {"number": "G01"}))
    assert [(row.number, row.stand_id) for row in db.session.query(FormerNumber)] == [("G31", stand_id)]


def test_what_two_people_draw_at_once_is_put_together(app):
    hall, there = drawn_hall(spot("G01", 0, 0), spot("G02", 2, 0), features=[AISLE | {"id": 1}])
    seen = hall.revision

    draw(hall, PutStand(there["G01"].id, {"x": 10}), revision=seen)
    draw(hall, PutStand(there["G02"].id, {"y": 10}), PutThing(2, AISLE | {"x": 14}), revision=seen)

    found = by_number(hall)
    assert (found["G01"].x, found["G02"].y) == (10, 10)
    assert [(one["id"], one["x"]) for one in hall.features] == [(1, 4), (2, 14)]


@pytest.mark.parametrize("second", ["same stand", "gone", "same thing"])
def test_where_both_changed_one_place_the_second_is_told_and_nothing_is_lost(app, second):
    hall, there = drawn_hall(spot("G01", 0, 0), spot("G02", 2, 0))
    draw(hall, PutThing(1, AISLE | {"x": 12}))
    seen, key = hall.revision, there["G01"].id
    steps = {
        "same stand": (PutStand(key, {"x": 8}), PutStand(key, {"x": 10})),
        "gone": (RemoveStand(key), PutStand(key, {"x": 10})),
        "same thing": (PutThing(1, {"x": 14}), RemoveThing(1)),
    }[second]
    with audit.actor(77):
        draw(hall, steps[0], revision=seen)
    before = {number: stand.x for number, stand in by_number(hall).items()}, list(hall.features)

    with pytest.raises(drawing.PlanChanged) as told:
        draw(hall, steps[1], revision=seen)
    db.session.rollback()

    assert told.value.actor_id == 77
    assert ({number: stand.x for number, stand in by_number(hall).items()}, list(hall.features)) == before


def test_drawing_over_the_stand_another_drew_meanwhile_is_refused_and_says_which(app):
    hall = make_hall()
    draw(hall, PutStand(-1, spot("G01", 0, 0)), revision=0)

    with pytest.raises(Unfit) as refused:
        draw(hall, PutStand(-1, spot("G02", 1, 1)), revision=0)
    db.session.rollback()

    assert "G01" in str(refused.value)


def test_of_many_who_draw_on_one_spot_at_once_one_wins_and_nothing_overlaps(app):
    hall_id = make_hall().id
    db.session.rollback()  # reading the id has begun a transaction, and on SQLite it would keep the others out
    results, ready = [], threading.Barrier(6)

    def work(n):
        with app.app_context():
            hall = db.session.get(Hall, hall_id)
            db.session.rollback()
            ready.wait()
            try:
                drawing.change(hall, [PutStand(-1, spot(f"G{n:02}", n % 2, 0))], revision=0)
                db.session.commit()
                results.append("drawn")
            except Unfit:
                db.session.rollback()
                results.append("refused")
            db.session.remove()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["drawn"] + ["refused"] * 5
    assert db.session.query(Stand).count() == 1


def test_every_act_can_be_taken_back_and_so_can_that(app):
    hall, there = drawn_hall(spot("G01", 0, 0), spot("G02", 2, 0))
    key = there["G01"].id
    moved = draw(hall, PutStand(key, {"x": 10}), RemoveStand(there["G02"].id), PutThing(1, AISLE))

    undone = drawing.take_back(hall, moved.act_id)
    db.session.commit()

    assert {n: stand.x for n, stand in by_number(hall).items()} == {"G01": 0, "G02": 2}
    assert by_number(hall)["G02"].id == there["G02"].id
    assert hall.features == []
    with pytest.raises(drawing.CannotTakeBack):
        drawing.take_back(hall, moved.act_id)
    drawing.take_back(hall, undone.act_id)
    db.session.commit()
    assert {n: stand.x for n, stand in by_number(hall).items()} == {"G01": 10}


def test_what_another_changed_since_is_not_taken_back(app):
    hall, there = drawn_hall(spot("G01", 0, 0))
    mine = draw(hall, PutStand(there["G01"].id, {"x": 10}))
    draw(hall, PutStand(there["G01"].id, {"y": 6}))

    with pytest.raises(drawing.PlanChanged):
        drawing.take_back(hall, mine.act_id)
    db.session.rollback()

    assert by_number(hall)["G01"].y == 6


def test_drawing_a_stand_is_not_taken_back_once_it_has_a_booth(app):
    hall = make_hall()
    mine = draw(hall, PutStand(-1, spot("G01", 0, 0)))
    stands.allot(by_number(hall)["G01"], make_facility())
    db.session.commit()

    with pytest.raises(Unfit) as refused:
        drawing.take_back(hall, mine.act_id)
    db.session.rollback()

    assert codes(refused) == ["has_booth"]


def test_walls_do_not_move_through_a_stand(app):
    hall, _ = drawn_hall(spot("G01", 16, 0))

    with pytest.raises(Unfit):
        drawing.resize(hall, 17, 20)
    db.session.rollback()
    drawing.resize(hall, 18, 9)
    db.session.commit()

    assert (hall.width, hall.height) == (18, 9)


def test_the_stroll_goes_in_by_the_door_and_along_the_aisles_in_their_order():
    left, right = Thing("aisle", 4, 0, 2, 18, "Lối 1"), Thing("aisle", 12, 0, 2, 18, "Lối 2")
    door = Thing("entrance", 4, 19, 2, 1)
    spots = {
        1: Spot("G01", "gom-su", 2, 2, facing="right"),
        2: Spot("G02", "gom-su", 2, 12, facing="right"),
        3: Spot("G03", "gom-su", 6, 12, facing="left"),
        4: Spot("G04", "gom-su", 14, 2, facing="left"),
        5: Spot("G05", "gom-su", 14, 12, facing="left"),
    }

    def walked(*aisles):
        things = dict(enumerate([*aisles, door], 1))
        return [spots[key].number for key in walks.order(Floor(20, 20, spots, things))]

    assert walked(left, right) == ["G02", "G03", "G01", "G04", "G05"]
    assert walked(right, left) == ["G05", "G04", "G01", "G02", "G03"]
    assert walked() == ["G01", "G04", "G05", "G03", "G02"]


def test_a_change_lines_up_the_stroll_anew(app):
    hall, _ = drawn_hall(
        spot("G01", 2, 2),
        spot("G02", 2, 12),
        features=[AISLE, {"kind": "entrance", "x": 4, "y": 19, "width": 2, "height": 1}],
    )

    draw(hall, PutStand(-1, spot("G03", 6, 8)))

    ordered = sorted(by_number(hall).values(), key=lambda stand: stand.walk)
    assert [stand.number for stand in ordered] == ["G02", "G03", "G01"]


@pytest.mark.parametrize("many", [10, 700])
def test_a_change_costs_the_same_few_statements_however_many_stands(app, query_count, many):
    hall = make_hall(width=80, height=80)
    draw(hall, *(PutStand(-n - 1, spot(f"G{n:03}", n % 38 * 2, n // 38 * 3)) for n in range(many)))
    key = by_number(hall)["G000"].id
    revision = hall.revision

    with query_count() as run:
        drawing.change(hall, [PutStand(key, {"y": 70})], revision=revision)

    assert len([one for one in run if "SAVEPOINT" not in one]) <= 11, run

"""The way through a hall."""

from fairs import plans
from fairs.models import Hall, Stand

ENTRANCE = {"kind": "entrance", "x": 7, "y": 21, "width": 4, "height": 1, "label": "Cửa vào"}


def a_hall(*features):
    return Hall(width=18, height=22, features=list(features))


def a_stand(x, y, facing="right"):
    return Stand(x=x, y=y, width=2, height=2, facing=facing, group="gom-su", letter="G", number="G01")


def test_leads_from_the_entrance_to_the_front_of_the_stand_with_few_turns():
    stand = a_stand(0, 9)

    assert plans.way_to(a_hall(ENTRANCE), [stand], stand) == [(9, 21), (9, 10), (3, 10)]


def test_walks_around_a_stage_and_other_stands():
    stage = {"kind": "stage", "x": 6, "y": 14, "width": 6, "height": 4, "label": "Sân"}
    goal, wall = a_stand(8, 2, "down"), [a_stand(x, 8) for x in range(4, 14, 2)]

    way = plans.way_to(a_hall(ENTRANCE, stage), [goal, *wall], goal)

    assert (way[0], way[-1]) == ((9, 21), (9, 5))
    for (x0, y0), (x1, y1) in zip(way, way[1:], strict=False):
        assert x0 == x1 or y0 == y1
        for x in range(min(x0, x1), max(x0, x1) + 1):
            for y in range(min(y0, y1), max(y0, y1) + 1):
                assert not (6 < x < 12 and 14 < y < 18)
                assert not (4 < x < 14 and 8 < y < 10)


def test_tells_no_way_where_none_leads():
    goal = a_stand(8, 8, "down")
    around = [a_stand(x, y) for x in range(0, 18, 2) for y in (12, 14)]

    assert plans.way_to(a_hall(ENTRANCE), [goal, *around], goal) == []


def test_tells_no_way_without_an_entrance():
    goal = a_stand(8, 8)

    assert plans.way_to(a_hall(), [goal], goal) == []


def test_the_key_follows_the_order_of_the_shelves():
    stands = [
        Stand(group="thuc-pham", letter="T"),
        Stand(group="gom-su", letter="G"),
        Stand(group="gom-su", letter="G"),
    ]

    assert [(group.slug, group.letter) for group in plans.key_of(stands)] == [("gom-su", "G"), ("thuc-pham", "T")]

"""Shelves of every kind: where each shows, what fills a slot that fell out, what is seen at another day, and undo."""

from datetime import timedelta

import pytest

from catalog.models import Recognition, Variant
from core import audit, times
from core.db import db
from fairs.models import Feature, Shelf
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_feature,
    make_hall,
    make_ocop,
    make_product,
    make_shelf,
    make_staff,
    make_stand,
    make_village,
)

DAY = timedelta(days=1)
BOARD = "/can-bo/ke"


@pytest.fixture
def staff(browser):
    return browser.sign_in(make_staff("curate", name="Thu Hằng"))


def terms(**fields):
    day = str(times.today())
    return {"reason": "Rót không rớt.", "signed": "Chị Hằng", "starts_on": day, "ends_on": day} | fields


def home_shelf():
    return make_shelf(place="home", key="trang-chinh")


def season(starts, ends):
    now = times.now()
    return make_shelf(
        place="season", key="mua-qua-tet", title="Quà Tết", title_en="Tết gifts",
        starts_at=now + starts * DAY, ends_at=now + ends * DAY,
    )  # fmt: skip


def row_of(shelf_id):
    kept = Feature.__table__.c
    rows = db.session.execute(
        db.select(kept.id).where(kept.shelf_id == shelf_id, kept.removed_at.is_(None)).order_by(kept.position)
    )
    return [row.id for row in rows]


def last_act(shelf_id):
    return audit.history_of(db.session.get(Shelf, shelf_id))[0]


def undo(staff, shelf_id, act_id):
    shelf = db.session.get(Shelf, shelf_id)
    return staff.post(f"{BOARD}/hoan-tac/{act_id}", ke=shelf.key, revision=str(shelf.revision))


def test_each_shelf_shows_at_its_place_and_nowhere_else(browser):
    fair = make_fair(slug="cuoi-thu")
    hall, other = make_hall(fair, code="A", position=0), make_hall(fair, code="B", position=1)
    make_feature(home_shelf(), make_product(name="Món trang chính"))
    make_feature(make_shelf(fair), make_product(name="Món của phiên"))
    of_hall = make_shelf(fair, place="hall", key=f"nha-{other.id}", hall_id=other.id)
    make_feature(of_hall, make_product(name="Món nhà B"))
    of_group = make_shelf(place="group", key="nhom-gom-su", group_slug="gom-su")
    make_feature(of_group, make_product(name="Món của nhóm", browse_category="go-tuong"))
    make_product(name="Có hàng trong nhóm")
    assert hall.id

    seen = {
        path: {name for name in ("Món trang chính", "Món của phiên", "Món nhà B", "Món của nhóm") if name in page}
        for path in ("/", "/hoi-cho/cuoi-thu?nha=A", "/hoi-cho/cuoi-thu?nha=B", "/nhom/gom-su")
        for page in [browser.get(path).text.partition('id="so"')[0]]
    }

    assert "Món nhà B" not in seen["/"] | seen["/hoi-cho/cuoi-thu?nha=A"]
    assert {"Món trang chính", "Món của phiên"} <= seen["/"]
    assert seen["/hoi-cho/cuoi-thu?nha=A"] == {"Món của phiên"}
    assert seen["/hoi-cho/cuoi-thu?nha=B"] == {"Món của phiên", "Món nhà B"}
    assert "Món của nhóm" in browser.get("/nhom/gom-su").text


def test_a_season_shows_by_its_dates(browser):
    shelf = season(1, 3)
    feature = make_feature(shelf, make_product(name="Mứt sen"), ends_at=times.now() + 9 * DAY)
    assert feature.id
    for later, is_there in ((0, False), (1.5, True), (3.5, False)):
        with times.frozen(times.now() + later * DAY):
            assert ("Quà Tết" in browser.get("/").text) is is_there


def test_opens_and_changes_a_season(staff):
    day, until = times.today(), times.today() + 30 * DAY
    said = {"title": "Quà Tết", "title_en": "Tết gifts", "starts_on": str(day), "ends_on": str(until)}

    answer = staff.post(f"{BOARD}/mua", ke="trang-chinh", revision="0", **said)
    again = staff.post(f"{BOARD}/mua", ke="mua-qua-tet", revision="0", **said | {"title": "Quà Tết Đinh Mùi"})
    late = staff.post(f"{BOARD}/mua", ke="mua-qua-tet", revision="0", **said | {"title": "Ghi đè"})

    assert (answer.status_code, again.status_code, late.status_code) == (302, 302, 409)
    shelf = db.session.query(Shelf).one()
    assert (shelf.key, shelf.title, shelf.revision) == ("mua-qua-tet", "Quà Tết Đinh Mùi", 1)
    assert shelf.ends_at == times.start_of(until + DAY)


@pytest.mark.parametrize(("field", "value"), [("title", ""), ("ends_on", "2021-01-01"), ("starts_on", "mai")])
def test_refuses_a_bad_season_and_keeps_what_was_typed(staff, field, value):
    day = str(times.today())
    said = {"title": "Quà Tết", "title_en": "Tết gifts", "starts_on": day, "ends_on": day} | {field: value}

    answer = staff.post(f"{BOARD}/mua", ke="trang-chinh", revision="0", **said)

    assert answer.status_code == 422
    assert "Tết gifts" in answer.text
    assert db.session.query(Shelf).count() == 0


def test_candidates_are_of_the_place(staff):
    fair = make_fair()
    hall = make_hall(fair)
    here, there = make_product(name="Ở nhà này"), make_product(name="Ở nhà kia", browse_category="go-tuong")
    make_booth(fair, stand=make_stand(hall), products=[here])
    make_booth(fair, stand=make_stand(make_hall(fair)), products=[there])
    make_product(name="Không ở phiên", browse_category="go-tuong")

    def proposed(key):
        page = staff.get(f"{BOARD}?ke={key}").text
        rows = page[page.index('id="ung-vien"') : page.index('id="tren-ke"')]
        return [name for name in ("Ở nhà này", "Ở nhà kia", "Không ở phiên") if name in rows]

    assert proposed(f"nha-{hall.id}") == ["Ở nhà này"]
    assert proposed(f"phien-{fair.id}") == ["Ở nhà này", "Ở nhà kia"]
    assert proposed("nhom-go-tuong") == ["Ở nhà kia", "Không ở phiên"]
    assert proposed("trang-chinh") == ["Ở nhà này", "Ở nhà kia", "Không ở phiên"]
    assert proposed("trang-chinh&q=khong+o+phien") == ["Không ở phiên"]


def test_says_why_each_is_proposed_and_how_often_its_maker_had_a_turn(staff):
    fair = make_fair()
    known = make_facility(name="Lò quen", is_women_led=True, commune_name="Xã Đã Có")
    shelf = make_shelf(fair)
    make_feature(shelf, make_product(facility=known))
    make_feature(home_shelf(), make_product(facility=known))
    make_feature(
        make_shelf(), make_product(facility=known), starts_at=times.now() - 500 * DAY, ends_at=times.now() - 400 * DAY
    )
    new = make_facility(name="Lò mới", commune_name="Xã Chưa Có")
    make_booth(
        fair,
        products=[
            make_product(facility=known, name="Cũ"),
            make_product(facility=new, village_id=make_village().id, browse_category="go-tuong", name="Mới"),
        ],
    )

    page = staff.get(f"{BOARD}?ke=phien-{fair.id}").text
    rows = page[page.index('id="ung-vien"') : page.index('id="tren-ke"')]
    new_row, old_row = rows.split("<b>Mới</b>")[1].split("</li>")[0], rows.split("<b>Cũ</b>")[1].split("</li>")[0]

    for why in ("cơ sở lần đầu lên kệ", "xã chưa có trên kệ", "nghề chưa có trên kệ", "làng chưa có trên kệ"):
        assert why in new_row
        assert why not in old_row
    assert "phụ nữ làm chủ" in old_row
    assert "1 lần lên kệ khác trong 12 tháng" in old_row


def test_every_turn_of_a_facility_can_be_read(staff):
    maker = make_facility(slug="lo-quen")
    make_feature(home_shelf(), make_product(facility=maker, name="Ấm một"), reason="Vì men sâu.")
    make_feature(make_shelf(), make_product(facility=maker, name="Ấm hai"), removed_at=times.now())
    make_feature(make_shelf(), make_product(name="Của người khác"))

    page = staff.get(f"{BOARD}/co-so/lo-quen").text

    assert "Ấm một" in page
    assert "Vì men sâu." in page
    assert "Ấm hai" in page
    assert "Của người khác" not in page


def withdraw(product):
    product.state = "withdrawn"


def sell_out(product):
    db.session.get_one(Variant, product.main.id).on_hand = 0


def lapse(product):
    db.session.query(Recognition).filter_by(product_id=product.id).one().expires_on = times.today() - DAY


def close(product):
    maker = product.facility
    maker.closed_from, maker.closed_until, maker.takes_orders_closed = times.today() - DAY, times.today() + DAY, False


@pytest.mark.parametrize(
    ("fall", "said"),
    [
        (withdraw, "không còn bày"),
        (sell_out, "đã hết hàng"),
        (lapse, "đã hết hạn từ khi được chọn"),
        (close, "Cơ sở đang nghỉ"),
    ],
)
def test_a_slot_that_fell_out_says_so_and_what_stands_by_fills_it_at_once(browser, fall, said):
    fair = make_fair(slug="cuoi-thu")
    shelf = make_shelf(fair)
    falling = make_product(name="Món rơi")
    make_ocop(falling, 4)
    make_feature(shelf, falling, position=1, decided_at=times.now() - 30 * DAY)
    make_feature(shelf, make_product(name="Món còn"), position=2)
    spoiled = make_product(name="Dự bị đã hết", on_hand=0)
    make_feature(shelf, spoiled, position=3, is_reserve=True)
    reserve = make_feature(shelf, make_product(name="Món dự bị", slug="du-bi"), position=4, is_reserve=True)
    make_feature(shelf, make_product(name="Dự bị thứ hai"), position=5, is_reserve=True)
    reserve_id, pages = reserve.id, ("/", "/hoi-cho/cuoi-thu")

    assert "Món rơi" in browser.get("/").text
    assert "Món dự bị" not in browser.get("/").text
    fall(falling)
    db.session.commit()

    for path in pages:
        page = browser.get(path).text.split("Hàng năm sao")[0]
        assert "Món rơi" not in page
        assert "Dự bị đã hết" not in page
        assert "Dự bị thứ hai" not in page
        assert page.index("Món dự bị") < page.index("Món còn")
        assert f'href="/san-pham/du-bi?ke={reserve_id}"' in page
    browser.sign_in(make_staff("curate"))
    board = browser.get(f"{BOARD}?fair=cuoi-thu").text
    assert said in board
    assert "Đang thay: Món dự bị" in board


def test_without_one_standing_by_the_slot_is_left_out(browser):
    shelf = make_shelf()
    make_feature(shelf, make_product(name="Món hết", on_hand=0))
    make_feature(shelf, make_product(name="Món còn"))

    page = browser.get("/").text

    assert "Món hết" not in page
    assert "Món còn" in page


def test_goods_without_a_certificate_when_chosen_lose_none(browser):
    shelf, product = make_shelf(), make_product(name="Chưa từng có giấy")
    make_ocop(product, 3, issued_on=times.today() - 2000 * DAY)
    make_feature(shelf, product)

    assert "Chưa từng có giấy" in browser.get("/").text


def test_staff_put_a_product_by(staff):
    shelf = make_shelf(make_fair(slug="cuoi-thu"))
    shelf_id, product_id = shelf.id, make_product().id

    staff.post(BOARD, ke=shelf.key, revision="0", product_id=str(product_id), **terms(is_reserve="1"))

    (made,) = row_of(shelf_id)
    assert db.session.get(Feature, made).is_reserve


def test_a_look_ahead_shows_what_visitors_will_see(staff):
    shelf = make_shelf()
    make_feature(shelf, make_product(name="Món nay"), ends_at=times.now() + DAY)
    make_feature(shelf, make_product(name="Món mai"), starts_at=times.now() + 2 * DAY, ends_at=times.now() + 9 * DAY)

    def seen(query=""):
        page = staff.get(f"{BOARD}?ke={shelf_key}{query}").text
        return [name for name in ("Món nay", "Món mai") if name in page[page.index('id="xem-truoc"') :]]

    shelf_key = shelf.key
    assert seen() == ["Món nay"]
    assert seen(f"&ngay={times.today() + 4 * DAY}") == ["Món mai"]
    assert seen("&ngay=hom-qua") == ["Món nay"]


def test_each_act_can_be_undone_and_so_can_its_undoing(staff):
    shelf = make_shelf()
    slots = [make_feature(shelf, make_product(), position=n).id for n in range(3)]
    shelf_id, first, fresh = shelf.id, slots[0], make_product().id

    staff.post(f"{BOARD}/thu-tu", ke=shelf.key, revision="0", order=f"{slots[2]},{slots[0]},{slots[1]}")
    undo(staff, shelf_id, last_act(shelf_id).id)
    assert row_of(shelf_id) == slots
    undo(staff, shelf_id, last_act(shelf_id).id)
    assert row_of(shelf_id) == [slots[2], slots[0], slots[1]]

    staff.post(f"{BOARD}/{first}", revision="3", **terms(reason="Lời mới.", is_reserve="1"))
    undo(staff, shelf_id, last_act(shelf_id).id)
    assert db.session.get(Feature, first).reason == "Rót không rớt một giọt."
    assert not db.session.get(Feature, first).is_reserve
    undo(staff, shelf_id, last_act(shelf_id).id)
    assert db.session.get(Feature, first).reason == "Lời mới."

    staff.post(f"{BOARD}/{first}/go", revision="6")
    undo(staff, shelf_id, last_act(shelf_id).id)
    assert first in row_of(shelf_id)

    staff.post(BOARD, ke=shelf.key, revision="8", product_id=str(fresh), **terms())
    undo(staff, shelf_id, last_act(shelf_id).id)
    assert len(row_of(shelf_id)) == 3


def test_an_act_under_a_later_one_cannot_be_undone(staff):
    shelf = make_shelf()
    slot, shelf_id = make_feature(shelf, make_product()).id, shelf.id
    staff.post(f"{BOARD}/{slot}", revision="0", **terms(reason="Lời một."))
    first_act = last_act(shelf_id).id
    staff.post(f"{BOARD}/{slot}", revision="1", **terms(reason="Lời hai."))

    assert undo(staff, shelf_id, first_act).status_code == 409
    assert db.session.get(Feature, slot).reason == "Lời hai."


def test_nobody_undoes_on_a_shelf_that_changed_meanwhile(staff):
    shelf = make_shelf()
    slot, other, shelf_id = make_feature(shelf, make_product()).id, make_feature(shelf, make_product()).id, shelf.id
    staff.post(f"{BOARD}/{slot}", revision="0", **terms(reason="Lời một."))
    act = last_act(shelf_id).id
    staff.post(f"{BOARD}/{other}", revision="1", **terms(reason="Của người khác."))

    answer = staff.post(f"{BOARD}/hoan-tac/{act}", ke=shelf.key, revision="1")

    assert answer.status_code == 409
    assert "Của người khác." in answer.text
    assert db.session.get(Feature, slot).reason == "Lời một."


def test_staff_find_every_slot_that_fell_out_in_one_list(staff):
    fair = make_fair()
    make_feature(make_shelf(fair), make_product(name="Hết ở phiên", on_hand=0))
    make_feature(home_shelf(), make_product(name="Thôi bày ở trang chính", state="withdrawn"))
    make_feature(season(1, 3), make_product(name="Chưa tới mùa", on_hand=0))
    make_feature(make_shelf(), make_product(name="Vẫn tốt"))

    page = staff.get(f"{BOARD}/can-xem").text

    assert "Hết ở phiên" in page
    assert "Thôi bày ở trang chính" in page
    assert "Chưa tới mùa" not in page
    assert "Vẫn tốt" not in page


@pytest.mark.parametrize("many", [1, 15])
def test_finds_them_in_the_same_queries_however_many(staff, query_count, many):
    for _n in range(many):
        make_feature(make_shelf(), make_product(on_hand=0))

    with query_count() as run:
        staff.get(f"{BOARD}/can-xem")

    assert sum("SELECT" in statement for statement in run) <= 12

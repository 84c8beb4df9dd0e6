"""Steps of making: of what staff approved every change of them waits, readable; of a draft it counts at once."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from catalog import making, products, restepped, revisions, steps, values
from catalog.models import MakingStep, Product
from core import times
from core.audit import AuditEntry
from core.db import db
from tests.catalog.test_manage_products import draft
from tests.conftest import Browser
from tests.factories import make_facility, make_member, make_picture, make_step, picture_bytes

NAMES = ("Nhào đất", "Chuốt thân ấm", "Nung lửa")
NEW = {"name": "Phơi nắng", "name_en": "Drying", "text": "Ba ngày nắng.", "text_en": ""}


@pytest.fixture
def facility(app):
    return make_facility(slug="lo-gom")


@pytest.fixture
def product(facility):
    """On show, made in three steps."""
    found = draft(facility, name="Ấm trà", slug="am-tra", state="published", published_at=times.now())
    for place, name in enumerate(NAMES):
        make_step(found, position=place, name=name, text=f"Lời của {name}.", picture_id=make_picture().id)
    steps.promise_of(found)
    db.session.commit()
    return found


def keys(product):
    return [one["key"] for one in steps.of(product)]


def names(told):
    return [one["name"] for one in told]


def path(product, key=""):
    return f"/quan-ly/san-pham/{product.id}/buoc-lam" + (f"/{key}" if key else "")


def changed(maker, product, change):
    """Each of the four, as the maker posts it by its form."""
    first, second, third = keys(product)
    forms = {
        "add": (path(product), NEW),
        "change": (path(product, first), NEW | {"go": "save"}),
        "move": (path(product, third), {"go": "up"}),
        "remove": (path(product, second), {"go": "away"}),
    }
    where, fields = forms[change]
    return maker.post(where, **fields)


AFTER = {
    "add": [*NAMES, "Phơi nắng"],
    "change": ["Phơi nắng", "Chuốt thân ấm", "Nung lửa"],
    "move": ["Nhào đất", "Nung lửa", "Chuốt thân ấm"],
    "remove": ["Nhào đất", "Nung lửa"],
}
SAID = {
    "add": "Thêm bước 4",
    "change": "Sửa bước 1",
    "move": "Bước 3 thành bước 2",
    "remove": "Bỏ bước 2",
}


def decide(officer, product, verb, **fields):
    fields.setdefault("version", revisions.open_of(product).version)
    return officer.post(f"/can-bo/san-pham/{product.id}/ban-sua/{verb}", **fields)


def page_tells(visitor, expected):
    """The public page, in its order, and nothing else of these."""
    page = visitor.get("/san-pham/am-tra").text
    shown = [name for name in (*NAMES, NEW["name"]) if f">{name}</h3>" in page]
    return sorted(shown, key=lambda name: page.index(f">{name}</h3>")) == list(expected)


@pytest.mark.parametrize("change", AFTER)
def test_every_change_waits_and_approval_puts_it_up(maker, officer, visitor, product, change):
    assert changed(maker, product, change).status_code == 303

    assert page_tells(visitor, NAMES)
    assert names(making.steps_told(product)) == AFTER[change]
    for page in (
        officer.get(f"/can-bo/san-pham/{product.id}").text,
        maker.get(f"/quan-ly/san-pham/{product.id}/loi-hua").text,
        maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text,
    ):
        assert SAID[change] in page
    assert "đang chờ duyệt" in maker.get(f"/quan-ly/san-pham/{product.id}/loi-hua").text

    assert decide(officer, product, "duyet").status_code == 303
    assert page_tells(visitor, AFTER[change])
    assert names(steps.of(product)) == AFTER[change]


@pytest.mark.parametrize("change", AFTER)
def test_what_is_sent_back_leaves_the_old_ones_up(maker, officer, visitor, product, change):
    changed(maker, product, change)

    assert decide(officer, product, "tra-lai", **{"remark.steps": "Ảnh bước này mờ."}).status_code == 303

    assert page_tells(visitor, NAMES)
    page = maker.get(f"/quan-ly/san-pham/{product.id}/loi-hua").text
    assert "Ảnh bước này mờ." in page
    assert names(making.steps_told(product)) == AFTER[change]
    maker.post(path(product), name="Đóng hộp")  # mended: it waits again
    assert revisions.open_of(product).state == "waiting"
    assert "steps" not in products.remarks_by_field(product)


@pytest.mark.parametrize("change", AFTER)
def test_of_a_draft_they_change_at_once(maker, facility, change):
    other = draft(facility, name="Bình gốm", slug="binh-gom")
    for place, name in enumerate(NAMES):
        make_step(other, position=place, name=name)

    assert changed(maker, other, change).status_code == 303

    assert revisions.open_of(other) is None
    assert names(steps.of(other)) == AFTER[change]


def test_a_picture_waits_with_its_step_and_the_old_one_stays_up(maker, officer, visitor, product):
    first, old = keys(product)[0], steps.of(product)[0]["picture"]
    photo = (io.BytesIO(picture_bytes(300, 200)), "nhao.jpg")
    maker.post(path(product, first), go="save", name=NAMES[0], text=f"Lời của {NAMES[0]}.", photo=photo)

    new = making.steps_told(product)[0]["picture"]
    assert new not in (old, "")
    assert old in visitor.get("/san-pham/am-tra").text
    assert new not in visitor.get("/san-pham/am-tra").text
    page = officer.get(f"/can-bo/san-pham/{product.id}").text
    assert "Bỏ đi" in page
    assert "Thêm vào" in page

    decide(officer, product, "duyet")
    assert steps.of(product)[0]["picture"] == new


def test_the_words_that_differ_are_marked(product):
    old = steps.of(product)
    new = [old[0] | {"text": "Lời mới của Nhào đất."}, old[2], old[1]]

    told = restepped.differing(old, new)

    assert [one.said for one in told] == ["Sửa bước 1", "Bước 3 thành bước 2"]
    label, parts = told[0].words[0]
    assert label == "Kể vài câu"
    assert [(part.kind, part.text) for part in parts] == [
        ("same", "Lời"),
        ("new", " mới"),
        ("same", " của Nhào đất."),
    ]
    assert told[1].words == []


def test_further_changes_join_and_what_is_set_back_leaves(maker, product):
    maker.post(path(product, keys(product)[2]), go="up")
    maker.post(path(product), **NEW)
    assert list(revisions.open_of(product).changes) == ["steps"]
    added = making.steps_told(product)[-1]["key"]

    maker.post(path(product, added), go="away")
    assert maker.post(path(product, added), go="away").status_code == 404
    maker.post(path(product, keys(product)[2]), go="down")

    assert revisions.open_of(product) is None


def test_twelve_are_enough_while_they_wait_too(maker, product):
    for n in range(9):
        assert maker.post(path(product), name=f"Bước {n}").status_code == 303

    assert maker.post(path(product), name="Một nữa").status_code == 422
    assert len(making.steps_told(product)) == 12


def test_nobody_else_is_told_before_staff_agree(maker, visitor, product):
    maker.post(path(product), **NEW)

    for where in ("/san-pham/am-tra", "/en/san-pham/am-tra", "/api/v1/products/am-tra", "/so-sanh?sp=am-tra"):
        page = visitor.get(where).text
        assert NEW["name"] not in page
        assert NEW["name_en"] not in page
    assert names(steps.of(product)) == list(NAMES)


def test_the_preview_shows_what_waits_and_writes_nothing(maker, product):
    maker.post(path(product), **NEW)

    assert "Phơi nắng" in maker.get(f"/quan-ly/san-pham/{product.id}/xem-truoc").text
    assert len(db.session.scalars(select(MakingStep)).all()) == 3


def test_staff_see_the_steps_of_what_is_new(officer, facility):
    other = draft(facility, name="Bình gốm", slug="binh-gom", state="submitted", submitted_at=times.now())
    make_step(other, name="Vuốt tay")
    values.put(other, "making.technique", "Men tro")
    db.session.commit()

    page = officer.get(f"/can-bo/san-pham/{other.id}").text
    assert "Vuốt tay" in page
    assert "Men tro" in page


def test_staff_do_not_approve_steps_they_have_not_seen(officer, maker, facility):
    other = draft(facility, name="Bình gốm", slug="binh-gom", state="submitted", submitted_at=times.now())
    seen = other.updated_at.isoformat()
    maker.post(path(other), **NEW)

    assert officer.post(f"/can-bo/san-pham/{other.id}/duyet", seen=seen).status_code == 409
    assert db.session.get(Product, other.id).state == "submitted"


def test_history_tells_and_takes_back_by_the_same_way(maker, officer, visitor, product):
    maker.post(path(product, keys(product)[1]), go="away")
    decide(officer, product, "duyet")
    assert names(steps.of(product)) == AFTER["remove"]
    page = maker.get(f"/quan-ly/san-pham/{product.id}/lich-su?muc=steps").text
    assert "Bỏ bước 2" in page
    assert "Lấy lại lời trước" in page

    approved = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "product.revision_approved"))
    answer = maker.post(f"/quan-ly/san-pham/{product.id}/lich-su/{approved.id}/lay-lai", field="steps", which="old")
    assert answer.status_code == 303
    assert page_tells(visitor, AFTER["remove"])  # it waits

    decide(officer, product, "duyet")
    assert page_tells(visitor, NAMES)
    assert all(one["picture"] for one in steps.of(product))


def test_changes_of_a_draft_are_in_its_history_too(maker, facility):
    other = draft(facility, name="Bình gốm", slug="binh-gom")
    maker.post(path(other), **NEW)

    page = maker.get(f"/quan-ly/san-pham/{other.id}/lich-su").text
    assert "Từng bước làm" in page
    assert "Thêm bước 1" in page


def test_the_maker_takes_the_edit_back(maker, visitor, product):
    maker.post(path(product), **NEW)
    assert maker.post(f"/quan-ly/san-pham/{product.id}/ban-sua/rut-lai").status_code == 303

    assert names(making.steps_told(product)) == list(NAMES)
    assert page_tells(visitor, NAMES)


def test_only_its_editors_change_them_and_only_staff_decide(app, maker, officer, facility, product):
    key = keys(product)[0]
    others = {
        "nobody": Browser(app),
        "buyer": Browser(app).sign_in(make_member(make_facility(), "packer")),
        "another maker": Browser(app).sign_in(make_member(make_facility(), "owner")),
        "packer": Browser(app).sign_in(make_member(facility, "packer")),
        "officer": officer,
    }
    for who, browser in others.items():
        for where, fields in ((path(product), NEW), (path(product, key), {"go": "away"})):
            answer = browser.post(where, **fields)
            assert answer.status_code in (302, 303, 401, 403, 404), who
    assert revisions.open_of(product) is None
    assert names(steps.of(product)) == list(NAMES)

    changed(maker, product, "add")
    for who, browser in (others | {"officer": maker}).items():
        assert decide(browser, product, "duyet").status_code in (302, 303, 401, 403, 404), who
    assert names(steps.of(product)) == list(NAMES)


def test_an_archived_product_keeps_its_steps(maker, facility):
    other = draft(facility, name="Bình gốm", slug="binh-gom", state="archived")
    step = make_step(other)

    assert maker.post(path(other), **NEW).status_code == 409
    assert maker.post(path(other, step.key), go="away").status_code == 409
    assert len(steps.of(other)) == 1


@pytest.mark.parametrize("state", ["draft", "published"])
def test_of_two_who_add_at_the_same_moment_none_is_lost(app, facility, state):
    other = draft(facility, name="Bình gốm", slug="binh-gom", state=state, published_at=times.now())
    number = other.id
    db.session.commit()

    def add(name):
        with app.app_context():
            making.add_step(db.session.get(Product, number), None, NEW | {"name": name})
            db.session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, "ABCD"))

    db.session.expire_all()
    assert sorted(names(making.steps_told(db.session.get(Product, number)))) == list("ABCD")

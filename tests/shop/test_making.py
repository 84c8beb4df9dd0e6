import io

from catalog import revisions, values
from catalog.models import MakingStep, Product
from core.db import db
from shop import queries
from tests.factories import make_facility, make_member, make_picture, make_product, make_step, picture_bytes

WORDS = {
    "variance": "Mỗi chiếc một khác: men chảy tự nhiên.", "variance_en": "No two are alike.",
    "technique": "Vuốt tay", "technique_en": "Thrown by hand", "artisan": "Vũ Thị Lý",
    "artisan_title": "Nghệ nhân ưu tú", "artisan_title_en": "Meritorious artisan",
}  # fmt: skip


def test_the_maker_tells_how_pieces_differ_and_who_makes_them(browser):
    product = make_product()
    number, slug = product.id, product.slug
    browser.sign_in(make_member(product.facility, "editor"))
    assert browser.post(f"/quan-ly/san-pham/{number}/cach-lam", **WORDS).status_code == 303
    product = db.session.get(Product, number)
    assert {one.removeprefix("making.") for one in revisions.open_of(product).changes} == set(WORDS)
    _put_up(product)
    page = browser.get(f"/san-pham/{slug}").text
    assert page.index(WORDS["variance"]) < page.index('id="mua"')  # by the pictures
    for said in ("Vũ Thị Lý, Nghệ nhân ưu tú", "Vuốt tay"):
        assert said in page
    english = browser.get(f"/en/san-pham/{slug}").text
    for said in ("No two are alike.", "Meritorious artisan", "Thrown by hand"):
        assert said in english


def _put_up(product):
    """As staff approve it (tests/catalog/test_revisions.py)."""
    for name, text in WORDS.items():
        values.put(product, f"making.{name}", text)
    db.session.commit()


def test_too_much_is_refused_and_nothing_is_lost(browser):
    product = make_product()
    browser.sign_in(make_member(product.facility, "editor"))
    page = browser.post(f"/quan-ly/san-pham/{product.id}/cach-lam", **WORDS | {"variance": "x" * 601})
    assert page.status_code == 422
    assert "Vuốt tay" in page.text


def test_own_steps_take_the_place_of_the_facilitys(browser):
    maker = make_facility(steps=[{"name": "Bước chung", "text": "Của cả nhà"}])
    product = make_product(facility=maker)
    slug, number = product.slug, product.id
    assert "Bước chung" in browser.get(f"/san-pham/{slug}").text
    browser.sign_in(make_member(maker, "editor"))
    photo = (io.BytesIO(picture_bytes()), "nhao.jpg")
    path = f"/quan-ly/san-pham/{number}/buoc-lam"
    assert browser.post(path, name="Nhào đất", name_en="Kneading", text="Ba lần", photo=photo).status_code == 303
    assert "Bước chung" in browser.get(f"/san-pham/{slug}").text  # staff have not looked yet
    product = db.session.get(Product, number)
    values.put(product, "steps", revisions.open_of(product).changes["steps"][1])
    db.session.commit()
    page = browser.get(f"/san-pham/{slug}").text
    assert "Nhào đất" in page
    assert "Bước chung" not in page
    assert "Kneading" in browser.get(f"/en/san-pham/{slug}").text
    assert db.session.query(MakingStep).one().picture_id is not None


def test_steps_move_change_and_go(browser):
    product = make_product(state="draft")
    steps = [make_step(product, position=n, name=f"Bước {n}") for n in range(3)]
    keys, number = [step.key for step in steps], product.id
    browser.sign_in(make_member(product.facility, "editor"))
    path = f"/quan-ly/san-pham/{number}/buoc-lam"
    browser.post(f"{path}/{keys[2]}", go="up")
    browser.post(f"{path}/{keys[0]}", go="save", name="Lọc đất")
    browser.post(f"{path}/{keys[1]}", go="away")
    left = db.session.query(MakingStep).order_by(MakingStep.position)
    assert [step.name for step in left] == ["Lọc đất", "Bước 2"]
    assert browser.post(f"{path}/{keys[1]}", go="away").status_code == 404


def test_twelve_steps_are_enough(browser):
    product = make_product()
    for n in range(12):
        make_step(product, position=n)
    browser.sign_in(make_member(product.facility, "editor"))
    assert browser.post(f"/quan-ly/san-pham/{product.id}/buoc-lam", name="Một nữa").status_code == 422
    assert revisions.open_of(product) is None
    assert db.session.query(MakingStep).count() == 12


def test_somebody_elses_story_is_not_there(browser):
    product = make_product()
    step, number = make_step(product).key, product.id
    browser.sign_in(make_member(make_facility(), "owner"))
    assert browser.get(f"/quan-ly/san-pham/{number}/loi-hua").status_code == 404
    assert browser.post(f"/quan-ly/san-pham/{number}/buoc-lam/{step}", go="away").status_code == 404
    assert db.session.query(MakingStep).count() == 1


def test_the_page_asks_no_more_with_twelve_steps_than_with_none(browser, query_count):
    plain, told = make_product(), make_product()
    browser.sign_in(make_member(told.facility, "editor"))
    _put_up(told)
    for n in range(12):
        make_step(told, position=n, picture_id=make_picture().id)
    slugs, counts = (plain.slug, told.slug), []
    for slug in slugs:
        with query_count() as run:
            browser.get(f"/san-pham/{slug}")
        counts.append(len(run))
    assert counts[0] == counts[1]
    assert len(queries.product_page(slugs[1]).product.promise.steps) == 12

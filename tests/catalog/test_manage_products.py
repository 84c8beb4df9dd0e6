"""A facility's own product pages: /quan-ly/san-pham…"""

import io

import pytest
from sqlalchemy import select

from catalog import products
from catalog.models import Photo, Product
from core.db import db
from core.pictures import Picture
from tests.catalog.test_products import LABEL
from tests.factories import make_facility, make_member, make_photo, make_product, make_staff, picture_bytes

BASICS = {"name": "Ấm trà men lam", "name_en": "Teapot", "browse_category": "gom-su"}
OFFER = {"mode": "sale", "price": "450k", "unit": "Chiếc", "on_hand": "20", "summary": "Ấm vuốt tay."}
FACTS = {f"label.{field}": text for field, text in LABEL.items()}


@pytest.fixture
def facility(app):
    return make_facility()


@pytest.fixture
def maker(browser, facility):
    return browser.sign_in(make_member(facility, "editor"))


def upload(browser, path, *files, **fields):
    """POST several files as a phone does."""
    with browser.client.session_transaction() as session:
        session["token"] = "token"
    sent = [(io.BytesIO(content), file_name) for file_name, content in files]
    return browser.send("POST", path, data={"csrf_token": "token", "photos": sent, **fields})


def draft(facility, photos=1, **columns):
    product = make_product(**{"facility": facility, "state": "draft", "published_at": None, "label": LABEL} | columns)
    for _n in range(photos):
        make_photo(product)
    db.session.refresh(product)
    return product


def test_lists_what_the_facility_has_with_state_and_what_is_missing(maker, facility):
    draft(facility, name="Ấm nháp", photos=0)
    make_product(facility=facility, name="Ấm đang bày")
    make_product(name="Của người khác")

    page = maker.get("/quan-ly/san-pham").text

    assert "Ấm nháp" in page
    assert "Có ít nhất một ảnh" in page
    assert "Đang bày" in page
    assert "Của người khác" not in page


def test_a_packer_counts_and_is_offered_nothing_that_she_may_not_do(browser, facility):
    product = draft(facility, name="Ấm đang bày", state="published")
    packer = browser.sign_in(make_member(facility, "packer"))

    page = packer.get("/quan-ly/san-pham").text

    assert f"/quan-ly/san-pham/{product.id}/ton-kho" in page
    for refused in ("/quan-ly/san-pham/moi", "/quan-ly/nhap", f"/{product.id}/cat-di", f"/{product.id}/buoc/"):
        assert refused not in page
    assert packer.get(f"/quan-ly/san-pham/{product.id}/xem-truoc").status_code == 200


@pytest.mark.parametrize("words", ["ấm TRÀ", "am tra", "gs0", "100%"])
def test_finds_by_words_with_or_without_marks_and_by_code(maker, facility, words):
    make_product(facility=facility, name="Ấm trà 100% đất", sku="GS01", slug="am-tra-100-dat")
    make_product(facility=facility, name="Chén", sku="P1", slug="chen")

    page = maker.get("/quan-ly/san-pham", query_string={"q": words}).text

    assert ("Ấm trà 100% đất" in page, 'aria-label="Ghi số đang có của Chén"' in page) == (True, False)


def test_narrows_by_state_and_by_words(maker, facility):
    draft(facility, name="Ấm nháp")
    make_product(facility=facility, name="Chén đang bày")

    drafts, cups = maker.get("/quan-ly/san-pham?tt=draft").text, maker.get("/quan-ly/san-pham?q=chén").text

    assert ("Ấm nháp" in drafts, "Chén đang bày" in drafts) == (True, False)
    assert ("Ấm nháp" in cups, "Chén đang bày" in cups) == (False, True)


@pytest.mark.parametrize("goods", [1, 20])
def test_the_list_runs_the_same_queries_however_long(maker, facility, query_count, goods):
    for _n in range(goods):
        draft(facility)

    with query_count() as run:
        assert maker.get("/quan-ly/san-pham").status_code == 200

    assert len(run) <= 12


def test_makes_a_product_with_its_photos_and_goes_on(maker, facility):
    response = upload(
        maker, "/quan-ly/san-pham/moi", ("a.jpg", picture_bytes()), ("b.png", picture_bytes(fmt="PNG")), **BASICS
    )

    product = db.session.scalar(select(Product))
    assert response.location == f"/quan-ly/san-pham/{product.id}/buoc/2"
    assert (product.name, product.state, product.facility_id, len(product.photos)) == (
        BASICS["name"],
        "draft",
        facility.id,
        2,
    )


def test_keeps_what_was_typed_and_the_photos_when_the_name_is_missing(maker):
    response = upload(maker, "/quan-ly/san-pham/moi", ("a.jpg", picture_bytes()), **BASICS | {"name": " "})

    assert response.status_code == 422
    assert "Đặt tên cho món hàng." in response.text
    assert 'value="Teapot"' in response.text
    digest = db.session.scalar(select(Picture.digest))
    assert f'name="kept" value="{digest}"' in response.text
    assert db.session.query(Product).count() == 0

    maker.post("/quan-ly/san-pham/moi", kept=digest, **BASICS)
    assert db.session.scalar(select(Product)).photos[0].picture.digest == digest


def test_refuses_a_code_that_another_product_has(maker):
    make_product(sku="GS1")

    response = maker.post("/quan-ly/san-pham/moi", sku="gs1", **BASICS)

    assert response.status_code == 422
    assert "Mã này đã có món khác dùng." in response.text


def test_saves_the_offer_as_people_write_it(maker, facility):
    product = draft(facility)

    response = maker.post(f"/quan-ly/san-pham/{product.id}/buoc/2", go="next", is_gift="1", **OFFER)

    assert response.location.endswith("/buoc/3")
    assert (product.price, product.unit, product.on_hand, product.is_gift) == (450_000, "chiếc", 20, True)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("price", "từ 100k", "Đây là khoảng giá. Hãy ghi một giá."),
        ("price", "-5", "Giá phải lớn hơn 0."),
        ("unit", "", "Ghi đơn vị: chiếc, bộ, hộp, kg."),
        ("on_hand", "hai", "Điền một số nguyên"),
        ("mode", "xxx", "Chọn cách bán."),
    ],
)
def test_says_at_the_field_how_to_mend_it_and_changes_nothing(maker, facility, field, typed, sentence):
    product = draft(facility, price=100_000, summary="Cũ")
    product_id = product.id

    response = maker.post(f"/quan-ly/san-pham/{product_id}/buoc/2", **OFFER | {field: typed})

    assert response.status_code == 422
    assert sentence in response.text
    assert "Ấm vuốt tay." in response.text
    assert (product.price, product.summary) == (100_000, "Cũ")


def test_refuses_less_than_is_promised_to_orders(maker, facility):
    product = draft(facility, on_hand=5, held=3)

    response = maker.post(f"/quan-ly/san-pham/{product.id}/buoc/2", **OFFER | {"on_hand": "2"})

    assert response.status_code == 422
    assert "Đang giữ 3 cho các đơn chưa gửi." in response.text
    assert (product.on_hand, product.price) == (5, 100_000)


def test_a_count_left_as_it_was_shown_does_not_undo_what_orders_took(maker, facility):
    product = draft(facility, on_hand=24)  # the page was opened at 25, then one was sent

    maker.post(f"/quan-ly/san-pham/{product.id}/buoc/2", **OFFER | {"on_hand": "25", "on_hand_was": "25"})

    assert (product.on_hand, product.summary) == (24, "Ấm vuốt tay.")


def test_saves_label_facts_and_sends_it_for_approval(maker, facility):
    product = draft(facility, label={})

    response = maker.post(f"/quan-ly/san-pham/{product.id}/buoc/3", go="submit", **FACTS)

    assert response.status_code == 303
    assert product.state == "submitted"
    assert product.label["thanh_phan"] == "Đất sét trắng"


def test_is_not_sent_while_something_is_missing_and_keeps_what_was_typed(maker, facility):
    product = draft(facility, photos=0, price=None, label={})
    facts = {name: text for name, text in FACTS.items() if name != "label.thong_so"}

    response = maker.post(f"/quan-ly/san-pham/{product.id}/buoc/3", go="submit", **facts)

    assert response.status_code == 422
    for text in ("Chưa gửi được, còn thiếu 3 mục", "Có ít nhất một ảnh", "Ghi giá bán", "Nhãn: Kích thước, dung tích"):
        assert text in response.text
    assert product.state == "draft"
    assert product.label["thanh_phan"] == "Đất sét trắng"


def test_what_is_on_show_may_not_lose_what_it_must_have(maker, facility):
    product = draft(facility, state="published", price=100_000)

    response = maker.post(f"/quan-ly/san-pham/{product.id}/buoc/2", **OFFER | {"price": ""})

    assert response.status_code == 422
    assert "Hàng đang bày không bỏ trống mục này được." in response.text
    assert product.price == 100_000


def test_shows_what_staff_asked_at_the_field_until_it_changes(maker, facility):
    product = draft(facility, state="submitted", name="Ấm")
    products.send_back(product, {"name": "Ghi rõ dung tích."})
    db.session.commit()
    path = f"/quan-ly/san-pham/{product.id}/buoc/1"

    assert "Người trực nhắn: Ghi rõ dung tích." in maker.get(path).text
    maker.post(path, **BASICS)

    assert "Ghi rõ dung tích." not in maker.get(path).text


def test_keeps_the_good_photos_and_says_why_of_the_others(maker, facility):
    product = draft(facility, photos=0)

    page = upload(
        maker,
        f"/quan-ly/san-pham/{product.id}/anh",
        ("a.jpg", picture_bytes()),
        ("b.jpg", b"<svg/>"),
        ("c.jpg", picture_bytes(100, 100)),
    )
    told = maker.get(page.location).text

    assert db.session.query(Photo).count() == 1
    assert "b.jpg: Tệp này không phải ảnh" in told
    assert "c.jpg: Ảnh nhỏ quá" in told


def test_takes_twelve_photos_at_most(maker, facility):
    product = draft(facility, photos=11)
    files = [(f"{n}.jpg", picture_bytes(colour=f"#0000{n}0")) for n in (1, 2)]

    upload(maker, f"/quan-ly/san-pham/{product.id}/anh", *files)

    assert db.session.query(Photo).count() == 12
    assert "Đã đủ 12 ảnh." in maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text


def test_puts_photos_in_order_by_button_and_by_hand(maker, facility):
    product = draft(facility, photos=3)
    first, second, third = (photo.id for photo in product.photos)
    path = f"/quan-ly/san-pham/{product.id}/anh/sua"

    maker.post(path, order=f"{first},{second},{third}", move=f"{third}:-1")
    assert [photo.id for photo in product.photos] == [first, third, second]

    maker.post(path, order=f"{second},{first},{third}", **{f"alt_{second}": "Nhìn từ trên"})
    assert [photo.id for photo in product.photos] == [second, first, third]
    assert product.photos[0].alt == "Nhìn từ trên"


def test_removes_a_photo_and_gets_it_back(maker, facility):
    product = draft(facility, photos=2)
    path, gone = f"/quan-ly/san-pham/{product.id}/anh", product.photos[0]
    gone_id, digest = gone.id, gone.picture.digest

    response = maker.post(f"{path}/sua", remove=str(gone_id))
    assert f"bo={digest}" in response.location
    assert len(product.photos) == 1

    maker.post(f"{path}/lay-lai", digest=digest)
    assert [photo.picture.digest for photo in product.photos][-1] == digest


def test_what_is_on_show_keeps_one_photo(maker, facility):
    product = draft(facility, photos=1, state="published")

    maker.post(f"/quan-ly/san-pham/{product.id}/anh/sua", remove=str(product.photos[0].id))

    assert len(product.photos) == 1


def test_is_put_away_and_shown_again(maker, facility):
    product = draft(facility, state="published")

    maker.post(f"/quan-ly/san-pham/{product.id}/cat-di")
    assert product.state == "withdrawn"

    maker.post(f"/quan-ly/san-pham/{product.id}/bay-lai")
    assert product.state == "published"


def test_refuses_a_move_from_a_state_it_is_not_in(maker, facility):
    product = draft(facility)

    assert maker.post(f"/quan-ly/san-pham/{product.id}/cat-di").status_code == 409
    assert product.state == "draft"


def test_counts_stock_from_the_list(maker, facility):
    product = draft(facility, on_hand=5, held=2)
    path = f"/quan-ly/san-pham/{product.id}/ton-kho"

    assert maker.post(path, on_hand="9", tt="draft").location == "/quan-ly/san-pham?tt=draft"
    assert product.on_hand == 9
    for wrong in ("1", "-3", "chín", "9" * 7):
        maker.post(path, on_hand=wrong)
        assert product.on_hand == 9
    maker.post(path, on_hand="")
    assert product.on_hand is None


def test_previews_what_visitors_will_see(maker, facility):
    product = draft(facility, name="Ấm trà men lam")

    page = maker.get(f"/quan-ly/san-pham/{product.id}/xem-truoc")

    assert page.status_code == 200
    assert "Đất sét trắng" in page.text
    assert page.headers["Cache-Control"] == "no-store"


PAGES = ["", "/moi", "/{id}/buoc/1", "/{id}/buoc/2", "/{id}/buoc/3", "/{id}/xem-truoc"]
ACTIONS = ["/{id}/buoc/1", "/{id}/anh", "/{id}/anh/sua", "/{id}/gui-duyet", "/{id}/cat-di", "/{id}/ton-kho"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(maker, facility, page):
    product = draft(facility)
    assert maker.get("/quan-ly/san-pham" + page.format(id=product.id)).status_code == 200


@pytest.mark.parametrize("action", ACTIONS)
def test_somebody_elses_product_is_not_there(maker, action):
    theirs = make_product(name="Của người khác", on_hand=5)
    path = "/quan-ly/san-pham" + action.format(id=theirs.id)

    assert maker.post(path, name="Đổi", on_hand="1", **FACTS).status_code == 404
    assert (theirs.name, theirs.on_hand, theirs.state) == ("Của người khác", 5, "published")


@pytest.mark.parametrize("page", PAGES[2:])
def test_somebody_elses_pages_are_not_there(maker, page):
    theirs = make_product()
    assert maker.get("/quan-ly/san-pham" + page.format(id=theirs.id)).status_code == 404


@pytest.mark.parametrize("page", PAGES[:2])
def test_asks_to_sign_in(browser, page):
    response = browser.get("/quan-ly/san-pham" + page)
    assert response.location.startswith("/tai-khoan/dang-nhap")


def test_a_packer_counts_but_does_not_edit(browser, facility):
    product = draft(facility, on_hand=5)
    browser.sign_in(make_member(facility, "packer"))

    assert browser.post(f"/quan-ly/san-pham/{product.id}/buoc/1", **BASICS).status_code == 403
    browser.post(f"/quan-ly/san-pham/{product.id}/ton-kho", on_hand="7")
    assert product.on_hand == 7


def test_staff_have_no_business_in_a_workspace(browser, facility):
    browser.sign_in(make_staff("moderate"))
    assert browser.get("/quan-ly/san-pham").status_code == 403


def test_a_step_that_does_not_exist_is_not_found(maker, facility):
    product = draft(facility)
    assert maker.get(f"/quan-ly/san-pham/{product.id}/buoc/4").status_code == 404


def test_a_change_without_its_token_is_refused(maker, facility):
    product = draft(facility, name="Ấm")
    response = maker.send("POST", f"/quan-ly/san-pham/{product.id}/buoc/1", data=BASICS)

    assert response.status_code == 400
    assert product.name == "Ấm"

"""Edits of a published product wait, readable, while the old one stays up."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog import differences, photos, products, revisions, spins, values
from catalog.models import Product, ProductRevision
from core import times
from core.audit import AuditEntry
from core.db import db
from core.jobs import Job
from tests.catalog.test_manage_products import draft
from tests.conftest import Browser
from tests.factories import make_facility, make_member, make_photo, make_picture, make_staff, picture_bytes


@pytest.fixture
def facility(app):
    return make_facility(slug="lo-gom")


@pytest.fixture
def product(facility):
    """Whole, approved and on show."""
    return draft(facility, name="Ấm trà men lam", slug="am-tra", state="published", published_at=times.now())


def waiting(product, **changes):
    revisions.revise(product, changes or {"name": "Ấm trà vẽ trúc"})
    db.session.commit()
    return revisions.open_of(product)


def rename(maker, product, name):
    return maker.post(
        f"/quan-ly/san-pham/{product.id}/buoc/1", name=name, name_en="", browse_category=product.browse_category
    )


def decide(officer, product, verb, **fields):
    fields.setdefault("version", revisions.open_of(product).version)
    return officer.post(f"/can-bo/san-pham/{product.id}/ban-sua/{verb}", **fields)


def test_a_claim_waits_while_the_old_one_stays_up_everywhere(maker, visitor, product):
    assert rename(maker, product, "Ấm trà vẽ trúc").status_code == 303

    assert revisions.open_of(product).changes == {"name": ["Ấm trà men lam", "Ấm trà vẽ trúc"]}
    for path in ("/san-pham/am-tra", "/san-pham", "/tim?q=ấm", "/co-so/lo-gom"):
        page = visitor.get(path).text
        assert "Ấm trà vẽ trúc" not in page
        assert "Ấm trà men lam" in page
    told = visitor.get("/api/v1/products/am-tra").json
    assert told["name"] == "Ấm trà men lam"


def test_an_offer_is_live_at_once(maker, visitor, product):
    answer = maker.post(
        f"/quan-ly/san-pham/{product.id}/buoc/2", mode="sale", price="330.000", unit="chiếc", on_hand="3",
        on_hand_was=str(product.on_hand), weight_g="700", lead_days="", summary=product.summary, story="Chuyện mới.",
    )  # fmt: skip

    assert answer.status_code == 303
    assert (product.price, product.on_hand, product.weight_g) == (330_000, 3, 700)
    assert list(revisions.open_of(product).changes) == ["story"]
    assert "330.000" in visitor.get("/san-pham/am-tra").text


def test_her_editor_and_preview_show_what_waits(maker, product):
    rename(maker, product, "Ấm trà vẽ trúc")

    editor = maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text
    assert "Bản sửa đang chờ duyệt" in editor
    assert 'value="Ấm trà vẽ trúc"' in editor
    assert "Ấm trà vẽ trúc" in maker.get(f"/quan-ly/san-pham/{product.id}/xem-truoc").text
    assert db.session.scalar(select(Product.name)) == "Ấm trà men lam"  # looking wrote nothing


def test_further_edits_join_the_one_that_waits(product):
    first = waiting(product, name="Ấm trà vẽ trúc")
    second = waiting(product, story="Chuyện mới, kể lại từ đầu.")

    assert first.id == second.id
    assert list(second.changes) == ["name", "story"]
    assert second.version == 2


def test_what_is_set_back_leaves_the_edit_and_an_empty_edit_ends(product):
    waiting(product, name="Ấm trà vẽ trúc")
    waiting(product, name="Ấm trà men lam")

    assert revisions.open_of(product) is None
    assert db.session.scalars(select(ProductRevision.state)).all() == ["withdrawn"]


def test_one_open_edit_a_product_says_the_table_too(product):
    waiting(product)
    db.session.add(ProductRevision(product_id=product.id, changes={}, made_at=times.now()))

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_the_plain_verb_refuses_a_claim_about_what_was_approved(product):
    with pytest.raises(products.NeedsReview):
        products.revise(product, {"name": "Ấm trà vẽ trúc"})

    assert product.name == "Ấm trà men lam"


def test_what_must_be_there_cannot_be_proposed_away(maker, product):
    field = next(name for name in product.label if not name.startswith("_"))
    answer = maker.post(f"/quan-ly/san-pham/{product.id}/buoc/3", **{f"label.{field}": ""})

    assert answer.status_code == 422
    assert revisions.open_of(product) is None


def test_staff_see_it_in_the_queue_and_read_the_difference(officer, product):
    waiting(product, story="Men lam kể chuyện khác.", name="Ấm trà vẽ trúc")

    assert f"/can-bo/san-pham/{product.id}" in officer.get("/can-bo/san-pham").text
    page = officer.get(f"/can-bo/san-pham/{product.id}").text
    assert "Bản sửa chờ duyệt" in page
    assert '<del><span class="hidden">bỏ: </span>men lam<span class="hidden">.</span></del>' in page
    assert '<ins><span class="hidden">thêm: </span>vẽ trúc<span class="hidden">.</span></ins>' in page
    assert "Giá, số hàng" in page  # what is live at once is told to staff
    assert "Người đi chợ đang thấy" in page  # beside it stands the old one
    assert "Người đi chợ sẽ thấy" not in page


def test_approving_puts_it_in_place_and_tells_everybody(officer, visitor, product):
    waiting(product)
    asked = db.session.scalars(select(Job.id).where(Job.kind == "search.update")).all()

    assert decide(officer, product, "duyet").status_code == 303

    assert (product.name, product.slug) == ("Ấm trà vẽ trúc", "am-tra-ve-truc")
    assert visitor.get("/san-pham/am-tra").location == "/san-pham/am-tra-ve-truc"
    assert "Ấm trà vẽ trúc" in visitor.get("/tim?q=vẽ+trúc").text
    assert revisions.open_of(product) is None
    assert len(db.session.scalars(select(Job.id).where(Job.kind == "search.update")).all()) > len(asked)
    mail = db.session.scalars(select(Job.payload).where(Job.kind == "mail")).all()
    assert "Bản sửa đã lên" in mail[-1]["subject"]


def test_approving_what_was_changed_since_is_refused(officer, product):
    seen = waiting(product).version
    waiting(product, name="Ấm trà không ai xem")

    assert decide(officer, product, "duyet", version=seen).status_code == 409
    assert product.name == "Ấm trà men lam"


def test_of_two_officers_one_is_told(app, officer, product):
    seen = waiting(product).version
    other = Browser(app).sign_in(make_staff("moderate"))

    assert decide(officer, product, "tra-lai", version=seen, **{"remark.name": "Tên cũ rõ hơn."}).status_code == 303
    answer = decide(other, product, "duyet", version=seen)

    assert answer.status_code == 409
    assert product.name == "Ấm trà men lam"


def test_sent_back_with_remarks_at_fields_and_mended(maker, officer, visitor, product):
    waiting(product)

    decide(officer, product, "tra-lai", **{"remark.name": "Ghi rõ men lam."})

    assert "Ấm trà men lam" in visitor.get("/san-pham/am-tra").text
    page = maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text
    assert "Ghi rõ men lam." in page
    assert "Bản sửa cần chỉnh lại" in page
    assert f"/can-bo/san-pham/{product.id}" not in officer.get("/can-bo/san-pham").text
    rename(maker, product, "Ấm trà men lam vẽ trúc")
    assert revisions.open_of(product).state == "waiting"
    assert products.remarks_by_field(product) == {}


def test_sent_back_without_a_word_changes_nothing(officer, product):
    waiting(product)

    answer = decide(officer, product, "tra-lai")

    assert answer.status_code == 422
    assert revisions.open_of(product).state == "waiting"


def test_the_maker_takes_it_back(maker, product):
    waiting(product)

    assert maker.post(f"/quan-ly/san-pham/{product.id}/ban-sua/rut-lai").status_code == 303
    assert revisions.open_of(product) is None
    assert maker.post(f"/quan-ly/san-pham/{product.id}/ban-sua/rut-lai").status_code == 409


def test_withdrawn_meanwhile_it_waits_and_is_refused_with_a_sentence(officer, product):
    waiting(product)
    products.withdraw(product)
    db.session.commit()

    answer = decide(officer, product, "duyet")

    assert answer.status_code == 409
    assert "Bản sửa chờ đến khi bày lại" in answer.text
    assert product.name == "Ấm trà men lam"
    products.put_back(product)
    db.session.commit()
    assert decide(officer, product, "duyet").status_code == 303
    assert product.name == "Ấm trà vẽ trúc"


def test_putting_away_is_no_way_round_the_review(product):
    products.withdraw(product)
    revisions.revise(product, {"name": "Rượu thuốc chữa bách bệnh"})
    products.put_back(product)

    assert product.name == "Ấm trà men lam"


def test_taken_down_meanwhile_it_joins_what_staff_look_at_whole(product):
    waiting(product)
    products.take_down(product, "Ảnh mượn của nhà khác.")

    revisions.submit(product)

    assert (product.state, product.name) == ("submitted", "Ấm trà vẽ trúc")
    assert db.session.scalars(select(ProductRevision.state)).all() == ["joined"]


def test_the_maker_is_never_told_that_visitors_see_what_is_not_on_show(maker, product):
    waiting(product)
    path = f"/quan-ly/san-pham/{product.id}/buoc/3"
    assert "Người đi chợ vẫn thấy bản cũ" in maker.get(path).text

    for away, says in ((products.withdraw, "Món đang cất"), (products.archive, "Món không bày")):
        away(product)
        db.session.commit()
        page = maker.get(path).text
        assert "Người đi chợ vẫn thấy bản cũ" not in page
        assert says in page


def test_a_picture_that_only_said_the_name_says_the_new_one(officer, product):
    plain, told = product.photos[0], make_photo(product, alt="Ấm nhìn từ trên")
    plain.alt = product.name
    waiting(product)
    assert plain.alt == "Ấm trà men lam"

    decide(officer, product, "duyet")

    assert [plain.alt, told.alt] == ["Ấm trà vẽ trúc", "Ấm nhìn từ trên"]


def test_restored_by_staff_it_waits_again(officer, product):
    waiting(product)
    products.take_down(product, "Nhầm.")
    products.restore(product)
    db.session.commit()

    assert product.name == "Ấm trà men lam"
    assert decide(officer, product, "duyet").status_code == 303


def test_another_group_whose_facts_are_missing_is_not_approved(officer, product):
    waiting(product, browse_category="thuc-pham")

    answer = officer.post(
        f"/can-bo/san-pham/{product.id}/ban-sua/duyet", version=revisions.open_of(product).version, follow=True
    )

    assert "Chưa duyệt được" in answer.text
    assert product.browse_category != "thuc-pham"
    assert revisions.open_of(product).state == "waiting"


def test_a_new_picture_waits_and_an_old_one_stays_until_then(officer, visitor, product):
    old, new = product.photos[0].picture, make_picture()
    photos.attach(product, new)
    photos.remove(product, product.photos[0].id)
    db.session.commit()

    page = visitor.get("/san-pham/am-tra").text
    assert old.digest in page
    assert new.digest not in page
    review = officer.get(f"/can-bo/san-pham/{product.id}").text
    assert new.digest in review
    assert decide(officer, product, "duyet").status_code == 303
    assert [photo.picture.digest for photo in product.photos] == [new.digest]


def test_the_last_picture_cannot_be_proposed_away(product):
    for photo in list(product.photos)[1:]:
        photos.remove(product, photo.id)

    with pytest.raises(photos.LastPhoto):
        photos.remove(product, product.photos[0].id)


def test_a_picture_that_waits_is_taken_back(maker, product):
    new = make_picture()
    photos.attach(product, new)
    db.session.commit()
    assert new.digest in maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text

    assert maker.post(f"/quan-ly/san-pham/{product.id}/anh/rut-lai", digest=new.digest).status_code == 303

    assert revisions.open_of(product) is None


def test_a_picture_taken_off_and_brought_back_changes_nothing(product):
    photo = product.photos[0]
    photos.attach(product, make_picture())
    photos.remove(product, photo.id)
    photos.attach(product, photo.picture)

    assert revisions.open_of(product).changes["photos"][0] == []


def test_who_edits_and_who_decides_is_kept(officer, maker, product):
    rename(maker, product, "Ấm trà vẽ trúc")
    decide(officer, product, "duyet")

    row = db.session.scalar(select(ProductRevision))
    acts = {one.action: one.actor_id for one in db.session.scalars(select(AuditEntry))}
    assert row.made_by == acts["product.revision_proposed"]
    assert row.decided_by == acts["product.revision_approved"]
    assert row.made_by != row.decided_by


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("Ấm men lam", "Ấm men ngọc", [("same", "Ấm men "), ("gone", "lam"), ("new", "ngọc")]),
        ("một hai", "ba bốn", [("gone", "một hai"), ("new", "ba bốn")]),
        ("Ấm", "Ấm trà", [("same", "Ấm"), ("new", " trà")]),
        ("như cũ", "như cũ", [("same", "như cũ")]),
    ],
)
def test_words_are_marked(old, new, parts):
    assert [(part.kind, part.text) for part in differences.marked(old, new)] == parts


def test_every_mark_adds_up_to_both_texts():
    old, new = "Lửa củi, hai ngày đêm; men chảy thành vệt.", "Lửa ga, một ngày đêm; men chảy thành vệt lam."

    parts = differences.marked(old, new)

    assert "".join(part.text for part in parts if part.kind != "new") == old
    assert "".join(part.text for part in parts if part.kind != "gone") == new


MAKING = {"technique": "Vuốt tay từng chiếc", "artisan": "Vũ Thị Lý"}


def tell(maker, product, **told):
    return maker.post(f"/quan-ly/san-pham/{product.id}/cach-lam", **(told or MAKING))


def test_words_of_making_wait_and_approval_puts_them_up(maker, officer, visitor, product):
    assert tell(maker, product).status_code == 303

    assert "Vuốt tay" not in visitor.get("/san-pham/am-tra").text
    assert "Vuốt tay từng chiếc" in maker.get(f"/quan-ly/san-pham/{product.id}/loi-hua").text
    page = officer.get(f"/can-bo/san-pham/{product.id}").text
    assert "Kỹ thuật" in page
    assert "Vuốt tay từng chiếc" in page

    assert decide(officer, product, "duyet").status_code == 303
    assert "Vuốt tay từng chiếc" in visitor.get("/san-pham/am-tra").text
    assert "Vuốt tay từng chiếc" in maker.get(f"/quan-ly/san-pham/{product.id}/lich-su").text


def test_words_of_making_that_are_sent_back_leave_the_old_ones_up(maker, officer, visitor, product):
    values.put(product, "making.technique", "Đổ khuôn")
    db.session.commit()
    tell(maker, product)

    assert decide(officer, product, "tra-lai", **{"remark.": "Chưa đúng"}).status_code == 303

    assert revisions.open_of(product).state == "sent_back"
    page = visitor.get("/san-pham/am-tra").text
    assert "Đổ khuôn" in page
    assert "Vuốt tay" not in page


def test_words_of_making_of_a_draft_change_at_once(maker, facility):
    other = draft(facility, name="Bình gốm", slug="binh-gom")
    assert tell(maker, other).status_code == 303

    assert revisions.open_of(other) is None
    assert values.of(other, "making.technique") == "Vuốt tay từng chiếc"


def test_only_its_makers_editors_tell_of_making_and_only_staff_decide(app, maker, officer, facility, product):
    stranger = Browser(app).sign_in(make_member(make_facility(), "editor"))
    assert tell(stranger, product).status_code == 404
    assert tell(Browser(app), product).status_code in (302, 303, 401)
    assert tell(officer, product).status_code in (303, 403, 404)
    assert revisions.open_of(product) is None
    tell(maker, product)
    assert decide(maker, product, "duyet").status_code in (403, 404)
    assert values.of(product, "making.technique") == ""


def turned(product, count=8):
    """Views of a product, as its maker proposes or staff put them: [digest, place]."""
    return [[make_picture().digest, place] for place in range(count)]


def test_a_turn_waits_and_approval_puts_it_up(maker, officer, visitor, product):
    views = turned(product)
    waiting(product, frames=views)

    assert "data-spin-stage" not in visitor.get("/san-pham/am-tra").text
    assert views[0][0] in maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text
    page = officer.get(f"/can-bo/san-pham/{product.id}").text
    assert all(digest in page for digest, _place in views)

    assert decide(officer, product, "duyet").status_code == 303
    assert "data-spin-stage" in visitor.get("/san-pham/am-tra").text
    assert values.of(product, "frames") == views
    assert views[0][0] in maker.get(f"/quan-ly/san-pham/{product.id}/lich-su").text


def test_a_turn_that_is_taken_away_stays_up_until_staff_agree(maker, officer, visitor, product):
    values.put(product, "frames", turned(product))
    db.session.commit()

    assert maker.post(f"/quan-ly/san-pham/{product.id}/quay/bo").status_code == 303
    assert "data-spin-stage" in visitor.get("/san-pham/am-tra").text
    assert decide(officer, product, "tra-lai", **{"remark.": "Nên giữ"}).status_code == 303
    assert "data-spin-stage" in visitor.get("/san-pham/am-tra").text
    assert len(values.of(product, "frames")) == 8


def test_views_sent_for_what_is_on_show_wait_behind_each_other(maker, product):
    first = photos.render([("goc-2.jpg", picture_bytes(240, 240))], 9)
    assert spins.add(product, first) == 1
    db.session.commit()  # rendering ends the transaction
    second = photos.render([("goc-1.jpg", picture_bytes(241, 240))], 9)
    assert spins.add(product, second) == 1

    assert [place for _digest, place in revisions.open_of(product).changes["frames"][1]] == [1, 2]
    assert values.of(product, "frames") == []
    assert spins.clear(product) == 2
    assert revisions.open_of(product) is None

"""A maker dresses its booth in steps: a draft that visitors do not see, its preview, its publication, its history."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import audit, jobs, times
from core.db import db
from fairs import contact, looks, readiness
from fairs.models import Booth, BoothLook, BoothLookPicture
from fairs.themes import THEMES
from tests.cast import PDF
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_member,
    make_picture,
    make_product,
    picture_bytes,
)
from tests.fairs.test_readiness import a_maker, good

PAGE = "/hoi-cho/cuoi-thu/tam-sen"


@pytest.fixture
def facility(app):
    return make_facility(name="Gốm Tâm Sen", story="Ba đời giữ lò.")


@pytest.fixture
def maker(browser, facility):
    return browser.sign_in(make_member(facility, "editor"))


def a_booth(facility, products=(), **columns):
    """Ids only, so that nothing is read while a request needs the database."""
    return make_booth(make_fair(slug="cuoi-thu"), facility, slug="tam-sen", products=products, **columns).id


def path(booth_id, step=""):
    return f"/quan-ly/gian/{booth_id}{step}"


def goods_in(booth_id):
    return [line.product_id for line in db.session.get(Booth, booth_id).goods]


def drafted(booth_id):
    return looks.values_of(db.session.get(Booth, booth_id))


def test_visitors_see_the_draft_only_once_it_is_published(maker, facility):
    booth_id = a_booth(facility)
    assert maker.post(path(booth_id, "/loi"), tagline="Men lam vẽ tay", story="Lò nhà.").status_code == 303

    assert "Men lam vẽ tay" not in maker.get(PAGE).text
    preview = maker.get(path(booth_id, "/xem-truoc")).text
    assert "Men lam vẽ tay" in preview
    assert "khách chưa thấy" in preview
    assert "Đã sửa: Lời chào, Chuyện của gian." in maker.get(path(booth_id)).text

    maker.post(path(booth_id, "/cong-bo"))
    assert "Men lam vẽ tay" in maker.get(PAGE).text
    assert looks.draft_of(db.session.get(Booth, booth_id)) is None


def test_a_dropped_draft_leaves_the_booth_as_it_was(maker, facility):
    booth_id = a_booth(facility, tagline="Lời cũ")
    maker.post(path(booth_id, "/loi"), tagline="Lời mới")
    maker.post(path(booth_id, "/bo-nhap"))

    assert drafted(booth_id)["tagline"] == "Lời cũ"
    assert db.session.query(BoothLook).count() == 0


def test_what_is_again_as_visitors_see_it_is_no_draft(maker, facility):
    booth_id = a_booth(facility, tagline="Lời cũ")
    maker.post(path(booth_id, "/loi"), tagline="Lời mới")
    maker.post(path(booth_id, "/loi"), tagline="Lời cũ")

    assert db.session.query(BoothLook).count() == 0


@pytest.mark.parametrize(
    ("step", "field", "value"),
    [
        ("/loi", "tagline", "x" * 141), ("/phim", "video_url", "javascript:alert(1)"), ("/phim", "video_url", "phim"),
        ("/dien-mao", "theme", "hong"), ("/cach-lam", "text-0", "Có lời, không tên"), ("/gio", "from-0", "17:00"),
        ("/giay", "title", ""),
    ],
)  # fmt: skip
def test_refuses_what_is_wrong_at_its_field_keeps_it_and_drafts_nothing(maker, facility, step, field, value):
    booth_id = a_booth(facility)

    answer = maker.post(path(booth_id, step), **{field: value})

    assert answer.status_code == 422
    at = {"text-0": "name-0"}.get(field, field)
    assert f'id="{at}-error"' in answer.text
    assert value in answer.text or step == "/dien-mao"
    assert db.session.query(BoothLook).count() == 0


def test_a_theme_has_its_ground_and_motif_and_the_database_knows_ten(maker, facility):
    booth_id = a_booth(facility)
    assert len(THEMES) == 10
    maker.post(path(booth_id, "/dien-mao"), theme="tra")
    maker.post(path(booth_id, "/cong-bo"))
    page = maker.get(PAGE).text
    assert "hero--booth ground--ri" in page
    assert "tra-sen" in page

    db.session.get(Booth, booth_id).theme = "hong"
    with pytest.raises(IntegrityError):
        db.session.commit()


def test_a_banner_keeps_the_place_its_maker_chose_in_sight(maker, facility):
    booth_id = a_booth(facility)
    maker.post(path(booth_id, "/anh"), banner=(io.BytesIO(picture_bytes()), "gian.jpg"))
    assert db.session.get(Booth, booth_id).banner_id is None
    maker.post(path(booth_id, "/dien-mao"), theme="gom", focus="100-0")
    maker.post(path(booth_id, "/cong-bo"))

    booth = db.session.get(Booth, booth_id)
    booth.banner.ready_at = times.now()
    db.session.commit()
    page = maker.get(PAGE).text
    banner = page[page.index("hero__banner") :][:2000]
    assert "focus-x--4 focus-y--0" in banner


def test_says_why_a_picture_is_refused_and_keeps_the_old_one(maker, facility):
    booth_id = a_booth(facility)

    answer = maker.post(path(booth_id, "/anh"), follow=True, banner=(io.BytesIO(b"not a picture"), "gian.jpg"))

    assert "không phải ảnh" in answer.text
    assert db.session.query(BoothLook).count() == 0


def test_steps_of_making_have_pictures_and_an_order(maker, facility):
    booth_id = a_booth(facility)
    said = {"name-0": "Chuốt", "text-0": "Trên bàn xoay.", "name-1": "Vẽ", "name_en-1": "Painting"}
    photo = (io.BytesIO(picture_bytes()), "ve.jpg")
    assert maker.post(path(booth_id, "/cach-lam"), **said, **{"photo-1": photo}).status_code == 303
    picture = drafted(booth_id)["steps"][1]["picture_id"]
    assert db.session.query(BoothLookPicture).one().picture_id == picture
    maker.post(path(booth_id, "/cach-lam"), **said, **{"picture-1": str(picture), "up": "1"})
    maker.post(path(booth_id, "/cong-bo"))

    assert [one["name"] for one in db.session.get(Booth, booth_id).steps] == ["Vẽ", "Chuốt"]
    assert db.session.get(Booth, booth_id).steps[0]["picture_id"] == picture
    page = maker.get(PAGE).text
    assert page.index("<h3>Vẽ</h3>") < page.index("<h3>Chuốt</h3>")
    assert "Painting" in maker.get(f"/en{PAGE}").text


def test_a_step_shows_no_picture_of_somebody_else(maker, facility):
    booth_id, strange = a_booth(facility), make_picture().id

    maker.post(path(booth_id, "/cach-lam"), **{"name-0": "Chuốt", "picture-0": str(strange)})

    assert drafted(booth_id)["steps"][0]["picture_id"] is None


def test_a_document_is_a_checked_pdf_that_visitors_save(maker, facility):
    booth_id = a_booth(facility)
    refused = maker.post(path(booth_id, "/giay"), title="Ảnh", file=(io.BytesIO(picture_bytes()), "a.pdf"))
    assert refused.status_code == 422
    assert 'id="file-error"' in refused.text
    live = PDF.replace(b"<<>>endobj", b"<</OpenAction 1>>endobj")
    assert maker.post(path(booth_id, "/giay"), title="Xấu", file=(io.BytesIO(live), "a.pdf")).status_code == 422

    maker.post(path(booth_id, "/giay"), title="Bảng giá sỉ", title_en="Prices", file=(io.BytesIO(PDF), "gia.pdf"))
    digest = drafted(booth_id)["papers"][0]["digest"]
    assert maker.get(f"{PAGE}/giay/{digest}.pdf").status_code == 404
    maker.post(path(booth_id, "/cong-bo"))

    answer = maker.get(f"{PAGE}/giay/{digest}.pdf")
    assert answer.data == PDF
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Bảng giá sỉ" in maker.get(PAGE).text
    assert "Prices" in maker.get(f"/en{PAGE}").text
    maker.post(path(booth_id, "/giay/bo"), digest=digest)
    maker.post(path(booth_id, "/cong-bo"))
    assert maker.get(f"{PAGE}/giay/{digest}.pdf").status_code == 404


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=times.HANOI)


@pytest.mark.parametrize(
    ("moment", "is_now", "turns_at"),
    [
        (at(7, 7, 59), False, at(7, 8)), (at(7, 8), True, at(7, 17)), (at(7, 17), False, at(9, 9)),
        (at(8, 12), False, at(9, 9)), (at(9, 11, 59), True, at(9, 12)), (at(9, 12), False, at(14, 8)),
    ],
)  # fmt: skip
def test_says_by_the_clock_whether_somebody_answers_and_until_or_from_when(app, moment, is_now, turns_at):
    hours = {"0": ["08:00", "17:00"], "2": ["09:00", "12:00"]}  # the seventh is a Monday
    with times.frozen(moment):
        told = contact.answering(hours)
    assert (told.is_now, told.turns_at) == (is_now, turns_at)


def test_visitors_read_the_hours_of_answering(maker, facility):
    booth_id = a_booth(facility)
    maker.post(path(booth_id, "/gio"), **{"from-0": "08:00", "until-0": "17:00"})
    maker.post(path(booth_id, "/cong-bo"))
    with times.frozen(at(7, 9)):
        assert "Đang có người trả lời, đến 17:00" in maker.get(PAGE).text
    with times.frozen(at(7, 18)):
        assert "Ngoài giờ trả lời; có người lại từ 08:00" in maker.get(PAGE).text


def test_shows_goods_in_the_order_sent_and_a_button_moves_one(maker, facility):
    first, second, third = (make_product(facility=facility).id for _ in range(3))
    booth_id = a_booth(facility, published_at=None)

    maker.post(path(booth_id, "/hang"), order=f"{third},{first}", product_ids=[first, second, third])
    assert drafted(booth_id)["goods"] == [third, first, second]
    maker.post(path(booth_id, "/hang"), order=f"{third},{first},{second}", product_ids=[first, second, third], up=first)
    maker.post(path(booth_id, "/cong-bo"))

    assert goods_in(booth_id) == [first, third, second]


def test_never_shows_anothers_goods(maker, facility):
    own, other = make_product(facility=facility).id, make_product().id
    booth_id = a_booth(facility, published_at=None)

    maker.post(path(booth_id, "/hang"), product_ids=[other, own])
    maker.post(path(booth_id, "/cong-bo"))

    assert goods_in(booth_id) == [own]


def test_search_learns_what_came_and_went(maker, facility):
    stays, goes = make_product(facility=facility), make_product(facility=facility)
    stays_id, goes_id, comes_id = stays.id, goes.id, make_product(facility=facility).id
    booth_id = a_booth(facility, [stays, goes], published_at=None)

    maker.post(path(booth_id, "/hang"), product_ids=[stays_id, comes_id])
    maker.post(path(booth_id, "/cong-bo"))

    asked = db.session.query(jobs.Job).filter_by(kind="search.update").one()
    assert asked.payload["product_ids"] == sorted([goes_id, comes_id])


def test_every_published_look_is_kept_and_can_be_taken_again(maker, facility):
    booth_id = a_booth(facility, tagline="Lời đầu")
    for words in ("Lời hai", "Lời ba"):
        maker.post(path(booth_id, "/loi"), tagline=words)
        maker.post(path(booth_id, "/cong-bo"))
    seen = looks.history(db.session.get(Booth, booth_id))
    assert [one.values["tagline"] for one in seen] == ["Lời ba", "Lời hai", "Lời đầu"]
    assert "Đã đổi: Lời chào." in maker.get(path(booth_id, "/lich-su")).text

    maker.post(path(booth_id, f"/lich-su/{seen[2].id}"))

    assert drafted(booth_id)["tagline"] == "Lời đầu"
    assert "Lời ba" in maker.get(PAGE).text
    acts = [one.action for one in audit.history_of(db.session.get(Booth, booth_id))]
    assert acts[0] == "booth.drafted"
    assert "booth.published" in acts


def test_a_booth_never_published_this_way_has_no_history_yet(maker, facility):
    assert "Chưa công bố lần nào" in maker.get(path(a_booth(facility), "/lich-su")).text


def test_an_open_booth_cannot_be_published_into_a_lack(browser, app):
    facility = a_maker()
    whole, bare = good(facility), good(facility, photos=0, name="Chén chưa ảnh")
    booth_id, goods = a_booth(facility, [whole]), [whole.id, bare.id]
    browser.sign_in(make_member(facility, "editor"))
    browser.post(path(booth_id, "/hang"), product_ids=goods)

    answer = browser.post(path(booth_id, "/cong-bo"))

    assert answer.status_code == 409
    assert "Chén chưa ảnh" in answer.text
    assert goods_in(booth_id) == goods[:1]
    assert drafted(booth_id)["goods"] == goods
    with pytest.raises(readiness.NotReady):
        looks.publish(db.session.get(Booth, booth_id))


def test_one_booth_has_one_draft(app, facility):
    booth_id = a_booth(facility)
    db.session.add_all([BoothLook(booth_id=booth_id, values={}) for _n in range(2)])
    with pytest.raises(IntegrityError):
        db.session.commit()


def test_two_who_write_at_two_steps_add_up(app, facility):
    booth = db.session.get(Booth, a_booth(facility))
    looks.change(booth, tagline="Một")
    looks.change(booth, artisan="Bà Lý")
    db.session.commit()
    assert db.session.scalar(select(BoothLook)).values == {"tagline": "Một", "artisan": "Bà Lý"}


def test_of_two_who_publish_at_once_one_does(app, facility):
    """PostgreSQL holds the booth's row; SQLite its whole file. Each has a session of its own."""
    booth_id = a_booth(facility)
    looks.change(db.session.get(Booth, booth_id), tagline="Lời mới")
    db.session.commit()
    said = []

    def publish(_n):
        with app.app_context():
            try:
                looks.publish(db.session.get(Booth, booth_id))
                db.session.commit()
                said.append("published")
            except looks.NothingToPublish:
                said.append("nothing")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(publish, range(2)))

    assert sorted(said) == ["nothing", "published"]
    assert db.session.query(BoothLook).count() == 2  # the first and the new one


def test_days_alike_and_in_a_row_are_told_as_one():
    day, evening = ["08:00", "17:30"], ["18:00", "20:00"]
    hours = dict.fromkeys("01346", day) | {"5": evening}

    told = [(first.weekday(), last.weekday(), said) for first, last, said in contact.days(hours)]

    assert told == [(0, 1, "08:00–17:30"), (3, 4, "08:00–17:30"), (5, 5, "18:00–20:00"), (6, 6, "08:00–17:30")]

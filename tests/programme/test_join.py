"""A facility asks to join in one page; nothing shows before staff say yes; one on record is claimed, not doubled."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from accounts.models import Membership, StaffArea, User
from core.db import db
from core.jobs import Job
from programme import joining
from programme.joining import JoinRequest
from programme.models import Facility
from tests import factories as make
from tests.conftest import Browser

PATH = "/mo-gian-hang"
ASKED = {
    "phone": "0912 345 678", "person": "Bà Nguyễn Thị Lụa", "name": "Lụa Bà Lụa", "kind": "ho_kinh_doanh",
    "number": "01H8001234", "place": "Bát Tràng", "commune_code": "ha-noi/xa-bat-trang",
    "goods": "Khăn lụa tơ tằm", "password": "mat-khau-cua-toi",
    "key": "k1",
}  # fmt: skip
TAX = "0100109106"


@pytest.fixture
def desk(app):
    return Browser(app).sign_in(make.make_staff("programme"))


def asked(browser, **changes):
    answer = browser.post(PATH, **(ASKED | changes))
    assert answer.status_code == 303, answer.text
    return db.session.query(JoinRequest).order_by(JoinRequest.id.desc()).first()


def letters_to(address):
    return [job.payload["text"] for job in db.session.query(Job) if job.payload.get("to") == address]


def nothing_new():
    return (db.session.query(Facility).count(), db.session.query(User).filter(User.phone.is_not(None)).count()) == (
        0,
        0,
    )


def test_one_page_without_mail_and_nothing_is_there_before_staff_say_yes(browser, desk):
    made = asked(browser)
    assert (made.phone, made.household_number, made.tax_code) == ("+84912345678", "01H8001234", None)
    assert made.commune_code == "ha-noi/xa-bat-trang"
    assert nothing_new()
    assert "Lụa Bà Lụa" not in browser.get("/co-so").text
    assert "chờ chợ xem" in browser.get(f"{PATH}/{made.token}").text
    assert "Lụa Bà Lụa" in (queue := desk.get("/can-bo/xin-vao").text)
    assert "JoinRequest" not in queue  # the console's own count stands in `waiting`
    assert "Xin vào chợ" in desk.get("/can-bo").text


def test_staff_ring_and_say_yes_and_the_account_is_open(app, browser, desk):
    made = asked(browser, email="lua@example.vn")
    assert desk.post(f"/can-bo/xin-vao/{made.id}/nhan").status_code == 422
    assert nothing_new()
    assert desk.post(f"/can-bo/xin-vao/{made.id}/nhan", called="1").status_code == 303
    facility = db.session.query(Facility).one()
    assert (facility.slug, facility.household_number, facility.phone) == ("lua-ba-lua", "01H8001234", "+84912345678")
    member = db.session.query(Membership).one()
    assert (member.role, member.facility_id) == ("owner", facility.id)
    assert db.session.query(JoinRequest).one().password_hash == ""
    assert "đã vào Phiên Chợ" in letters_to("lua@example.vn")[0]
    entered = Browser(app).post("/tai-khoan/dang-nhap", who="0912345678", password=ASKED["password"])
    assert entered.location.endswith("/quan-ly")
    assert Browser(app).get("/co-so/lua-ba-lua").status_code == 200


def test_a_double_click_makes_one_request_and_of_two_who_decide_one_does(browser, desk):
    first = asked(browser)
    assert asked(browser).token == first.token
    assert db.session.query(JoinRequest).count() == 1
    assert desk.post(f"/can-bo/xin-vao/{first.id}/tu-choi", words="Ngoài Hà Nội").status_code == 303
    assert desk.post(f"/can-bo/xin-vao/{first.id}/nhan", called="1").status_code == 409
    assert nothing_new()


def test_staff_ask_for_more_and_the_applicant_answers(browser, desk):
    made = asked(browser, email="lua@example.vn")
    page = f"{PATH}/{made.token}"
    assert desk.post(f"/can-bo/xin-vao/{made.id}/bo-sung", words="").status_code == 422
    desk.post(f"/can-bo/xin-vao/{made.id}/bo-sung", words="Gửi số giấy đăng ký đúng")
    assert "Gửi số giấy đăng ký đúng" in browser.get(page).text
    assert "Gửi số giấy đăng ký đúng" in letters_to("lua@example.vn")[0]
    assert desk.post(f"/can-bo/xin-vao/{made.id}/nhan", called="1").status_code == 409
    assert browser.post(f"{page}/bo-sung", words="Số là 01H8001234").status_code == 303
    assert "Số là 01H8001234" in desk.get(f"/can-bo/xin-vao/{made.id}").text


def test_a_refusal_gives_its_reason_and_opens_no_account(browser, desk):
    made = asked(browser)
    desk.post(f"/can-bo/xin-vao/{made.id}/tu-choi", words="Không phải nghề nông thôn")
    assert "Không phải nghề nông thôn" in browser.get(f"{PATH}/{made.token}").text
    assert nothing_new()
    asked(browser, key="k2")  # the number is free again


def test_she_takes_it_back(browser, desk):
    made = asked(browser)
    assert browser.post(f"{PATH}/{made.token}/rut").status_code == 303
    assert browser.post(f"{PATH}/{made.token}/rut").status_code == 409
    assert "Không có đơn nào chờ" in desk.get("/can-bo/xin-vao").text


@pytest.mark.parametrize(
    "known", [{"household_number": "01H8001234"}, {"phone": "+84912345678"}, {"name": "LỤA BÀ LỤA"}], ids=str
)
def test_one_on_record_is_found_and_claimed_never_doubled(browser, desk, known):
    there = make.make_facility(slug="lua-cu", commune_code="ha-noi/xa-bat-trang", kind="ho_kinh_doanh", **known)
    owner = make.make_member(there, email="chu@example.vn")
    page = browser.post(PATH, **ASKED)
    assert page.status_code == 422
    assert there.name in page.text
    assert ASKED["goods"] in page.text
    assert db.session.query(JoinRequest).count() == 0
    made = asked(browser, claim="lua-cu")
    assert made.facility_id == there.id
    assert "xin vào đội" in letters_to(owner.email)[0]
    assert desk.post(f"/can-bo/xin-vao/{made.id}/nhan", called="1", claim="lua-cu").status_code == 303
    assert db.session.query(Facility).count() == 1
    assert db.session.query(Membership).filter_by(facility_id=there.id, role="owner").count() == 2


def test_another_of_the_same_name_says_so_but_never_with_the_same_number(browser):
    make.make_facility(slug="lua-cu", commune_code="ha-noi/xa-bat-trang", name="Lụa bà Lụa")
    asked(browser, claim="none")
    make.make_facility(tax_code=TAX, kind="doanh_nghiep")
    taken = browser.post(PATH, **(ASKED | {"claim": "none", "number": TAX, "phone": "0912345679", "key": "k2"}))
    assert taken.status_code == 422
    assert db.session.query(JoinRequest).count() == 1


def test_staff_cannot_make_a_second_of_what_came_meanwhile(browser, desk):
    made = asked(browser)
    make.make_facility(household_number="01H8001234")
    assert desk.post(f"/can-bo/xin-vao/{made.id}/nhan", called="1").status_code == 422
    assert db.session.query(Facility).count() == 1
    assert db.session.query(JoinRequest).one().state == "asked"


@pytest.mark.parametrize(
    ("field", "value"),
    [("phone", "0912"), ("number", ""), ("number", "001085012345"), ("number", "0100109107"), ("place", ""),
     ("commune_code", "an-giang/xa-nui-cam"), ("commune_code", ""), ("password", "ngan"),
     ("kind", "x"), ("email", "khong")],
)  # fmt: skip
def test_refuses_at_the_field_and_keeps_what_was_typed(browser, field, value):
    kind = {"kind": "doanh_nghiep"} if field == "number" else {}
    answer = browser.post(PATH, **(ASKED | kind | {field: value}))
    assert answer.status_code == 422
    assert ASKED["goods"] in answer.text
    assert ASKED["password"] not in answer.text
    assert db.session.query(JoinRequest).count() == 0


def test_a_former_name_settles_or_she_chooses(browser):
    assert asked(browser, place="Kim Lan, Gia Lâm", commune_code="").commune_name == "Xã Bát Tràng"
    asks = browser.post(PATH, **(ASKED | {"phone": "0912345679", "key": "k2", "place": "Mễ Trì", "commune_code": ""}))
    assert asks.status_code == 422
    assert "Phường Yên Hòa" in asks.text
    unknown = browser.post(PATH, **(ASKED | {"phone": "0912345679", "key": "k3", "place": "Xyzzy", "commune_code": ""}))
    assert "Chưa rõ nơi này ở đâu" in unknown.text


def test_a_number_that_signs_in_signs_in_first(app, browser):
    user = make.make_user(phone="+84912345678")
    assert "Đăng nhập rồi mở lại" in browser.post(PATH, **ASKED).text
    assert db.session.query(JoinRequest).count() == 0
    made = asked(Browser(app).sign_in(user), password="")
    assert (made.user_id, made.password_hash) == (user.id, "")


def test_is_throttled(app, browser, monkeypatch):
    monkeypatch.setitem(app.config, "RATE_LIMITS", "on")
    statuses = [
        browser.post(PATH, **(ASKED | {"phone": f"091234567{n}", "key": f"k{n}"})).status_code for n in range(7)
    ]
    assert statuses == [303] * 6 + [429]
    assert db.session.query(JoinRequest).count() == 6


def test_the_database_holds_one_open_request_a_number_and_an_approval_whole(browser):
    made = asked(browser)
    copy = {c.name: getattr(made, c.name) for c in JoinRequest.__table__.columns if c.name not in ("id", "token")}
    db.session.add(JoinRequest(**copy))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(IntegrityError):
        db.session.execute(
            text("UPDATE join_request SET state = 'approved', decided_at = moved_at, password_hash = ''")
        )
    db.session.rollback()


def test_staff_of_other_communes_do_not_see_or_decide_it(app, browser):
    made = asked(browser)
    other = Browser(app).sign_in(make.make_staff("programme", areas=[StaffArea(commune_code="ha-noi/xa-gia-lam")]))
    assert "Lụa Bà Lụa" not in other.get("/can-bo/xin-vao").text
    assert other.post(f"/can-bo/xin-vao/{made.id}/nhan", called="1").status_code == 403
    assert nothing_new()


def test_nobody_elses_page(browser):
    assert browser.get(f"{PATH}/khong-co").status_code == 404
    assert joining.by_token("") is None

"""A facility keeps its own facts; its owner alone says where the money goes."""

import pytest

from core import audit
from core.db import db
from core.jobs import Job
from programme import facilities, taxcodes
from programme.models import Facility
from tests import factories as make

PATH, ACCOUNT_PATH = "/quan-ly/co-so", "/quan-ly/co-so/tai-khoan"
FACTS = {
    "name_en": "Tam Sen Pottery", "representative": "Vũ Thị Lý", "founded": "1996", "phone": "0903 000 101",
    "email": "lo@example.vn", "address": "Số 27 xóm 3", "commune_code": "ha-noi/xa-bat-trang", "hours": "8:00-17:30",
    "returns": "Vỡ thì làm bù.", "delivery_note": "Gói xốp hai lớp.", "summary": "Ấm chén men lam.",
    "summary_en": "Blue tea ware.", "story": "Năm 1996 bà nhận lại lò.\n\nNay hai con đứng lò.",
    "story_en": "Two sons run the kiln.", "step_1_name": "Chuốt", "step_1_text": "Mười hai phút một thân ấm.",
}  # fmt: skip
ACCOUNT = {
    "bank_bin": "970415", "bank_account": "1012 3456 789", "bank_holder": "VU THI LY", "password": make.PASSWORD,
}  # fmt: skip


@pytest.fixture
def lo(app):
    return make.make_facility(slug="lo-gom", email="cu@example.vn")


@pytest.fixture
def owner(browser, lo):
    return browser.sign_in(make.make_member(lo, "owner"))


@pytest.fixture
def editor(browser, lo):
    return browser.sign_in(make.make_member(lo, "editor"))


def kept(slug="lo-gom"):
    return db.session.query(Facility).filter_by(slug=slug).one()


def jobs_of(kind):
    return [job.payload for job in db.session.query(Job).filter_by(kind=kind)]


def test_shows_what_is_kept(owner):
    owner.post(PATH, **FACTS)
    text = owner.get(PATH).get_data(as_text=True)
    for shown in ("Tam Sen Pottery", "0903 000 101", "Mười hai phút một thân ấm.", "Năm 1996 bà nhận lại lò."):
        assert shown in text


def test_keeps_every_fact(owner):
    assert owner.post(PATH, **FACTS, tax_code="0100047516-001").status_code == 303
    facility = kept()
    assert (facility.founded, facility.phone, facility.email) == (1996, "+84903000101", "lo@example.vn")
    assert (facility.commune_code, facility.commune_name) == ("ha-noi/xa-bat-trang", "Xã Bát Tràng")
    assert facility.tax_code == "0100047516001"
    assert facility.steps == [{"name": "Chuốt", "text": "Mười hai phút một thân ấm."}]
    for name in ("name_en", "representative", "address", "hours", "returns", "delivery_note", "summary", "story"):
        assert getattr(facility, name) == FACTS[name]


def test_visitors_see_it_at_once(owner):
    owner.post(PATH, **FACTS)
    text = owner.get("/co-so/lo-gom").get_data(as_text=True)
    assert "Vỡ thì làm bù." in text
    assert "Mười hai phút một thân ấm." in text
    assert "lo@example.vn" not in text


def test_old_and_new_are_on_record(owner, lo):
    owner.post(PATH, **FACTS)
    [entry] = audit.history_of(kept())
    assert entry.action == "facility.revised"
    assert entry.detail["email"] == ["cu@example.vn", "lo@example.vn"]
    assert "bank_account" not in entry.detail


def test_saving_the_same_again_is_no_change(owner):
    owner.post(PATH, **FACTS)
    owner.post(PATH, **FACTS)
    assert len(audit.history_of(kept())) == 1


def test_search_is_told_of_its_goods(owner, lo):
    facility_id = lo.id
    owner.post(PATH, **FACTS)
    assert jobs_of("facility.revised") == [{"facility_id": facility_id}]


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("founded", "19x6", "số nguyên"),
        ("founded", "2999", "số nguyên"),
        ("tax_code", "0100047517", "không khớp các số trước"),
        ("tax_code", "010004751", "số này có 9"),
        ("tax_code", "001085012345", "số định danh cá nhân"),
        ("tax_code", "01000475AB", "chỉ gồm chữ số"),
        ("household_number", "01-8", "6 đến 20"),
        ("registered_on", "2999-01-01", "không hợp"),
        ("registered_on", "2020-01-01", "ghi cả số"),
        ("phone", "0903", "4 chữ số"),
        ("email", "khong-phai-thu", "ten@noi.vn"),
        ("commune_code", "da-nang/phuong-hai-chau", "Chọn xã, phường"),
        ("step_2_name", "Nung", "cả tên và một câu kể"),
        ("summary", "d" * 301, "Dài quá 300"),
    ],
)
def test_a_mistake_is_named_and_everything_kept(owner, name, typed, says):
    answer = owner.post(PATH, **FACTS | {name: typed})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in text
    assert "Tam Sen Pottery" in text
    assert kept().name_en == ""


def test_a_tax_code_belongs_to_one(owner):
    make.make_facility(tax_code="0100047516")
    answer = owner.post(PATH, **FACTS, tax_code="0100047516")
    assert answer.status_code == 422
    assert "đã có cơ sở khác" in answer.get_data(as_text=True)
    assert kept().tax_code is None


def test_an_editor_changes_all_but_tax_code_and_account(editor):
    assert editor.post(PATH, **FACTS, tax_code="0100047516", bank_account="999999").status_code == 303
    facility = kept()
    assert facility.name_en == "Tam Sen Pottery"
    assert facility.tax_code is None
    assert facility.bank_account != "999999"
    assert editor.post(ACCOUNT_PATH, **ACCOUNT).status_code == 403
    assert "bank_account" not in editor.get(PATH).get_data(as_text=True)


def test_a_packer_sees_none_of_it(browser, lo):
    packer = browser.sign_in(make.make_member(lo, "packer"))
    assert packer.get(PATH).status_code == 403
    assert packer.post(PATH, **FACTS).status_code == 403


def test_the_owner_changes_the_account_and_the_facility_is_told(owner):
    assert owner.post(ACCOUNT_PATH, **ACCOUNT).status_code == 303
    facility = kept()
    assert (facility.bank_bin, facility.bank_account, facility.bank_holder) == ("970415", "10123456789", "VU THI LY")
    letters = jobs_of("mail")
    assert {one["to"] for one in letters} >= {"cu@example.vn"}
    assert len({one["to"] for one in letters}) == len(letters) == 2  # the facility, and its owner by her own address
    letter = letters[0]
    assert "VietinBank, số đuôi 6789" in letter["text"]
    assert "10123456789" not in letter["text"]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("password", "khong-dung", "Mật khẩu chưa đúng"),
        ("password", "", "Gõ lại mật khẩu"),
        ("bank_bin", "", "Chọn ngân hàng"),
        ("bank_bin", "999999", "Chọn một trong các mục"),
        ("bank_account", "", "4 đến 19"),
        ("bank_account", "12-34?", "4 đến 19"),
        ("bank_holder", "", "chủ tài khoản"),
    ],
)
def test_an_account_is_whole_and_asks_for_the_password(owner, field, typed, says):
    answer = owner.post(ACCOUNT_PATH, **ACCOUNT | {field: typed})
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert kept().bank_bin == "970436"
    assert jobs_of("mail") == []


def test_an_account_may_be_taken_away(owner):
    nothing = {"bank_bin": "", "bank_account": "", "bank_holder": ""}
    assert owner.post(ACCOUNT_PATH, **ACCOUNT | nothing).status_code == 303
    assert not kept().takes_transfers
    assert "không nhận chuyển khoản nữa" in jobs_of("mail")[0]["text"]


def test_the_password_is_never_shown_again(owner):
    answer = owner.post(ACCOUNT_PATH, **ACCOUNT | {"bank_holder": ""})
    assert make.PASSWORD not in answer.get_data(as_text=True)


def test_more_steps_than_three_stay(owner, lo):
    told = [{"name": f"Bước tên {n}", "text": f"Câu {n}."} for n in range(1, 6)]
    facilities.revise(lo, steps=told)
    db.session.commit()
    assert "Câu 5." in owner.get(PATH).get_data(as_text=True)


@pytest.mark.parametrize("code", ["0100047516", "0100109106", "0100109106001"])
def test_good_tax_codes(code):
    assert taxcodes.is_valid(code)


@pytest.mark.parametrize(
    "code", ["", "010004751", "0100047517", "01000475160", "0000047516", "0100000006", "0100109106000", "o100109106"]
)
def test_bad_tax_codes(code):
    assert not taxcodes.is_valid(code)


def test_a_household_keeps_its_number_beside_its_tax_code(owner):
    papers = {"household_number": "01A8012345", "registered_on": "2019-03-12", "registered_by": "UBND huyện Gia Lâm"}
    assert owner.post(PATH, **FACTS, tax_code="0100047516", **papers).status_code == 303
    assert (kept().tax_code, kept().household_number) == ("0100047516", "01A8012345")
    assert kept().registered_on.isoformat() == "2019-03-12"


def test_a_household_number_belongs_to_one(owner):
    make.make_facility(household_number="01A8012345")
    answer = owner.post(PATH, **FACTS, household_number="01A8012345")
    assert answer.status_code == 422
    assert kept().household_number is None


def test_the_former_address_names_the_present_candidates_and_picks_none(owner):
    assert owner.post(PATH, **FACTS, former_address="Cự Khê, Thanh Oai").status_code == 303
    text = owner.get(PATH).get_data(as_text=True)
    assert "Xã Bình Minh, Phường Phú Lương" in text
    assert kept().commune_code == "ha-noi/xa-bat-trang"


def test_a_commune_that_is_among_the_candidates_answers_the_question(owner):
    chosen = FACTS | {"commune_code": "ha-noi/xa-binh-minh"}
    assert owner.post(PATH, **chosen, former_address="Cự Khê, Thanh Oai").status_code == 303

    assert "nơi này nay có thể là" not in owner.get(PATH).get_data(as_text=True)

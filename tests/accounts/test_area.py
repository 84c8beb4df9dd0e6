"""Staff narrowed to some communes: nothing of theirs reaches a facility elsewhere, by any route."""

import io
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from accounts import areas, assisting, people
from accounts.models import STAFF_RIGHTS, StaffArea, User
from catalog.models import Product
from core import audit, times
from core.db import db
from fairs.models import Booth
from programme import places
from programme.activities.models import Activity
from programme.joining import JoinRequest
from programme.models import CraftVillage, Facility
from shop.models import Review
from tests import addresses
from tests import factories as make
from tests.addresses import access_of, changing, fields_of, path_of, rules
from tests.cast import PDF, gather
from tests.catalog.test_manage_products import LABEL
from tests.conftest import Browser

HERE, ELSEWHERE = "ha-noi/bat-trang", "ha-noi/van-phuc"
PATH = "/can-bo/nguoi-lam"
BAT_TRANG = places.communes_named(places.HANOI, "Bát Tràng")[0]

# Acts of staff that concern the whole market, no single facility.
MARKET = (
    "activities.enter", "activities.change",  # a commune is typed: tests/programme/test_activities.py
    "card_desk.", "fees.", "gifts.", "money_desk.", "settling_desk.",
    "catalog_collections.", "catalog_digests.", "catalog_shelves.define", "catalog_shelves.change_attribute",
    "catalog_shelves.keep_attribute", "catalog_words.", "fairs_calls.add_criterion",
    "fairs_calls.change_criterion", "fairs_calls.move_criterion", "fairs_calls.remove_criterion",
    "fairs_judging.close", "fairs_judging.draft", "fairs_judging.publish", "fairs_panel.",
    "fairs_seating.", "fairs_ledger.charge",
    "fairs_floor.", "fairs_keeping.", "fairs_papers.", "fairs_visitors.", "fairs_programme.",
    "fairs_shelf.keep_season", "fairs_shelf.order", "insight_staff.put_number_away", "officers.",
    "requirement_desk.define", "requirement_desk.revise",
    "programme_staff.move", "drafts.", "records.", "scheme_file.", "unit_desk.", "venue_desk.", "vouchers.",
)  # fmt: skip
HELD = ("fairs_stands.take_back", "fairs_stands.give_back")
DOWNLOADS = ("renewal.theirs_file",)
TODAY = times.today().isoformat()
SLOT = {"reason": "Rót không rớt.", "signed": "Chị Hằng", "starts_on": TODAY, "ends_on": TODAY}
# What a form must say for its act to come so far.
SAID = {
    "catalog_register.add": {
        "loai": "trademark", "kind": "trademark", "about": "facility", "title": "Gốm", "decision_number": "12/GCN",
        "issuer": "Cục", "issued_on": "2026-01-05",
    },
    "catalog_register.correct": {
        "reason": "Gõ nhầm.", "stars": "4", "decision_number": "1/QĐ-UBND", "issuer": "UBND", "issued_on": "2026-01-05",
        "points": "75",
    },
    "catalog_register.refuse": {"reason": "Mờ."},
    "catalog_register.reinstate": {"reason": "Nhầm."},
    "catalog_register.revoke": {"reason": "Hết.", "on": TODAY},
    "catalog_shelves.classify": {"browse_category": "gom-su"},
    "catalog_staff.send_back": {"remark.": "Sửa tên."},
    "catalog_staff.send_back_revision": {"remark.": "Sửa tên."},
    "catalog_staff.take_down": {"reason": "Sai nhãn."},
    "door.decide": {"decision": "lifted", "why": "Ghi nhầm."},
    "unanswered.chase": {"how": "call", "words": "Hẹn nhận chiều nay."},
    "claims.decide": {"do": "exchange", "words": "Hàng nứt thật."},
    "facilities_staff.record_fact": {"fact": "sme", "so": "yes", "paper": "GCN", "from_on": "2020-01-01"},
    "facilities_staff.recognise_village": {"number": "1/QĐ", "on": "2020-01-01", "title": "Làng nghề"},
    "facilities_staff.verify_identity": {"method": "gap_truc_tiep", "on": TODAY},
    "facilities_staff.verify_quality": {"quality": "huu_co", "quality_paper": "GCN"},
    "facilities_staff.withdraw_identity": {"reason": "Nhầm."},
    "fairs_complaints.answer": {"outcome": "settled", "answer": "Đã đổi."},
    "fairs_contracts.cancel": {"reason": "Nhầm."},
    "fairs_contracts.note": {
        "kind": "contract", "partner": "Công ty", "partner_kind": "domestic", "amount": "5000000", "signed_on": TODAY,
        "key": "k",
    },
    "fairs_judging.answer": {"answer": "Giữ nguyên."},
    "fairs_judging.decide": {"outcome": "accepted", "reason": "Hàng làm tay."},
    "fairs_judging.declare": {"conflict": "Em ruột."},
    "fairs_ledger.close": {"reason": "Trả gian."},
    "fairs_ledger.pay": {"amount": "1000", "on": TODAY, "reference": "FT1"},
    "fairs_ledger.take_back": {"reason": "Gõ nhầm."},
    "fairs_judging.score": {"remark": "Hàng làm tay."},
    "fairs_shelf.feature": SLOT,
    "fairs_shelf.revise": SLOT,
    "guestbook.keep_off": {"reason": "Lời tục."},
    "helped.record_consent": {"agreed_by": "Bà Lý", "way": "tai_cho", "agreed_on": TODAY, "until_on": TODAY},
    "joining.approve": {"called": "1"},
    "joining.ask_for_more": {"words": "Gửi số giấy."},
    "joining.refuse": {"words": "Ngoài Hà Nội."},
    "requirement_desk.refuse": {"reason": "Mờ."},
    "reviews.hide": {"reason": "Lời tục."},
}  # fmt: skip


@pytest.fixture
def cast(app):
    made = gather()
    for one in (made.mine, made.theirs):
        facility = db.session.get_one(Facility, one["facility_id"])
        facility.commune_code, facility.qualities = HERE, {"huu_co": {"paper": "", "verified_on": "", "until": ""}}
    for kind in (CraftVillage, JoinRequest, Activity):
        db.session.query(kind).update({"commune_code": HERE})
    booth = db.session.get_one(Booth, made.mine["booth_id"])
    made.mine["held_stand"] = booth.stand_id
    waiting = db.session.get_one(Product, made.mine["submitted_id"])
    waiting.label = LABEL
    db.session.commit()
    make.make_photo(waiting)
    return made


def narrow(person, communes):
    """By nobody in particular: the one who acted last in this thread is of no concern."""
    with audit.actor(None):
        areas.narrow(person, communes)


def officer(app, *communes, rights=STAFF_RIGHTS):
    person = make.make_staff(*rights)
    narrow(person, communes)
    db.session.commit()
    browser = Browser(app).sign_in(person)
    with browser.client.session_transaction() as session:
        session["token"] = "token"
    return browser


def of_staff(app):
    """Every act of staff on what belongs to a facility."""
    acts = [(rule, method) for rule, method in changing(app) if access_of(app, rule)[0] == "staff"]
    return [act for act in acts if not act[0].endpoint.startswith((*MARKET, *DOWNLOADS))]


def does(app, browser, cast, rule, method):
    fields = fields_of(rule, cast.mine) | SAID.get(rule.endpoint, {}) | {"subject": cast.mine["facility"]}
    fields[f"points.{cast.mine['criterion_id']}"] = "5"
    if rule.endpoint in ("activities.keep_file", "catalog_register.add_evidence", "fairs_contracts.note"):
        fields["file"] = (io.BytesIO(PDF), "giay.pdf")
    if rule.endpoint == "roll_sheets.take_in":
        fields["file"] = (io.BytesIO("Họ tên\nMận\n".encode()), "danh-sach.csv")
    values = cast.mine | ({"stand": cast.mine["held_stand"]} if rule.endpoint in HELD else {})
    return browser.send(method, path_of(app, rule, values), data={"csrf_token": "token"} | fields).status_code


def test_no_act_of_staff_reaches_a_facility_outside_their_area(app, cast):
    bound, rows = officer(app, ELSEWHERE), addresses.rows_of_all_tables()
    answers = {rule.endpoint: does(app, bound, cast, rule, method) for rule, method in of_staff(app)}
    assert answers == dict.fromkeys(answers, 403)
    assert len(answers) > 30
    assert addresses.rows_of_all_tables() == rows


@pytest.mark.parametrize("communes", [(), (HERE, ELSEWHERE)], ids=["everywhere", "there too"])
def test_within_their_area_none_is_refused(app, cast, communes):
    welcome, rows = officer(app, *communes), addresses.rows_of_all_tables()
    answers = {}
    for rule, method in of_staff(app):
        answers[rule.endpoint] = does(app, welcome, cast, rule, method)
        addresses.put_back(rows)
    assert {one: answer for one, answer in answers.items() if answer in (400, 403, 404, 422)} == {}


@pytest.fixture
def agreed(cast):
    today = times.today()
    assisting.agree(cast.mine["facility_id"], "Bà Lý", "tai_cho", today, today + timedelta(days=30))
    db.session.commit()


def helping(browser, cast):
    with browser.client.session_transaction() as session:
        session["helping"] = cast.mine["facility_id"]
    return browser


def answers_in_the_workspace(app, browser, cast):
    """Of every page and act of a facility, for who helps it."""
    found = {}
    for rule in rules(app):
        if access_of(app, rule)[0] == "facility":
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                answer = browser.send(method, path_of(app, rule, cast.mine), data={"csrf_token": "token"})
                found[method, rule.endpoint] = answer.status_code
    return found


def test_who_helps_outside_her_area_is_shut_out_of_every_page_and_act(app, cast, agreed):
    bound, rows = helping(officer(app, ELSEWHERE), cast), addresses.rows_of_all_tables()
    answers = answers_in_the_workspace(app, bound, cast)
    assert answers == dict.fromkeys(answers, 403)
    assert len(answers) > 80
    assert addresses.rows_of_all_tables() == rows


def test_who_helps_within_her_area_is_let_in_as_an_editor_is(app, cast, agreed):
    welcome = helping(officer(app, HERE), cast)
    for path in ("/quan-ly/co-so", "/quan-ly/san-pham", f"/quan-ly/gian/{cast.mine['booth_id']}"):
        assert welcome.get(path).status_code == 200
    assert welcome.get("/quan-ly/don").status_code == 403


def test_an_area_drawn_while_she_helps_ends_it_at_once(app, cast, agreed):
    person = make.make_staff("assist")
    browser = helping(Browser(app).sign_in(person), cast)
    assert browser.get("/quan-ly/co-so").status_code == 200
    narrow(db.session.get(User, person.id), [ELSEWHERE])
    db.session.commit()
    assert browser.get("/quan-ly/co-so").status_code == 403


def test_a_facility_whose_commune_nobody_knows_is_in_nobodys_area(app, cast):
    db.session.get_one(Facility, cast.mine["facility_id"]).commune_code = None
    db.session.commit()
    assert officer(app, HERE).post(f"/can-bo/co-so/{cast.mine['facility']}/lam-giup").status_code == 403


def test_her_own_facility_is_hers_wherever_it_lies(app, cast):
    """A member of a team who is of the staff elsewhere."""
    person = db.session.get(User, cast.people["owner"].id)
    people.grant(person, "assist")
    narrow(person, [ELSEWHERE])
    db.session.commit()
    assert Browser(app).sign_in(person).get("/quan-ly/co-so").status_code == 200


def area_of(person):
    return db.session.get(User, person.id).area


def test_the_page_narrows_and_widens_and_it_is_written_down(app):
    chief, other = Browser(app).sign_in(make.make_staff("programme")), make.make_staff("assist", name="Anh Tú")
    path = f"{PATH}/{other.id}"
    assert "Anh Tú" in chief.get(PATH).text
    assert chief.post(path, reach="some", communes=[BAT_TRANG.code]).status_code == 303
    assert area_of(other) == {BAT_TRANG.code}
    assert BAT_TRANG.name in chief.get(PATH).text
    entry = audit.history_of(db.session.get(User, other.id))[0]
    assert entry.detail == {"communes": [[], [BAT_TRANG.code]]}
    assert chief.post(path, reach="all").status_code == 303
    assert area_of(other) is None


@pytest.mark.parametrize(
    "fields", [{}, {"reach": "some"}, {"reach": "some", "communes": "x"}, {"reach": "khac"}], ids=str
)
def test_what_cannot_be_read_is_said_and_narrows_nobody(app, fields):
    chief, other = Browser(app).sign_in(make.make_staff("programme")), make.make_staff("assist")
    assert chief.post(f"{PATH}/{other.id}", **fields).status_code == 422
    assert area_of(other) is None


def test_nobody_widens_herself_nor_hands_out_what_she_has_not(app):
    person, other = make.make_staff("programme"), make.make_staff("assist")
    free = Browser(app).sign_in(person)
    assert free.post(f"{PATH}/{person.id}", reach="some", communes=BAT_TRANG.code).status_code == 409
    narrow(db.session.get(User, person.id), [BAT_TRANG.code])
    db.session.commit()
    assert free.post(f"{PATH}/{person.id}", reach="all").status_code == 409
    assert free.post(f"{PATH}/{other.id}", reach="some", communes=BAT_TRANG.code).status_code == 403
    assert area_of(person) == {BAT_TRANG.code}
    assert area_of(other) is None


def test_who_is_not_of_the_staff_has_no_area(app):
    chief = Browser(app).sign_in(make.make_staff("programme"))
    assert chief.get(f"{PATH}/{make.make_user().id}").status_code == 404


def test_the_database_wants_a_commune(app):
    db.session.add(StaffArea(user_id=make.make_staff().id, commune_code=""))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_the_roll_asks_as_much_for_one_as_for_many(app, query_count):
    chief, counts = Browser(app).sign_in(make.make_staff("programme")), []
    for _ in range(2):
        with query_count() as run:
            assert chief.get(PATH).status_code == 200
        counts.append(len(run))
        for _n in range(8):
            narrow(make.make_staff("assist"), [HERE, ELSEWHERE])
        db.session.commit()
    assert counts[0] == counts[1]


# Lists of staff that tell of the whole market, and of no work on one facility.
WHOLE = (
    "/can-bo/ke",
    "/can-bo/bo-suu-tap",
    "/can-bo/nhu-cau",
    "/can-bo/tu-khoa",
    "/can-bo/dac-tinh",
    "/can-bo/thu-hoi",
    "/can-bo/de-an",
)


def lists_of_staff(app):
    """Every page and file of staff that is about nothing in particular."""
    found = [str(rule) for rule in rules(app) if access_of(app, rule)[0] == "staff" and "GET" in rule.methods]
    return [path for path in found if "<" not in path and not path.startswith(WHOLE)]


@pytest.fixture
def waiting_work(cast):
    """One of each that waits for staff, of a facility in HERE with names of its own."""
    facility = db.session.get_one(Facility, cast.mine["facility_id"])
    facility.name = "Lò Khác Xã"
    product = db.session.get_one(Product, cast.mine["submitted_id"])
    assert product.facility_id == facility.id
    make.make_paper(facility, state="proposed", title="Nhãn khác xã", confirmed_at=None)
    review = db.session.get_one(Review, cast.mine["review_id"])
    review.text, review.state = "Lời khác xã", "pending"
    db.session.commit()


def telling(app, *communes):
    """The lists in which she reads of that facility."""
    reader, told = officer(app, *communes), set()
    for path in lists_of_staff(app):
        page = reader.get(path)
        assert page.status_code in (200, 404), path
        if page.mimetype == "text/html" and "khác xã" in page.text.lower():
            told.add(path)
    return told


def test_lists_leave_out_what_lies_beyond_her_area(app, waiting_work):
    everywhere = telling(app)
    assert {"/can-bo/san-pham", "/can-bo/chung-nhan", "/can-bo/co-so", "/can-bo/loi-khen", "/can-bo"} <= everywhere
    assert telling(app, HERE) == everywhere
    assert telling(app, ELSEWHERE) == set()


def test_she_reads_which_communes_are_hers(app, cast):
    assert "Địa bàn của bạn: Phường Hà Đông" in officer(app, "ha-noi/phuong-ha-dong").get("/can-bo").text
    assert "Địa bàn của bạn" not in officer(app).get("/can-bo").text


def test_what_lies_beyond_says_so_on_its_page(app, cast):
    path = f"/can-bo/san-pham/{cast.mine['submitted_id']}"
    assert "Ngoài địa bàn của bạn" in officer(app, ELSEWHERE).get(path).text
    assert "Ngoài địa bàn của bạn" not in officer(app, HERE).get(path).text

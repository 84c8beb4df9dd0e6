"""What the market asks of makers: said before it binds, seen by itself, declared or shown; what is lacking stops."""

import io
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from accounts import areas, people
from catalog import jobs as catalog_jobs
from catalog import products, recognitions, requirement_reminders, requirements, standing
from catalog.models import Proof, Requirement, RequirementLetter
from catalog.requirements import Paper, Terms
from core import audit, times
from core.db import db
from core.jobs import Job
from shop import cart as carts
from shop import orders
from tests import factories as make
from tests.cast import PDF
from tests.catalog.test_manage_products import LABEL
from tests.conftest import Browser

TODAY, NOON = times.today(), times.now()
PATH, DESK = "/quan-ly/yeu-cau", "/can-bo/yeu-cau"
GIVEN = {"number": "25/2026/ATTP", "issuer": "Chi cục", "valid_until": (TODAY + timedelta(days=300)).isoformat()}


def days(n):
    return TODAY + timedelta(days=n)


@pytest.fixture
def lo(app):
    return make.make_facility(email="lo@example.vn", phone="+84912000111")


@pytest.fixture
def tea(lo):
    return make.make_product(facility=lo, browse_category="gom-su")


@pytest.fixture
def maker(app, lo):
    return Browser(app).sign_in(make.make_member(lo, "owner"))


@pytest.fixture
def desk(app):
    return Browser(app).sign_in(make.make_staff("programme", "moderate"))


def settled(product):
    standing.settle([product.facility_id])
    db.session.commit()
    db.session.refresh(product)
    return product


def of(facility):
    return standing.of(facility.id)


def letters():
    return [job.payload for job in db.session.query(Job).filter_by(kind="mail")]


def file():
    return (io.BytesIO(PDF), "attp.pdf")


def test_what_is_lacking_stops_the_sale_at_the_rule_itself(browser, tea):
    cart = carts.begin()
    carts.put(cart, tea.main, 1)
    db.session.commit()
    make.make_requirement()
    settled(tea)
    with pytest.raises(carts.NotForSale):
        carts.put(carts.begin(), tea.main, 1)
    with pytest.raises(orders.Unavailable):
        make.order_cart(cart)
    db.session.rollback()
    assert carts.find(cart.token).lines[0].trouble == "stopped"
    page = browser.get(f"/san-pham/{tea.slug}").text
    assert "Tạm ngừng bán" in page
    assert 'name="go"' not in page
    listed = browser.get("/api/v1/products").json["items"]
    assert [one["in_stock"] for one in listed] == [False]


def test_what_hides_takes_it_off_every_page(browser, tea):
    make.make_requirement(effect="show")
    settled(tea)
    assert browser.get(f"/san-pham/{tea.slug}").status_code in (404, 410)
    assert browser.get("/api/v1/products").json["items"] == []


def test_before_its_day_nobody_is_switched_off_and_on_it_all_by_itself(tea, monkeypatch):
    make.make_requirement(binds_on=days(10))
    settled(tea)
    assert (tea.stopped_on, tea.is_stopped, tea.can_be_bought) == (days(10), False, True)
    monkeypatch.setattr(times, "today", lambda: days(10))
    assert (tea.is_stopped, tea.can_be_bought) == (True, False)


def test_only_the_goods_that_it_is_about(lo):
    pot, honey = (make.make_product(facility=lo, browse_category=shelf) for shelf in ("gom-su", "nong-san"))
    make.make_requirement(groups=["nong-san"])
    standing.settle([lo.id])
    db.session.expire_all()
    assert (pot.is_stopped, honey.is_stopped) == (False, True)


def test_only_the_makers_that_it_is_about(lo, tea):
    make.make_requirement(facility_kinds=["doanh_nghiep" if lo.kind != "doanh_nghiep" else "hop_tac_xa"])
    assert not settled(tea).is_stopped


def test_what_the_market_sees_by_itself_counts_the_moment_it_is_there(lo, tea):
    lo.bank_bin = lo.bank_account = None
    make.make_requirement("computed", fact="account")
    assert settled(tea).is_stopped
    lo.bank_bin, lo.bank_account = "970436", "0123456789"
    db.session.flush()
    catalog_jobs.update_goods_of({"facility_id": lo.id})
    db.session.refresh(tea)
    assert not tea.is_stopped


def test_new_goods_of_one_who_lacks_something_are_stopped_as_they_are_published(lo):
    make.make_requirement()
    draft = make.make_product(facility=lo, state="withdrawn", label=LABEL)
    make.make_photo(draft)
    products.put_back(draft)
    assert draft.is_stopped


def test_a_declaration_is_of_one_text_and_a_new_text_is_declared_anew(maker, lo, tea):
    asked = make.make_requirement("attested")
    settled(tea)
    told = {"requirement": asked.id, "version": 1}
    assert "Tôi bán hàng thật." in maker.get(PATH).text
    assert maker.post(f"{PATH}/cam-ket", **told).status_code == 303
    assert maker.post(f"{PATH}/cam-ket", **told).status_code == 303  # twice is once
    row = db.session.query(Proof).one()
    assert (row.state, row.version, row.facility_id) == ("declared", 1, lo.id)
    db.session.refresh(tea)
    assert tea.can_be_bought
    terms = terms_of(asked, statement="Tôi bán hàng thật, đủ nhãn.", binds_on=days(20))
    requirements.revise(asked, terms)
    db.session.commit()
    assert asked.version == 2
    assert not of(lo)[0].is_met
    assert maker.post(f"{PATH}/cam-ket", **told).status_code == 409  # she read another text


def terms_of(asked, **changes):
    names = Terms.__dataclass_fields__
    return Terms(**{name: getattr(asked, name) for name in names} | changes)


def test_only_the_owner_declares(app, lo):
    asked = make.make_requirement("attested")
    editor = Browser(app).sign_in(make.make_member(lo, "editor"))
    assert "chủ cơ sở làm" in editor.get(PATH).text
    assert editor.post(f"{PATH}/cam-ket", requirement=asked.id, version=1).status_code == 403


def test_a_document_waits_is_accepted_and_the_goods_sell_again(maker, desk, lo, tea):
    asked = make.make_requirement()
    settled(tea)
    answer = maker.post(f"{PATH}/giay", requirement=asked.id, file=file(), **GIVEN)
    assert answer.status_code == 303
    proof = db.session.query(Proof).one()
    db.session.refresh(tea)
    assert (proof.state, tea.is_stopped) == ("waiting", True)
    assert "25/2026/ATTP" in desk.get(DESK).text
    assert "Giấy cơ sở gửi" in desk.get("/can-bo").text
    scan = desk.get(f"{DESK}/giay/{proof.id}/tep")
    assert (scan.status_code, scan.headers["Cache-Control"]) == (200, "no-store")
    assert desk.post(f"{DESK}/giay/{proof.id}/nhan").status_code == 303
    db.session.refresh(tea)
    assert (tea.is_stopped, tea.stopped_on) == (False, days(301))
    assert letters()[-1]["subject"].startswith("Đã nhận giấy")
    assert "đủ, đến hết" in maker.get(PATH).text


def test_who_is_refused_reads_why_and_sends_another(maker, desk, lo):
    asked = make.make_requirement()
    proof = make.make_proof(asked, lo)
    assert desk.post(f"{DESK}/giay/{proof.id}/tu-choi").status_code == 422
    assert desk.post(f"{DESK}/giay/{proof.id}/tu-choi", reason="Bản chụp mờ.").status_code == 303
    assert "Bản chụp mờ." in maker.get(PATH).text
    assert maker.post(f"{PATH}/giay", requirement=asked.id, file=file(), **GIVEN).status_code == 303
    assert desk.post(f"{DESK}/giay/{proof.id}/nhan").status_code == 409


def test_bad_input_is_said_at_the_field_and_nothing_is_lost(maker, lo):
    asked = make.make_requirement()
    answer = maker.post(f"{PATH}/giay", requirement=asked.id, number="7/ATTP")
    assert answer.status_code == 422
    assert "Ghi nơi cấp." in answer.text
    assert "7/ATTP" in answer.text
    late = GIVEN | {"valid_until": days(-1).isoformat()}
    assert "đã hết hạn" in maker.post(f"{PATH}/giay", requirement=asked.id, file=file(), **late).text
    maker.post(f"{PATH}/giay", requirement=asked.id, file=file(), **GIVEN)
    assert "Rút giấy ấy" in maker.post(f"{PATH}/giay", requirement=asked.id, file=file(), **GIVEN).text
    assert db.session.query(Proof).count() == 1


def test_a_document_is_nobody_elses(app, lo):
    proof = make.make_proof(make.make_requirement(), lo)
    other = Browser(app).sign_in(make.make_member(make.make_facility(), "owner"))
    assert other.get(f"{PATH}/giay/{proof.id}/tep").status_code == 404
    assert other.post(f"{PATH}/giay/{proof.id}/rut").status_code == 404
    assert Browser(app).get(f"{PATH}/giay/{proof.id}/tep").status_code == 302
    packer = Browser(app).sign_in(make.make_member(lo, "packer"))
    assert packer.get(f"{PATH}/giay/{proof.id}/tep").status_code == 403


def test_nobody_decides_over_her_own(app, lo):
    person = make.make_staff("moderate")
    people.join(person, lo.id, "editor")
    proof = make.make_proof(make.make_requirement(), lo)
    assert Browser(app).sign_in(person).post(f"{DESK}/giay/{proof.id}/nhan").status_code == 403
    assert db.session.get(Proof, proof.id).state == "waiting"


def test_a_document_that_lapses_stops_the_day_after_unless_a_new_one_came_in_time(lo, tea):
    asked = make.make_requirement()
    make.make_proof(asked, lo, "accepted", valid_until=days(5))
    assert settled(tea).stopped_on == days(6)
    make.make_proof(asked, lo, valid_until=days(400))
    assert settled(tea).stopped_on == days(10)  # ten days for staff to look


def test_a_late_document_spares_nobody(lo, tea):
    asked = make.make_requirement()
    make.make_proof(asked, lo)
    assert settled(tea).is_stopped


def test_a_paper_of_the_register_will_do(lo, tea):
    make.make_requirement(paper="food_safety")
    paper = make.make_paper(lo, "food_safety", expires_on=days(40))
    assert settled(tea).stopped_on == days(41)
    recognitions.revoke(paper, "Thu hồi", days(0), "9/QĐ")
    db.session.refresh(tea)
    assert tea.is_stopped


def test_a_new_rule_leaves_time(desk):
    told = {"kind": "verified", "title": "Giấy mới", "why": "Luật.", "effect": "sell", "from_on": TODAY.isoformat()}
    answer = desk.post(f"{DESK}/moi", **told, binds_on=days(3).isoformat())
    assert answer.status_code == 422
    assert "Bắt buộc sớm nhất" in answer.text
    assert desk.post(f"{DESK}/moi", **told, binds_on=days(14).isoformat()).status_code == 303
    made = db.session.query(Requirement).one()
    assert [job.kind for job in db.session.query(Job)] == ["requirements.settle"]
    assert desk.get(f"{DESK}/{made.id}").status_code == 200
    stricter = told | {"effect": "show", "binds_on": days(14).isoformat()}
    assert desk.post(f"{DESK}/{made.id}", **stricter).status_code == 303
    assert audit.history_of(db.session.get(Requirement, made.id))[0].detail == {"effect": ["sell", "show"]}
    sooner = stricter | {"binds_on": days(2).isoformat()}
    assert desk.post(f"{DESK}/{made.id}", **sooner).status_code == 422


def test_who_is_narrowed_to_some_communes_asks_nothing_of_all(app):
    person = make.make_staff("programme")
    with audit.actor(None):
        areas.narrow(person, ["ha-noi/bat-trang"])
    db.session.commit()
    told = {"kind": "verified", "title": "Giấy", "why": "Luật.", "effect": "advice", "from_on": TODAY.isoformat()}
    answer = Browser(app).sign_in(person).post(f"{DESK}/moi", **told, binds_on=TODAY.isoformat())
    assert answer.status_code == 403
    assert db.session.query(Requirement).count() == 0


def test_letters_go_thirty_and_seven_days_before_and_each_once(lo, tea):
    asked = make.make_requirement(binds_on=days(20))
    assert requirement_reminders.send_due() == 1
    assert requirement_reminders.send_due() == 0
    asked.binds_on = days(6)
    db.session.flush()
    assert requirement_reminders.send_due() == 1
    asked.binds_on = days(60)
    db.session.flush()
    assert requirement_reminders.send_due() == 0
    assert [row.days for row in db.session.query(RequirementLetter)] == [30, 7]
    assert {one["to"] for one in letters()} == {"lo@example.vn"}


def test_staff_see_who_lacks_what_and_remind_them_at_once(desk, lo, tea):
    make.make_requirement()
    settled(tea)
    whole = make.make_product()
    page = desk.get(f"{DESK}/con-thieu?xem=stopped").text
    assert lo.name in page
    assert desk.post(f"{DESK}/nhac", facility_id=[lo.id, whole.facility_id]).status_code == 303
    sent = len(letters())
    assert desk.post(f"{DESK}/nhac", facility_id=[lo.id]).status_code == 303
    assert len(letters()) == sent >= 1


def test_her_front_page_says_what_stops_something(maker, lo, tea):
    make.make_requirement(title="Giấy an toàn thực phẩm còn hạn")
    settled(tea)
    assert "Giấy an toàn thực phẩm còn hạn" in maker.get("/quan-ly").text
    assert "Hàng đang ngừng bán" in maker.get(PATH).text


def test_the_page_asks_as_much_for_one_as_for_many(desk, maker, lo, tea, query_count):
    counts = []
    make.make_requirement()
    for _ in range(2):
        for browser, path in ((maker, PATH), (desk, f"{DESK}/con-thieu"), (desk, DESK)):
            with query_count() as run:
                assert browser.get(path).status_code == 200
            counts.append(len(run))
        if len(counts) == 3:
            for n in range(8):
                asked = make.make_requirement(title=f"Giấy {n}")
                make.make_proof(asked, make.make_product().facility)
    assert counts[3:] == counts[:3]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "computed", "fact": ""}, {"kind": "attested", "statement": ""}, {"effect": "other"}, {"title": ""},
        {"binds_on": days(-40)}, {"paper": "khac"}, {"until_on": days(-60)},
    ],
    ids=["no fact", "no text", "effect", "title", "no grace", "paper", "ends before"],
)  # fmt: skip
def test_the_database_keeps_a_requirement_whole(app, wrong):
    with pytest.raises(IntegrityError):
        make.make_requirement(**({"kind": "verified"} | wrong))
    db.session.rollback()


@pytest.mark.parametrize(
    "wrong",
    [{"state": "refused", "decided_at": NOON}, {"decided_at": NOON}, {"digest": ""}, {"state": "khac"}],
    ids=["refused without a reason", "decided while it waits", "no scan", "unknown state"],
)
def test_the_database_keeps_a_document_whole(lo, wrong):
    proof = make.make_proof(make.make_requirement(), lo)
    for name, value in wrong.items():
        setattr(proof, name, value)
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_of_two_waiting_documents_the_database_keeps_one(lo):
    asked = make.make_requirement()
    make.make_proof(asked, lo)
    with pytest.raises(requirements.WaitsAlready):
        requirements.hand_in(lo.id, asked, Paper("2", "Sở", None, None), ("application/pdf", PDF), "b.pdf")


def test_a_requirement_that_is_over_stops_nobody(lo, tea):
    make.make_requirement(until_on=days(-1))
    assert not settled(tea).is_stopped
    assert of(lo) == []


def test_daily_work_settles_what_no_event_told_of(lo, tea):
    make.make_requirement()
    catalog_jobs.turn_the_day()
    db.session.refresh(tea)
    assert tea.is_stopped


def test_what_the_worker_settles_is_kept(tea, monkeypatch):
    """The index is written in a transaction of its own, which begins by letting go of what stands unsaved."""
    make.make_requirement()
    monkeypatch.setattr("catalog.search.update", lambda _ids: db.session.rollback())
    catalog_jobs.update_search({"product_ids": [tea.id]})
    db.session.commit()
    db.session.refresh(tea)
    assert tea.is_stopped

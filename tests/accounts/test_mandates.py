"""One facility acts in another's place: only what it was let to do, until the day, seen and taken back in one tap."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from accounts import mandates
from accounts.models import ACTIONS, Mandate, Membership
from catalog import products, sales
from catalog.models import Product
from core import access, audit, times
from core.access import NotGranted
from core.audit import AuditEntry
from core.db import db
from programme import facilities
from programme.models import Facility
from shop.models import Parcel
from tests import addresses
from tests import factories as make
from tests.addresses import access_of, path_of, rules
from tests.cast import gather
from tests.conftest import Browser

TODAY = times.today()
GIVE, HELD = "/quan-ly/nho-ban-ho", "/tai-khoan/lam-thay"
NEXT_MONTH = (TODAY + timedelta(days=30)).isoformat()


@pytest.fixture
def elder(app):
    return make.make_facility(name="Mây Tre Bà Sáu")


@pytest.fixture
def hub(app):
    return make.make_facility(name="Điểm OCOP Gia Lâm", slug="diem-ocop-gia-lam")


@pytest.fixture
def owner(app, elder):
    return Browser(app).sign_in(make.make_member(elder, "owner"))


@pytest.fixture
def helper(app, hub):
    return Browser(app).sign_in(make.make_member(hub, "owner", name="Cô Thắm"))


def acts_for(browser, facility):
    assert browser.post(HELD, facility_id=facility.id).status_code == 303
    return browser


def test_she_gives_and_the_hub_does_just_that_and_it_is_told_who_did_it(owner, helper, elder, hub):
    basket = make.make_product(facility=elder, on_hand=3, price=100_000)
    told = {"who": "Điểm OCOP Gia Lâm", "actions": ["stock", "orders"], "until": NEXT_MONTH}
    assert owner.post(GIVE, **told).status_code == 303
    assert "Mây Tre Bà Sáu" in helper.get(HELD).text
    acts_for(helper, elder)
    page = helper.get("/quan-ly/san-pham")
    assert "Bạn đang làm thay Mây Tre Bà Sáu" in page.text
    assert basket.name in page.text
    assert helper.post(f"/quan-ly/san-pham/{basket.id}/ton-kho", on_hand="8").status_code == 303
    assert db.session.get(Product, basket.id).on_hand == 8
    entry = db.session.query(AuditEntry).filter_by(action="product.counted").one()
    assert (entry.on_behalf_of, entry.mandate_id) == (elder.id, db.session.query(Mandate).one().id)
    shown = owner.get(GIVE).text
    assert "Cô Thắm thay mặt Mây Tre Bà Sáu" in shown
    assert "Điểm OCOP Gia Lâm" in shown
    assert "Cô Thắm" not in owner.get("/quan-ly/giup-do").text  # which is about staff
    for path in (
        "/quan-ly/tien",
        "/quan-ly/nguoi-cung-lam",
        "/quan-ly/co-so",
        GIVE,
        f"/quan-ly/san-pham/{basket.id}/loai",
    ):
        assert helper.get(path).status_code == 403, path


def test_the_page_of_an_editor_holds_prices_and_stock_and_the_rule_tells_them_apart(helper, elder, hub):
    basket = make.make_product(facility=elder, price=100_000, on_hand=3)
    make.make_mandate(elder, hub, "goods")
    acts_for(helper, elder)
    step = f"/quan-ly/san-pham/{basket.id}/buoc/2"
    told = {"mode": "sale", "unit": "chiếc", "summary": "Rổ tre.", "story": "", "on_hand": "3", "on_hand_was": "3"}
    assert helper.post(step, **told, price="100.000", weight_g="500").status_code == 303
    assert helper.post(step, **told, price="90.000", weight_g="500").status_code == 403
    assert helper.post(step, **told | {"on_hand": "9"}, price="100.000", weight_g="500").status_code == 403
    row = db.session.get(Product, basket.id)
    assert (row.price, row.on_hand) == (100_000, 3)


def test_the_rules_themselves_refuse_whatever_page_asks(elder):
    basket, now = make.make_product(facility=elder), times.now()
    access.grant_only(frozenset({"answers"}))
    try:
        for act in (
            lambda: products.count(basket.sku, 9),
            lambda: products.revise(basket, {"price": 5_000}),
            lambda: products.revise(basket, {"unit": "bộ"}),
            lambda: sales.begin(basket.main, 50_000, now, now + timedelta(days=2)),
            lambda: facilities.revise(elder, bank_bin="970436", bank_account="1"),
            lambda: mandates.give(elder.id, ["money"], TODAY, to=basket.facility_id + 1),
        ):
            with pytest.raises(NotGranted):
                act()
    finally:
        access.grant_only(None)
    assert (basket.price, basket.on_hand, basket.unit) == (100_000, 5, "chiếc")


def test_orders_are_packed_in_her_place_and_money_is_not_seen(helper, elder, hub):
    parcel = make.make_parcel(make.make_product(facility=elder))
    make.make_mandate(elder, hub, "orders")
    acts_for(helper, elder)
    assert helper.post(f"/quan-ly/don/{parcel.id}/nhan").status_code == 303
    assert db.session.get(Parcel, parcel.id).state == "confirmed"
    assert helper.get("/quan-ly/tien").status_code == 403
    assert helper.get("/quan-ly").location.endswith("/quan-ly/them")
    more = helper.get("/quan-ly/them").text
    assert "Các khoản phí" not in more
    assert "/quan-ly/don" in more


def test_one_tap_takes_one_thing_away_and_one_takes_all(owner, helper, elder, hub):
    mandate = make.make_mandate(elder, hub, "goods", "orders")
    acts_for(helper, elder)
    assert helper.get("/quan-ly/don").status_code == 200
    assert owner.post(f"{GIVE}/{mandate.id}/bot", action="orders").status_code == 303
    assert helper.get("/quan-ly/don").status_code == 403
    assert helper.get("/quan-ly/san-pham").status_code == 200
    assert owner.post(f"{GIVE}/{mandate.id}/bot", action="orders").status_code == 409
    assert owner.post(f"{GIVE}/{mandate.id}/thoi").status_code == 303
    answer = helper.get("/quan-ly/san-pham")
    assert answer.status_code == 403
    assert "thôi nhờ" in answer.text  # and nothing of hers is done to her own facility by mistake
    assert "Điểm OCOP Gia Lâm" in helper.get("/quan-ly").text


def test_it_lapses_by_itself(helper, elder, hub, monkeypatch):
    make.make_mandate(elder, hub, "goods", days=3)
    acts_for(helper, elder)
    assert helper.get("/quan-ly/san-pham").status_code == 200
    monkeypatch.setattr(times, "today", lambda: TODAY + timedelta(days=4))
    assert helper.get("/quan-ly/san-pham").status_code == 403
    assert helper.post(HELD, facility_id=elder.id).location.endswith(HELD)


def test_a_young_person_of_the_village_needs_no_facility(app, owner, elder):
    tham = make.make_user(phone="+84912000777", name="Thắm")
    assert owner.post(GIVE, who="0912 000 777", actions=["answers"], until=NEXT_MONTH).status_code == 303
    browser = acts_for(Browser(app).sign_in(tham), elder)
    assert browser.get("/quan-ly/hoi-dap").status_code == 200
    assert browser.get("/quan-ly/don").status_code == 403


def test_in_another_place_one_reaches_no_further_than_in_her_own_team(app, elder, hub):
    make.make_mandate(elder, hub, "goods", "orders", "money")
    packer = acts_for(Browser(app).sign_in(make.make_member(hub, "packer")), elder)
    basket = make.make_product(facility=elder)
    assert packer.get("/quan-ly/don").status_code == 200
    assert packer.get("/quan-ly/tien").status_code == 403
    assert packer.get(f"/quan-ly/san-pham/{basket.id}/buoc/1").status_code == 403


def test_who_leaves_the_hub_acts_for_nobody(helper, elder, hub):
    make.make_mandate(elder, hub, "goods")
    acts_for(helper, elder)
    db.session.query(Membership).filter_by(facility_id=hub.id).delete()
    db.session.commit()
    assert helper.get("/quan-ly/san-pham").status_code == 403


def test_nobody_helps_herself_to_another(app, helper, elder):
    assert helper.post(HELD, facility_id=elder.id).location.endswith(HELD)
    assert helper.get("/quan-ly/nguoi-cung-lam").status_code == 200  # her own: she is where she was
    with helper.client.session_transaction() as session:
        session["acting"] = elder.id
    assert helper.get("/quan-ly/san-pham").status_code == 403


def test_only_the_owner_gives_and_takes(app, elder, hub):
    mandate = make.make_mandate(elder, hub)
    editor = Browser(app).sign_in(make.make_member(elder, "editor"))
    assert editor.get(GIVE).status_code == 403
    assert editor.post(f"{GIVE}/{mandate.id}/thoi").status_code == 403
    stranger = Browser(app).sign_in(make.make_member(make.make_facility(), "owner"))
    assert stranger.post(f"{GIVE}/{mandate.id}/thoi").status_code == 404
    assert db.session.get(Mandate, mandate.id).holds


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"who": "Không Ai Cả"}, "Không thấy ai như vậy"),
        ({"who": ""}, "Ghi tên cơ sở"),
        ({"who": "Mây Tre Bà Sáu"}, "không cần nhờ"),
        ({"actions": []}, "ít nhất một việc"),
        ({"until": (TODAY + timedelta(days=500)).isoformat()}, "một năm"),
        ({"until": ""}, "Chọn ngày cuối"),
    ],
    ids=["nobody", "empty", "herself", "nothing", "too long", "no day"],
)
def test_what_is_wrong_is_said_at_its_field(owner, hub, wrong, said):
    told = {"who": "diem-ocop-gia-lam", "actions": ["goods"], "until": NEXT_MONTH}
    answer = owner.post(GIVE, **told | wrong)
    assert (answer.status_code, db.session.query(Mandate).count()) == (422, 0)
    assert said in answer.text


def test_given_again_it_is_what_was_said_last(elder, hub):
    first = make.make_mandate(elder, hub, "goods", "money")
    again = make.make_mandate(elder, hub, "goods", "stock", days=90)
    assert (again.id, again.allows) == (first.id, ["goods", "stock"])
    assert again.until_on == TODAY + timedelta(days=90)


def test_the_database_keeps_one_open_and_never_itself(elder, hub):
    made = make.make_mandate(elder, hub)
    day = {"from_on": TODAY, "until_on": TODAY, "given_at": times.now()}
    for wrong in (
        {"facility_id": elder.id, "hub_id": hub.id},
        {"facility_id": elder.id, "hub_id": elder.id},
        {"facility_id": elder.id},
        {"facility_id": hub.id, "hub_id": elder.id, "until_on": TODAY - timedelta(days=1)},
    ):
        db.session.add(Mandate(**day | wrong))
        with pytest.raises(IntegrityError):
            db.session.commit()
        db.session.rollback()
    assert db.session.get(Mandate, made.id).holds


def test_the_pages_ask_as_much_for_one_as_for_many(owner, helper, elder, hub, query_count):
    make.make_mandate(elder, hub, "stock")
    basket, counts = make.make_product(facility=elder), []
    for n in (1, 8):
        for number in range(n):
            audit.acting_as(helper_id(hub), elder.id, db.session.query(Mandate).first().id)
            products.count(basket.sku, number)
            audit.acting_as(None)
            if n > 1:
                make.make_mandate(elder, make.make_facility(), "goods")
                make.make_mandate(make.make_facility(), hub, "goods")
        db.session.commit()
        for browser, path in ((owner, GIVE), (helper, HELD)):
            with query_count() as run:
                assert browser.get(path).status_code == 200
            counts.append(len(run))
    assert counts[:2] == counts[2:]


def helper_id(hub):
    return db.session.query(Membership).filter_by(facility_id=hub.id).first().user_id


# Every page and act of a workspace, for who acts in its place: from the table that the floors tell, none left out.


def of_workspaces(app):
    return [
        (rule, method)
        for rule in rules(app)
        if access_of(app, rule)[0] == "facility"
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]


@pytest.fixture
def cast(app):
    return gather()


def acting(app, cast, *actions):
    mine = db.session.get_one(Facility, cast.mine["facility_id"])
    person = make.make_user()
    make.make_mandate(mine, person, *actions)
    browser = Browser(app).sign_in(person)
    with browser.client.session_transaction() as session:
        session["acting"], session["token"] = mine.id, "token"
    return browser


@pytest.mark.sweep
def test_each_thing_opens_what_needs_it_and_nothing_else(app, cast):
    wrong, opened = [], 0
    for action in ACTIONS:
        browser = acting(app, cast, action)
        rows = addresses.rows_of_all_tables()
        for rule, method in of_workspaces(app):
            may = mandates.suffices([action], mandates.need_of(rule.endpoint))
            opened += may
            if may and method != "GET":
                continue  # which changes something: the next test
            status = browser.send(method, path_of(app, rule, cast.mine), data={"csrf_token": "token"}).status_code
            if (status == 403) is may or status >= 500:
                wrong.append((action, method, rule.rule, status))
        assert addresses.rows_of_all_tables() == rows
    assert wrong == []
    assert opened > 200


@pytest.mark.sweep
def test_with_everything_given_her_team_her_account_and_her_leave_stay_her_own(app, cast):
    browser, shut = acting(app, cast, *ACTIONS), set()
    rows = addresses.rows_of_all_tables()
    for rule, method in of_workspaces(app):
        fields = addresses.fields_of(rule, cast.mine)
        status = browser.send(method, path_of(app, rule, cast.mine), data={"csrf_token": "token"} | fields).status_code
        if status == 403:
            shut.add(rule.endpoint)
        if method != "GET":
            addresses.put_back(rows)
    never = {rule.endpoint for rule, _ in of_workspaces(app) if not mandates.need_of(rule.endpoint)}
    assert shut == never
    assert {
        "programme_manage.change_account",
        "team.invite",
        "mandates.give",
        "helped.agree",
        "requirements.attest",
    } <= never

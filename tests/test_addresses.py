"""Every address, asked by everybody: who may open it, who may not, and that looking changes nothing."""

import pytest

from accounts.models import STAFF_RIGHTS
from core.db import db
from tests import addresses
from tests.addresses import access_of, changing, fields_of, path_of, reading
from tests.cast import gather
from tests.conftest import Browser, empty_tables

pytestmark = pytest.mark.sweep

SIGN_IN = "/tai-khoan/dang-nhap"
ROLES = ("packer", "editor", "owner")
REFUSALS = (401, 403, 404, 405)
OFF = {"cards"}  # not there until Stripe's keys are set: tests/shop/test_pay_by_card.py sets them


@pytest.fixture
def cast(app):
    return gather()


@pytest.fixture(scope="module")
def looks(empty_app):
    """Everybody has looked at every page: what she got, what that wrote, and all rows before and after."""
    with empty_app.app_context():
        cast = gather()
        before, seen = addresses.rows_of_all_tables(), []
        for person in cast.people:
            visit = Visit(empty_app, cast, person)
            for rule in reading(empty_app):
                if person not in ("guest", "owner") and access_of(empty_app, rule)[0] == "public":
                    continue  # which never look who asks: test_headers.py
                with addresses.ledger() as kept:
                    answer = visit.opens(rule)
                seen.append((person, rule, answer, kept))
        after = addresses.rows_of_all_tables()
        empty_tables()
        return seen, before, after


class Visit:
    """One person at the door, with a browser of her own."""

    def __init__(self, app, cast, person):
        self.app, self.cast, self.person = app, cast, person
        self.browser = Browser(app)
        if cast.people[person] is not None:
            self.browser.sign_in(cast.people[person])
        with self.browser.client.session_transaction() as session:
            session["cart"] = cast.mine["cart"]
            session["token"] = "token"

    def opens(self, rule, values=None):
        values = values or self.cast.mine
        return self.browser.get(path_of(self.app, rule, values), query_string=fields_of(rule, values))

    def does(self, rule, method, values=None, *, token="token", **headers):
        values = values or self.cast.mine
        fields = fields_of(rule, values)
        if rule.rule.startswith("/api/"):
            body = {"json": fields}
        else:
            body = {"data": fields | ({"csrf_token": token} if token else {})}
        return self.browser.send(method, path_of(self.app, rule, values), headers=headers, **body)


def may(app, rule, person):
    """Whether the mark of a view lets a person in; None where it first asks who she is."""
    access, detail = access_of(app, rule)
    if access in ("public", "visitor"):
        return True
    if person == "guest":
        return None
    if access == "signed in":
        return True
    if access == "facility":
        return person == "other maker" or person in ROLES[ROLES.index(detail) :]
    return person in detail.split()


def rightful(app, rule):
    """Somebody who may."""
    people = ("guest", "buyer", *ROLES, *STAFF_RIGHTS)
    return next(person for person in people if may(app, rule, person))


def is_record_of_a_maker(app, rule):
    return access_of(app, rule)[0] == "facility" and bool(
        rule.arguments - {"number", "move", "slug", "what", "month", "ending", "carrier"}
    )


def test_every_address_has_an_example(app):
    assert addresses.without_example(app) == []


def test_pages_open_to_those_they_are_for_and_to_nobody_else(app, looks):
    wrong = [
        (person, rule.rule, access_of(app, rule), answer.status_code)
        for person, rule, answer, _ in looks[0]
        if not _is_as_marked(app, rule, person, answer)
    ]
    assert wrong == []


def _is_as_marked(app, rule, person, answer):
    welcome = may(app, rule, person)
    if welcome is None:
        return answer.status_code == 302 and answer.location.startswith(SIGN_IN)
    if not welcome:
        return answer.status_code == 403
    if person == "other maker" and is_record_of_a_maker(app, rule):
        return answer.status_code == 404
    return answer.status_code < 400


def test_looking_changes_nothing(looks):
    seen, before, after = looks
    assert [(person, rule.rule, kept) for person, rule, _, kept in seen if kept] == []
    assert before == after


def test_the_ledger_sees_a_write(app, cast):
    with addresses.ledger() as kept:
        cast.people["buyer"].name = "Tên khác"
        db.session.commit()
    assert len(kept) == 1


def test_acts_are_refused_to_everybody_else(app, cast):
    before = addresses.rows_of_all_tables()
    wrong = []
    for person in cast.people:
        visit = Visit(app, cast, person)
        for rule, method in changing(app):
            expected = _refusal(app, rule, person)
            if expected and (status := visit.does(rule, method).status_code) != expected:
                wrong.append((person, method, rule.rule, status, expected))
    assert wrong == []
    assert addresses.rows_of_all_tables() == before


def _refusal(app, rule, person):
    welcome = may(app, rule, person)
    if welcome is None:
        return 401
    if not welcome:
        return 403
    return 404 if person == "other maker" and is_record_of_a_maker(app, rule) else None


def test_somebody_elses_cart_line_and_parcel_are_not_there(app, cast):
    visit = Visit(app, cast, "guest")
    names = ("cart_line", "order_line", "parcel_code", "late_code", "got_code")
    crossed = cast.mine | {name: cast.theirs[name] for name in names}
    acts = [(rule, method) for rule, method in changing(app) if rule.arguments & {"line_id", "line", "code"}]
    mine = [act for act in acts if access_of(app, act[0])[0] == "visitor"]
    before = addresses.rows_of_all_tables()
    assert {rule.endpoint: visit.does(rule, method, crossed).status_code for rule, method in mine} == {
        rule.endpoint: 404 for rule, _ in mine
    }
    assert len(mine) >= 6
    assert addresses.rows_of_all_tables() == before


def test_acts_are_open_to_those_they_are_for(app, cast):
    """Each on the market as it was, for one act takes away what another needs."""
    before, wrong = addresses.rows_of_all_tables(), []
    for rule, method in changing(app):
        addresses.put_back(before)
        status = Visit(app, cast, rightful(app, rule)).does(rule, method).status_code
        is_off = status == 404 and rule.endpoint.partition(".")[0] in OFF
        if (status in REFUSALS and not is_off) or status >= 500:
            wrong.append((method, rule.rule, status))
    assert wrong == []


@pytest.mark.parametrize("token", ["", "sai"], ids=["none", "wrong"])
def test_acts_of_those_signed_in_need_the_pages_token(app, cast, token):
    before = addresses.rows_of_all_tables()
    wrong = []
    for rule, method in changing(app):
        if access_of(app, rule)[0] not in ("public", "visitor"):
            answer = Visit(app, cast, rightful(app, rule)).does(rule, method, token=token)
            if answer.status_code != 400 or "tải lại trang" not in answer.get_data(as_text=True):
                wrong.append((method, rule.rule, answer.status_code))
    assert wrong == []
    assert addresses.rows_of_all_tables() == before


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://gia.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}], ids=str
)
def test_acts_from_another_site_are_refused(app, cast, headers):
    before = addresses.rows_of_all_tables()
    statuses = {
        (method, rule.rule): Visit(app, cast, rightful(app, rule)).does(rule, method, **headers).status_code
        for rule, method in changing(app)
    }
    assert {act: status for act, status in statuses.items() if status != 403} == {}
    assert addresses.rows_of_all_tables() == before


def test_a_method_that_an_address_does_not_take_is_refused(app, cast):
    wrong = []
    adapter = app.url_map.bind("localhost")
    for rule in addresses.rules(app):
        path = path_of(app, rule, cast.mine)
        visit = Visit(app, cast, rightful(app, rule))
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(adapter.allowed_methods(path)):
            answer = visit.browser.send(method, path)
            if answer.status_code != 405 or not answer.headers.get("Allow"):
                wrong.append((method, rule.rule, answer.status_code))
    assert wrong == []

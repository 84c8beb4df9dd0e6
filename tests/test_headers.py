"""What a page says to caches: public ones may be held by anybody and are the same for all, the others by nobody."""

import pytest

from core import times
from tests.addresses import access_of, fields_of, path_of, reading
from tests.cast import gather
from tests.conftest import empty_tables
from tests.test_addresses import Visit, rightful

PEOPLE = ("guest", "buyer", "owner", "moderate")


@pytest.fixture(scope="module")
def cast(empty_app):
    """The clock stands still: what a page says of the hours left belongs to its minute, not to its reader."""
    with empty_app.app_context(), times.frozen(times.now()):
        yield gather()
        empty_tables()


@pytest.fixture(scope="module")
def public_pages(empty_app):
    return [rule for rule in reading(empty_app) if access_of(empty_app, rule)[0] == "public"]


@pytest.fixture(scope="module")
def answers(empty_app, cast, public_pages):
    """Every public page as a guest gets it."""
    guest = Visit(empty_app, cast, "guest")
    return [(rule, guest.opens(rule)) for rule in public_pages]


def test_most_pages_are_public(public_pages):
    assert len(public_pages) > 30


def test_public_pages_may_be_held_by_anybody(answers):
    wrong = {
        rule.rule: answer.headers.get("Cache-Control")
        for rule, answer in answers
        if not answer.cache_control.public or answer.cache_control.private
    }
    assert wrong == {}


def test_public_pages_carry_a_tag_and_are_not_sent_twice(empty_app, cast, answers):
    guest, wrong = Visit(empty_app, cast, "guest"), []
    for rule, answer in answers:
        if answer.status_code != 200 or answer.cache_control.immutable:
            continue  # a redirect has nothing to save; a picture's address changes with its bytes
        tag = answer.headers.get("ETag", "")
        again = guest.browser.get(
            path_of(empty_app, rule, cast.mine), query_string=fields_of(rule, cast.mine), headers={"If-None-Match": tag}
        )
        if not tag or again.status_code != 304 or again.data or again.headers.get("ETag") != tag:
            wrong.append((rule.rule, tag, again.status_code))
    assert wrong == []


def test_another_tag_gets_the_page(empty_app, cast, answers):
    rule, home = next(pair for pair in answers if pair[0].endpoint == "fairs.home")
    guest = Visit(empty_app, cast, "guest")
    again = guest.browser.get(path_of(empty_app, rule, cast.mine), headers={"If-None-Match": '"khac"'})
    assert (again.status_code, again.data) == (200, home.data)


@pytest.mark.parametrize("person", PEOPLE)
def test_public_pages_are_the_same_bytes_for_everybody(empty_app, cast, answers, person):
    visit = Visit(empty_app, cast, person)
    assert [rule.rule for rule, answer in answers if visit.opens(rule).data != answer.data] == []


@pytest.mark.parametrize("person", PEOPLE)
def test_public_pages_set_no_cookie_and_ask_for_none(empty_app, cast, public_pages, person):
    visit, wrong = Visit(empty_app, cast, person), []
    for rule in public_pages:
        answer = visit.opens(rule)
        if answer.headers.getlist("Set-Cookie") or "cookie" in answer.headers.get("Vary", "").lower():
            wrong.append((rule.rule, answer.headers.getlist("Set-Cookie"), answer.headers.get("Vary")))
    assert wrong == []


def test_other_pages_are_held_by_nobody(empty_app, cast):
    wrong = []
    for rule in reading(empty_app):
        if access_of(empty_app, rule)[0] != "public":
            answer = Visit(empty_app, cast, rightful(empty_app, rule)).opens(rule)
            if not answer.cache_control.no_store or answer.headers.get("ETag"):
                wrong.append((rule.rule, answer.headers.get("Cache-Control")))
    assert wrong == []


def test_what_is_refused_is_held_by_nobody(empty_app, cast):
    guest = Visit(empty_app, cast, "guest").browser
    for path in ("/khong-co", "/san-pham/khong-co", "/api/v1/products/khong-co", "/can-bo", "/quan-ly"):
        assert not guest.get(path).cache_control.public, path


def test_english_is_another_page_under_an_address_of_its_own(empty_app, cast, answers):
    english = Visit(empty_app, cast, "guest").browser.get("/en/")
    home = next(answer for rule, answer in answers if rule.endpoint == "fairs.home")
    assert english.headers["ETag"] != home.headers["ETag"]

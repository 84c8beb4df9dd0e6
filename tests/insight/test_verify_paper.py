"""A printed code tells anyone what paper it is, whose, and whether it holds; programs get the same, signed."""

import json
from datetime import date, timedelta

import pytest

from core import signing, times
from core.db import db
from tests.factories import make_ocop, make_product


@pytest.fixture
def paper(app):
    return make_ocop(make_product(name="Trà ướp sen"), stars=4, decision_number="1201/QĐ-UBND")


def test_says_what_it_is_whose_and_that_it_holds(browser, paper):
    page = browser.get(f"/xac-minh/{paper.code}").text

    assert "Trà ướp sen" in page
    assert "1201/QĐ-UBND" in page
    assert "Còn hiệu lực đến hết" in page
    assert paper.product.facility.name in page


def test_the_day_after_its_last_it_says_that_it_lapsed(browser, paper):
    paper.issued_on, paper.expires_on = date(2023, 11, 28), date(2026, 11, 27)
    db.session.commit()

    with times.frozen(times.start_of(date(2026, 11, 28)) - timedelta(seconds=1)):
        tag = browser.get(f"/xac-minh/{paper.code}").headers["ETag"]
        assert browser.get(f"/xac-minh/{paper.code}.json").json["facts"]["verdict"] == "valid"
    with times.frozen(times.start_of(date(2026, 11, 28)) + timedelta(seconds=1)):
        page = browser.get(f"/xac-minh/{paper.code}", headers={"If-None-Match": tag})
        assert page.status_code == 200
        assert "Đã hết hạn từ sau ngày 27/11/2026" in page.text
        assert browser.get(f"/xac-minh/{paper.code}.json").json["facts"]["verdict"] == "lapsed"


def test_a_code_typed_by_hand_leads_to_its_one_address(browser, paper):
    typed = f"{paper.code[:4].lower()} {paper.code[4:]}"

    answer = browser.get(f"/xac-minh/{typed}")
    assert (answer.status_code, answer.location) == (301, f"/xac-minh/{paper.code}")


@pytest.mark.parametrize("state", ["proposed", "refused", "withdrawn"])
def test_what_nobody_has_confirmed_is_told_to_nobody(browser, paper, state):
    paper.state, paper.reason = state, "chưa rõ số"
    db.session.commit()

    assert browser.get(f"/xac-minh/{paper.code}").status_code == 404
    assert browser.get(f"/xac-minh/{paper.code}.json").status_code == 404
    assert "Trà ướp sen" not in browser.get("/xac-minh?so=1201").text
    assert "1201" not in browser.get(f"/san-pham/{paper.product.slug}").text


def test_what_was_revoked_says_since_when_and_why(browser, paper):
    paper.state, paper.revoked_on, paper.reason = "revoked", times.today(), "Không còn sản xuất tại địa phương"
    db.session.commit()

    page = browser.get(f"/xac-minh/{paper.code}").text
    assert "Đã bị thu hồi từ" in page
    assert "Không còn sản xuất tại địa phương" in page


@pytest.mark.parametrize("code", ["AAAAAAAA", "ngan", "O0O0O0O0", "%00%FF", "x" * 300])
def test_a_code_of_nothing_is_not_found(browser, code):
    answer = browser.get(f"/xac-minh/{code}")

    assert answer.status_code in (400, 404)
    assert "<h1" in answer.text


def test_the_answer_for_programs_is_signed_and_a_changed_one_is_refused(browser, paper):
    answer = browser.get(f"/xac-minh/{paper.code}.json").json
    keys = browser.get("/.well-known/phiencho-keys.json").json["keys"]

    assert signing.holds(answer, keys)
    assert not signing.holds(answer | {"facts": answer["facts"] | {"stars": 5}}, keys)
    assert not signing.holds(answer | {"signature": "AAAA"}, keys)
    assert not signing.holds(answer | {"key": "khac"}, keys)


def test_a_key_that_signed_before_stays_readable(app, browser, paper):
    before = browser.get(f"/xac-minh/{paper.code}.json").json
    folder = app.config["DATA_DIR"]
    keys = browser.get("/.well-known/phiencho-keys.json").json["keys"]
    (folder / "verify-keys.json").write_text(json.dumps(keys))
    (folder / "verify-key").unlink()
    app.extensions["phiencho_signing"] = None

    now = browser.get("/.well-known/phiencho-keys.json").json["keys"]
    assert len(now) == 2
    assert signing.holds(before, now)
    (folder / "verify-keys.json").unlink()


def test_the_key_is_readable_by_its_owner_alone(app, browser, paper):
    browser.get(f"/xac-minh/{paper.code}.json")

    assert (app.config["DATA_DIR"] / "verify-key").stat().st_mode & 0o077 == 0

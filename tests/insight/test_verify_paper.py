"""A printed code tells anyone what paper it is, whose, and whether it holds; programs get the same, signed."""

import html
import io
import json
from datetime import date, timedelta

import pytest
from cryptography.exceptions import InvalidSignature

from catalog import evidence
from core import signing, times
from core.db import db
from tests.factories import (
    make_cnnttb,
    make_facility,
    make_ocop,
    make_paper,
    make_product,
    make_scheme,
    make_support,
    make_village,
)


@pytest.fixture
def paper(app):
    return make_ocop(make_product(name="Trà ướp sen"), stars=4, decision_number="1201/QĐ-UBND")


def test_says_what_it_is_whose_and_that_it_holds(browser, paper):
    page = browser.get(f"/xac-minh/{paper.code}").text

    assert "Trà ướp sen" in page
    assert "1201/QĐ-UBND" in page
    assert "Còn hiệu lực đến hết" in page
    assert paper.product.facility.name in page
    assert page.count('<dl class="facts') == 1  # two lists side by side would not line up


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


def test_a_facilitys_code_says_what_the_programme_gave_it(browser, app):
    support = make_support(make_scheme(code="KC-DUYET", name="Máy nhào đất"))
    make_support(make_scheme(code="KC-NHAP", state="nhap"), support.facility)
    code = support.facility.verify_code

    page = browser.get(f"/xac-minh/{code}").text
    assert "có trong sổ khuyến công" in page
    assert "/khuyen-cong/de-an/KC-DUYET" in page
    assert "KC-NHAP" not in page
    answer = browser.get(f"/xac-minh/{code}.json").json
    assert (answer["facts"]["verdict"], len(answer["facts"]["supports"])) == ("supported", 1)
    assert signing.holds(answer, signing.public_keys())


def test_a_facility_that_was_given_nothing_is_not_said_to_be_supported(browser, app):
    assert "chưa có trong sổ khuyến công" in browser.get(f"/xac-minh/{make_facility().verify_code}").text


def test_a_code_in_the_number_field_leads_to_its_page(browser, paper):
    answer = browser.get("/xac-minh", query_string={"so": f"{paper.code[:4].lower()}-{paper.code[4:]}"})
    assert (answer.status_code, answer.location) == (302, f"/xac-minh/{paper.code}")


@pytest.mark.parametrize(
    "typed",
    ["{code}", "{lower}", "{spaced}", "mã {code}", "{code}.", "https://cho.example.vn/xac-minh/{code}",
     "http://localhost/xac-minh/{lower}?x=1", "/en/xac-minh/{code}"],
)  # fmt: skip
@pytest.mark.parametrize("whose", ["paper", "facility"])
def test_a_code_leads_to_its_page_however_it_came_into_the_field(browser, paper, typed, whose):
    code = paper.code if whose == "paper" else paper.product.facility.verify_code
    said = typed.format(code=code, lower=code.lower(), spaced=" ".join(code.lower()))
    answer = browser.get("/xac-minh", query_string={"so": said})
    assert (answer.status_code, answer.location) == (302, f"/xac-minh/{code}")


@pytest.mark.parametrize("typed", ["https://cho.example.vn/xac-minh/AAAAAAAA", "mã AAAAAAAA", "/xac-minh/", "mã", "."])
def test_a_code_that_nobody_knows_is_said_kindly(browser, typed):
    answer = browser.get("/xac-minh", query_string={"so": typed})
    assert answer.status_code == 200
    assert "Chợ không có giấy nào mang số này" in answer.text


@pytest.mark.parametrize("typed", ["KN 25/2025/ATTP", "kn 25 2025 attp", "Số KN 25/2025/ATTP"])
def test_papers_of_makers_and_villages_are_found_by_their_number_too(browser, app, typed):
    make_paper(make_facility(name="Lò bánh Hạnh"), decision_number="KN 25/2025/ATTP")
    make_paper(make_village(name="Làng Bánh"), "craft", decision_number="KN-25/2025/ATTP")

    page = browser.get("/xac-minh", query_string={"so": typed}).text
    assert "Lò bánh Hạnh" in page
    assert "Làng Bánh" in page


def test_the_story_goes_from_the_commune_to_the_nation(browser, paper):
    product = paper.product
    for level, year in (("quoc_gia", 2023), ("tinh", 2022), ("khu_vuc", 2022), ("huyen", 2020)):
        make_cnnttb(product, level, year)

    told = browser.get(f"/xac-minh/{paper.code}.json").json["facts"]["history"]
    assert [(one["year"], one["level"]) for one in told if one["kind"] == "cnnttb"] == [
        (2020, "huyen"), (2022, "tinh"), (2022, "khu_vuc"), (2023, "quoc_gia"),
    ]  # fmt: skip
    assert browser.get(f"/xac-minh/{paper.code}").text.count("line__step--") == 5


def test_a_scan_is_everybodys_once_staff_have_released_it(browser, paper):
    scan = evidence.attach(paper, "giay.pdf", evidence.read(b"%PDF-1.4\nxref\n%%EOF\n"))
    db.session.commit()
    address = f"/xac-minh/{paper.code}/tep/{scan.digest}"
    assert browser.get(address).status_code == 404
    assert scan.digest not in browser.get(f"/xac-minh/{paper.code}").text

    evidence.release(paper, scan)
    db.session.commit()
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert scan.digest in browser.get(f"/xac-minh/{paper.code}").text

    paper.state = "proposed"
    db.session.commit()
    assert browser.get(address).status_code == 404


def test_a_code_that_waits_says_that_nobody_has_compared_it_and_nothing_else(browser, paper):
    paper.state = "proposed"
    db.session.commit()
    answer = browser.get(f"/xac-minh/{paper.code}")
    assert answer.status_code == 404
    assert "Chưa xác minh" in answer.text
    assert "Trà ướp sen" not in answer.text


def test_the_recipe_on_the_page_works_and_sees_a_change(browser, paper, monkeypatch):
    page = html.unescape(browser.get(f"/xac-minh/{paper.code}").text)
    recipe = page.partition("<code>")[2].partition("</code>")[0]
    assert len(recipe.splitlines()) == 5
    answers = {f"http://localhost{path}": browser.get(path).data for path in (
        f"/xac-minh/{paper.code}.json", "/.well-known/phiencho-keys.json")}  # fmt: skip
    monkeypatch.setattr("urllib.request.urlopen", lambda address: io.BytesIO(answers[address]))
    exec(recipe, {})

    address = f"http://localhost/xac-minh/{paper.code}.json"
    answers[address] = answers[address].replace(b'"stars":4', b'"stars":5')
    with pytest.raises(InvalidSignature):
        exec(recipe, {})


def test_the_command_tells_a_true_file_from_a_changed_one(app, browser, paper, tmp_path):
    file = tmp_path / "giay.json"
    file.write_bytes(browser.get(f"/xac-minh/{paper.code}.json").data)
    run = app.test_cli_runner().invoke
    assert run(args=["catalog", "verify", str(file)]).exit_code == 0

    file.write_bytes(file.read_bytes().replace(b'"stars":4', b'"stars":5'))
    refused = run(args=["catalog", "verify", str(file)])
    assert refused.exit_code == 1
    assert "Chữ ký không đúng" in refused.output
    file.write_text("[]")
    assert run(args=["catalog", "verify", str(file)]).exit_code == 1


def test_after_a_change_of_key_the_old_answers_still_hold(app, browser, paper):
    before = browser.get(f"/xac-minh/{paper.code}.json").json
    made = app.test_cli_runner().invoke(args=["catalog", "verify-key", "--rotate"])
    assert made.exit_code == 0, made.output
    now = browser.get(f"/xac-minh/{paper.code}.json").json
    keys = browser.get("/.well-known/phiencho-keys.json").json["keys"]

    assert before["key"] != now["key"]
    assert signing.holds(before, keys)
    assert signing.holds(now, keys)
    (app.config["DATA_DIR"] / "verify-keys.json").unlink()

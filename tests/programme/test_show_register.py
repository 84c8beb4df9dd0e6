"""The register tells of approved schemes only, as it is narrowed, on the page and in the files alike."""

import csv
import io
import re

import pytest

from tests.factories import make_facility, make_plan, make_scheme, make_support

PATH = "/khuyen-cong/ho-tro"


def csv_rows(answer):
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_shows_who_got_what_from_which_scheme(browser):
    make_support(make_scheme(code="KC-7"), make_facility(name="Gốm Tâm Sen", slug="gom-tam-sen"), content="Lò nung")
    page = browser.get(PATH).text
    for text in ("Gốm Tâm Sen", "Lò nung", "KC-7", "/co-so/gom-tam-sen"):
        assert text in page


@pytest.mark.parametrize("state", ["nhap", "cho_so_tham_dinh", "tham_dinh_co_so", "yeu_cau_bo_sung", "tu_choi"])
def test_what_is_not_approved_is_left_out_everywhere_and_counted_in_the_note(browser, state):
    make_support(make_scheme(code="KC-NHAP", state=state), content="Máy chưa duyệt")
    make_support(make_scheme(), content="Máy đã duyệt")
    page = browser.get(PATH).text
    assert "Máy chưa duyệt" not in page
    assert "Không tính 1 đề án" in page
    assert "với 1 dòng hỗ trợ" in page
    assert [row["content"] for row in csv_rows(browser.get(f"{PATH}.csv"))] == ["Máy đã duyệt"]
    answer = browser.get(f"{PATH}.json").get_json()
    assert [row["content"] for row in answer["items"]] == ["Máy đã duyệt"]
    assert answer["excluded"] == {"schemes": 1, "supports": 1}
    assert browser.get("/khuyen-cong/de-an/KC-NHAP").status_code == 404
    assert browser.get("/api/v1/programme/schemes/KC-NHAP").status_code == 404
    assert "KC-NHAP" not in browser.get("/khuyen-cong/de-an").text
    assert [row["content"] for row in browser.get("/api/v1/programme/supports").get_json()["items"]] == ["Máy đã duyệt"]


@pytest.fixture
def three_rows(app):
    machine = make_scheme(code="KC-M", content_code="may_moc_tien_tien", plan_id=make_plan(2024).id)
    fair = make_scheme(code="KC-F", plan_id=make_plan(2026).id)
    far = make_facility(name="Lụa Bến Cầu", slug="lua-ben-cau", commune_code="ha-noi/ha-dong")
    make_support(machine, make_facility(slug="gom-a"), content="Lò nung", national=5, local=0)
    make_support(fair, far, content="Gian 1", local=30_000_000)
    make_support(fair, content="Gian 2")


@pytest.mark.parametrize(
    ("query", "contents"),
    [
        ("nam=2024", {"Lò nung"}),
        ("noi-dung=may-moc", {"Lò nung"}),
        ("nguon=national", {"Lò nung"}),
        ("nguon=local", {"Gian 1", "Gian 2"}),
        ("xa=ha-noi/ha-dong", {"Gian 1"}),
        ("q=KC-F", {"Gian 1", "Gian 2"}),
        ("q=Lụa+Bến", {"Gian 1"}),
        ("q=lua ben cau", {"Gian 1"}),
        ("q=%25", set()),
        ("ket-qua=accepted", set()),
        ("q=KC-F&nam=2024", set()),
    ],
)
def test_the_page_and_both_files_hold_exactly_what_is_filtered(browser, three_rows, query, contents):
    page = browser.get(f"{PATH}?{query}").text
    assert {text for text in ("Lò nung", "Gian 1", "Gian 2") if f"<td>{text}" in page} == contents
    assert {row["content"] for row in csv_rows(browser.get(f"{PATH}.csv?{query}"))} == contents
    assert {row["content"] for row in browser.get(f"{PATH}.json?{query}").get_json()["items"]} == contents


@pytest.mark.parametrize(
    ("order", "first"), [("-given", "Gian 1"), ("given", "Lò nung"), ("-year", "Gian"), ("year", "Lò nung")]
)
def test_sorts(browser, three_rows, order, first):
    rows = csv_rows(browser.get(f"{PATH}.csv?xep={order}"))
    assert rows[0]["content"].startswith(first)


def test_turns_and_distinct_facilities_come_from_the_same_rows(browser):
    scheme, facility = make_scheme(), make_facility()
    for content in ("Lần một", "Lần hai", "Lần ba"):
        make_support(scheme, facility, content=content)
    assert "3 lượt của 1 cơ sở khác nhau" in browser.get(PATH).text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "|"])
def test_no_cell_of_the_csv_can_start_a_formula(browser, start):
    make_support(content=f"{start}HYPERLINK(1)", result=f"{start}2")
    raw = browser.get(f"{PATH}.csv").get_data()
    assert raw.startswith("\ufeff".encode())
    (row,) = csv_rows(browser.get(f"{PATH}.csv"))
    assert not re.match(r"[\s]*[=+\-@|]", row["content"])
    assert not re.match(r"[\s]*[=+\-@|]", row["result"])


def test_the_json_says_under_which_licence_and_as_of_when(browser):
    answer = browser.get(f"{PATH}.json").get_json()
    assert answer["licence"] == "CC BY 4.0"
    assert {"as_of", "scope", "total", "excluded", "items"} <= set(answer)


def test_no_private_fact_of_a_facility_is_given_out(browser):
    make_support(facility=make_facility(phone="+84912999888", representative="Bà Kín", bank_account="7777777"))
    told = browser.get(PATH).text + browser.get(f"{PATH}.csv").text + browser.get(f"{PATH}.json").text
    assert not [secret for secret in ("912999888", "Bà Kín", "7777777") if secret in told]


def test_a_file_refuses_a_filter_it_cannot_read_and_the_page_ignores_it(browser):
    make_support(content="Lò nung")
    assert browser.get(f"{PATH}.csv?nam=khong-phai-nam").status_code == 400
    assert browser.get(f"{PATH}.json?noi-dung=bay-ba").status_code == 400
    assert browser.get("/api/v1/programme/supports?nam=x").status_code == 422
    page = browser.get(f"{PATH}?nam=khong-phai-nam&noi-dung=bay-ba&xep=lung-tung&q=")
    assert page.status_code == 200
    assert "Lò nung" in page.text


def test_a_page_beyond_the_last_is_not_found(browser):
    assert browser.get(f"{PATH}?trang=2").status_code == 404


def test_pages_carry_the_filter_along(browser):
    scheme = make_scheme(code="KC-9")
    for n in range(30):
        make_support(scheme, content=f"Dòng {n}")
    page = browser.get(f"{PATH}?q=KC-9").text
    assert f"{PATH}?q=KC-9&amp;trang=2" in page
    assert browser.get(f"{PATH}?q=KC-9&trang=2").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_runs_the_same_queries_however_many_rows(browser, query_count, rows):
    for n in range(rows):
        make_support(make_scheme(), make_facility(commune_code=f"ha-noi/xa-{n}"))
    for path in (PATH, "/khuyen-cong/de-an"):
        with query_count() as run:
            browser.get(path)
        assert len(run) <= 8


def test_reads_in_english(browser):
    make_support(facility=make_facility(name="Gốm", name_en="Lotus Pottery"))
    page = browser.get(f"/en{PATH}").text
    assert "Lotus Pottery" in page
    assert 'href="/en/co-so/' in page

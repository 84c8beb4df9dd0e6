"""Staff look something up in the log; whoever has some communes sees only what she did herself."""

import ast
import csv
import io
from pathlib import Path

import pytest

from accounts.models import StaffArea
from core import audit, chain, times
from core.config import ROOT
from core.db import db
from insight import log
from tests import factories as make
from tests.conftest import Browser

PATH = "/can-bo/nhat-ky"


@pytest.fixture
def hang(app):
    return make.make_staff("moderate", name="Chị Hằng", email="hang@example.vn")


@pytest.fixture
def acts(app, hang):
    """What one of the staff did to a product and to its maker's facts, and what nobody signed in did."""
    product = make.make_product(name="Mành trúc")
    with audit.actor(hang.id):
        audit.record(product, "product.revised", name=["Mành", "Mành trúc"], price=[1000, 2000])
        audit.acting_as(hang.id, product.facility_id)
        audit.record(product.facility, "facility.revised", phone=["1", "2"])
    audit.acting_as(None)
    audit.record(product, "product.counted", on_hand=[3, 5])
    db.session.commit()
    return product


@pytest.fixture
def desk(app, hang):
    return Browser(app).sign_in(hang)


def test_tells_who_did_what_for_whom_and_what_it_was_before(desk, acts):
    page = desk.get(PATH).text
    assert "Chị Hằng" in page
    assert f"thay mặt {acts.facility.name}" in page
    assert "<del>1000</del> → 2000" in page
    assert "hệ thống hoặc khách" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"viec": "product"}, ["product.counted", "product.revised"]),
        ({"viec": "facility"}, ["facility.revised"]),
        ({"ai": "hang@example.vn"}, ["facility.revised", "product.revised"]),
        ({"ai": "hang@example.vn", "viec": "product"}, ["product.revised"]),
        ({"tu": "2100-01-01"}, []),
    ],
)
def test_is_looked_up(desk, acts, asked, found):
    page = desk.get(PATH, query_string=asked)
    assert page.status_code == 200
    rows = list(csv.reader(io.StringIO(desk.get(f"{PATH}/tai", query_string=asked).text.lstrip("\ufeff"))))[1:]
    assert [row[4] for row in rows] == found
    for action in ("product.counted", "product.revised", "facility.revised"):
        assert (f"<b>{log.name_of(action)}</b>" in page.text) == (action in found)


def test_of_one_record(desk, acts):
    found = log.read(log.Asked(thing="product", subject=acts.id))
    assert {one.subject_id for one in found.entries} == {acts.id}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"ai": "khongai@example.vn"}, "ai"),
        ({"viec": "gi-do"}, "viec"),
        ({"tu": "2026-11-29", "den": "2026-11-01"}, "den"),
        ({"so": "9" * 30}, "so"),
    ],
)
def test_what_cannot_be_looked_up_is_said_at_its_field(desk, acts, asked, field):
    page = desk.get(PATH, query_string=asked)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert desk.get(f"{PATH}/tai", query_string=asked).status_code == 422


def test_goes_on_page_by_page_in_as_many_queries(desk, acts, query_count):
    audit.record_many(type(acts), "product.counted", {n: {"n": n} for n in range(1, 121)})
    db.session.commit()
    first = log.read(log.Asked(thing="product"))
    second = log.read(log.Asked(thing="product", before=first.older))
    assert len(first.entries) == log.PAGE
    assert second.entries[0].id < first.entries[-1].id
    with query_count() as run:
        log.read(log.Asked())
    assert len(run) <= 4


def test_a_file_is_written_as_it_is_read_and_holds_no_formula(desk, acts, monkeypatch):
    monkeypatch.setattr(log, "_BATCH", 2)
    audit.record(acts, "product.revised", name=["a", '=HYPERLINK("x")'])
    db.session.commit()
    sheet = desk.get(f"{PATH}/tai", buffered=False)
    assert sheet.is_streamed
    rows = list(csv.reader(io.StringIO(sheet.text.lstrip("\ufeff"))))
    assert len({row[0] for row in rows[1:]}) == len(rows) - 1 == chain.head().count
    assert all(len(row[7]) == 64 for row in rows[1:])
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_an_act_shows_its_place_in_the_chain(desk, acts):
    entry = audit.history_of(acts)[0]
    page = desk.get(f"{PATH}/{entry.id}").text
    assert "Dấu khớp với nội dung." in page
    assert chain.head().digest in page


def test_a_digest_that_was_copied_is_compared(desk, acts):
    noted = chain.head().digest
    assert "Dấu ấy có trong chuỗi" in desk.get(PATH, query_string={"dau": noted.upper()}).text
    assert "Không có dấu ấy" in desk.get(PATH, query_string={"dau": "ab" * 32}).text


def test_an_officer_of_a_commune_sees_what_she_did_and_can_guess_nothing(app, acts):
    lien = make.make_staff("moderate", name="Chị Liên")
    db.session.add(StaffArea(user_id=lien.id, commune_code="ha-noi/xa-gia-lam"))
    with audit.actor(lien.id):
        audit.record(acts, "product.photo_hidden")
    db.session.commit()
    hers = Browser(app).sign_in(lien)
    mine, other = audit.history_of(acts)[:2]
    page = hers.get(PATH).text
    assert log.name_of("product.photo_hidden") in page
    assert log.name_of("product.counted") not in page.split("<ul class")[1]
    assert "Chuỗi dấu" not in page
    assert hers.get(f"{PATH}/{mine.id}").status_code == 200
    assert hers.get(f"{PATH}/{other.id}").status_code == 404
    assert hers.get(f"{PATH}/tai").text.count("product.") == 1


def test_is_nobody_elses(app, acts):
    assert app.test_client().get(PATH).status_code == 302
    assert Browser(app).sign_in(make.make_member(acts.facility)).get(PATH).status_code == 403


def _written():
    """Every act that the code notes by its name."""
    for path in ROOT.glob("*/**/*.py"):
        if path.relative_to(ROOT).parts[0] in {"accounts", "catalog", "core", "fairs", "insight", "programme", "shop"}:
            yield from _acts_in(path)


def _acts_in(path: Path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        is_note = isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "audit.record_many")
        if is_note and len(node.args) > 1:
            yield from (
                one.value for one in ast.walk(node.args[1]) if isinstance(one, ast.Constant) and "." in str(one.value)
            )


def test_whatever_is_noted_has_words(app):
    acts = {one for one in _written() if not one.endswith((".", "_"))}
    assert len(acts) > 200
    assert [one for one in sorted(acts) if log.name_of(one) == one] == []


def test_days_are_those_of_hanoi(desk, acts):
    today = times.today().isoformat()
    assert log.read(log.Asked(since=times.today(), until=times.today())).entries
    assert desk.get(PATH, query_string={"tu": today, "den": today}).status_code == 200

"""A stand's guest book: written by visitors, read by staff first, then by everybody."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from fairs import guestbook
from fairs.models import GuestEntry
from tests.factories import make_booth, make_fair, make_guest_entry, make_staff

WORDS = {"text": "Gian mến khách, chỉ tận tay.", "signed": "Chị Ngân, Hà Đông"}


@pytest.fixture
def booth(app):
    return make_booth()


def address(booth, end=""):
    return f"/hoi-cho/{booth.fair.slug}/{booth.slug}{end}"


def test_what_is_written_is_read_by_staff_first(browser, booth):
    page = browser.post(address(booth, "/so-khach"), follow=True, **WORDS)
    assert "Người trực chợ đọc rồi" in page.text
    assert WORDS["text"] not in page.text
    entry = db.session.query(GuestEntry).one()
    assert (entry.booth_id, entry.state) == (booth.id, "waiting")
    browser.sign_in(make_staff("moderate"))
    assert WORDS["text"] in browser.get("/can-bo/so-khach").text
    browser.post(f"/can-bo/so-khach/{entry.id}/hien")
    assert all(WORDS["text"] in browser.get(address(booth, end)).text for end in ("", "/so-khach"))


def test_what_staff_keep_off_says_why_and_is_read_by_nobody(browser, booth):
    entry = make_guest_entry(booth, state="shown", **WORDS)
    browser.sign_in(make_staff("moderate"))
    page = browser.post(f"/can-bo/so-khach/{entry.id}/an", reason="")
    assert page.status_code == 422
    assert f'id="reason-{entry.id}-error"' in page.text
    browser.post(f"/can-bo/so-khach/{entry.id}/an", reason="Lộ số điện thoại người khác.")
    assert WORDS["text"] not in browser.get(address(booth)).text
    assert "Lộ số điện thoại" in browser.get("/can-bo/so-khach?loai=an").text


@pytest.mark.parametrize("field", ["text", "signed"])
def test_what_is_lacking_is_said_at_its_field_and_nothing_is_lost(browser, booth, field):
    page = browser.post(address(booth, "/so-khach"), **WORDS | {field: " "})
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert WORDS[{"text": "signed", "signed": "text"}[field]] in page.text
    assert db.session.query(GuestEntry).count() == 0


def test_it_opens_and_closes_with_the_fair(browser):
    now = times.now()
    over = make_booth(make_fair(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=2)))
    make_guest_entry(over, state="shown", **WORDS)
    assert browser.post(address(over, "/so-khach"), **WORDS).status_code == 409
    page = browser.get(address(over, "/so-khach"))
    assert WORDS["text"] in page.text
    assert "<form" not in page.text.partition("<main")[2].partition("</main")[0]


def test_one_place_writes_five_an_hour(browser, booth):
    codes = [browser.post(address(booth, "/so-khach"), **WORDS).status_code for _ in range(6)]
    assert codes == [303] * 5 + [429]


def test_of_two_who_decide_one_is_told(app, booth):
    entry = make_guest_entry(booth)
    stale = db.session.get(GuestEntry, entry.id)
    db.session.query(GuestEntry).filter_by(id=entry.id).update({"state": "shown"}, synchronize_session=False)
    with pytest.raises(guestbook.AlreadyDecided):
        guestbook.hide(stale, "Trùng.")


@pytest.mark.parametrize("columns", [{"text": ""}, {"state": "hidden"}, {"state": "lost"}])
def test_the_database_knows_no_half_entry(app, booth, columns):
    with pytest.raises(IntegrityError):
        make_guest_entry(booth, **columns)

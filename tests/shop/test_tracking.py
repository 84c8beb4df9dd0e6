"""The number of a parcel and where it is followed: only where a source says so."""

import pytest

from core.db import db
from core.jobs import Job
from shop import letters, parcels, tracking
from tests.factories import make_parcel


@pytest.mark.parametrize(
    ("carrier", "page"),
    [
        ("GHTK", "https://ghtk.vn/"),
        ("Giao hàng tiết kiệm", "https://ghtk.vn/"),
        ("GHN", ""),
        ("Viettel Post", ""),
        ("Bưu điện", ""),
        ("Xe khách Hoàng Long", ""),
        ("tự giao", ""),
    ],
)
def test_an_address_only_where_a_source_says_so(app, carrier, page):
    assert tracking.address_of(carrier, "S1 A/7") == page


def test_every_address_is_one_of_the_carriers_own_and_has_its_source():
    import csv

    with tracking._FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["source"] for row in rows)
    assert all(row["address"] in ("", tracking.SELF) or row["address"].startswith("https://") for row in rows)


def test_the_number_may_stand_in_the_address(app, monkeypatch):
    import datetime

    rows = ((datetime.date(2026, 1, 1), ("hang thu",), "https://hang.example/?ma={code}"),)
    monkeypatch.setattr(tracking, "_rows", lambda: rows)
    assert tracking.address_of("Hãng thử", "S1 A/7") == "https://hang.example/?ma=S1%20A%2F7"


def sent(carrier, code="VN1"):
    parcel = make_parcel(state="packed", payment="vietqr", email="ngan@example.vn")
    parcels.hand_over(parcel, carrier, code)
    letters.parcel_handed_over(parcel)
    db.session.commit()
    return parcel


def test_the_order_page_and_the_letter_say_where(browser):
    parcel = sent("GHTK", "S1.A1.7")
    page = browser.get(f"/don-hang/{parcel.order.token}").text
    assert 'href="https://ghtk.vn/"' in page
    assert "S1.A1.7" in page
    letter = db.session.query(Job).filter_by(kind="mail").order_by(Job.id.desc()).first().payload["text"]
    assert "https://ghtk.vn/" in letter


def test_without_an_address_it_is_said_where_to_look(browser):
    page = browser.get(f"/don-hang/{sent('GHN').order.token}").text
    assert "Tra mã này trên trang của hãng" in page
    page = browser.get(f"/don-hang/{sent('Tự giao').order.token}").text
    assert "trang của hãng" not in page

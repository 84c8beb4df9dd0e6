"""Calendar files, read by a parser of RFC 5545 that is not ours."""

from datetime import datetime, timedelta

import icalendar
import pytest

from core import ical, times

STARTS = datetime(2027, 1, 20, 9, 30, tzinfo=times.HANOI)
AWKWARD = "Nặn rồng, vẽ sen; giá 50\\60 nghìn:\nchị Hà đứng lớp " + "đường vòng ra sân đình " * 12


def appointment(**columns):
    defaults = {"key": "buoi-1", "starts_at": STARTS, "ends_at": STARTS + timedelta(hours=2), "name": "Nặn gốm"}
    return ical.Appointment(**defaults | columns)


def events(text):
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def test_a_parser_reads_back_what_was_said():
    (read,) = events(ical.calendar([appointment(name=AWKWARD, place="Sân đình, xã Bát Tràng", url="https://x.vn/a")]))

    assert str(read["SUMMARY"]) == AWKWARD
    assert str(read["LOCATION"]) == "Sân đình, xã Bát Tràng"
    assert (read["DTSTART"].dt, read["DTEND"].dt) == (STARTS, STARTS + timedelta(hours=2))
    assert str(read["UID"]) == "buoi-1@phiencho.example"
    assert read.errors == []


@pytest.mark.parametrize("many", [0, 3])
def test_holds_as_many_as_are_given(many):
    text = ical.calendar([appointment(key=f"buoi-{n}") for n in range(many)], "Chợ Tết")

    assert len({str(one["UID"]) for one in events(text)}) == many
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_what_is_cancelled_says_so():
    read = events(ical.calendar([appointment(), appointment(key="buoi-2", is_cancelled=True)]))

    assert [str(one["STATUS"]) for one in read] == ["CONFIRMED", "CANCELLED"]

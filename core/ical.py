"""Files for people's own calendars: the few lines of RFC 5545 that appointments need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response

from core import times

_LONGEST = 74  # bytes of a line and its fold; the standard wants no more than 75


@dataclass(frozen=True, slots=True)
class Appointment:
    """`key` tells it from all others for ever, so that a calendar that reads the file again changes its own entry."""

    key: str
    starts_at: datetime
    ends_at: datetime
    name: str
    place: str = ""
    said: str = ""
    url: str = ""
    is_cancelled: bool = False
    changed_at: datetime | None = None  # when its words last changed; None: now


def answer(file_name: str, appointments: Iterable[Appointment], name: str = "") -> Response:
    response = Response(calendar(appointments, name), mimetype="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}.ics"'
    return response


def calendar(appointments: Iterable[Appointment], name: str = "") -> str:
    """One file. What is cancelled says so, so that a calendar that had it takes it out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Phien Cho//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    if name:
        lines += [f"NAME:{_plain(name)}", f"X-WR-CALNAME:{_plain(name)}"]
    for one in appointments:
        lines += _event(one)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(one: Appointment) -> list[str]:
    texts = {"SUMMARY": one.name, "LOCATION": one.place, "DESCRIPTION": one.said}
    return [
        "BEGIN:VEVENT",
        f"UID:{one.key}@phiencho.example",
        f"DTSTAMP:{_utc(one.changed_at or times.now())}",
        f"DTSTART:{_utc(one.starts_at)}",
        f"DTEND:{_utc(one.ends_at)}",
        f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}",
        *(f"{field}:{_plain(text)}" for field, text in texts.items() if text),
        *([f"URL:{one.url}"] if one.url else []),
        "END:VEVENT",
    ]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _plain(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(field: str) -> list[str]:
    """Lines of at most 75 bytes; a letter of several bytes is never cut."""
    lines, line = [], ""
    for letter in field:
        if len((line + letter).encode()) > _LONGEST:
            lines.append(line)
            line = " "
        line += letter
    return [*lines, line]

"""Where and when a picture was taken, from the camera's notes: read only where its maker agreed to have it kept."""

from datetime import datetime
from typing import Any

from core.darkroom.kinds import opened

_GPS, _EXIF = 0x8825, 0x8769
_TAKEN, _ZONE = 0x9003, 0x9011
_LAT_SIDE, _LAT, _LON_SIDE, _LON = 1, 2, 3, 4
HANOI = "+07:00"  # where a camera keeps no zone


def notes(content: bytes) -> dict[str, Any]:
    """`lat`, `lon` in degrees and `taken_at` in ISO form, each None where it is not told or makes no sense."""
    with opened(content) as image:
        try:
            exif = image.getexif()
            place, more = exif.get_ifd(_GPS), exif.get_ifd(_EXIF)
        except Exception:  # broken notes tell nothing
            return {"lat": None, "lon": None, "taken_at": None}
    lat = _degrees(place.get(_LAT), place.get(_LAT_SIDE), 90)
    lon = _degrees(place.get(_LON), place.get(_LON_SIDE), 180)
    if lat is None or lon is None:
        lat = lon = None
    return {"lat": lat, "lon": lon, "taken_at": _moment(more.get(_TAKEN), more.get(_ZONE))}


def _degrees(parts: Any, side: Any, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:  # also refuses what is no number
        return None
    return round(-value if str(side).strip("\0 ").upper() in ("S", "W") else value, 6)


def _moment(told: Any, zone: Any) -> str | None:
    try:
        day, clock = str(told).strip("\0 ").split(" ")
        return datetime.fromisoformat(f"{day.replace(':', '-')}T{clock}{_zone(zone)}").isoformat()
    except ValueError:
        return None


def _zone(zone: Any) -> str:
    told = str(zone or "").strip("\0 ")
    return told if len(told) == 6 and told[0] in "+-" else HANOI

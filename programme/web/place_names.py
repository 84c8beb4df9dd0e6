"""Anyone asks what a former name is today: a page that works without scripts, and the same as JSON."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask_babel import gettext as _

from core import openapi
from core.access import public
from core.errors import Problem, fault
from core.openapi import TEXT, many, optional
from core.text import clean_line
from programme import addresses, former_places, places
from programme.addresses import Reading
from programme.places import Commune, Province

bp = Blueprint("place_names", __name__)

MOST = 60  # readings of one question: Tân Lập has 33
EXAMPLES = ("Cự Khê, Thanh Oai", "Bát Tràng", "Vạn Phúc", "TX. Sơn Tây", "Nam Định")
PRESENT = openapi.schema("PresentPlace", {"code": TEXT, "name": TEXT, "province": TEXT})
FLAG = {"type": "boolean"}
READING = {
    "type": "object",
    "properties": {
        "level": {"enum": list(former_places.LEVELS)}, "former": optional(TEXT), "address": TEXT,
        "present": many(PRESENT), "split": FLAG, "recycled": FLAG, "earlier": FLAG, "exact": FLAG,
    },
}  # fmt: skip
ANSWER = openapi.schema(
    "FormerPlaces",
    {"q": TEXT, "must_ask": FLAG, "settled": optional(TEXT), "candidates": many(PRESENT), "readings": many(READING)},
)


@bp.get("/dia-danh")
@public
def ask():
    asked = clean_line(request.args.get("q", ""))[: addresses.LONGEST]
    return render_template(
        "programme/place_names.html",
        asked=asked,
        found=addresses.resolve(asked) if asked else None,
        examples=EXAMPLES,
        most=MOST,
        province_of=_province_name,
    )


@bp.get("/api/v1/places/former")
@public
@openapi.describe(
    "Tên nơi cũ (đến 30/6/2025) nay là đâu: mọi cách hiểu, không chọn thay",
    query={"q": TEXT},
    answers={200: ANSWER, 422: None},
)
def answer():
    asked = clean_line(request.args.get("q", ""))
    if not asked or len(asked) > addresses.LONGEST:
        sentence = _("Gửi tên ở tham số q, dài nhất 200 chữ.")
        raise Problem(422, _("Thiếu tên nơi"), sentence, [fault(sentence, "q")])
    found = addresses.resolve(asked)
    return jsonify(
        q=asked,
        must_ask=found.must_ask,
        settled=found.settled.code if found.settled else None,
        candidates=[_present(place) for place in found.candidates[:MOST]],
        readings=[_reading(reading) for reading in found.readings[:MOST]],
    )


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "level": reading.level,
        "former": reading.former.code if reading.former else None,
        "address": reading.former.address if reading.former else _full_name(reading.present[0]),
        "present": [_present(place) for place in reading.present],
        "split": reading.former is not None and reading.former.is_split,
        "recycled": reading.is_recycled,
        "earlier": reading.is_earlier,
        "exact": reading.is_exact,
    }


def _present(place: Commune | Province) -> dict[str, str]:
    name = place.name if isinstance(place, Commune) else place.full_name
    return {"code": place.code, "name": name, "province": _province_name(place)}


def _full_name(place: Commune | Province) -> str:
    return places.full_name(place.code) if isinstance(place, Commune) else place.full_name


def _province_name(place: Commune | Province) -> str:
    province = places.province(place.code.partition("/")[0])
    return province.name if province else ""

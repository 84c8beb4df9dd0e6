"""Fifty staff give one stand to fifty facilities at once, against a real server with several processes."""

import re
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter

import pytest

from tests.shop.test_races import Server, all_at_once, database  # noqa: F401

pytestmark = pytest.mark.processes

ASKING = 50
SEED = f"""
from app import create_app
from core.db import db
from tests.factories import make_facility, make_fair, make_hall, make_staff, make_stand
app = create_app()
with app.app_context():
    stand = make_stand(make_hall(make_fair()), number="G07")
    staff = make_staff("allot")
    ids = [make_facility(name=f"Nhà số {{n}}.").id for n in range({ASKING})]
    session = {{"_user_id": str(staff.id), "_fresh": True, "token": "token"}}
    print(app.config["SESSION_COOKIE_NAME"], app.session_interface.get_signing_serializer(app).dumps(session))
    print(stand.id, *ids)
"""
HELD = """
from app import create_app
from core.db import db
from fairs.models import Booth
with create_app().app_context():
    held = db.session.query(Booth).all()
    print(len(held), *[booth.title for booth in held if booth.stand_id])
"""


def test_one_of_fifty_has_the_stand_and_the_others_are_told_who(tmp_path, database):  # noqa: F811
    with Server(tmp_path, database) as server:
        cookie, ids = server.run(SEED).splitlines()[-2:]
        name, value = cookie.split(" ", 1)
        stand, *facilities = ids.split()
        answers = all_at_once([lambda one=one: give(server, stand, one, f"{name}={value}") for one in facilities])
        rows, holder = server.run(HELD).strip().splitlines()[-1].split(" ", 1)

    assert Counter(status for status, _page in answers) == {303: 1, 409: ASKING - 1}
    assert rows == "1"
    told = [re.search(r"đã giao cho (Nhà số \d+\.)", page) for status, page in answers if status == 409]
    assert {found.group(1) for found in told} == {holder}


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def give(server, stand, facility, cookie):
    """(status, page)."""
    form = urllib.parse.urlencode({"csrf_token": "token", "facility_id": facility}).encode()
    address = f"http://127.0.0.1:{server.port}/can-bo/gian/{stand}/giao"
    request = urllib.request.Request(address, method="POST", data=form, headers={"Cookie": cookie})
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()

"""Two packers weigh at once, against a real server: the last word is seen and no đồng is lost."""

import re
from collections import Counter
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import pytest

from tests.shop import test_races
from tests.shop.test_races import Server, all_at_once, database  # noqa: F401

SEED = """
from app import create_app
from core.db import db
from catalog import variants
from tests.factories import make_facility, make_member, make_parcel, make_product
TERMS = dict(price_per_kg=200_000, piece_g=1000, under_percent=20, over_percent=20, least_g=500, most_g=2000, price=1)
with create_app().app_context():
    db.create_all()
    house = make_facility()
    hams = [make_product(facility=house, on_hand=50) for _ in range(2)]
    for ham in hams:
        variants.revise(ham.main, TERMS)
    db.session.commit()
    make_parcel(*hams, payment="vietqr")
    make_member(house, "packer", email="goi@example.vn")
"""
STATE = """
from app import create_app
from core.db import db
from shop.models import Parcel
with create_app().app_context():
    parcel = db.session.query(Parcel).one()
    print(parcel.goods_total, sum(line.total for line in parcel.lines), parcel.payment.amount - parcel.shipping_fee)
    print(parcel.unweighed, *(line.weighings for line in parcel.lines))
"""
PASSWORD = "mat-khau-thu"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Packer:
    """A phone with its own session."""

    def __init__(self, server):
        self.home = f"http://127.0.0.1:{server.port}"
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), _Stay)
        self.token = ""
        assert self.post("/tai-khoan/dang-nhap", who="goi@example.vn", password=PASSWORD) in (302, 303)
        with self.opener.open(self.home + "/quan-ly/don/1", timeout=60) as page:
            self.token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())[1]

    def post(self, path, **fields):
        request = Request(self.home + path, urlencode(fields | {"csrf_token": self.token}).encode())
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status
        except HTTPError as refused:
            with refused:
                return refused.code


@pytest.fixture
def server(tmp_path, database, monkeypatch):  # noqa: F811
    monkeypatch.setattr(test_races, "SEED", SEED)
    with Server(tmp_path, database) as running:
        yield running


def state(server):
    return [[int(n) for n in line.split()] for line in server.run(STATE).splitlines()]


@pytest.mark.processes
def test_of_two_weights_for_one_line_one_is_written_and_the_other_told(server):
    packers = [Packer(server) for _ in range(6)]
    grams = [900 + 10 * n for n in range(6)]
    pairs = zip(packers, grams, strict=True)
    answers = all_at_once([lambda p=p, g=g: p.post("/quan-ly/don/1/can/1", grams=g, seen=0) for p, g in pairs])
    assert Counter(answers) == {303: 1, 409: 5}
    assert state(server)[1] == [1, 1, 0]


@pytest.mark.processes
def test_two_lines_weighed_at_once_both_count(server):
    packers = [Packer(server) for _ in range(2)]
    weights = {1: 1100, 2: 950}
    pairs = zip(packers, weights.items(), strict=True)
    tasks = [lambda p=p, one=one: p.post(f"/quan-ly/don/1/can/{one[0]}", grams=one[1], seen=0) for p, one in pairs]
    assert all_at_once(tasks) == [303, 303]
    sums, counts = state(server)
    assert sums == [410_000] * 3
    assert counts == [0, 1, 1]

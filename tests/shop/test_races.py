"""Fifty buyers at once for the last piece, against a real server with several processes.

RACE_ROUNDS says how often (`make chaos`: twenty); in CI a sample.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

ROOT = Path(__file__).resolve().parent.parent.parent
BUYERS = 20
CROWD, ROUNDS = 50, int(os.environ.get("RACE_ROUNDS", "2"))
MANY, UNITS = 64, 10
CHECKOUT = {
    "buyer": {"name": "Đặng Thị Thu Ngân", "phone": "0912345678"},
    "address": {"province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8 ngõ 27"},
    "payment": "cod",
}
SEED = """
from app import create_app
from catalog import stocktaking
from core.db import db
from tests.factories import make_product
with create_app().app_context():
    db.create_all()
    make_product(sku="CUOI", on_hand=1)
    kiln = make_product(sku="NHIEU", on_hand=100).facility
    make_product(sku="MUOI", on_hand=10, facility=kiln)
    for n in range(20):
        make_product(sku=f"CUOI{n}", on_hand=1, facility=kiln)
    for sku, on_hand, away in (("HAINOI", 5, 2), ("NOIKHAC", 1, 1)):
        spread = make_product(sku=sku, on_hand=on_hand, facility=kiln)
        store = stocktaking.open_place(kiln.id, f"Kho {sku}")
        stocktaking.carry(spread.main, away, come_from=None, to=store.id)
    db.session.commit()
"""
COUNT = """
from app import create_app
from catalog.models import Product, Variant
from core.db import db
from shop.models import Order
with create_app().app_context():
    held = db.session.query(Variant.held).filter_by(sku="CUOI").scalar()
    print(db.session.query(Order).count(), held)
"""
SPREAD = """
from app import create_app
from catalog.models import PlaceStock, Variant
from core.db import db
from shop.drawn import ParcelDraw
from shop.models import Order
with create_app().app_context():
    mine = db.session.query(Variant).filter_by(sku="SKU").one()
    there = db.session.query(PlaceStock).filter_by(variant_id=mine.id).one()
    drawn = sum(one.units for one in db.session.query(ParcelDraw).filter_by(variant_id=mine.id))
    print(db.session.query(Order).count(), mine.held, there.held, drawn)
"""
# The control: what reserving would be without its guard. The server below is started with this in place of it.
READ_THEN_WRITE = """
import time
from catalog import stock
from catalog.models import Product, Variant
from core.db import db

def reserve(variant_id, quantity):
    variant = db.session.get_one(Variant, variant_id, populate_existing=True)
    if variant.available < quantity:
        raise stock.OutOfStock(variant_id, variant.available)
    db.session.rollback()  # no lock is held between reading and writing
    time.sleep(0.2)
    db.session.execute(db.update(Variant).where(Variant.id == variant_id).values(on_hand=variant.on_hand))

stock.reserve = reserve
"""

# Between what a checkout has read and what it writes, a tenth of a second in which all others come as far.
PAUSED = """
import time
from catalog import stock

ended = stock.end

def end(*whose):
    time.sleep(0.1)
    return ended(*whose)

stock.end = end
"""
TYPED = CHECKOUT["buyer"] | CHECKOUT["address"] | {"payment": "cod", "do": "place"}


class Server:
    """The application under granian with two workers, on a database of its own."""

    def __init__(self, folder, database, code=""):
        self.folder = folder
        self.environment = os.environ | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": database,
            "PYTHONPATH": f"{folder}:{ROOT}",
            "RATE_LIMITS": "off",
        }
        (folder / "raced.py").write_text(f"{code}\nfrom app import create_app\napplication = create_app()\n", "utf-8")

    def __enter__(self):
        self.run(SEED)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--workers", "2"]
        granian += ["--blocking-threads", "8", "--port", str(self.port), "raced:application"]
        self.log = (self.folder / "log").open("w")
        self.process = subprocess.Popen(
            granian, env=self.environment, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True
        )
        self._wait()
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()

    def run(self, code):
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        return done.stdout

    def call(self, method, path, body=None, headers=None):
        """(status, answer) of one API call."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1{path}",
            method=method,
            data=json.dumps(body or {}).encode(),
            headers={"Content-Type": "application/json"} | (headers or {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.load(refused)

    def cart_of(self, sku):
        cart = self.call("POST", "/carts")[1]["id"]
        assert self.call("POST", f"/carts/{cart}/lines", {"sku": sku, "quantity": 1})[0] == 201
        return cart

    def _wait(self):
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except OSError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.2)
        raise AssertionError("the server did not come up")


@pytest.fixture
def database():
    """SQLite in the server's own folder, or a fresh PostgreSQL database where TEST_DATABASE_URL is set."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    if not given:
        yield ""
        return
    url, name = make_url(given.replace("postgresql://", "postgresql+psycopg://", 1)), f"phiencho_race_{os.getpid()}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


def all_at_once(tasks):
    """Run every task in a thread of its own, all let go together; return what they gave."""
    gate, given = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(index, task):
        gate.wait()
        given[index] = task()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def race_for(server, sku="CUOI", buyers=BUYERS):
    carts = [server.cart_of(sku) for _ in range(buyers)]
    return all_at_once([lambda c=c: server.call("POST", f"/carts/{c}/checkout", CHECKOUT) for c in carts])


@pytest.mark.processes
def test_fifty_buyers_for_one_piece_make_one_order_in_every_round(tmp_path, database):
    with Server(tmp_path, database, PAUSED) as server:
        for n in range(ROUNDS):
            answers = race_for(server, f"CUOI{n}", CROWD)
            assert Counter(status for status, _ in answers) == {201: 1, 409: CROWD - 1}, n
            refusals = [answer for status, answer in answers if status == 409]
            assert all(answer["errors"][0]["sku"] == f"CUOI{n}" for answer in refusals)
        assert server.run(COUNT).split()[0] == str(ROUNDS)


@pytest.mark.processes
@pytest.mark.parametrize(("sku", "there", "away"), [("HAINOI", 5, 2), ("NOIKHAC", 1, 1)])
def test_fifty_buyers_of_goods_at_two_places_get_what_lies_there(tmp_path, database, sku, there, away):
    """Three at the workshop and two elsewhere; none and one: each order draws on one place, and none on nothing."""
    with Server(tmp_path, database, PAUSED) as server:
        answers = race_for(server, sku, CROWD)
        assert Counter(status for status, _ in answers) == {201: there, 409: CROWD - there}
        assert server.run(SPREAD.replace("SKU", sku)).split() == [str(n) for n in (there, there, away, away)]


@pytest.mark.processes
def test_sixty_four_buyers_for_ten_pieces_make_ten_orders(tmp_path, database):
    with Server(tmp_path, database, PAUSED) as server:
        answers = race_for(server, "MUOI", MANY)
        assert Counter(status for status, _ in answers) == {201: UNITS, 409: MANY - UNITS}
        assert server.run(COUNT).split()[0] == str(UNITS)


@pytest.mark.processes
def test_one_key_pressed_twenty_times_at_once_makes_one_order(tmp_path, database):
    with Server(tmp_path, database) as server:
        cart = server.cart_of("NHIEU")
        press = lambda: server.call("POST", f"/carts/{cart}/checkout", CHECKOUT, {"Idempotency-Key": "mot"})  # noqa: E731
        answers = all_at_once([press] * BUYERS)
        assert {status for status, _ in answers} == {201}
        assert len({answer["order"]["token"] for _, answer in answers}) == 1
        assert server.run(COUNT).split()[0] == "1"


class Buyer:
    """One who uses the pages: her cart is known by her cookie."""

    def __init__(self, server):
        self.base = f"http://127.0.0.1:{server.port}"
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open

    def send(self, path, **fields):
        """(status, page), redirects followed; without fields a GET."""
        data = urllib.parse.urlencode(fields).encode() if fields else None
        try:
            with self.open(self.base + path, data, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()


@pytest.mark.processes
def test_checkouts_opened_at_once_hold_the_one_piece_for_one_of_them(tmp_path, database):
    with Server(tmp_path, database, PAUSED) as server:
        buyers = [Buyer(server) for _ in range(BUYERS)]
        for buyer in buyers:
            assert buyer.send("/gio-hang/mon", sku="CUOI", quantity=1)[0] == 200
        opened = all_at_once([lambda b=b: b.send("/thanh-toan", do="begin") for b in buyers])
        assert {status for status, _ in opened} == {200}
        holders = ["data-held=" in page for _, page in opened]
        assert sum(holders) == 1
        assert server.run(COUNT).split() == ["0", "1"]
        placed = all_at_once([lambda b=b: b.send("/thanh-toan", key=str(id(b)), **TYPED) for b in buyers])
        assert [status == 200 for status, _ in placed] == holders
        assert server.run(COUNT).split() == ["1", "1"]


@pytest.mark.processes
def test_the_harness_sees_a_shop_without_the_guard_oversell(tmp_path, database):
    with Server(tmp_path, database, READ_THEN_WRITE) as server:
        statuses = Counter(status for status, _ in race_for(server))
        assert statuses[201] > 1

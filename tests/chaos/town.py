"""A market of real processes, killed at any moment; its buyers, banks and card firm go on all the same.

What a buyer or a bank does is a `Deed`: steps that are tried again, with the same key and the same body, until they are
answered, as a telephone, SePay and Stripe do.
"""

import http.client
import itertools
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller

from core.config import ROOT
from shop.bank import feeds
from tests.shop.cards import GOOD, type_card
from tests.stripe_stand_in import StandIn

BROKEN = (OSError, http.client.HTTPException, ValueError)  # an answer that never came, or not to its end
LATER = 20 * 60  # seconds: every hold and every claim of a killed worker has run out by then
BUYER = {
    "buyer": {"name": "Đặng Thị Thu Ngân", "phone": "0912345678", "email": "ngan@example.vn"},
    "address": {"province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8 ngõ 27"},
}


class Post:
    """A mail server that keeps what it is given."""

    def __init__(self):
        self.letters = []
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.letters.append(message_from_bytes(envelope.content, policy=default).get_content())
        return "250 OK"


class Town:
    """Use as a context. `faults` names what is taken away from the market (see tests.chaos.faults)."""

    def __init__(self, folder, database, fault="", seed="seed"):
        self.folder, self.database, self.fault, self.seed = folder, database, fault, seed
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.base = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.stripe, self.post = StandIn(), Post()
        self.stripe.notices.held = True
        self.heard = set()
        self.trouble = []  # answers that should not have been
        self.living = {}
        self.ahead = 0

    def __enter__(self):
        self.post.controller.start()
        self.stripe.__enter__()
        number = self.listener.fileno()
        self.log = (self.folder / "log").open("w")
        self.house = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.house", str(number), self.fault],
            env=self.environment(), cwd=ROOT, pass_fds=[number], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
        )  # fmt: skip
        assert self.house.stdout.readline() == "ready\n", (self.folder / "log").read_text("utf-8")
        self.makers = self.tell(self.seed)
        return self

    def __exit__(self, *_):
        self.kill(*self.living)
        self.house.kill()
        self.house.communicate()
        self.post.controller.stop()
        self.stripe.__exit__()
        self.listener.close()
        self.log.close()

    def environment(self):
        return os.environ | self.stripe.settings() | {
            "DATA_DIR": str(self.folder), "DATABASE_URL": self.database, "RATE_LIMITS": "off", "SEARCH_URL": "memory:",
            "MAIL_URL": f"smtp://127.0.0.1:{self.post.port}",
        }  # fmt: skip

    def tell(self, name):
        return json.loads(self._order(f"do {name}"))

    def live(self, *kinds):
        for kind in kinds:
            self.living[kind] = int(self._order(kind))

    def kill(self, *kinds):
        for kind in kinds:
            with suppress(ProcessLookupError):
                os.kill(self.living.pop(kind), signal.SIGKILL)

    def wait_for_the_moment(self, chance):
        """Any moment; where a guard is off, the one in which it would have been needed."""
        if not self.fault:
            time.sleep(chance.expovariate(1 / 0.4))
            return
        half_done = self.folder / "half-done"
        for _ in range(600):
            if half_done.exists():
                half_done.unlink()
                return
            time.sleep(0.05)

    def call(self, path, body, key=None, **headers):
        """(status, answer), or raises OSError where nobody answered to the end."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        known = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {}) | headers
        request = urllib.request.Request(f"{self.base}/api/v1{path}", raw, known)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.loads(refused.read() or b"{}")

    def reconcile(self):
        command = [sys.executable, "-m", "flask", "--app", "app", "shop", "reconcile"]
        return subprocess.run(
            command, env=self.environment(), cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout

    def _order(self, what):
        self.house.stdin.write(f"{what} {self.ahead}\n")
        self.house.stdin.flush()
        return self.house.stdout.readline()


class Deed:
    """One buyer's way from an empty cart to what is paid, or to goods held and left lying."""

    _numbers = itertools.count(1)

    def __init__(self, town, chance):
        self.number = next(self._numbers)
        self.method = chance.choice(("cod", "vietqr", "vietqr", "stripe", "stripe"))
        self.leaves = chance.random() < 0.2
        self.goods = {sku: chance.randint(1, 3) for sku in chance.sample(sorted(town.makers), 2)}
        self.cart = self.order = None
        self.steps = iter(self._steps(town))
        self.step = next(self.steps)
        self._hand = threading.Lock()
        self.claim, self.leave = lambda: self._hand.acquire(blocking=False), self._hand.release

    def go_on(self, town):
        """Try until all is answered. Raises one of BROKEN where the market died; the step then is still to be done."""
        try:
            while self.step:
                self.step()
                self.step = next(self.steps, None)
        except AssertionError as wrong:
            town.trouble.append(str(wrong))
            self.step = None

    def _steps(self, town):
        yield lambda: self._open(town)
        for sku, quantity in self.goods.items():
            yield lambda sku=sku, quantity=quantity: self._ask(
                town, f"/carts/{self.cart}/lines", {"sku": sku, "quantity": quantity}, sku
            )
        yield lambda: self._ask(town, f"/carts/{self.cart}/hold", {}, "hold")
        if self.leaves:
            return
        yield lambda: self._place(town)
        if self.method == "vietqr":
            for parcel in self.order["parcels"]:
                yield lambda parcel=parcel: _transfer(town, parcel)
        if self.method == "stripe":
            yield lambda: self._pay_by_card(town)

    def _ask(self, town, path, body, step):
        status, answer = town.call(path, body, f"{self.number}-{step}")
        assert status in (200, 201), (path, status, answer)
        return answer

    def _open(self, town):
        self.cart = self._ask(town, "/carts", {}, "cart")["id"]

    def _place(self, town):
        body = BUYER | {"payment": self.method}
        self.order = self._ask(town, f"/carts/{self.cart}/checkout", body, "order")["order"]

    def _pay_by_card(self, town):
        status, answer = town.call(f"/orders/{self.order['token']}/card", {})
        if (status, answer.get("code")) != (409, "paid"):
            assert status == 200, (status, answer)
            type_card(answer["url"], GOOD)


def _transfer(town, parcel):
    """The bank tells of a parcel's transfer, twice as banks do."""
    code, payment = parcel["code"], parcel["payment"]
    body = {
        "id": code, "accountNumber": payment["vietqr"]["account"], "transferType": "in",
        "transferAmount": parcel["total"], "content": f"MB {code.lower()} chuyen tien", "referenceCode": f"FT{code}",
    }  # fmt: skip
    key = next(one["key"] for one in town.makers.values() if one["account"] == body["accountNumber"])
    for _ in range(2):
        raw, stamp = json.dumps(body).encode(), str(int(time.time()))
        signed = {feeds.SIGNATURE: feeds.signature(key, stamp, raw), feeds.TIMESTAMP: stamp}
        status, answer = town.call("/bank/notices", raw, **signed)
        assert status == 200, (status, answer)


def hear_all(town):
    """Stripe tells of everything that it was not yet answered for, the newest first."""
    for event in reversed(list(town.stripe.notices.events)):
        if event["id"] not in town.heard:
            body, signature = town.stripe.notices.signed(event)
            status, answer = town.call("/stripe/webhook", body.encode(), **{"Stripe-Signature": signature})
            if status != 200:
                town.trouble.append(f"{event['type']}: {status} {answer}")
            town.heard.add(event["id"])


def live_and_die(town, deeds, chance):
    """One life: buyers go on with what they began and begin more, until somebody is killed at a moment of chance."""
    town.live(*{"web", "work"} - set(town.living))
    stop = threading.Event()
    crew = [threading.Thread(target=_buy, args=(town, deeds, random.Random(chance.random()), stop))
            for _ in range(3)]  # fmt: skip
    crew.append(threading.Thread(target=_tell, args=(town, stop)))
    for one in crew:
        one.start()
    town.wait_for_the_moment(chance)
    stop.set()
    town.kill(*(["web", "work"] if town.fault else chance.choice((["web"], ["web"], ["work"], ["web", "work"]))))
    if "web" not in town.living:
        town.live("web")  # whoever still waits for an answer gets none from the dead, and one from the next
    for one in crew:
        one.join()


def finish(town, deeds):
    """All that was begun is done, by a market that lives, later than any clock."""
    town.live(*{"web", "work"} - set(town.living))
    for deed in deeds:
        deed.go_on(town)
    hear_all(town)
    town.kill("web", "work")
    town.ahead = LATER


def work_off(town):
    town.live("work")
    for _ in range(600):
        if not town.tell("stands")["waiting"]:
            break
        time.sleep(0.2)
    town.kill("work")


def _buy(town, deeds, chance, stop):
    while not stop.is_set():
        deed = next((one for one in deeds if one.step and one.claim()), None) or _begin(town, deeds, chance)
        with suppress(*BROKEN):  # it died in the middle of an answer
            deed.go_on(town)
        deed.leave()


def _begin(town, deeds, chance):
    deed = Deed(town, chance)
    deed.claim()
    deeds.append(deed)
    return deed


def _tell(town, stop):
    while not stop.is_set():
        with suppress(*BROKEN):
            hear_all(town)
        time.sleep(0.02)

"""The same notice many times at once, and the maker's own hand between, against a real server and two workers."""

import json
import subprocess
import sys
import time
from collections import Counter

import pytest

from shop.bank import feeds
from tests.shop import test_races
from tests.shop.test_races import Server, all_at_once, database  # noqa: F401

PARCELS = 6
SEED = """
from app import create_app
from core.db import db
from shop.bank import feeds
from tests.factories import make_facility, make_parcel, make_product
with create_app().app_context():
    db.create_all()
    house = make_facility()
    goods = make_product(facility=house, on_hand=50)
    made = [make_parcel(goods, payment="vietqr") for _ in range(6)]
    feed = feeds.renew(house)
    db.session.commit()
    print(feeds.secret(feed), house.bank_account, made[0].total, *(one.code for one in made))
"""
BY_HAND = """
from app import create_app
from core.db import db
from shop import payments
from shop.models import Parcel
with create_app().app_context():
    for parcel in db.session.query(Parcel).order_by(Parcel.id.desc()):
        try:
            payments.receive(parcel)
        except payments.NotAwaited:
            pass
        db.session.commit()
"""
WORK = """
from app import create_app
from core import jobs
with create_app().app_context():
    jobs.work_off()
"""
STATE = """
import json
from app import create_app
from core.db import db
from shop.models import BankTransaction, Payment
with create_app().app_context():
    rows = [[row.state, row.owed_back] for row in db.session.query(BankTransaction)]
    print(json.dumps([rows, [[one.state, one.received] for one in db.session.query(Payment)]]))
"""


class Bank(Server):
    def run(self, code):
        said = super().run(SEED if code is test_races.SEED else code)
        if code is test_races.SEED:
            self.key, self.account, total, *self.codes = said.split()
            self.total = int(total)
        return said

    def tell(self, number):
        body = {"id": number + 1, "accountNumber": self.account, "transferType": "in", "transferAmount": self.total}
        body |= {"content": self.codes[number], "referenceCode": f"FT{number}"}
        raw, stamp = json.dumps(body).encode(), str(int(time.time()))
        signed = {feeds.SIGNATURE: feeds.signature(self.key, stamp, raw), feeds.TIMESTAMP: stamp}
        return self.call("POST", "/bank/notices", body, signed)

    def beside(self, *codes):
        started = [subprocess.Popen([sys.executable, "-c", code], env=self.environment) for code in codes]
        assert [one.wait(120) for one in started] == [0] * len(codes)


@pytest.mark.processes
def test_a_notice_sent_many_times_at_once_pays_once_beside_the_makers_own_hand(tmp_path, database):  # noqa: F811
    with Bank(tmp_path, database) as bank:
        answers = all_at_once([lambda n=n: bank.tell(n % PARCELS) for n in range(5 * PARCELS)])
        assert Counter(answer[0] for answer in answers) == {200: 5 * PARCELS}
        bank.beside(WORK, WORK, BY_HAND)
        rows, paid = json.loads(bank.run(STATE))
    assert rows == [["matched", 0]] * PARCELS
    assert paid == [["paid", bank.total]] * PARCELS

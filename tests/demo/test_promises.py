"""What the makers of the demo promise: no page may offer what its maker refuses in words."""

from catalog import delivery
from core.db import db
from demo import promises
from demo.tables import rows
from tests.factories import make_facility, make_product


def test_whoever_says_that_nothing_goes_far_is_offered_no_farther_than_the_province(app):
    makers = {key: make_facility(name=key).id for key in promises.NEARBY}
    goods = {sku: make_product(sku=sku) for sku in promises.FRESH}
    promises._ranges(goods, makers)
    db.session.commit()

    assert {delivery.of_facility(one).reach for one in makers.values()} == {"province"}
    assert {delivery.own_range(one.id).reach for one in goods.values()} == {"same_day"}


def test_every_maker_whose_note_says_so_is_among_them():
    refusals = ("chỉ trong thành phố", "không gửi xa")
    said = {row["maker"] for row in rows("facilities") if any(words in row["delivery_note"] for words in refusals)}

    assert said
    assert said <= set(promises.NEARBY)

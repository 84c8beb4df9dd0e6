"""A product is found by its fair from the second it opens to the second it closes, with no index written meanwhile."""

from datetime import timedelta

from catalog import search
from core import times
from fairs import queries
from tests.catalog.test_search_index import indexed  # noqa: F401
from tests.factories import make_booth, make_facility, make_fair, make_product

SECOND = timedelta(seconds=1)


def found(browser):
    """How many by the fair's facet, by the flag that "ở hội chợ" is read as, among makers, and in the JSON."""
    by_fair, by_flag = (search.Selection({facet: (value,)}) for facet, value in (("fair", "tet"), ("flag", "in_fair")))
    return (
        len(search.find("", by_fair).ids),
        len(search.find("", by_flag).ids),
        browser.get("/co-so?co=o-phien").text.count('href="/co-so/lo-gom"') > 0,
        len(browser.get("/api/v1/products?fair=tet").json["items"]),
    )


def test_goods_come_with_the_opening_and_go_with_the_closing(indexed, browser):  # noqa: F811
    opens = times.now() + timedelta(minutes=10)
    closes = opens + timedelta(minutes=10)
    product = make_product(name="Bình gốm", facility=make_facility(slug="lo-gom"))
    make_product(name="Bình sứ")
    fair = make_fair(slug="tet", opens_at=opens, closes_at=closes)
    make_booth(fair, product.facility, products=[product])
    search.rebuild()
    nothing, everything = (0, 0, False, 0), (1, 1, True, 1)

    seen = {}
    for moment in (opens - SECOND, opens, closes - SECOND, closes):
        with times.frozen(moment):
            seen[moment] = found(browser)
    assert list(seen.values()) == [nothing, everything, everything, nothing]


def test_of_many_fairs_the_next_turn_is_asked_for_once(query_count):
    now = times.now()
    for days in range(1, 6):
        make_fair(opens_at=now - timedelta(days=days), closes_at=now + timedelta(days=days))
    with query_count() as run:
        turn = queries.next_turn(now)
    assert sum("SELECT" in statement for statement in run) == 1
    assert turn == now + timedelta(days=1)

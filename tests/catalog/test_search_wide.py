"""Very many products: read from compressed sets in PostgreSQL, and answered as few are."""

import os
import random
from datetime import timedelta

import psycopg
import pytest

from catalog import search
from catalog.search import finding, postgres, present, store, wide, wide_terms
from catalog.search.bits import alike, bits_of, membership, numbers_in
from catalog.search.memory import MemoryTerms
from catalog.search.selection import SORTS, Selection
from catalog.search.snapshots import Snapshot
from catalog.search.wide import WideSnapshot
from catalog.search.wide_sets import WideSet, bits_in, written
from core import times
from core.db import db
from programme import qualities
from tests.catalog.core_catalogue import load_core_catalogue
from tests.factories import make_cnnttb, make_ocop, make_product, make_variant

SERVER = os.environ.get("TEST_DATABASE_URL") or "postgresql://root@127.0.0.1:5432/test"
QUERIES = (
    "", "gốm", "gom bat trang", "quạt", "lụa vạn phúc", "khay mây tre", "tuong", "gooms", "trà sen dưới 500k",
    "2646/QĐ-BCT", "2646qđ", "8935001800019", "gốm 8935001800019", "8935001800118",
)  # fmt: skip


@pytest.fixture
def kept(app, monkeypatch):
    """An index in a database of its own, over whose bound any catalogue is."""
    name = f"phiencho_wide_{os.getpid()}"
    try:
        admin = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL: {error}")
    url = SERVER.rpartition("/")[0] + "/" + name
    with admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        monkeypatch.setitem(app.config, "SEARCH_URL", url)
        monkeypatch.setitem(app.extensions, "phiencho_search", present.Present())
        monkeypatch.setattr(present, "LOOK_AGAIN", 0.0)
        monkeypatch.setattr(postgres, "WIDE_FROM", -1)
        yield app
        postgres.engine_at(url)._engine.dispose()
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def core(kept):
    """With a decision and a barcode, which are asked for by name."""
    load_core_catalogue()
    product = make_product(name="Lọ gốm hoa biến")
    make_cnnttb(product, decision_number="2646/QĐ-BCT", issuer="Bộ Công Thương")
    make_variant(product, gtin="08935001800019")


def test_compressed_sets_reckon_as_whole_numbers_do():
    dice = random.Random(5)
    some, other = (dice.sample(range(200_000), 900) for _ in range(2))
    other += some[:300]
    ones, others, wide_ones, wide_others = bits_of(some), bits_of(other), WideSet.of(some), WideSet.of(other)
    for left, right in ((ones, others), (others, ones), (ones, 0), (0, ones), (ones, ones)):
        held = {ones: wide_ones, others: wide_others, 0: 0}
        for work in (int.__and__, int.__or__, int.__xor__, lambda a, b: a & ~b):
            plain = work(left, right)
            mine = _same(work)(held[left], held[right])
            assert list(numbers_in(mine)) == list(numbers_in(plain))
            assert mine.bit_count() == plain.bit_count()
            assert bool(mine) == bool(plain)
    assert membership(wide_ones)(some[0])
    assert wide_ones >> some[0] & 1
    assert wide_ones.shared(wide_others) == (ones & others).bit_count()
    assert alike(wide_ones, some) == wide_ones


@pytest.mark.parametrize("count", [1, 7, 4096, 4097, 30_000])
@pytest.mark.parametrize("together", [True, False])
def test_what_is_written_is_read_as_either(count, together):
    ids = list(range(100_000, 100_000 + count)) if together else random.Random(1).sample(range(70_000, 131_000), count)
    sections = [[one for one in ids if one >> 16 == section] for section in (1, 2)]
    pieces = [written(one) for one in sections if one]
    assert list(WideSet.read(pieces)) == sorted(ids)
    assert bits_in(pieces) == bits_of(ids) == sum(1 << one for one in ids)


def test_no_query_asks_the_database_without_end(core, monkeypatch):
    search.rebuild()
    seen, asked, rows = search.snapshot(), [], wide_terms.Base.rows
    monkeypatch.setattr(wide_terms.Base, "rows", lambda *given, **told: asked.append(1) or rows(*given, **told))
    for typed in (
        "9" * 120,
        "500k " * 24,
        "b1a 1b1 bbb 1ab aab 1aa bab 01a aa1 11a aab 1bb a1c c1a",
        "8a7b6c5d4e3f " * 9,
    ):
        asked.clear()
        finding.find(seen, typed, Selection())
        assert len(asked) < 150, typed


def _same(work):
    names = {int.__and__: lambda a, b: a & b, int.__or__: lambda a, b: a | b, int.__xor__: lambda a, b: a ^ b}
    return names.get(work, work)


def test_answers_and_orders_are_those_of_few_products(core):
    search.rebuild()
    _compare(search.snapshot(), QUERIES)


def test_what_was_written_since_is_laid_over(core):
    search.rebuild()
    ids = list(search.find("").ids)
    search.find("gốm")
    for place, product_id in enumerate(ids[::7]):
        product = db.session.get_one(search.writing.Product, product_id)
        product.name = f"Quạt tre {product.name}"
        product.state = "withdrawn" if place % 3 == 0 else "published"
    newcomer = make_product(name="Quạt giấy mới", price=77_000)
    db.session.commit()
    search.update([*ids[::7], newcomer.id])
    seen = search.snapshot()
    assert newcomer.id in search.find("quạt giấy", seen=seen).ids
    _compare(seen, QUERIES)


def test_what_lapses_after_the_index_was_built_is_seen_at_its_hour(core):
    now = times.now()
    coming = make_product(name="Đèn lồng giấy", show_from=now + timedelta(hours=2))
    going = make_product(name="Đèn lồng tre", show_until=now + timedelta(hours=1))
    search.rebuild()
    assert going.id in search.snapshot().facts
    assert coming.id not in search.snapshot().facts
    for later in (now + timedelta(hours=3), now + timedelta(days=400)):
        seen = WideSnapshot(store.load(), later, [])
        assert (coming.id in seen.facts, going.id in seen.facts) == (True, False)
        _compare(seen, ("", "đèn lồng", "gốm"), later)


def test_titles_claims_and_newness_end_by_themselves(kept):
    now, today = times.now(), times.today()
    starred = make_product(name="Lọ gốm", published_at=now)
    make_ocop(starred, expires_on=today + timedelta(days=3))
    qualities.declare(starred.facility, ["huu_co"])
    qualities.verify(starred.facility, "huu_co", "GCN 1", today + timedelta(days=9))
    make_product(name="Chén gốm", published_at=now - timedelta(days=60), interest=2)
    search.rebuild()
    for days in (0, 3, 4, 9, 10, 30, 31, 121):
        later = now + timedelta(days=days)
        _compare(WideSnapshot(store.load(), later, []), ("gốm",), later)


def _compare(seen, queries, moment=None):
    """With the same products held in memory."""
    assert isinstance(seen, WideSnapshot)
    plain = Snapshot(MemoryTerms(search.all_documents()), moment or times.now(), search.contributors)
    assert dict(seen.facts) == plain.facts
    for query in queries:
        for sort in SORTS:
            for chosen in (Selection(sort=sort), Selection({"flag": ("in_stock",)}, price_min=90_000, sort=sort)):
                one, other = (finding.find(some, query, chosen) for some in (seen, plain))
                assert (query, sort, list(one.ids), one.exact) == (query, sort, list(other.ids), other.exact)
                assert one.facets == other.facets
                assert one.histogram == other.histogram
                assert [sense.count for sense in one.senses] == [sense.count for sense in other.senses]
    for typed in ("gố", "ch", "quạt", "mây tr", "lua"):
        assert search.suggesting.suggestions(seen, typed) == search.suggesting.suggestions(plain, typed)


def test_makers_are_counted_among_the_first_and_the_page_says_so(kept, browser, monkeypatch):
    first = make_product(name="Bình gốm men tro")
    for _ in range(2):
        make_product(name="Lọ gốm", facility=first.facility)
    monkeypatch.setattr(wide, "COUNTED", 2)
    search.rebuild()
    answer = search.find("gốm")
    assert answer.total == 3
    assert answer.facets["facility"] == {first.facility.slug: 2}
    assert answer.bounded == {"facility"}
    page = browser.get(f"/tim?q=gốm&co-so={first.facility.slug}").text
    assert '<span class="option__count">2+</span>' in page
    assert browser.get("/api/v1/products?q=gốm").get_json()["at_least"] == ["facility"]


def test_an_index_that_goes_while_it_is_read_makes_a_page_wait(kept, browser):
    make_product(name="Bình gốm")
    search.rebuild()
    seen = search.snapshot()
    with postgres.engine_at(kept.config["SEARCH_URL"])._engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TABLE {seen._base.name}_postings")
    assert browser.get("/tim?q=gốm").status_code == 503


def test_too_many_changes_ask_for_a_new_index(kept, monkeypatch):
    product = make_product(name="Bình gốm")
    search.rebuild()
    search.update([product.id])
    monkeypatch.setattr("catalog.search.wide_terms.MOST_CHANGED", 0)
    assert store.load().is_worn
    search.rebuild()
    assert not store.load().is_worn


def test_the_tables_before_stay_for_whoever_still_reads_them(kept):
    product = make_product(name="Bình gốm")
    search.rebuild()
    held = search.snapshot()
    product.name = "Đèn tre"
    db.session.commit()
    search.rebuild()
    assert search.find("gốm", seen=held).ids == [product.id]
    search.rebuild()
    with postgres.engine_at(kept.config["SEARCH_URL"])._engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'search_document_%%'")
        assert tables.scalar() == 6

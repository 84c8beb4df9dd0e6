"""The index follows the database through jobs, and the site answers without one."""

import csv
import gc
import os
import shutil
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from catalog import search
from catalog.models import Product
from catalog.search import folder, postgres, present, store
from core import config, jobs, times
from core.db import db
from programme import facilities, qualities
from tests.catalog.core_catalogue import load_core_catalogue
from tests.catalog.judged import DATA, FILES, judge
from tests.factories import make_facility, make_product

HAS_POSTGRES = "postgresql" in os.environ.get("TEST_DATABASE_URL", "")
# "wide" is PostgreSQL with so many products that they are not held: the bound put so low that any catalogue is over it.
ENGINES = ["folder", "postgres", "wide"] if HAS_POSTGRES else ["folder"]


@pytest.fixture(params=ENGINES)
def indexed(app, request, tmp_path, monkeypatch):
    """The application with an index of its own, as in production."""
    url = "" if request.param == "folder" else "database"
    monkeypatch.setitem(app.config, "SEARCH_URL", url)
    monkeypatch.setitem(app.config, "DATA_DIR", tmp_path)
    monkeypatch.setitem(app.extensions, "phiencho_search", present.Present())
    monkeypatch.setattr(present, "LOOK_AGAIN", 0.0)
    if request.param == "wide":
        monkeypatch.setattr(postgres, "WIDE_FROM", -1)
    if url:
        drop_index()
    yield app
    if url:
        db.session.rollback()
        drop_index()


def drop_index():
    with db.engine.begin() as connection:
        for (table,) in connection.execute(
            text("SELECT tablename FROM pg_tables WHERE tablename LIKE 'search_%'")
        ).all():
            if table.startswith(("search_document_", "search_index")):
                connection.execute(text(f"DROP TABLE {table}"))


def tear(app):
    """What a lost disk or a careless hand leaves of an index."""
    if app.config["SEARCH_URL"] == "database":
        drop_index()
    for file in (app.config["DATA_DIR"] / "search").glob("index-*/*"):
        file.write_bytes(b"torn")


def test_answers_from_the_database_before_there_is_an_index(indexed):
    product = make_product(name="Bình gốm")
    assert store.generation() is None
    assert search.find("gốm").ids == [product.id]


def test_rebuilding_writes_what_is_on_show_and_nothing_else(indexed):
    product = make_product(name="Bình gốm")
    make_product(name="Lọ gốm", state="draft")
    assert search.rebuild() == 1
    assert store.generation() is not None
    assert search.find("gốm").ids == [product.id]


@pytest.mark.parametrize("indexed", [one for one in ENGINES if one != "wide"], indirect=True)  # which holds none
def test_what_many_products_have_is_held_once(indexed):
    maker = make_facility()
    one, other = make_product(facility=maker), make_product(facility=maker)
    search.rebuild()
    facts = search.snapshot().facts
    assert facts[one.id]["facility"] is facts[other.id]["facility"]
    assert dict(facts) == {found.product_id: found.facts for found in search.all_documents()}


def test_a_touched_product_is_found_once_the_worker_has_been(indexed):
    search.rebuild()
    product = make_product(name="Bình gốm")
    search.touch(product.id)
    db.session.commit()
    assert search.find("gốm").ids == []

    jobs.work_off()
    assert search.find("gốm").ids == [product.id]


def test_a_quality_is_counted_from_the_index_once_it_is_checked(indexed):
    product = make_product(name="Bình gốm")
    qualities.declare(product.facility, ["huu_co"])
    db.session.commit()
    search.rebuild()
    assert search.find().facets["quality"] == {}

    qualities.verify(product.facility, "huu_co", "GCN 1", times.today())
    db.session.commit()
    jobs.work_off()
    assert search.find().facets["quality"] == {"huu_co": 1}
    with times.frozen(times.now() + timedelta(days=1)):
        assert search.find().facets["quality"] == {}


def test_no_commit_no_touch(indexed):
    product = make_product(name="Bình gốm")
    search.rebuild()
    product.name = "Đèn tre"
    search.touch(product.id)
    db.session.rollback()
    jobs.work_off()
    assert search.find("gốm").ids == [product.id]


def test_a_changed_name_replaces_the_old_one_and_twice_is_as_once(indexed):
    product = make_product(name="Bình gốm")
    search.rebuild()
    product.name = "Đèn tre"
    db.session.commit()
    for _ in range(2):
        search.update([product.id])
    assert search.find("bình").ids == []
    assert search.find("đèn tre").ids == [product.id]


def test_a_withdrawn_product_leaves_the_index(indexed):
    product = make_product(name="Bình gốm")
    search.rebuild()
    product.state = "withdrawn"
    search.touch(product.id)
    db.session.commit()
    jobs.work_off()
    assert search.find("gốm").ids == []


def test_a_withdrawn_product_is_never_shown_though_the_index_lags(indexed, browser):
    product = make_product(name="Bình gốm")
    search.rebuild()
    product.state = "withdrawn"
    db.session.commit()
    assert "Bình gốm" not in browser.get("/tim?q=gốm").text
    assert browser.get("/api/v1/products?q=gốm").get_json()["items"] == []


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_broken_index_is_answered_around_and_rebuilt_by_the_next_change(indexed):
    product = make_product(name="Bình gốm")
    search.rebuild()
    tear(indexed)
    indexed.extensions["phiencho_search"] = present.Present()
    assert search.find("gốm").ids == [product.id]

    search.update([product.id])
    assert search.find("gốm").ids == [product.id]
    assert store.load()
    gc.collect()  # Whoosh leaves the torn file open: let it be collected here, where that is allowed


def test_accents_and_folds_hold_in_the_index_as_in_memory(indexed):
    sauce, statue = make_product(name="Tương nếp"), make_product(name="Tượng gỗ")
    in_memory = [search.find(query).ids for query in ("tương", "tuong", "tượng gỗ", "tuongnep")]
    search.rebuild()
    assert [search.find(query).ids for query in ("tương", "tuong", "tượng gỗ", "tuongnep")] == in_memory
    assert in_memory[0] == [sauce.id]
    assert set(in_memory[1]) == {sauce.id, statue.id}


def test_answers_every_judged_query_as_memory_does_and_as_well(indexed, monkeypatch):
    load_core_catalogue()
    with monkeypatch.context() as alone:
        alone.setitem(indexed.config, "SEARCH_URL", "memory://")
        in_memory = {query: _skus(query) for query in _judged()}
    indexed.extensions["phiencho_search"] = present.Present()
    search.rebuild()
    assert {query: _skus(query) for query in _judged()} == in_memory
    assert store.load()
    for name in FILES:
        figures = judge(name, _skus)
        assert figures.success_at_1 >= 0.95
        assert figures.ndcg >= 0.95
        assert figures.forbidden == []


def _judged():
    told = [(DATA / name).read_text("utf-8") for name in FILES]
    return [row["query"] for one in told for row in csv.DictReader(one.splitlines())]


def _skus(query):
    seen = search.snapshot()
    return [seen.facts[number]["sku"] for number in search.finding.find(seen, query, search.Selection()).numbers]


def test_what_changed_is_read_again_and_nothing_else(indexed, monkeypatch):
    kept, changed, gone = make_product(name="Bình gốm"), make_product(name="Lọ gốm"), make_product(name="Chum gốm")
    search.rebuild()
    assert search.find("gốm").total == 3
    monkeypatch.setattr(store, "load", lambda: pytest.fail("the whole was read again"))
    changed.name, gone.state = "Lọ tre", "withdrawn"
    db.session.commit()
    search.update([changed.id, gone.id])
    assert search.find("chum").ids == []
    assert search.find("bình gốm").ids[0] == kept.id
    assert search.find("lọ tre").ids[0] == changed.id

    changed.name = "Lọ gốm"
    db.session.commit()
    search.update([changed.id])
    answer = search.find("tre")
    assert (answer.exact, answer.understood[0].count) == (0, 0)
    assert search.find("lọ gốm").ids[0] == changed.id


def test_what_changed_is_laid_over_as_if_all_had_been_read_again(indexed):
    load_core_catalogue()
    search.rebuild()
    ids = list(search.find("").ids)
    for query in _judged():
        search.find(query)
    for place, product_id in enumerate(ids[::6]):
        product = db.session.get_one(Product, product_id)
        product.name = f"Quạt tre {product.name}"
        product.state = "withdrawn" if place % 3 == 0 else "published"
        db.session.commit()
        search.update([product_id])
        laid = search.snapshot()
    indexed.extensions["phiencho_search"] = present.Present()
    whole = search.snapshot()
    assert laid is not whole
    for query in ["", *_judged()]:
        for sort in ("relevance", "newest", "price_up", "recognition"):
            one, other = (search.finding.find(seen, query, search.Selection(sort=sort)) for seen in (laid, whole))
            assert (query, one.ids, one.facets, one.histogram) == (query, other.ids, other.facets, other.histogram)


def test_an_index_of_another_version_is_not_read_and_a_new_one_is_asked_for(indexed, monkeypatch):
    product = make_product(name="Bình gốm")
    search.rebuild()
    for room in (folder, postgres):
        monkeypatch.setattr(room, "FORMAT", 99)
    assert store.generation() is None
    assert search.find("gốm").ids == [product.id]

    search.writing.heal()
    search.writing.heal()  # once is enough
    assert jobs.work_off() == 1
    assert store.load()


def test_a_new_generation_is_read_behind_and_what_is_held_answers_meanwhile(indexed, monkeypatch):
    product = make_product(name="Bình gốm")
    search.rebuild()
    held = indexed.extensions["phiencho_search"] = present.Present(in_background=True)
    assert search.find("bình").ids == [product.id]
    started = _threads_wait(monkeypatch)
    product.name = "Đèn tre"
    db.session.commit()
    search.update([product.id])
    assert search.find("bình").ids == [product.id]
    assert search.find("bình").ids == [product.id]  # and nobody starts a second reading
    assert len(started) == 1

    db.session.rollback()
    started.pop()()
    assert held.snapshot.facts[product.id]["name"] == "Đèn tre"
    assert not held.lock.locked()


def test_who_comes_after_nobody_looked_for_a_while_finds_what_changed(indexed, monkeypatch):
    product = make_product(name="Bình gốm")
    search.rebuild()
    held = indexed.extensions["phiencho_search"] = present.Present(in_background=True)
    assert search.find("bình").ids == [product.id]
    monkeypatch.setattr(present, "PATIENCE", 30)
    product.name = "Đèn tre"
    db.session.commit()
    search.update([product.id])
    db.session.rollback()  # as a new request begins, holding nothing

    held.looked_at -= 10

    assert search.find("đèn tre").ids == [product.id]
    with held.lock:
        assert held.snapshot.facts[product.id]["name"] == "Đèn tre"


@pytest.mark.parametrize("indexed", ENGINES[:2], indirect=True)  # of a wide one the words lie in the index alone
def test_an_index_that_is_lost_is_asked_for_by_whoever_misses_it(indexed, monkeypatch):
    product = make_product(name="Bình gốm")
    search.rebuild()
    indexed.extensions["phiencho_search"] = present.Present(in_background=True)
    search.snapshot()
    started = _threads_wait(monkeypatch)
    lose(indexed)
    assert search.find("gốm").ids == [product.id]
    db.session.rollback()
    started.pop()()
    assert search.find("gốm").ids == [product.id]
    jobs.work_off()
    assert store.load()


def _threads_wait(monkeypatch):
    """Threads of the search are put on a list, to be run by hand."""
    started = []

    class Waiting:
        def __init__(self, target, args, daemon):
            self.start = lambda: started.append(lambda: target(*args))

        def join(self, timeout):
            """Nobody runs it meanwhile."""

    monkeypatch.setattr(present.threading, "Thread", Waiting)
    return started


def lose(app):
    if app.config["SEARCH_URL"] == "database":
        drop_index()
    shutil.rmtree(app.config["DATA_DIR"] / "search", ignore_errors=True)


@pytest.mark.parametrize(
    ("url", "database", "said"),
    [("ftp://x", "", "SEARCH_URL"), ("database", "", "DATABASE_URL"), ("database", "sqlite:///x", "DATABASE_URL")],
)
def test_a_wrong_setting_is_said_at_the_start(url, database, said):
    with pytest.raises(config.BadSetting, match=said):
        config.from_environment({"SEARCH_URL": url, "DATABASE_URL": database})


def test_each_setting_names_its_engine(app, monkeypatch):
    for url, kind in (("", folder.Folder), ("database", postgres.Postgres), ("postgresql://x/y", postgres.Postgres)):
        monkeypatch.setitem(app.config, "SEARCH_URL", url)
        assert isinstance(store.engine(), kind)
    config.from_environment({"SEARCH_URL": "database", "DATABASE_URL": "postgresql://x/y"})


def test_the_command_rebuilds_and_can_leave_a_good_index_alone(indexed):
    make_product()
    run = indexed.test_cli_runner()
    assert "1 món" in run.invoke(args=["search", "rebuild"]).output
    before = store.generation()
    run.invoke(args=["search", "rebuild", "--if-needed"])
    assert store.generation() == before


def test_a_makers_goods_are_found_where_the_maker_now_is(indexed):
    facility = make_facility(commune_code="ha-noi/xa-bat-trang", commune_name="Xã Bát Tràng")
    product = make_product(facility=facility)
    search.rebuild()
    facilities.revise(facility, commune_code="ha-noi/xa-thu-lam", commune_name="Xã Thư Lâm")
    db.session.commit()
    assert search.find("", search.Selection({"commune": ("ha-noi/xa-thu-lam",)})).ids == []

    jobs.work_off()
    assert search.find("", search.Selection({"commune": ("ha-noi/xa-thu-lam",)})).ids == [product.id]


def test_nobody_who_writes_waits_for_the_index(indexed, monkeypatch):
    product = make_product(name="Bình gốm")
    search.rebuild()

    def slow(ids, documents):
        assert [document.product_id for document in documents] == list(ids)
        with db.engine.begin() as other:
            other.execute(update(Product).values(name="Bình lụa"))

    monkeypatch.setattr(store, "update", slow)
    jobs.work_off()
    search.touch(product.id)
    db.session.commit()
    assert jobs.work_off() == 1
    assert db.session.scalar(select(Product.name)) == "Bình lụa"

"""Synonyms and traps as staff keep them: what counts, what may not stand, what a change would do, how it spreads."""

import csv
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from catalog import search, vocabulary, word_preview, word_rules
from catalog.models import SearchCount, SearchWords
from catalog.search import lexicon, present, words
from catalog.search.lexicon import Entry, Lexicon
from core import audit, times, undo
from core.db import db
from tests.catalog.test_search_index import indexed  # noqa: F401
from tests.factories import make_facility, make_member, make_product, make_staff

DATA = Path(__file__).parent.parent / "data"
HAT = Entry("synonym", "", both_ways=("nón lá", "mũ lá cọ"))


@pytest.fixture
def curator(browser):
    return browser.sign_in(make_staff("curate"))


def kept(kind, code):
    found = vocabulary.find(kind, code)
    assert found
    return found


def add(entry=HAT):
    row = vocabulary.add(entry)
    db.session.commit()
    return row


def change(code="che-tra", kind="synonym", **columns):
    one = kept(kind, code)
    fields = {name: getattr(one.entry, name) for name in ("both_ways", "leading", "reached", "note", "is_on")}
    vocabulary.change(one, Entry(kind, code, **fields | columns), one.version)
    db.session.commit()
    return kept(kind, code)


def test_words_that_staff_add_find_each_other(app):
    product = make_product(name="Nón lá")
    assert search.find("mũ lá cọ").exact == 0
    add()
    assert search.find("mũ lá cọ").ids[: search.find("mũ lá cọ").exact] == [product.id]


def test_one_way_leads_there_and_not_back(app):
    gown, dress = make_product(name="Váy thổ cẩm"), make_product(name="Đầm dạo phố")
    add(Entry("synonym", "", leading=("đầm dạo phố",), reached=("váy thổ cẩm",)))
    assert set(search.find("đầm dạo phố").ids) >= {gown.id, dress.id}
    assert dress.id not in search.find("váy thổ cẩm").ids[: search.find("váy thổ cẩm").exact]


def test_a_trap_that_staff_add_holds(app):
    cloth, cake = make_product(name="Vải sồi"), make_product(name="Bánh vải sồi", browse_category="thuc-pham")
    assert search.find("sồi").exact == 2
    add(Entry("trap", "", leading=("sồi",), reached=("bánh vải sồi",)))
    assert search.find("sồi").ids[: search.find("sồi").exact] == [cloth.id]
    assert cake.id in search.find("bánh vải sồi").ids


def test_a_set_of_the_files_is_changed_switched_off_and_given_back(app):
    rice = make_product(name="Muôi gỗ", browse_category="go-tuong")
    given = kept("synonym", "thia")
    assert not given.is_ours
    changed = change("thia", both_ways=(*given.entry.both_ways, "muôi gỗ"))
    assert changed.is_ours
    assert changed.differs
    assert rice.id in search.find("muỗng").ids

    vocabulary.switch(kept("synonym", "thia"), "off")
    db.session.commit()
    assert search.find("muỗng").exact == 0
    vocabulary.switch(kept("synonym", "thia"), "on")
    db.session.commit()
    assert rice.id in search.find("muỗng").ids

    vocabulary.switch(kept("synonym", "thia"), "given")
    db.session.commit()
    assert kept("synonym", "thia").entry == given.entry
    assert search.find("muỗng").exact == 0


def test_new_data_files_keep_what_staff_wrote_and_bring_the_rest(app, monkeypatch):
    ours = change("thia", both_ways=("thìa", "muỗng", "cùi dìa")).entry
    vocabulary.switch(kept("synonym", "dia"), "off")
    db.session.commit()
    newer = [Entry("synonym", "thia", ("thìa", "thìa canh")), Entry("synonym", "dia", ("đĩa", "dĩa", "mâm"))]
    newer.append(Entry("synonym", "moi", ("nồi", "xoong")))
    files = Lexicon({one.key: one for one in newer})
    monkeypatch.setattr(lexicon, "given", lambda: files)
    entries = lexicon.present().entries
    assert entries["synonym", "thia"] == ours
    assert not entries["synonym", "dia"].is_on
    assert entries["synonym", "moi"].both_ways == ("nồi", "xoong")


@pytest.mark.parametrize(
    ("entry", "field", "said"),
    [
        (Entry("synonym", "", ("thúng chai",)), "both_ways", "ít nhất hai từ"),
        (Entry("synonym", "", ("thúng chai", "Thúng  Chai")), "both_ways", "hai lần"),
        (Entry("synonym", "", ("mỹ nghệ gỗ", "mĩ nghệ gỗ")), "both_ways", "hai lần"),
        (Entry("synonym", "", leading=("thúng chai",), reached=("thúng chai",)), "reached", "hai lần"),
        (Entry("synonym", "", ("thúng chai", "mua ở đâu")), "both_ways", "bỏ qua"),
        (Entry("synonym", "", ("thúng chai", "!!!")), "both_ways", "không có chữ"),
        (Entry("synonym", "", ("thúng chai", "một hai ba bốn năm sáu bảy")), "both_ways", "dài quá"),
        (Entry("synonym", "", leading=("thúng chai",)), "reached", "dẫn tới"),
        (Entry("synonym", "", reached=("thúng chai",)), "leading", "dẫn đi"),
        (Entry("synonym", "", ("chè", "chè lam")), "both_ways", "bẫy"),
        (Entry("synonym", "", leading=("kẹo",), reached=("kẹo dồi",)), "reached", "vòng"),
        (Entry("synonym", "", leading=("hương",), reached=("tăm hương",)), "reached", "vòng"),
        (Entry("trap", "", leading=("gốm",), reached=("sứ",)), "reached", "gom-su"),
        (Entry("trap", "", leading=("gốm",)), "reached", "ít nhất một cụm"),
        (Entry("trap", "", leading=("gốm", "sứ"), reached=("xứ",)), "leading", "đúng một từ"),
        (Entry("trap", "", leading=("gốm",), reached=("gốm",)), "reached", "hai lần"),
        (Entry("trap", "", leading=("bán",), reached=("bán kính",)), "leading", "bỏ qua"),
        (Entry("synonym", "", tuple(f"từ thử {n}" for n in range(31))), "both_ways", "Nhiều nhất"),
    ],
)  # fmt: skip
def test_refuses_what_cannot_stand_and_says_why_at_the_field(app, entry, field, said):
    with pytest.raises(vocabulary.NotSound) as wrong:
        vocabulary.add(entry)
    assert said in wrong.value.faults[field]
    db.session.rollback()
    assert db.session.query(SearchWords).count() == 0


def test_a_longer_way_round_is_a_loop_too(app):
    add(Entry("synonym", "", leading=("thúng một",), reached=("thúng hai",)))
    add(Entry("synonym", "", leading=("thúng hai",), reached=("thúng ba",)))
    with pytest.raises(vocabulary.NotSound):
        vocabulary.add(Entry("synonym", "", leading=("thúng ba",), reached=("thúng một",)))


def test_every_entry_of_the_files_may_be_saved_as_it_stands(app):
    lone = {("synonym", "pot")}
    for key, entry in lexicon.given().entries.items():
        if key not in lone:
            assert word_rules.faults(entry, lexicon.given(), entry) == {}, key


def test_the_database_refuses_what_says_nothing(app):
    for columns in (
        {"kind": "synonym"}, {"kind": "trap", "leading": "a"}, {"kind": "else", "both_ways": "a; b"},
        {"kind": "synonym", "leading": "a"}, {"kind": "synonym", "both_ways": "a; b", "state": "perhaps"},
    ):  # fmt: skip
        db.session.add(SearchWords(code="x", changed_at=times.now(), **columns))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_of_two_who_write_at_once_the_second_is_told(app):
    first, second = kept("synonym", "thia"), kept("synonym", "thia")
    vocabulary.change(first, Entry("synonym", "thia", ("thìa", "muỗng", "xúp")), 0)
    db.session.commit()
    with pytest.raises(vocabulary.ChangedMeanwhile):
        vocabulary.change(second, Entry("synonym", "thia", ("thìa", "cùi dìa")), 0)
    db.session.rollback()
    with pytest.raises(vocabulary.ChangedMeanwhile):
        vocabulary.change(kept("synonym", "thia"), Entry("synonym", "thia", ("thìa", "cùi dìa")), 0)


def test_what_was_done_is_written_down_and_goes_back(app):
    staff = make_staff("curate")
    with audit.actor(staff.id):
        row = add()
        change(row.code, both_ways=("nón lá", "mũ lá cọ", "nón cời"))
    entry = audit.history_of(row)[0]
    assert (entry.action, entry.actor_id) == ("words.changed", staff.id)
    assert entry.detail["both_ways"] == ["nón lá; mũ lá cọ", "nón lá; mũ lá cọ; nón cời"]
    assert kept("synonym", row.code).row.changed_by == staff.id

    undo.undo(entry)
    db.session.commit()
    assert kept("synonym", row.code).entry.both_ways == HAT.both_ways
    undo.undo(audit.history_of(row)[-1])
    db.session.commit()
    assert not kept("synonym", row.code).entry.is_on


def test_going_back_on_a_set_of_the_files_follows_them_again(app):
    row = change("thia", both_ways=("thìa", "muỗng", "cùi dìa")).row
    undo.undo(audit.history_of(row)[0])
    db.session.commit()
    assert not kept("synonym", "thia").is_ours


def test_shows_what_a_change_would_do_and_saves_nothing(app):
    plain, rare = make_product(name="Nón lá"), make_product(name="Mũ lá cọ", browse_category="khac")
    found = word_preview.of(HAT, None)
    assert [(one.query, one.source) for one in found.touched][:2] == [("nón lá", "own"), ("mũ lá cọ", "own")]
    assert ("mua nón lá ở đâu", "judged") in [(one.query, one.source) for one in found.touched]
    hat = found.touched[0]
    assert [one.name for one in hat.before] == [plain.name]
    assert [(one.name, one.is_moved) for one in hat.after] == [(plain.name, False), (rare.name, True)]
    assert hat.counts == (1, 2)
    assert found.same > 0
    assert search.find("nón lá").exact == 1


def test_looks_at_what_buyers_ask_lately(app):
    make_product(name="Nón lá")
    for ago in (0, 1, 100):
        day, written = times.today() - timedelta(days=ago), "mũ lá cọ giá rẻ" if ago < 100 else "mũ lá cọ cũ"
        key = " ".join(words.fold_words(words.strict_words(written)))
        db.session.add(SearchCount(key=key, written=written, day=day, count=2, empty=0))
    db.session.commit()
    asked = [one.query for one in word_preview.of(HAT, None).touched if one.source == "asked"]
    assert asked == ["mũ lá cọ giá rẻ"]


def test_looks_at_what_is_mended_into_the_words(app):
    make_product(name="Nón lá")
    make_product(name="Mũ lá cọ", browse_category="khac")
    for written in ("nonla", "nons las", "quạt"):
        for ago in (0, 1):
            day = times.today() - timedelta(days=ago)
            db.session.add(SearchCount(key=written, written=written, day=day, count=2, empty=0))
    db.session.commit()
    asked = {one.query for one in word_preview.of(HAT, None).touched if one.source == "asked"}
    assert asked == {"nonla", "nons las"}


def test_a_look_takes_a_bounded_time_and_says_what_it_left(app, monkeypatch):
    make_product(name="Nón lá")
    monkeypatch.setattr(word_preview, "LONGEST_WORK", 0.0)
    found = word_preview.of(HAT, None)
    assert found.touched == []
    assert found.not_compared >= 2


def test_knows_every_judged_query():
    judged = set(word_preview._judged())
    for name in ("visible", "own", "more"):
        with (DATA / f"queries_{name}.csv").open(encoding="utf-8", newline="") as file:
            assert {row["query"] for row in csv.DictReader(file)} <= judged


def test_the_files_say_what_they_said_before_they_could_be_edited():
    """Terms in the files, each with the number of ways it leads."""
    given = lexicon.given()
    assert {one.words for one in given.synonyms["chè",]} == {("trà",), ("tea",)}
    assert {one.words for one in given.synonyms["kẹo", "dồi"]} == {("kẹo", "lạc"), ("kẹo",)}
    assert given.synonyms["kẹo",] == ()
    assert given.traps["giò",] == (("giỏ",), ("gió",), ("giờ",))
    assert words.strict_words("chè kho") in given.traps["chè",]


def test_another_worker_follows_within_two_seconds_and_answers_meanwhile(indexed, monkeypatch):  # noqa: F811
    """Two states of search in one process, as two workers hold them: the index stands still, the words move."""
    product = make_product(name="Nón lá")
    search.rebuild()
    monkeypatch.setattr(present, "LOOK_AGAIN", 0.5)
    other = present.Present(in_background=True)
    monkeypatch.setitem(indexed.extensions, "phiencho_search", other)
    assert search.find("mũ lá cọ").exact == 0
    mark, generation = other.words_of, other.mark
    add()
    slowest, until = 0.0, time.monotonic() + 2
    while search.find("mũ lá cọ").exact == 0 and time.monotonic() < until:
        begun = time.perf_counter()
        search.find("mũ lá cọ")
        slowest = max(slowest, time.perf_counter() - begun)
        time.sleep(0.02)
    assert search.find("mũ lá cọ").ids == [product.id]
    assert slowest < 0.5
    assert (other.words_of != mark, other.mark) == (True, generation)
    for thread in threading.enumerate():
        if thread.name.startswith("Thread") and thread is not threading.current_thread():
            thread.join(2)


def test_pages_list_search_and_show(curator):
    row = add()
    page = curator.get("/can-bo/tu-khoa").text
    assert "tơ tằm" in page
    assert "mũ lá cọ" in page
    found = curator.get("/can-bo/tu-khoa?q=mu la").text
    assert "mũ lá cọ" in found
    assert "tơ tằm" not in found
    assert "chè lam" in curator.get("/can-bo/tu-khoa?loai=bay").text
    ours = curator.get("/can-bo/tu-khoa?cua=cho").text
    assert "mũ lá cọ" in ours
    assert "tơ tằm" not in ours
    assert "mũ lá cọ" in curator.get(f"/can-bo/tu-khoa/dong-nghia/{row.code}").text
    assert curator.get("/can-bo/tu-khoa/bay/T05").status_code == 200
    assert curator.get("/can-bo/tu-khoa/bay/khong-co").status_code == 404


def test_pages_ask_the_same_few_queries_however_much_there_is(curator, query_count):
    def load(path):
        with query_count() as run:
            assert curator.get(path).status_code == 200
        return len(run)

    paths = ("/can-bo/tu-khoa", "/can-bo/tu-khoa/dong-nghia/che-tra")
    few = [load(path) for path in paths]
    for n in range(5):
        add(Entry("synonym", "", (f"quả một {n}", f"quả hai {n}")))
    assert [load(path) for path in paths] == few
    assert max(few) <= 8


def test_a_form_is_tried_then_saved_then_taken_back(curator):
    make_product(name="Nón lá")
    form = {"both_ways": "nón lá, mũ lá cọ\nnón cời", "version": "0"}
    tried = curator.post("/can-bo/tu-khoa/dong-nghia/moi", go="preview", **form)
    assert tried.status_code == 200
    assert "mũ lá cọ" in tried.text
    assert "mới vào" in tried.text
    assert db.session.query(SearchWords).count() == 0

    saved = curator.post("/can-bo/tu-khoa/dong-nghia/moi", go="save", **form)
    assert saved.status_code == 303
    row = db.session.query(SearchWords).one()
    assert row.both_ways == "nón lá; mũ lá cọ; nón cời"
    path = f"/can-bo/tu-khoa/dong-nghia/{row.code}"
    curator.post(path, both_ways="nón lá, nón cời", version="1", go="save")
    assert kept("synonym", row.code).entry.both_ways == ("nón lá", "nón cời")
    act = audit.history_of(db.session.query(SearchWords).one())[0].id
    assert "Hoàn tác" in curator.get(path).text
    curator.post(f"{path}/lan-sua/{act}/hoan-tac")
    assert kept("synonym", row.code).entry.both_ways == ("nón lá", "mũ lá cọ", "nón cời")
    assert curator.post(f"{path}/lan-sua/{act}/hoan-tac", follow=True).status_code == 200
    assert curator.post(f"{path}/lan-sua/999999/hoan-tac").status_code == 404


def test_a_bad_form_keeps_what_was_typed_and_says_at_the_field(curator):
    answer = curator.post("/can-bo/tu-khoa/dong-nghia/moi", both_ways="chè, chè lam", go="save")
    assert answer.status_code == 422
    assert "chè, chè lam" in answer.text
    assert 'id="both_ways-error"' in answer.text
    assert db.session.query(SearchWords).count() == 0
    assert curator.post("/can-bo/tu-khoa/bay/moi", leading="", reached="").status_code == 422
    assert curator.post("/can-bo/tu-khoa/dong-nghia/moi", both_ways="a" * 9000).status_code == 422


def test_an_old_page_does_not_overwrite(curator):
    path = "/can-bo/tu-khoa/dong-nghia/thia"
    curator.post(path, both_ways="thìa, muỗng, cùi dìa", version="0", go="save")
    answer = curator.post(path, both_ways="thìa, muỗng, xẻng", version="0", go="save")
    assert answer.status_code == 409
    assert "xẻng" in answer.text
    assert "cùi dìa" in kept("synonym", "thia").entry.both_ways


def test_a_set_is_switched_off_and_on_from_its_page(curator):
    path = "/can-bo/tu-khoa/dong-nghia/thia"
    curator.post(f"{path}/tat")
    assert not kept("synonym", "thia").entry.is_on
    assert "Đã tắt" in curator.get(path).text
    curator.post(f"{path}/mo-lai")
    assert kept("synonym", "thia").entry.is_on
    assert curator.post(f"{path}/nhu-goc").status_code == 303


def test_only_who_curates_may(browser):
    for person in (make_staff("moderate"), make_member(make_facility()), None):
        if person:
            browser.sign_in(person)
        else:
            browser.client.delete_cookie("session")
        for path in ("/can-bo/tu-khoa", "/can-bo/tu-khoa/dong-nghia/thia", "/can-bo/tu-khoa/bay/moi"):
            assert browser.get(path).status_code in (302, 403)
        assert browser.post("/can-bo/tu-khoa/dong-nghia/thia/tat").status_code in (401, 403, 400)
    assert db.session.query(SearchWords).count() == 0

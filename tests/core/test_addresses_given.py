"""What people name is never given an address that is a page of this site's own."""

import pytest

from core import addresses, times
from core.db import db
from fairs import booths, fairs, programme
from fairs.models import FairSession
from tests.factories import make_facility, make_fair, make_staff


def test_words_are_read_from_the_map_so_that_a_new_page_takes_its_own(app):
    assert {"chuong-trinh", "ket-qua", "danh-muc"} <= addresses.words_after("hoi-cho", "")
    assert "thu-moi" not in addresses.words_after("hoi-cho", "")
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/hoi-cho/<")]
    taken = {parts[2] for rule in rules if len(parts := rule.rule.strip("/").split("/")) > 2 and "<" not in parts[2]}
    assert taken <= addresses.words_after("hoi-cho", "")


@pytest.mark.parametrize("word", ["ket-qua", "chuong-trinh", "danh-muc", "xet-chon"])
def test_a_booth_gets_a_number_where_a_page_of_the_fair_has_the_word(browser, word):
    fair, facility = make_fair(slug="tet"), make_facility(slug=word)
    booth = booths.begin(fair, facility)
    booth.published_at = booth.published_at or fair.opens_at
    db.session.commit()

    assert booth.slug == f"{word}-2"
    assert facility.name in browser.get(f"/hoi-cho/tet/{booth.slug}").text


def test_a_session_of_that_name_too(browser):
    fair = make_fair(slug="tet", opens_at=times.start_of(times.today()))
    desk = browser.sign_in(make_staff("allot"))
    day = times.local(fair.opens_at).date().isoformat()
    typed = {"title": "Mới", "kind": "demo", "day": day, "starts": "22:00", "ends": "23:00", "key": "mot"}
    assert desk.post("/can-bo/hoi-cho/tet/chuong-trinh/moi", **typed).status_code == 303

    assert db.session.query(FairSession).one().slug == "moi-2"
    assert 'value="Mới"' in desk.get("/can-bo/hoi-cho/tet/chuong-trinh/moi-2").text
    assert programme.find("tet", "moi") is None


def test_a_fair_of_that_name_too(app):
    assert fairs.free_slug("Mới") == "moi-2"
    with pytest.raises(fairs.Reserved):
        fairs.make("moi", None)

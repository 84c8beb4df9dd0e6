"""core/held.py: finished public pages, one rendering for a crowd, and never a moment too long."""

import contextlib
import threading
import time

import pytest
from werkzeug.test import Client

from core.held import RENEWED, SECONDS, HeldPages
from tests.factories import make_fair

PUBLIC = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "public, max-age=0"), ("ETag", '"one"')]


class Shop:
    """An application that counts its renderings, and a clock that stands still."""

    def __init__(self, headers=PUBLIC, status="200 OK"):
        self.rendered, self.now, self.headers, self.status = 0, 0.0, list(headers), status
        self.meanwhile = lambda: None
        self.beside = []  # what nobody waits for, until somebody does it
        self.held = HeldPages(self.answer, lambda: self.now, self.beside.append)
        self.client = Client(self.held, use_cookies=False)

    def answer(self, environ, start_response):
        self.rendered += environ["REQUEST_METHOD"] == "GET"
        self.meanwhile()
        start_response(self.status, self.headers)
        return [f"{self.rendered}".encode()]

    def get(self, path="/", **headers):
        return self.client.get(path, headers=headers)


def test_a_page_is_rendered_once_until_its_time_is_over():
    shop = Shop()
    assert [shop.get().text for _ in range(3)] == ["1", "1", "1"]
    assert shop.get("/?q=2").text == "2"
    shop.now = SECONDS
    assert shop.get().text == "3"


def test_who_asks_late_sets_the_next_rendering_going_and_does_not_wait_for_it():
    shop = Shop()
    shop.get()
    shop.now = RENEWED
    assert [shop.get().text, shop.get().text, len(shop.beside)] == ["1", "1", 1]
    shop.beside.pop()()
    assert [shop.get().text, len(shop.beside)] == ["2", 0]
    shop.now += SECONDS - 0.01
    assert shop.get().text == "2"


@pytest.mark.parametrize("becomes", [{"status": "404 NOT FOUND"}, {"headers": PUBLIC[:2]}, {"app": None}])
def test_what_may_be_held_no_more_is_let_go_before_its_time(becomes):
    shop = Shop()
    shop.get()
    shop.now = RENEWED
    shop.get()
    vars(shop.held if "app" in becomes else shop).update(becomes)
    with contextlib.suppress(TypeError):  # an application that fails
        shop.beside.pop()()
    vars(shop.held).update(app=shop.answer)
    seen = shop.rendered
    shop.get()
    assert shop.rendered == seen + 1


def test_a_rendering_beside_that_a_change_overtakes_is_not_kept():
    shop = Shop()
    shop.get()
    shop.now = RENEWED
    shop.get()
    shop.meanwhile = lambda: shop.held._pages.clear() or setattr(shop.held, "_changes", shop.held._changes + 1)
    shop.beside.pop()()
    shop.meanwhile = lambda: None
    assert shop.get().text == "3"


def test_a_crowd_that_comes_at_once_costs_one_rendering():
    shop = Shop()
    shop.meanwhile = lambda: time.sleep(0.05)
    crowd = [threading.Thread(target=shop.get) for _ in range(20)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert shop.rendered == 1


@pytest.mark.parametrize("own", ["Cookie", "Save-Data", "Authorization", "Cache-Control"])
def test_who_brings_something_of_her_own_sees_the_present(own):
    shop = Shop()
    shop.get()
    assert shop.get(**{own: "on"}).text == "2"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([*PUBLIC, ("Set-Cookie", "a=b")], "200 OK"),
        ([("Content-Type", "application/json"), *PUBLIC[1:]], "200 OK"),
        ([PUBLIC[0], ("Cache-Control", "private"), PUBLIC[2]], "200 OK"),
        (PUBLIC[:2], "200 OK"),
        (PUBLIC, "404 NOT FOUND"),
    ],
)
def test_what_is_not_everybodys_page_is_never_held(headers, status):
    shop = Shop(headers, status)
    assert [shop.get().text, shop.get().text] == ["1", "2"]


def test_a_change_ends_what_is_held():
    shop = Shop()
    shop.get()
    shop.client.post("/")
    assert shop.get().text == "2"


def test_the_telling_of_a_visit_ends_nothing(app, query_count):
    fair = make_fair()
    client = Client(HeldPages(app.wsgi_app, lambda: 0.0), use_cookies=False)
    client.get(f"/hoi-cho/{fair.slug}")
    told = client.post("/dem", data={"kind": "fair", "id": str(fair.id)}, headers={"User-Agent": "Mozilla/5.0"})
    with query_count() as run:
        client.get(f"/hoi-cho/{fair.slug}")
    assert (told.status_code, run) == (204, [])


def test_a_page_begun_before_a_change_is_not_kept():
    shop = Shop()
    shop.meanwhile = lambda: shop.rendered == 1 and setattr(shop.held, "_changes", shop.held._changes + 1)
    assert [shop.get().text, shop.get().text, shop.get().text] == ["1", "2", "2"]


def test_who_has_it_already_is_sent_nothing():
    shop = Shop()
    for tag in ('"one"', 'W/"one"', '"other", "one"'):
        answer = shop.get(**{"If-None-Match": tag})
        assert (answer.status_code, answer.data) == (304, b"")
    assert shop.get(**{"If-None-Match": '"other"'}).status_code == 200
    assert shop.rendered == 1


def test_the_page_of_a_fair_is_held_as_it_is(app, query_count):
    fair = make_fair()
    client = Client(HeldPages(app.wsgi_app, lambda: 0.0), use_cookies=False)
    first = client.get(f"/hoi-cho/{fair.slug}")
    with query_count() as run:
        again = client.get(f"/hoi-cho/{fair.slug}")
        known = client.get(f"/hoi-cho/{fair.slug}", headers={"If-None-Match": first.headers["ETag"]})
    assert run == []
    assert (again.data, known.status_code) == (first.data, 304)
    assert {**again.headers} == {**first.headers}

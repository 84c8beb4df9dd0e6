"""Static files: names that follow content, kept for ever, compressed, and never outside their folder."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask, render_template_string

from core import assets
from core.assets import LAYERS, STYLESHEET, Assets

ROOT = Path(assets.__file__).resolve().parent.parent
STATIC = ROOT / "static"
MOST_CSS = 20 * 1024


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "css" / "components").mkdir(parents=True)
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "gate.svg").write_text("<svg/>")
    (tmp_path / "css" / "base.css").write_text("/* why */ body { background: url(../art/gate.svg) }")
    (tmp_path / "css" / "reset.css").write_text("* { margin: 0 }")
    (tmp_path / "css" / "components" / "card.css").write_text(".card { color: red }")
    (tmp_path / "secret.txt").write_text("outside")
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "clock.js").write_text("console.log('tick')" * 40)
    return tmp_path


@pytest.fixture
def browser(folder):
    app = Flask("test", root_path=str(ROOT), static_folder=None)
    app.wsgi_app = assets.AssetServer(app.wsgi_app, Assets(folder))
    return app.test_client()


def test_the_name_follows_the_content(folder):
    before = Assets(folder).url("js/clock.js")
    (folder / "js" / "clock.js").write_text("console.log('tock')")

    assert re.fullmatch(r"/static/js/clock-[0-9a-f]{10}\.js", before)
    assert Assets(folder).url("js/clock.js") != before


def test_a_change_is_seen_at_once_only_when_watching(folder):
    kept, watching = Assets(folder), Assets(folder, watch=True)
    before = kept.url(STYLESHEET), watching.url(STYLESHEET)
    (folder / "css" / "components" / "zebra.css").write_text(".zebra { color: blue }")

    assert kept.url(STYLESHEET) == before[0]
    assert watching.url(STYLESHEET) != before[1]


def test_the_stylesheet_joins_its_parts_in_the_order_of_the_layers(folder):
    css = Assets(folder).find(STYLESHEET).body.decode()

    assert css.startswith("@layer reset,tokens,base,layout,components,pages;")
    assert css.index("@layer reset{*") < css.index("@layer base{body") < css.index("@layer components{.card")
    assert "why" not in css


def test_addresses_inside_the_stylesheet_are_fingerprinted(folder):
    all_of_it = Assets(folder)

    assert f"url(../{all_of_it.find('art/gate.svg').fingerprinted})" in all_of_it.find(STYLESHEET).body.decode()


def test_a_wrong_name_never_ships(folder):
    with pytest.raises(FileNotFoundError):
        Assets(folder).url("js/clok.js")


def test_is_sent_for_ever_under_its_fingerprint(browser, folder):
    answer = browser.get(Assets(folder).url("js/clock.js"))

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert "Set-Cookie" not in answer.headers


def test_an_old_fingerprint_gets_the_file_as_it_is_now_but_not_for_ever(browser):
    answer = browser.get("/static/js/clock-0123456789.js")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", None), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None)],
)
def test_is_compressed_as_the_browser_can_read(browser, folder, accepted, coding):
    answer = browser.get(Assets(folder).url("js/clock.js"), headers={"Accept-Encoding": accepted})

    assert answer.headers.get("Content-Encoding") == coding
    assert answer.headers["Vary"] == "Accept-Encoding"
    body = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](answer.data)
    assert body == (folder / "js" / "clock.js").read_bytes()


def test_is_not_sent_twice(browser, folder):
    address = Assets(folder).url("js/clock.js")
    tag = browser.get(address).headers["ETag"]

    again = browser.get(address, headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert again.data == b""


def test_head_has_the_length_and_no_body(browser, folder):
    answer = browser.head(Assets(folder).url("js/clock.js"))

    assert answer.data == b""
    assert int(answer.headers["Content-Length"]) == (folder / "js" / "clock.js").stat().st_size


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.txt",
        "/static/%2e%2e/secret.txt",
        "/static/",
        "/static/js",
        "/static/none.js",
        "/static//etc/passwd",
    ],
)
def test_nothing_else_is_served(browser, folder, path):
    inner = Assets(folder / "js")
    app = Flask("test", root_path=str(ROOT), static_folder=None)
    app.wsgi_app = assets.AssetServer(app.wsgi_app, inner)

    assert app.test_client().get(path).status_code == 404


def test_a_post_is_not_answered_here(browser, folder):
    assert browser.post(Assets(folder).url("js/clock.js")).status_code == 404


def test_templates_ask_by_name_and_the_language_prefix_stays_out():
    app = Flask("test", root_path=str(ROOT), static_folder=None)
    assets.init_app(app)
    with app.test_request_context("/lang-nghe", environ_overrides={"SCRIPT_NAME": "/en"}):
        address = render_template_string("{{ asset('css/site.css') }}")

    assert address.startswith("/static/css/site-")


def test_the_real_stylesheet_fits_its_budget_and_every_address_in_it_is_there():
    app = Flask("test", root_path=str(ROOT), static_folder=None)
    assets.init_app(app)
    css = app.extensions["assets"].find(STYLESHEET).body

    assert len(gzip.compress(css)) <= MOST_CSS
    for address in re.findall(rb"url\(\.\./([^)]+)\)", css):
        assert app.test_client().get("/static/" + address.decode()).headers["Cache-Control"] == assets.FOR_EVER


def test_colours_come_from_tokens_alone():
    strays = {
        f"{file.name}: {colour}"
        for layer in LAYERS[2:]
        for file in (STATIC / "css").rglob("*.css")
        if file.stem == layer or file.parent.name == layer
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\([^)]*\)", file.read_text("utf-8"))
    }

    assert strays == set()


def test_light_stand_ins_agree_with_the_tokens():
    """Browsers without light-dark() get a copy of the light values; the copy must not drift."""
    css = (STATIC / "css" / "tokens.css").read_text("utf-8")
    light = dict(re.findall(r"(--[\w-]+): light-dark\((#[0-9A-Fa-f]+),", css))
    copy = dict(re.findall(r"(--[\w-]+): (#[0-9A-Fa-f]+);", css[css.index("@supports not") :]))

    assert copy == light

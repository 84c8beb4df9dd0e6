"""What a public page may cost: statements, the same however many products there are, and bytes on the wire."""

import gzip
import math
import re
from contextlib import contextmanager
from dataclasses import dataclass

import brotli
import pytest
from sqlalchemy import event
from sqlalchemy.exc import InvalidRequestError
from werkzeug.test import TestResponse

import catalog.queries
from catalog import search
from catalog.models import Product
from core.assets import STYLESHEET
from core.db import db
from tests import market_data
from tests.conftest import Browser, empty_tables

pytestmark = pytest.mark.sweep

MOST_STATEMENTS = 12
MOST_BYTES = 60 * 1024
MOST_CSS = 20 * 1024
FEW, MANY = 10, 10_000
PAGES = {
    "home": "/",
    "listing": "/san-pham",
    "listing narrowed": "/san-pham?nhom=gom-su&sao=4&xep=gia-thap",
    "product": f"/san-pham/{market_data.slug_of(1)}",
    "compared": f"/so-sanh?sp={','.join(map(market_data.slug_of, range(1, 5)))}",
    "seen before": f"/vua-xem?sp={','.join(map(market_data.slug_of, range(1, 13)))}",
    "search": "/tim?q=ấm trà",
    "search, nothing found": "/tim?q=xyzzy",
    "group": "/nhom/gom-su",
    "villages": "/lang-nghe",
    "village": "/lang-nghe/lang-2",
    "facility": "/co-so/co-so-2",
    "makers": "/co-so",
    "region": "/xa-phuong/ha-noi/xa-bat-trang",
    "makers narrowed": "/co-so?q=co so&co=co-hang&sao=4&xep=cong-nhan",
    "fairs": "/hoi-cho",
    "hall": f"/hoi-cho/{market_data.FAIR}",
    "stand": f"/hoi-cho/{market_data.FAIR}?nha=N1&gian=G02",
    "booth": f"/hoi-cho/{market_data.FAIR}/gian-2",
    "placard": f"/hoi-cho/{market_data.FAIR}/gian-2/bien",
    "portal": "/khuyen-cong",
    "schemes": "/khuyen-cong/de-an",
    "scheme": f"/khuyen-cong/de-an/{market_data.SCHEME}",
    "register": "/khuyen-cong/ho-tro",
    "certificate": "/xac-minh?so=1",
    "suggestions": "/goi-y?q=am",
    "place names": "/dia-danh?q=Vạn Phúc",
    "API former places": "/api/v1/places/former?q=Tân Lập",
    "API products": "/api/v1/products",
    "API product": f"/api/v1/products/{market_data.slug_of(1)}",
    "API suggest": "/api/v1/suggest?q=am",
    "makers nearby": "/co-so?gan=ha-noi/xa-bat-trang",
    "makers on the map": "/co-so?xem=ban-do",
    "API facilities": "/api/v1/facilities",
    "API facility": "/api/v1/facilities/co-so-2",
    "API fairs": "/api/v1/fairs",
    "API fair": f"/api/v1/fairs/{market_data.FAIR}",
    "API supports": "/api/v1/programme/supports",
    "API scheme": f"/api/v1/programme/schemes/{market_data.SCHEME}",
    "API indicators": "/api/v1/programme/indicators",
}
HTML = [name for name, path in PAGES.items() if not path.startswith(("/api/", "/goi-y", "/vua-xem"))]


@contextmanager
def statements():
    """Those that the block sends; where a transaction begins is not one."""
    sent = []

    def note(connection, cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@dataclass
class Seen:
    """A page as it came, and what it asked the database."""

    answer: TestResponse
    statements: list[str]


def look_at_all(app, products):
    """Every page, each asked for the first time, of a market with so many products."""
    with app.app_context():
        market_data.build(products)
        search.snapshot()  # in memory, as in a server that has begun; how old it is is not asked during a page
        app.extensions["phiencho_search"].looked_at = math.inf
        browser, seen = Browser(app), {}
        for name, path in PAGES.items():
            with statements() as sent:
                seen[name] = Seen(browser.get(path), sent)
        app.extensions["phiencho_search"].snapshot = None
        empty_tables()
    return seen


@pytest.fixture(scope="module")
def served(empty_app):
    """The application answers from a snapshot that it keeps, as it does in production."""
    kept, empty_app.config["SEARCH_URL"] = empty_app.config["SEARCH_URL"], ""
    empty_app.extensions["phiencho_search"].snapshot = None
    yield empty_app
    empty_app.config["SEARCH_URL"] = kept


@pytest.fixture(scope="module")
def few(served):
    return look_at_all(served, FEW)


@pytest.fixture(scope="module")
def many(served, few):
    return look_at_all(served, MANY)


def test_every_page_is_there(few, many):
    for seen in (few, many):
        assert {name: one.answer.status_code for name, one in seen.items() if one.answer.status_code != 200} == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_few_statements_and_no_more_among_many(name, few, many):
    counts = len(few[name].statements), len(many[name].statements)
    assert counts[0] == counts[1] <= MOST_STATEMENTS, (counts, many[name].statements)


@pytest.mark.parametrize("name", HTML)
def test_a_page_weighs_little(name, app, many):
    weights = weigh(app, many[name].answer)
    assert weights["all"] <= MOST_BYTES, weights


def test_the_stylesheet_is_small(app):
    assert len(app.extensions["assets"].find(STYLESHEET).encoded("br")[1]) <= MOST_CSS


def test_the_counter_sees_a_relation_that_loads_itself(app):
    market_data.build(FEW)
    with statements() as sent:
        assert {product.facility.name for product in db.session.query(Product)}
    assert len(sent) == 1 + max(3, FEW // 50)


def test_a_list_never_loads_by_itself(app):
    market_data.build(FEW)
    product = catalog.queries.products_by_ids([1])[0]
    with pytest.raises(InvalidRequestError, match="lazy='raise"):
        assert product.remarks


def weigh(app, answer):
    """Bytes on the wire of the page and of the styles and scripts that it loads, compressed as served."""
    assets = re.findall(r'(?:<link[^>]+rel="stylesheet"[^>]+href|<script[^>]+src)="(/static/[^"]+)"', answer.text)
    wire = {"page": len(gzip.compress(answer.data, 6))}
    client = app.test_client()
    for address in dict.fromkeys(assets):
        wire[address] = len(client.get(address, headers={"Accept-Encoding": "br"}).data)
    return wire | {"all": sum(wire.values())}


def test_the_scale_sees_styles_and_scripts(app, browser):
    market_data.build(FEW)
    answer = browser.get("/")
    weights = weigh(app, answer)
    assert len(weights) > 4
    assert len(brotli.compress(answer.data)) < weights["all"]

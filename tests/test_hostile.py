"""Whatever is sent to any address: never a fault, always a sentence that helps, and nothing changed by a refusal."""

import io
import random
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from core.access import SAFE
from tests import addresses
from tests.addresses import changing, fields_of, path_of, reading
from tests.cast import gather
from tests.test_addresses import Visit, rightful

pytestmark = pytest.mark.sweep

ROOT = Path(__file__).parent.parent
SEED, REQUESTS = 20261125, 1_500
# Two acts keep what was typed although they answer 422: nothing a maker typed is lost (catalog/web/manage.py).
KEEP_WHAT_WAS_TYPED = {"catalog_manage.make_product", "catalog_manage.save_step", "catalog_manage.submit"}
COUNT_GUESSES = {"cart.put_voucher", "shop_api.put_voucher"}  # so that nobody tries codes one after the other
VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
WORDS = [
    "", "0", "-1", "1", "007", "1e9", "NaN", "1.5", "٣", "²", "chén", "Chén hỏa biến", "a" * 5_000, "9" * 5_000,
    str(10**30), str(-(10**30)), str(2**31), str(2**63), "999999999", "\x00", "chén\x00bát", "🍵" * 40,
    "\u202echén\u202c",
    "\ufeff\u200b", "ẹ\u0301", "' OR 1=1 --",
    '"><script>alert(1)</script>', "%ff", "%", "{{ 7*7 }}", "${x}", "../../etc/passwd",
    "[" * 200, "(" * 200, "a:b:c", "-,-", ",,,", "2026-02-30", "0000-00-00", "9999-12-31", "true", "null", "\r\nX: y",
    "after:9", "YWZ0ZXI6OTk5OTk5OTk5OTk5OTk5OTk5OTk", "ha-noi", "gom-su", "published", "\ud7ff", "//gia.example",
    "\\", "*", "?", "#",
]  # fmt: skip
# Query strings as no browser would write them, several oddities in each.
QUERIES = [
    "%ff=%fe&q=%ff%fe&q=%E2%82&trang=%F0%9F%8D%B5&gian=%ff&nha=%ff&ke=%ff&sp=%ff&so=%ff&%",
    "q=%00&gian=%00&nhom=%00&sp=%00&nha=%00&xa=%00&so=%00",
    "q[a][b][c]=1&q[[[[=1&]]]]=2&&&==&=&?", "q" * 10_000 + "=1", "q=" + "a" * 5_000, "&".join(["q=1&nhom=2"] * 300),
    "q=bat&q=dia&trang=1&trang=2&page=1000000000&trang=1000000000",
    f"trang={10**30}&sua={10**30}&them={10**30}&limit={10**30}&nam={10**30}",
    "trang=-1&tu=-5&den=-9&nam=-2026&sua=-1&them=-1&limit=-1&cursor=-1",
    "trang=abc&tu=abc&nam=abc&sao=abc&limit=abc&price_min=abc",
    "q=" + quote("\u202echén\u202c🍵"),
]  # fmt: skip
BODIES = [
    b"", b"{", b"[]", b"7", b"null", b'"chu"', b"[[1]]", b'{"sku":', b"\xff\xfe", b'{"\x00":1}',
    b'{"sku": "\\u0000"}',
    b'{"sku": ["T"], "quantity": {"a": 1}}', b'{"buyer": [], "address": 7, "payment": {}}',
    b'{"buyer": {"name": [1], "phone": {}}, "address": {"province_code": [[]], "commune_code": 1e400}}',
    b"[" * 1_000 + b"]" * 1_000, b'{"sku":' * 1_000 + b"1" + b"}" * 1_000, b"[" * 100_000,
    b'{"quantity": ' + b"9" * 5_000 + b"}",
    b'{"quantity": NaN}', b'{"quantity": 1e999}', b'{"sku": "T", "quantity": ' + str(10**30).encode() + b"}",
    b'{"sku": "\\ud800", "quantity": 1}', b'{"sku": "' + b"a" * 50_000 + b'"}',
]  # fmt: skip


@pytest.fixture
def cast(app):
    return gather()


@pytest.fixture
def before(cast):
    return addresses.rows_of_all_tables()


def names_that_are_read():
    """Every name of a field or parameter that the sources read."""
    patterns = (r'\.(?:get|getlist|text|integer|choice|flag|phone|email|_one|_many|_price|_day|_link)\(\s*"([\w.-]+)"',
                r'"([\w-]+)" in (?:request\.args|asked)', r'\(form, "([\w-]+)"')  # fmt: skip
    sources = [*ROOT.glob("*/forms.py"), *ROOT.glob("*/web/*.py"), *ROOT.glob("*/browsing.py"), ROOT / "core/forms.py"]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    return sorted({name for pattern in patterns for name in re.findall(pattern, text)} | {"nhom", "sao", "cap", "lang"})


def complaint(rule, answer, kept):
    """What is wrong with an answer; empty when it is as promised."""
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if answer.status_code < 400:
        return ""
    if kept and rule.endpoint not in KEEP_WHAT_WAS_TYPED | COUNT_GUESSES:
        return f"{answer.status_code} but kept {kept[0][:60]}"
    if rule.rule.startswith("/api/") or rule.rule.endswith(".json"):
        problem = answer.get_json(silent=True) if answer.mimetype == "application/problem+json" else None
        said = isinstance(problem, dict) and problem.get("title") and problem.get("detail")
        return "" if said else f"{answer.status_code} without a problem"
    said = answer.mimetype == "text/html" and "<h1" in answer.text and VIETNAMESE.search(answer.text)
    return "" if said else f"{answer.status_code} without a sentence"


def send(app, cast, rule, method, path=None, **options):
    """One request by somebody who may; what it kept in the database, too."""
    visit = Visit(app, cast, rightful(app, rule))
    with addresses.ledger() as kept:
        answer = visit.browser.send(method, path or path_of(app, rule, cast.mine), **options)
    return complaint(rule, answer, kept)


def asked_of_every(rules_and_methods, variants, ask):
    """(address, variant, complaint) of every combination that broke the promise."""
    return [
        (method, rule.rule, str(variant)[:60], wrong)
        for rule, method in rules_and_methods
        for variant in variants
        if (wrong := ask(rule, method, variant))
    ]


def test_the_names_that_are_read_are_found():
    assert {"q", "trang", "nha", "xep", "tu", "quantity", "reason", "starts_on", "cursor"} <= set(names_that_are_read())


def test_query_strings_that_no_browser_writes(app, cast, before):
    acts = [(rule, "GET") for rule in reading(app)]
    assert asked_of_every(acts, QUERIES, lambda rule, method, query: send(
        app, cast, rule, method, f"{path_of(app, rule, cast.mine)}?{query}")) == []  # fmt: skip
    assert addresses.rows_of_all_tables() == before


@pytest.mark.parametrize("path", [
    "/khong-co", "/%ff", "/%00", "/san-pham/%00", "/san-pham/%ff%fe", "/san-pham/" + "a" * 8_000, "/.env",
    "/../etc/passwd", "//gia.example",
    "/en/khong-co", "/en", "/enn", "/san-pham/", "/nhom/khong-co", "/lang-nghe/%F0%9F%8D%B5",
    "/anh/" + "0" * 32 + "/99.jpg",
    f"/anh/{'0' * 32}/{'9' * 5000}.jpg", "/anh/..%2f..%2fetc/160.jpg", "/static/../app.py",
    "/static/%2e%2e/app.py", "/static/khong-co.css",
    "/hoi-cho/a/b/c/d", "/don-hang/khong-co", "/api/v1/khong-co", "/api/v1/products/%00", "/api/v1/carts/khong-co",
    "/q/%ff",
], ids=lambda path: path[:40])  # fmt: skip
def test_addresses_that_are_not_there(browser, path):
    answer = browser.get(path)
    assert answer.status_code in (200, 308, 400, 404), answer.status_code
    if answer.status_code >= 400 and not path.startswith("/static/"):
        said = answer.get_json()["detail"] if path.startswith("/api/") else answer.text
        assert VIETNAMESE.search(said)


@pytest.mark.parametrize("number", ["0", str(2**31), str(2**63), str(10**30), "9" * 5_000], ids=lambda text: text[:12])
def test_numbers_of_records_that_cannot_be(app, cast, before, number):
    """In the address itself, where an id stands."""
    wrong = []
    for rule in addresses.rules(app):
        for name in set(addresses.numbers_in(rule)) - {"width"}:
            path = path_of(app, rule, cast.mine, **{name: 7_777_777}).replace("7777777", number)
            for method in rule.methods - {"OPTIONS", "HEAD"}:
                body = {} if method in SAFE else {"data": {"csrf_token": "token"} | fields_of(rule, cast.mine)}
                if rule.rule.startswith("/api/"):
                    body = {"json": fields_of(rule, cast.mine)}
                status = Visit(app, cast, rightful(app, rule)).browser.send(method, path, **body).status_code
                wrong += [(method, rule.rule, status)] if status not in (404, 405) else []
    assert wrong == []
    assert addresses.rows_of_all_tables() == before


def test_fields_filled_with_anything(app, cast, before):
    """Each act with every field that is read anywhere holding the same odd thing, on the market as it was."""
    names = [name for name in names_that_are_read() if name != "csrf_token"]
    acts = [(rule, method) for rule, method in changing(app) if not rule.rule.startswith("/api/")]

    def ask(rule, method, word):
        fields = dict.fromkeys(names, word) | {"csrf_token": "token"} | fields_of(rule, cast.mine)
        return send(app, cast, rule, method, data=fields)

    assert asked_of_every(acts, ["", "\x00", "9" * 5_000, str(10**30), "-1", "🍵\u202e", "a" * 5_000], ask) == []


def test_bodies_that_are_no_request(app, cast, before):
    acts = [(rule, method) for rule, method in changing(app) if rule.rule.startswith("/api/")]

    def ask(rule, method, body):
        return send(app, cast, rule, method, data=body, content_type="application/json")

    assert asked_of_every(acts, BODIES, ask) == []


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data", "multipart/form-data; boundary=", "khong/co", ""]
)
def test_bodies_of_another_kind(app, cast, before, kind):
    def ask(rule, method, body):
        return send(app, cast, rule, method, data=body, content_type=kind, headers={"X-CSRF-Token": "token"})

    wrong = asked_of_every(changing(app), [b"--\r\n\r\n", b"\xff" * 64], ask)
    assert wrong == []


def test_an_upload_over_the_limit_is_told_so(app, cast, before):
    big = b"\xff\xd8" + b"0" * (26 * 1024 * 1024)
    acts = [act for act in changing(app) if act[0].rule.endswith(("/anh", "/nhap", "/moi", "/hoi", "/mon"))]
    wrong = []
    for rule, method in acts:
        visit = Visit(app, cast, rightful(app, rule))
        fields = {"csrf_token": "token", "photos": (io.BytesIO(big), "anh.jpg"), "sheet": (io.BytesIO(b""), "a.csv")}
        answer = visit.browser.send(method, path_of(app, rule, cast.mine), data=fields)
        answer.request.environ["wsgi.input"].close()
        if answer.status_code != 413 or "25 MB" not in answer.text:
            wrong.append((rule.rule, answer.status_code))
    assert wrong == []
    assert addresses.rows_of_all_tables() == before


def test_fifteen_hundred_odd_requests(app, cast, before):
    """A fuzzer with a fixed seed: any address, any names, any words, by somebody who may."""
    dice = random.Random(SEED)
    names = names_that_are_read()
    acts = [(rule, method) for rule in addresses.rules(app) for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    wrong = []
    for number in range(REQUESTS):
        if number % 250 == 0:
            addresses.put_back(before)
        rule, method = dice.choice(acts)
        path = path_of(app, rule, cast.mine if dice.random() < 0.8 else cast.theirs)
        options = _odd_request(dice, names, rule, method)
        if said := send(app, cast, rule, method, path, **options):
            wrong.append((number, method, path, said, str(options)[:300]))
    assert wrong == []


def _odd_request(dice, names, rule, method):
    pairs = {
        name: [dice.choice(WORDS) for _ in range(dice.choice((1, 1, 1, 2)))]
        for name in dice.sample(names, dice.randint(1, 12))
    }
    if method in SAFE:
        return {"query_string": pairs}
    if rule.rule.startswith("/api/"):
        return {"json": {name: dice.choice([words[0], words, 7, None, {name: words}]) for name, words in pairs.items()}}
    return {"data": pairs | {"csrf_token": "token"}}

"""English is whole: every sentence has its twin, and no page read in English falls back into Vietnamese."""

import re
from html.parser import HTMLParser

import pytest

from core import times
from core.i18n import number
from tests import addresses
from tests import factories as make
from tests.cast import gather
from tests.conftest import Browser, empty_tables
from tools import translations
from tools.prepare import compile_translations

PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%|\{\w+\}|</?\w+")
# Words without which hardly a Vietnamese sentence or button is made; the rows of the cast use none of them.
INTERFACE = re.compile(
    r"\b(của|và|không|được|chưa|đang|này|xem|chọn|gửi|thêm|tìm|giỏ|đơn|lượt|tất cả|trang chính|đăng nhập|tiền|ngày)\b",
    re.IGNORECASE,
)
SILENT = {"script", "style"}
VOID = {"meta", "link", "input", "img", "br", "hr", "source", "path", "use", "rect", "circle", "wbr"}
SPOKEN = ("alt", "aria-label", "placeholder", "title", "content")


class Said(HTMLParser):
    """What a page says in its own language: text and spoken attributes, but for elements in another."""

    def __init__(self):
        super().__init__()
        self.open, self.said = [], []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        outer = self.open[-1][1] if self.open else True
        is_own = values.get("lang", "en") == "en" if "lang" in values else outer
        if is_own:
            self.said += [values[name] for name in SPOKEN if values.get(name)]
        if tag not in VOID:
            self.open.append((tag, is_own and tag not in SILENT))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1][1] and data.strip():
            self.said.append(data.strip())


def said_on(page):
    reader = Said()
    reader.feed(page)
    return reader.said


@pytest.fixture(scope="module", autouse=True)
def compiled():
    compile_translations()


@pytest.fixture(scope="module")
def pages(empty_app):
    """Every page that anybody may open, read in English."""
    with empty_app.app_context():
        cast, read = gather(), {}
        browser = Browser(empty_app)
        for rule in addresses.reading(empty_app):
            if addresses.access_of(empty_app, rule)[0] in ("public", "visitor"):
                answer = browser.get("/en" + addresses.path_of(empty_app, rule, cast.mine))
                if answer.mimetype == "text/html" and answer.status_code == 200:
                    read[rule.rule] = answer.get_data(as_text=True)
        empty_tables()
        return read


def test_every_sentence_has_its_english():
    known = translations.existing()
    assert [one.id for one in translations.gathered() if one.id and not translations.is_translated(known, one)] == []


def test_placeholders_and_tags_are_the_same_on_both_sides():
    """Each form of the English has what its Vietnamese has; one alone need not be counted."""
    wrong = []
    for message in translations.existing():
        if message.id:
            pairs = list(zip(_forms(message.id), _forms(message.string), strict=True))
            wrong += [there for here, there in pairs if _marks(there) not in (_marks(here), _marks(pairs[-1][0]))]
    assert wrong == []


def _forms(text):
    return [text] if isinstance(text, str) else list(text)


def _marks(text):
    return sorted(match[0] for match in PLACEHOLDER.finditer(text))


def test_the_catalogue_says_what_it_is():
    known = translations.existing()
    assert (known.project, known.language_team, known.fuzzy) == ("Phiên Chợ", "English", False)


def test_no_public_page_falls_back_into_vietnamese(pages):
    left = {(path, text) for path, page in pages.items() for text in said_on(page) if INTERFACE.search(text)}
    assert left == set()
    assert len(pages) >= 20


def test_a_vietnamese_word_would_be_seen():
    page = '<html lang="en"><p>Xem tất cả</p><p lang="vi">Men lam của bà Lý</p><img alt="Giỏ hàng"><br>Cart</html>'
    assert [text for text in said_on(page) if INTERFACE.search(text)] == ["Xem tất cả", "Giỏ hàng"]


def test_pages_name_their_language(pages):
    assert [path for path, page in pages.items() if '<html lang="en">' not in page] == []


def test_one_is_not_many(browser):
    village = make.make_village(slug="bat-trang")
    facility = make.make_facility(village_id=village.id)
    make.make_product(facility=facility, village_id=village.id)
    assert "1 product on show" in browser.get("/en/lang-nghe/bat-trang").text
    make.make_product(facility=facility, village_id=village.id)
    assert "2 products on show" in browser.get("/en/lang-nghe/bat-trang").text


def test_words_without_english_say_that_they_are_vietnamese(browser):
    make.make_product(slug="am", summary="Men lam vẽ tay.", story="Lò cũ ở xóm ba.")
    page = browser.get("/en/san-pham/am").text
    assert '<p lang="vi">Lò cũ ở xóm ba.</p>' in page
    assert 'lang="vi">Men lam vẽ tay.</p>' in page
    assert "Lò cũ ở xóm ba.</p>" in browser.get("/san-pham/am").text
    assert 'lang="vi">Lò cũ' not in browser.get("/san-pham/am").text


def test_words_with_english_are_shown_in_it(browser):
    make.make_facility(slug="lo", story="Lò cũ.", story_en="An old kiln.")
    page = browser.get("/en/co-so/lo").text
    assert "<p>An old kiln.</p>" in page
    assert "Lò cũ." not in page


def test_a_hall_names_its_corners(browser):
    fair = make.make_fair(slug="cho")
    corner = {"kind": "desk", "x": 0, "y": 8, "width": 3, "height": 1, "label": "Gói hàng", "label_en": "Packing"}
    hall = make.make_hall(fair, features=[corner])
    make.make_booth(fair, make.make_facility(), make.make_stand(hall))
    assert ">Packing</text>" in browser.get("/en/hoi-cho/cho").text
    assert ">Gói hàng</text>" in browser.get("/hoi-cho/cho").text


@pytest.mark.parametrize(("path", "expected"), [("/", ("12.500", "3,5")), ("/en/", ("12,500", "3.5"))])
def test_numbers_are_written_as_the_language_does(app, path, expected):
    environ = {"phiencho.locale": "en" if path == "/en/" else "vi"}
    with app.test_request_context(path, environ_overrides=environ):
        assert (number(12_500), number(3.5)) == expected


def test_money_and_days_read_alike_in_both(browser):
    make.make_product(slug="binh", price=1_250_000)
    fair = make.make_fair(slug="cho")
    day = f"{times.local(fair.opens_at):%d/%m/%Y}"
    for prefix in ("", "/en"):
        assert "1.250.000" in browser.get(f"{prefix}/san-pham/binh").text
        assert day in browser.get(f"{prefix}/hoi-cho/cho").text

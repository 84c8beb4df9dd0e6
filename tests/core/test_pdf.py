"""A printed paper says in Vietnamese what it was given, keeps within its page, and is the same file each time."""

import re

from core.pdf import A5, Flow, Paper
from core.pdf.flow import SIDE
from core.pdf.paper import A4
from tests.factories import picture_bytes
from tests.papers import lines_of

HARD = "Ắ Ằ Ẵ Ặ ấ ề ỗ ợ ữ ự ỵ đ Đ ₫ “Gốm Tâm Sen” – 125.000"


def test_reads_back_every_letter_in_every_face():
    paper = Paper("Biển gian", A5)
    paper.turn()
    for foot, face in enumerate(("text", "bold", "title"), 2):
        paper.text(10, foot * 10, HARD, 12, face)
    assert lines_of(paper.written()) == [[HARD] * 3]


def test_letters_written_in_pieces_are_put_together():
    paper = Paper("Biển")
    paper.turn()
    paper.text(10, 20, "Gô\u0301m")
    assert lines_of(paper.written()) == [["Gốm"]]


def test_the_table_of_the_file_leads_to_each_object():
    flow = Flow("Báo cáo")
    flow.title("Báo cáo")
    content = flow.written()
    assert content == flow.written()
    table = int(re.search(rb"startxref\n(\d+)", content)[1])
    assert content[table:].startswith(b"xref\n")
    for number, place in enumerate(re.findall(rb"(\d{10}) 00000 n", content[table:]), 1):
        assert content[int(place) :].startswith(b"%d 0 obj" % number)


def test_long_lines_are_broken_within_their_width():
    paper = Paper("Báo cáo")
    text = "Bộ ấm chén men lam vẽ sen Bát Tràng " * 6 + "W" * 200
    lines = paper.broken(text, 60, 10)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(paper.width(line, 10) for line in lines) <= 60
    assert paper.broken("W", 1, 40) == ["W"]


def test_a_table_goes_on_overleaf_under_its_head():
    flow = Flow("Báo cáo", foot="Phiên Chợ")
    rows = [(f"Món {n}", str(n)) for n in range(200)]
    flow.table(["Món", "Khách"], rows, [3, 1], 1)
    pages = lines_of(flow.written())
    assert len(pages) > 2
    assert all(page.count("Khách") == 1 and page[:2] == ["Phiên Chợ", str(n)] for n, page in enumerate(pages, 1))
    assert [line for page in pages for line in page if line.startswith("Món ")] == [row[0] for row in rows]
    assert flow.width + 2 * SIDE == A4[0]


def test_a_head_never_stands_alone_at_the_foot_of_a_page():
    for lines in range(30, 60):
        flow = Flow("Bảng")
        for _line in range(lines):
            flow.paragraph("Một dòng.")
        flow.heading("Bảng dài")
        flow.table(["Tên", "Số"], [["Một tên rất dài " * 4, "7"]], [1, 3], 1)
        for page in lines_of(flow.written()):
            assert ("Tên" in page) == ("7" in page), lines
            assert ("Bảng dài" in page) == ("7" in page), lines


def test_a_picture_is_kept_once_however_often_it_is_shown():
    paper, picture = Paper("Danh mục"), picture_bytes(600, 400)
    paper.turn()
    paper.picture(10, 10, 40, 30, picture)
    once = len(paper.written())
    paper.turn()
    paper.picture(10, 10, 40, 30, picture)
    assert len(paper.written()) - once < 1_000

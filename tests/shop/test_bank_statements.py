import html
import io
import re
from datetime import date

import pytest
import xlsxwriter

from core.db import db
from shop.bank import queue, statements
from shop.models import BankTransaction
from tests.factories import make_member, make_parcel
from tests.shop.bank_notices import rows, told, work

PATH = "/quan-ly/tien/sao-ke"
ACCOUNT = "0011001234567"


@pytest.fixture
def parcel(app):
    return make_parcel(payment="vietqr")


@pytest.fixture
def owner(browser, parcel):
    return browser.sign_in(make_member(parcel.facility))


def csv_of(*lines, head="Ngày giao dịch,Số tham chiếu,Ghi nợ,Ghi có,Nội dung"):
    return "\n".join([head, *lines]).encode()


def paid(parcel, amount=None, reference="FT1", day="29/11/2025"):
    return f'{day},{reference},,"{amount or parcel.total:,}",CT DEN {parcel.code} NGUYEN VAN A'


def parse(content):
    return statements.parse(io.BytesIO(content), ACCOUNT)


def upload(owner, content, name="sao-ke.csv"):
    with owner.client.session_transaction() as session:
        session["token"] = "token"
    file = (io.BytesIO(content), name)
    return owner.send("POST", PATH, data={"csrf_token": "token", "statement": file})


def take_in(owner, content):
    page = upload(owner, content)
    assert page.status_code == 200, page.text
    packed = re.search(r'name="lines" value="([^"]*)"', page.text)
    if packed:
        assert owner.post(f"{PATH}/nhan", lines=html.unescape(packed[1])).status_code == 303
        work()
    return page.text.replace("\xa0", " ")


def test_a_preview_says_what_would_happen_and_writes_nothing(owner, parcel):
    page = upload(owner, csv_of(paid(parcel))).text
    assert f"Trả đủ đơn {parcel.order.number}" in page
    assert rows() == []


def test_taken_in_it_pays_as_a_notice_does(owner, parcel):
    take_in(owner, csv_of(paid(parcel)))
    [row] = rows()
    assert (row.source, row.state, row.reference) == ("statement", "matched", "FT1")
    assert row.account == parcel.facility.bank_account
    assert parcel.payment.state == "paid"


def test_the_same_file_or_overlapping_days_change_nothing(owner, parcel):
    other = make_parcel(parcel.lines[0].product, payment="vietqr")
    first, second = paid(parcel), paid(other, reference="FT2", day="30/11/2025")
    take_in(owner, csv_of(first))
    assert "Đã có, không ghi lại" in take_in(owner, csv_of(first))
    take_in(owner, csv_of(first, second))
    assert [row.state for row in rows()] == ["matched", "matched"]
    assert [parcel.payment.received, other.payment.received] == [parcel.total, other.total]


def test_two_lines_that_say_the_same_are_two_transfers(owner, parcel):
    half = parcel.total // 2
    line = f"29/11/2025,,,{half},{parcel.code}"
    take_in(owner, csv_of(line, line))
    assert (parcel.payment.state, parcel.payment.received, len(rows())) == ("paid", 2 * half, 2)


def test_sent_back_twice_at_once_it_is_kept_once(owner, parcel):
    lines = parse(csv_of(paid(parcel))).lines
    assert [queue.take_in(parcel.facility_id, lines) for _ in range(2)] == [1, 0]


def test_the_same_money_by_notice_and_by_statement_counts_once(owner, parcel):
    told(owner, parcel, referenceCode="FT9", transactionDate="2025-11-29 10:00:00")
    page = take_in(owner, csv_of(paid(parcel, reference="ft9")))
    assert "Đã có, không ghi lại" in page
    assert parcel.payment.received == parcel.total


def test_a_notice_that_comes_after_the_statement_is_its_twin(owner, parcel):
    take_in(owner, csv_of(paid(parcel, reference="FT9")))
    row = told(owner, parcel, referenceCode="FT9")
    assert (row.state, row.why, row.twin_id) == ("ignored", "twin", rows()[0].id)
    assert parcel.payment.received == parcel.total
    again = told(owner, parcel, referenceCode="FT10")
    assert again.state == "twice"


def test_without_a_reference_day_words_and_sum_tell_the_same_money(owner, parcel):
    words = f"CT DEN {parcel.code} NGUYEN VAN A"
    told(owner, parcel, content=words, referenceCode="", transactionDate="2025-11-29 23:59:00")
    take_in(owner, csv_of(paid(parcel, reference="")))
    assert db.session.query(BankTransaction).count() == 1
    second = told(owner, parcel, content=words, referenceCode="", transactionDate="2025-11-29 23:59:30")
    assert second.state == "twice"  # a second notice is a second transfer


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Ngày,Diễn giải,Có", "29/11/2025,KC26B7Q4X9,250000"),
        ("Transaction date;Description;Debit;Credit", "2025-11-29 10:20:30;KC26B7Q4X9;;250,000.00"),
        ("Ngày giao dịch/Transaction date\tNội dung/Description\tGhi có/Credit", "29-11-2025\tKC26B7Q4X9\t250.000 VND"),
        ("STT,Ngày GD,Số tiền,Nội dung giao dịch", "1,29/11/2025 10:20,+250.000,KC26B7Q4X9"),
        ("Ngày hiệu lực,Mô tả,Số tiền ghi nợ,Số tiền ghi có", "29.11.2025,KC26B7Q4X9,0,250 000"),
        ("Posting date,Narrative,Deposits", '29/11/2025,KC26B7Q4X9,"250,000 đ"'),
    ],
)
def test_headings_of_many_banks_are_found(head, line):
    [found] = parse(csv_of(line, head=head)).lines
    assert (found.amount, found.content, found.account) == (250_000, "KC26B7Q4X9", ACCOUNT)
    assert found.at.date() == date(2025, 11, 29)


def test_a_workbook_is_read_too():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write("A1", "NGÂN HÀNG MẪU, sao kê tài khoản")
    sheet.write_row("A3", ["Ngày giao dịch", "Nội dung", "Ghi nợ", "Ghi có"])
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for row, (content, debit, credit) in enumerate([("KC26B7Q4X9", None, 250_000), ("Phí", 1_100, None)], 3):
        sheet.write_datetime(row, 0, date(2025, 11, 29), day)
        sheet.write(row, 1, content)
        sheet.write(row, 2, debit)
        sheet.write(row, 3, credit)
    sheet.write_row("A6", ["Tổng cộng", "", 1_100, 250_000])
    book.close()
    statement = parse(out.getvalue())
    assert [(one.amount, one.content) for one in statement.lines] == [(250_000, "KC26B7Q4X9")]
    assert (statement.out, statement.unread) == (1, [6])


@pytest.mark.parametrize("money", ["mười", "1.5", "=1+1", "1.2.3", "9" * 20, "1,25", "-"])
def test_a_sum_that_cannot_be_read_is_named_by_its_row(money):
    good = "29/11/2025,FT1,,100000,x"
    statement = parse(csv_of(good, f'29/11/2025,FT2,,"{money}",y'))
    assert (len(statement.lines), statement.unread) == (1, [3])


@pytest.mark.parametrize("day", ["hôm qua", "31/02/2025", "29/11/2999", "29/11/1200"])
def test_a_day_that_cannot_be_is_named_by_its_row(day):
    statement = parse(csv_of("29/11/2025,FT1,,100000,x", f"{day},FT2,,100000,y"))
    assert (len(statement.lines), statement.unread) == (1, [3])


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no_headings"),
        (b"\xd0\xcf\x11\xe0old", "old_or_locked"),
        (b"PK\x03\x04broken", "broken"),
        (csv_of("x,y,z,u,v"), "no_lines"),
        (csv_of(*[f"29/11/2025,FT{n},,1000,x" for n in range(statements.MOST_LINES + 1)]), "too_many_lines"),
    ],
)
def test_what_is_no_statement_is_said_and_nothing_is_kept(owner, content, word):
    with pytest.raises(statements.NoStatement) as odd:
        parse(content)
    assert odd.value.why == word
    answer = upload(owner, content)
    assert answer.status_code == 422
    assert "Tệp sao kê" in answer.text
    assert rows() == []


@pytest.mark.parametrize("lines", ["", "[]", "{", "7", '[["x",1,"a","b","2025-11-29T00:00:00+07:00"]]',
                                   '[["s-1",0,"a","b","2025-11-29T00:00:00+07:00"]]', '[["s-1",5,"a","b","hôm qua"]]',
                                   '[["s-1",5,"a","b","2025-11-29T00:00:00"]]', "[" * 5_000])  # fmt: skip
def test_a_preview_that_was_tampered_with_is_not_taken_in(owner, lines):
    assert owner.post(f"{PATH}/nhan", lines=lines).status_code == 422
    assert rows() == []


def test_no_file_is_asked_for(owner):
    assert owner.post(PATH).status_code == 422

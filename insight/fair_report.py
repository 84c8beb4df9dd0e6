"""The report of a fair, for staff and for each maker who stood there: figures, told apart, as a page and as a PDF.

For staff it has what the programme's reports ask of a fair (R4) and of what its schemes brought online (R6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from core import money, times
from core.db import db
from core.i18n import day, last_day, number
from core.pdf import Flow
from fairs import keeping
from fairs.models import Booth, BoothProduct, Fair
from insight import brought, fair_results
from insight.brought import UNTOLD, Figure, Line, Scope
from insight.brought_rows import NAMES
from programme.models import Facility

TOLD_APART = {
    "gian": ("booth", _l("Theo gian")),
    "hang": ("product", _l("Theo món hàng")),
    "nha": ("hall", _l("Theo nhà")),
    "cho": ("stand", _l("Theo chỗ đứng")),
    "ke": ("slot", _l("Theo chỗ trên kệ")),
    "de-an": ("scheme", _l("Theo đề án")),
    "co-so": ("facility", _l("Theo cơ sở")),
}
OF_A_MAKER = ("hang", "gian", "cho", "ke", "de-an")
IN_PDF = ("gian", "nha", "hang", "ke", "de-an")
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Report:
    fair: Fair
    facility: Facility | None
    totals: dict[str, Figure]
    told: str  # a key of TOLD_APART
    lines: list[Line]

    @property
    def figures(self) -> list[str]:
        """What this report counts: the fair's own page is nobody's in particular."""
        return [what for what in brought.FIGURES if self.facility is None or what != "pages"]

    @property
    def columns(self) -> list[str]:
        """What can be told apart so, and of that what there is any of: eleven columns of noughts tell nothing."""
        return [what for what in columns_of(self.told) if any(line.figures[what].count for line in self.lines)]


def columns_of(told: str) -> list[str]:
    by = TOLD_APART[told][0]
    return [what for what in brought.FIGURES if by not in UNTOLD.get(what, ())]


def of(fair: Fair, facility: Facility | None, told: str) -> Report:
    """Three statements."""
    scope = Scope(fair.id, facility.id if facility else None)
    return Report(fair, facility, brought.totals(scope), told, brought.lines(scope, TOLD_APART[told][0]))


def stood_at(fair: Fair, facility_id: int) -> bool:
    """Whether this maker had a booth at the fair."""
    query = select(Booth.id).where(Booth.fair_id == fair.id, Booth.facility_id == facility_id)
    return db.session.scalar(query.limit(1)) is not None


def r4(fair: Fair) -> list[tuple[str, str]]:
    """What the yearly report of fairs asks (R4), by its columns. Six statements."""
    results = fair_results.of(fair.id)
    stands, _taken = keeping.stands_by_fair().get(fair.id, (0, 0))
    return [
        (_("Tên"), fair.name),
        (_("Thời gian"), f"{day(fair.opens_at)}–{last_day(fair.closes_at)}"),
        (_("Nơi"), fair.where or _("Trên trang này")),
        (_("Quy mô"), _("%(n)s chỗ đứng", n=number(stands))),
        (_("Số gian hàng"), number(results.turns)),
        (_("Số cơ sở"), number(results.facilities)),
        (_("Số lượt cơ sở"), number(results.turns)),
        (_("Doanh thu"), money.vnd(results.brought.dong)),
        (_("Hợp đồng"), _signed(results.deals)),
    ]


def _signed(found: fair_results.Deals) -> str:
    """Contracts and memoranda told apart, how many with partners abroad, and what they come to."""
    return _(
        "%(a)s hợp đồng, %(b)s biên bản ghi nhớ; %(c)s với đối tác nước ngoài; %(money)s",
        a=number(found.contracts),
        b=number(found.memoranda),
        c=number(found.abroad),
        money=money.vnd(found.dong),
    )


R6 = (_l("Sản phẩm lên sàn"), _l("Cơ sở có gian hàng"), _l("Lượt xem"), _l("Câu hỏi"), _l("Yêu cầu báo giá"),
      _l("Đơn"), _l("Giá trị"), _l("Đơn hủy"), _l("Khiếu nại"))  # fmt: skip


def r6(fair: Fair) -> list[tuple[str, list[str]]]:
    """By scheme that paid for booths here, what it brought online (R6). Three statements."""
    made = {row[0]: row[1:] for row in db.session.execute(_booths_by_scheme(fair.id))}
    rows = []
    for line in brought.lines(Scope(fair.id), "scheme"):
        goods, makers = made.get(line.key, (0, 0))
        f = line.figures
        counts = [goods, makers, f["visits"].count, f["questions"].count, f["quotes"].count, f["orders"].count]
        last = [number(f["fallen"].count), number(f["complaints"].count)]
        told = [*map(number, counts), money.vnd(f["orders"].dong), *last]
        rows.append((line.name, told))
    return rows


def _booths_by_scheme(fair_id: int) -> Any:
    counts = func.count(func.distinct(BoothProduct.product_id)), func.count(func.distinct(Booth.facility_id))
    query = select(Booth.scheme_id, *counts).outerjoin(BoothProduct, BoothProduct.booth_id == Booth.id)
    query = query.where(Booth.fair_id == fair_id, Booth.scheme_id.is_not(None), Booth.published_at.is_not(None))
    return query.group_by(Booth.scheme_id)


def said(figure: Figure, what: str) -> str:
    """A figure in words: a count, and of orders what they come to."""
    if what == brought.NOTED:
        return _(
            "%(n)s lần, %(m)s món, %(money)s",
            n=number(figure.count),
            m=number(figure.units),
            money=money.vnd(figure.dong),
        )
    if what == brought.SIGNED:
        return _("%(n)s bản, %(money)s", n=number(figure.count), money=money.vnd(figure.dong))
    if what not in brought.SALES:
        return number(figure.count)
    return _("%(n)s đơn, %(money)s", n=number(figure.count), money=money.vnd(figure.dong))


def pdf(fair: Fair, facility: Facility | None) -> bytes:
    """The report to print and to file."""
    whose = facility.name if facility else fair.name
    flow = Flow(
        _("Báo cáo: %(who)s", who=whose), foot=_("%(fair)s, tính đến %(day)s", fair=fair.name, day=day(times.today()))
    )
    flow.title(_("%(who)s: hội chợ mang về gì", who=whose))
    flow.paragraph(f"{fair.name}, {day(fair.opens_at)}–{last_day(fair.closes_at)}. {fair.where}")
    first = of(fair, facility, "gian")
    flow.table(
        [_("Đếm được"), ""], [[str(NAMES[what]), said(first.totals[what], what)] for what in first.figures], [3, 2], 1
    )
    flow.note(HOW)
    if facility is None:
        _official(flow, fair)
    for told in OF_A_MAKER if facility else IN_PDF:
        _told_apart(flow, of(fair, facility, told))
    return flow.written()


def _official(flow: Flow, fair: Fair) -> None:
    flow.heading(_("Hội chợ, triển lãm (R4)"))
    flow.table([_("Cột"), _("Trị")], r4(fair), [1, 2], 0)
    if rows := r6(fair):
        flow.heading(_("Thương mại điện tử theo đề án (R6)"))
        flow.table([_("Đề án"), *map(str, R6)], [[name, *told] for name, told in rows], [4, *[1.2] * 6, 2, 1.1, 1.1], 9)


def _told_apart(flow: Flow, report: Report) -> None:
    if not report.lines:
        return
    columns = report.columns
    flow.heading(str(TOLD_APART[report.told][1]))
    headings = [_("Tên"), *(str(NAMES[what]) for what in columns), _("Tiền hàng")]
    rows = [_cells(line, columns) for line in report.lines]
    flow.table(headings, rows, [4, *[1.3] * len(columns), 2], len(columns) + 1)


def _cells(line: Line, columns: Sequence[str]) -> list[str]:
    counts = [number(line.figures[what].count) for what in columns]
    return [line.name, *counts, money.vnd(line.figures["orders"].dong)]


HOW = _l(
    "Khách đếm mỗi người một lần một ngày cho mỗi thứ, không cookie, không kể máy. Chỉ kể những gì đi qua gian và kệ "
    "của phiên này, ghi ngay lúc xảy ra. Tiền hàng không kể phí gửi; đơn hủy và đơn không có hàng kể riêng. "
    "Bán tại gian và hợp đồng là lời ghi của cơ sở hay người trực, không nằm trong tiền hàng; hợp đồng có bản chụp."
)

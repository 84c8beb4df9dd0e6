"""What a fair brought, by stand, booth, product, hall, shelf slot, scheme or maker.

A figure and its rows (insight/brought_rows.py) come from the same statements, so that they cannot differ. All of it was
recorded at the moment: visits with the day's stand and scheme, questions and order lines with their own.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, distinct, func, literal, null, select, union_all

from catalog.models import Product
from core.db import db
from fairs.models import Booth, FairComplaint, FairContract, Feature, Hall, Stand, StandSale
from insight.attribution import CAME_TO_NOTHING
from insight.models import VisitCount
from programme.models import Facility, Scheme
from shop.models import Enquiry, OrderLine, Parcel, Payment

# In the order of a report. "returned" is what of "fallen" had been paid, so that the maker gives it back.
FIGURES = (
    "pages", "visits", "scans", "slots", "questions", "quotes", "orders", "fallen", "returned", "sold", "contracts",
    "complaints",
)  # fmt: skip
VISITS = {"pages": "fair", "visits": "booth", "scans": "scan", "slots": "slot"}
SALES = ("orders", "fallen", "returned")
SIGNED, COMPLAINED = "contracts", "complaints"
NOTED = "sold"  # from hand to hand at the stand, as its maker noted it: never among the orders
BY = ("booth", "stand", "hall", "product", "slot", "scheme", "facility")
# What a figure cannot be told apart by: a stand has no product, a fair's page no stand.
UNTOLD: dict[str, tuple[str, ...]] = {
    "pages": ("booth", "stand", "hall", "product", "slot", "facility"),
    "visits": ("product", "slot"),
    "scans": ("product", "slot"),
    "slots": ("booth", "stand", "hall"),
    "sold": ("slot",),
    "contracts": ("product", "slot"),
    "complaints": ("product", "slot"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """A fair; of it one maker's part; of that what belongs to one thing of a kind of BY."""

    fair_id: int
    facility_id: int | None = None
    by: str = ""
    key: int | None = None


@dataclass(slots=True)
class Figure:
    """`count` of visitors, questions or orders; units and đồng of goods where there are any."""

    count: int = 0
    units: int = 0
    dong: int = 0


@dataclass(slots=True)
class Line:
    key: int
    name: str
    figures: dict[str, Figure]


def totals(scope: Scope) -> dict[str, Figure]:
    """Every figure of a scope. One statement."""
    found: dict[str, Figure] = defaultdict(Figure)
    for what, _key, *sums in db.session.execute(_sums(scope, "")):
        found[what] = Figure(*map(int, sums))
    return found


def lines(scope: Scope, by: str) -> list[Line]:
    """The figures told apart, what sold most first; what belongs to none of them is left out. Two statements."""
    found: defaultdict[int, dict[str, Figure]] = defaultdict(lambda: defaultdict(Figure))
    for what, key, *sums in db.session.execute(_sums(scope, by)):
        if key is not None:
            found[key][what] = Figure(*map(int, sums))
    names = names_of(by, list(found))
    told = [Line(key, names.get(key, ""), figures) for key, figures in found.items()]
    return sorted(told, key=lambda one: (-one.figures["orders"].dong, -one.figures["visits"].count, one.name))


def names_of(by: str, keys: Sequence[int]) -> dict[int, str]:
    """What things of a kind are called, as staff and makers know them. One statement."""
    numbered = Stand.number + " · " + Booth.title
    queries: dict[str, Any] = {
        "booth": select(Booth.id, func.coalesce(numbered, Booth.title))
        .outerjoin(Booth.stand)
        .where(Booth.id.in_(keys)),
        "stand": select(Stand.id, Stand.number).where(Stand.id.in_(keys)),
        "hall": select(Hall.id, Hall.name).where(Hall.id.in_(keys)),
        "product": select(Product.id, Product.name).where(Product.id.in_(keys)),
        "slot": select(Feature.id, Product.name).join(Feature.product).where(Feature.id.in_(keys)),
        "scheme": select(Scheme.id, Scheme.code + " · " + Scheme.name).where(Scheme.id.in_(keys)),
        "facility": select(Facility.id, Facility.name).where(Facility.id.in_(keys)),
    }
    return {row[0]: row[1] for row in db.session.execute(queries[by])} if keys else {}


def _sums(scope: Scope, by: str) -> Select[Any]:
    """By figure and by what it is told apart by: how many, units, đồng."""
    every = union_all(*(what_came(what, scope) for what in FIGURES)).subquery()
    key: Any = every.c[f"{by}_id"] if by else cast(null(), Integer)
    count = func.coalesce(func.sum(every.c.visits), 0) + func.count(distinct(every.c.one_id))
    columns = (
        every.c.what,
        key,
        count,
        func.coalesce(func.sum(every.c.units), 0),
        func.coalesce(func.sum(every.c.dong), 0),
    )
    return select(*columns).group_by(every.c.what, *([key] if by else []))


def what_came(what: str, scope: Scope) -> Select[Any]:
    """The rows of one figure, with what each belongs to: `one_id` is counted once, `visits`, `units`, `dong` are added.

    `row_id` leads to the row itself: of visit_count, enquiry, order_line, stand_sale, fair_contract or fair_complaint.
    """
    query = _reading(what)(what)
    columns = {column.name: column for column in query.selected_columns}
    query = query.where(columns["fair_id"].element == scope.fair_id)
    if scope.facility_id is not None:
        query = query.where(columns["facility_id"].element == scope.facility_id)
    if scope.by:
        query = query.where(columns[f"{scope.by}_id"].element == scope.key)
    return query


def _reading(what: str) -> Callable[[str], Select[Any]]:
    of_one = {NOTED: _noted, SIGNED: _contracts, COMPLAINED: _complaints}
    return _visits if what in VISITS else _sales if what in SALES else of_one.get(what, _enquiries)


def _visits(what: str) -> Select[Any]:
    count, nothing = VisitCount, cast(null(), Integer)
    query = select().where(count.kind == VISITS[what])
    at = {"what": literal(what), "one_id": nothing, "visits": count.visits, "units": literal(0), "dong": literal(0)}
    at |= {"row_id": count.id, "fair_id": count.fair_id, "stand_id": count.stand_id, "scheme_id": count.scheme_id}
    at |= dict.fromkeys(("booth_id", "hall_id", "product_id", "slot_id", "facility_id"), nothing)
    if what == "slots":
        query = query.join_from(count, Feature, Feature.id == count.subject_id).join(Feature.product)
        at |= {"slot_id": count.subject_id, "product_id": Product.id, "facility_id": Product.facility_id}
    elif what != "pages":
        query = query.join_from(count, Booth, Booth.id == count.subject_id).outerjoin(Stand, Stand.id == count.stand_id)
        at |= {"booth_id": Booth.id, "facility_id": Booth.facility_id, "hall_id": Stand.hall_id}
    return _labelled(query, at)


def _enquiries(what: str) -> Select[Any]:
    """Those that ask for a quotation, or those that only ask."""
    is_quote = Enquiry.is_quotation
    query = select().outerjoin_from(Enquiry, Stand, Stand.id == Enquiry.stand_id)
    query = query.where(is_quote if what == "quotes" else ~is_quote)
    return _labelled(query, {"what": literal(what), "one_id": Enquiry.id, "row_id": Enquiry.id} | _credit(Enquiry))


def _sales(what: str) -> Select[Any]:
    query = select().join_from(OrderLine, Parcel, Parcel.id == OrderLine.parcel_id)
    query = query.outerjoin(Stand, Stand.id == OrderLine.stand_id)
    fell = Parcel.state.in_(CAME_TO_NOTHING)
    query = query.where(~fell if what == "orders" else fell)
    if what == "returned":
        query = query.join(Payment, Payment.parcel_id == Parcel.id).where(Payment.state == "paid")
    at = {"what": literal(what), "one_id": Parcel.order_id, "row_id": OrderLine.id} | _credit(OrderLine)
    kept: ColumnElement[int] = func.coalesce(OrderLine.total, 0)
    units = case((OrderLine.dropped_at.is_(None), OrderLine.quantity), else_=0)
    return _labelled(query, at | {"units": units, "dong": kept, "facility_id": Parcel.facility_id})


def _noted(what: str) -> Select[Any]:
    """Sales at the stand that were not taken back."""
    sale = StandSale
    query = select().outerjoin_from(sale, Stand, Stand.id == sale.stand_id).where(sale.cancelled_at.is_(None))
    at = {"what": literal(what), "one_id": sale.id, "row_id": sale.id, "units": sale.quantity, "dong": sale.total}
    at |= {f"{name}_id": getattr(sale, f"{name}_id") for name in ("fair", "booth", "stand", "product", "scheme")}
    at |= {"facility_id": sale.facility_id, "hall_id": Stand.hall_id}
    return _labelled(query, at | dict.fromkeys(("visits", "slot_id"), cast(null(), Integer)))


def _contracts(what: str) -> Select[Any]:
    """What was signed there and not taken back, memoranda too."""
    signed = FairContract
    query = select().outerjoin_from(signed, Stand, Stand.id == signed.stand_id).where(signed.cancelled_at.is_(None))
    return _labelled(query, _of_the_fair(what, signed) | {"dong": signed.amount})


def _complaints(what: str) -> Select[Any]:
    query = select().outerjoin_from(FairComplaint, Stand, Stand.id == FairComplaint.stand_id)
    return _labelled(query, _of_the_fair(what, FairComplaint))


def _of_the_fair(what: str, table: Any) -> dict[str, Any]:
    """Of a row that belongs to a booth and to no product."""
    at = {"what": literal(what), "one_id": table.id, "row_id": table.id, "units": literal(0), "dong": literal(0)}
    at |= {f"{name}_id": getattr(table, f"{name}_id") for name in ("fair", "booth", "stand", "scheme", "facility")}
    return at | {"hall_id": Stand.hall_id} | dict.fromkeys(("visits", "product_id", "slot_id"), cast(null(), Integer))


def _credit(table: Any) -> dict[str, Any]:
    """What a question or an order line is credited to, and who has it."""
    columns = {f"{name}_id": getattr(table, f"{name}_id") for name in ("fair", "booth", "stand", "product", "scheme")}
    owner = {"facility_id": table.facility_id} if table is Enquiry else {}
    counted = {"visits": cast(null(), Integer), "units": literal(0), "dong": literal(0)}
    return counted | columns | {"slot_id": table.feature_id, "hall_id": Stand.hall_id} | owner


_COLUMNS = ("what", "one_id", "visits", "units", "dong", "row_id", "fair_id", *(f"{one}_id" for one in BY))


def _labelled(query: Select[Any], columns: dict[str, Any]) -> Select[Any]:
    return query.add_columns(*(columns[name].label(name) for name in _COLUMNS))

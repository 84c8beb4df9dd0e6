"""What the market sees of a maker by itself: facts that a computed requirement asks for, each with where it is mended.

A fact answers for many makers in one query. Floors above tell theirs with `seen` (shop: ways of sending).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from catalog.models import Photo, Product
from core.db import db
from programme.identity import IdentityCheck
from programme.joining import JoinRequest
from programme.models import Facility

Having = Callable[[Collection[int]], set[int]]


@dataclass(frozen=True, slots=True)
class Fact:
    """`having` gives those of some facilities that have it; `place` is the page where it is seen to."""

    name: Any  # in words, lazily translated
    having: Having
    place: str


_facts: dict[str, Fact] = {}


def seen(code: str, name: Any, place: str) -> Callable[[Having], Having]:
    def register(having: Having) -> Having:
        _facts[code] = Fact(name, having, place)
        return having

    return register


def every() -> Mapping[str, Fact]:
    return _facts


def of(code: str) -> Fact:
    return _facts[code]


@seen("phone", _l("Số điện thoại đã được chợ gọi thử, hoặc đã kiểm danh tính"), "/quan-ly/co-so")
def _phone(facility_ids: Collection[int]) -> set[int]:
    rung = select(JoinRequest.facility_id).where(
        JoinRequest.facility_id.in_(facility_ids), JoinRequest.called_at.is_not(None)
    )
    met = select(IdentityCheck.facility_id).where(
        IdentityCheck.facility_id.in_(facility_ids), IdentityCheck.withdrawn_at.is_(None)
    )
    return {one for one in db.session.scalars(rung.union(met)) if one is not None}


@seen("account", _l("Tài khoản nhận tiền đã ghi"), "/quan-ly/co-so#tai-khoan")
def _account(facility_ids: Collection[int]) -> set[int]:
    return _with(Facility.bank_account.is_not(None), facility_ids)


@seen("commune", _l("Địa chỉ ghi tới xã, phường"), "/quan-ly/co-so")
def _commune(facility_ids: Collection[int]) -> set[int]:
    return _with(Facility.commune_code.is_not(None) & (Facility.address != ""), facility_ids)


@seen("returns", _l("Cách đổi trả đã ghi cho người mua"), "/quan-ly/co-so")
def _returns(facility_ids: Collection[int]) -> set[int]:
    return _with(Facility.returns != "", facility_ids)


@seen("photo", _l("Có ít nhất một món với ảnh"), "/quan-ly/san-pham")
def _photo(facility_ids: Collection[int]) -> set[int]:
    query = select(Product.facility_id).join(Photo, Photo.product_id == Product.id)
    return set(db.session.scalars(query.where(Product.facility_id.in_(facility_ids)).distinct()))


def _with(rule: ColumnElement[bool], facility_ids: Collection[int]) -> set[int]:
    return set(db.session.scalars(select(Facility.id).where(Facility.id.in_(facility_ids), rule)))

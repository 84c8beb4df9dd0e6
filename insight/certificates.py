"""Finding what a certificate or decision number stands for, however it was typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload

from catalog.models import Product, Recognition
from core.db import db
from core.text import slugify
from programme.models import APPROVED_STATES, Scheme

SHOWN = 100
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Found:
    recognitions: list[Recognition]
    schemes: list[Scheme]

    @property
    def is_empty(self) -> bool:
        return not (self.recognitions or self.schemes)


def find(number: str) -> Found:
    """2646 qd bct finds 2646/QĐ-BCT; the figures alone find every number that begins with them. Two queries.

    Only products that were shown at some time and approved schemes are told of.
    """
    key, digits = slugify(number), _DIGITS.search(number)
    if not key or not digits:
        return Found([], [])
    recognitions = [one for one in _recognitions(digits[0]) if _is_meant(key, one.decision_number)]
    schemes = [one for one in _schemes(digits[0]) if _is_meant(key, one.decision_number)]
    return Found(recognitions[:SHOWN], schemes[:SHOWN])


def _is_meant(key: str, number: str) -> bool:
    slug = slugify(number)
    return slug == key or slug.startswith(f"{key}-")


def _recognitions(digits: str) -> Sequence[Recognition]:
    query = (
        select(Recognition)
        .join(Recognition.product)
        .where(Recognition.decision_number.startswith(digits), Product.published_at.is_not(None))
        .order_by(Recognition.expires_on.desc(), Recognition.id)
        .limit(SHOWN * 20)
    )
    product: Any = joinedload(Recognition.product)
    return db.session.scalars(query.options(product.joinedload(Product.facility), raiseload("*"))).all()


def _schemes(digits: str) -> Sequence[Scheme]:
    query = select(Scheme).where(Scheme.decision_number.startswith(digits), Scheme.state.in_(APPROVED_STATES))
    return db.session.scalars(query.options(joinedload(Scheme.plan), raiseload("*")).order_by(Scheme.code)).all()

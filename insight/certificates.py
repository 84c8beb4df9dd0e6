"""Finding what a certificate or decision number stands for, however it was typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload

from catalog.models import Product, Recognition
from core.db import db
from core.text import slugify
from programme.models import APPROVED_STATES, Document, Scheme

SHOWN = 100
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Paper:
    """A number among the papers of an approved scheme."""

    scheme: Scheme
    number: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Found:
    recognitions: list[Recognition]
    papers: list[Paper]

    @property
    def is_empty(self) -> bool:
        return not (self.recognitions or self.papers)


def find(number: str) -> Found:
    """2646 qd bct finds 2646/QĐ-BCT; the figures alone find every paper of that number. Three queries.

    Only products that were shown at some time and approved schemes are told of.
    """
    key, digits = slugify(number), _DIGITS.search(number)
    if not key or not digits:
        return Found([], [])
    recognitions = [one for one in _recognitions(digits[0]) if _is_meant(key, one.decision_number)]
    papers = [one for one in _papers(digits[0]) if _is_meant(key, one.number)]
    return Found(recognitions[:SHOWN], papers[:SHOWN])


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


def _papers(digits: str) -> list[Paper]:
    """Decisions by which schemes were approved, and the numbers of their other documents; each number once."""
    approved = Scheme.state.in_(APPROVED_STATES)
    decided = select(Scheme).where(Scheme.decision_number.startswith(digits), approved).order_by(Scheme.code)
    found = [Paper(one, one.decision_number, one.decided_on) for one in db.session.scalars(decided.limit(SHOWN))]
    filed = select(Scheme, Document.number, Document.on).join(Document, Document.scheme_id == Scheme.id)
    filed = filed.where(Document.number.startswith(digits), approved).order_by(Scheme.code, Document.id)
    known = {(one.scheme.id, one.number) for one in found}
    others = [Paper(*row) for row in db.session.execute(filed.limit(SHOWN * 20))]
    return found + [one for one in others if (one.scheme.id, one.number) not in known]

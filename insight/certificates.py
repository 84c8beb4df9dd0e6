"""Finding what a certificate or decision number stands for, however it was typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload

from catalog.models import Product, Recognition
from core import times
from core.db import db
from core.text import slugify
from programme.models import APPROVED_STATES, Document, Scheme

SHOWN = 100
TOLD_OF = ("confirmed", "revoked")  # what nobody has confirmed is nobody's business
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


def with_code(code: str) -> Recognition | None:
    """The paper of a printed code, if it may be told of; with its subject and the papers before and after it."""
    product = joinedload(Recognition.product)
    query = select(Recognition).where(Recognition.code == code, Recognition.state.in_(TOLD_OF))
    loads = (
        product.joinedload(Product.facility),
        product.selectinload(Product.recognitions),
        joinedload(Recognition.facility),
        joinedload(Recognition.village),
        raiseload("*"),
    )
    return db.session.scalar(query.options(*loads))


def history(paper: Recognition) -> list[Recognition]:
    """Every public paper of the same product, the latest first; of a facility or a village, itself alone."""
    others = paper.product.recognitions if paper.product else [paper]
    return sorted((one for one in others if one.is_public), key=_when, reverse=True)


def facts(paper: Recognition, site: str) -> dict[str, Any]:
    """What a program is told, and what is signed: plain values, days as ISO 8601."""
    owner = paper.owner
    return {
        "code": paper.code,
        "kind": paper.kind,
        "subject": {"kind": paper.subject_kind, "slug": paper.subject.slug, "name": paper.subject.name},
        "owner": {"slug": owner.slug, "name": owner.name} if owner else None,
        "stars": paper.stars,
        "level": paper.level,
        "year": paper.year,
        "title": paper.title,
        "decision_number": paper.decision_number,
        "issuer": paper.issuer,
        "issued_on": paper.issued_on.isoformat() if paper.issued_on else None,
        "ends_on": paper.ends_on.isoformat() if paper.ends_on else None,
        "revoked_on": paper.revoked_on.isoformat() if paper.revoked_on else None,
        "verdict": paper.verdict,
        "as_of": times.today().isoformat(),
        "url": f"{site}/xac-minh/{paper.code}",
    }


def _when(paper: Recognition) -> tuple[date, int]:
    return paper.since or date.min, paper.id


def _is_meant(key: str, number: str) -> bool:
    slug = slugify(number)
    return slug == key or slug.startswith(f"{key}-")


def _recognitions(digits: str) -> Sequence[Recognition]:
    query = (
        select(Recognition)
        .join(Recognition.product)
        .where(Recognition.decision_number.startswith(digits), Recognition.state.in_(TOLD_OF))
        .where(Product.published_at.is_not(None))
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

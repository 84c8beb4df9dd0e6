"""What a printed code or a decision number stands for, however it was typed, and the facts that are signed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, raiseload

from catalog import register
from catalog.models import LEVELS, Product, Recognition
from core import codes, times
from core.db import db
from core.text import slugify
from programme.models import APPROVED_STATES, Document, Facility, Scheme, Support

SHOWN = 100
TOLD_OF = ("confirmed", "revoked")  # what nobody has confirmed is nobody's business
_DIGITS = re.compile(r"\d+")
_CALLED = re.compile(r"^(?:(?:quyet-dinh|qd|giay|giay-chung-nhan|gcn)-)?(?:so-)?")
_DATED = re.compile(r"-(?:ky-|cap-)?ngay-.*$")
_LINK = re.compile(r"/xac-minh/([^/?#\s]+)", re.IGNORECASE)
_NAMED = re.compile(r"^\W*(?:mã|ma|code)\b\W*|[\s.,;:]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paper:
    """A number among the papers of an approved scheme."""

    scheme: Scheme
    number: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A facility and what the programme has given it, of approved schemes only."""

    facility: Facility
    supports: Sequence[Support]


@dataclass(frozen=True, slots=True)
class Found:
    recognitions: list[Recognition]
    papers: list[Paper]

    @property
    def is_empty(self) -> bool:
        return not (self.recognitions or self.papers)


def find(number: str) -> Found:
    """2646 qd bct finds 2646/QĐ-BCT; the figures alone find every paper of that number. Three queries.

    Only what staff confirmed, of products that were shown at some time, and approved schemes are told of.
    """
    keys = _keys(number)
    digits = _DIGITS.search(keys[-1]) if keys else None
    if not digits:
        return Found([], [])
    papers = [one for one in _papers(digits[0]) if any(_is_meant(key, one.number) for key in keys)]
    return Found(_recognitions(keys), papers[:SHOWN])


def code_in(text: str) -> str:
    """The code that somebody typed, or that stands in the address her camera read; empty where there is none."""
    link = _LINK.search(text)
    return codes.typed(link[1]) if link else codes.typed(text) or codes.typed(_NAMED.sub("", text))


def _keys(number: str) -> list[str]:
    """How the register may have the number: as typed, and without what it is called before and its day after."""
    whole = _DATED.sub("", slugify(unicodedata.normalize("NFKC", number)))
    return [key for key in dict.fromkeys((whole, _CALLED.sub("", whole))) if key]


def with_code(code: str) -> Recognition | None:
    """The paper of a printed code, if it may be told of; with what it is about and its scans."""
    query = select(Recognition).where(Recognition.code == code, *_may_be_told())
    return db.session.scalars(query.options(*register.whole())).unique().one_or_none()


def waits(code: str) -> bool:
    """Whether the code is of a paper that nobody has compared yet: nothing else is said of it."""
    query = select(Recognition.id).where(Recognition.code == code, Recognition.state == "proposed")
    return db.session.scalar(query) is not None


def standing_with_code(code: str) -> Standing | None:
    """The facility of a printed code, with what it was given."""
    facility = db.session.scalar(select(Facility).where(Facility.verify_code == code))
    if facility is None:
        return None
    given = select(Support).join(Support.scheme).where(Support.facility_id == facility.id)
    given = given.where(Scheme.state.in_(APPROVED_STATES)).order_by(Support.decided_on, Support.id).limit(SHOWN)
    rows = db.session.scalars(given.options(joinedload(Support.scheme), raiseload("*"))).all()
    return Standing(facility, rows)


def history(paper: Recognition) -> list[Recognition]:
    """Every public paper of the same thing: by year, and within a year from the commune to the nation."""
    about = paper.subject_kind + "_id"
    same = getattr(Recognition, about) == getattr(paper, about)
    query = select(Recognition).where(same, Recognition.state.in_(TOLD_OF)).order_by(Recognition.id).limit(SHOWN)
    return in_time(db.session.scalars(query.options(raiseload("*"))).all())


def in_time(papers: Sequence[Recognition]) -> list[Recognition]:
    """The public ones of them, the earliest first."""
    return sorted((one for one in papers if one.is_public), key=_when)


def facts_of_support(standing: Standing, site: str) -> dict[str, Any]:
    """What a program is told of a facility's standing with the programme, and what is signed."""
    facility = standing.facility
    return {
        "code": facility.verify_code,
        "kind": "support",
        "subject": {"kind": "facility", "slug": facility.slug, "name": facility.name},
        "verdict": "supported" if standing.supports else "not_supported",
        "supports": [
            {"scheme": one.scheme.code, "name": one.scheme.name, "decided_on": one.decided_on.isoformat()}
            for one in standing.supports
        ],
        "as_of": times.today().isoformat(),
        "url": f"{site}/xac-minh/{facility.verify_code}",
    }


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
        "compared": paper.confirmed_at is not None,
        "history": [
            {
                "code": one.code,
                "kind": one.kind,
                "stars": one.stars,
                "level": one.level,
                "year": one.year,
                "verdict": one.verdict,
            }
            for one in history(paper)
        ],
        "as_of": times.today().isoformat(),
        "url": f"{site}/xac-minh/{paper.code}",
    }


def _when(paper: Recognition) -> tuple[int, int, date]:
    day = paper.since or date.min
    return day.year, LEVELS.index(paper.level) if paper.level else len(LEVELS), day


def _may_be_told() -> tuple[Any, ...]:
    """Confirmed by staff, and not of a product that nobody has ever seen."""
    seen = Recognition.product_id.is_(None) | Recognition.product.has(Product.published_at.is_not(None))
    return Recognition.state.in_(TOLD_OF), seen


def _is_meant(key: str, number: str) -> bool:
    slug = slugify(number)
    return slug == key or slug.startswith(f"{key}-") or "" != _glued(slug) == _glued(key)


def _glued(slug: str) -> str:
    """2646QDBCT, typed without what stands between; nothing where there are figures alone: 2646 is not 26/46."""
    return "" if slug.replace("-", "").isdigit() else slug.replace("-", "")


def _recognitions(keys: list[str]) -> list[Recognition]:
    kept = Recognition.number_key
    alike = [one for key in keys for one in (kept == key, kept.startswith(f"{key}-", autoescape=True))]
    meant = or_(*alike, func.replace(kept, "-", "").in_(filter(None, map(_glued, keys))))
    query = select(Recognition).where(meant, *_may_be_told())
    ordered = query.order_by(Recognition.expires_on.desc(), Recognition.id).limit(SHOWN)
    return list(db.session.scalars(ordered.options(*register.whole())).unique())


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

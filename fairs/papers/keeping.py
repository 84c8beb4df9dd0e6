"""Papers of a whole fair: asked for by staff, set by the worker, kept as files; one of a kind."""

from collections.abc import Callable, Sequence

from flask_babel import force_locale
from sqlalchemy import select

from core import audit, jobs, times
from core.db import db
from core.storage import files
from fairs.models import Fair, FairPaper
from fairs.papers import books, exhibits, placards
from fairs.papers.exhibits import Exhibit

_SETTERS: dict[str, Callable[[Fair, Sequence[Exhibit]], bytes]] = {
    "catalogue": books.catalogue,
    "exhibitors": books.exhibitors,
    "placards": lambda _fair, shown: placards.placards(shown),
    "signs": books.signs,
}


class NothingToPrint(Exception):
    """No booth of this fair is published yet."""


def ask(fair: Fair, kind: str) -> FairPaper:
    """Have it set anew; who asks while it is waited for waits with the others. Raises NothingToPrint."""
    if not exhibits.are_there(fair.id):
        raise NothingToPrint
    paper = db.session.scalar(select(FairPaper).where(FairPaper.fair_id == fair.id, FairPaper.kind == kind))
    if paper is None:
        paper = FairPaper(fair_id=fair.id, kind=kind)
        db.session.add(paper)
    elif paper.is_waited_for:
        return paper
    paper.asked_by, paper.asked_at = audit.actor_id(), times.now()
    db.session.flush()
    audit.record(fair, "fair.paper_asked", paper=kind)
    jobs.enqueue("fairs.set_paper", paper_id=paper.id)
    return paper


def of_fair(fair_id: int) -> dict[str, FairPaper]:
    """By kind, those that were asked for."""
    return {one.kind: one for one in db.session.scalars(select(FairPaper).where(FairPaper.fair_id == fair_id))}


def set_paper(paper_id: int) -> None:
    """Write the file in the place of an earlier one. A second time does nothing."""
    paper = db.session.get(FairPaper, paper_id)
    if paper is None or not paper.is_waited_for:
        return
    with force_locale("vi"):
        content = _SETTERS[paper.kind](db.session.get_one(Fair, paper.fair_id), exhibits.of_fair(paper.fair_id))
    files().put(paper.file_key, content)
    paper.ready_at, paper.byte_count = times.now(), len(content)


def content_of(paper: FairPaper | None) -> bytes | None:
    """The file, where there is one."""
    return files().get(paper.file_key) if paper and paper.ready_at else None

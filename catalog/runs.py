"""Sheets that facilities put up in their workspace: kept, read, shown row by row, and taken in when confirmed."""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

from catalog import imports, judging
from catalog.models import ImportRun
from catalog.sheets import UnreadableSheet
from catalog.sheets.judge import Reason
from core import audit, jobs, times
from core.db import db, release
from core.storage import files
from programme.models import Facility

AT_ONCE = 150_000  # bytes: a sheet of some two thousand rows is read while its sender waits a second
PER_PAGE = 100


class Row(TypedDict):
    """A line as it is kept: the report's columns, every reason, every difference."""

    row: dict[str, str]
    reasons: list[list[str]]
    differences: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a run's rows: those of one kind, a page of them."""

    rows: list[Row]
    total: int
    number: int

    @property
    def count(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def put_up(facility: Facility, file_name: str, content: bytes) -> ImportRun:
    """Keep a sheet under its digest, so that what is confirmed is what was shown."""
    key = f"imports/{hashlib.sha256(content).hexdigest()}"
    files().put(key, content)
    run = ImportRun(
        facility_id=facility.id, file_key=key, file_name=file_name[:200], made_by=audit.actor_id(), made_at=times.now()
    )
    db.session.add(run)
    audit.record(run, "import.put_up", file=run.file_name)
    return run


def is_small(run: ImportRun) -> bool:
    return len(files().get(run.file_key) or b"") <= AT_ONCE


def read_later(run: ImportRun) -> None:
    jobs.enqueue("catalog.read_sheet", run_id=run.id)


def confirm_later(run: ImportRun) -> None:
    run.counts = run.counts | {"confirming": 1}
    jobs.enqueue("catalog.confirm_sheet", run_id=run.id)


def read(run_id: int) -> None:
    """Find out what the sheet would change, and keep it. Ends transactions on its way; to be committed after."""
    run = db.session.get_one(ImportRun, run_id)
    facility, content = db.session.get_one(Facility, run.facility_id), files().get(run.file_key) or b""
    counts: dict[str, Any]
    try:
        with judging.judged(io.BytesIO(content), lambda count: _tell(run_id, count)) as rows:
            counts = _keep(run_id, imports.preview(rows, facility))
    except UnreadableSheet as unreadable:
        release()
        counts = {"unreadable": unreadable.code}
    db.session.get_one(ImportRun, run_id).counts = counts


def confirm(run_id: int) -> None:
    """Take the sheet in, in one transaction that the caller commits; a second time changes nothing."""
    run = db.session.get_one(ImportRun, run_id)
    if run.confirmed_at or "rows" not in run.counts:
        return
    content, made_by = files().get(run.file_key) or b"", run.made_by
    with judging.judged(io.BytesIO(content)) as rows, audit.actor(audit.actor_id() or made_by):
        run = db.session.get_one(ImportRun, run_id)
        run.counts = _keep(run_id, imports.apply(rows, db.session.get_one(Facility, run.facility_id)))
        run.confirmed_at = times.now()
        audit.record(run, "import.confirmed", **run.counts)


def is_read(run: ImportRun) -> bool:
    return "rows" in run.counts and "confirming" not in run.counts


def rows_read(run: ImportRun) -> int:
    """How far the reading of a large sheet has come."""
    return int(files().get(_progress_key(run.id)) or 0)


def part(run: ImportRun, kind: str, number: int) -> Part:
    """Rows whose status or change is `kind` (all where it is empty), a page of them."""
    chosen = [row for row in _rows(run) if not kind or kind in (row["row"]["status"], row["row"]["change"])]
    number = min(max(number, 1), max(1, -(-len(chosen) // PER_PAGE)))
    return Part(chosen[(number - 1) * PER_PAGE : number * PER_PAGE], len(chosen), number)


def report(run: ImportRun) -> str:
    """Every row as CSV, with the reasons in words behind the columns of the command line's report."""
    out = io.StringIO()
    writer = imports.report_writer(out, ["message"])
    for row in _rows(run):
        writer.writerow(row["row"] | {"message": " ".join(Reason(*reason).message for reason in row["reasons"])})
    return out.getvalue()


def skus_taken(run: ImportRun) -> dict[int, str]:
    """The codes of the rows that were taken in, by their number in the sheet."""
    taken = (row["row"] for row in _rows(run) if row["row"]["change"])
    return {int(row["sheet_row"]): row["sku"] for row in taken}


def _keep(run_id: int, lines: Iterable[imports.Line]) -> dict[str, int]:
    counts: Counter[str] = Counter(rows=0)
    kept = io.StringIO()
    for line in lines:
        counts.update(imports.tally(line))
        counts["strange_images"] += any(reason.code == "image_name_unsafe" for reason in line.verdict.reasons)
        kept.write(json.dumps(_row(line), ensure_ascii=False) + "\n")
    files().put(_key(run_id), kept.getvalue().encode())
    return dict(counts)


def _row(line: imports.Line) -> Row:
    return {
        "row": line.as_row(),
        "reasons": [[reason.field, reason.code, reason.said] for reason in line.verdict.reasons],
        "differences": [[one.field, one.old, one.new] for one in line.differences],
    }


def _rows(run: ImportRun) -> Iterator[Row]:
    content = files().get(_key(run.id)) or b""
    return (json.loads(line) for line in content.decode().splitlines())


def _key(run_id: int) -> str:
    return f"imports/runs/{run_id}.jsonl"


def _tell(run_id: int, count: int) -> None:
    """Into a file, not a row: nobody's transaction waits on it."""
    files().put(_progress_key(run_id), str(count).encode())


def _progress_key(run_id: int) -> str:
    return f"imports/runs/{run_id}.read"

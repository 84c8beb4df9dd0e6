"""Photos by address from a confirmed sheet: only when its maker asks, each with its fate in words."""

import io
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, TypedDict

from flask_babel import gettext as _
from sqlalchemy import select

from catalog import desk, photos, sheets
from catalog.models import ImportRun, Product, Variant
from core import audit, fetch, jobs
from core.db import db, release
from core.storage import files

MOST_BYTES = 20 * 1024 * 1024
MOST_OF_RUN = 2_000
AT_ONCE = 8  # addresses a job, so that each stays well within the time a job is held
WAITING, TAKEN, REFUSED = "waiting", "taken", "refused"
_ADDRESS = re.compile(r"https?://[^\s;|<>\"]+", re.IGNORECASE)
_SPLIT = re.compile(r"[,;|\s]+(?=https?://)", re.IGNORECASE)


class NothingToFetch(Exception):
    """The sheet names no address of a row that was taken in."""


class Fate(TypedDict):
    """What became of one address."""

    sku: str
    url: str
    fate: str
    reason: str


def addresses_in(cell: str) -> list[str]:
    """The addresses of a cell of pictures, each once."""
    found = (match[0].rstrip(",.") for part in _SPLIT.split(cell) if (match := _ADDRESS.search(part)))
    return list(dict.fromkeys(found))


def ask(run: ImportRun, skus: dict[int, str]) -> int:
    """Have the worker fetch what the confirmed sheet names, for the rows in `skus` (by sheet row). Asked twice, it is
    done once. Raises NothingToFetch. Returns how many addresses there are."""
    if known := fates(run):
        return len(known)
    found = list(islice(named(io.BytesIO(files().get(run.file_key) or b""), skus), MOST_OF_RUN))
    if not found:
        raise NothingToFetch(run.id)
    _keep(run, found)
    audit.record(run, "import.pictures_asked", addresses=len(found))
    jobs.enqueue("catalog.fetch_pictures", run_id=run.id)
    return len(found)


def fates(run: ImportRun) -> list[Fate]:
    content = files().get(_key(run))
    return json.loads(content) if content else []


def go_on(run_id: int) -> None:
    """Fetch the next few, then ask for the rest. Ends transactions on its way; commits after each photo, so that a
    crash repeats one at most."""
    run = db.session.get_one(ImportRun, run_id)
    all_of_them, facility_id, made_by = fates(run), run.facility_id, run.made_by
    release()
    waiting = [one for one in all_of_them if one["fate"] == WAITING]
    for one in waiting[:AT_ONCE]:
        with audit.actor(audit.actor_id() or made_by):
            one["reason"] = brought(facility_id, one)
        one["fate"] = REFUSED if one["reason"] else TAKEN
        db.session.commit()
        _keep(db.session.get_one(ImportRun, run_id), all_of_them)
    if len(waiting) > AT_ONCE:
        jobs.enqueue("catalog.fetch_pictures", run_id=run_id)


def named(sheet: BinaryIO, skus: dict[int, str]) -> Iterator[Fate]:
    """The addresses of a sheet's rows that were taken in, with the codes of their goods."""
    for row in sheets.read(sheet):
        cell = row.cells.get("images")
        if isinstance(cell, str) and row.number in skus:
            for url in addresses_in(cell)[: photos.MOST]:
                yield {"sku": skus[row.number], "url": url, "fate": WAITING, "reason": ""}


def brought(facility_id: int, one: Fate) -> str:
    """Fetch one and hang it on its product; why not, or nothing when it is there."""
    try:
        content = fetch.fetch(one["url"], MOST_BYTES)
    except fetch.Unfetched as unfetched:
        return unfetched.reason
    batch = photos.render([(one["url"].rpartition("/")[2][:100] or one["url"], content)])
    wanted = select(Product.id).join(Product.variants)
    wanted = wanted.where(Product.facility_id == facility_id, Variant.sku == one["sku"])
    product_id = db.session.scalar(wanted)
    product = desk.product_of(facility_id, product_id) if product_id else None
    if product is None:
        return _("Không còn món mang mã này.")
    photos.add(product, batch)
    return batch.refused[0][1] if batch.refused else ""


def _keep(run: ImportRun, found: list[Fate]) -> None:
    files().put(_key(run), json.dumps(found, ensure_ascii=False).encode())


def _key(run: ImportRun) -> str:
    return f"imports/runs/{run.id}-{run.file_key.rpartition('/')[2]}.pictures.json"

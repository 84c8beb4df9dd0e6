"""The Whoosh index on disk: the durable store of terms. One writer, the worker; readers follow its generation.

A rebuild writes a new folder and then moves one pointer, so readers never meet a half-written index.
"""

import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import current_app
from whoosh import index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Existence

from catalog.search.bits import bits_of
from catalog.search.documents import FIELDS, Document, Facts

_POINTER = "current"


class _TermsOnly(FieldType):
    """Which documents hold which terms, and nothing else: ranking is done in memory."""

    analyzer = SpaceSeparatedTokenizer()
    format = Existence()
    scorable = True  # Whoosh looks for a file a posting where it is not
    stored = unique = vector = False

    def __init__(self) -> None:
        self.analyzer, self.format = type(self).analyzer, type(self).format


_SCHEMA = Schema(
    id=ID(unique=True, stored=True),
    facts=STORED,
    **{f"{field}_{form}": _TermsOnly() for field in FIELDS for form in ("a", "f")},
)


class NoIndex(Exception):
    """There is no index that can be read: it was never built, or it is broken."""


class WhooshTerms:
    """The terms of one generation: documents by number, and who holds a term."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._lock = threading.Lock()  # a reader moves about in its files
        self.facts: dict[int, Facts] = {number: json.loads(row["facts"]) for number, row in reader.iter_docs()}

    def holders(self, field: str, term: str) -> int:
        """The documents with `term` in `field`, a bit each."""
        with self._lock:
            if (field, term) not in self._reader:
                return 0
            return bits_of(self._reader.postings(field, term).all_ids())

    def vocabulary(self, field: str) -> Iterator[str]:
        return (term.decode() for term in self._reader.lexicon(field))


def generation() -> str | None:
    """What changes whenever the index does; None where there is none. Two small reads of the folder."""
    try:
        folder = _folder()
    except NoIndex:
        return None
    tables = [int(found[1]) for name in os.listdir(folder) if (found := re.match(r"_MAIN_(\d+)\.toc$", name))]
    return f"{folder.name}:{max(tables)}" if tables else None


def load() -> WhooshTerms:
    """Open the present generation whole. Raises NoIndex."""
    try:
        return WhooshTerms(index.open_dir(str(_folder())).reader())
    except NoIndex:
        raise
    except Exception as broken:  # a torn file may fail in any of Whoosh's or pickle's ways; all mean the same
        raise NoIndex(str(broken)) from broken


def update(product_ids: Iterable[int], documents: Iterable[Document]) -> None:
    """Put in what is on show and take out the rest of `product_ids`, in one commit. Raises NoIndex."""
    try:
        opened = index.open_dir(str(_folder()))
    except NoIndex:
        raise
    except Exception as broken:  # see load
        raise NoIndex(str(broken)) from broken
    with _writing(opened.writer()) as writer:
        for product_id in product_ids:
            writer.delete_by_term("id", str(product_id))
        for document in documents:
            _add(writer, document)


def rebuild(documents: Iterable[Document]) -> int:
    """Write the whole index anew beside the old one, switch to it, and return how many documents it has."""
    home = _home()
    home.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="index-", dir=home))
    count = 0
    with _writing(index.create_in(str(fresh), _SCHEMA).writer(limitmb=128)) as writer:
        for document in documents:
            _add(writer, document)
            count += 1
    pointer = home / f"{_POINTER}.{fresh.name}"
    pointer.write_text(fresh.name)
    os.replace(pointer, home / _POINTER)
    for old in home.glob("index-*"):
        if old != fresh:
            shutil.rmtree(old, ignore_errors=True)
    return count


@contextmanager
def _writing(writer: Any) -> Iterator[Any]:
    """Commit at the end; on any fault leave the lock and the old generation behind untouched."""
    try:
        yield writer
        writer.commit()
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _add(writer: Any, document: Document) -> None:
    terms = {field: " ".join(sorted(found)) for field, found in document.terms.items()}
    writer.add_document(id=str(document.product_id), facts=json.dumps(document.facts, ensure_ascii=False), **terms)


def _home() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "search"


def _folder() -> Path:
    try:
        name = (_home() / _POINTER).read_text().strip()
    except OSError as missing:
        raise NoIndex("never built") from missing
    folder = _home() / name
    if not re.fullmatch(r"index-\w+", name) or not folder.is_dir():
        raise NoIndex("the pointer leads nowhere")
    return folder

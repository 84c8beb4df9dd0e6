"""The Whoosh index on disk: the durable store of terms. One writer, the worker; readers follow its generation.

A rebuild writes a new folder and then moves one pointer, so readers never meet a half-written index. Beside the index
stands a log of which products each generation wrote: who has the one before need not read the whole again.
"""

import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from flask import current_app
from whoosh import index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Existence
from whoosh.matching import MultiMatcher

from catalog.search.bits import bits_of
from catalog.search.documents import FIELDS, Document, Facts
from catalog.search.engine import FORMAT, NoIndex, Told
from catalog.search.shared import Reader

_POINTER, _LOG, _LOGGED = "current", "written.log", 200


class _TermsOnly(FieldType):
    """Which documents hold which terms, and nothing else: ranking is done in memory."""

    analyzer = SpaceSeparatedTokenizer()
    format = Existence()
    scorable = True  # Whoosh looks for a file a posting where it is not
    stored = unique = vector = False

    def __init__(self) -> None:
        self.analyzer, self.format = type(self).analyzer, type(self).format


SCHEMA = Schema(
    id=ID(unique=True, stored=True),
    facts=STORED,
    **{f"{field}_{form}": _TermsOnly() for field in FIELDS for form in ("a", "f")},
)


class WhooshTerms:
    """The terms of one generation: facts by product, and who holds a term, by the products' ids."""

    def __init__(self, opened: Any) -> None:
        told, self._reader = _same_twice(opened)
        self._lock = threading.Lock()  # a reader moves about in its files
        self._ids = [0] * told.doc_count_all()
        self.facts: dict[int, Facts] = {}
        shared = Reader()
        for number, row in told.iter_docs():
            facts = shared.facts(row["facts"])
            self._ids[number] = facts["id"]
            self.facts[facts["id"]] = facts

    def holders(self, field: str, term: str) -> int:
        """The products with `term` in `field`, a bit each."""
        with self._lock:
            if (field, term) not in self._reader:
                return 0
            found = chain.from_iterable(_blocks(self._reader.postings(field, term)))
            return bits_of(map(self._ids.__getitem__, found))

    def vocabulary(self, field: str) -> Iterator[str]:
        with self._lock:
            return iter([term.decode() for term in self._reader.lexicon(field)])


class Folder:
    """See engine.Engine."""

    def generation(self) -> str | None:
        """Two small reads of the folder."""
        try:
            folder = _folder()
        except NoIndex:
            return None
        newest = _newest(folder)
        return f"{folder.name}:{newest}" if newest is not None else None

    def load(self) -> WhooshTerms:
        return WhooshTerms(_opened(_folder()))

    def opened(self) -> Any:
        """Whoosh's own index, for whoever measures it."""
        return _opened(_folder())

    def changed_since(self, generation: str) -> set[int] | None:
        folder = _folder()
        name, _, number = generation.partition(":")
        newest = _newest(folder)
        if name != folder.name or newest is None:
            return None
        written: dict[int, list[int]] = {}
        with suppress(OSError, ValueError):  # torn or gone: then the whole is read
            for line in (folder / _LOG).read_text().splitlines():
                at, ids = json.loads(line)
                written.setdefault(at, []).extend(ids)
        wanted = range(int(number) + 1, newest + 1)
        return {one for at in wanted for one in written[at]} if all(at in written for at in wanted) else None

    def update(self, product_ids: Iterable[int], documents: Iterable[Document]) -> None:
        folder, ids = _folder(), list(product_ids)
        with _writing(_opened(folder).writer()) as writer:
            for product_id in ids:
                writer.delete_by_term("id", str(product_id))
            for document in documents:
                writer.add_document(**row(document))
            _note(folder, writer.generation, ids)  # before the commit: what was noted and not written does no harm

    def rebuild(self, documents: Iterable[Document], told: Told) -> int:
        home = _home()
        home.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"index-{FORMAT}-", dir=home))
        count = 0
        with _writing(index.create_in(str(fresh), SCHEMA).writer(limitmb=128)) as writer:
            for document in documents:
                writer.add_document(**row(document))
                count += 1
                told(count)
        _kept(fresh)
        pointer = home / f"{_POINTER}.{fresh.name}"
        pointer.write_text(fresh.name)
        os.replace(pointer, home / _POINTER)
        for old in (*home.glob("index-*"), *home.glob(f"{_POINTER}.*")):
            if old != fresh:
                shutil.rmtree(old, ignore_errors=True) if old.is_dir() else old.unlink(missing_ok=True)
        return count


def _same_twice(opened: Any) -> tuple[Any, Any]:
    """Two readers of one generation: whoever has read the stored facts holds their bytes, and is let go of."""
    while True:
        first, second = opened.reader(), opened.reader()
        if first.generation() == second.generation():
            return first, second


def _blocks(matcher: Any) -> Iterator[Iterable[int]]:
    """The documents of a matcher, a block at a time: Whoosh's own way steps from one to the next, and takes long."""
    if isinstance(matcher, W3LeafMatcher):
        while matcher.is_active():
            matcher._read_data()
            yield accumulate(matcher._data[0])  # kept as the steps between them
            matcher._next_block()
    elif isinstance(matcher, MultiMatcher):
        for part, offset in zip(matcher.matchers, matcher.offsets, strict=True):
            yield from (map(offset.__add__, block) for block in _blocks(part))
    else:
        yield matcher.all_ids()


def _opened(folder: Path) -> Any:
    try:
        return index.open_dir(str(folder))
    except Exception as broken:  # a torn file may fail in any of Whoosh's or pickle's ways; all mean the same
        raise NoIndex(str(broken)) from broken


def _newest(folder: Path) -> int | None:
    try:
        names = os.listdir(folder)
    except OSError:
        return None
    return max((int(found[1]) for name in names if (found := re.match(r"_MAIN_(\d+)\.toc$", name))), default=None)


def _note(folder: Path, generation: int, ids: list[int]) -> None:
    """The last generations only: who is further behind reads the whole."""
    log = folder / _LOG
    lines = log.read_text().splitlines()[1 - _LOGGED :] if log.exists() else []
    fresh = folder / f"{_LOG}.new"
    fresh.write_text("\n".join([*lines, json.dumps([generation, ids])]))
    os.replace(fresh, log)


def _kept(folder: Path) -> None:
    """Have the disk keep what was written before anybody is sent there: Whoosh does not ask for it."""
    for file in folder.iterdir():
        handle = os.open(file, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


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


def row(document: Document) -> dict[str, str]:
    """A document as Whoosh is given it."""
    terms = {field: " ".join(sorted(found)) for field, found in document.terms.items()}
    return terms | {"id": str(document.product_id), "facts": json.dumps(document.facts, ensure_ascii=False)}


def _home() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "search"


def _folder() -> Path:
    try:
        name = (_home() / _POINTER).read_text().strip()
    except OSError as missing:
        raise NoIndex("never built") from missing
    folder = _home() / name
    if not re.fullmatch(rf"index-{FORMAT}-\w+", name) or not folder.is_dir():
        raise NoIndex("the pointer leads nowhere, or to an older version")
    return folder

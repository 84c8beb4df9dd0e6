"""A sheet read and judged whole before anything is written, kept in a file to be gone through as often as needed."""

import itertools
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from sqlalchemy import select

from catalog import attributes, taxonomy
from catalog.sheets import Category, Verdict, Village, judge, read
from core import times
from core.db import db, release
from programme.models import CraftVillage

BATCH = 2000
Tell = Callable[[int], None]


class Judged:
    """The judged rows of a sheet in a file, to be gone through as often as needed; memory stays flat."""

    def __init__(self, file: IO[bytes], verdicts: Iterable[Verdict]) -> None:
        self._file = file
        self.count = self._batches = 0
        for batch in batches(iter(verdicts)):
            pickle.dump(batch, file, pickle.HIGHEST_PROTOCOL)
            self.count += len(batch)
            self._batches += 1

    def __iter__(self) -> Iterator[Verdict]:
        self._file.seek(0)
        for _n in range(self._batches):
            yield from pickle.load(self._file)


@contextmanager
def judged(stream: BinaryIO, tell: Tell | None = None) -> Iterator[Judged]:
    """Read and judge a whole sheet before anything is written: a broken one changes nothing, and the write lock
    is held for the writing only. `tell` hears how many rows were read. Raises UnreadableSheet.
    """
    with tempfile.TemporaryFile() as file:
        yield Judged(file, _verdicts(stream, tell))


def batches(verdicts: Iterator[Verdict]) -> Iterator[list[Verdict]]:
    while batch := list(itertools.islice(verdicts, BATCH)):
        yield batch


def _verdicts(stream: BinaryIO, tell: Tell | None) -> Iterator[Verdict]:
    known = _villages(), _categories(), list(attributes.known().values())
    release()
    for number, verdict in enumerate(judge(read(stream), times.today(), *known), start=1):
        if tell and number % BATCH == 0:
            tell(number)
        yield verdict


def _villages() -> list[Village]:
    rows = db.session.execute(select(CraftVillage.slug, CraftVillage.name, CraftVillage.aliases))
    return [
        Village(slug, name, tuple(alias.strip() for alias in aliases.split(";") if alias.strip()))
        for slug, name, aliases in rows
    ]


def _categories() -> list[Category]:
    return [Category(group.slug, group.name_vi) for group in taxonomy.browse_groups()]

"""What an index must do, whoever keeps it: the folder (Whoosh) or a PostgreSQL database."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError

from catalog.search.documents import Document
from catalog.search.snapshots import Terms

if TYPE_CHECKING:
    from catalog.search.wide_terms import WideTerms

T = TypeVar("T")

FORMAT = 10  # of what is written; another number makes every index be built anew by itself

Told = Callable[[int], None]


class NoIndex(Exception):
    """There is no index that can be read: it was never built, it is of another version, or it is broken."""


class Engine(Protocol):
    def generation(self) -> str | None:
        """What changes whenever the index does; None where there is none. Cheap: asked twice a second."""

    def load(self) -> "Terms | WideTerms":
        """The present generation. Raises NoIndex."""

    def changed_since(self, generation: str) -> set[int] | None:
        """The products written since then; None where that is not known any more."""

    def update(self, product_ids: Iterable[int], documents: Iterable[Document]) -> None:
        """Put in what is on show and take out the rest of `product_ids`, in one commit. Raises NoIndex."""

    def rebuild(self, documents: Iterable[Document], told: Told) -> int:
        """Write the whole index anew beside the old one, switch to it, and return how many documents it has."""


def or_none(ask: Callable[[], T]) -> T:
    """What the database says; a table that is not there, or not as it was made, is no index."""
    try:
        return ask()
    except DBAPIError as broken:
        if broken.connection_invalidated or getattr(broken.orig, "sqlstate", "") not in ("42P01", "42703"):
            raise
        raise NoIndex(str(broken.orig)) from broken

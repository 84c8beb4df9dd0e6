"""What an index must do, whoever keeps it: the folder (Whoosh) or a PostgreSQL database."""

from collections.abc import Callable, Iterable
from typing import Protocol

from catalog.search.documents import Document
from catalog.search.snapshots import Terms

FORMAT = 7  # of what is written; another number makes every index be built anew by itself

Told = Callable[[int], None]


class NoIndex(Exception):
    """There is no index that can be read: it was never built, it is of another version, or it is broken."""


class Engine(Protocol):
    def generation(self) -> str | None:
        """What changes whenever the index does; None where there is none. Cheap: asked twice a second."""

    def load(self) -> Terms:
        """The present generation. Raises NoIndex."""

    def changed_since(self, generation: str) -> set[int] | None:
        """The products written since then; None where that is not known any more."""

    def update(self, product_ids: Iterable[int], documents: Iterable[Document]) -> None:
        """Put in what is on show and take out the rest of `product_ids`, in one commit. Raises NoIndex."""

    def rebuild(self, documents: Iterable[Document], told: Told) -> int:
        """Write the whole index anew beside the old one, switch to it, and return how many documents it has."""

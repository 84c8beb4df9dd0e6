"""Search over what is on show: words, facets, suggestions. Whoosh keeps the terms, memory answers.

`find` answers a query, `suggest` completes one, `touch` says that a product changed (in the writer's transaction).
"""

from flask import Flask

from catalog.search import commands, finding, named, present, sources, store, writing
from catalog.search.documents import all_documents, documents
from catalog.search.finding import Answer
from catalog.search.present import clocks, contributors, snapshot
from catalog.search.selection import Selection
from catalog.search.snapshots import Snapshot
from catalog.search.suggesting import Suggestion, suggestions
from catalog.search.writing import rebuild, touch, touch_all, update

__all__ = [
    "Answer", "Selection", "Snapshot", "Suggestion", "all_documents", "clocks", "contributors", "documents", "find",
    "finding", "init_app", "named", "present", "rebuild", "snapshot", "store", "suggest", "touch", "touch_all",
    "update", "writing",
]  # fmt: skip


def init_app(app: Flask) -> None:
    present.init_app(app)
    for kind in (sources.VILLAGE, sources.FACILITY, sources.SCHEME):
        named.register(kind)
    app.cli.add_command(commands.group)


def find(query: str = "", chosen: Selection | None = None, seen: Snapshot | None = None) -> Answer:
    """Products for a query, best first, with facets counted over all that the query finds.

    `seen`: what is on show, where the caller has looked already.
    """
    return finding.find(seen or snapshot(), query, chosen or Selection())


def suggest(typed: str, *, english: bool = False) -> list[Suggestion]:
    """Completions of what was typed so far, none that leads to nothing; called by their English names or not."""
    return suggestions(snapshot(), typed, english=english)

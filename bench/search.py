"""Search beside its limits: a bare call of each engine on the same index, SQLite FTS5 and tantivy on the same words.

`python -m bench.search 20000` fills a market of so many and prints the table; PostgreSQL is asked where
TEST_DATABASE_URL (or the usual test server) can be reached. The part that measures runs in a process of its own.
"""

import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from app import create_app
from bench import market, million, quality, swaps
from bench.asked import typed
from bench.engines import BARE, Fts5, Tantivy
from catalog import search
from catalog.search import store, suggesting, words
from catalog.search.documents import Document

POSTGRES = os.environ.get("TEST_DATABASE_URL") or "postgresql://root@127.0.0.1:5432/test"
QUERIES, RUNS = 300, 5
_WIDE = {
    "find": "find", "new words": "fresh", "by price": "price", "suggest": "suggest", "first letters": "first letters",
}  # fmt: skip
Spread = tuple[float, float]


def main() -> None:
    """Fill a market, then measure each engine that can be reached, each alone in its process."""
    products = next((int(one) for one in sys.argv[1:] if one.isdigit()), 20_000)
    if "--postgres" in sys.argv:
        with database() as url:
            print(report_wide(products, url))
        return
    with tempfile.TemporaryDirectory(prefix="phiencho-search-") as name, database() as url:
        market.fill(Path(name), products)
        print(report(Path(name), products, url))


def report(folder: Path, products: int, postgres: str) -> str:
    """The tables of `make bench`, for a market that is there."""
    urls = {"Whoosh": ""} | ({"PostgreSQL": postgres} if postgres else {})
    found = {name: _measured(folder, url) for name, url in urls.items()}
    rows = [_line(name, one) for name, one in found.items()]
    head = ["engine", "find p50/p95 ms", "new words p95", "by price p95", "suggest p95", "bare call p50/p95"]
    head += ["of the bare call", "memory MB", "indexing a second", "of the engine's own"]
    others = [[name, *_milli(spread)] for name, spread in found["Whoosh"]["others"].items()]
    lines = [_table(head, rows), _table(["the same words elsewhere, 24 and one facet", "p50 ms", "p95 ms"], others)]
    changed = [[name, *swaps.report(folder, url)] for name, url in urls.items()]
    lines.append(_table(["while it changes", *swaps.HEAD], changed))
    judged = quality.rows(urls)
    lines.append(_table(["judged over 80 products", "queries", "success@1", "nDCG@10", "forbidden", "count"], judged))
    said = (
        f"Search over {products:,} products: {QUERIES} queries, every facet counted, one chosen; best of {RUNS} each."
    )
    return said + "\n\n" + "\n\n".join(lines)


def report_wide(products: int, url: str) -> str:
    """The tables of so many products that they are not held, on PostgreSQL."""
    found = million.report(products, url)
    speed = [_milli(found[one])[0] + " / " + _milli(found[one])[1] for one in _WIDE.values()]
    rows = [[*speed, f"{found['read']:.1f}", f"{found['memory']:.0f}"]]
    written = [[size, f"{pace:.0f}", f"{1000 / pace:.2f}"] for size, pace in found["written"].items()]
    head = [*_WIDE, "read at the start, s", "memory MB"]
    said = (
        f"{products:,} products on PostgreSQL; ms, p50 / p95 of {QUERIES} queries, best of {RUNS} each, but new words."
    )
    costs = _table(["documents", "written a second", "ms each"], written)
    return f"{said}\n\n{_table(head, rows)}\n\n{costs}"


def _line(name: str, one: dict[str, Any]) -> list[str]:
    return [
        name,
        " / ".join(_milli(one["find"])),
        _milli(one["fresh"])[1],
        _milli(one["price"])[1],
        _milli(one["suggest"])[1],
        " / ".join(_milli(one["bare"])),
        f"{one['find'][0] / one['bare'][0]:.2f}",
        f"{one['memory']:.0f}",
        f"{one['ours']:.0f}",
        f"{one['ours'] / one['own']:.2f}",
    ]


def _milli(spread: Spread) -> list[str]:
    return [f"{1000 * one:.2f}" for one in spread]


def _table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *rows])


def _measured(folder: Path, url: str) -> dict[str, Any]:
    environment = market.environment(folder) | {"SEARCH_URL": url}
    command = [sys.executable, "-m", "bench.search", "--measure"]
    done = subprocess.run(command, env=environment, cwd=market.ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def database() -> Iterator[str]:
    """A database of our own where the server can be reached; else nothing."""
    name, url = f"phiencho_bench_{os.getpid()}", ""
    with suppress(psycopg.OperationalError), psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        url = POSTGRES.rpartition("/")[0] + "/" + name
    try:
        yield url
    finally:
        if url:
            with psycopg.connect(POSTGRES, autocommit=True) as admin:
                admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def measure() -> None:
    """Print the figures of the engine that SEARCH_URL names, as JSON."""
    app = create_app()
    with app.app_context():
        known = list(search.all_documents())
        found: dict[str, Any] = {"ours": len(known) / _seconds(store.rebuild, known)}
        engine = store.engine()
        found["own"] = len(known) / BARE[type(engine).__name__].bulk(known)
        if not app.config["SEARCH_URL"]:
            found["others"] = _others(known)
        found |= _asked()
        bare = BARE[type(engine).__name__]
        keys = [[words.fold_words([word])[0] for word in words.strict_words(query)] for query in _queries()]
        with bare.opened(engine) as ask:
            found["bare"] = _often(lambda: [_seconds(ask, key) for key in keys])
    print(json.dumps(found))


def measure_wide() -> None:
    """What the index that SEARCH_URL names is like to ask, as JSON: for more products than a bare call is made on."""
    with create_app().app_context():
        print(json.dumps(_asked()))


def _asked() -> dict[str, Any]:
    queries = _queries()
    before = _resident()
    began = time.perf_counter()
    seen = search.snapshot()
    seen.prepare(None)
    suggesting.prepare(seen)
    read = time.perf_counter() - began
    chosen, priced = search.Selection({"flag": ("in_stock",)}), search.Selection(sort="price_up")
    found: dict[str, Any] = {"read": read, "held": (_resident() - before) / 1024}
    found["fresh"] = _spread([_timed(seen, query, chosen) for query in dict.fromkeys(queries)])
    found["first letters"] = _spread([_seconds(_suggested, seen, one) for one in dict.fromkeys(q[:4] for q in queries)])
    found["find"] = _often(lambda: [_timed(seen, query, chosen) for query in queries])
    found["price"] = _often(lambda: [_timed(seen, query, priced) for query in queries])
    found["memory"] = (_resident() - before) / 1024
    found["suggest"] = _often(lambda: [_seconds(_suggested, seen, query[:4]) for query in queries])
    return found


def _queries() -> list[str]:
    return list(itertools.islice(typed(), QUERIES))


def _timed(seen: search.Snapshot, query: str, chosen: search.Selection) -> float:
    """A query as if nobody had asked it before: answers are forgotten, terms are not."""
    seen.forget()
    return _seconds(search.finding.find, seen, query, chosen)


def _suggested(seen: search.Snapshot, typed: str) -> None:
    seen.forget()
    suggesting.suggestions(seen, typed)


def _others(known: list[Document]) -> dict[str, Spread]:
    """What two other engines take for the same folded words over the same names and texts."""
    keys = [
        [words.fold_words([word])[0] for word in words.strict_words(one)] for one in itertools.islice(typed(), QUERIES)
    ]
    found = {}
    for name, make in (("SQLite FTS5", Fts5), ("tantivy", Tantivy)):
        with suppress(ImportError):
            other = make(known)
            found[name] = _often(lambda ask=other.ask: [_seconds(ask, key) for key in keys])
    return found


def _often(run: Callable[[], list[float]]) -> Spread:
    """Each query's best of several: what others do on this machine in the meantime is not ours."""
    return _spread([min(tries) for tries in zip(*(run() for _ in range(RUNS)), strict=True)])


def _spread(took: list[float]) -> Spread:
    took = sorted(took)
    return took[len(took) // 2], took[len(took) * 95 // 100]


def _seconds(work: Callable[..., object], *given: object) -> float:
    began = time.perf_counter()
    work(*given)
    return time.perf_counter() - began


def _resident() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1024


if __name__ == "__main__":
    measure_wide() if "--measure-wide" in sys.argv else measure() if "--measure" in sys.argv else main()

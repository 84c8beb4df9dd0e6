"""How well each engine answers the judged queries over the 80 core products, as the tests judge them."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from app import create_app
from bench import market
from catalog import search
from core.db import db
from tests.catalog.core_catalogue import load_core_catalogue
from tests.catalog.judged import FILES, judge

Row = list[str]


def rows(engines: dict[str, str]) -> list[Row]:
    """A row an engine and a file of queries; `engines` are settings of SEARCH_URL by name."""
    return [[name, *row] for name, url in engines.items() for row in _judged(url)]


def _judged(url: str) -> list[Row]:
    """In a process and a database of its own."""
    with tempfile.TemporaryDirectory(prefix="phiencho-quality-") as folder:
        environment = market.environment(Path(folder)) | {"SEARCH_URL": url}
        command = [sys.executable, "-m", "bench.quality"]
        done = subprocess.run(command, env=environment, cwd=market.ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Print the figures of the engine that SEARCH_URL names, as JSON."""
    with create_app().app_context():
        db.create_all()
        load_core_catalogue()
        search.rebuild()
        found = []
        for name in FILES:
            one = judge(name, _skus)
            counted = f"{one.success_at_1:.3f}", f"{one.ndcg:.3f}", str(len(one.forbidden)), str(len(one.first))
            found.append([name.removesuffix(".csv"), *counted])
    print(json.dumps(found))


def _skus(query: str) -> list[str]:
    seen = search.snapshot()
    return [seen.facts[number]["sku"] for number in search.find(query, seen=seen).numbers]


if __name__ == "__main__":
    main()

"""Whether a request waits while the index changes: searches under load, with nothing written and with something.

`python -m bench.swaps 20000` fills a market and prints the table. Twice a second a few products are written into the
index, and every few seconds so many that the whole of it is read again.
"""

import http.client
import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bench import load, market
from bench.asked import typed
from bench.load import Pace, Task

BUYERS, FEW, MANY, EVERY = 2, 20, 600, 8  # MANY: more than are laid over what is held
WRITE = """
import sys, time
from app import create_app
from catalog import search
with create_app().app_context():
    print("ready", flush=True)
    for turn in range(100_000):
        first = turn * {few} % 5_000 + 1
        search.update(range(first, first + ({many} if turn % {every} == {every} - 1 else {few})))
        time.sleep(0.5)
"""


def report(folder: Path, url: str = "") -> list[str]:
    """The row of one engine: p50 and p99 with nothing written, with changes, and their ratio."""
    with market.served(folder, "app:create_app", url) as port:
        tasks = [_searches(n) for n in range(BUYERS)]
        load.paces({"warm": (port, tasks)})
        still = load.paces({"still": (port, tasks)})["still"]
        with _written(folder, url):
            changing = load.paces({"changing": (port, tasks)})["changing"]
    return [*_milli(still), *_milli(changing), f"{changing.p99 / still.p99:.2f}"]


def _milli(pace: Pace) -> list[str]:
    return [f"{pace.p50:.0f} / {pace.p99:.0f}", f"{pace.per_second:.0f}"]


def _searches(first: int) -> Task:
    """Another query each time, as of a visitor who goes on looking."""
    paths = itertools.cycle(f"/api/v1/products?q={quote(one)}" for one in itertools.islice(typed(), first, 300, BUYERS))

    def ask(connection: http.client.HTTPConnection) -> None:
        load.page(next(paths))(connection)

    return ask


@contextmanager
def _written(folder: Path, url: str) -> Iterator[None]:
    code = WRITE.format(few=FEW, many=MANY, every=EVERY)
    environment = market.environment(folder) | {"SEARCH_URL": url}
    writer = subprocess.Popen([sys.executable, "-c", code], env=environment, cwd=market.ROOT, stdout=subprocess.PIPE)
    assert writer.stdout
    writer.stdout.readline()
    try:
        yield
    finally:
        writer.terminate()
        writer.wait(20)


def main() -> None:
    products = next((int(one) for one in sys.argv[1:] if one.isdigit()), 20_000)
    with tempfile.TemporaryDirectory(prefix="phiencho-swaps-") as name:
        market.fill(Path(name), products)
        time.sleep(1)
        print(HEAD, *report(Path(name)), sep=" | ")


HEAD = ["searches", "p50 / p99 ms", "a second", "while written", "a second", "p99 of still"]


if __name__ == "__main__":
    main()

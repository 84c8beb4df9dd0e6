"""`make bench`: pages, orders, pictures, sheets and search on one throw-away market, each beside its limit.

`python -m bench --save` also writes the tables into docs/bench.md. Nothing here asserts a number of seconds.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from bench import load, market, orders
from bench import search as searching
from bench.counts import MOST_SHARE
from bench.load import CONNECTIONS, Pace
from bench.pictures import LEAST_OF_TWO, MOST_MEGABYTES, MOST_OF_PILLOW, MOST_SECONDS, WAITING
from bench.places import MOST_SECONDS as MOST_SECONDS_OF_A_PLACE
from bench.plans import FEW, MOST_GROWTH, STANDS
from tests import market_data

PRODUCTS = 2_000
PAGES = {
    "home": "/",
    "listing": "/san-pham",
    "product": f"/san-pham/{market_data.slug_of(1)}",
    "search": "/tim?q=ch%C3%A9n+men+tro",
    "booth": f"/hoi-cho/{market_data.FAIR}/gian-2",
    "API products": "/api/v1/products?limit=24",
}
BARE = "limit: bare Flask route, bytes of the listing"
MILLION = "## A million products"  # measured by itself (see bench.million), and kept when the rest is written
CARDS = "limit: SQLAlchemy, 24 rows, Jinja, 24 cards"


def main() -> None:
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="phiencho-bench-") as name:
        folder = Path(name)
        market.fill(folder, PRODUCTS)
        with searching.database() as url:
            search = searching.report(folder, PRODUCTS, url)
        tables = [
            _pages(folder),
            _orders(folder),
            _pictures(folder),
            _work(folder),
            _plans(folder),
            _counts(folder),
            search,
        ]
    text = "\n\n".join([_where(time.perf_counter() - began), *tables]) + "\n"
    print(text)
    if "--save" in sys.argv:
        _save(text)


def _pages(folder: Path) -> str:
    with market.served(folder, "app:create_app") as port:
        sizes = {name: _keep(folder, port, name, path) for name, path in PAGES.items()}
        with market.served(folder, "bench.limits:create_limits") as limits:
            targets = {name: (port, _everybody(path)) for name, path in PAGES.items()}
            targets |= {BARE: (limits, _everybody("/bare/listing")), CARDS: (limits, _everybody("/cards"))}
            paces = load.paces(targets)
    sizes |= {BARE: sizes["listing"]}
    rows = [_row(name, pace, sizes.get(name), paces[BARE], paces[CARDS]) for name, pace in paces.items()]
    head = ["page", "a second", "p50 ms", "p99 ms", "KB", "of bare route", "of 24 cards"]
    return f"{CONNECTIONS} connections, {PRODUCTS:,} products.\n\n" + _table(head, rows)


def _keep(folder: Path, port: int, name: str, path: str) -> int:
    """Keep the bytes of a page for the bare route, and return how many they are."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        body = answer.read()
    (folder / f"{name}.bare").write_bytes(body)
    return len(body)


def _everybody(path: str) -> list[load.Task]:
    return [load.page(path)] * CONNECTIONS


def _row(name: str, pace: Pace, size: int | None, bare: Pace, cards: Pace) -> list[str]:
    kilobytes = f"{size / 1024:.0f}" if size else ""
    ratios = [f"{pace.per_second / limit.per_second:.3f}" for limit in (bare, cards)]
    return [name, f"{pace.per_second:.0f}", f"{pace.p50:.1f}", f"{pace.p99:.1f}", kilobytes, *ratios]


def _orders(folder: Path) -> str:
    head = [
        "orders a second (cart, line, checkout)",
        "p50 ms",
        "p99 ms",
        "bare route, the same rows",
        "comes to",
        "wanted",
    ]
    row = [*orders.told(orders.paces(folder)), f"at least {orders.LEAST_OF_BARE}"]
    return f"{CONNECTIONS} buyers through the API, every order synced to disk.\n\n" + _table(head, [row])


def _work(folder: Path) -> str:
    """The least of three turns each: by the clock, and in seconds of the processor, which others on it stretch less."""
    took, limit = _seconds("bench.sheets", folder), "reading it, and bare executemany"
    bare = [sum(both) for both in zip(took["executemany"], took["reading"], strict=True)]
    kinds = ("by the clock", "of the processor")
    rows = [
        [f"sheet of 20,000 rows, judged and taken in, {kind}", limit, ours, least]
        for kind, ours, least in zip(kinds, took["taken_in"], bare, strict=True)
    ]
    told = [[name, f"{ours:.2f}", limit, f"{least:.2f}", f"{ours / least:.1f}"] for name, limit, ours, least in rows]
    for way, slowest in _seconds("bench.places", folder).items():
        name = f"slowest look-up of a former place, {way}, of the processor"
        told.append([name, f"{slowest:.5f}", "a millisecond", f"{MOST_SECONDS_OF_A_PLACE}"])
        told[-1].append(f"{slowest / MOST_SECONDS_OF_A_PLACE:.1f}")
    return _table(["work", "seconds", "limit", "seconds", "times the limit"], told)


def _plans(folder: Path) -> str:
    """What a plan costs beside a bare SELECT of its rows, and how that grows with its stands."""
    took = _seconds("bench.plans", folder)
    few, many = took[str(FEW)], took[str(STANDS)]
    names = {"page": "the public page", "change": "one change, checked and kept", "take_in": "its sheet taken in"}
    rows = [
        [f"{name}, {STANDS} stands", f"{many[key] * 1000:.0f} ms", f"{many[key] / many['read']:.0f} times"]
        + [f"{many[key] / few[key]:.1f} times that of {FEW} stands", f"at most {MOST_GROWTH}"]
        for key, name in names.items()
    ]
    return _table(["plan of a hall", "measured", "of a bare SELECT", "growth", "wanted"], rows)


def _counts(folder: Path) -> str:
    """What telling of a visit costs beside the page it tells of; the visits told are all there afterwards."""
    took = _seconds("bench.counts", folder)
    rows = [
        [f"telling of a visit, beside the {page}'s page", f"{took['telling'] * 1000:.2f} ms"]
        + [f"{took['telling'] / took[page] * 100:.1f} %", f"at most {MOST_SHARE * 100:.0f} %"]
        for page in ("fair", "booth")
    ]
    rows.append(["visits told and counted", f"{took['told']}", f"{took['counted']}", "the same"])
    return _table(["counting", "measured", "comes to", "wanted"], rows)


def _pictures(folder: Path) -> str:
    took = _seconds("bench.pictures", folder)
    ratio, crews = took["picture"] / took["pillow"], took["crews"]
    rows = [
        ["one 12 MP JPEG, ten renditions", f"{took['picture']:.2f} s; Pillow alone {took['pillow']:.2f} s"]
        + [f"{ratio:.2f} times", f"at most {MOST_OF_PILLOW}"],
        _crew("photographs a second, one worker and two", crews, "pace"),
        _crew("the same without the time stood in line for a processor", crews, "freely"),
        _crew("photographs a second of processor time", crews, "thrift"),
        ["peak memory of a worker and its darkroom", "PSS of both, 12 megapixels", f"{took['megabytes']:.0f} MB"]
        + [f"at most {MOST_MEGABYTES} MB"],
        ["cores that one worker keeps busy", "the most of all turns", f"{crews['alone']['cores']:.2f}", "one"],
        ["seconds until a photo is on its page", f"the slowest of three, {WAITING} others waiting for AVIF"]
        + [f"{took['shown']:.1f} s", f"at most {MOST_SECONDS:.0f} s"],
    ]
    return _table(["pictures", "measured", "comes to", "wanted"], rows)


def _crew(name: str, crews: dict[str, dict[str, float]], key: str) -> list[str]:
    one, two, bare, bare_two = (crews[crew][key] for crew in ("alone", "both", "bare", "bare_both"))
    wanted = "the same" if key == "thrift" else f"at least {LEAST_OF_TWO}"
    return [name, f"{one:.2f} and {two:.2f}", f"{two / one:.2f} times", f"{wanted}; Pillow alone {bare_two / bare:.2f}"]


def _seconds(room: str, folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", room],
        env=market.environment(folder),
        cwd=market.ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _where(seconds: float) -> str:
    with open("/proc/cpuinfo") as file:
        model = next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), "unknown CPU")
    loaded = os.getloadavg()[1]
    return (
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores ({model}), Python {platform.python_version()}, "
        f"load of the machine over the last five minutes {loaded:.1f}; the run took {seconds:.0f} s."
    )


def _save(text: str) -> None:
    head = (
        "# Speed\n\n`make bench` prints these tables; `.venv/bin/python -m bench --save` writes them here. Absolute "
        "figures belong to one machine\nand one hour; the ratios to a limit measured in the same run are what to "
        "compare. One granian worker of four threads and\nthe client share the same cores; medians of three runs of "
        "four seconds.\n\n"
    )
    file = market.ROOT / "docs" / "bench.md"
    _, mark, million = file.read_text("utf-8").partition(MILLION)
    file.write_text(head + text + (f"\n{mark}{million}" if mark else ""), "utf-8")


if __name__ == "__main__":
    main()

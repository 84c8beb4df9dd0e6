"""A million products on PostgreSQL, made without the shop's own tables: what it costs to write them and to ask them.

`python -m bench.search 1000000 --postgres`. A document is put together from those of the 80 core products: its words
and facts are real ones, its name is one of market_data's.
"""

import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app import create_app
from bench import market
from catalog import search
from catalog.search import store, suggesting, words
from catalog.search.documents import Document
from core.db import db
from tests import market_data
from tests.catalog.core_catalogue import load_core_catalogue

SIZES = (1_000, 10_000, 100_000)
_DESIGNS, _GOODS_OF_A_MAKER = 400, 50
Terms = dict[str, frozenset[str]]


def documents(count: int, core: list[Document]) -> Iterator[Document]:
    """Product 7 of ten is product 7 of a million."""
    names = {
        (goods, manner): _name(f"{goods} {manner}")
        for goods, _, _ in market_data.GOODS
        for manner in market_data.MANNERS
    }
    designs = [_name(f"mẫu {n}", starts=False) for n in range(_DESIGNS)]
    makers = max(3, count // _GOODS_OF_A_MAKER)
    for number in range(1, count + 1):
        goods, group, ocop = market_data.GOODS[number % len(market_data.GOODS)]
        manner = market_data.MANNERS[number // len(market_data.GOODS) % len(market_data.MANNERS)]
        told, lived = core[number * 7 % len(core)], core[number * 11 % len(core)]
        terms = told.terms | {
            field: lived.terms[field] for field in lived.terms if field[:-2] in ("village", "former", "commune")
        }
        design = number * 13 % _DESIGNS
        for form in ("a", "f"):
            terms[f"name_{form}"] = names[goods, manner][form] | designs[design][form]
        if number % 3 == 0:  # a barcode, which nobody else has
            code = frozenset((f"893{number:010}",))
            terms |= {f"text_{form}": terms[f"text_{form}"] | code for form in ("a", "f")}
        name, maker = f"{goods} {manner} mẫu {design}", number % makers
        facts = told.facts | {
            "id": number, "sku": f"B{number:07}", "slug": f"mon-{number}", "name": name, "group": group, "ocop": ocop,
            "facility": [f"co-so-{maker}", f"Cơ sở {goods} {maker}"], "price": 50_000 + number % 97 * 10_000,
            "village": lived.facts["village"], "commune": lived.facts["commune"],
            "published": told.facts["published"] - number * 20, "is_in_stock": number % 9 > 0,
        }  # fmt: skip
        yield Document(number, terms, facts)


def _name(written: str, *, starts: bool = True) -> Terms:
    key = words.strict_words(written)
    terms = {*key, *map("_".join, zip(key, key[1:], strict=False)), *(("^" + key[0],) if starts else ())}
    return {
        "a": frozenset(terms),
        "f": frozenset("_".join(map(words.fold_word, one.split("_"))) for one in terms),
    }


def report(count: int, url: str) -> dict[str, Any]:
    """Figures of writing at each size and of asking at the last, from a process of its own each."""
    with tempfile.TemporaryDirectory(prefix="phiencho-million-") as folder:
        environment = market.environment(Path(folder)) | {"SEARCH_URL": url}
        run = {"env": environment, "cwd": market.ROOT, "check": True, "stdout": subprocess.PIPE, "text": True}
        written: dict[str, float] = {}
        for size in (*(one for one in SIZES if one < count), count):
            done = subprocess.run([sys.executable, "-m", "bench.million", str(size)], **run)
            written[f"{size:,}"] = json.loads(done.stdout.splitlines()[-1])
            print(f"{size:,}: {written[f'{size:,}']:.0f} documents a second", file=sys.stderr, flush=True)
        done = subprocess.run([sys.executable, "-m", "bench.search", "--measure-wide"], **run)
    return {"written": written, **json.loads(done.stdout.splitlines()[-1])}


def main(count: int) -> None:
    """Write so many into the index that SEARCH_URL names; print how many a second."""
    with create_app().app_context():
        db.drop_all()
        db.create_all()
        load_core_catalogue()
        core = list(search.all_documents())
        made = time.perf_counter()
        for _ in itertools.islice(documents(count, core), 2_000):
            pass
        making = (time.perf_counter() - made) / min(count, 2_000) * count
        began = time.perf_counter()
        store.rebuild(documents(count, core))
        print(json.dumps(count / (time.perf_counter() - began - making)))


def warm() -> search.Snapshot:
    seen = search.snapshot()
    seen.prepare(None)
    suggesting.prepare(seen)
    return seen


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Drawing the demo's pictures and taking them in through the same pipeline as a maker's upload."""

import hashlib
import json
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app

import core.storage
from core import times
from core.darkroom.printing import develop
from core.pictures import Picture, shelf
from core.processes import die_with_parent
from demo import pictures
from demo.woodblock import turning

Spec = dict[str, Any]
_app: Flask | None = None


def draw_all(specs: Iterable[Spec]) -> dict[str, Spec]:
    """Draw what is not drawn yet, two at a time, and return digest, size and colour by spec.

    Each result is noted as it comes, so that a start that broke off goes on where it was.
    """
    data = Path(current_app.config["DATA_DIR"])
    ledger = data / "demo-pictures.jsonl"
    done = _read(ledger)
    wanted = {key(spec): spec for spec in specs}
    missing = [name for name in wanted if name not in done]
    if not missing:
        return done
    with (
        ledger.open("a", encoding="utf-8") as notes,
        ProcessPoolExecutor(2, initializer=_begin, initargs=(str(data), current_app.config["STORAGE_URL"])) as pool,
        click.progressbar(length=len(missing), label="Vẽ ảnh mẫu") as bar,
    ):
        for name, result in zip(missing, pool.map(_draw, (wanted[n] for n in missing), chunksize=8), strict=True):
            notes.write(json.dumps({"key": name, **result}) + "\n")
            notes.flush()
            done[name] = result
            bar.update(1)
    return done


def key(spec: Spec) -> str:
    return json.dumps(spec, sort_keys=True, ensure_ascii=False)


def wide(width: int, height: int) -> list[int]:
    """The size of a banner; a quick load draws a quarter of it."""
    return [width // 2, height // 2] if current_app.config.get("DEMO_QUICK") else [width, height]


def row(result: Spec) -> Picture:
    return Picture(**result, ready_at=times.now())


def _read(ledger: Path) -> dict[str, Spec]:
    """What earlier starts drew; a line cut short by a crash is drawn again."""
    found = {}
    for line in ledger.read_text("utf-8").splitlines() if ledger.exists() else []:
        try:
            result = json.loads(line)
        except ValueError:
            continue
        found[result.pop("key")] = result
    return found


def _begin(data: str, storage: str) -> None:
    global _app
    die_with_parent()  # a loader that is killed cannot tell its drawers
    _app = Flask("drawing")
    _app.config.update(DATA_DIR=data, STORAGE_URL=storage)
    core.storage.init_app(_app)


def _way(spec: Spec) -> Callable[..., Any]:
    if "turned" in spec:
        return turning.vase
    return pictures.banner if "motifs" in spec else pictures.compose


def _draw(spec: Spec) -> Spec:
    assert _app is not None
    content = pictures.encode(_way(spec)(**spec))
    digest = hashlib.sha256(content).hexdigest()[:32]
    developed = develop(content)  # our own drawings need no process apart
    facts = developed.facts
    with _app.app_context():
        shelf.keep_original(digest, content)
        shelf.keep(digest, developed.prints)
    found_x, found_y = facts.pop("found")
    return {"digest": digest, "found_x": found_x, "found_y": found_y, **facts}

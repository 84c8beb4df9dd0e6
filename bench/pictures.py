"""Photographs: one against Pillow called straight, two workers against one, and how soon one is on its page.

What else the machine does can only make a run longer: runs that are compared take turns, and the best of each counts.
The kernel also tells how long a process stood in line for a processor (/proc/PID/schedstat): without that, a pace is
what the same work would do on an idle machine with a core for each worker, its locks, disks and pipes included.

`python -m bench.pictures shown` measures that part alone, on the market of DATA_DIR; so do `one`, `memory` and `crews`.
"""

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from statistics import median

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from PIL import Image, ImageOps
from sqlalchemy import func, select, update

from app import create_app
from bench import market
from catalog.models import Product
from core import jobs, times
from core.db import db, release
from core.jobs import Job
from core.pictures import Picture, apart, intake, shelf
from core.processes import die_with_parent
from tests.factories import make_member

EACH = 4  # photographs for every worker of a crew
TURNS = 3
ROUNDS = 5
WAITING = 30  # pictures whose AVIF waits while another comes in
MOST_OF_PILLOW = 1.15  # the limits of the brief
LEAST_OF_TWO = 1.8
MOST_SECONDS = 2.0
MOST_MEGABYTES = 256
WORKER = "from bench import pictures; pictures.work()"
BARE = "from bench import pictures; pictures.bare()"
FOREVER = "from bench import pictures; pictures.work_on()"


def main() -> None:
    """Print the figures as JSON: run in a process of its own, on the market of DATA_DIR."""
    die_with_parent()  # and with it all that it starts: whoever kills a bench finds no worker and no darkroom left
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    app = create_app()
    folder = Path(app.config["DATA_DIR"])
    parts: dict[str, Callable[[], object]] = {
        "one": lambda: dict(zip(("picture", "pillow"), _one(photograph(0)), strict=True)),
        "shown": lambda: {"shown": max(_shown(app, folder, n) for n in range(3))},
        "memory": lambda: {"megabytes": _memory(folder)},
        "crews": lambda: {"crews": _crews(folder)},
    }
    found: dict[str, object] = {}
    with app.app_context():
        for name in sys.argv[1:] or parts:
            found |= parts[name]()  # type: ignore[operator]
    json.dump(found, sys.stdout)


@cache
def photograph(seed: int, width: int = 4000, height: int = 3000) -> bytes:
    """Twelve megapixels with as much detail as a camera gives."""
    block = b"".join(hashlib.sha256(f"{seed}/{n}".encode()).digest() for n in range(500 * 375 * 3 // 32 + 1))
    grain = Image.frombytes("RGB", (500, 375), block[: 500 * 375 * 3])
    out = io.BytesIO()
    grain.resize((width, height), Image.Resampling.BICUBIC).save(out, "JPEG", quality=90)
    return out.getvalue()


def another(seed: int) -> bytes:
    """The same photograph in another file: what lies behind the end of a JPEG is not looked at."""
    return photograph(97) + seed.to_bytes(8)


def work() -> None:
    """One worker: says that it is ready, waits for the word, and stops when no photograph is left."""
    die_with_parent()
    with create_app().app_context():
        apart.develop(photograph(99, 800, 600))  # the darkroom is open before the clock starts
        darkroom = apart.process_id()
        assert darkroom is not None
        mine = select(func.count()).where(Job.kind == "picture.develop", Job.claimed_by.endswith(f":{os.getpid()}"))
        waiting = select(Job.id).where(Job.kind == "picture.develop", Job.claimed_until.is_(None)).limit(1)

        def photographs() -> Iterator[object]:
            """One for each that was developed; what follows from one (its products told, its AVIF) is done between."""
            while db.session.scalar(waiting) is not None:
                before = db.session.scalar(mine)
                jobs.work_off(limit=1)
                if db.session.scalar(mine) != before:
                    yield

        _tell(photographs(), [os.getpid(), darkroom])


def work_on() -> None:
    """The worker as `flask worker` runs it, for as long as the bench wants it."""
    die_with_parent()
    with create_app().app_context():
        jobs.work_forever()


def bare() -> None:
    """A worker of Pillow alone."""
    die_with_parent()
    content = photograph(98)
    _straight_from_pillow(content)
    _tell((_straight_from_pillow(content) for _ in range(EACH)), [os.getpid()])


def _tell(photographs: Iterator[object], processes: list[int]) -> None:
    """Do them when told to, and print how many they were, and the seconds gone, worked and stood in line."""
    print("ready", *processes, flush=True)
    if not sys.stdin.readline():
        return  # nobody is there to say the word
    began, before = time.perf_counter(), [_spent(one) for one in processes]
    count = sum(1 for _ in photographs)
    seconds, after = time.perf_counter() - began, [_spent(one) for one in processes]
    worked, stood = (sum(one[n] for one in after) - sum(one[n] for one in before) for n in (0, 1))
    print(json.dumps([count, seconds, worked, stood]), flush=True)


def _spent(process: int) -> tuple[float, float]:
    """Seconds on a processor, and in line for one."""
    worked, stood, _ = Path(f"/proc/{process}/schedstat").read_text().split()
    return int(worked) / 1e9, int(stood) / 1e9


def _one(content: bytes) -> tuple[float, float]:
    """In turns, so that what else the machine does weighs on both alike."""
    digest = intake.digest_of(content)
    ways: list[tuple[Callable[[], object], list[float]]] = [
        (lambda: intake.developed_of(digest, content), []),
        (lambda: _straight_from_pillow(content), []),
    ]
    for n in range(ROUNDS + 1):
        for way, taken in ways:
            began = time.perf_counter()
            way()
            taken += [time.perf_counter() - began] if n else []
    return median(ways[0][1]), median(ways[1][1])


def _straight_from_pillow(content: bytes) -> None:
    """The same sizes and formats in the cheapest order, nothing checked and nothing kept."""
    image = Image.open(io.BytesIO(content))
    image.draft("RGB", (1600, 1200))
    step = ImageOps.exif_transpose(image).convert("RGB")
    for width in (1600, 960, 640, 320, 160):
        step = step.resize((width, round(step.height * width / step.width)), Image.Resampling.LANCZOS)
        step.save(io.BytesIO(), "WEBP", quality=80, method=2)
        step.save(io.BytesIO(), "JPEG", quality=80, progressive=True)


def _crews(folder: Path) -> dict[str, dict[str, float]]:
    """What one worker and two do, of ours and of Pillow alone."""
    crews = {"alone": (WORKER, 1), "both": (WORKER, 2), "bare": (BARE, 1), "bare_both": (BARE, 2)}
    turns: dict[str, list[dict[str, float]]] = {name: [] for name in crews}
    for turn in range(TURNS):
        for name, (code, workers) in crews.items():
            if code == WORKER:
                _hand_in(EACH * workers, 100 * turn + 10 * workers)
            turns[name].append(_clocked([_worker(folder, code) for _ in range(workers)]))
    return {
        name: {key: max(turn[key] for turn in all_turns) for key in all_turns[0]} for name, all_turns in turns.items()
    }


def _memory(folder: Path) -> float:
    """Peak megabytes of a worker and its darkroom together, shared pages shared out (PSS), over twelve megapixels."""
    _hand_in(EACH, 9_000)
    worker = _worker(folder, WORKER)
    processes = [int(one) for one in _line(worker).split()[1:]]
    _go(worker)
    peak, told = 0, threading.Thread(target=_line, args=[worker])
    told.start()
    while told.is_alive():
        peak = max(peak, sum(map(_pss, processes)))
        time.sleep(0.02)
    worker.wait()
    return peak / 1024


def _pss(process: int) -> int:
    """Kilobytes; none where it is gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _hand_in(count: int, seed: int) -> None:
    for n in range(count):
        intake.accept(intake.examined(another(seed + n)))
    db.session.commit()


def _clocked(crew: list["subprocess.Popen[bytes]"]) -> dict[str, float]:
    """Photographs a second: by the clock, without the time stood in line, and of processor time; cores kept busy."""
    for one in crew:
        _line(one)
    began = time.perf_counter()
    for one in crew:
        _go(one)
    told = [json.loads(_line(one)) for one in crew]
    gone = time.perf_counter() - began
    for one in crew:
        one.wait()
    done, worked = sum(count for count, *_ in told), sum(worked for *_, worked, _ in told)
    freely = sum(count / (seconds - stood) for count, seconds, _, stood in told)
    return {"pace": done / gone, "freely": freely, "thrift": done / worked, "cores": worked / gone}


def _line(one: "subprocess.Popen[bytes]") -> bytes:
    assert one.stdout is not None
    return one.stdout.readline()


def _go(one: "subprocess.Popen[bytes]") -> None:
    assert one.stdin is not None
    one.stdin.write(b"go\n")
    one.stdin.flush()


def _worker(folder: Path, code: str) -> "subprocess.Popen[bytes]":
    """What one that works on prints, its letters too, is nobody's to read: a full pipe would hold it up for good."""
    command = [sys.executable, "-c", code]
    heard = subprocess.DEVNULL if code == FOREVER else subprocess.PIPE
    return subprocess.Popen(
        command, env=market.environment(folder), cwd=market.ROOT, stdin=subprocess.PIPE, stdout=heard
    )


def _shown(app: Flask, folder: Path, seed: int) -> float:
    """Seconds from the end of an upload until its picture can be had at the address that its page names."""
    product = db.session.scalars(select(Product).order_by(Product.id).offset(seed)).first()
    assert product is not None
    _keep_waiting(seed)
    product_id, product.state, product.published_at = product.id, "draft", None  # what is on show waits for an officer
    user = make_member(product.facility, email=f"anh{time.time_ns()}@example.vn")
    for photo in list(product.photos)[1:]:
        product.photos.remove(photo)
    db.session.commit()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    signed = signer.dumps({"_user_id": str(user.id), "_fresh": True, "token": "t"})
    cookie = f"{app.config['SESSION_COOKIE_NAME']}={signed}"
    content = photograph(7_000 + seed)
    release()
    background = _worker(folder, FOREVER)
    try:
        with market.served(folder, "app:create_app") as port:
            time.sleep(2)
            base = f"http://127.0.0.1:{port}"
            began = time.perf_counter()  # before the first byte: stricter than the end of the upload, and well defined
            _sent(f"{base}/quan-ly/san-pham/{product_id}/anh", cookie, content)
            wanted = f"/anh/{intake.digest_of(content)}/640.jpg"
            page = urllib.request.Request(f"{base}/quan-ly/san-pham/{product_id}/xem-truoc", headers={"Cookie": cookie})
            while wanted not in urllib.request.urlopen(page).read().decode():
                if time.perf_counter() - began > 60:
                    raise SystemExit("The photo never came to its page.")
                time.sleep(0.05)
            mine = urllib.request.Request(
                base + wanted, headers={"Cookie": cookie}
            )  # it waits for staff: who made it sees it
            urllib.request.urlopen(mine).close()
            return time.perf_counter() - began
    finally:
        background.terminate()
        background.wait()


def _keep_waiting(seed: int) -> None:
    """Pictures whose AVIF is due now, the largest sizes too: what costs a worker most. One is developed for all."""
    content = photograph(96, 1600, 1200)
    developed = apart.develop(content)
    for n in range(WAITING):
        digest = intake.digest_of(mine := content + (1_000 * seed + n).to_bytes(8))
        shelf.keep_original(digest, mine)
        shelf.keep(digest, developed.prints)
        picture = Picture(digest=digest)
        intake.settle(picture, developed.facts)
        db.session.add(picture)
        db.session.flush()
        intake.queue_finer(picture)
    waiting = update(Job).where(Job.idle, Job.done_at.is_(None)).values(run_at=times.now())
    assert db.session.execute(waiting).rowcount >= 2 * WAITING  # type: ignore[attr-defined]


def _sent(address: str, cookie: str, content: bytes) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\nt\r\n--x\r\n'
    head += b'Content-Disposition: form-data; name="photos"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Cookie": cookie}
    request = urllib.request.Request(address, head + content + b"\r\n--x--\r\n", headers, method="POST")

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    try:
        urllib.request.build_opener(Stay).open(request).close()
    except urllib.error.HTTPError as answer:
        if answer.code != 303:
            raise


if __name__ == "__main__":
    main()

"""A throw-away market of so many products, and servers that show it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILL = """
import sys
from app import create_app
from catalog import search
from core.db import db
from tests import market_data
with create_app().app_context():
    db.create_all()
    market_data.build(int(sys.argv[1]))
    search.rebuild()
"""


def environment(folder: Path) -> dict[str, str]:
    """Settings of a process that works on the market in `folder`."""
    ours = {"DATA_DIR": str(folder), "DATABASE_URL": "", "SEARCH_URL": "", "SITE_URL": "http://127.0.0.1"}
    return os.environ | ours | {"RATE_LIMITS": "off", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


def fill(folder: Path, products: int, search_url: str = "") -> None:
    command = [sys.executable, "-c", FILL, str(products)]
    subprocess.run(command, env=environment(folder) | {"SEARCH_URL": search_url}, cwd=ROOT, check=True)


def said(folder: Path, program: str, *given: str) -> str:
    """What a short program prints that works on the market in `folder`."""
    command = [sys.executable, "-c", program, *given]
    done = subprocess.run(command, env=environment(folder), cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


@contextmanager
def served(folder: Path, factory: str, search_url: str = "", workers: int = 1) -> Iterator[int]:
    """granian with a worker of four threads, or several, as `make run` starts it; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(sys.executable).parent / "granian"),
        "--interface",
        "wsgi",
        "--factory",
        "--workers",
        str(workers),
    ]
    command += [
        "--blocking-threads",
        "4",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "warning",
        factory,
    ]
    server = subprocess.Popen(command, env=environment(folder) | {"SEARCH_URL": search_url}, cwd=ROOT)
    try:
        _wait(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise SystemExit("The server did not come up.")

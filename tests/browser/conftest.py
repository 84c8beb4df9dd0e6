"""A running installation (web, worker, SQLite) over the demo, and a real Chromium to walk through it."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
PASSWORD = "mat-khau-thu"
PATIENCE = 20_000  # milliseconds: a slow machine is no fault of the page's
# What the demo leaves to do is done before anybody looks, without an index to bring up to date a hundred times.
LOADING = [
    (["db", "upgrade"], ""), (["demo", "load", "--quick"], ""), (["worker", "--once"], "memory:"),
    (["search", "rebuild"], ""),
]  # fmt: skip
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, process, log):
    for _ in range(150):
        if process.poll() is not None:
            raise AssertionError(log.read_text())
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} never answered\n{log.read_text()}")


@pytest.fixture(scope="session")
def market(tmp_path_factory, worker_id):
    """The address of an installation of its own, loaded with the demo; or MARKET, one that runs already."""
    if running := os.environ.get("MARKET"):
        yield running
        return
    data, port = tmp_path_factory.mktemp("market"), free_port()
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "TEST_DATABASE_URL")}
    environment |= {"DATA_DIR": str(data), "PORT": str(port), "DEMO_PASSWORD": PASSWORD, "SECRET_KEY": "s" * 40}
    shutil.copytree(loaded_once(tmp_path_factory, worker_id, environment), data, dirs_exist_ok=True)
    log = data / "log"
    with log.open("w") as out:
        web = [BIN / "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port", str(port)]
        web += ["--workers", "1", "--blocking-threads", "4", "--log-level", "warning", "app:create_app"]
        server = subprocess.Popen(web, env=environment, cwd=ROOT, stdout=out, stderr=out)
        worker = subprocess.Popen(
            [BIN / "flask", "--app", "app", "worker"], env=environment, cwd=ROOT, stdout=out, stderr=out
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address + "/healthz", server, log)
        yield address
    finally:
        for process in (server, worker):
            process.terminate()
        for process in (server, worker):
            process.wait(timeout=60)  # a job is done to its end first
    assert "Traceback" not in log.read_text(), log.read_text()[-4000:]


def loaded_once(tmp_path_factory, worker_id, environment):
    """A folder with the demo in it, for all workers of this run: whoever comes first loads it."""
    root = tmp_path_factory.getbasetemp()
    folder = (root if worker_id == "main" else root.parent) / "demo"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            begun = folder.with_suffix(".begun")
            begun.mkdir()
            own = environment | {"DATA_DIR": str(begun)}
            for command, url in LOADING:
                told = own | ({"SEARCH_URL": url} if url else {})
                subprocess.run([BIN / "flask", "--app", "app", *command], env=told, cwd=ROOT, check=True)
            begun.rename(folder)
    return folder


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium")
    if not path:
        pytest.skip("no chromium here")
    with playwright.sync_playwright() as engine:
        playwright.expect.set_options(timeout=PATIENCE)
        browser = engine.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, market):
    """Open a page as someone would: `visit(360, scripts=False)` gives a Walk of its own context; `key` signs in."""
    contexts = []

    def begin(width=1280, *, scripts=True, key=None):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            storage_state=key,
            reduced_motion="reduce",  # axe must not measure colours in the middle of a fade
            locale="vi-VN",
            has_touch=width < 600,
            base_url=market,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Walk(context.new_page(), market, scripts)

    yield begin
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def keys(chromium, market):
    """The cookies of who signed in once: `keys("coso@example.vn")`."""

    @cache
    def key(who):
        context = chromium.new_context(base_url=market)
        Walk(context.new_page(), market, scripts=True).sign_in(who)
        state = context.storage_state()
        context.close()
        return state

    return key


class Walk:
    """One person's page, with what must hold wherever she goes."""

    def __init__(self, page, address, scripts):
        self.page, self.address, self.scripts = page, address, scripts
        self.main = page.get_by_role("main")
        self.faults = []
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda line: line.type == "error" and self._complain(line))
        page.on("request", self._stay_home)
        page.on("response", lambda r: r.status >= 500 and self.faults.append(f"{r.status} {r.url}"))

    @property
    def path(self):
        return self.page.url.removeprefix(self.address)

    def go(self, path):
        response = self.page.goto(path)
        assert response.status < 400, f"{response.status} {path}"
        return self.look()

    def press(self, thing, *, arriving_at="**"):
        """Press a link or a button that leads to a page, and look at that page."""
        with self.page.expect_navigation(url=arriving_at, wait_until="load"):
            thing.click()
        return self.look()

    def follow(self, name, *, within=None, exact=False):
        """Press the first link of that name."""
        return self.press((within or self.main).get_by_role("link", name=name, exact=exact).first)

    def send(self, name, *, within=None, exact=False):
        """Press the first button of that name, which sends a form."""
        return self.press((within or self.main).get_by_role("button", name=name, exact=exact).first)

    def look(self):
        """What every page owes: no fault, no sideways scroll, nothing serious for axe."""
        self.page.wait_for_load_state()
        assert self.faults == [], self.page.url
        wide = self.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
        assert not wide, f"scrolls sideways: {self.page.url}"
        if self.scripts:  # axe is a script itself
            assert violations(self.page) == [], self.page.url
        return self.page

    def sign_in(self, who):
        self.go("/tai-khoan/dang-nhap")
        self.page.fill("#who", who)
        self.page.fill("#password", PASSWORD)
        self.send("Vào", exact=True)
        assert "/dang-nhap" not in self.path, "not let in"

    def _complain(self, line):
        """Chromium writes every refused answer (a form with errors, say) to the console: that is no fault."""
        if "Failed to load resource" not in line.text:
            self.faults.append(f"console: {line.text}")

    def _stay_home(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"request to another host: {request.url}")


def violations(page):
    """What axe finds serious or critical, in short."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0].get('failureSummary', '')[:200]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]

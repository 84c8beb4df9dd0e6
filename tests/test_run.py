"""`make run` (tools/run.py) with real processes: it starts, says where, stops whole; a rerun mends what broke off."""

import contextlib
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.processes


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("run") / "var"


class Run:
    """One start of `make run`, and what it has said so far."""

    def __init__(self, data, port, log, database=""):
        self.data, self.log = data, log
        environment = {k: v for k, v in os.environ.items() if k != "DEMO_PASSWORD"}
        environment |= {"DATA_DIR": str(data), "PORT": str(port), "DEMO_QUICK": "1", "PYTHONUNBUFFERED": "1"}
        environment |= {"DATABASE_URL": database}
        with log.open("w") as out:
            command = [sys.executable, "-m", "tools.run"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)

    @property
    def said(self):
        return self.log.read_text()

    def wait_for(self, words, seconds=240):
        end = time.monotonic() + seconds
        while words not in self.said:
            assert time.monotonic() < end, self.said
            assert self.process.poll() is None, self.said
            time.sleep(0.1)
        return self.said

    def ends(self, seconds=30):
        return self.process.wait(timeout=seconds)

    def stop(self, wish=signal.SIGINT):
        """Told to stop, it ends, and leaves nothing running."""
        self.process.send_signal(wish)
        code = self.ends()
        end = time.monotonic() + 5
        while left_running(self.data) and time.monotonic() < end:
            time.sleep(0.1)
        assert left_running(self.data) == []
        return code


@pytest.fixture
def run(tmp_path):
    """Start, and whatever happens leave nothing behind."""
    runs = []

    def begin(data, port=None, database=""):
        runs.append(Run(data, port or free_port(), tmp_path / f"log{len(runs)}", database))
        return runs[-1]

    yield begin
    for one in runs:
        one.process.kill()
        one.process.wait()
        kill_all(one.data)


def kill_all(data):
    for pid in left_running(data):
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


def left_running(data):
    """Processes whose environment names this data folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if f"DATA_DIR={data}".encode() in entry.read_bytes():
                found.append(entry.parent.name)
    return found


def test_a_start_killed_while_loading_is_mended_by_a_rerun_and_all_stops_with_ctrl_c(data, run):
    first = run(data)
    first.wait_for("Vẽ ảnh")
    time.sleep(2)
    first.process.kill()
    first.ends()
    kill_all(data)

    port = free_port()
    again = run(data, port)
    said = again.wait_for("Ctrl-C")

    assert f"http://127.0.0.1:{port}" in said
    for who in ("nguoimua@example.vn", "coso@example.vn", "canbo@example.vn"):
        assert re.search(rf"{who}\s+mật khẩu: \S+", said)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        assert answer.status == 200
    assert again.stop() == 0


@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_told_to_stop_while_loading_it_stops_the_loader_too(tmp_path, run, wish):
    one = run(tmp_path / "var")
    one.wait_for("Vẽ ảnh")
    time.sleep(1)

    assert one.stop(wish) == 130


def test_killed_while_loading_it_leaves_no_loader_and_no_drawer(tmp_path, run):
    one = run(tmp_path / "var")
    one.wait_for("Vẽ ảnh")
    time.sleep(2)

    one.stop(signal.SIGKILL)


def test_a_closed_terminal_stops_it(data):
    pid, terminal = pty.fork()
    if pid == 0:  # a parent that keeps the hang-up to itself, as make does
        os.chdir(ROOT)
        os.environ |= {"DATA_DIR": str(data), "PORT": str(free_port()), "DEMO_QUICK": "1"}
        os.execv("/bin/sh", ["/bin/sh", "-c", f"trap '' HUP; {sys.executable} -m tools.run; true"])
    said = b""
    while b"Ctrl-C" not in said:
        said += os.read(terminal, 4096)

    os.close(terminal)

    os.waitpid(pid, 0)
    assert left_running(data) == []


def test_a_second_start_goes_straight_to_serving(data, run):
    second = run(data)

    assert "Vẽ ảnh" not in second.wait_for("Ctrl-C", seconds=60)
    second.stop()


def test_stops_whole_when_told_to_terminate(data, run):
    one = run(data)
    one.wait_for("Ctrl-C", seconds=60)

    one.stop(signal.SIGTERM)


def test_a_busy_port_is_named_with_one_to_try(data, run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        one = run(data, port)
        assert one.ends() == 1

    assert f"Cổng {port} đang có chương trình khác dùng" in one.said
    assert "Traceback" not in one.said


def test_a_folder_that_cannot_be_written_is_named(tmp_path, run):
    (tmp_path / "tep").write_text("đây là một tệp")
    one = run(tmp_path / "tep" / "var")

    assert one.ends() == 1
    assert "Không ghi được vào thư mục dữ liệu" in one.said
    assert "Traceback" not in one.said


def test_a_wrong_setting_is_named_before_anything_is_made(tmp_path, run, monkeypatch):
    monkeypatch.setenv("MAIL_URL", "mail.example")
    one = run(tmp_path / "var")

    assert one.ends() == 1
    assert one.said.startswith("MAIL_URL='mail.example': phải là địa chỉ")
    assert "Traceback" not in one.said


def test_a_database_that_does_not_answer_is_named(tmp_path, run):
    one = run(tmp_path / "var", database=f"postgresql://nobody@127.0.0.1:{free_port()}/x")

    assert one.ends() == 1
    assert "DATABASE_URL: không nối được" in one.said
    assert "Traceback" not in one.said


def test_two_starts_do_not_share_a_folder(data, run):
    run(data).wait_for("Ctrl-C", seconds=60)
    other = run(data)

    assert other.ends() == 1
    assert "đang chạy với thư mục" in other.said

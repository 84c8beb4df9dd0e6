"""`make run`: checks the ground, migrates, loads the demo on first start, serves web and worker, stops both."""

import contextlib
import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO

import sqlalchemy

from core.config import from_environment
from core.processes import die_with_parent

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SIGN_INS = (("Người mua", "nguoimua@example.vn"), ("Cơ sở", "coso@example.vn"), ("Cán bộ", "canbo@example.vn"))


class CannotStart(Exception):
    """Why it cannot start, and what to do about it."""


def main() -> int:
    os.chdir(ROOT)
    _listen_for_stop()
    data = Path(os.environ.get("DATA_DIR") or ROOT / "var")
    port = os.environ.get("PORT") or "8000"
    try:
        lock = _take_folder(data)
        _check_port(port)
        environment = os.environ | {"DATA_DIR": str(data), "PORT": port, "SECRET_KEY": _secret(data)}
        _check_settings(environment)
        password = _prepare(data, environment)
        return _serve(port, environment, password)
    except CannotStart as reason:
        print(f"\n{reason}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):
            print("\nĐã dừng. Chạy lại lúc nào cũng được, việc dở sẽ làm tiếp.", flush=True)
        return 130
    finally:
        if "lock" in locals():
            lock.close()


def _listen_for_stop() -> None:
    """Stop as for Ctrl-C when told to, when `make` dies, when the terminal closes; `nohup` still keeps us."""
    die_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: _interrupt())
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background job starts deaf to it
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: _interrupt())


def _take_folder(data: Path) -> IO[str]:
    """Hold the data folder for this run; a lock dies with its process, so a crash leaves none behind."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / "run.lock").open("w")
    except OSError as error:
        raise CannotStart(
            f"Không ghi được vào thư mục dữ liệu {data} ({error.strerror}).\n"
            f"Cấp quyền ghi, hoặc chọn thư mục khác: DATA_DIR=/duong/dan make run"
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise CannotStart(
            f"Phiên Chợ đang chạy với thư mục {data}. Dừng lần chạy kia (Ctrl-C), hoặc dùng DATA_DIR khác."
        ) from error
    return lock


def _check_port(port: str) -> None:
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise CannotStart(f"PORT={port!r} không phải số cổng. Ví dụ: PORT=8001 make run")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            free = int(port) + 1 if int(port) < 65535 else 8080
            raise CannotStart(f"Cổng {port} đang có chương trình khác dùng. Chạy: PORT={free} make run") from error


def _check_settings(environment: dict[str, str]) -> None:
    """Every setting is right, and the database it names answers."""
    url = from_environment(environment)["SQLALCHEMY_DATABASE_URI"]
    try:
        engine = sqlalchemy.create_engine(url)
        engine.connect().close()
        engine.dispose()
    except sqlalchemy.exc.SQLAlchemyError as error:
        why = str(error.__cause__ or error).strip().splitlines()[0]
        raise CannotStart(
            f"DATABASE_URL: không nối được với cơ sở dữ liệu ({why}).\n"
            f"Mở máy chủ ấy, sửa DATABASE_URL, hoặc bỏ trống để dùng SQLite."
        ) from error


def _secret(data: Path) -> str:
    """The key that signs cookies here, made once and kept beside the data."""
    if os.environ.get("SECRET_KEY"):
        return os.environ["SECRET_KEY"]
    return _kept(data / "secret-key", lambda: secrets.token_urlsafe(48))


def _prepare(data: Path, environment: dict[str, str]) -> str:
    """Migrate, load the demo and build the index where there is none yet; return the password of the sign-ins."""
    password = environment.get("DEMO_PASSWORD") or _kept(data / "demo-password", _easy_password)
    environment["DEMO_PASSWORD"] = password
    _flask(environment, "db", "upgrade")
    _flask(environment, "demo", "load")
    _flask(environment, "search", "rebuild", "--if-needed")
    return password


def _flask(environment: dict[str, str], *command: str) -> None:
    """Run one command to its end; told to stop, it stops too, with the processes it started."""
    child = _start([BIN / "flask", "--app", "app", *command], environment)
    try:
        _wait_until_one_ends([child])
    finally:
        _stop([child])
    if code := child.returncode:
        raise CannotStart(f"`flask {' '.join(command)}` không xong (mã {code}). Xem lỗi ở trên rồi chạy lại make run.")


def _wait_until_one_ends(children: list[subprocess.Popen[bytes]]) -> None:
    """`make` keeps a hang-up to itself, so a terminal that was there and is gone is looked for."""
    had_terminal = os.isatty(0)
    while all(child.poll() is None for child in children):
        if had_terminal and not os.isatty(0):
            _interrupt()
        time.sleep(0.1)


def _serve(port: str, environment: dict[str, str], password: str) -> int:
    """Run web and worker until one ends or someone says stop; leave nothing running."""
    web = [BIN / "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port", port]
    web += ["--workers", "1", "--blocking-threads", "4", "--respawn-failed-workers", "--log-level", "warning"]
    web += ["app:create_app"]
    worker = [BIN / "flask", "--app", "app", "worker"]
    children: list[subprocess.Popen[bytes]] = []
    try:
        children += (_start(command, environment) for command in (web, worker))
        _wait_until_up(port, children)
        _say_where(port, password)
        _wait_until_one_ends(children)
        raise CannotStart("Một tiến trình đã tự dừng; xem lỗi ở trên rồi chạy lại make run.")
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):  # the terminal may be gone
            print("\nĐang dừng …", flush=True)
        return 0
    finally:
        _stop(children)


def _start(command: list[str | Path], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A child in a session of its own (Ctrl-C reaches only us), that dies with us whatever happens to us."""
    return subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=die_with_parent)


def _wait_until_up(port: str, children: list[subprocess.Popen[bytes]]) -> None:
    for _ in range(150):
        if any(child.poll() is not None for child in children):
            raise CannotStart("Web hoặc phần làm việc nền không khởi động được; xem lỗi ở trên.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise CannotStart("Web không trả lời sau 30 giây; xem lỗi ở trên.")


def _say_where(port: str, password: str) -> None:
    print(f"\n  Phiên Chợ đang mở tại  http://127.0.0.1:{port}\n")
    for who, address in SIGN_INS:
        print(f"    {who:10} {address:24} mật khẩu: {password}")
    print("\n  Ctrl-C để dừng.\n", flush=True)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        _signal(child, signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=8)
        except subprocess.TimeoutExpired:
            _signal(child, signal.SIGKILL)
            child.wait()


def _signal(child: subprocess.Popen[bytes], wish: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, wish)


def _interrupt() -> None:
    """Stop, once: a parent's death and its terminal's come one after the other."""
    for wish in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, lambda *_: None)
    raise KeyboardInterrupt


def _easy_password() -> str:
    """Easy to type, hard to guess: three short words and two digits."""
    words = json.loads((ROOT / "tools" / "words.json").read_text())
    return "-".join(secrets.choice(words) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"


def _kept(path: Path, make: Callable[[], str]) -> str:
    """Written beside and moved into place: a start broken off here leaves no empty key behind."""
    if not path.exists():
        half_made = path.with_suffix(".part")
        descriptor = os.open(half_made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
        half_made.replace(path)
    return path.read_text().strip()


if __name__ == "__main__":
    sys.exit(main())

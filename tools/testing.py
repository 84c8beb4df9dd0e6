"""`make test`: every test this machine can run, in six rounds; says what was skipped and why.

REQUIRE_ALL=1 turns a skip into a failure. ROUNDS=sqlite,postgres,sweeps,processes,races,browser chooses.
"""

import os
import shutil
import subprocess
import sys
import time

import psycopg
import redis

POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgresql://root@127.0.0.1:5432/test")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
PLAIN = ["-m", "not browser and not processes and not sweep", "-n", "2"]
ROUNDS = {
    "sqlite": (PLAIN, {"TEST_DATABASE_URL": ""}),
    "postgres": (PLAIN, {"TEST_DATABASE_URL": POSTGRES, "TEST_REDIS_URL": REDIS}),
    "sweeps": (["-m", "sweep", "-n", "2", "--dist", "loadfile"], {"TEST_DATABASE_URL": ""}),
    "processes": (["-m", "processes", "-n", "2", "--dist", "loadfile"], {"TEST_DATABASE_URL": ""}),
    "races": (["-m", "processes", "-n", "2", "tests/shop"], {"TEST_DATABASE_URL": POSTGRES}),
    "browser": (["-m", "browser", "-n", "2", "--dist", "loadfile"], {"TEST_DATABASE_URL": ""}),
}


def main() -> int:
    wanted = [name for name in os.environ.get("ROUNDS", ",".join(ROUNDS)).split(",") if name]
    lines, failed = [], False
    for name in wanted:
        reason = _cannot(name)
        if reason:
            failed |= os.environ.get("REQUIRE_ALL") == "1"
            lines.append(f"{name:10} bỏ qua: {reason}")
            continue
        print(f"\n== {name} ==", flush=True)
        options, environment = ROUNDS[name]
        began = time.monotonic()
        code = _pytest(options, environment)
        failed |= code != 0
        lines.append(f"{name:10} {'đạt' if code == 0 else f'HỎNG (mã {code})'}, {time.monotonic() - began:.0f} giây")
    print("\n" + "\n".join(lines))
    return int(failed)


def _pytest(options: list[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-rs", *options]
    return subprocess.run(command, env=os.environ | environment, check=False).returncode


def _cannot(name: str) -> str:
    """Why this round cannot run here; empty when it can."""
    try:
        if name in ("postgres", "races"):
            psycopg.connect(POSTGRES, connect_timeout=3).close()
            redis.Redis.from_url(REDIS, socket_connect_timeout=3).ping()
        if name == "browser" and not shutil.which("chromium"):
            return "không có chromium (apt install chromium)"
    except (psycopg.OperationalError, redis.exceptions.RedisError) as error:
        return f"không nối được ({str(error).splitlines()[0]})"
    return ""


if __name__ == "__main__":
    sys.exit(main())

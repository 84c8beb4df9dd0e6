"""Whoever writes the index is killed at any moment, and what is left can be read: the old state or the new."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from bench import market

pytestmark = pytest.mark.processes

PRODUCTS, KILLS = 120, 5
POSTGRES = os.environ.get("TEST_DATABASE_URL") or "postgresql://root@127.0.0.1:5432/test"
WRITE = """
from app import create_app
from catalog import search
with create_app().app_context():
    print("ready", flush=True)
    while True:
        search.update(range(1, 20))
        search.rebuild()
"""
READ = """
from app import create_app
from catalog.search import store
with create_app().app_context():
    terms = store.load()
    held = terms.holders("name_f", "chen")
    print(len(terms.facts), held.bit_count())
    store.rebuild(())
    print(len(store.load().facts))
"""


@pytest.fixture(params=["folder", "postgres"])
def environment(request, tmp_path):
    if request.param == "folder":
        market.fill(tmp_path, PRODUCTS)
        yield market.environment(tmp_path)
        return
    name = f"phiencho_killed_{os.getpid()}"
    try:
        admin = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL: {error}")
    with admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        market.fill(tmp_path, PRODUCTS, POSTGRES.rpartition("/")[0] + "/" + name)
        yield market.environment(tmp_path) | {"SEARCH_URL": POSTGRES.rpartition("/")[0] + "/" + name}
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_kill_at_any_moment_leaves_an_index_that_can_be_read_and_written(environment):
    moments = random.Random(7)
    for _ in range(KILLS):
        writer = _start(WRITE, environment)
        assert writer.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0.0, 0.6))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    reader = _start(READ, environment)
    told, _ = reader.communicate(timeout=60)
    shown, chens = map(int, told.splitlines()[0].split())
    assert shown == PRODUCTS
    assert 0 < chens < PRODUCTS
    assert told.splitlines()[1] == "0"  # the next rebuild is not held up by what the killed left behind
    left = list((Path(environment["DATA_DIR"]) / "search").glob("index-*"))
    assert len(left) <= 1


def _start(code, environment):
    command = [sys.executable, "-c", code]
    return subprocess.Popen(command, env=environment, cwd=market.ROOT, stdout=subprocess.PIPE, text=True)

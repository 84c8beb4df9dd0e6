"""`make bench` can be run: its market, its limits and its buyers still fit the house, on a market of a few products."""

import http.client
from contextlib import closing, contextmanager

import pytest

from bench import load, market, orders

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    market.fill(folder, 30)
    (folder / "listing.bare").write_bytes(b"as it is")
    return folder


@contextmanager
def connected(folder, factory):
    """A connection to a server of the market in `folder`."""
    with (
        market.served(folder, factory) as port,
        closing(http.client.HTTPConnection("127.0.0.1", port)) as connection,
    ):
        yield connection


@pytest.mark.parametrize("path", ["/bare/listing", "/cards"])
def test_the_limits_answer(folder, path):
    with connected(folder, "bench.limits:create_limits") as connection:
        load.page(path)(connection)


def test_a_page_that_is_not_there_ends_the_bench(folder):
    with connected(folder, "bench.limits:create_limits") as connection, pytest.raises(SystemExit, match="404"):
        load.page("/nowhere")(connection)


def test_a_buyer_gets_an_order(folder):
    with connected(folder, "app:create_app") as connection:
        orders.order("B00001")(connection)

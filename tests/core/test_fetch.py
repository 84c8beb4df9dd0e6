"""core/fetch.py: what it brings, and where it does not go."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core import fetch
from tests.factories import picture_bytes

PICTURE = picture_bytes(300, 300)


class Host(BaseHTTPRequestHandler):
    """Serves a picture, redirects, an endless file and one that dawdles; keeps what it was asked."""

    asked: list[tuple[str, str]] = []

    def do_GET(self):
        Host.asked.append((self.path, self.headers["Host"]))
        if self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", self.path[4:])
            self.end_headers()
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            self._pour()
        elif self.path == "/slow":
            time.sleep(1.5)
        elif self.path.startswith("/anh"):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(PICTURE)
        else:
            self.send_error(404)

    def _pour(self):
        try:
            while True:
                self.wfile.write(b"\x00" * 65536)
        except OSError:
            return

    def log_message(self, *_):
        pass


@pytest.fixture
def host(app, monkeypatch):
    """A real server on this machine, which the setting allows."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Host.asked.clear()
    place = f"127.0.0.1:{server.server_port}"
    monkeypatch.setitem(app.config, "FETCH_ALLOWED", [place])
    yield f"http://{place}"
    server.shutdown()
    server.server_close()
    thread.join()


def refusal(url, most=1_000_000):
    with pytest.raises(fetch.Unfetched) as refused:
        fetch.fetch(url, most)
    assert refused.value.reason != refused.value.code
    return refused.value.code


def test_brings_a_file_and_says_the_right_host(host):
    assert fetch.fetch(f"{host}/anh.jpg", 1_000_000) == PICTURE
    assert Host.asked == [("/anh.jpg", host.removeprefix("http://"))]


def test_letters_of_a_name_are_quoted(host):
    assert fetch.fetch(f"{host}/anh-ấm chè.jpg".replace(" ", "%20"), 1_000_000) == PICTURE


def test_follows_a_redirect_but_not_a_fourth(host):
    assert fetch.fetch(f"{host}/to?/to?/to?/anh.jpg", 1_000_000) == PICTURE
    assert refusal(f"{host}/to?/to?/to?/to?/anh.jpg") == "too_many_redirects"


@pytest.mark.parametrize(
    "inside", ["http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://localhost/"]
)
def test_a_redirect_to_the_inside_is_judged_like_any_other(host, inside):
    assert refusal(f"{host}/to?{inside}") == "closed"
    assert len(Host.asked) == 1


def test_a_redirect_to_another_scheme_is_refused(host):
    assert refusal(f"{host}/to?file:///etc/passwd") == "bad_address"


def test_stops_at_the_limit_of_an_endless_file(host):
    assert refusal(f"{host}/endless", most=200_000) == "too_big"


def test_does_not_wait_for_one_that_dawdles(host, monkeypatch):
    monkeypatch.setattr(fetch, "CONNECT_WITHIN", 0.3)

    assert refusal(f"{host}/slow") == "too_slow"


def test_a_page_that_is_not_there(host):
    assert refusal(f"{host}/khong-co") == "refused"


def test_the_same_server_is_closed_without_the_setting(host, app, monkeypatch):
    monkeypatch.setitem(app.config, "FETCH_ALLOWED", [])

    assert refusal(f"{host}/anh.jpg") == "bad_port"
    assert refusal("http://127.0.0.1/anh.jpg") == "closed"
    assert Host.asked == []


@pytest.mark.parametrize("address", [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
    "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    "2001:db8::1",
])  # fmt: skip
def test_the_inside_is_not_open(address):
    assert not fetch.is_open(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "203.162.4.191", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_the_internet_is_open(address):
    assert fetch.is_open(address)


@pytest.mark.parametrize("url", [
    "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://[::ffff:127.0.0.1]/",
    "http://0/", "https://localhost/a.jpg",
])  # fmt: skip
def test_odd_spellings_of_this_machine_are_closed(app, url):
    assert refusal(url) == "closed"


@pytest.mark.parametrize("url", [
    "ftp://example.com/a.jpg", "file:///etc/passwd", "gopher://x/", "//example.com/a.jpg", "a.jpg", "http://",
    "http://user:pass@example.com/", "http://exa mple.com/", "http://example.com/\r\nX: y", "http://[::1", "",
    "http://example.com:99999/",
])  # fmt: skip
def test_what_is_no_address_is_not_asked(app, url):
    assert refusal(url) == "bad_address"


@pytest.mark.parametrize("url", ["http://example.com:22/", "https://example.com:8443/", "http://example.com:6379/"])
def test_other_ports_are_closed(app, url):
    assert refusal(url) == "bad_port"


def test_a_name_is_looked_up_once_and_the_answer_is_kept(app, monkeypatch):
    """A name that turns to the inside after it was judged: the connection goes to the judged address."""
    answers = iter(["203.0.114.7", "127.0.0.1"])
    went = []

    def look_up(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(place, timeout):
        went.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)

    assert refusal("http://quay.example/a.jpg") == "unreachable"
    assert went == [("203.0.114.7", 80)]


def test_a_name_with_one_foot_inside_is_not_asked(app, monkeypatch):
    both = [(socket.AF_INET, 1, 6, "", (address, 80)) for address in ("203.0.114.7", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)

    assert refusal("http://hai-chan.example/a.jpg") == "closed"

"""Fifty megabytes sent to a real server: the answer arrives, and the server goes on."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SIZE = 50 * 1024 * 1024
BOUNDARY = "----ranh-gioi"
HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photos"; filename="anh.jpg"\r\n'
    "Content-Type: image/jpeg\r\n\r\n"
).encode()
TABLES = """
from app import create_app
from core.db import db
with create_app().app_context():
    db.create_all()
"""
TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """A granian as `make run` starts it, on an empty database of its own."""
    folder = tmp_path_factory.mktemp("granian")
    environment = os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": "", "SEARCH_URL": "memory:"}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    subprocess.run([sys.executable, "-W", "ignore", "-c", TABLES], env=environment, cwd=ROOT, check=True)
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--factory", "--port", str(number)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*granian, "app:create_app"], env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        _wait(server, number)
        yield number
    finally:
        server.terminate()
        server.wait(20)


def _wait(server, port):
    for _ in range(300):
        try:
            if _get(port, "/healthz") == 200:
                return
        except OSError:
            assert server.poll() is None
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


def _get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def _upload(port, path, chunked):
    """Send all of it before reading the answer, as browsers do."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Cookie": "phien=khong"}
    if not chunked:
        headers["Content-Length"] = str(len(HEAD) + SIZE + len(TAIL))
    try:
        connection.request("POST", path, body=_body(), headers=headers, encode_chunked=chunked)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _body():
    yield HEAD
    for _ in range(SIZE // 65_536):
        yield b"0" * 65_536
    yield TAIL


@pytest.mark.processes
@pytest.mark.parametrize("path", ["/quan-ly/san-pham/moi", "/quan-ly/nhap", "/gio-hang/mon", "/tai-khoan/dang-nhap"])
def test_fifty_megabytes_get_a_sentence(port, path):
    status, page = _upload(port, path, chunked=False)
    assert status == 413
    assert "25 MB" in page
    assert _get(port, "/") == 200


@pytest.mark.processes
def test_fifty_megabytes_of_unsaid_length_get_a_sentence(port):
    status, page = _upload(port, "/quan-ly/san-pham/moi", chunked=True)
    assert status in (400, 411, 413)
    assert "<h1>" in page
    assert _get(port, "/") == 200


@pytest.mark.processes
@pytest.mark.parametrize("path", ["/api/v1/carts", "/api/v1/carts/khong/lines"])
def test_fifty_megabytes_to_the_api_get_a_problem(port, path):
    status, body = _upload(port, path, chunked=False)
    assert status == 413
    assert '"detail"' in body
    assert _get(port, "/healthz") == 200


@pytest.mark.processes
def test_a_sender_who_gives_up_half_way_harms_nobody(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("POST", "/quan-ly/san-pham/moi")
    connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    connection.putheader("Content-Length", str(SIZE))
    connection.endheaders()
    connection.send(HEAD + b"0" * 1_000_000)
    connection.close()
    assert _get(port, "/") == 200

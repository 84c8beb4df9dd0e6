"""A file from an address that somebody typed: only from the open internet, never from our own network.

The name is resolved once, every address it has is judged, and the connection goes to the judged address itself, with
the right Host and certificate name: a name that answers differently a second later (DNS rebinding) gains nothing.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from flask import current_app
from flask_babel import gettext as _

PORTS = {"https": 443, "http": 80}
MOST_REDIRECTS = 3
CONNECT_WITHIN = 5.0  # seconds
DONE_WITHIN = 20.0
BLOCK = 64 * 1024
REDIRECTS = (301, 302, 303, 307, 308)
AGENT = "PhienCho/1 (+lay anh theo bang ke)"
# Ranges that ipaddress calls global, and that still lead inside: NAT64 and 6to4 carry an IPv4 address within.
_CARRIERS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class Unfetched(Exception):
    """Nothing was fetched; `code` is stable, the message is for people."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code

    @property
    def reason(self) -> str:
        return sentence(self.code)


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect: the judged address, and the name to say there."""

    url: SplitResult
    host: str
    port: int
    address: str


def fetch(url: str, most_bytes: int) -> bytes:
    """The file at an address. Raises Unfetched. Slow: call it outside a transaction."""
    deadline = time.monotonic() + DONE_WITHIN
    for _hop in range(MOST_REDIRECTS + 1):
        target = judged(url)
        with _Connection(target, deadline) as connection:
            answer = connection.ask()
            if answer.status in REDIRECTS:
                url = urljoin(url, answer.getheader("Location") or "")
                continue
            if answer.status != 200:
                raise Unfetched("refused", str(answer.status))
            return _read(answer, most_bytes, deadline)
    raise Unfetched("too_many_redirects")


def judged(url: str) -> Target:
    """The place an address leads to, if it is one that may be asked. Raises Unfetched."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Unfetched("bad_address") from error
    usual = PORTS.get(parts.scheme)
    if usual is None or not host or len(url) > 2_000 or any(c.isspace() or ord(c) < 33 for c in url.strip()):
        raise Unfetched("bad_address")
    if parts.username is not None or parts.password is not None:
        raise Unfetched("bad_address")
    port = port or usual
    if port not in PORTS.values() and f"{host}:{port}" not in _allowed():
        raise Unfetched("bad_port")
    return Target(parts, host, port, _address(host, port))


def is_open(address: str) -> bool:
    """Whether an IP address is one of the open internet, whatever it is written as or carried in."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_open(str(ip.ipv4_mapped))
        if any(ip in net for net in _CARRIERS):
            return False
    return ip.is_global and not ip.is_multicast


def sentence(code: str) -> str:
    return {
        "bad_address": _("Địa chỉ này không dùng được. Cần địa chỉ https:// dẫn thẳng tới tệp ảnh."),
        "bad_port": _("Chợ chỉ lấy ảnh ở cổng web thường (443, 80)."),
        "unknown_host": _("Không tìm thấy máy chủ này."),
        "closed": _("Địa chỉ dẫn vào mạng nội bộ nên không được mở."),
        "unreachable": _("Không nối được với máy chủ, hoặc chứng chỉ của nó sai."),
        "too_slow": _("Máy chủ trả lời chậm quá."),
        "refused": _("Máy chủ không đưa tệp này ra."),
        "too_many_redirects": _("Địa chỉ chuyển tiếp quá nhiều lần."),
        "too_big": _("Tệp lớn quá 20 MB."),
    }.get(code, code)


def _address(host: str, port: int) -> str:
    """One address of a host, when all it has are open: a name with one foot inside is not asked at all."""
    try:
        found = socket.getaddrinfo(host.encode("idna").decode("ascii"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unfetched("unknown_host") from error
    addresses = [str(entry[4][0]) for entry in found]
    if f"{host}:{port}" not in _allowed() and not all(map(is_open, addresses)):
        raise Unfetched("closed")
    return addresses[0]


def _allowed() -> set[str]:
    """Places inside that may be asked all the same: none but in tests, which serve from this machine."""
    return set(current_app.config.get("FETCH_ALLOWED", ()))


class _Connection:
    """To the judged address; says the name in Host and, with TLS, asks for its certificate."""

    def __init__(self, target: Target, deadline: float) -> None:
        self.target, self.deadline = target, deadline
        self.opened: list[socket.socket | http.client.HTTPResponse] = []

    def ask(self) -> http.client.HTTPResponse:
        target = self.target
        path = (target.url.path or "/") + (f"?{target.url.query}" if target.url.query else "")
        try:
            connection = http.client.HTTPConnection(target.host, target.port)
            connection.sock = self._open()
            head = {"Host": target.url.netloc, "Accept": "image/*", "User-Agent": AGENT, "Accept-Encoding": "identity"}
            connection.request("GET", _quoted(path), headers=head)
            answer = connection.getresponse()
            self.opened.append(answer)
            return answer
        except TimeoutError as error:
            raise Unfetched("too_slow") from error
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise Unfetched("unreachable") from error

    def _open(self) -> socket.socket:
        plain = socket.create_connection((self.target.address, self.target.port), timeout=CONNECT_WITHIN)
        self.opened.append(plain)
        plain.settimeout(max(0.1, min(CONNECT_WITHIN, self.deadline - time.monotonic())))
        if self.target.url.scheme != "https":
            return plain
        sealed = ssl.create_default_context().wrap_socket(plain, server_hostname=self.target.host)
        self.opened.append(sealed)
        return sealed

    def __enter__(self) -> "_Connection":
        return self

    def __exit__(self, *_: object) -> None:
        for one in reversed(self.opened):
            one.close()


def _quoted(path: str) -> str:
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in path)


def _read(answer: http.client.HTTPResponse, most_bytes: int, deadline: float) -> bytes:
    """The body, stopped at the limit whatever its header promised."""
    content = bytearray()
    try:
        while block := answer.read1(BLOCK):
            content += block
            if len(content) > most_bytes:
                raise Unfetched("too_big")
            if time.monotonic() > deadline:
                raise Unfetched("too_slow")
    except TimeoutError as error:
        raise Unfetched("too_slow") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unfetched("unreachable") from error
    return bytes(content)

"""The video link of a product: to hosts of catalog/data/video_hosts.csv only, shown as a link and never played here."""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

HOSTS = Path(__file__).parent / "data" / "video_hosts.csv"
LONGEST = 300


class NoVideo(ValueError):
    """Not an https address of a video at a host we know."""


class Host(NamedTuple):
    name: str
    path: re.Pattern[str]


@cache
def hosts() -> dict[str, Host]:
    with HOSTS.open(encoding="utf-8", newline="") as file:
        return {row["host"]: Host(row["name"], re.compile(row["path"])) for row in csv.DictReader(file)}


def names() -> list[str]:
    """What the hosts are called, each once."""
    return list(dict.fromkeys(host.name for host in hosts().values()))


def read(typed: str) -> str:
    """The address as it may be linked; youtube.com/… as people copy it gets its https. Raises NoVideo."""
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        plain = parts.scheme == "https" and parts.port is None and parts.username is None
    except ValueError as error:
        raise NoVideo(typed) from error
    host = hosts().get(parts.hostname or "")
    if not plain or host is None or not host.path.search(parts.path) or re.search(r"[\s\"'<>\\]", address):
        raise NoVideo(typed)
    if len(address) > LONGEST:
        raise NoVideo(typed)
    return address


def host_name(address: str) -> str:
    """Where a video is, for people; empty where the host has been taken off the list: it is then not linked."""
    try:
        return hosts()[urlsplit(read(address)).hostname or ""].name
    except NoVideo:
        return ""

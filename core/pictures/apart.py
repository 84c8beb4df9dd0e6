"""The darkroom as seen from here: a process of its own, started when first needed, replaced when it dies."""

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from core.darkroom.sizes import Developed, Print
from core.pictures.refusals import RefusedPicture

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 60.0  # seconds for one order; twelve megapixels take one
# Large blocks go back to the system at once; no setting and no secret of ours goes in.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}

_turn = threading.Lock()
_process: subprocess.Popen[bytes] | None = None
_started_by = 0


class DarkroomFailed(Exception):
    """Not the file's fault: the message is the darkroom's own."""


def develop(content: bytes) -> Developed:
    """All renditions that are made at once. Raises RefusedPicture."""
    facts, prints = _ordered({"do": "develop"}, content)
    return Developed(facts, prints)


def finer(content: bytes, widths: list[int]) -> list[Print]:
    """AVIF at these sizes."""
    return _ordered({"do": "finer", "widths": widths}, content)[1]


def notes(content: bytes) -> dict[str, Any]:
    """What the camera noted of place and time."""
    return _ordered({"do": "notes"}, content)[0]


def process_id() -> int | None:
    return _process.pid if _process is not None and _process.poll() is None else None


def close() -> None:
    """End the darkroom; it starts anew with the next order. That of a parent is only let go of."""
    global _process
    process, _process = _process, None
    if process is None:
        return
    if _started_by == os.getpid():
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was not sent yet has nowhere to go
                pipe.close()


def _ordered(order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], list[Print]]:
    with _turn:
        told, bodies = _asked_twice(order | {"length": len(content)}, content)
    if "refused" in told:
        raise RefusedPicture(told["refused"])
    if "failed" in told:
        raise DarkroomFailed(told["failed"])
    prints = [(width, ending, body) for (width, ending, _), body in zip(told["prints"], bodies, strict=True)]
    return told["facts"], prints


def _asked_twice(order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """A darkroom that dies may have been ended from outside; one that dies twice of the same file dies of the file."""
    for _ in range(2):
        process = _running()
        late = threading.Event()
        clock = threading.Timer(LONGEST, lambda late=late, process=process: (late.set(), process.kill()))
        clock.start()
        try:
            return _asked(process, order, content)
        except (OSError, ValueError, EOFError):
            close()
            if late.is_set():
                return {"refused": "too_heavy"}, []
        finally:
            clock.cancel()
    return {"refused": "unreadable"}, []


def _asked(
    process: subprocess.Popen[bytes], order: dict[str, Any], content: bytes
) -> tuple[dict[str, Any], list[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(order).encode() + b"\n")
    process.stdin.write(content)
    process.stdin.flush()
    told = json.loads(process.stdout.readline())
    bodies = [process.stdout.read(length) for _, _, length in told["prints"]]
    if [len(body) for body in bodies] != [length for _, _, length in told["prints"]]:
        raise EOFError
    return told, bodies


def _running() -> subprocess.Popen[bytes]:
    """The darkroom of this process: one that a parent started before a fork is the parent's."""
    global _process, _started_by
    if _process is None or _started_by != os.getpid() or _process.poll() is not None:
        close()
        _process = subprocess.Popen(
            [sys.executable, "-E", "-s", "-m", "core.darkroom"],
            cwd=ROOT, env=_ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _started_by = os.getpid()
    return _process


atexit.register(close)

"""The darkroom's loop: one order a line on standard input, followed by the file; one answer a line, followed by prints.

Nothing that is in a file can reach further than this process: it has no settings, no database and no storage, may
hold MOST_DATA bytes, and whoever started it ends it when an order takes too long.
"""

import json
import os
import resource
import signal
import sys
import traceback
from typing import Any, BinaryIO

from core.darkroom import camera, printing
from core.darkroom.kinds import Refused

MOST_DATA = 140 * 1024 * 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_DATA, MOST_DATA))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, signal.SIG_IGN)  # the end of the input is the sign to stop
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    while line := sys.stdin.buffer.readline():
        order = json.loads(line)
        _answer(answers, order, sys.stdin.buffer.read(order["length"]))


def _answer(answers: BinaryIO, order: dict[str, Any], content: bytes) -> None:
    prints: list[printing.Print] = []
    try:
        told, prints = _done(order, content)
    except Refused as refused:
        told = {"refused": refused.code}
    except MemoryError:
        told = {"refused": "too_heavy"}
    except Exception:
        told = {"failed": traceback.format_exc()[-2000:]}
    told["prints"] = [(width, ending, len(body)) for width, ending, body in prints]
    answers.write(json.dumps(told).encode() + b"\n")
    for _, _, body in prints:
        answers.write(body)
    answers.flush()


def _done(order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], list[printing.Print]]:
    if order["do"] == "notes":
        return {"facts": camera.notes(content)}, []
    if order["do"] == "finer":
        return {"facts": {}}, list(printing.finer(content, order["widths"]))
    developed = printing.develop(content)
    return {"facts": developed.facts}, developed.prints


if __name__ == "__main__":
    main()

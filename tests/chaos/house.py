"""The market's processes, to be killed: loaded once, forked for every life, told what to do on standard input.

A line is `web SECONDS`, `work SECONDS`, `pay SECONDS` or `do NAME SECONDS`; the answer is the process's number, or what
`NAME` of `tests.chaos.facts` tells, as JSON. SECONDS is how far ahead of ours that process's clock runs.
"""

import faulthandler
import json
import os
import signal
import socket
import sys
from datetime import UTC, datetime, timedelta

from core import times

_ahead = timedelta()
times.now = lambda: datetime.now(UTC) + _ahead  # before anything takes it in hand

import stripe  # noqa: E402, F401 (takes a second, too)
from sqlalchemy.orm import configure_mappers  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

from app import create_app  # noqa: E402
from core import jobs  # noqa: E402
from core.processes import die_with_parent  # noqa: E402
from tests.chaos import facts, faults, payers  # noqa: E402


def main(listener: socket.socket, fault: str) -> None:
    if fault:
        getattr(faults, fault)()
    app = create_app()
    configure_mappers()  # takes a second, and no life should spend that
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _say("ready")
    for line in sys.stdin:
        kind, *name, seconds = line.split()
        _fork(app, listener, kind, *name, seconds=int(seconds))


def _fork(app, listener, kind, name="", *, seconds):
    global _ahead
    told, tells = os.pipe()
    if child := os.fork():
        os.close(tells)
        with os.fdopen(told) as answer:
            _say(answer.read().strip() if kind == "do" else str(child))
        return
    os.close(told)
    die_with_parent()
    faulthandler.register(signal.SIGUSR1)  # `kill -USR1`: where each of its threads is, into the log
    _ahead = timedelta(seconds=seconds)
    with app.app_context(), os.fdopen(tells, "w") as answer:
        if kind == "do":
            answer.write(json.dumps(getattr(facts, name)()))
        else:
            answer.close()
            _live(app, listener, kind)
    os._exit(0)


def _say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _live(app, listener, kind):
    if kind == "work":
        jobs.work_forever(pause=0.02)
    elif kind == "pay":
        payers.live(payers.world())
    else:
        make_server("127.0.0.1", 0, app, threaded=True, fd=listener.fileno()).serve_forever()


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])

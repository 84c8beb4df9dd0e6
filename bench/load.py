"""A closed loop: so many connections that each send the next request when the last answer is there."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

CONNECTIONS, RUNS, SECONDS = 8, 3, 4.0
Task = Callable[[http.client.HTTPConnection], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a second, and how many milliseconds one takes: the middle one, and the slowest but one in a hundred."""

    per_second: float
    p50: float
    p99: float
    p95: float = 0.0


def page(path: str) -> Task:
    """Ask for one page as somebody with a cookie, for whom it is rendered; anything but 200 ends the bench."""

    def ask(connection: http.client.HTTPConnection) -> None:
        connection.request("GET", path, headers={"Cookie": "bench=1"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} gave {answer.status}.")

    return ask


def paces(targets: dict[str, tuple[int, list[Task]]]) -> dict[str, Pace]:
    """By name, the medians of three runs; a task a connection, repeated.

    The runs of all targets take turns, so that whatever else the machine does falls on page and limit alike.
    """
    runs: dict[str, list[Pace]] = {name: [] for name in targets}
    for port, tasks in targets.values():
        _run(port, tasks, 0.5)  # warms up; nobody counts it
    for _ in range(RUNS):
        for name, (port, tasks) in targets.items():
            runs[name].append(_run(port, tasks, SECONDS))
    return {name: _middle(found) for name, found in runs.items()}


def _middle(runs: list[Pace]) -> Pace:
    return Pace(*(median(getattr(run, name) for run in runs) for name in ("per_second", "p50", "p99", "p95")))


def _run(port: int, tasks: list[Task], seconds: float) -> Pace:
    taken: list[float] = []
    faults: list[BaseException] = []
    began = time.perf_counter()

    def work(task: Task) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            while (now := time.perf_counter()) < began + seconds:
                task(connection)
                taken.append(time.perf_counter() - now)
        except BaseException as fault:  # a thread's fault is told by the one who waits for it
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return _summed_up(sorted(taken), time.perf_counter() - began)


def _summed_up(taken: list[float], seconds: float) -> Pace:
    def at(share: float) -> float:
        return taken[min(len(taken) - 1, int(share * len(taken)))] * 1000

    return Pace(len(taken) / seconds, at(0.5), at(0.99), at(0.95))

"""How long a former place takes to look up: the slowest of the whole file, each the best of three turns."""

import gc
import json
import sys
import time

from core.text import unmarked
from programme import addresses, former_places

MOST_SECONDS, TURNS = 0.001, 3
WAYS = ("address", "without accents", "without commas")


def main() -> None:
    """Print the slowest in seconds of the processor, by the way they are written, as JSON."""
    former_places.by_code()
    gc.disable()
    json.dump({way: max(map(_seconds, written(way))) for way in WAYS}, sys.stdout)


def written(way: str) -> list[str]:
    """Every address of the file, as somebody may write it."""
    found = [place.address for place in former_places.by_code().values()]
    if way != "address":
        found = [unmarked(address) for address in found]
    return [address.replace(",", " ") for address in found] if way == "without commas" else found


def _seconds(address: str) -> float:
    """Nothing is remembered from one turn to the next."""
    taken = []
    for _turn in range(TURNS):
        addresses.forget()
        began = time.process_time()
        addresses.resolve(address)
        taken.append(time.process_time() - began)
    return min(taken)


if __name__ == "__main__":
    main()

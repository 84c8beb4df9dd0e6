"""Queries judged by hand, and how well an engine answers them."""

import csv
import math
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
FILES = ("queries_visible.csv", "queries_own.csv", "queries_more.csv", "queries_slips.csv")


class Figures:
    def __init__(self):
        self.first, self.gains, self.forbidden, self.empty = [], [], [], []

    @property
    def success_at_1(self):
        return sum(self.first) / len(self.first)

    @property
    def ndcg(self):
        return sum(self.gains) / len(self.gains)

    def __str__(self):
        return f"success@1 {self.success_at_1:.3f}, nDCG@10 {self.ndcg:.3f}, {len(self.first)} queries"


def judge(name, find):
    """Success@1 and nDCG@10 (gain 7 and 1) as data/README.md defines them; products outside the core left out."""
    figures = Figures()
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            top, fine, barred = (row[column].split() for column in ("must_top", "also_ok", "must_not_top5"))
            found = [sku for sku in find(row["query"]) if sku.startswith("P")]
            figures.forbidden += [(row["query"], sku) for sku in found[:5] if sku in barred]
            if top:
                figures.first.append(found[:1] != [] and found[0] in top)
                figures.gains.append(_ndcg(found, top, fine))
                figures.empty += [] if found else [row["query"]]
    return figures


def _ndcg(found, top, fine):
    gains = [7 if sku in top else 1 if sku in fine else 0 for sku in found]
    return _discounted(gains) / _discounted([7] * len(top) + [1] * len(fine))


def _discounted(gains):
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains[:10]))

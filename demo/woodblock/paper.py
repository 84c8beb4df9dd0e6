"""The paper's streaks, `diep.svg`: a tile of the pine-needle brush that lays shell powder on the paper."""

from __future__ import annotations

import math
from pathlib import Path

from shapely.geometry import box
from shapely.ops import unary_union

from demo.woodblock.sheet import SIDE, Sheet

STREAKS = 46


def cut_paper(folder: Path) -> None:
    """Write `diep.svg`, which repeats sideways without a seam."""
    sheet = Sheet("diep", "")
    streaks = []
    for i in range(STREAKS):
        x, y = sheet.random.uniform(0, SIDE), sheet.random.uniform(0, SIDE)
        length = sheet.random.uniform(50, 150)
        for dx in (0, -SIDE):
            curve = [(x + dx + length * t / 6, y + math.sin(t + i) * 1.2) for t in range(7)]
            streaks.append(sheet.stroke(curve, sheet.random.uniform(0.8, 2), 0.4, 0.4, raw=True))
    within = unary_union(streaks).intersection(box(0, 2, SIDE, SIDE - 2))
    data = sheet.path_data(within, 0.4)
    (folder / "diep.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 960" width="320" height="320">'
        f'<path fill="#fff" fill-opacity=".24" d="{data}"/></svg>',
        encoding="utf-8",
    )

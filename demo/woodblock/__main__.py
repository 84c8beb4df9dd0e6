"""Cut motifs: `python -m demo.woodblock OUT_DIR [NAME ...]`, all of them and the paper if none is named."""

from __future__ import annotations

import sys
from pathlib import Path

from demo.woodblock import drawings
from demo.woodblock.paper import cut_paper
from demo.woodblock.sheet import MOTIFS


def main(folder: Path, names: list[str]) -> None:
    """Write the named motifs into the folder."""
    drawings.load()
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or sorted(MOTIFS):
        MOTIFS[name](folder)
    if not names:
        cut_paper(folder)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])

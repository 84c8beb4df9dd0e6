"""Acts of the audit log are told in plain words wherever people read them."""

import re
from pathlib import Path

from catalog.models import RECOGNITION_STATES, STATES
from core import acts

ROOT = Path(__file__).resolve().parent.parent.parent
# What a facility's own pages and those of staff tell: the history of a product, the log of a paper, help given.
READ = (
    "product",
    "recognition",
    "lot",
    "making",
    "calendar",
    "session",
    "delivery",
    "import",
    "booth",
    "application",
    "fair",
)
RECORDED = re.compile(rf"\"((?:{'|'.join(READ)}|facility)\.[a-z_]+)\"")


def recorded():
    """Every act whose name stands in the source beside a call that records it, and those named after a state."""
    named = {f"product.{state}" for state in STATES} | {f"recognition.{state}" for state in RECOGNITION_STATES}
    for package in ("catalog", "programme", "fairs", "insight"):
        for path in (ROOT / package).rglob("*.py"):
            for line in path.read_text().splitlines():
                if "audit.record" in line or "action=" in line or "_put(" in line:
                    named |= set(RECORDED.findall(line))
    return named


def test_each_has_a_name(app):
    found = recorded()
    assert len(found) > 60
    assert {act for act in found if acts.name_of(act) == act} == set()

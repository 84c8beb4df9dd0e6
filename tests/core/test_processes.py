"""core/processes.py: what a process of its own does when it begins."""

import os
import subprocess
import sys

PROGRAM = "import gc; from app import create_app; create_app(); print(gc.get_freeze_count(), len(gc.get_objects()))"


def test_the_collector_never_looks_again_at_what_an_application_is_made_of(tmp_path):
    known = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": "", "SEARCH_URL": ""}
    told = subprocess.run([sys.executable, "-c", PROGRAM], env=known, capture_output=True, text=True, check=True).stdout
    settled, looked_at = map(int, told.split())
    assert settled > 100 * looked_at

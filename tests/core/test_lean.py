"""What a process carries before anybody has asked it for anything: every worker on a machine pays for it."""

import json
import os
import subprocess
import sys

WHEN_ASKED_FOR = ("PIL", "alembic", "cryptography", "fontTools", "pillow_heif", "stdnum", "stripe", "xlsxwriter")
PROGRAM = """
import json, sys
from app import create_app
create_app()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_heavy_libraries_are_loaded_when_asked_for(tmp_path):
    ours = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=ours, capture_output=True, text=True, check=True)
    assert set(WHEN_ASKED_FOR).isdisjoint(json.loads(done.stdout))

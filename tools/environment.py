"""Make the virtual environment and install pinned packages: environment.py FOLDER REQUIREMENTS. Needs nothing else."""

import subprocess
import sys
import venv
from pathlib import Path


def main(folder: Path, requirements: str) -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Cần Python 3.11 trở lên, đang có {sys.version.split()[0]}. Chạy lại: make run PYTHON=python3.11")
    python = folder / "bin" / "python"
    if not _works(python):
        print(f"Dựng môi trường trong {folder}/ …", flush=True)
        try:
            venv.EnvBuilder(with_pip=True, clear=True).create(folder)
        except (subprocess.CalledProcessError, OSError) as error:
            sys.exit(
                f"Không dựng được {folder}: {error}.\nTrên Debian, Ubuntu: apt install python3-venv, rồi chạy lại."
            )
    print(f"Cài các gói ghim trong {requirements} …", flush=True)
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", requirements], check=False)
    if done.returncode:
        sys.exit("Không cài được các gói. Xem dòng lỗi ở trên (thường do mất mạng), rồi chạy lại lệnh vừa rồi.")


def _works(python: Path) -> bool:
    """A half-made environment has no working pip."""
    if not python.exists():
        return False
    return subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

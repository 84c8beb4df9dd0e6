"""Where files lie: one interface, a folder for one machine (S3 joins it later behind the same calls)."""

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from flask import Flask, current_app

_PART = 256 * 1024


class FolderStorage:
    """Files under one folder; a file appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, content: bytes) -> None:
        self.put_stream(key, io.BytesIO(content))

    def put_stream(self, key: str, content: IO[bytes]) -> None:
        """The same of what is too large to hold in memory."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(content, file)
        os.chmod(name, 0o644)
        os.replace(name, path)

    def get(self, key: str) -> bytes | None:
        """The content, or None where there is no such file."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None

    def stream(self, key: str) -> Iterator[bytes]:
        """The content bit by bit; the file is opened when the first is asked for, and closed after the last."""
        with self._path(key).open("rb") as file:
            while part := file.read(_PART):
                yield part

    def has(self, key: str) -> bool:
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        path = (self.root / key).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise ValueError(f"key leaves the storage: {key!r}")
        return path


def init_app(app: Flask) -> None:
    url = app.config.get("STORAGE_URL") or ""
    root = Path(urlsplit(url).path) if url else Path(app.config["DATA_DIR"]) / "files"
    app.extensions["phiencho_storage"] = FolderStorage(root)


def files() -> FolderStorage:
    return current_app.extensions["phiencho_storage"]

"""Answers that can be checked anywhere: facts as canonical JSON, signed with Ed25519 (RFC 8032).

The private key is the setting VERIFY_SIGNING_KEY (32 bytes in base64), or one made once and kept beside the data.
Keys that signed before stay readable: their public halves lie in verify-keys.json in DATA_DIR, by id.
"""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, current_app


class KeyIsSet(Exception):
    """The key stands in VERIFY_SIGNING_KEY: only whoever keeps the settings can change it."""


def init_app(app: Flask) -> None:
    app.extensions["phiencho_signing"] = None  # key and library are read when asked for: most processes never sign


def signed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts, the id of the key, and its signature over their canonical form."""
    from core import keypairs

    key = _private()
    signature = base64.b64encode(keypairs.sign(key, canonical(facts))).decode()
    return {"facts": dict(facts), "key": _id_of(keypairs.public(key)), "signature": signature}


def canonical(facts: Mapping[str, Any]) -> bytes:
    """One form for all: names sorted, nothing between them, UTF-8."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def holds(answer: Mapping[str, Any], keys: Mapping[str, str]) -> bool:
    """Whether one of `keys` (base64 by id) signed exactly these facts."""
    from core import keypairs

    try:
        public, signature = base64.b64decode(keys[answer["key"]]), base64.b64decode(answer["signature"])
        return keypairs.holds(public, signature, canonical(answer["facts"]))
    except (KeyError, TypeError, ValueError):
        return False


def public_keys() -> dict[str, str]:
    """Every public key that signs or has signed, base64 by id."""
    public = _public()
    return _earlier() | {_id_of(public): base64.b64encode(public).decode()}


def rotate() -> str:
    """Sign with a new key from now on; the old one stays published. Returns the new key's id.

    Processes that run already go on with the old one until they start anew: both are published, so both hold.
    """
    if current_app.config.get("VERIFY_SIGNING_KEY"):
        raise KeyIsSet
    kept = _folder() / "verify-keys.json"
    whole = kept.with_name(f"{kept.name}.{os.getpid()}")
    whole.write_text(json.dumps(public_keys()), encoding="utf-8")
    os.replace(whole, kept)
    (_folder() / "verify-key").unlink()
    current_app.extensions["phiencho_signing"] = None
    return _id_of(_public())


def _public() -> bytes:
    from core import keypairs

    return keypairs.public(_private())


def _private() -> bytes:
    held = current_app.extensions["phiencho_signing"]
    if held is None:
        held = current_app.extensions["phiencho_signing"] = _secret()
    return held


def _secret() -> bytes:
    if given := current_app.config.get("VERIFY_SIGNING_KEY"):
        return base64.b64decode(given)
    path = _folder() / "verify-key"
    if not path.exists():
        _make(path)
    return base64.b64decode(path.read_text())


def _make(path: Path) -> None:
    """Of two processes that make one at once, the first one's stays."""
    from core import keypairs

    path.parent.mkdir(parents=True, exist_ok=True)
    made = keypairs.make()
    whole = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(made))
    try:
        os.link(whole, path)
    except FileExistsError:
        pass
    finally:
        whole.unlink()


def _earlier() -> dict[str, str]:
    path = _folder() / "verify-keys.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"])


def _id_of(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]

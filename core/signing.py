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

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import Flask, current_app


class KeyIsSet(Exception):
    """The key stands in VERIFY_SIGNING_KEY: only whoever keeps the settings can change it."""


_RAW = serialization.Encoding.Raw


def init_app(app: Flask) -> None:
    app.extensions["phiencho_signing"] = None  # read when first asked for: most processes never sign


def signed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts, the id of the key, and its signature over their canonical form."""
    key = _private()
    signature = key.sign(canonical(facts))
    return {"facts": dict(facts), "key": _id_of(key.public_key()), "signature": base64.b64encode(signature).decode()}


def canonical(facts: Mapping[str, Any]) -> bytes:
    """One form for all: names sorted, nothing between them, UTF-8."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def holds(answer: Mapping[str, Any], keys: Mapping[str, str]) -> bool:
    """Whether one of `keys` (base64 by id) signed exactly these facts."""
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(keys[answer["key"]]))
        public.verify(base64.b64decode(answer["signature"]), canonical(answer["facts"]))
    except (KeyError, TypeError, ValueError, InvalidSignature):
        return False
    return True


def public_keys() -> dict[str, str]:
    """Every public key that signs or has signed, base64 by id."""
    public = _private().public_key()
    return _earlier() | {_id_of(public): base64.b64encode(_bytes_of(public)).decode()}


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
    return _id_of(_private().public_key())


def _private() -> Ed25519PrivateKey:
    held = current_app.extensions["phiencho_signing"]
    if held is None:
        held = current_app.extensions["phiencho_signing"] = Ed25519PrivateKey.from_private_bytes(_secret())
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
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Ed25519PrivateKey.generate().private_bytes(
        _RAW, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
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


def _bytes_of(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(_RAW, serialization.PublicFormat.Raw)


def _id_of(public: Ed25519PublicKey) -> str:
    return hashlib.sha256(_bytes_of(public)).hexdigest()[:16]

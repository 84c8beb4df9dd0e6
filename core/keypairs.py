"""Ed25519 (RFC 8032) over raw bytes: a key is 32, a signature 64. Importing this loads eight megabytes of library."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def make() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Raises ValueError for what is no public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True

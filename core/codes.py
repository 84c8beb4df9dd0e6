"""Codes that people type from paper or a screen: letters and figures that are not mistaken for one another."""

import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 and O, no 1 and I
PUBLIC_LENGTH = 8  # a million million: guessing finds nothing


def letters(count: int) -> str:
    """So many letters, made up at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def public_code() -> str:
    """A code to print beside a QR: 7Q4X9B2K."""
    return letters(PUBLIC_LENGTH)


def typed(text: str, least: int = PUBLIC_LENGTH, most: int | None = None) -> str:
    """What was meant by a code typed in any case, with whatever stands between; empty where it cannot be one of so many
    letters."""
    code = "".join(one for one in text.upper() if one.isalnum())
    return code if least <= len(code) <= (most or least) and set(code) <= set(ALPHABET) else ""

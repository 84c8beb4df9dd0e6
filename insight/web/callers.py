"""By what a visitor is known for a day: address and browser, which only ever go into a digest (insight/tally.py)."""

from flask import request


def caller() -> str:
    """The address a proxy on this machine saw where there is one, and what the browser calls itself."""
    address = request.remote_addr or ""
    if address in ("127.0.0.1", "::1"):
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    return f"{address} {request.user_agent.string}"

"""Pages are found where they stand: a module of a package's `web/` that has a `bp` is served, without a list."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register(app: Flask, package: str, path: Iterable[str]) -> None:
    """Register the blueprint of every module of `package`, by name; call it with `__name__, __path__`."""
    for found in iter_modules(path):
        module = import_module(f"{package}.{found.name}")
        if hasattr(module, "bp"):
            app.register_blueprint(module.bp)

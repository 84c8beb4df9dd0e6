"""The drawings, one module a theme; each registers its motifs when it is loaded."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Bring in every drawing, so that `MOTIFS` is full."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")

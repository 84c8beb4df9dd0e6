"""The rows behind fairs: halls, stands, booths, and the shelves that staff curate."""

from fairs.models.application import Application
from fairs.models.booth import Booth, BoothProduct
from fairs.models.fair import FAIR_KINDS, Fair
from fairs.models.hall import FACINGS, FormerNumber, Hall, Stand
from fairs.models.shelf import Feature, Shelf

__all__ = [
    "FACINGS",
    "FAIR_KINDS",
    "Application",
    "Booth",
    "BoothProduct",
    "Fair",
    "Feature",
    "FormerNumber",
    "Hall",
    "Shelf",
    "Stand",
]

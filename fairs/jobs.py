"""What fairs do when others work: they tell search of fairs by name, and at which open fair each product is shown."""

from flask import Flask

from catalog import search
from fairs import held, queries


def init_app(app: Flask) -> None:
    """Search asks whenever it takes stock, so that a fair which opens or closes is seen without a job."""
    held.init_app(app)
    if queries.open_fairs_of not in search.contributors:
        search.contributors.append(queries.open_fairs_of)
    search.named.register(search.named.Kind("fair", "hoi-cho", queries.fairs_by_name))

"""What the same server does with next to nothing: the ceiling under which every page here stands."""

from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import joinedload, raiseload, selectinload, sessionmaker

from catalog.models import Product
from core import config

CARDS = """<!doctype html><html lang="vi"><title>24</title><main>{% for one in products %}
<article class="card"><a href="/san-pham/{{ one.slug }}"><h3>{{ one.name }}</h3></a><p>{{ one.summary }}</p>
<p>{{ one.facility.name }}</p><p class="price">{{ "{:,}".format(one.price) }} đ / {{ one.unit }}</p></article>
{% endfor %}</main>"""


def create_limits() -> Flask:
    """`/bare` sends bytes that are there; `/cards` reads 24 products and puts them into 24 cards."""
    settings = config.from_environment()
    app = Flask(__name__)
    bodies = {file.stem: file.read_bytes() for file in Path(settings["DATA_DIR"]).glob("*.bare")}
    session = sessionmaker(create_engine(settings["SQLALCHEMY_DATABASE_URI"]))
    template = app.jinja_env.from_string(CARDS)
    shown = joinedload(Product.facility), selectinload(Product.variants), raiseload("*")
    wanted = select(Product).options(*shown).order_by(Product.id).limit(24)

    @app.get("/healthz")
    def healthy() -> str:
        return "ok"

    @app.get("/bare/<name>")
    def bare(name: str) -> bytes:
        return bodies[name]

    @app.get("/cards")
    def cards() -> str:
        with session() as opened:
            return template.render(products=opened.scalars(wanted).all())

    return app

"""One product of the demo is seen from all sides and has a video: its views are drawn, the video is a free film."""

from collections.abc import Mapping

from flask import current_app

from catalog.models import Frame, Product
from core.db import db
from demo import drawing

SKU = "D011"  # a vase with a plant of each season on its four sides
VIEWS = 12
SIDE = 640  # pixels: what spin.js shows
# "Big Buck Bunny" of the Blender Foundation (CC BY 3.0): the page calls it a sample, as it does its maker.
VIDEO = "https://upload.wikimedia.org/wikipedia/commons/c/c0/Big_Buck_Bunny_4K.webm"


def specs() -> list[drawing.Spec]:
    """Once around; a quick load draws them as small as its other pictures."""
    size = 320 if current_app.config.get("DEMO_QUICK") else SIDE
    return [{"turned": 360 * n // VIEWS, "size": size} for n in range(VIEWS)]


def turn(products: Mapping[str, Product], drawn: Mapping[str, drawing.Spec]) -> None:
    product = products[SKU]
    for position, spec in enumerate(specs()):
        picture = drawing.row(drawn[drawing.key(spec)])
        db.session.add(Frame(product_id=product.id, picture=picture, position=position))
    product.video_url = VIDEO

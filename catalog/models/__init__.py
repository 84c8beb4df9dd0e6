"""The rows behind what is shown and sold, and the facts one row can tell by itself."""

from catalog.models.photo import UPLOAD_USES, Design, Frame, Photo, Upload
from catalog.models.product import MODES, STATES, Product, product_support
from catalog.models.recognition import LEVELS, OCOP_MONTHS, RECOGNITION_KINDS, Recognition
from catalog.models.variant import Variant
from catalog.models.work import ImportRun, Remark

__all__ = [
    "LEVELS",
    "MODES",
    "OCOP_MONTHS",
    "RECOGNITION_KINDS",
    "STATES",
    "UPLOAD_USES",
    "Design",
    "Frame",
    "ImportRun",
    "Photo",
    "Product",
    "Recognition",
    "Remark",
    "Upload",
    "Variant",
    "product_support",
]

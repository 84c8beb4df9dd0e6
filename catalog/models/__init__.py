"""The rows behind what is shown and sold, and the facts one row can tell by itself."""

from catalog.models.attribute import ATTRIBUTE_KINDS, Attribute, AttributeChoice, ProductAttribute
from catalog.models.bundle import BundlePart
from catalog.models.calendar import Calendar, CalendarWeek
from catalog.models.collection import Collection, CollectionProduct
from catalog.models.demand import SearchCount
from catalog.models.digest import DemandDigest, DemandTerm, DigestRefusal
from catalog.models.hold import Hold
from catalog.models.lot import Lot, MakingStep
from catalog.models.photo import UPLOAD_USES, Design, Frame, Photo, Upload
from catalog.models.place import PlaceMove, PlaceStock, StockPlace
from catalog.models.price import PastPrice, PriceTier
from catalog.models.product import MODES, STATES, Product, ProductSlug, on_show, product_support
from catalog.models.promise import REACHES, DeliveryRange, Promise
from catalog.models.recognition import (
    LEVELS,
    RECOGNITION_KINDS,
    RECOGNITION_STATES,
    SUBJECTS,
    Evidence,
    Recognition,
    Reminder,
    in_force,
)
from catalog.models.requirement import (
    EFFECTS,
    PROOF_STATES,
    REQUIREMENT_KINDS,
    Proof,
    Requirement,
    RequirementLetter,
)
from catalog.models.same import SAME_OPEN, SAME_STATES, SameGoods
from catalog.models.session import Session
from catalog.models.variant import CONTENT_UNITS, Variant
from catalog.models.waiting import Waiting
from catalog.models.wanted import Wanted
from catalog.models.words import WORD_KINDS, SearchWords
from catalog.models.work import ImportRun, ProductRevision, Remark

__all__ = [
    "Collection",
    "PlaceMove",
    "PlaceStock",
    "StockPlace",
    "CollectionProduct",
    "ATTRIBUTE_KINDS",
    "Attribute",
    "AttributeChoice",
    "ProductAttribute",
    "CONTENT_UNITS",
    "EFFECTS",
    "SAME_OPEN",
    "SAME_STATES",
    "SameGoods",
    "PROOF_STATES",
    "REQUIREMENT_KINDS",
    "Proof",
    "Requirement",
    "RequirementLetter",
    "LEVELS",
    "MODES",
    "RECOGNITION_KINDS",
    "RECOGNITION_STATES",
    "STATES",
    "UPLOAD_USES",
    "WORD_KINDS",
    "REACHES",
    "BundlePart",
    "Calendar",
    "CalendarWeek",
    "DeliveryRange",
    "DemandDigest",
    "DemandTerm",
    "DigestRefusal",
    "Design",
    "Hold",
    "Lot",
    "MakingStep",
    "PastPrice",
    "PriceTier",
    "Promise",
    "SearchCount",
    "SearchWords",
    "Session",
    "Waiting",
    "Wanted",
    "Frame",
    "SUBJECTS",
    "Evidence",
    "ImportRun",
    "Photo",
    "Product",
    "ProductRevision",
    "ProductSlug",
    "Recognition",
    "Remark",
    "Upload",
    "Variant",
    "Reminder",
    "in_force",
    "on_show",
    "product_support",
]

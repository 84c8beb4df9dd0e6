"""The rows behind facilities, villages and the programme's records, with what the database itself keeps."""

from programme.models.facility import FACILITY_KINDS, Facility
from programme.models.indicator import Indicator
from programme.models.scheme import (
    APPROVED_STATES,
    FUNDING_SOURCES,
    SCHEME_KINDS,
    SCHEME_STATES,
    Document,
    Funding,
    Plan,
    Programme,
    Scheme,
    SchemeChange,
    SchemeMove,
    SchemePlace,
    Task,
)
from programme.models.support import BASES, Support
from programme.models.unit import UNIT_KINDS, Unit, UnitOfficer
from programme.models.village import CraftVillage

__all__ = [
    "APPROVED_STATES",
    "BASES",
    "FACILITY_KINDS",
    "FUNDING_SOURCES",
    "SCHEME_KINDS",
    "SCHEME_STATES",
    "UNIT_KINDS",
    "CraftVillage",
    "Document",
    "Facility",
    "Funding",
    "Indicator",
    "Plan",
    "Programme",
    "Scheme",
    "SchemeChange",
    "SchemeMove",
    "SchemePlace",
    "Support",
    "Task",
    "Unit",
    "UnitOfficer",
]

"""The rows behind fairs: halls, stands, booths, and the shelves that staff curate."""

from fairs.models.application import MOST_UNITS, POWERS, Application, Criterion, StandWish
from fairs.models.booth import Booth, BoothProduct, FairPrice
from fairs.models.deal import (
    COMPLAINT_OUTCOMES,
    CONTRACT_KINDS,
    PARTNER_KINDS,
    FairComplaint,
    FairContract,
)
from fairs.models.fair import BEFORE_OPENING, CALLED_OFF, FAIR_KINDS, FAIR_STATES, Fair, FairDay, FairFunding, open_at
from fairs.models.guest import BoothGuest, presents, takes_part
from fairs.models.guestbook import ENTRY_STATES, GuestEntry
from fairs.models.hall import FACINGS, FormerNumber, Hall, Stand
from fairs.models.judging import OUTCOMES, Assessment, CallJudge, Decision, Objection, PointMark, Ruling
from fairs.models.ledger import ENTRY_KINDS, StandAccount, StandEntry
from fairs.models.look import BoothLook, BoothLookPicture
from fairs.models.paper import PAPER_KINDS, FairPaper
from fairs.models.programme import SESSION_KINDS, SPONSOR_LEVELS, FairSession, FairSponsor
from fairs.models.seating import Proposal, ProposedSeat
from fairs.models.shelf import SHELF_PLACES, Feature, Shelf
from fairs.models.stand_sale import StandSale
from fairs.models.venue import (
    MOST_PEOPLE,
    MOST_PLACES,
    VENUE_KINDS,
    VISIT_KINDS,
    Venue,
    VenueBooking,
    VenueHours,
    VenueVisit,
)
from fairs.models.visitor import FairLead, FairTicket

__all__ = [
    "MOST_PEOPLE",
    "MOST_PLACES",
    "VENUE_KINDS",
    "VISIT_KINDS",
    "Venue",
    "VenueBooking",
    "VenueHours",
    "VenueVisit",
    "BEFORE_OPENING",
    "CALLED_OFF",
    "COMPLAINT_OUTCOMES",
    "CONTRACT_KINDS",
    "FairComplaint",
    "FairContract",
    "PARTNER_KINDS",
    "ENTRY_KINDS",
    "ENTRY_STATES",
    "FACINGS",
    "FAIR_KINDS",
    "FAIR_STATES",
    "MOST_UNITS",
    "OUTCOMES",
    "PAPER_KINDS",
    "POWERS",
    "SHELF_PLACES",
    "SESSION_KINDS",
    "SPONSOR_LEVELS",
    "Application",
    "Assessment",
    "Booth",
    "CallJudge",
    "BoothGuest",
    "BoothLook",
    "BoothLookPicture",
    "BoothProduct",
    "Criterion",
    "Decision",
    "Fair",
    "FairDay",
    "FairFunding",
    "FairLead",
    "FairPaper",
    "FairPrice",
    "FairSession",
    "FairSponsor",
    "FairTicket",
    "Feature",
    "FormerNumber",
    "GuestEntry",
    "Hall",
    "Objection",
    "PointMark",
    "Proposal",
    "ProposedSeat",
    "Ruling",
    "Shelf",
    "Stand",
    "StandAccount",
    "StandEntry",
    "StandSale",
    "StandWish",
    "open_at",
    "presents",
    "takes_part",
]

"""What of fairs' workspace one needs leave for, who acts in a maker's place (0095)."""

NEEDS = {
    "fairs_apply": "booth", "fairs_booth": "booth", "fairs_booth.prices": "prices", "fairs_booth.ask": "prices",
    "fairs_contracts": "booth", "fairs_guests": "booth", "fairs_ledger": "money", "fairs_look": "booth",
    "fairs_manage": "booth", "fairs_papers": "booth", "fairs_rooms": "booth", "fairs_visitors": "booth",
    "my_venues": "booth",
}  # fmt: skip

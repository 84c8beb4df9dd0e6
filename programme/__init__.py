"""Facilities, craft villages, and the programme records: plans, schemes, supports, the public register."""

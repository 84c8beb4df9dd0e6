"""Fairs, halls, stands, booths and the shelves that staff curate."""

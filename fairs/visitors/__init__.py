"""Visitors who registered for a fair: tickets, the door, and whom a booth may note down."""

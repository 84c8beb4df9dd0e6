"""A strict stand-in for Stripe over HTTP: what localstripe has not or does wrong (docs/decisions/0066-cards.md)."""

from tests.stripe_stand_in.server import StandIn

__all__ = ["StandIn"]

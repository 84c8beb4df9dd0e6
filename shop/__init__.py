"""Carts, checkout, orders, parcels, payments, reviews and enquiries."""

"""Kills at any moment of buying, paying and being told: what was answered stands, the rest is whole or not there."""

"""The demonstration fair: invented makers and orders over real villages and crafts."""

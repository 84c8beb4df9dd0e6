"""A proposal of who stands where at a fair: reckoned by weighed rules, changed by hand, then fixed at once."""

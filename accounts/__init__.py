"""People, their roles and memberships, and how they sign in."""

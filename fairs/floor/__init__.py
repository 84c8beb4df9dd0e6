"""The floor of a hall as staff draw it: stands, aisles, entrances and zones on a grid, and how they may be changed."""

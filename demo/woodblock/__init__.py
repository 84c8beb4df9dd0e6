"""The project's own woodblock: it cuts motifs in the Đông Hồ manner as SVG (needs shapely, so only to draw)."""

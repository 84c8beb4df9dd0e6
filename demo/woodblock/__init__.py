"""The woodblock: motifs in the Đông Hồ manner, cut as SVG (needs shapely) and printed (Pillow)."""

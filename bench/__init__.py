"""Figures of speed, each beside a limit measured in the same run: machines differ, ratios travel."""

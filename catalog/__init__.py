"""Products, recognitions, photos and search. Knows nothing of fairs or buyers."""

"""The darkroom: turns bytes into clean renditions; it knows Pillow alone, and runs in a process of its own."""

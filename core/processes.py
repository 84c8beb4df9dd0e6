"""Processes: those that must not outlive the one that started them, and what lives as long as one does."""

import ctypes
import gc
import signal
import sys


def die_with_parent() -> None:
    """Have the kernel end this process when its parent dies, however that came; only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def settle() -> None:
    """Say that all there is now stays for the life of this process: the garbage collector never looks at it again.

    Modules, mappers and rules are some 250,000 objects; a request that makes enough garbage had to go through them all.
    """
    gc.collect()
    gc.freeze()

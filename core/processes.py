"""Processes that must not outlive the one that started them."""

import ctypes
import signal
import sys


def die_with_parent() -> None:
    """Have the kernel end this process when its parent dies, however that came; only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG

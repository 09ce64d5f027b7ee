"""How the C library gives memory back: pages that a program freed are kept for the next one.

glibc returns large buffers to the system after every dispatch, and the next dispatch faults each of their
pages in again. KERAUNOS_MALLOC=off leaves the allocator as it is; other C libraries are never touched.
"""

import ctypes
import os
import platform
from functools import cache
from typing import Any

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3  # of mallopt
_KEPT = 2**30  # bytes


@cache
def _glibc() -> Any:
    """The C library, or None where it is another one, or the switch is off."""
    if os.environ.get("KERAUNOS_MALLOC", "").lower() == "off":
        return None
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None


@cache
def keep_pages() -> bool:
    """Let freed buffers of up to a gigabyte stay with the process; once. Returns whether it was done."""
    library = _glibc()
    if library is None:
        return False
    options = (_MMAP_THRESHOLD, _TRIM_THRESHOLD, _TOP_PAD)
    sizes = (_KEPT, _KEPT, 2**26)
    return all(library.mallopt(option, size) == 1 for option, size in zip(options, sizes))


def give_back() -> bool:
    """Return what is free now to the system: after compiling, before data are copied."""
    library = _glibc()
    return library is not None and bool(library.malloc_trim(0))

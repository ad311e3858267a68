"""Large arrays in memory of their own."""

from __future__ import annotations

import contextlib
import math
import mmap
from typing import Any

import numpy as np
import numpy.typing as npt


def zeros(shape: tuple[int, ...], kind: npt.DTypeLike) -> npt.NDArray[Any]:
    """An array of zeros, whose memory goes back to the system as soon as the array is let go of.

    The usual allocator keeps much of what is freed. When it hands that out again it writes the zeros, so that places on
    which nothing ever falls take memory too.

    Parameters
    ----------
    shape, kind
        As of :func:`numpy.zeros`.

    Raises
    ------
    MemoryError
        If there is none.
    """
    count = math.prod(shape)
    size = max(count, 1) * np.dtype(kind).itemsize
    try:
        memory = mmap.mmap(-1, size, access=mmap.ACCESS_COPY)
    except OSError as error:
        raise MemoryError(f"{size:,} bytes for counts: {error.strerror}") from None
    if hasattr(mmap, "MADV_HUGEPAGE"):
        # As numpy asks for large arrays: counts fall all over them. A system may have none.
        with contextlib.suppress(OSError):
            memory.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(memory, kind, count).reshape(shape)

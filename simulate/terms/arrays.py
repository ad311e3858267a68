"""Columns of the kernels' tables: numbers, whole numbers and flags, each in the one type that the kernels take."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kernels import whole_tables as kernel


def floats(values: Sequence[float]) -> kernel.Floats:
    """Numbers, and whole numbers that are counted with."""
    return np.array(values, dtype=np.float64)


def integers(values: Sequence[int]) -> kernel.Integers:
    """Whole numbers that count or point."""
    return np.array(values, dtype=np.int64)


def flags(values: Sequence[bool]) -> kernel.Flags:
    """Yes or no."""
    return np.array(values, dtype=np.bool_)

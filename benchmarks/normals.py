"""NumPy's own normals, the yardstick: one float64 for each nominal path-session, into a ready array."""

from __future__ import annotations

import numpy as np

from benchmarks.rounds import Workload

NORMALS = 2**22
"""Normals of one fill: 32 MiB."""
PCG64 = "NumPy PCG64 standard_normal, one a path-session"
SFC64 = "NumPy SFC64 standard_normal, one a path-session"


def fill_of(name: str, bits: np.random.BitGenerator) -> Workload:
    """A fill by ``numpy.random.Generator(bits).standard_normal``."""
    generator = np.random.Generator(bits)
    out = np.zeros(NORMALS)
    return Workload(name, NORMALS, lambda: generator.standard_normal(out=out))


def pcg64() -> Workload:
    """The yardstick."""
    return fill_of(PCG64, np.random.PCG64(1998))


def sfc64() -> Workload:
    """NumPy's quickest generator."""
    return fill_of(SFC64, np.random.SFC64(1998))

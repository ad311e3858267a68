"""How paths share their normals: each its own, in mirrored pairs, or along Sobol's sequence (METHODS, Sampling)."""

from __future__ import annotations

import numpy as np

from kernels.jit import clause, rare
from kernels.market.scratch import TILE, Market
from kernels.market.sobol import bridge_tile
from kernels.random import Word
from kernels.tables import SamplingTable

_NONE = np.uint64(0)


@clause
def source_path(path: Word, sampling: SamplingTable) -> Word:
    """The path whose words of the market's stream a path takes: its own, or that of the first of its pair."""
    return path - (path & sampling.mirror)


@rare
def mirror_normals(market: Market) -> None:
    """Negate the tile's normals, the price's and the volume's: the second path of a pair is the first one's mirror."""
    for i in range(TILE):
        market.z[i] = -market.z[i]
        market.e[i] = -market.e[i]


@clause
def steer(seed: Word, path: Word, first: int, sampling: SamplingTable, market: Market) -> None:
    """Make of the tile's normals, drawn for :func:`source_path`, those of the path; plain paths are left alone.

    Parameters
    ----------
    seed, path, first
        As in :func:`kernels.market.gbm.fill_tile`; tiles come in order.
    sampling
        How paths share them.
    market
        Scratch of the path.
    """
    if (path & sampling.mirror) != _NONE:
        mirror_normals(market)
    elif sampling.session.size > 0:
        bridge_tile(seed, path, first, sampling, market)

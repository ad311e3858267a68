"""Scratch of one path: its market, session by session, and the state that walks from tile to tile."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kernels.tables import Floats, Integers

TILE = 64
"""Sessions drawn at a time. Even, so that a Philox block (two sessions of GBM) never straddles a tile."""


class Market(NamedTuple):
    """The market of one path. ``E`` earlier sessions stand before session 0 in ``bids`` and ``volumes``."""

    closes: Floats
    """Closes in units, [T + TILE]."""
    bids: Floats
    """Closing bids in units, [E + T + TILE]."""
    volumes: Floats
    """Volumes in shares, [E + T + TILE]."""
    z: Floats
    """Normals of the tile, [TILE]."""
    e: Floats
    """Second normals of the tile, [TILE]."""
    restart: Floats
    """Words that start a new block of the bootstrap, [TILE]."""
    pick: Integers
    """Where a new block would start, [TILE]."""
    log2_units: Floats
    """Base-2 logarithms of prices in the tile, [TILE]."""
    news: Floats
    """Volume states in the tile, [TILE]."""
    carry: Floats
    """[0] log2 price in units, [1] volume state, [2] index of the drawn return; all after the last session drawn."""


def make_market(sessions: int, earlier: int) -> Market:
    """Allocate the scratch of one thread.

    Parameters
    ----------
    sessions
        T.
    earlier
        E, closing bids (and volumes) kept before session 0.
    """
    return Market(
        closes=np.zeros(sessions + TILE),
        bids=np.zeros(earlier + sessions + TILE),
        volumes=np.zeros(earlier + sessions + TILE),
        z=np.zeros(TILE),
        e=np.zeros(TILE),
        restart=np.zeros(TILE),
        pick=np.zeros(TILE, dtype=np.int64),
        log2_units=np.zeros(TILE),
        news=np.zeros(TILE),
        carry=np.zeros(3),
    )

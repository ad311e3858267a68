"""Scratch of one path: its market, session by session, and the state that walks from tile to tile."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kernels.tables import Floats, Integers, Tables
from kernels.whole_tables import PRICE_FIELDS

TILE = 64
"""Sessions drawn at a time. Even, so that a Philox block (two sessions of GBM) never straddles a tile."""


ASLEEP_SINCE = 3
"""Place in ``Market.carry``: first session of the tiles of which only prices were drawn; -1: none."""
LOG2_THEN = 4
NEWS_THEN = 5
INDEX_THEN = 6
"""The first three places as they stood before that session."""
CARRY = 7


class Quotes(NamedTuple):
    """What a session reads of a path's market; the same arrays as in :class:`Market`."""

    closes: Floats
    """Closes in units, [T + TILE]."""
    bids: Floats
    """Closing bids in units, [E + T + TILE]."""
    volumes: Floats
    """Volumes in shares, [E + T + TILE]."""
    fields: Floats
    """Other prices of a session than the closing bid, by field, [PRICE_FIELDS, E + T + TILE]; empty: not needed."""


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
    """Words that start a new block of the bootstrap, or that count jumps (Merton), [TILE]."""
    pick: Integers
    """Where a new block would start, [TILE]."""
    log2_units: Floats
    """Base-2 logarithms of prices in the tile, [TILE]."""
    news: Floats
    """Volume states in the tile, [TILE]."""
    fields: Floats
    """Other prices of a session than the closing bid, by field, [PRICE_FIELDS, E + T + TILE]; empty: not needed."""
    carry: Floats
    """[0] log2 price in units, [1] volume state, [2] index of the drawn return, the variance of the session to come
    (GARCH), the net number of rises (tree), or the sum of the normals (a Brownian bridge); all after the last session
    drawn; then the places below."""
    work: Floats
    """Jumps of the tile in base 2 (Merton), its variances (GARCH) or its moves (tree), [TILE]."""
    bridge: Floats
    """Sums of the path's normals up to the points of its Brownian bridge, [P]; empty: none (METHODS, Sampling)."""


def make_market(tables: Tables) -> Market:
    """Allocate the scratch of one thread.

    Parameters
    ----------
    tables
        The scenario: its sessions, and the bids and volumes it keeps before session 0.
    """
    sessions, earlier = tables.clock.days.size, tables.clock.earlier_bids.size
    places = earlier + sessions + TILE
    # Price fields beside the closing bid are kept only where a window may hold them.
    others = 0 if tables.whole is None or not tables.whole.pricing.price_field.any() else PRICE_FIELDS
    return Market(
        closes=np.zeros(sessions + TILE),
        bids=np.zeros(places),
        volumes=np.zeros(places),
        z=np.zeros(TILE),
        e=np.zeros(TILE),
        restart=np.zeros(TILE),
        pick=np.zeros(TILE, dtype=np.int64),
        log2_units=np.zeros(TILE),
        news=np.zeros(TILE),
        fields=np.zeros((others, places if others else 0)),
        carry=np.zeros(CARRY),
        work=np.zeros(TILE),
        bridge=np.zeros(tables.sampling.session.size),
    )

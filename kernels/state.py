"""The state of one path while it is followed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kernels.market.scratch import TILE
from kernels.returns import FLOW_ROWS
from kernels.rows import LIMITS, places, whole_places
from kernels.tables import Floats, Integers, Tables
from kernels.whole_state import WholeState, make_whole_state

LONGEST_WINDOW = 60
"""Longest look-back, in sessions."""

OUTSTANDING = 0
"""Common outstanding."""
CAP_USED = 1
"""Shares counted against the cap."""
BID_VALUE_UNITS = 2
"""Sum over notices of shares x bid, in price units."""
LOWEST_PRICE_USD = 3
"""Lowest conversion price of any notice."""
FULL_CONVERSION = 4
"""Session on which the last preferred converted; -1: not yet."""
APPROVED = 5
"""1 if Stockholder Approval is given on this path."""
TOTALS = 6


class State(NamedTuple):
    """Everything that changes on a path; ``S`` series."""

    preferred: Floats
    """Preferred left, [S]."""
    held: Floats
    """Common held from each series, [S]."""
    issued: Floats
    """Common issued on each series, net, [S]."""
    proceeds: Floats
    """Sales so far, USD, [S]."""
    present: Floats
    """Sales so far discounted to session 0, USD, [S]."""
    totals: Floats
    """See the places above, [TOTALS]."""
    bound: Integers
    """Sessions on which each limit bound, [LIMITS]."""
    bound_today: npt.NDArray[np.bool_]
    """Whether each limit bound this session, [LIMITS]."""
    price: Floats
    """Conversion price of the session in units of 1/Q; 0: none; [S]."""
    floating: Floats
    """The price before any waiver, in the same units, [S]."""
    done: npt.NDArray[np.bool_]
    """Series already passed in this round, [S]."""
    window: Floats
    """Sorted closing bids of each series' window, [S, LONGEST_WINDOW]."""
    window_end: Integers
    """Place in ``bids`` of the last bid in the window; -1: the window is not built; [S]."""
    flows: Floats
    """Cash flow to the investor by session, USD, [T]."""
    netted: Floats
    """Scratch of the rate of return, [FLOW_ROWS, T + purchases]."""
    whole: WholeState
    """What else changes in a deal that uses the rest of the contract; without, it is empty."""


def make_state(tables: Tables) -> State:
    """Allocate the state of one thread.

    Parameters
    ----------
    tables
        The scenario.
    """
    series, sessions = tables.claim.shape[0], tables.clock.days.size
    more = make_whole_state(sessions if tables.whole is not None else 0, LONGEST_WINDOW, TILE)
    return State(
        preferred=np.zeros(series),
        held=np.zeros(series),
        issued=np.zeros(series),
        proceeds=np.zeros(series),
        present=np.zeros(series),
        totals=np.zeros(TOTALS),
        bound=np.zeros(LIMITS, dtype=np.int64),
        bound_today=np.zeros(LIMITS, dtype=np.bool_),
        price=np.zeros(series),
        floating=np.zeros(series),
        done=np.zeros(series, dtype=np.bool_),
        window=np.zeros((series, LONGEST_WINDOW)),
        window_end=np.zeros(series, dtype=np.int64),
        flows=np.zeros(sessions),
        netted=np.zeros((FLOW_ROWS, sessions + tables.series.purchase_usd.size)),
        whole=more,
    )


def row_length(tables: Tables) -> int:
    """Length of a path's row (:mod:`kernels.rows`).

    Parameters
    ----------
    tables
        The scenario.
    """
    series = tables.claim.shape[0]
    return places(series) if tables.whole is None else whole_places(series, int(tables.whole.warrants.entries))


def make_rows(tables: Tables, paths: int) -> Floats:
    """Allocate the rows of a block, [places, paths]; a path's own row lies together in memory, as it is written.

    Parameters
    ----------
    tables
        The scenario.
    paths
        Paths of the block.
    """
    return np.zeros((paths, row_length(tables))).T

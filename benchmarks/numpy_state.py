"""The paths of a batch while they are followed, and the rows they leave, for the vectorised-NumPy version."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from benchmarks.numpy_deal import SERIES, Deal
from benchmarks.numpy_market import Floats, Integers, Session, Truths
from kernels import rows as place
from kernels.tables import Tables

NEVER_USD = 1.0e300
"""Lowest conversion price of a path that has given no notice."""


@dataclass
class State:
    """The paths that are still followed; the last axis of every array is paths, ``S`` series."""

    path: Integers
    """Number of the path in its batch."""
    preferred: Integers
    """Preferred left, [S, paths]."""
    held: Integers
    """Common held, [S, paths]."""
    issued: Integers
    """Common issued, [S, paths]."""
    proceeds: Floats
    """Sales, USD, [S, paths]."""
    present: Floats
    """Sales discounted to session 0, USD, [S, paths]."""
    outstanding: Integers
    cap_used: Integers
    bid_value: Floats
    """Sum over notices of shares x bid, in units."""
    lowest_usd: Floats
    """Lowest conversion price of a notice."""
    full: Integers
    """Session of the last conversion; -1: preferred is left."""
    bound: Integers
    """Sessions on which each limit bound, [limits, paths]."""
    touched: Truths
    """Whether the close touched the ceiling."""
    window: Integers
    """Bids of the sessions before, session t's at place ``t % lookback``, [lookback, paths]."""
    volumes: Integers
    """Volumes of the sessions before, likewise, [average_sessions, paths]."""
    volume_sum: Integers
    """Sum of ``volumes``."""

    def keep(self, going: Truths) -> None:
        """Drop the paths that are not marked."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name)[..., going])


@dataclass
class Today:
    """What one session is to the paths that are followed."""

    t: int
    bids: Integers
    sale_usd: Floats
    """Dollars of a share sold, after commission."""
    discount: float
    room: Integers
    """Shares that may still be sold."""
    bound: dict[int, Truths]
    """Whether a limit bound, for the limits that did on any path."""
    flow_usd: float = 0.0
    """Sales of all paths."""
    issued: int = 0
    """Common issued on all paths."""

    def bind(self, limit: int, paths: Integers | Truths) -> None:
        """Mark a limit as binding on some paths."""
        marks = self.bound.setdefault(limit, np.zeros(self.bids.size, dtype=np.bool_))
        marks[paths] = True


def open_state(paths: int, deal: Deal, tables: Tables) -> State:
    """The paths at the opening of session 0."""
    clock, series = tables.clock, tables.series

    def column(values: Floats, times: int) -> Integers:
        return np.repeat(values.astype(np.int64)[:, None], times, axis=1)

    def zeros(*shape: int) -> Integers:
        return np.zeros((*shape, paths), dtype=np.int64)

    # The ring holds session t at place t modulo its length, so the earlier sessions stand in their order.
    volumes = column(clock.earlier_volumes[-deal.average_sessions :], paths)
    return State(
        path=np.arange(paths),
        preferred=column(series.preferred, paths),
        held=zeros(SERIES),
        issued=zeros(SERIES),
        proceeds=np.zeros((SERIES, paths)),
        present=np.zeros((SERIES, paths)),
        outstanding=np.full(paths, int(tables.deal.outstanding)),
        cap_used=zeros(),
        bid_value=np.zeros(paths),
        lowest_usd=np.full(paths, NEVER_USD),
        full=np.full(paths, -1),
        bound=zeros(place.LIMITS),
        touched=np.zeros(paths, dtype=np.bool_),
        window=column(clock.earlier_bids[-deal.lookback :], paths),
        volumes=volumes,
        volume_sum=volumes.sum(axis=0),
    )


def note_session(t: int, market: Session, deal: Deal, tables: Tables, state: State) -> None:
    """Put the session's bid and volume among those before the next."""
    state.window[t % deal.lookback] = market.bids
    oldest = state.volumes[t % deal.average_sessions]
    state.volume_sum += market.volumes
    state.volume_sum -= oldest
    oldest[:] = market.volumes
    state.touched |= market.closes >= int(tables.quote.highest_units)


def write_rows(which: Truths, last_usd: Floats, tables: Tables, state: State, rows: Floats) -> float:
    """Write the rows of the marked paths, valued at the horizon.

    Parameters
    ----------
    which
        Paths to write.
    last_usd
        What a share held brings, [paths]; of paths that are finished any number will do.
    tables, state
        The scenario and the paths.
    rows
        Receives the rows.

    Returns
    -------
    float
        What remains on these paths, USD.
    """
    columns, discount = state.path[which], float(tables.clock.discount[-1])
    remaining_total = np.zeros(columns.size)
    for series in range(SERIES):
        first = place.FIXED_PLACES + place.PER_SERIES * series
        held, left = state.held[series, which], state.preferred[series, which]
        recovered = float(tables.series.stated_value_usd[series]) * tables.deal.recovery
        remaining = held * last_usd[which] + left * recovered
        remaining_total += remaining
        rows[first + place.SERIES_SHARES, columns] = state.issued[series, which]
        rows[first + place.SERIES_PROCEEDS_USD, columns] = state.proceeds[series, which]
        rows[first + place.SERIES_PROCEEDS_PRESENT_USD, columns] = state.present[series, which]
        rows[first + place.SERIES_REMAINING_USD, columns] = remaining
        rows[first + place.SERIES_REMAINING_PRESENT_USD, columns] = remaining * discount
        rows[first + place.SERIES_PREFERRED_LEFT, columns] = left
        rows[first + place.SERIES_HELD, columns] = held
    full, lowest = state.full[which], state.lowest_usd[which]
    rows[place.SHARES_ISSUED, columns] = state.issued[:, which].sum(axis=0)
    rows[place.PROCEEDS_USD, columns] = state.proceeds[:, which].sum(axis=0)
    rows[place.PROCEEDS_PRESENT_USD, columns] = state.present[:, which].sum(axis=0)
    rows[place.REMAINING_USD, columns] = remaining_total
    rows[place.REMAINING_PRESENT_USD, columns] = remaining_total * discount
    rows[place.IRR, columns] = place.NOT_COMPUTED
    rows[place.BID_VALUE_USD, columns] = state.bid_value[which] / tables.quote.units_per_dollar
    rows[place.BOUND : place.BOUND + place.LIMITS, columns] = state.bound[:, which]
    rows[place.CAP_USED, columns] = state.cap_used[which]
    rows[place.APPROVED, columns] = float(tables.deal.approval_words > 0.0)
    rows[place.FULL_CONVERSION, columns] = np.where(full >= 0, full, place.UNDEFINED)
    rows[place.LOWEST_PRICE_USD, columns] = np.where(lowest < NEVER_USD, lowest, place.UNDEFINED)
    rows[place.TOUCHED_CEILING, columns] = state.touched[which]
    return float(remaining_total.sum())

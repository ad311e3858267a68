"""The same whole job in vectorised NumPy: arrays over paths, a Python loop over sessions, none over paths.

It supports what ``configs/valence-1998.yaml`` uses, gives the kernels' rows (but for the internal rate of
return) and the mean cash flow and mean issue of each session, and drops finished paths as it goes. Its shares
are exact, and equal to the ledger's on the same market.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.numpy_contract import conversion_price, convert, floor_ratio
from benchmarks.numpy_deal import SERIES, Deal, make_deal
from benchmarks.numpy_market import DrawnMarket, Floats, Integers, Market, Session, Truths
from benchmarks.numpy_state import State, Today, note_session, open_state, write_rows
from kernels import rows as place
from kernels.tables import Tables

DROP_FRACTION = 1 / 16
"""Finished paths are dropped when they are this part of those that are followed."""


@dataclass(frozen=True)
class Outcome:
    """What a simulation leaves.

    Attributes
    ----------
    rows
        [places(S), paths], as :mod:`kernels.rows` has them.
    mean_flow_usd, mean_issued_shares
        Mean over paths by session, [T].
    """

    rows: Floats
    mean_flow_usd: Floats
    mean_issued_shares: Floats


def sale_limit(market: Session, deal: Deal, state: State) -> tuple[Integers, Truths]:
    """Shares that may be sold in the session, and on which paths the covenant says so (``SPA 4.15``)."""
    in_force = (state.preferred[deal.while_held] > 0) & (market.bids < deal.line_units)
    numerator, denominator = deal.session_share
    covenant = np.maximum(numerator * market.volumes // denominator, deal.floor_shares)
    numerator, denominator = deal.average_share
    np.maximum(covenant, numerator * state.volume_sum // denominator, out=covenant)
    numerator, denominator = deal.participation
    return np.where(in_force, covenant, numerator * market.volumes // denominator), in_force


def sell(series: int, paths: Integers | slice, shares: Integers, state: State, today: Today) -> None:
    """Sell shares of one series at the bid, less commission, out of what is held and out of the room."""
    amount = shares * today.sale_usd[paths]
    state.held[series, paths] -= shares
    state.proceeds[series, paths] += amount
    state.present[series, paths] += amount * today.discount
    today.room[paths] -= shares
    today.flow_usd += float(amount.sum())


def sell_held(deal: Deal, state: State, today: Today) -> None:
    """Sell what is held, series in order, each if registered, up to the room."""
    for series in range(SERIES):
        held = state.held[series]
        if today.t >= deal.registered[series]:
            sell(series, slice(None), np.minimum(held, today.room), state, today)
        elif held.any():
            today.bind(place.REGISTRATION, held > 0)


def give_notice(
    series: int,
    among: Truths,
    price: Integers,
    previous_bids: Integers,
    deal: Deal,
    state: State,
    today: Today,
) -> Integers:
    """The series' notice of the session on the marked paths, and its sale.

    Parameters
    ----------
    series
        Which series.
    among
        The paths that come to it now, [paths].
    price
        Its conversion price, [paths].
    previous_bids
        Bids of the session before, [paths]: what the holder decides on.
    deal, state, today
        The deal, the paths and the session.

    Returns
    -------
    numpy.ndarray
        Places of the paths whose notice was cut to the room.
    """
    nobody = np.zeros(0, dtype=np.int64)
    paths = np.flatnonzero(among & (today.room > 0))
    if paths.size == 0:
        return nobody
    if today.t < deal.registered[series]:
        today.bind(place.REGISTRATION, paths)
        return nobody
    below = previous_bids[paths] * deal.hurdle_bid[series] < price[paths] * deal.hurdle_price[series]
    if below.any():
        today.bind(place.PRICE, paths[below])
        paths = paths[~below]
        if paths.size == 0:
            return nobody
    left, room, at = state.preferred[series, paths], today.room[paths], price[paths]
    enough = floor_ratio(room - 1, deal.claim_scale[series] * at, deal.claim[series][today.t])[0] + 1
    shares = convert(series, paths, np.minimum(enough, left), at, deal, state, today)
    sell(series, paths, np.minimum(shares, room), state, today)
    cut: Integers = paths[(enough < left) & (shares > 0)]
    return cut


def give_notices(previous_bids: Integers, deal: Deal, state: State, today: Today) -> Truths:
    """One round of notices, on each path the lower conversion price first, deal order at a tie.

    Returns
    -------
    numpy.ndarray
        Whether a notice was cut to the room, [paths].
    """
    cut = np.zeros(state.path.size, dtype=np.bool_)
    open_for, prices = [], []
    for series in range(SERIES):
        may = (state.preferred[series] > 0) & (today.t <= deal.matures[series])
        paths = np.flatnonzero(may)
        price = np.full(state.path.size, deal.fixed_price[series])
        if paths.size:
            price[paths] = conversion_price(series, today.t, paths, deal, state)
        open_for.append(may)
        prices.append(price)
    second_first = open_for[1] & (prices[1] < prices[0])
    # Three calls put every path's series in its own order: no path comes to both calls of series 0.
    calls = ((0, open_for[0] & ~second_first), (1, open_for[1]), (0, open_for[0] & second_first))
    for series, among in calls:
        cut[give_notice(series, among, prices[series], previous_bids, deal, state, today)] = True
    return cut


def run_session(t: int, market: Session, deal: Deal, tables: Tables, state: State) -> Today:
    """One session in the contract's order: sale limit, sales, notices, bounds, required conversion."""
    limit, in_force = sale_limit(market, deal, state)
    sale_usd: Floats = market.bids * np.float64(tables.sale.net_of_commission / tables.quote.units_per_dollar)
    today = Today(t, market.bids, sale_usd, float(tables.clock.discount[t]), limit, {})
    sell_held(deal, state, today)
    cut = give_notices(state.window[(t - 1) % deal.lookback], deal, state, today)
    saleable = cut
    for series in range(SERIES):
        if t >= deal.registered[series]:
            saleable = saleable | (state.held[series] > 0)
    full = saleable & (today.room == 0)
    today.bind(place.SALE_LIMIT, full & in_force)
    today.bind(place.PARTICIPATION, full & ~in_force)
    for series in range(SERIES):
        if t >= deal.matures[series]:
            paths = np.flatnonzero(state.preferred[series])
            if paths.size:
                price = conversion_price(series, t, paths, deal, state)
                convert(series, paths, state.preferred[series, paths], price, deal, state, today)
    for name, marks in today.bound.items():
        state.bound[name] += marks
    return today


def simulate_batch(tables: Tables, paths: int, market: Market) -> Outcome:
    """Follow a batch of paths from session 0 to the horizon.

    Parameters
    ----------
    tables
        The scenario.
    paths
        How many paths the market has.
    market
        Drawn or given.

    Raises
    ------
    ValueError
        If the scenario needs more than this version can do.
    """
    deal = make_deal(tables)
    state = open_state(paths, deal, tables)
    sessions = tables.clock.days.size
    rows = np.zeros((place.places(SERIES), paths))
    flows, issued = np.zeros(sessions), np.zeros(sessions)
    last_usd = np.zeros(paths)
    for t in range(sessions):
        session = market.session(t)
        today = run_session(t, session, deal, tables, state)
        flows[t], issued[t], last_usd = today.flow_usd, today.issued, today.sale_usd
        note_session(t, session, deal, tables, state)
        going = (state.preferred[0] | state.preferred[1] | state.held[0] | state.held[1]) != 0
        finished = going.size - int(np.count_nonzero(going))
        if finished > DROP_FRACTION * going.size:
            write_rows(~going, today.sale_usd, tables, state, rows)
            state.keep(going)
            market.keep(going)
            last_usd = last_usd[going]
            if state.path.size == 0:
                break
    flows[-1] += write_rows(np.ones(state.path.size, dtype=np.bool_), last_usd, tables, state, rows)
    return Outcome(rows, flows / paths, issued / paths)


def simulate_drawn(tables: Tables, paths: int, batch: int, seed: int) -> Outcome:
    """Draw and follow paths, a batch at a time.

    Parameters
    ----------
    tables
        The scenario.
    paths
        How many; a multiple of ``batch``.
    batch
        Paths side by side.
    seed
        Of ``numpy.random.PCG64``.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    batches = [simulate_batch(tables, batch, DrawnMarket(tables, batch, generator)) for _ in range(paths // batch)]
    return Outcome(
        np.concatenate([each.rows for each in batches], axis=1),
        np.mean([each.mean_flow_usd for each in batches], axis=0),
        np.mean([each.mean_issued_shares for each in batches], axis=0),
    )

"""Follow paths from session 0 to the horizon, one after the other, and write their rows.

A path's market is drawn tile by tile (loops over sessions, which vectorise); the contract then walks session by
session. A path whose holder is finished stops being drawn: what would follow cannot change its row.
"""

from __future__ import annotations

import numpy as np

from kernels import rows as place
from kernels.conversion import total
from kernels.fans import (
    WAITING,
    Fans,
    Sums,
    count_all_moves,
    count_noted,
    issued_bin_of,
    note_move,
    note_prices,
    preferred_bin_of,
)
from kernels.intrinsics import borrow
from kernels.jit import OnRows, clause, rare
from kernels.market.asleep import ASLEEP, may_sleep, sleep_through
from kernels.market.draw import approval_drawn, fill_tile, start_market
from kernels.market.scratch import TILE, Market, Quotes
from kernels.parts import calls_part
from kernels.price_feedback import is_fed_back, open_market
from kernels.quiet import skip_quiet
from kernels.random import Word
from kernels.returns import internal_rate
from kernels.series_alone import ACTED, IN_FULL, PASSED, UNTESTED, run_alone
from kernels.session import run_session, types_of_session
from kernels.state import (
    APPROVED,
    BID_VALUE_UNITS,
    CAP_USED,
    FULL_CONVERSION,
    LOWEST_PRICE_USD,
    OUTSTANDING,
    State,
)
from kernels.tables import Floats, Tables
from kernels.whole_paths import (
    has_touched_ceiling,
    is_whole_finished,
    issued_in_all,
    note_whether_counted,
    start_whole,
    write_whole_row,
)
from kernels.whole_tables import Whole
from kernels.window_sums import sum_windows

NO_PRICE_YET = 1.0e300
MOST_WAITED = 8
"""Sessions after which a quiet stretch is looked for again, where it was looked for in vain so often."""


@clause
def start_state(approved: bool, seed: Word, path: Word, tables: Tables, state: State, whole: Whole | None) -> None:
    """Set a path's state to the opening of session 0."""
    for series in range(state.preferred.size):
        state.preferred[series] = tables.series.preferred[series]
        state.held[series] = 0.0
        state.issued[series] = 0.0
        state.proceeds[series] = 0.0
        state.present[series] = 0.0
        state.window_end[series] = -1
    state.totals[OUTSTANDING] = tables.deal.outstanding
    state.totals[CAP_USED] = 0.0
    state.totals[BID_VALUE_UNITS] = 0.0
    state.totals[LOWEST_PRICE_USD] = NO_PRICE_YET
    state.totals[FULL_CONVERSION] = -1.0
    state.totals[APPROVED] = 1.0 if approved else 0.0
    state.bound[:] = 0
    state.bound_today[:] = False
    state.flows[:] = 0.0
    start_whole(seed, path, tables, state, whole)


@clause
def is_finished(t: int, tables: Tables, state: State, whole: Whole | None) -> bool:
    """No preferred left and no common held; in a whole deal, nothing else that may still act."""
    if whole is not None:
        return is_whole_finished(t, tables, state, whole)
    for series in range(state.preferred.size):
        if state.preferred[series] > 0.0 or state.held[series] > 0.0:
            return False
    return True


@clause
def needs_last_bid(whole: Whole | None) -> bool:
    """Whether outputs look at the last session's bid even of a path that is finished: the treasury method does."""
    if whole is None:
        return False
    return bool(whole.payments.needs_last_bid)


@clause
def is_quoted_on(whole: Whole | None) -> bool:
    """Whether a path that is finished still needs its quotations worked out, session by session."""
    if whole is None:  # here, where it is an argument: its caller has it from an attribute, which is not pruned
        return False
    return bool(whole.feedback.moves_prices)


@clause
def write_row(
    column: int,
    followed: int,
    irr: bool,
    market: Market,
    tables: Tables,
    state: State,
    rows: Floats,
    whole: Whole | None,
) -> None:
    """Value what remains at the horizon and write the path's row into ``rows[:, column]``."""
    horizon = tables.clock.days.size - 1
    last_bid_usd = market.bids[tables.clock.earlier_bids.size + horizon] / tables.quote.units_per_dollar
    discount = tables.clock.discount[horizon]
    remaining_total = 0.0
    for series in range(state.preferred.size):
        remaining = 0.0
        if state.held[series] > 0.0:
            remaining += state.held[series] * last_bid_usd * tables.sale.net_of_commission
        remaining += state.preferred[series] * tables.series.stated_value_usd[series] * tables.deal.recovery
        remaining_total += remaining
        first = place.FIXED_PLACES + place.PER_SERIES * series
        rows[first + place.SERIES_SHARES, column] = state.issued[series]
        rows[first + place.SERIES_PROCEEDS_USD, column] = state.proceeds[series]
        rows[first + place.SERIES_PROCEEDS_PRESENT_USD, column] = state.present[series]
        rows[first + place.SERIES_REMAINING_USD, column] = remaining
        rows[first + place.SERIES_REMAINING_PRESENT_USD, column] = remaining * discount
        rows[first + place.SERIES_PREFERRED_LEFT, column] = state.preferred[series]
        rows[first + place.SERIES_HELD, column] = state.held[series]
    remaining_total += write_whole_row(column, last_bid_usd, market, tables, state, rows, whole)
    state.flows[horizon] += remaining_total
    rows[place.SHARES_ISSUED, column] = issued_in_all(state, whole)
    rows[place.PROCEEDS_USD, column] = total(state.proceeds)
    rows[place.PROCEEDS_PRESENT_USD, column] = total(state.present)
    rows[place.REMAINING_USD, column] = remaining_total
    rows[place.REMAINING_PRESENT_USD, column] = remaining_total * discount
    rows[place.IRR, column] = place.NOT_COMPUTED
    if irr:
        rows[place.IRR, column] = internal_rate(followed, state.flows, tables.clock.days, tables.series, state.netted)
    rows[place.BID_VALUE_USD, column] = state.totals[BID_VALUE_UNITS] / tables.quote.units_per_dollar
    for limit in range(place.LIMITS):
        rows[place.BOUND + limit, column] = float(state.bound[limit])
    rows[place.CAP_USED, column] = state.totals[CAP_USED]
    rows[place.APPROVED, column] = state.totals[APPROVED]
    full = state.totals[FULL_CONVERSION]
    rows[place.FULL_CONVERSION, column] = full if full >= 0.0 and total(state.preferred) == 0.0 else place.UNDEFINED
    lowest = state.totals[LOWEST_PRICE_USD]
    rows[place.LOWEST_PRICE_USD, column] = lowest if lowest < NO_PRICE_YET else place.UNDEFINED


@rare
def follow_tile(
    first: int,
    end: int,
    finished: bool,
    market: Quotes,
    tables: Tables,
    state: State,
    sums: Sums,
    fans: Fans,
    whole: Whole | None,
) -> bool:
    """Run the sessions of one tile; true when the path is finished. Of one that is, only the quotations go on."""
    issued = issued_in_all(state, whole)
    left = total(state.preferred)
    issued_bin, left_bin = issued_bin_of(issued), preferred_bin_of(left)
    done = IN_FULL
    in_vain = 0
    waits = 0
    t = first
    while t < end:
        if whole is not None:
            if is_fed_back(whole):
                open_market(t, market, tables, state, whole)
                if finished:
                    t += 1
                    continue
            # Where the series have acted they mostly go on, and where it was loud it mostly stays so.
            if done != ACTED and waits == 0:
                quiet_until = skip_quiet(t, end, market, tables, state, whole)
                in_vain = in_vain + 1 if quiet_until == t else 0
                waits = min(in_vain, MOST_WAITED)
                t = quiet_until
                if t >= end:
                    break
            elif waits > 0:
                waits -= 1
        done = IN_FULL
        if whole is not None:
            done = run_alone(t, tables.clock.earlier_bids.size + t, market, tables, state, whole)
        if done in (IN_FULL, UNTESTED):
            run_session(t, done == UNTESTED, market, tables, state, whole)
        if done != PASSED:
            issued_now = issued_in_all(state, whole)
            left_now = total(state.preferred)
            if left_now != left or issued_now != issued:
                sums.issued[t] += issued_now - issued
                issued_bin_now, left_bin_now = issued_bin_of(issued_now), preferred_bin_of(left_now)
                note_move(t, issued_bin, issued_bin_now, left_bin, left_bin_now, fans)
                issued, left, issued_bin, left_bin = issued_now, left_now, issued_bin_now, left_bin_now
            if is_finished(t, tables, state, whole):
                if not is_quoted_on(whole):
                    return True
                finished = True
        t += 1
    return finished


@OnRows
@calls_part(run_session, types_of_session)
def simulate_block(
    tables: Tables,
    seed: Word,
    first_path: Word,
    irr_paths: int,
    fan_paths: int,
    fan_series: int,
    market: Market,
    state: State,
    sums: Sums,
    fans: Fans,
    by_path: Floats,
) -> None:
    """Simulate the paths ``first_path`` to ``first_path + by_path.shape[0] - 1``.

    Parameters
    ----------
    tables
        The scenario.
    seed, first_path
        uint64; with a path's number they fix its random numbers.
    irr_paths
        Paths with a smaller number get their internal rate of return.
    fan_paths
        Paths with a smaller number are drawn to the horizon and counted in the fans of prices.
    fan_series
        The series whose conversion price those fans show.
    market, state
        Scratch of the calling thread.
    sums
        Receives this block's sums (set to zero here).
    fans
        The calling thread's counts (added to).
    by_path
        Receives the rows, [paths, places(S)]; from Python they are given as [places(S), paths].
    """
    rows = by_path.T
    # What the contract's functions read, as pointers; drawing takes tables and market as they are: its loops vectorise.
    whole = borrow(tables.whole)
    terms = borrow(tables)
    own = borrow(state)
    counts = borrow(fans)
    scratch = borrow(market)
    quotes = borrow(Quotes(market.closes, market.bids, market.volumes, market.fields))
    sessions = tables.clock.days.size
    sums.flows[:] = 0.0
    sums.issued[:] = 0.0
    waiting = 0
    for column in range(rows.shape[1]):
        path = first_path + np.uint64(column)
        counted = path < np.uint64(fan_paths)
        start_market(tables, market)
        start_state(approval_drawn(tables, seed, path), seed, path, terms, own, whole)
        note_whether_counted(bool(counted), own, whole)
        finished = False
        touched = 0.0
        followed = sessions
        for first in range(0, sessions, TILE):
            end = min(first + TILE, sessions)
            sleepy = first > 0 and may_sleep(end, terms, own, whole)
            drawn_from = sleep_through(first, end, sleepy, tables, seed, path, market, state)
            if drawn_from == ASLEEP:
                continue
            if drawn_from >= 0:
                for tile in range(drawn_from, first + 1, TILE):
                    fill_tile(tables, seed, path, tile, market)
                sum_windows(first, end, market.bids, terms, own, whole)
            quoted_on = finished and is_quoted_on(whole)
            if not finished or quoted_on:
                finished = follow_tile(first, end, finished, quotes, terms, own, sums, counts, whole)
                followed = followed if quoted_on else end
                touched = 1.0 if has_touched_ceiling(own, whole) else touched
                closes = market.closes[first:]
                at_ceiling = 0
                for i in range(end - first):
                    at_ceiling += 1 if closes[i] >= tables.quote.highest_units else 0
                touched = 1.0 if at_ceiling > 0 else touched
            if counted:
                note_prices(first, end, waiting, fan_series, quotes, terms, own, counts, whole)
            elif finished and not needs_last_bid(whole):
                break
        write_row(column, followed, bool(path < np.uint64(irr_paths)), scratch, terms, own, rows, whole)
        rows[place.TOUCHED_CEILING, column] = touched
        for t in range(followed):
            sums.flows[t] += state.flows[t]
        waiting += 1 if counted else 0
        if waiting == WAITING or (waiting > 0 and column == rows.shape[1] - 1):
            count_noted(waiting, counts)
            waiting = 0
    count_all_moves(counts)

"""The contract on arrays over paths: exact ratios, conversion prices, limits and notices.

Shares, prices and claims are int64 whole numbers. A product of two of them may not fit into 64 bits; what is
needed of it is only the remainder of a division whose quotient is known to within one, and that small number
comes out right of arithmetic modulo 2**64.
"""

from __future__ import annotations

import numpy as np

from benchmarks.numpy_deal import Deal
from benchmarks.numpy_market import Integers
from benchmarks.numpy_state import NEVER_USD, State, Today
from kernels import rows as place


def floor_ratio(a: Integers, b: Integers | int, c: Integers | int) -> tuple[Integers, Integers]:
    """Quotient and remainder of ``a*b/c``, exactly: whole numbers below 2**53, quotient below 2**50."""
    estimate = a * np.float64(1.0)
    estimate *= b
    estimate /= c
    quotient = estimate.astype(np.int64)
    # Off by one at most, so that the true remainder is small and survives the overflow of both products.
    remainder = a * b - quotient * c
    wrong = np.flatnonzero((remainder < 0) | (remainder >= c))
    if wrong.size:
        divisor = c if isinstance(c, int) else c[wrong]
        step = np.where(remainder[wrong] < 0, -1, 1)
        quotient[wrong] += step
        remainder[wrong] -= step * divisor
    return quotient, remainder


def ceiling_ratio(a: Integers, b: Integers | int, c: Integers | int) -> Integers:
    """``ceil(a*b/c)``, exactly, under the conditions of :func:`floor_ratio`."""
    quotient, remainder = floor_ratio(a, b, c)
    quotient += remainder > 0
    return quotient


def sum_of_lowest(window: Integers, lowest: int) -> Integers:
    """Sum of the ``lowest`` smallest of each path's bids; the others sink to the end one by one.

    Parameters
    ----------
    window
        [lookback, paths]; overwritten.
    lowest
        How many are summed.
    """
    bids: list[Integers] = list(window)
    spare = np.empty_like(bids[0])
    for last in range(len(bids) - 1, lowest - 1, -1):
        for k in range(last):
            np.minimum(bids[k], bids[k + 1], out=spare)
            np.maximum(bids[k], bids[k + 1], out=bids[k + 1])
            bids[k], spare = spare, bids[k]
    out = bids[0]
    for k in range(1, lowest):
        out += bids[k]
    return out


def conversion_price(series: int, t: int, paths: Integers, deal: Deal, state: State) -> Integers:
    """Conversion price of some paths (``CoD III.D`` to ``III.G``, ``SPA 4.8``), in units of 1/price_scale."""
    fixed = deal.fixed_price[series]
    if not deal.floats[series] or t < deal.switch_on[series]:
        return np.full(paths.size, fixed)
    variable = sum_of_lowest(state.window[:, paths], deal.lowest_count)
    variable *= deal.window_price[series]
    return np.minimum(variable, fixed, out=variable)


def rooms(series: int, t: int, paths: Integers, deal: Deal, state: State) -> dict[int, Integers]:
    """Shares that each limit in force still allows (``CoD IV.G``, ``CoD V``), in the order of ties."""
    out: dict[int, Integers] = {}
    if deal.counts_to_cap[series] and t < deal.approval_session:
        out[place.CAP] = deal.cap_amount - state.cap_used[paths]
    outstanding = state.outstanding[paths]
    held = state.held[0, paths] + state.held[1, paths]
    p, q = deal.ownership
    out[place.OWNERSHIP] = np.maximum((p * outstanding - q * held) // (q - p), 0)
    out[place.AUTHORIZED] = np.maximum(deal.authorized - outstanding, 0)
    return out


def convert(
    series: int, paths: Integers, wanted: Integers, price: Integers, deal: Deal, state: State, today: Today
) -> Integers:
    """One notice on each of some paths: as much of ``wanted`` as every limit allows.

    Parameters
    ----------
    series
        Which series.
    paths
        Places of the paths.
    wanted
        Preferred to convert before the limits, at least 1, for each of these paths.
    price
        Conversion price for each of these paths.
    deal, state, today
        The deal, the paths and the session.

    Returns
    -------
    numpy.ndarray
        Common issued, for each of these paths.
    """
    a, b = deal.claim[series][today.t], deal.claim_scale[series] * price
    allowed_by = rooms(series, today.t, paths, deal, state)
    least = np.minimum.reduce(list(allowed_by.values()))
    n = wanted
    shares = ceiling_ratio(n, a, b)
    tight = np.flatnonzero(shares > least)
    if tight.size:
        most = {limit: floor_ratio(room[tight], b[tight], a)[0] for limit, room in allowed_by.items()}
        fewest = np.minimum.reduce(list(most.values()))
        named = np.zeros(tight.size, dtype=np.bool_)
        for limit, number in most.items():
            first = (number == fewest) & ~named
            today.bind(limit, paths[tight[first]])
            named |= first
        n = wanted.copy()
        n[tight] = fewest
        shares[tight] = ceiling_ratio(fewest, a, b[tight])
    state.preferred[series, paths] -= n
    state.issued[series, paths] += shares
    state.held[series, paths] += shares
    state.outstanding[paths] += shares
    if place.CAP in allowed_by:
        state.cap_used[paths] += shares
    state.bid_value[paths] += shares * today.bids[paths].astype(np.float64)
    notice = shares > 0
    lowest = np.where(notice, price / float(deal.price_scale), NEVER_USD)
    state.lowest_usd[paths] = np.minimum(state.lowest_usd[paths], lowest)
    last = notice & (state.preferred[0, paths] + state.preferred[1, paths] == 0)
    state.full[paths[last]] = today.t
    today.issued += int(shares.sum())
    return shares

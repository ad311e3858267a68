"""A right that is used once, as the kernels see it: the walk of the price, what using it pays, and the state's basis.

Two rights are known: the conversion of a whole block of preferred, sold at once, and the American put of the tables in
the literature. Money is in dollars, prices are in whole quotation units; shares are not rounded here.
"""

from __future__ import annotations

from typing import NamedTuple

from kernels.conversion_price import insert_sorted
from kernels.intrinsics import square_root
from kernels.jit import clause
from kernels.normal_distribution import logarithm, normal_distribution
from kernels.tables import Floats, QuoteTable

MOST_FUNCTIONS = 64
"""The most functions a basis may have."""
AHEAD = 6
"""Sessions that the basis looks ahead, as if the price stayed where it is."""
LONGEST_WINDOW = 60
"""Of bids."""


class Problem(NamedTuple):
    """A right that is used once, on one of the sessions ``first`` to ``T - 1``."""

    first: int
    """First session on which it may be used."""
    discount: Floats
    """Of each session, [T]."""
    log2_start_units: float
    """Close of session 0."""
    log2_drift: Floats
    """Drift into session t of a Gaussian walk, [T]."""
    log2_volatility: float
    """Deviation of a session's return of a Gaussian walk."""
    log2_step: float
    """log2 u of a binomial walk."""
    up_words: Floats
    """Probabilities of rises in 2^-32, [T]; empty: the walk is Gaussian."""
    quote: QuoteTable
    """Grid and spread."""
    earlier_bids: Floats
    """Bids before session 0, [E]."""
    claim_usd: Floats
    """What the block converts on each session, less commission on its sale, [T]; empty: a put."""
    fixed_units: float
    """Fixed price; 0: none."""
    multiplier: float
    """Of the mean of the lowest bids; 0: no variable price."""
    lookback: int
    """n."""
    lowest: int
    """m."""
    lag: int
    """1: the window ends on the day before."""
    switch_on: int
    """Session from which the price floats."""
    strike_units: float
    """Of a put."""
    variance_left: Floats
    """Of the logarithm of the price from session t to the last, of a put, [T]."""


@clause
def mean_of_lowest(place: int, ahead: int, bids: Floats, problem: Problem, window: Floats) -> float:
    """Mean of the m lowest of the window as it will be if the bid stays at ``bids[place]`` for some sessions.

    Parameters
    ----------
    place
        Of today's bid.
    ahead
        For how many sessions; 0: today's window.
    bids
        Of the path, earlier ones first.
    problem
        The window's terms.
    window
        Scratch, [LONGEST_WINDOW].
    """
    same = ahead - problem.lag
    kept = problem.lookback - (same if same > 0 else 0)
    last = place - problem.lag if ahead == 0 else place
    kept = kept if kept > 0 else 0
    for k in range(kept):
        insert_sorted(window, k, bids[last - kept + 1 + k])
    for k in range(kept, problem.lookback):
        insert_sorted(window, k, bids[place])
    total = 0.0
    for k in range(problem.lowest):
        total += window[k]
    return total / problem.lowest


@clause
def price_units(t: int, place: int, bids: Floats, problem: Problem, window: Floats) -> float:
    """The conversion price of session t: the fixed, then the lower of fixed and variable (``CoD III.D``)."""
    if problem.multiplier == 0.0 or t < problem.switch_on:
        return problem.fixed_units
    variable = problem.multiplier * mean_of_lowest(place, 0, bids, problem, window)
    if problem.fixed_units > 0.0 and problem.fixed_units < variable:
        return problem.fixed_units
    return variable


@clause
def pays(t: int, bids: Floats, problem: Problem, window: Floats) -> float:
    """What using the right on session t pays, discounted to session 0, USD."""
    place = problem.earlier_bids.size + t
    bid = bids[place]
    if problem.claim_usd.size == 0:
        gain = problem.strike_units - bid
        return float(problem.discount[t] * (gain if gain > 0.0 else 0.0) / problem.quote.units_per_dollar)
    price = price_units(t, place, bids, problem, window)
    if price <= 0.0:
        return 0.0
    return float(problem.discount[t] * problem.claim_usd[t] * bid / price)


@clause
def powers(first: int, x: float, degree: int, out: Floats) -> int:
    """Powers of x from the first; returns the next free place."""
    power = 1.0
    for k in range(degree):
        power *= x
        out[first + k] = power
    return first + degree


@clause
def put_basis(t: int, bid: float, problem: Problem, out: Floats) -> int:
    """Of a put: powers of the price over the strike, and the European put with powers and products of its own."""
    x = bid / problem.strike_units
    deviation = square_root(problem.variance_left[t])
    growth = problem.discount[problem.discount.size - 1] / problem.discount[t]
    d = logarithm(x / growth) / deviation + 0.5 * deviation
    european = growth * normal_distribution(deviation - d) - x * normal_distribution(-d)
    out[0] = 1.0
    place = powers(1, x, 4, out)
    place = powers(place, european, 3, out)
    out[place] = x * european
    out[place + 1] = x * x * european
    return place + 2


@clause
def conversion_basis(t: int, bids: Floats, problem: Problem, window: Floats, out: Floats) -> int:
    """Of a conversion: what a dollar of claim is worth now, and if the price stays for so many sessions more.

    ``r`` = price over fixed price; ``q_j`` = price over the variable price in j sessions if the price stays; ``v_j`` =
    the greater of them: what a dollar then converts into. Low bids that leave the window are thus seen coming.
    """
    place = problem.earlier_bids.size + t
    bid = bids[place]
    r = bid / problem.fixed_units if problem.fixed_units > 0.0 else 0.0
    out[0] = 1.0
    here = powers(1, r, 4, out)
    if problem.multiplier == 0.0:
        return here
    before = 0.0
    now = 0.0
    for j in range(AHEAD):
        ahead = j if j < AHEAD - 1 else problem.lookback + problem.lag
        floats = t + ahead >= problem.switch_on
        q = bid / (problem.multiplier * mean_of_lowest(place, ahead, bids, problem, window)) if floats else 0.0
        if j == 0:
            now = q
        v = q if q > r else r
        out[here] = v
        out[here + 1] = v * v
        here += 2
        if j > 0:
            out[here] = v * before
            out[here + 1] = v * r
            here += 2
        before = v
    here = powers(here, now, 3, out)
    out[here] = now * r
    out[here + 1] = now * r * r
    out[here + 2] = now * now * r
    return here + 3


@clause
def basis(t: int, bids: Floats, problem: Problem, window: Floats, out: Floats) -> int:
    """Fill the functions of the state of session t.

    Parameters
    ----------
    t
        Session.
    bids
        Of the path, at least to session t.
    problem
        The right.
    window
        Scratch, [LONGEST_WINDOW].
    out
        Receives them, [MOST_FUNCTIONS].

    Returns
    -------
    int
        How many.
    """
    if problem.claim_usd.size == 0:
        return put_basis(t, bids[problem.earlier_bids.size + t], problem, out)
    return conversion_basis(t, bids, problem, window, out)

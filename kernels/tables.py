"""What a scenario is to a kernel: flat tables of numbers, made by ``simulate.terms`` and by nothing else.

Whole numbers are held in float64 and stay below 2**53, so that they are exact. ``T`` is the number of sessions, ``S``
the number of series. A session that never comes is ``T``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kernels.whole_tables import Whole

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

BIG = 2.0**52
"""Stands for "no limit" on a number of shares."""


class GbmTable(NamedTuple):
    """Geometric Brownian motion in base-2 logarithms."""

    log2_drift: Floats
    """Drift into session t, [T]; session 0's is not used."""
    log2_volatility: float
    """Deviation of a session's log2 return."""


class BootstrapTable(NamedTuple):
    """Stationary block bootstrap of a record's returns."""

    log2_drift: Floats
    """Drift into session t, [T]."""
    log2_gross: Floats
    """log2 of the gross returns that are drawn, [R]."""
    standardised: Floats
    """The returns standardised by the record, [R]: they move the volume."""
    next_index: Integers
    """The return that follows in the same run, wrapping, [R]."""
    volume_shares: Floats
    """The record's volume at each return, [R]; used when ``resample_volume``."""
    restart_probability: float
    """1/b."""
    log2_noise: float
    """Deviation of the smoothing noise; 0: none."""
    resample_volume: bool
    """Whether the record's volume replaces the model's."""


class MertonTable(NamedTuple):
    """Jump diffusion (Merton 1976) in base-2 logarithms."""

    log2_drift: Floats
    """Drift into session t, less half the variance and what jumps add to the mean, [T]; session 0's is not used."""
    log2_volatility: float
    """Deviation of a session's diffusion."""
    count_words: Floats
    """A session has more than k jumps if its word is not below the k-th, [K]; empty: another model."""
    log2_jump_mean: float
    """Mean of a jump."""
    log2_jump_deviation: float
    """Deviation of a jump."""
    normal_weight: float
    """Part of the normal in the standardised return that moves the volume."""
    jump_weight: float
    """Part of the session's jumps in it, per unit of log2."""
    jump_centre: float
    """What the jumps add to it in the mean."""


class GarchTable(NamedTuple):
    """GARCH(1,1) with bounded Student-t innovations (Bollerslev 1987); variances are of natural logarithms."""

    log2_drift: Floats
    """Drift into session t, [T]; session 0's is not used."""
    omega: float
    """Constant of the variance."""
    alpha: float
    """Weight of the last shock squared."""
    beta: float
    """Weight of the last variance."""
    long_run_variance: float
    """omega/(1 - alpha - beta): the variance of session 1."""
    highest_variance: float
    """Ceiling of the variance."""
    inverse_long_run_deviation: float
    """1/sqrt(long_run_variance)."""
    degrees: float
    """Degrees of freedom nu."""
    log2_exponent: float
    """1/(nu ln 2)."""
    unit_scale: float
    """sqrt((nu - 2)/nu): t to unit variance."""
    bound: float
    """An innovation is held between minus this and this."""
    restore: float
    """What bounding took of the deviation is given back by this factor."""
    growth: Floats
    """Coefficients of E exp(sqrt(h) e) in powers of h, highest power first, [K]; empty: another model."""


class TreeTable(NamedTuple):
    """Binomial walk (Cox, Ross and Rubinstein 1979) in base-2 logarithms."""

    log2_start_units: float
    """Close of session 0, in units."""
    log2_step: float
    """log2 u: a rise adds it, a fall takes it away."""
    up_words: Floats
    """The move into session t is a rise if its word is below this, [T]; session 0's moves the volume alone; empty:
    another model."""
    size_up: Floats
    """A rise as a standardised return, [T]: it moves the volume."""
    size_down: Floats
    """A fall, [T]."""


class SamplingTable(NamedTuple):
    """How paths share their normals (METHODS, Sampling). ``P``: points of the bridge of Sobol's sequence; 0: plain."""

    mirror: np.uint64
    """1: an odd path takes the normals of the path before it, negated; 0: every path draws its own."""
    session: Integers
    """Sessions of the points of the Brownian bridge, ascending, [P]; the last is the horizon."""
    place: Integers
    """Which point each dimension sets, [P]: the horizon, then the middle, then the middles of what is left."""
    left: Integers
    """The point before it that is set already, [P]; -1: session 0."""
    right: Integers
    """The point after it that is set already, [P]; -1: none."""
    left_weight: Floats
    right_weight: Floats
    """Weights of the two in its expectation, [P]."""
    deviation: Floats
    """Its deviation about that, in a session's deviations, [P]."""
    target: Integers
    """The point that session t leads to, [T], or empty; session 0's is not used."""
    pull: Floats
    """What session t takes of the way left to that point, [T]."""
    free: Floats
    """Deviation of session t's normal about that, [T]."""
    directions: Words
    """Direction numbers of Sobol's sequence, [P, digits]."""


class QuoteTable(NamedTuple):
    """From a price in dollars to closing quotations on the grid."""

    start_units: float
    """Close of session 0, in units."""
    units_per_dollar: float
    """U."""
    highest_units: float
    """Ceiling of a close."""
    bid_numerator: float
    """bid = close x bid_numerator / bid_denominator."""
    bid_denominator: float
    """See ``bid_numerator``."""
    round_down: bool
    """Down to the unit (a tick is set), or to the nearest."""


class VolumeTable(NamedTuple):
    """Lognormal volume with persistence and correlation with the size of the return."""

    median_shares: float
    """Median of a session."""
    log2_deviation: float
    """Deviation s, in base 2."""
    persistence: float
    """rho."""
    size_weight: float
    """sqrt(1 - rho^2) c, on the standardised size of the return."""
    own_weight: float
    """sqrt(1 - rho^2) sqrt(1 - c^2), on an independent normal."""


class SeriesTable(NamedTuple):
    """The series of preferred, one row each."""

    preferred: Floats
    """Preferred shares issued, [S]."""
    stated_value_usd: Floats
    """Stated value of one, [S]."""
    claim_scale: Floats
    """D of the number of shares per preferred ``P/(D x price)``, [S]; P is ``Tables.claim``."""
    price_scale: Floats
    """Q, [S]: a conversion price of p whole units is p/Q dollars."""
    fixed_price: Floats
    """Fixed Conversion Price in whole units of 1/Q, [S]; 0: none."""
    window_price: Floats
    """Price units per unit of the sum of the lowest bids, [S]; 0: no variable price."""
    lookback_sessions: Integers
    """n, [S]."""
    lowest_count: Integers
    """m, [S]."""
    window_lag: Integers
    """1: the window ends on the day before; 0: on the same day, [S]."""
    switch_on: Integers
    """Session from which the price may float, [S]."""
    waived: npt.NDArray[np.bool_]
    """Whether the series converts at its fixed price all the same, [S]."""
    registered: Integers
    """Session from which its shares may be sold, [S]."""
    matures: Integers
    """Session of the required conversion, [S]."""
    counts_to_cap: npt.NDArray[np.bool_]
    """Whether its conversions count against the cap, [S]."""
    hurdle_bid: Floats
    """Weight of the decision bid in the hurdle test ``bid x hurdle_bid < price x hurdle_price``, [S]."""
    hurdle_price: Floats
    """Weight of the conversion price in the same, [S]."""
    purchase_usd: Floats
    """Purchase price, [S]."""
    purchase_days: Floats
    """Calendar days from session 0 to the purchase (0 or negative), [S]."""


class DealTable(NamedTuple):
    """Common stock, limits and mechanics."""

    outstanding: float
    """Common outstanding at session 0."""
    authorized: float
    """Authorized common; BIG: no limit."""
    cap_amount: float
    """Cap Amount; BIG: none."""
    approval_session: int
    """Session on which approval acts if it is given."""
    approval_words: float
    """Approval is given if the path's word is below this: 0 never, 2**32 always."""
    cap_gross: bool
    """Whether contributions back stay in the cap count."""
    cap_excess_lost: bool
    """Whether what exceeds the cap is lost."""
    ownership_numerator: float
    """p of the ownership limit as numerator / denominator; 0: no limit."""
    ownership_denominator: float
    """See above."""
    round_up_per_share: bool
    """Rounding once per preferred instead of once per notice."""
    fractional: bool
    """Nothing is rounded."""
    same_day_sale: bool
    """Whether converted shares may be sold on their Conversion Date."""
    keeps_converting: bool
    """Whether what limits hold back at maturity converts later."""
    recovery: float
    """Worth of preferred left at the horizon, per dollar of stated value."""


class SaleTable(NamedTuple):
    """The sale-volume covenant and what the market takes."""

    covenant: bool
    """Whether there is a covenant."""
    while_held: int
    """The series that keeps it alive."""
    floor_shares: float
    """First leg."""
    session_numerator: float
    """Second leg: numerator / denominator of the session's volume."""
    session_denominator: float
    """See above."""
    average_numerator: float
    """Third leg: numerator / denominator of the *sum* of the volumes before."""
    average_denominator: float
    """See above."""
    average_sessions: int
    """k."""
    share_numerator: float
    """Part of the covenant's limit that is this holder's: numerator / denominator."""
    share_denominator: float
    """See above."""
    line_units: float
    """The covenant binds bids below this; BIG: all."""
    participation_numerator: float
    """Share of the volume sold where the contract sets no limit; 0: no limit."""
    participation_denominator: float
    """See above."""
    net_of_commission: float
    """1 - commission."""


class HolderTable(NamedTuple):
    """The holder's policy."""

    policy: int
    """What the holder does: one of :mod:`kernels.policy_tables`."""
    mechanical: bool
    """Whether it holds, or converts and sells, and nothing else: a fast path may follow no other policy."""
    converts: bool
    """Whether it gives notices before maturity."""
    decision_lag: int
    """1: decides on the bid of the session before; 0: of the same."""


class ClockTable(NamedTuple):
    """Sessions and discounting."""

    days: Floats
    """Calendar days from session 0, [T]."""
    discount: Floats
    """exp(-r days/365), [T]."""
    earlier_bids: Floats
    """Closing bids before session 0, oldest first, [E]: as many as the longest window needs."""
    earlier_volumes: Floats
    """Volumes before session 0, oldest first, [E]."""


class Tables(NamedTuple):
    """Everything a kernel reads."""

    clock: ClockTable
    gbm: GbmTable
    """Used when none of the four below is."""
    bootstrap: BootstrapTable
    merton: MertonTable
    garch: GarchTable
    tree: TreeTable
    sampling: SamplingTable
    quote: QuoteTable
    volume: VolumeTable
    series: SeriesTable
    claim: Floats
    """P of the number of shares per preferred ``P/(D x price)``, [S, T]: the claim of one preferred on session t,
    scaled."""
    deal: DealTable
    sale: SaleTable
    holder: HolderTable
    whole: Whole | None
    """The rest of the contract; None: the deal uses none of it, and its clauses compile to nothing."""

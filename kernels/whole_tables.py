"""The rest of the contract as a kernel reads it: prices in general, payments, warrants, events (METHODS 10 to 15).

A deal that uses none of it has None in :class:`kernels.tables.Tables` where :class:`Whole` would stand: the clauses
that begin with ``if whole is None`` then compile to nothing. ``T`` sessions, ``S`` series, ``W`` warrants, ``E``
events. A session that never comes is ``T``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kernels.policy_tables import CompanyTable, PolicyTable
from kernels.remedy_tables import RemedyTable
from kernels.rule_144_tables import Rule144Table

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

CLOSING_BID = 0
CLOSE = 1
VWAP_PROXY = 2
LOW_PROXY = 3
PRICE_FIELDS = 4

AT_FLOOR = 0
FLOOR_STOPS = 1
CASH_DIFFERENCE = 2

PREMIUM_ON_CONVERSION = 0
PREMIUM_IN_CASH = 1
PREMIUM_IN_SHARES = 2


class PricingTable(NamedTuple):
    """Conversion prices in general (METHODS 13), beside :class:`kernels.tables.SeriesTable`."""

    window_price: Floats
    """Price units per unit of the sum of the bids taken, by session (multiplier steps), [S, T]."""
    stepped: Flags
    """Whether a later multiplier than the base one is in force, [S, T]."""
    first_taken: Integers
    """Place in the sorted window of the first price taken, [S]."""
    price_field: Integers
    """Which price of a session the window holds, [S]."""
    floor_price: Floats
    """Floor of the variable price in units of 1/Q, [S]; 0: none."""
    below_floor: Integers
    """What happens below it, [S]."""
    ceiling_price: Floats
    """Ceiling in units of 1/Q, [S]; 0: none."""
    grain: Floats
    """Units of 1/Q in 2**-20 dollars, [S]: what adjusted prices are rounded to."""
    fixed_at_start: Floats
    """Fixed price at session 0 in units of 1/Q, [S]; 0: none."""
    resets: Flags
    """Sessions on which the fixed price resets, [S, T]."""
    reset_price: Floats
    """Price units per unit of the sum of the bids, times ``reset_scale``, [S]."""
    reset_scale: Floats
    """See ``reset_price``, [S]."""
    reset_lookback: Integers
    """n of resets, [S]."""
    reset_count: Integers
    """m of resets, [S]."""
    reset_floor: Floats
    """Floor of resets in units of 1/Q, [S]; 0: none."""
    discount_price: Floats
    """Window price that a later convertible leaves, by event, [S, E]; 0: none (``CoD XI.E``)."""
    lower_fixed: Floats
    """Fixed price of a later convertible in units of 1/Q, by event, [S, E]; 0: none."""


class PaymentTable(NamedTuple):
    """Payments of preferred (METHODS 15)."""

    premium_mode: Integers
    """How Premium is paid, [S]."""
    premium_usd: Floats
    """Premium paid per preferred on session t, USD, [S, T]."""
    premium_claim: Floats
    """The same as a whole number: shares = preferred x premium_claim / (premium_scale x price), [S, T]."""
    premium_scale: Floats
    """See ``premium_claim``, [S]."""
    claim_usd: Floats
    """Claim of one preferred, USD, [S, T]."""
    amortised: Floats
    """Preferred retired on session t, [S, T]."""
    amortised_in_cash: Flags
    """[S]."""
    drawn: Floats
    """Preferred drawn on session t, [S, T]."""
    is_drawn: Flags
    """Whether the series is an equity line, [S]."""
    last_draw: Integers
    """Session of the last draw, [S]; -1: none."""
    start_held: Floats
    """Common held at session 0, [S]."""
    start_preferred: Floats
    """Preferred left at session 0, [S]; a line's commitment is in SeriesTable.preferred."""
    start_proceeds_usd: Floats
    """Sales before session 0, [S]."""
    expenses_usd: float
    """The investor's expenses that the company reimburses on session 0."""
    needs_last_bid: bool
    """Whether the last bid is an input of an output (a capital table): then every path is drawn to the horizon."""
    fan_series: int
    """The series whose conversion price the per-session fan shows."""


class WarrantTable(NamedTuple):
    """The warrants, [W] each unless said otherwise (METHODS 11)."""

    amount: Floats
    """Aggregate exercise amount at session 0 in whole units of 1/scale dollars."""
    price: Floats
    """Exercise Price at session 0, in the same units."""
    shadow_usd: Floats
    """Exercise Price at session 0 as every adjustment left it, unrounded (``W 4(h)``)."""
    scale: float
    """Units in a dollar; a multiple of 100."""
    start_held: Floats
    """Common held at session 0."""
    issued: Integers
    """First session on or after the issue date: distributions and mergers before it are not the warrant's."""
    first: Integers
    """First session of the exercise period."""
    last: Integers
    """Last session of the exercise period; -1: before session 0."""
    expires_days: Floats
    """Calendar days from session 0 to the expiry date."""
    registered: Integers
    """Session from which its shares may be sold."""
    statement: Integers
    """Series whose statement covers its shares; -1: its own."""
    agent: Flags
    """Held by the placement agent."""
    counts_to_cap: Flags
    in_reserve: Flags
    hurdle_bid: Floats
    """Exercises while ``bid x hurdle_bid > price x hurdle_price``."""
    hurdle_price: Floats
    resets: Flags
    """Sessions on which the exercise price resets, [W, T]."""
    reset_numerator: Floats
    """Cents = sum of bids x numerator / denominator, rounded."""
    reset_denominator: Floats
    reset_lookback: Integers
    reset_count: Integers
    reset_floor: Floats
    """In units of 1/scale dollars; 0: none."""
    at_expiry_only: bool
    never: bool
    cashless: bool
    cashless_obeys_limits: bool
    fraction_at_exercise_price: bool
    units_per_dollar: float
    """U, beside the scale: a bid of b units is b/U dollars."""
    assumed_market: float
    """A variable-rate convertible counts as if the market were this part of what it is (``W 4(b)(ii)(2)``)."""
    least_change: float
    """A change of less than this part of the Exercise Price is carried forward (``W 4(h)``)."""
    volatility_closes: int
    """Closes whose returns give the volatility of the Black-Scholes Amount (``W 4(e)(ii)``)."""
    entries: int = 0
    """W."""


ISSUANCE = 0
CONVERTIBLE_ISSUE = 1
READJUSTMENT = 2
SPLIT = 3
STOCK_DIVIDEND = 4
STOCK_DIVIDEND_AS_SPLIT = 5
MERGER = 6
DIVIDEND = 7
RIGHTS = 8
LIQUIDATION = 9
SPECIAL_ADJUSTMENT = 10
AUTHORIZED_INCREASE = 11
DELISTING = 12
SUSPENSION = 13
DELIVERY_FAILURE = 14
REDEMPTION_EVENT = 15


class EventTable(NamedTuple):
    """Corporate events (METHODS 12), [E] each unless said otherwise."""

    kind: Integers
    """See the names above."""
    session: Integers
    """Session on which a dated event acts; T: never; -1: drawn."""
    hazard: Integers
    """Row of ``hazard_words`` of a drawn event; -1: dated."""
    shares: Floats
    """Issued, or maximum; new shares of a split; increase of authorized; days late of a failure; sessions of a
    delisting until event (i)."""
    consideration_usd: Floats
    """P: of an issue; with the further consideration; of a repricing the new one; of a variable-rate issue at its fixed
    price, 0: it has none."""
    old_shares: Floats
    """Old shares of a split."""
    fraction: Floats
    """Discount d of a variable-rate issue; recovery of a liquidation; factor of a special adjustment; consideration
    per share of a merger (-1: the bid); worth of a distribution; Market Price of an issuance (0: the bid)."""
    rate: Floats
    """Treasury rate of a merger."""
    noticed: Integers
    """Session of the notice before a merger's completion (``W 4(e)``); T: none."""
    moneyness_days: Floats
    """Calendar days from session 0 to that notice."""
    before_notice: Integers
    """Session whose close is the last before that notice."""
    merger_face_usd: Floats
    """What a merger pays a preferred share at least, [S] (``CoD XI.C``)."""
    flag: Flags
    """Variable rate of a convertible issue; lapse of a readjustment; refusal of a failure."""
    other_flag: Flags
    """Buy-in of a failure; whether a convertible issue states a discount."""
    refers_to: Integers
    """The convertible issue that a readjustment is of; which Redemption Event (0 for (i) to 9 for (x))."""
    completed: Integers
    """Completion of a merger that is paid; T: none."""
    thawed: Integers
    """Session from which the freeze of what is abandoned, or completed without a payment, is gone; T: never."""
    until: Integers
    """First session after a suspension, or from which on a drawn Redemption Event gives no right."""
    suspended: Flags
    """Statements that a suspension covers, [E, S]."""
    restricted_from: Floats
    """Lowest bid of the session before, in units, at which an issue is under its part of the market (``SPA 4.5``);
    0: the issue is not restricted by it."""
    adjusts: Flags
    """Whether an issue may adjust a warrant (dates and exceptions considered), [E, W]."""
    splits: Integers
    """The splits and stock dividends by session, then in order."""
    hazard_a_day: Floats
    """Hazard a calendar day of a performance delisting at the bid ``hazard_level_usd``; 0: the hazard is the same at
    every price, or there is none."""
    hazard_level_usd: Floats
    """See above."""
    hazard_power: Floats
    """Power of level/bid."""
    follows_price: bool
    """Whether any hazard follows the price."""
    takes_later_terms: bool
    """Whether the holder takes the terms of later convertibles."""
    entries: int = 0
    """E."""
    split_count: int = 0
    """How many splits and stock dividends act."""


class LimitsTable(NamedTuple):
    """Limits in general (METHODS 14), and the numbers that splits move."""

    reserved_elsewhere: float
    cap_used: float
    ownership_before: bool
    """Whether new shares do not count in the outstanding."""
    lines: Floats
    """Upper ends of the price bands in whole units of 1/``lines_scale`` dollars, ascending, [bands]; BIG: no end."""
    lines_per_unit: float
    """Those units in a quotation unit."""
    lines_grain: float
    """Those units in 2**-20 dollars."""
    floors: Floats
    """First leg of each band, then of the conversion-volume rule, [bands + 1]."""
    session_numerator: Floats
    session_denominator: Floats
    average_numerator: Floats
    average_denominator: Floats
    average_sessions: Integers
    conversion_volume: bool
    """Whether the last rule is in force."""
    maturity_tested: bool
    refuses_at_maturity: bool
    bands: int = 0
    """How many bands of prices there are."""


class FeedbackTable(NamedTuple):
    """What the holder's doing does to the price that everyone sees (METHODS, Impact and Pressure)."""

    moves_prices: bool
    """Whether it does anything: a session's quotations are then not known before the sessions ahead of it have been
    run, and nothing may draw, sum or skip them ahead."""
    impact: bool
    """Sales press the price."""
    mechanical: bool
    """What is drawn is the worth of all common as if converted."""
    deviations: float
    """Y s: coefficient of the law x deviation of a session."""
    exponent: float
    """d."""
    permanent: float
    """phi."""
    decay: float
    """2**(-1/h)."""
    usual_volume: float
    """ADV: the volume median."""
    pressure_sessions: float
    """Sessions of selling that one conversion is to feed under pricing-window pressure; 0: another policy."""


class Whole(NamedTuple):
    """The rest of the contract."""

    pricing: PricingTable
    payments: PaymentTable
    warrants: WarrantTable
    events: EventTable
    limits: LimitsTable
    remedy: RemedyTable
    policy: PolicyTable
    feedback: FeedbackTable
    company: CompanyTable
    rule_144: Rule144Table
    by_session: Floats
    """What has a value for each session, by the places of :mod:`kernels.layout`."""
    hazard_words: Floats
    """The event has happened by session t if its word is below this, [hazards, T]."""

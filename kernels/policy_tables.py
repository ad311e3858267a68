"""The holder's policies as a kernel reads them; a deal of conversion alone has only the first two (METHODS 6, 25)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

HOLD = 0
CONVERT_AND_SELL = 1
THRESHOLD = 2
ROLL_OFF = 3
DATED_ACTS = 4
SHORT_HEDGED = 5
PRICING_WINDOW_PRESSURE = 9
OPTIMAL = 10

MOST_BOUNDARIES = 64
MOST_PARTS = 8
BOUNDARY_FLOATING, BOUNDARY_FIXED = 0, 1
"""Whether the price floats under the fixed one, or the fixed one is the Conversion Price."""


class CompanyTable(NamedTuple):
    """The company's policy (METHODS 26)."""

    calls: bool
    """Whether it calls preferred when that is cheaper."""
    callable: npt.NDArray[np.bool_]
    """Series that may be called, [S]."""
    first: int
    """First session on which they may."""
    multiple: float
    """Of stated value and Premium."""
    call_price: Floats
    """Weight of the conversion price in the test ``price x call_price < bid x call_bid``, [S]."""
    call_bid: Floats
    """Weight of the bid in the same, [S]."""
    pay_after: int
    """Sessions until what is called is paid."""
    raises: bool
    """Whether it sells common when its cash runs low (METHODS 26.2)."""
    threshold_usd: float
    """It does so when what it could pay is under this."""
    due_within: int
    """Sessions ahead in which what falls due counts."""
    most_units: float
    """The most that one sale brings, in units of quotation."""
    price_numerator: float
    """It sells at ``bid x numerator / denominator``."""
    price_denominator: float
    between: int
    """Sessions from one sale to the next at least."""
    restricted_until: int
    """Session from which ``SPA 4.5`` does not restrict it; 0: it never does."""
    floor_bid: float
    """Restricted under a fixed price: ``bid x floor_bid x new < floor_price x old`` over the splits so far."""
    floor_price: float
    market_bid: float
    """Restricted under a part of the market: ``bid x market_bid < bid of the session before x market_before``."""
    market_before: float
    adjusts_from: npt.NDArray[np.int64]
    """Session from which such a sale adjusts each warrant (``W 4(a)``), [W]; T: never."""


class PolicyTable(NamedTuple):
    """Terms of the holder's policy."""

    margin_bid: Floats
    """Weight of the decision bid in the margin's test ``bid x margin_bid < price x margin_price``, [S]."""
    margin_price: Floats
    """Weight of the conversion price in the same, [S]; 0: there is no margin at which the policy gives notice."""
    takes_all: bool
    """Whether a notice for the margin is of all that the limits on conversion allow, or of what can be sold."""
    boundary_bid: Floats
    """Weight of the decision bid in a boundary's test ``bid x boundary_bid < price x boundary_price``, [S]."""
    boundary_price: Floats
    """Weight of the conversion price, [S, MOST_BOUNDARIES, 2, MOST_PARTS]; below 0: it waits."""
    boundary_from: Floats
    """Session from which each boundary holds, [S, MOST_BOUNDARIES]."""
    boundary_step: Floats
    """Number of the boundary in force by session, the last that has begun, [S, T]; -1: none yet."""
    boundaries: Integers
    """How many there are, [S]."""
    parts: Floats
    """Into how many parts of what was issued they are divided, [S]."""
    may_sell_at_once: bool
    """Whether what is decided on the close of a session may be sold on it (``same_close``)."""
    act_preferred: Floats
    """Preferred of which the holder gives notice, by session, [S, T]."""
    act_common: Floats
    """Common that it sells, by session, [S, T]."""
    sells_as_dated: bool
    """Whether common from series is sold on dates alone."""
    last_act: int
    """Last session with a dated act; -1: none."""
    borrow_numerator: float
    """Most common that can be short: numerator / denominator of the outstanding."""
    borrow_denominator: float
    borrow_cost: float
    """Of a year of 365 days, per dollar of stock that is short."""
    shorts_count: bool
    """Whether short sales count against the limit on sales; or only what the market takes bounds them."""
    before_effectiveness: bool
    """Whether stock is sold short before its registration is effective."""
    waits_while_falling: bool
    """Whether notices to deliver wait while tomorrow's conversion price is lower."""

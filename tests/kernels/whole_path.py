"""One path of a whole deal, driven by hand through the kernels: a test sets the quotations and takes the steps.

Unless a test says otherwise: quotations of whole cents, every closing bid and close at $10.00, every volume 1,000
shares; one Series B of 100 preferred at $1,000 stated value, no Premium, convertible at a fixed $10.00, so that each
preferred is 100 common; 1,000,000 shares outstanding; session 0 is Thursday 1998-12-31, then 1999-01-04 to -08, ...
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import deals
import numpy as np

from kernels import rows
from kernels.anti_dilution import adjustment_factor
from kernels.conversion import convert
from kernels.intrinsics import borrow
from kernels.jit import kernel
from kernels.limits import authorized_room, cap_room, conversion_volume_room, held_by_investor, ownership_room
from kernels.market.footing import fill_fields, restate_tile
from kernels.market.scratch import Market, make_market
from kernels.maturity import required_conversion
from kernels.merger import black_scholes_call, historical_volatility
from kernels.obligations import (
    make_default_due,
    make_due,
    make_due_by_key,
    make_due_on_warrant,
    pay_what_is_owed,
    settle_at_the_end,
)
from kernels.paths import start_state
from kernels.preferred_payments import preferred_payments
from kernels.price_rules import note_prices_from, price_series
from kernels.rule_144 import new_of_series_may_go, note_registration_period, open_volume_limit
from kernels.sales import sell_held, session_limit
from kernels.session import close_session, open_session
from kernels.state import OUTSTANDING, State, make_state
from kernels.tables import Tables
from kernels.waiting_rights import may_be_elected
from kernels.warrant_sales import sell_held_warrants
from kernels.warrants import exercise_warrants, fewest_surrendered, most_surrendered
from kernels.whole_tables import Whole
from simulate.terms import make_terms

START, OPEN, PRICE, CONVERT, PAYMENTS, EXERCISE, SELL, CLOSE, FIELDS, TILE = range(10)
CAP_ROOM, OWNERSHIP_ROOM, AUTHORIZED_ROOM, VOLUME_ROOM, SALE_LIMIT = range(10, 15)
FACTOR, CALL, VOLATILITY, MATURE = range(15, 19)
VOLUME_LIMIT, SELL_SERIES, NEW_OF_SERIES, PERIOD, NOTED = range(19, 24)
DUE, DUE_ON_WARRANT, DUE_BY_KEY, DEFAULT_IS_DUE, PAY_OWED, SETTLE, MAY_BE_ELECTED = range(24, 31)
MOST_SURRENDERED, FEWEST_SURRENDERED = range(31, 33)

ELSEWHERE = {"kind": "authorized_increase", "date": "1999-12-30", "shares": 1}
"""An event that moves nothing: a deal that uses none of the rest of the contract is a whole one with it."""
REFUSAL = {
    "delivery": {},
    "events": [{"kind": "delivery_failure", "date": "1999-01-11", "late_days": 90, "refusal": True}],
}
"""The company refuses to convert from session 6 on."""


@kernel
def step(
    what: int, t: int, a: float, b: float, c: float, d: float, e: float, market: Market, tables: Tables, state: State
) -> float:
    """One step of a path, by number: the steps are compiled together, once for all tests."""
    # As in a run: lent, not passed by value.
    whole = borrow(tables.whole)
    terms = borrow(tables)
    own = borrow(state)
    quotes = borrow(market)
    place = tables.clock.earlier_bids.size + t
    out = 0.0
    if what == START:
        start_state(a > 0.0, np.uint64(1), np.uint64(0), terms, own, whole)
    elif what == OPEN:
        open_session(t, place, quotes, terms, own, whole)
    elif what == PRICE:
        for series in range(own.preferred.size):
            price_series(series, t, place, quotes, terms, own, whole)
    elif what == CONVERT:
        out = convert(int(a), t, place, b, c > 0.0, quotes, terms, own, whole)
    elif what == PAYMENTS:
        preferred_payments(t, place, quotes, terms, own, whole)
    elif what == EXERCISE:
        out, _ = exercise_warrants(a > 0.0, t, place, b, quotes, terms, own, whole)
    elif what == SELL:
        out = sell_held_warrants(a > 0.0, t, quotes.bids[place], b, terms, own, whole)
    elif what == CLOSE:
        close_session(t, place, False, False, quotes, terms, own, whole)
    elif what == FIELDS:
        fill_fields(0, t + 1, terms.clock.earlier_bids.size, quotes)
    elif what == TILE:
        restate_tile(0, terms, quotes, whole)
    elif what == CAP_ROOM:
        out = cap_room(a > 0.0, t, terms, own, whole)
    elif what == OWNERSHIP_ROOM:
        out = ownership_room(held_by_investor(own, whole), terms.deal, own, whole)
    elif what == AUTHORIZED_ROOM:
        out = authorized_room(a > 0.0, terms, own, whole)
    elif what == VOLUME_ROOM:
        out = conversion_volume_room(place, quotes.volumes, own, whole)
    elif what == SALE_LIMIT:
        out, _ = session_limit(place, quotes.bids[place], a > 0.0, quotes.volumes, terms, own, whole)
    elif what == MATURE:
        required_conversion(t, place, quotes, terms, own, whole)
    elif what == VOLUME_LIMIT:
        open_volume_limit(t, place, quotes.volumes, own, whole)
    elif what == SELL_SERIES:
        out = sell_held(t, quotes.bids[place], a, terms, own, whole)
    elif what == NEW_OF_SERIES:
        out = new_of_series_may_go(int(a), t, own, whole)
    elif what == PERIOD:
        note_registration_period(t, terms, own, whole)
    elif what == NOTED:
        note_prices_from(int(a), t, int(b), quotes, terms, own, whole)
    elif what == DUE:
        make_due(int(a), b, t, terms, own)
    elif what == DUE_ON_WARRANT:
        make_due_on_warrant(int(a), b, t, terms, own)
    elif what == DUE_BY_KEY:
        make_due_by_key(a, own.whole.remedy.failed_sold, t, terms, own)
    elif what == DEFAULT_IS_DUE:
        make_default_due(a, t, terms, own)
    elif what == PAY_OWED:
        pay_what_is_owed(t, terms, own, whole)
    elif what == SETTLE:
        settle_at_the_end(t, a, terms, own, whole)
    elif what == MAY_BE_ELECTED:
        out = 1.0 if may_be_elected(int(a), own, whole) else 0.0
    elif what == MOST_SURRENDERED:
        out = most_surrendered(a, b, c)
    elif what == FEWEST_SURRENDERED:
        out = fewest_surrendered(a, b, c)
    elif what == FACTOR:
        out = adjustment_factor(a, b, c, d)
    elif what == CALL:
        out = black_scholes_call(a, b, c, d, e)
    else:
        out = historical_volatility(t, int(a), quotes)
    return out


@dataclass
class WholePath:
    """A path at the opening of session 0."""

    tables: Tables
    whole: Whole
    state: State
    market: Market
    dates: tuple[date, ...]

    def step(
        self, what: int, t: int = 0, a: float = 0.0, b: float = 0.0, c: float = 0.0, d: float = 0.0, e: float = 0.0
    ) -> float:
        """Take one step; numbers are passed as float64, so that it is compiled once."""
        more = (float(a), float(b), float(c), float(d), float(e))
        return step(what, t, *more, self.market, self.tables, self.state)

    @property
    def earlier(self) -> int:
        """Sessions before session 0."""
        return int(self.tables.clock.earlier_bids.size)

    def session(self, day: str) -> int:
        """The session of a date."""
        return self.dates.index(date.fromisoformat(day))

    def quote(self, prices_usd: Sequence[float | str], first: int = 0) -> None:
        """Set closing bids and closes from a session on; before session 0 there are closing bids only."""
        for k, usd in enumerate(prices_usd):
            units = round(float(usd) * self.tables.quote.units_per_dollar)
            self.market.bids[self.earlier + first + k] = units
            if first + k >= 0:
                self.market.closes[first + k] = units

    def quote_all(self, usd: float | str) -> None:
        """Set every quotation, those before session 0 too."""
        self.market.bids[:] = self.market.closes[:] = round(float(usd) * self.tables.quote.units_per_dollar)

    def open(self, t: int) -> None:
        """Events and resets of a session."""
        self.step(OPEN, t)

    def close(self, *sessions: int) -> None:
        """The closes of sessions: expiry, tests, and what the next session looks back at."""
        for t in sessions:
            self.step(CLOSE, t)

    def price(self, t: int, series: int = 0) -> float:
        """Conversion price of a series on a session, USD; 0: none."""
        self.step(PRICE, t)
        return float(self.state.price[series] / self.tables.series.price_scale[series])

    def convert(self, t: int, preferred: float, series: int = 0, *, optional: bool = True) -> float:
        """One notice at the price of the session: the common issued."""
        self.step(PRICE, t)
        return self.step(CONVERT, t, series, preferred, float(optional))

    def mature(self, t: int) -> None:
        """Required conversion of what has matured by the session."""
        self.step(MATURE, t)

    def exercise(self, t: int, room: float = 2.0**52, *, agent: bool = False) -> float:
        """A round of exercises in a room for sales: the common sold at once."""
        return self.step(EXERCISE, t, float(agent), room)

    def fixed(self, series: int = 0) -> float:
        """Fixed price in force, USD."""
        return float(self.state.whole.live.fixed_price[series] / self.tables.series.price_scale[series])

    def strike(self, warrant: int = 0) -> float:
        """Exercise Price in force, USD."""
        return float(self.state.whole.warrant.price[warrant] / self.whole.warrants.scale)

    def amount(self, warrant: int = 0) -> float:
        """Aggregate exercise amount left, USD."""
        return float(self.state.whole.warrant.amount[warrant] / self.whole.warrants.scale)

    def fired(self, name: str) -> int:
        """How often something has acted."""
        return int(self.state.whole.fired[rows.FIRINGS.index(name)])

    def bound(self) -> list[str]:
        """Names of the limits that have bound today; they are then cleared."""
        names = ("sale_limit", "participation", "cap", "ownership", "authorized", "registration", "price")
        found = [name for name, bound in zip(names, self.state.bound_today, strict=True) if bound]
        self.state.bound_today[:] = False
        return found

    @property
    def outstanding(self) -> float:
        """Common outstanding."""
        return float(self.state.totals[OUTSTANDING])


def series(**changes: Any) -> dict[str, Any]:
    """100 preferred of $1,000, each 100 common at the fixed price of $10.00."""
    terms = {
        "preferred_shares": 100,
        "purchase_price_usd": 100_000,
        "conversion_price": {"fixed_usd": 10},
    }
    return deals.series(**terms | changes)


def floating(**changes: Any) -> dict[str, Any]:
    """A variable price from the start: the closing bid of the day before, times 1."""
    return {"switch_on": "1998-12-31", "multiplier": 1, "lookback_sessions": 1, "lowest_count": 1} | changes


def warrant(name: str = "W", **changes: Any) -> dict[str, Any]:
    """A warrant on 1,000 shares at $10.00, open from the start to beyond the run."""
    terms = {
        "name": name,
        "shares": 1000,
        "exercise_price_usd": 10,
        "issue_date": "1998-12-31",
        "exercisable_from": "1998-12-31",
        "expires": "2003-12-31",
        "registration_effective": "1998-12-31",
    }
    return terms | changes


def follow(
    *,
    deal: dict[str, Any] | None = None,
    holder: dict[str, Any] | None = None,
    all_series: list[dict[str, Any]] | None = None,
    approved: bool = False,
) -> WholePath:
    """A path at the opening of session 0; the holder decides on the bid of the session before."""
    terms = make_terms(
        deals.scenario(
            deal={"common": {"outstanding_shares": 1_000_000}} | (deal or {}),
            holder={"sale_decision": "previous_close"} | (holder or {}),
            all_series=all_series or [series()],
            market={"start_price_usd": 10, "tick_usd": "0.01"},
        )
    )
    tables, whole = terms.tables, terms.tables.whole
    assert whole is not None
    path = WholePath(tables, whole, make_state(tables), make_market(tables), terms.dates)
    path.quote_all(10)
    path.market.volumes[:] = 1000.0
    path.step(START, a=float(approved))
    return path

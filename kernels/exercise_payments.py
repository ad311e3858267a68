"""What an exercise of a warrant pays: the Exercise Price, and fractions in cash (``W 1``, ``4(i)``, ``12(c)``)."""

from __future__ import annotations

from kernels.exact import difference_of_products
from kernels.jit import clause
from kernels.money import pay_on_warrant, pay_strike
from kernels.rows import (
    FIRED_EXERCISE_AT_EXPIRY,
    FIRED_EXERCISE_CASH,
    FIRED_EXERCISE_CASHLESS,
    FIRED_FRACTION_PAID,
)
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_state import fire
from kernels.whole_tables import Whole


@clause
def market_and_gain(w: int, market_bid: float, state: State, whole: Whole) -> tuple[float, float]:
    """The Market Price M and M - E, as whole numbers of one unit (``W 12(c)``)."""
    market_price = market_bid * whole.warrants.scale
    return market_price, market_price - state.whole.warrant.price[w] * whole.warrants.units_per_dollar


@clause
def fraction_price_usd(market_usd: float, price_usd: float, whole: Whole) -> float:
    """What a fraction of a share is paid at (``W 4(i)``)."""
    return price_usd if whole.warrants.fraction_at_exercise_price else market_usd


@clause
def settle_exercise(
    w: int,
    t: int,
    n: float,
    shares: float,
    market_bid: float,
    closing: bool,
    tables: Tables,
    state: State,
    whole: Whole,
) -> None:
    """Pay what goes with an exercise of ``n`` Warrant Shares: the Exercise Price, and fractions in cash (``W 4(i)``).

    Parameters
    ----------
    w, t
        Warrant and session.
    n, shares
        Warrant Shares, and the whole common that comes of them; on a last session there may be none.
    market_bid
        The bid that is the Market Price.
    closing
        Whether no whole Warrant Share is left, so that the fraction of one is settled too.
    tables, state, whole
        The path.
    """
    table = whole.warrants
    own = state.whole.warrant
    price = own.price[w]
    price_usd = price / table.scale
    market_usd = market_bid / tables.quote.units_per_dollar
    at_usd = fraction_price_usd(market_usd, price_usd, whole)
    fraction_usd = 0.0
    if shares > 0.0:
        if table.cashless:
            market_price, gain = market_and_gain(w, market_bid, state, whole)
            fraction_usd = difference_of_products(n, gain, shares, market_price) / market_price * at_usd
            fire(FIRED_EXERCISE_CASHLESS, state.whole.fired)
        else:
            pay_strike(w, t, n * price_usd, tables, state, whole)
            fire(FIRED_EXERCISE_CASH, state.whole.fired)
        if t == table.last[w]:
            fire(FIRED_EXERCISE_AT_EXPIRY, state.whole.fired)
        if own.accrued_usd[w] > 0.0:
            pay_on_warrant(w, t, n * own.accrued_usd[w], tables, state, whole)
        own.amount[w] -= n * price
    if closing and own.amount[w] > 0.0:
        fraction = own.amount[w] / price
        if table.cashless:
            fraction_usd += fraction * (market_usd - price_usd)
        else:
            pay_strike(w, t, fraction * price_usd, tables, state, whole)
            fraction_usd += fraction * at_usd
        own.amount[w] = 0.0
    if fraction_usd > 0.0:
        pay_on_warrant(w, t, fraction_usd, tables, state, whole)
        fire(FIRED_FRACTION_PAID, state.whole.fired)

"""Issues below the market adjust the warrants (``W 4(a)``, ``4(b)``, ``4(h)``; METHODS 12.1 to 12.3)."""

from __future__ import annotations

from kernels.intrinsics import floor
from kernels.jit import clause, rare
from kernels.rows import FIRED_ADJUSTMENT_CARRIED_FORWARD, FIRED_WARRANT_ADJUSTED
from kernels.state import State
from kernels.whole_state import fire
from kernels.whole_tables import Whole

HALF_A_CENT = 1e-9
"""Of a cent: how near to half a cent a price counts as there, and is rounded up."""
NEARLY = 1e-13
"""Of the Exercise Price: how near to the least change a change counts as it."""


@clause
def adjustment_factor(outstanding: float, shares: float, consideration_usd: float, market_usd: float) -> float:
    """``(O + P/M) / CSDO`` of ``W 4(a)``; 1 for an issue that is not below the market."""
    if not consideration_usd < shares * market_usd:
        return 1.0
    return (outstanding + consideration_usd / market_usd) / (outstanding + shares)


@clause
def follow_shadow(w: int, state: State, whole: Whole) -> None:
    """The Exercise Price follows the shadow price, to the cent, once they differ by enough of it (``W 4(h)``)."""
    own = state.whole.warrant
    scale = whole.warrants.scale
    price_usd = own.price[w] / scale
    # A hundred for ninety-nine is 1% to the last digit: what rounding took of it must not hold it back.
    if abs(own.shadow_usd[w] - price_usd) >= (whole.warrants.least_change - NEARLY) * price_usd:
        # A price that a split halved may lie on half a cent: the same.
        cents = floor(own.shadow_usd[w] * 100.0 + 0.5 + HALF_A_CENT)
        own.price[w] = (cents if cents > 1.0 else 1.0) * (scale / 100.0)


@clause
def adjust_exercise_price(w: int, factor: float, state: State, whole: Whole) -> None:
    """Change the shadow price for an issue; the Exercise Price follows (``W 4(a)``, ``4(h)``)."""
    own = state.whole.warrant
    before = own.price[w]
    own.shadow_usd[w] *= factor
    follow_shadow(w, state, whole)
    if own.price[w] != before:
        fire(FIRED_WARRANT_ADJUSTED, state.whole.fired)
    else:
        fire(FIRED_ADJUSTMENT_CARRIED_FORWARD, state.whole.fired)


@rare
def adjust_warrants(
    event: int,
    t: int,
    outstanding: float,
    shares: float,
    consideration_usd: float,
    market_usd: float,
    state: State,
    whole: Whole,
) -> None:
    """Adjust every warrant that an issue concerns, and keep what a readjustment needs.

    Parameters
    ----------
    event, t
        Number of the issue, and its session.
    outstanding
        O: common outstanding just before.
    shares, consideration_usd
        Issued (or the maximum), and P.
    market_usd
        M: closing bid of the session before.
    state, whole
        The path.
    """
    own = state.whole.warrant
    state.whole.event.outstanding[event] = outstanding
    state.whole.event.market_usd[event] = market_usd
    factor = adjustment_factor(outstanding, shares, consideration_usd, market_usd)
    for w in range(whole.warrants.entries):
        if own.amount[w] > 0.0 and whole.events.adjusts[event, w] and t <= whole.warrants.last[w]:
            if factor != 1.0:
                adjust_exercise_price(w, factor, state, whole)
            # An issue at the market adjusts nothing; what it is repriced to may (W 4(b)(iii)).
            state.whole.event.factor[event, w] = factor


@rare
def readjust_warrants(event: int, t: int, state: State, whole: Whole) -> None:
    """Readjust for a convertible issue that is repriced, or lapses (``W 4(b)(iii)``, ``(iv)``)."""
    own = state.whole.warrant
    issue = whole.events.refers_to[event]
    new = 1.0
    if not whole.events.flag[event]:
        new = adjustment_factor(
            state.whole.event.outstanding[issue],
            whole.events.shares[issue],
            whole.events.consideration_usd[event],
            state.whole.event.market_usd[issue],
        )
    for w in range(whole.warrants.entries):
        old = state.whole.event.factor[issue, w]
        if old > 0.0 and own.amount[w] > 0.0 and t <= whole.warrants.last[w]:
            if new != old:
                adjust_exercise_price(w, new / old, state, whole)
            state.whole.event.factor[issue, w] = new

"""What the company may not issue while the investor holds enough of the preferred (``SPA 4.5``; METHODS 12)."""

from __future__ import annotations

from kernels.jit import clause, rare
from kernels.market.scratch import Quotes
from kernels.remedy_state import BREACH_EVENT_ON
from kernels.rights import EVENT_IV, event_happens
from kernels.rows import FIRED_ISSUE_COVENANT_BROKEN
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_state import fire
from kernels.whole_tables import Whole


@rare
def holds_enough(tables: Tables, state: State, whole: Whole) -> bool:
    """Whether the investor holds its part of all preferred, or the common that it was converted into."""
    money = state.whole.money
    held_usd = 0.0
    sold_usd = 0.0
    for series in range(state.preferred.size):
        stated = tables.series.stated_value_usd[series]
        left = float(state.preferred[series])
        start = money.drawn[series] if whole.payments.is_drawn[series] else whole.payments.start_preferred[series]
        sold_usd += stated * (
            money.drawn[series] if whole.payments.is_drawn[series] else tables.series.preferred[series]
        )
        held_usd += stated * left
        common = state.held[series] + state.whole.remedy.undelivered[series]
        if common > 0.0:
            converted = start - left - money.redeemed[series]
            held_usd += stated * (converted * common / (common + money.sold[series]))
    table = whole.remedy.issues
    return bool(held_usd * table.held_denominator >= table.held_numerator * sold_usd)


@rare
def read_issue(event: int, t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """An issue at a fixed price under its part of the market breaks the covenant; event (iv) follows.

    Parameters
    ----------
    event, t
        Number of the issue, and its session.
    place
        Place of the session's bid in ``market.bids``.
    market, tables, state, whole
        The path, just before the issue.
    """
    restricted = whole.events.restricted_from[event]
    if restricted == 0.0 or market.bids[place - 1] < restricted or not holds_enough(tables, state, whole):
        return
    fire(FIRED_ISSUE_COVENANT_BROKEN, state.whole.fired)
    numbers = state.whole.remedy.numbers
    # A right persists: the first breach gives it.
    if numbers[BREACH_EVENT_ON] < 0.0:
        numbers[BREACH_EVENT_ON] = float(t + whole.remedy.issues.event_after)


@clause
def note_breach(t: int, state: State, whole: Whole) -> None:
    """Step 1: event (iv) is born when the breach has continued for long enough (``CoD VIII.A(iv)``)."""
    if state.whole.remedy.numbers[BREACH_EVENT_ON] == float(t):
        event_happens(EVENT_IV, t, state, whole)

"""Money that the company, or an acquirer, pays the investor outside the pooled accounts (METHODS 20, 21)."""

from __future__ import annotations

from kernels.jit import clause
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_tables import Whole


@clause
def pay_on_series(series: int, t: int, amount_usd: float, tables: Tables, state: State) -> None:
    """Pay the investor on a series, on session t."""
    money = state.whole.money
    money.paid[series] += amount_usd
    money.paid_present[series] += amount_usd * tables.clock.discount[t]
    state.flows[t] += amount_usd


@clause
def buy_by_draw(series: int, t: int, amount_usd: float, tables: Tables, state: State) -> None:
    """The investor pays for what the company draws on an equity line."""
    money = state.whole.money
    money.bought[series] += amount_usd
    money.bought_present[series] += amount_usd * tables.clock.discount[t]
    state.flows[t] -= amount_usd


@clause
def pay_on_warrant(w: int, t: int, amount_usd: float, tables: Tables, state: State, whole: Whole) -> None:
    """Pay a warrant's holder, on session t; the investor's are its flows, the agent's are not."""
    own = state.whole.warrant
    own.paid[w] += amount_usd
    own.paid_present[w] += amount_usd * tables.clock.discount[t]
    if not whole.warrants.agent[w]:
        state.flows[t] += amount_usd


@clause
def pay_strike(w: int, t: int, amount_usd: float, tables: Tables, state: State, whole: Whole) -> None:
    """A warrant's holder pays the exercise price."""
    own = state.whole.warrant
    own.strike[w] += amount_usd
    own.strike_present[w] += amount_usd * tables.clock.discount[t]
    if not whole.warrants.agent[w]:
        state.flows[t] -= amount_usd

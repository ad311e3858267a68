"""Sale of common that came from warrants: as its registration lets it, and under Rule 144 (``RRA 2.1``, ``3.6``)."""

from __future__ import annotations

from kernels.jit import clause, rare
from kernels.registration import is_suspended
from kernels.registration import sale_room as statement_room
from kernels.rows import REGISTRATION
from kernels.rule_144 import new_of_warrant_may_go, note_kept_back, note_sale, warrant_may_go
from kernels.rule_144_state import AGENT, INVESTOR
from kernels.state import State
from kernels.tables import BIG, Tables
from kernels.whole_tables import Whole


@clause
def warrant_may_sell(w: int, t: int, state: State, whole: Whole) -> bool:
    """Whether the warrant's shares may be sold on a public market today (``RRA 2.1``, ``3.6``)."""
    return t >= whole.warrants.registered[w] and not is_suspended(whole.warrants.statement[w], t, state, whole)


@clause
def new_common_may_go(w: int, t: int, state: State, whole: Whole) -> float:
    """How much common of an exercise may go on its session: all (BIG) if registered, else by Rule 144."""
    if warrant_may_sell(w, t, state, whole):
        return BIG
    return new_of_warrant_may_go(w, t, state, whole)


@clause
def holder_of(w: int, whole: Whole) -> int:
    """Whose the warrant is: INVESTOR or AGENT."""
    return AGENT if whole.warrants.agent[w] else INVESTOR


@clause
def sell_from_warrant(w: int, t: int, shares: float, bid: float, tables: Tables, state: State, whole: Whole) -> None:
    """Sell common that came from a warrant at the bid, less commission."""
    own = state.whole.warrant
    own.held[w] -= shares
    own.sold[w] += shares
    if whole.feedback.impact:
        state.whole.live.warrant_sold_today[w] += shares
        return
    amount = shares * (bid / tables.quote.units_per_dollar) * tables.sale.net_of_commission
    own.proceeds[w] += amount
    own.present[w] += amount * tables.clock.discount[t]
    if not whole.warrants.agent[w]:
        state.flows[t] += amount


@rare
def sell_held_warrants(
    agent: bool, t: int, bid: float, left: float, tables: Tables, state: State, whole: Whole
) -> float:
    """Sell the common held from the investor's, or the agent's, warrants in order; returns what was sold."""
    own = state.whole.warrant
    sold = 0.0
    for w in range(whole.warrants.entries):
        sellable = own.held[w] - own.undelivered[w]
        if sellable > 0.0 and whole.warrants.agent[w] == agent:
            if not (warrant_may_sell(w, t, state, whole) or may_go_otherwise(w, sellable, t, state, whole)):
                state.bound_today[REGISTRATION] = True
            shares = sellable if sellable < left - sold else left - sold
            if shares > 0.0:
                sold += sell_warrant_publicly(w, t, shares, bid, tables, state, whole)
    return sold


@clause
def may_go_otherwise(w: int, shares: float, t: int, state: State, whole: Whole) -> bool:
    """Whether so much common held from a warrant that is not registered may go under Rule 144."""
    if not whole.rule_144.applies:
        return False
    allowed, _ = warrant_may_go(w, t, state, whole)
    return bool(allowed >= shares)


@rare
def sell_warrant_publicly(
    w: int, t: int, wanted: float, bid: float, tables: Tables, state: State, whole: Whole
) -> float:
    """Sell common of a warrant as its registration lets it, and what is left under Rule 144; returns what is sold.

    What a statement does not cover any more, and the Rule does not let go, marks registration as binding.
    """
    registered = 0.0
    may_be_sold = warrant_may_sell(w, t, state, whole)
    if may_be_sold:
        room = statement_room(whole.warrants.statement[w], tables, state, whole)
        registered = room if room < wanted else wanted
        if registered > 0.0:
            sell_from_warrant(w, t, registered, bid, tables, state, whole)
    rest = wanted - registered
    if rest <= 0.0:
        return registered
    shares = 0.0
    if whole.rule_144.applies:
        person = holder_of(w, whole)
        allowed, aged = warrant_may_go(w, t, state, whole)
        if allowed < (rest if rest < aged else aged):
            note_kept_back(person, state)
        shares = rest if rest < allowed else allowed
        if shares > 0.0:
            sell_from_warrant(w, t, shares, bid, tables, state, whole)
            state.whole.rule_144.warrant_sold[w] += shares
            note_sale(person, t, shares, state)
    if may_be_sold and shares < rest:
        state.bound_today[REGISTRATION] = True
    return registered + shares


@clause
def sellable_warrant_common(t: int, state: State, whole: Whole) -> bool:
    """Whether common of the investor's warrants that may go is still held."""
    own = state.whole.warrant
    for w in range(whole.warrants.entries):
        if own.held[w] > own.undelivered[w] and not whole.warrants.agent[w]:
            if warrant_may_sell(w, t, state, whole):
                return True
            if whole.rule_144.applies:
                allowed, _ = warrant_may_go(w, t, state, whole)
                if allowed > 0.0:
                    return True
    return False

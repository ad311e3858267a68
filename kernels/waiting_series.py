"""The series on an ordinary session: which of them wait for a notice, and which are to be given one."""

from __future__ import annotations

from typing import NamedTuple

from kernels.held_back import NOT_ONE, is_forced, what_holds_back
from kernels.holder.convert_and_sell import may_be_given_notice
from kernels.holder.willing import wants_a_lot
from kernels.jit import clause
from kernels.market.scratch import Quotes
from kernels.ordinary import tests_surely_pass
from kernels.price_rules import price_in_general
from kernels.quick_deals import knows_policy
from kernels.rows import OWNERSHIP
from kernels.state import State
from kernels.tables import Tables
from kernels.whole_tables import Whole


class Waiting(NamedTuple):
    """What the series do on a session, before the limits on sales are looked at."""

    series: int
    """How many may be given notice; ``state.done`` says of each whether it may not."""
    acting: int
    """How many of them are, if there is room."""
    added: float
    """New shares by which the notices may exceed the room, and what is held of one series take of another's."""
    unregistered: bool
    """Whether registration keeps one of them back."""
    unpriced: bool
    """Whether the price keeps one of them waiting."""
    untested: bool
    """Whether a test may fail of one with preferred left."""
    held_back: int
    """The limit that holds back what maturity goes on converting; NOT_ONE: none does."""


@clause
def look_at_series(
    t: int,
    place: int,
    decision_bid: float,
    held: bool,
    alone: bool,
    market: Quotes,
    tables: Tables,
    state: State,
    whole: Whole,
) -> tuple[bool, Waiting]:
    """Price every series with preferred left, and say what it does on ordinary session t.

    Parameters
    ----------
    t, place
        Session, and the place of its bid in ``market.bids``.
    decision_bid
        What the holder decides on.
    held
        Whether anybody holds common.
    alone
        Whether :mod:`kernels.quick_deals` knows the deal.
    market, tables, state, whole
        The path.

    Returns
    -------
    known : bool
        False: the session is to be run in full.
    waiting : Waiting
    """
    table = tables.series
    waiting = 0
    acting = 0
    added = 0.0
    unregistered = False
    unpriced = False
    untested = False
    held_back = NOT_ONE
    # What another policy, or the company's, waits for is not looked at here.
    known = knows_policy(tables) and not whole.company.calls
    for series in range(state.preferred.size):
        state.done[series] = True
        if known and state.preferred[series] > 0.0:
            price_in_general(series, t, place, market, tables, state, whole)
            if not tests_surely_pass(series, t, tables, state):
                untested = True
                known = alone
            if tables.deal.keeps_converting and is_forced(series, t, tables, state):
                limit = what_holds_back(series, t, tables, state, whole)
                # Sales make room under the ownership limit. Two that two limits hold back are not worth a rule.
                if limit == NOT_ONE or (held and limit == OWNERSHIP) or held_back not in (NOT_ONE, limit):
                    known = False
                held_back = limit
            price = state.price[series]
            if tables.holder.converts and price > 0.0 and may_be_given_notice(series, t, tables, state, whole):
                state.done[series] = False
                waiting += 1
                if t < table.registered[series]:
                    unregistered = True
                    known = known and not whole.rule_144.applies
                elif not wants_a_lot(series, t, decision_bid, tables, state, whole):
                    unpriced = True
                else:
                    acting += 1
                    known = known and alone
                    added += 4.0 * (tables.claim[series, t] / (table.claim_scale[series] * price) + 2.0)
    return known, Waiting(waiting, acting, added, unregistered, unpriced, untested, held_back)

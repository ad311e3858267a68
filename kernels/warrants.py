"""Exercise of warrants, for cash or cashless, within the limits (``W 1``, ``W 5``, ``W 8(f)``, ``W 12(c)``)."""

from __future__ import annotations

from kernels.delivery import exercise_given, exercised_sold_at_once
from kernels.exact import ceiling_of_ratio, floor_of_ratio, product_is_less
from kernels.exercise_payments import market_and_gain, settle_exercise
from kernels.jit import clause, rare
from kernels.layout import LOTS_OF_WARRANTS
from kernels.limits import authorized_room, cap_room, held_by_investor, ownership_room
from kernels.market.scratch import Quotes
from kernels.reserve import use_reserve
from kernels.rows import (
    AUTHORIZED,
    CAP,
    NO_LIMIT,
    OWNERSHIP,
    PRICE,
    REGISTRATION,
)
from kernels.rule_144 import begin_to_hold, note_kept_back
from kernels.state import CAP_USED, OUTSTANDING, State
from kernels.tables import BIG, Tables
from kernels.warrant_sales import holder_of, new_common_may_go, sell_warrant_publicly
from kernels.whole_state import LIVE_ISSUED_VALUE_USD
from kernels.whole_tables import Whole


@clause
def warrant_shares_left(w: int, state: State) -> float:
    """Whole Warrant Shares left: floor(A/E)."""
    own = state.whole.warrant
    return floor_of_ratio(own.amount[w], 1.0, own.price[w])


@clause
def most_surrendered(room: float, gain: float, market: float) -> float:
    """Largest n with floor(n gain/market) <= room, for a cashless exercise; BIG stays BIG."""
    # A gain that is next to nothing limits nothing, and would leave exact arithmetic.
    if room == BIG or (room + 1.0) * market > gain * 2.0**49:
        return BIG
    return ceiling_of_ratio(room + 1.0, market, gain) - 1.0


@clause
def fewest_surrendered(room: float, gain: float, market: float) -> float:
    """Smallest n with floor(n gain/market) >= room, for a cashless exercise."""
    if room * market > gain * 2.0**49:
        return BIG
    return ceiling_of_ratio(room, market, gain)


@rare
def exercise_within_limits(
    w: int, t: int, wanted: float, gain: float, market_price: float, tables: Tables, state: State, whole: Whole
) -> float:
    """The largest number of Warrant Shares up to what is wanted that every limit lets through (METHODS 11).

    Parameters
    ----------
    w, t
        Warrant and session.
    wanted
        Warrant Shares.
    gain, market_price
        M - E and M as whole numbers of one unit, for a cashless exercise.
    tables, state, whole
        The path.
    """
    table = whole.warrants
    n = wanted
    limit = NO_LIMIT
    if not table.cashless or table.cashless_obeys_limits:
        room = cap_room(table.counts_to_cap[w], t, tables, state, whole)
        allowed = most_surrendered(room, gain, market_price) if table.cashless else room
        if allowed < n:
            n = allowed
            limit = CAP
        held = held_by_investor(state, whole)
        if table.agent[w]:
            held = 0.0
            for other in range(table.entries):
                held += state.whole.warrant.held[other] if table.agent[other] else 0.0
        room = ownership_room(held, tables.deal, state, whole)
        allowed = most_surrendered(room, gain, market_price) if table.cashless else room
        if allowed < n:
            n = allowed
            limit = OWNERSHIP
    room = authorized_room(table.in_reserve[w], tables, state, whole)
    allowed = most_surrendered(room, gain, market_price) if table.cashless else room
    if allowed < n:
        n = allowed
        limit = AUTHORIZED
    if limit != NO_LIMIT:
        state.bound_today[limit] = True
    return n


@clause
def is_chosen(w: int, decision: float, allowed: float, room: float, state: State, whole: Whole) -> bool:
    """Whether a warrant that pays is exercised before its last session; what stops it binds.

    Of its common that is not registered at most ``allowed`` may go; ``room`` is what may still be sold.
    """
    table = whole.warrants
    if table.at_expiry_only:
        return False
    if allowed <= 0.0:
        state.bound_today[REGISTRATION] = True
        return False
    if not product_is_less(state.whole.warrant.price[w], table.hurdle_price[w], decision, table.hurdle_bid[w]):
        state.bound_today[PRICE] = True
        return False
    return room > 0.0


@clause
def number_wanted(
    w: int, left: float, allowed: float, room: float, gain: float, market_price: float, state: State, whole: Whole
) -> float:
    """The fewest of the Warrant Shares left whose common fills what may be sold, before the last session."""
    goal = allowed if allowed < room else room
    enough = fewest_surrendered(goal, gain, market_price) if whole.warrants.cashless else goal
    if enough >= left:
        return left
    if allowed < room:
        note_kept_back(holder_of(w, whole), state)
    return enough


@rare
def exercise(
    w: int, t: int, place: int, room: float, market: Quotes, tables: Tables, state: State, whole: Whole
) -> tuple[float, float, bool]:
    """One warrant's exercise on a session of its period.

    Returns
    -------
    sold : float
        Shares sold at once.
    used : float
        Room that the exercise took.
    cut : bool
        Whether it was cut to the room.
    """
    table = whole.warrants
    last = t == table.last[w]
    decision = market.bids[place - tables.holder.decision_lag]
    if not product_is_less(state.whole.warrant.price[w], table.units_per_dollar, decision, table.scale):
        return 0.0, 0.0, False
    allowed = new_common_may_go(w, t, state, whole)
    if not last and not is_chosen(w, decision, allowed, room, state, whole):
        return 0.0, 0.0, False
    market_bid = market.bids[place - 1]
    market_price, gain = market_and_gain(w, market_bid, state, whole)
    if table.cashless and gain <= 0.0:
        return 0.0, 0.0, False
    left = warrant_shares_left(w, state)
    wanted = left
    if not last:
        wanted = number_wanted(w, left, allowed, room, gain, market_price, state, whole)
    n = exercise_within_limits(w, t, wanted, gain, market_price, tables, state, whole) if wanted > 0.0 else 0.0
    shares = n
    if table.cashless and n > 0.0:
        shares = floor_of_ratio(n, gain, market_price)
    if shares <= 0.0 and not (last and left == 0.0):
        return 0.0, 0.0, False
    closing = n == left and (left > 0.0 or last)
    settle_exercise(w, t, n, shares, market_bid, closing, tables, state, whole)
    if shares <= 0.0:
        return 0.0, 0.0, False
    cut = not last and wanted < left
    return issue_on_warrant(w, t, shares, market.bids[place], room, allowed, cut, tables, state, whole)


@clause
def issue_on_warrant(
    w: int,
    t: int,
    shares: float,
    bid: float,
    room: float,
    allowed: float,
    cut: bool,
    tables: Tables,
    state: State,
    whole: Whole,
) -> tuple[float, float, bool]:
    """Issue an exercise's shares and sell at once what may be sold; as :func:`exercise` returns.

    Of common that is not registered at most ``allowed`` may go.
    """
    table = whole.warrants
    own = state.whole.warrant
    if cap_room(table.counts_to_cap[w], t, tables, state, whole) != BIG:
        state.totals[CAP_USED] += shares
    state.totals[OUTSTANDING] += shares
    own.issued[w] += shares
    own.held[w] += shares
    if not whole.rule_144.tacks:
        begin_to_hold(LOTS_OF_WARRANTS + w, t, shares, state, whole)
    exercise_given(w, t, shares, tables, state, whole)
    use_reserve(table.in_reserve[w], shares, state)
    state.whole.live.numbers[LIVE_ISSUED_VALUE_USD] += shares * (bid / tables.quote.units_per_dollar)
    used = shares if shares < room else room
    used = used if used > 0.0 else 0.0
    if allowed < used:
        if allowed > 0.0:
            note_kept_back(holder_of(w, whole), state)
        used = allowed
    sold = 0.0
    if tables.deal.same_day_sale and used > 0.0:
        sold = sell_warrant_publicly(w, t, used, bid, tables, state, whole)
        if sold > 0.0:
            exercised_sold_at_once(w, t, sold, bid, tables, state, whole)
    # Before the last session the room shrinks whether or not the shares may be sold at once.
    return sold, sold if t == table.last[w] else used, cut


@rare
def exercise_warrants(
    agent: bool, t: int, place: int, room: float, market: Quotes, tables: Tables, state: State, whole: Whole
) -> tuple[float, bool]:
    """The investor's, or the agent's, exercises of a session, in order, in what room is left.

    Returns
    -------
    sold : float
        Shares sold at once.
    cut : bool
        Whether an exercise was cut to the room.
    """
    table = whole.warrants
    own = state.whole.warrant
    sold = 0.0
    cut = False
    if table.never:
        return sold, cut
    for w in range(whole.warrants.entries):
        if own.amount[w] > 0.0 and table.agent[w] == agent and table.first[w] <= t <= table.last[w]:
            at_once, used, was_cut = exercise(w, t, place, room, market, tables, state, whole)
            sold += at_once
            cut = cut or was_cut
            if room != BIG:
                room -= used
    return sold, cut


@rare
def expire_warrants(t: int, state: State, whole: Whole) -> None:
    """At the close of its last session a warrant is worth nothing (``W 2``)."""
    own = state.whole.warrant
    for w in range(whole.warrants.entries):
        if t == whole.warrants.last[w] and own.amount[w] > 0.0:
            own.unexercised[w] = warrant_shares_left(w, state)
            own.amount[w] = 0.0

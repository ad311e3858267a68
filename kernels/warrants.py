"""Exercise of warrants, for cash or cashless, within the limits (``W 1``, ``W 5``, ``W 8(f)``, ``W 12(c)``)."""

from __future__ import annotations

from kernels.delivery import exercise_given, exercised_sold_at_once
from kernels.exact import ceiling_of_ratio, difference_of_products, floor_of_ratio, product_is_less
from kernels.jit import clause, rare
from kernels.layout import LOTS_OF_WARRANTS
from kernels.limits import authorized_room, cap_room, held_by_investor, ownership_room
from kernels.market.scratch import Quotes
from kernels.money import pay_on_warrant, pay_strike
from kernels.registration import is_suspended
from kernels.registration import sale_room as statement_room
from kernels.reserve import use_reserve
from kernels.rows import (
    AUTHORIZED,
    CAP,
    FIRED_EXERCISE_AT_EXPIRY,
    FIRED_EXERCISE_CASH,
    FIRED_EXERCISE_CASHLESS,
    FIRED_FRACTION_PAID,
    OWNERSHIP,
    PRICE,
    REGISTRATION,
)
from kernels.rule_144 import (
    begin_to_hold,
    new_of_warrant_may_go,
    note_kept_back,
    note_sale,
    warrant_may_go,
)
from kernels.rule_144_state import AGENT, INVESTOR
from kernels.state import CAP_USED, OUTSTANDING, State
from kernels.tables import BIG, Tables
from kernels.whole_state import LIVE_ISSUED_VALUE_USD, fire
from kernels.whole_tables import Whole


@clause
def warrant_shares_left(w: int, state: State) -> float:
    """Whole Warrant Shares left: floor(A/E)."""
    own = state.whole.warrant
    return floor_of_ratio(own.amount[w], 1.0, own.price[w])


@clause
def warrant_may_sell(w: int, t: int, state: State, whole: Whole) -> bool:
    """Whether the warrant's shares may be sold on a public market today (``RRA 2.1``, ``3.6``)."""
    return t >= whole.warrants.registered[w] and not is_suspended(whole.warrants.statement[w], t, state, whole)


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
        person = AGENT if whole.warrants.agent[w] else INVESTOR
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
    limit = -1
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
    if limit >= 0:
        state.bound_today[limit] = True
    return n


@clause
def fraction_price_usd(market_usd: float, price_usd: float, whole: Whole) -> float:
    """What a fraction of a share is paid at (``W 4(i)``)."""
    return price_usd if whole.warrants.fraction_at_exercise_price else market_usd


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
    own = state.whole.warrant
    last = t == table.last[w]
    price = own.price[w]
    bid = market.bids[place]
    decision = market.bids[place - tables.holder.decision_lag]
    if not product_is_less(price, table.units_per_dollar, decision, table.scale):
        return 0.0, 0.0, False
    allowed = BIG
    if not warrant_may_sell(w, t, state, whole):
        allowed = new_of_warrant_may_go(w, t, state, whole)
    if not last:
        if table.at_expiry_only:
            return 0.0, 0.0, False
        if allowed <= 0.0:
            state.bound_today[REGISTRATION] = True
            return 0.0, 0.0, False
        if not product_is_less(price, table.hurdle_price[w], decision, table.hurdle_bid[w]):
            state.bound_today[PRICE] = True
            return 0.0, 0.0, False
        if room <= 0.0:
            return 0.0, 0.0, False
    market_price = market.bids[place - 1] * table.scale
    gain = market_price - price * table.units_per_dollar
    if table.cashless and gain <= 0.0:
        return 0.0, 0.0, False
    left = warrant_shares_left(w, state)
    wanted = left
    goal = allowed if allowed < room else room
    if not last and goal != BIG:
        enough = fewest_surrendered(goal, gain, market_price) if table.cashless else goal
        wanted = enough if enough < left else left
        if allowed < room and wanted < left:
            note_kept_back(AGENT if table.agent[w] else INVESTOR, state)
    n = exercise_within_limits(w, t, wanted, gain, market_price, tables, state, whole) if wanted > 0.0 else 0.0
    shares = n
    if table.cashless and n > 0.0:
        shares = floor_of_ratio(n, gain, market_price)
    closing = n == left and (left > 0.0 or last)
    if shares <= 0.0 and not (last and left == 0.0):
        return 0.0, 0.0, False
    price_usd = price / table.scale
    market_usd = market.bids[place - 1] / tables.quote.units_per_dollar
    at_usd = fraction_price_usd(market_usd, price_usd, whole)
    fraction_usd = 0.0
    if shares > 0.0:
        if table.cashless:
            fraction_usd = difference_of_products(n, gain, shares, market_price) / market_price * at_usd
            fire(FIRED_EXERCISE_CASHLESS, state.whole.fired)
        else:
            pay_strike(w, t, n * price_usd, tables, state, whole)
            fire(FIRED_EXERCISE_CASH, state.whole.fired)
        if last:
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
    if shares <= 0.0:
        return 0.0, 0.0, False
    return issue_on_warrant(w, t, shares, bid, room, allowed, wanted < left and not last, tables, state, whole)


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
            note_kept_back(AGENT if table.agent[w] else INVESTOR, state)
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

"""The Reserved Amount, the authorized shares, and the reserve test (``CoD V``; METHODS 16)."""

from __future__ import annotations

from kernels.exact import ceiling_of_ratio, floor_of_ratio, product_is_less
from kernels.jit import clause, rare
from kernels.remedy_state import (
    NEVER,
    REMEDY_RESERVED_LEFT,
    RESERVE_AMOUNT,
    RESERVE_FAILURES,
    RESERVE_TRIGGER_DAY,
    RESERVE_USED,
)
from kernels.rights import EVENT_VII, end_when_cured, event_happens
from kernels.rows import FIRED_RESERVE_RAISED, FIRED_RESERVE_TRIGGER
from kernels.state import APPROVED, OUTSTANDING, State
from kernels.tables import BIG, Tables
from kernels.whole_state import (
    LIVE_AUTHORIZED,
    LIVE_CAP_AMOUNT,
    LIVE_DELISTED,
    LIVE_RESERVED_ELSEWHERE,
    fire,
)
from kernels.whole_tables import Whole


@clause
def set_reserve(amount: float, used: float, state: State) -> None:
    """Set the Reserved Amount and its use, in shares."""
    numbers = state.whole.remedy.numbers
    numbers[RESERVE_AMOUNT] = amount
    numbers[RESERVE_USED] = used
    numbers[REMEDY_RESERVED_LEFT] = amount - used if amount > used else 0.0


@clause
def use_reserve(reserved: bool, shares: float, state: State) -> None:
    """Note that shares were issued; those of a reserved instrument use the Reserved Amount."""
    if reserved:
        numbers = state.whole.remedy.numbers
        set_reserve(numbers[RESERVE_AMOUNT], numbers[RESERVE_USED] + shares, state)


@clause
def kept_in_reserve(state: State, whole: Whole) -> float:
    """What is kept of the Reserved Amount for the instruments that it is solely for (``CoD V.A``).

    With no preferred of its series left these are warrants, and no more is kept than they may take. A line's stays.
    """
    left = float(state.whole.remedy.numbers[REMEDY_RESERVED_LEFT])
    series = whole.remedy.reserve.series
    if series < 0 or state.preferred[series] > 0.0 or whole.payments.is_drawn[series]:
        return left
    own = state.whole.warrant
    needed = 0.0
    for warrant in range(whole.warrants.entries):
        if whole.warrants.in_reserve[warrant]:
            needed += floor_of_ratio(own.amount[warrant], 1.0, own.price[warrant])
    return needed if needed < left else left


@clause
def free_shares(state: State) -> float:
    """Authorized, neither outstanding nor reserved elsewhere; may be below 0."""
    numbers = state.whole.live.numbers
    return float(numbers[LIVE_AUTHORIZED] - state.totals[OUTSTANDING] - numbers[LIVE_RESERVED_ELSEWHERE])


@clause
def unreserved_room(state: State, whole: Whole) -> float:
    """Authorized, neither outstanding nor reserved elsewhere nor kept in the Reserved Amount; may be below 0."""
    return free_shares(state) - kept_in_reserve(state, whole)


@clause
def authorized_room(reserved: bool, tables: Tables, state: State, whole: Whole) -> float:
    """Shares that may still be issued (``CoD V``); BIG: no limit.

    Parameters
    ----------
    reserved
        Whether they come out of the Reserved Amount.
    tables, state, whole
        The deal and the path.
    """
    if state.whole.live.numbers[LIVE_AUTHORIZED] == BIG:
        return BIG
    room = free_shares(state) if reserved else unreserved_room(state, whole)
    return room if room > 0.0 else 0.0


@clause
def cap_applies(t: int, tables: Tables, state: State, whole: Whole) -> bool:
    """Whether there is a cap in force: no approval acting, and the common listed (``CoD IV.G(i)``)."""
    if state.whole.live.numbers[LIVE_CAP_AMOUNT] == BIG or t >= state.whole.live.numbers[LIVE_DELISTED]:
        return False
    return not (state.totals[APPROVED] > 0.0 and t >= tables.deal.approval_session)


@clause
def per_preferred(series: int, t: int, tables: Tables, state: State) -> tuple[float, float]:
    """Numerator and denominator of the common for one preferred at the price in ``state.price``, which must be set."""
    claim = tables.claim[series, t]
    denominator = tables.series.claim_scale[series] * state.price[series]
    if tables.deal.round_up_per_share:
        return ceiling_of_ratio(1.0, claim, denominator), 1.0
    return float(claim), float(denominator)


@clause
def as_converted(series: int, t: int, tables: Tables, state: State, whole: Whole) -> float:
    """Shares of one notice of all preferred left, whatever the limits; 0 without a price or without preferred."""
    left = state.preferred[series]
    if left <= 0.0 or state.price[series] <= 0.0:
        return 0.0
    numerator, denominator = per_preferred(series, t, tables, state)
    if tables.deal.fractional:
        return float(left * numerator / denominator)
    return ceiling_of_ratio(left, numerator, denominator)


@clause
def warrant_shares(warrant: int, t: int, state: State, whole: Whole) -> float:
    """Whole Warrant Shares left of a warrant; 0 once it has expired."""
    own = state.whole.warrant
    if own.amount[warrant] <= 0.0 or t > whole.warrants.last[warrant]:
        return 0.0
    return floor_of_ratio(own.amount[warrant], 1.0, own.price[warrant])


@clause
def investor_warrant_shares(only_in_reserve: bool, t: int, state: State, whole: Whole) -> float:
    """Whole Warrant Shares left of the investor's warrants; of those in the reserve only, if it says so."""
    out = 0.0
    for warrant in range(whole.warrants.entries):
        if not whole.warrants.agent[warrant] and (whole.warrants.in_reserve[warrant] or not only_in_reserve):
            out += warrant_shares(warrant, t, state, whole)
    return out


@clause
def reserve_basis(state: State, whole: Whole) -> float:
    """What the test looks at: what remains, or the amount."""
    place = RESERVE_AMOUNT if whole.remedy.reserve.original else REMEDY_RESERVED_LEFT
    return float(state.whole.remedy.numbers[place])


@clause
def raise_reserve(converted: float, state: State, whole: Whole) -> None:
    """Raise the Reserved Amount to what the test asks for, as far as authorized shares are free (``CoD V.B``)."""
    table = whole.remedy.reserve
    numbers = state.whole.remedy.numbers
    more = ceiling_of_ratio(table.numerator, converted, table.denominator) - reserve_basis(state, whole)
    if state.whole.live.numbers[LIVE_AUTHORIZED] != BIG:
        room = unreserved_room(state, whole)
        more = room if room < more else more
    if more > 0.0:
        amount = float(numbers[RESERVE_AMOUNT])
        used = float(numbers[RESERVE_USED])
        # What was issued beyond the Reserved Amount is outstanding: new shares are reserved on top of it.
        base = used if used > amount and not table.original else amount
        set_reserve(base + more, used, state)
        fire(FIRED_RESERVE_RAISED, state.whole.fired)


@rare
def run_reserve_test(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """Read the reserve test on session t; failing so many sessions in a row is a trigger, then event (vii)."""
    table = whole.remedy.reserve
    series = table.series
    if series < 0 or state.preferred[series] <= 0.0 or state.price[series] <= 0.0:
        return
    numbers = state.whole.remedy.numbers
    converted = as_converted(series, t, tables, state, whole)
    pending = numbers[RESERVE_TRIGGER_DAY] != NEVER
    if pending and table.raises:
        raise_reserve(converted, state, whole)
    fails = product_is_less(reserve_basis(state, whole), table.denominator, table.numerator, converted)
    if not fails:
        end_when_cured(EVENT_VII, state, whole)
    if pending:
        late = tables.clock.days[t] >= numbers[RESERVE_TRIGGER_DAY] + table.act_within_days
        if fails and late:
            event_happens(EVENT_VII, t, state, whole)
        if late or not fails:
            numbers[RESERVE_TRIGGER_DAY] = NEVER
            numbers[RESERVE_FAILURES] = 0.0
        return
    numbers[RESERVE_FAILURES] = numbers[RESERVE_FAILURES] + 1.0 if fails else 0.0
    if numbers[RESERVE_FAILURES] >= table.sessions:
        fire(FIRED_RESERVE_TRIGGER, state.whole.fired)
        numbers[RESERVE_TRIGGER_DAY] = tables.clock.days[t]
        if table.raises:
            raise_reserve(converted, state, whole)
            if not product_is_less(reserve_basis(state, whole), table.denominator, table.numerator, converted):
                numbers[RESERVE_TRIGGER_DAY] = NEVER
                numbers[RESERVE_FAILURES] = 0.0
                end_when_cured(EVENT_VII, state, whole)

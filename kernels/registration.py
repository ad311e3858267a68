"""Registration: suspensions, what a statement covers, and payments for a late one (``RRA 2.3``, ``3.2``)."""

from __future__ import annotations

from kernels.exact import ceiling_of_ratio, floor_of_ratio, product_is_less
from kernels.intrinsics import floor
from kernels.jit import clause, rare
from kernels.layout import LATE_DAYS, LOTS_OF_SERIES, PAY_SESSION, PAYMENT_DAYS
from kernels.limits import authorized_room, cap_room, held_by_investor, ownership_room
from kernels.market.scratch import Quotes
from kernels.remedy_state import (
    ACCRUED_DAYS,
    COUNTED_DAYS,
    COUNTED_LAST,
    HAD_PAYING,
    PAYMENT_NEXT,
    PAYMENTS_WAIT,
    REGISTRATION_USD,
)
from kernels.reserve import as_converted, free_shares, use_reserve, warrant_shares
from kernels.rights import EVENT_IX, end_when_cured, event_happens
from kernels.rows import (
    FIRED_REGISTERED_RAISED,
    FIRED_REGISTERED_TRIGGER,
    FIRED_REGISTRATION_PAYMENT,
    FIRED_REGISTRATION_PAYMENT_IN_SHARES,
    FIRED_REGISTRATION_PERIOD_ENDED,
)
from kernels.rule_144 import begin_to_hold
from kernels.rule_144_state import PERIOD_COUNTED, PERIOD_OVER, PERIOD_RUNS
from kernels.state import CAP_USED, OUTSTANDING, State
from kernels.tables import BIG, Tables
from kernels.whole_state import LIVE_AUTHORIZED, LIVE_ISSUED_VALUE_USD, fire
from kernels.whole_tables import SUSPENSION, Whole


@clause
def is_suspended(statement: int, t: int, state: State, whole: Whole) -> bool:
    """Whether a statement (the number of its series; -1: none of theirs) may not be used on session t."""
    if statement < 0:
        return False
    events = whole.events
    for event in range(whole.events.entries):
        covers = events.kind[event] == SUSPENSION and events.suspended[event, statement]
        if covers and state.whole.event.session[event] <= t < events.until[event]:
            return True
    return False


@clause
def sold_under(statement: int, state: State, whole: Whole) -> float:
    """Common sold so far under a statement: from its series, and from the warrants that it covers; not by Rule 144."""
    own = state.whole.rule_144
    sold = float(state.whole.money.sold[statement] - own.sold[statement])
    for warrant in range(whole.warrants.entries):
        if whole.warrants.statement[warrant] == statement:
            sold += state.whole.warrant.sold[warrant] - own.warrant_sold[warrant]
    return sold


@clause
def sale_room(statement: int, tables: Tables, state: State, whole: Whole) -> float:
    """Shares that may still be sold under a statement; BIG unless the company lets it bind."""
    if statement < 0 or whole.remedy.registration.raises:
        return BIG
    if not whole.remedy.registration.has_statement[statement]:
        return BIG
    room = state.whole.remedy.registered[statement] - sold_under(statement, state, whole)
    return room if room > 0.0 else 0.0


@clause
def statement_warrant_shares(statement: int, t: int, state: State, whole: Whole) -> float:
    """Whole Warrant Shares left of the warrants that a statement covers."""
    out = 0.0
    for warrant in range(whole.warrants.entries):
        if whole.warrants.statement[warrant] == statement:
            out += warrant_shares(warrant, t, state, whole)
    return out


@clause
def unsold_of(statement: int, state: State, whole: Whole) -> float:
    """Common issued on a statement's series and warrants, and not sold."""
    out = float(state.held[statement] + state.whole.remedy.undelivered[statement])
    for warrant in range(whole.warrants.entries):
        if whole.warrants.statement[warrant] == statement:
            out += state.whole.warrant.held[warrant]
    return out


@clause
def registrable(statement: int, t: int, tables: Tables, state: State, whole: Whole) -> float:
    """What a statement should cover: its series as converted, its unsold common, its warrants (``RRA 3.2``)."""
    out = as_converted(statement, t, tables, state, whole) + unsold_of(statement, state, whole)
    return float(out + statement_warrant_shares(statement, t, state, whole))


@clause
def is_tested(statement: int, state: State, whole: Whole) -> bool:
    """Whether a statement's cover is read: it has a stated size, preferred left and a conversion price."""
    if not whole.remedy.registration.has_statement[statement]:
        return False
    return bool(state.preferred[statement] > 0.0 and state.price[statement] > 0.0)


@clause
def covers_too_little(
    statement: int, wanted: float, numerator: float, denominator: float, state: State, whole: Whole
) -> bool:
    """Whether a statement covers less than so many times what is registrable, ``wanted`` (``RRA 3.2``)."""
    available = state.whole.remedy.registered[statement] - sold_under(statement, state, whole)
    return bool(product_is_less(available, denominator, numerator, wanted))


@clause
def cure_cover(statement: int, state: State, whole: Whole) -> None:
    """A statement covers enough again: event (ix) is not of it any more, and ends with the last one."""
    remedy = state.whole.remedy
    remedy.covered_too_little[statement] = False
    for other in range(state.preferred.size):
        if remedy.covered_too_little[other]:
            return
    end_when_cured(EVENT_IX, state, whole)


@clause
def fails_cover_test(statement: int, wanted: float, state: State, whole: Whole) -> bool:
    """Whether a statement fails its test; one that passes cures event (ix), where rights are cured."""
    table = whole.remedy.registration
    fails = covers_too_little(statement, wanted, table.cover_numerator, table.cover_denominator, state, whole)
    if not fails and whole.remedy.redemption.ends_when_cured:
        cure_cover(statement, state, whole)
    return fails


@clause
def lacks_amendment(statement: int, wanted: float, state: State, whole: Whole) -> bool:
    """Whether it covers less than an amendment owes."""
    table = whole.remedy.registration
    return covers_too_little(statement, wanted, table.restored_numerator, table.restored_denominator, state, whole)


@clause
def amend_statement(statement: int, wanted: float, state: State, whole: Whole) -> None:
    """Register what a statement should cover so many times, as far as it is issued and unsold, or authorized."""
    table = whole.remedy.registration
    remedy = state.whole.remedy
    available = ceiling_of_ratio(table.restored_numerator, wanted, table.restored_denominator)
    if state.whole.live.numbers[LIVE_AUTHORIZED] != BIG:
        free = free_shares(state)
        most = floor(unsold_of(statement, state, whole) + (free if free > 0.0 else 0.0))
        available = most if most < available else available
    registered = sold_under(statement, state, whole) + available
    if registered > remedy.registered[statement]:
        remedy.registered[statement] = registered
        fire(FIRED_REGISTERED_RAISED, state.whole.fired)


@rare
def run_cover_test(statement: int, t: int, tables: Tables, state: State, whole: Whole) -> None:
    """Read whether a statement covers enough; failing so many sessions in a row is a trigger, then event (ix)."""
    table = whole.remedy.registration
    remedy = state.whole.remedy
    if not is_tested(statement, state, whole):
        return
    wanted = registrable(statement, t, tables, state, whole)
    pending = remedy.cover_trigger[statement] >= 0
    if pending and table.raises:
        amend_statement(statement, wanted, state, whole)
    fails = fails_cover_test(statement, wanted, state, whole)
    if pending:
        # Who amends owes the whole of it; who does not is asked once, when the time is up.
        lacking = lacks_amendment(statement, wanted, state, whole) if table.raises else fails
        late = t >= remedy.cover_trigger[statement] + table.effective_within
        if late or (table.raises and not lacking):
            remedy.cover_trigger[statement] = -1
            remedy.cover_failures[statement] = 0
            if lacking:
                remedy.covered_too_little[statement] = True
                event_happens(EVENT_IX, t, state, whole)
        return
    remedy.cover_failures[statement] = remedy.cover_failures[statement] + 1 if fails else 0
    if remedy.cover_failures[statement] >= table.cover_sessions:
        fire(FIRED_REGISTERED_TRIGGER, state.whole.fired)
        if table.raises:
            amend_statement(statement, wanted, state, whole)
            fails_cover_test(statement, wanted, state, whole)
            if not lacks_amendment(statement, wanted, state, whole):
                remedy.cover_failures[statement] = 0
                return
        remedy.cover_trigger[statement] = t


@clause
def purchase_units(tables: Tables, state: State, whole: Whole) -> float:
    """What the investor paid for the preferred that payments are of, in whole units; of a line, what has been drawn."""
    table = whole.remedy.registration
    paid = table.base_units
    for series in range(state.preferred.size):
        if table.of_all or series == table.paying:
            paid += floor(state.whole.money.bought[series] * table.units_per_dollar + 0.5)
    return float(paid)


@clause
def shares_for_days(days: float, tables: Tables, state: State, whole: Whole) -> float:
    """Common for so many units of purchase price x counted days at the session's conversion price; 0: no price."""
    table = whole.remedy.registration
    price = state.price[table.paying]
    if price <= 0.0:
        return 0.0
    scale = tables.series.price_scale[table.paying]
    return floor_of_ratio(days * table.day_numerator, scale, table.day_denominator * price)


@clause
def pay_in_shares(t: int, days: float, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> bool:
    """Pay so many days in common if it is at least one share and every room holds it; whether it was done."""
    series = whole.remedy.registration.paying
    shares = shares_for_days(days, tables, state, whole)
    reserved = series == whole.remedy.reserve.series
    room = cap_room(tables.series.counts_to_cap[series], t, tables, state, whole)
    capped = room != BIG
    other = ownership_room(held_by_investor(state, whole), tables.deal, state, whole)
    room = other if other < room else room
    other = authorized_room(reserved, tables, state, whole)
    room = other if other < room else room
    if shares < 1.0 or shares > room:
        return False
    if capped:
        state.totals[CAP_USED] += shares
    state.issued[series] += shares
    state.held[series] += shares
    begin_to_hold(LOTS_OF_SERIES + series, t, shares, state, whole)
    state.totals[OUTSTANDING] += shares
    use_reserve(reserved, shares, state)
    bid_usd = market.bids[place] / tables.quote.units_per_dollar
    state.whole.live.numbers[LIVE_ISSUED_VALUE_USD] += shares * bid_usd
    fire(FIRED_REGISTRATION_PAYMENT_IN_SHARES, state.whole.fired)
    return True


@clause
def within_registration_period(days: float, state: State) -> float:
    """So many late days, or none once the Registration Period is over; the first time that is counted (``RRA 3.1``)."""
    period = state.whole.rule_144.period
    if period[0] == PERIOD_RUNS:
        return days
    if period[0] == PERIOD_OVER:
        period[0] = PERIOD_COUNTED
        fire(FIRED_REGISTRATION_PERIOD_ENDED, state.whole.fired)
    return 0.0


@clause
def count_days(t: int, tables: Tables, state: State, whole: Whole) -> None:
    """Count the late days since the session before; make what has accrued due when its time has come."""
    numbers = state.whole.remedy.numbers
    days = whole.by_session[LATE_DAYS, 0, t] if numbers[HAD_PAYING] > 0.0 else 0.0
    if days > 0.0 and whole.rule_144.applies:
        days = within_registration_period(days, state)
    month_days = whole.remedy.registration.month_days
    before = floor(numbers[COUNTED_DAYS] / month_days)
    numbers[COUNTED_DAYS] += days
    numbers[ACCRUED_DAYS] += days * purchase_units(tables, state, whole)
    passes = floor(numbers[COUNTED_DAYS] / month_days) > before
    ends = days == 0.0 and numbers[COUNTED_LAST] > 0.0
    last = t == tables.clock.days.size - 1
    numbers[COUNTED_LAST] = 1.0 if days > 0.0 else 0.0
    if whole.remedy.registration.day_numerator == 0.0:
        numbers[ACCRUED_DAYS] = 0.0
    if numbers[ACCRUED_DAYS] > 0.0 and (passes or ends or last):
        state.whole.by_session[PAYMENT_DAYS, t] = numbers[ACCRUED_DAYS]
        numbers[PAYMENTS_WAIT] += 1.0
        numbers[ACCRUED_DAYS] = 0.0
        fire(FIRED_REGISTRATION_PAYMENT, state.whole.fired)


@clause
def owe_days(days: float, state: State, whole: Whole) -> None:
    """Put the payment of so many units of purchase price x counted days on the registration account."""
    table = whole.remedy.registration
    amount = days * table.day_numerator / table.day_denominator
    state.whole.remedy.numbers[REGISTRATION_USD] += amount
    state.whole.remedy.due[table.paying] += amount


@rare
def pay_for_registration(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Count late days and pay what was due some days ago, in common or on the registration account."""
    table = whole.remedy.registration
    if table.paying < 0:
        return
    count_days(t, tables, state, whole)
    remedy = state.whole.remedy
    if remedy.numbers[PAYMENTS_WAIT] == 0.0:
        remedy.numbers[PAYMENT_NEXT] = float(t + 1)
        return
    session = int(remedy.numbers[PAYMENT_NEXT])
    while session <= t and whole.by_session[PAY_SESSION, 0, session] <= t:
        days = state.whole.by_session[PAYMENT_DAYS, session]
        state.whole.by_session[PAYMENT_DAYS, session] = 0.0
        if days > 0.0:
            remedy.numbers[PAYMENTS_WAIT] -= 1.0
            paid = table.pays_in_shares and pay_in_shares(t, days, place, market, tables, state, whole)
            if not paid:
                owe_days(days, state, whole)
        session += 1
    remedy.numbers[PAYMENT_NEXT] = float(session)


@clause
def note_paying(state: State, whole: Whole) -> None:
    """Note at the close whether the investor has the paying series, or common from it."""
    series = whole.remedy.registration.paying
    if series >= 0:
        has = state.preferred[series] + state.held[series] + state.whole.remedy.undelivered[series]
        state.whole.remedy.numbers[HAD_PAYING] = 1.0 if has > 0.0 else 0.0


@clause
def payment_pends(state: State, whole: Whole) -> bool:
    """Whether a registration payment has accrued or is due and not paid yet."""
    numbers = state.whole.remedy.numbers
    if whole.remedy.registration.paying < 0:
        return False
    return bool(numbers[ACCRUED_DAYS] > 0.0 or numbers[PAYMENTS_WAIT] > 0.0)


@clause
def has_accrued(state: State, whole: Whole) -> bool:
    """Whether the session before counted a late day, or a payment has accrued or is due."""
    if whole.remedy.registration.paying < 0:
        return False
    return bool(state.whole.remedy.numbers[COUNTED_LAST] > 0.0 or payment_pends(state, whole))


@rare
def owe_all_days(t: int, state: State, whole: Whole) -> None:
    """Put on the account what has accrued and what is due and not paid yet: the path ends."""
    numbers = state.whole.remedy.numbers
    if whole.remedy.registration.paying < 0:
        return
    days = float(numbers[ACCRUED_DAYS])
    if days > 0.0:
        fire(FIRED_REGISTRATION_PAYMENT, state.whole.fired)
    for session in range(int(numbers[PAYMENT_NEXT]), t + 1):
        days += state.whole.by_session[PAYMENT_DAYS, session]
        state.whole.by_session[PAYMENT_DAYS, session] = 0.0
    numbers[ACCRUED_DAYS] = 0.0
    numbers[PAYMENTS_WAIT] = 0.0
    if days > 0.0:
        owe_days(days, state, whole)

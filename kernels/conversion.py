"""From preferred to common: the number of shares of a notice, and the notice itself (``CoD IV.A``, ``IV.E``)."""

from __future__ import annotations

from kernels.exact import ceiling_of_ratio, floor_of_ratio
from kernels.jit import clause
from kernels.limits import authorized_room, cap_room, ownership_room
from kernels.rows import AUTHORIZED, CAP, OWNERSHIP
from kernels.state import (
    BID_VALUE_UNITS,
    CAP_USED,
    FULL_CONVERSION,
    LOWEST_PRICE_USD,
    OUTSTANDING,
    State,
)
from kernels.tables import BIG, DealTable, SeriesTable, Tables


@clause
def shares_per_preferred(claim: float, claim_scale: float, price: float, deal: DealTable) -> tuple[float, float]:
    """Numerator and denominator of the shares for one preferred; a whole number over 1 where each is rounded up."""
    denominator = claim_scale * price
    if deal.round_up_per_share:
        return ceiling_of_ratio(1.0, claim, denominator), 1.0
    return claim, denominator


@clause
def shares_for(n: float, numerator: float, denominator: float, deal: DealTable) -> float:
    """Shares of one notice of n preferred, rounded up once (``CoD IV.E``)."""
    if deal.fractional:
        return n * numerator / denominator
    return ceiling_of_ratio(n, numerator, denominator)


@clause
def fewest_that_reach(room: float, numerator: float, denominator: float, deal: DealTable) -> float:
    """Smallest n whose shares reach the room: ceil(n a) >= room is n a > room - 1."""
    if deal.fractional:
        return room * denominator / numerator
    return floor_of_ratio(room - 1.0, denominator, numerator) + 1.0


@clause
def most_within(room: float, numerator: float, denominator: float, deal: DealTable) -> float:
    """Largest n whose shares stay within the room: ceil(n a) <= room is n a <= room."""
    if room == BIG:
        return BIG
    if deal.fractional:
        return room * denominator / numerator
    return floor_of_ratio(room, denominator, numerator)


@clause
def total(values: object) -> float:
    """Sum over the series, in their order."""
    out = 0.0
    for value in values:  # type: ignore[attr-defined]
        out += value
    return out


@clause
def convert(series: int, t: int, bid: float, wanted: float, tables: Tables, state: State) -> float:
    """One notice: as much of ``wanted`` as every limit allows.

    Parameters
    ----------
    series, t
        Which series, on which session.
    bid
        Closing bid of the session in units.
    wanted
        Preferred to convert, before the limits.
    tables, state
        The deal and the path; the state's price of the series must be set.

    Returns
    -------
    float
        Common issued; the limit that bound is marked in ``state.bound_today``.
    """
    deal = tables.deal
    table: SeriesTable = tables.series
    price = state.price[series]
    a, b = shares_per_preferred(table.claim[series, t], table.claim_scale[series], price, deal)
    room_cap = cap_room(table.counts_to_cap[series], t, deal, state)
    gross = deal.cap_gross and state.floating[series] != price
    a_cap, b_cap = a, b
    if gross:
        a_cap, b_cap = shares_per_preferred(
            table.claim[series, t], table.claim_scale[series], state.floating[series], deal
        )
    n = wanted
    limit = -1
    if not deal.cap_excess_lost:
        allowed = most_within(room_cap, a_cap, b_cap, deal)
        if allowed < n:
            n = allowed
            limit = CAP
    allowed = most_within(ownership_room(total(state.held), deal, state), a, b, deal)
    if allowed < n:
        n = allowed
        limit = OWNERSHIP
    allowed = most_within(authorized_room(deal, state), a, b, deal)
    if allowed < n:
        n = allowed
        limit = AUTHORIZED
    if limit >= 0:
        state.bound_today[limit] = True
    if n <= 0.0:
        return 0.0
    shares = shares_for(n, a, b, deal)
    if deal.cap_excess_lost and shares > room_cap:
        shares = room_cap
        state.bound_today[CAP] = True
    if room_cap != BIG:
        state.totals[CAP_USED] += shares_for(n, a_cap, b_cap, deal) if gross else shares
    state.preferred[series] -= n
    state.issued[series] += shares
    state.held[series] += shares
    state.totals[OUTSTANDING] += shares
    state.totals[BID_VALUE_UNITS] += shares * bid
    price_usd = price / table.price_scale[series]
    if price_usd < state.totals[LOWEST_PRICE_USD]:
        state.totals[LOWEST_PRICE_USD] = price_usd
    if total(state.preferred) == 0.0:
        state.totals[FULL_CONVERSION] = float(t)
    return float(shares)

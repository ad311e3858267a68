"""From preferred to common: the number of shares of a notice, and the notice itself (``CoD IV.A``, ``IV.E``)."""

from __future__ import annotations

from kernels.delivery import notice_given
from kernels.exact import ceiling_of_ratio, floor_of_ratio
from kernels.jit import clause
from kernels.limits import (
    authorized_room,
    cap_room,
    conversion_volume_room,
    held_by_investor,
    ownership_room,
)
from kernels.market.scratch import Quotes
from kernels.notices import note_conversion
from kernels.reserve import use_reserve
from kernels.rows import AUTHORIZED, CAP, NO_LIMIT, OWNERSHIP
from kernels.state import (
    BID_VALUE_UNITS,
    CAP_USED,
    FULL_CONVERSION,
    LOWEST_PRICE_USD,
    OUTSTANDING,
    State,
)
from kernels.tables import BIG, DealTable, SeriesTable, Tables
from kernels.whole_state import LIVE_BOUND_VOLUME
from kernels.whole_tables import Whole


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
def comes_out_of_reserve(series: int, whole: Whole | None) -> bool:
    """Whether the series' shares come out of the Reserved Amount (``CoD V``)."""
    if whole is None:
        return False
    return series == whole.remedy.reserve.series


@clause
def within_limits(
    series: int,
    wanted: float,
    each: tuple[float, float],
    each_in_cap: tuple[float, float],
    room_cap: float,
    tables: Tables,
    state: State,
    whole: Whole | None,
) -> tuple[float, int]:
    """As much of the preferred wanted as the cap, ownership and the authorized shares allow (``CoD IV.G``, ``V``).

    Parameters
    ----------
    series, wanted
        Which series, and the preferred to convert.
    each, each_in_cap
        Shares for one preferred, as :func:`shares_per_preferred`: those issued, and those that the cap counts.
    room_cap
        As :func:`kernels.limits.cap_room`.
    tables, state, whole
        The deal and the path.

    Returns
    -------
    n : float
        Preferred that may be converted.
    limit : int
        The limit that allows the least, the first at a tie; NO_LIMIT: none binds.
    """
    deal = tables.deal
    n = wanted
    limit = NO_LIMIT
    if not deal.cap_excess_lost:
        allowed = most_within(room_cap, each_in_cap[0], each_in_cap[1], deal)
        if allowed < n:
            n = allowed
            limit = CAP
    room = ownership_room(held_by_investor(state, whole), deal, state, whole)
    allowed = most_within(room, each[0], each[1], deal)
    if allowed < n:
        n = allowed
        limit = OWNERSHIP
    room = authorized_room(comes_out_of_reserve(series, whole), tables, state, whole)
    allowed = most_within(room, each[0], each[1], deal)
    if allowed < n:
        n = allowed
        limit = AUTHORIZED
    return n, limit


@clause
def issue_on_notice(
    series: int,
    t: int,
    n: float,
    shares: float,
    counted: float,
    bid: float,
    optional: bool,
    tables: Tables,
    state: State,
    whole: Whole | None,
) -> None:
    """Issue a notice's shares.

    Parameters
    ----------
    series, t
        Which series, on which session; the state's price of the series must be set.
    n, shares, counted
        Preferred converted, common issued, and what of it the cap counts.
    bid
        Closing bid of the session in units.
    optional
        Whether the holder gives the notice (true) or the contract or the company does.
    tables, state, whole
        The deal and the path.
    """
    state.totals[CAP_USED] += counted
    state.preferred[series] -= n
    state.issued[series] += shares
    state.held[series] += shares
    state.totals[OUTSTANDING] += shares
    state.totals[BID_VALUE_UNITS] += shares * bid
    price_usd = state.price[series] / tables.series.price_scale[series]
    if price_usd < state.totals[LOWEST_PRICE_USD]:
        state.totals[LOWEST_PRICE_USD] = price_usd
    if total(state.preferred) == 0.0 or whole is not None:
        state.totals[FULL_CONVERSION] = float(t)
    if whole is not None:
        use_reserve(comes_out_of_reserve(series, whole), shares, state)
        note_conversion(series, t, n, shares, bid, optional, tables, state, whole)
        notice_given(series, t, n, shares, bid, tables, state, whole)


@clause
def convert(
    series: int,
    t: int,
    place: int,
    wanted: float,
    optional: bool,
    market: Quotes,
    tables: Tables,
    state: State,
    whole: Whole | None,
) -> float:
    """One notice: as much of ``wanted`` as every limit allows.

    Parameters
    ----------
    series, t, place
        Which series, on which session, and the place of its bid in ``market.bids``.
    wanted
        Preferred to convert, before the limits.
    optional
        Whether the holder gives the notice (true) or the contract or the company does.
    market, tables, state
        The deal and the path; the state's price of the series must be set.
    whole
        The rest of the contract, or None.

    Returns
    -------
    float
        Common issued; the limit that bound is marked in ``state.bound_today``.
    """
    deal = tables.deal
    table: SeriesTable = tables.series
    bid = market.bids[place]
    price = state.price[series]
    a, b = shares_per_preferred(tables.claim[series, t], table.claim_scale[series], price, deal)
    room_cap = cap_room(table.counts_to_cap[series], t, tables, state, whole)
    gross = deal.cap_gross and state.floating[series] != price
    if whole is not None and gross:
        # A floor that stops conversion leaves no price at which the cap would count what is contributed back.
        gross = room_cap != BIG
        if gross and state.floating[series] <= 0.0:
            return 0.0
    a_cap, b_cap = a, b
    if gross:
        a_cap, b_cap = shares_per_preferred(
            tables.claim[series, t], table.claim_scale[series], state.floating[series], deal
        )
    n, limit = within_limits(series, wanted, (a, b), (a_cap, b_cap), room_cap, tables, state, whole)
    if whole is not None and optional:
        room = conversion_volume_room(place, market.volumes, state, whole)
        allowed = most_within(room if room > 0.0 else 0.0, a, b, deal)
        if allowed < n:
            n = allowed
            limit = NO_LIMIT
            state.whole.live.numbers[LIVE_BOUND_VOLUME] = 1.0
    if limit != NO_LIMIT:
        state.bound_today[limit] = True
    if n <= 0.0:
        return 0.0
    shares = shares_for(n, a, b, deal)
    if deal.cap_excess_lost and shares > room_cap:
        shares = room_cap
        state.bound_today[CAP] = True
    counted = 0.0
    if room_cap != BIG:
        counted = shares_for(n, a_cap, b_cap, deal) if gross else shares
    issue_on_notice(series, t, n, shares, counted, bid, optional, tables, state, whole)
    return float(shares)

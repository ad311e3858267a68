"""Default payments unpaid at maturity become common with the last of the preferred (``CoD IV.H``; METHODS 19)."""

from __future__ import annotations

from kernels.conversion import comes_out_of_reserve, shares_per_preferred
from kernels.default_payments import accrued_default
from kernels.delivery import notice_given
from kernels.exact import difference_of_products, floor_of_ratio, product_is_less
from kernels.intrinsics import floor
from kernels.jit import clause, rare
from kernels.layout import CERTIFICATE_DUE, DEFAULT_DUE
from kernels.limits import authorized_room, cap_room, held_by_investor, ownership_room
from kernels.market.scratch import Quotes
from kernels.obligations import bring_to, rest_of
from kernels.remedy_state import CERTIFICATE_USD, FAILURE_OPEN, FAILURE_STAGE, LAST_DUE
from kernels.reserve import use_reserve
from kernels.rows import AUTHORIZED, CAP, FIRED_DEFAULT_PAYMENTS_CONVERTED, OWNERSHIP
from kernels.state import CAP_USED, OUTSTANDING, State
from kernels.tables import BIG, Tables
from kernels.whole_state import LIVE_ISSUED_VALUE_USD, fire
from kernels.whole_tables import Whole

TIE_CENTS = 1e-5
"""By how much rounding may put what is half a cent under it."""


@clause
def accrued_of(series: int, t: int, tables: Tables, state: State, whole: Whole) -> float:
    """What has accrued on a series of the open failure to the close of the session before t, USD."""
    remedy = state.whole.remedy
    if t == 0 or remedy.numbers[FAILURE_STAGE] != FAILURE_OPEN or remedy.affected_face_usd[series] == 0.0:
        return 0.0
    face = 0.0
    for other in range(state.preferred.size):
        face += remedy.affected_face_usd[other]
    part = accrued_default(t - 1, tables, state, whole) * (remedy.affected_face_usd[series] / face)
    return rest_of(part, remedy.default_converted[series])


@clause
def unpaid(series: int, t: int, tables: Tables, state: State, whole: Whole) -> float:
    """Default payments of a series that are due and unpaid, will be due, or have accrued, USD; no interest.

    What is due on session t has been brought to the account.
    """
    remedy = state.whole.remedy
    out = remedy.default_unpaid[series] + accrued_of(series, t, tables, state, whole)
    for session in range(t + 1, int(remedy.numbers[LAST_DUE]) + 1):
        out += state.whole.by_session[DEFAULT_DUE + series, session]
    return float(out)


@clause
def shares_beside(series: int, t: int, n: float, issued: float, cents: float, tables: Tables, state: State) -> float:
    """Common for an amount that converts with a notice of n preferred, beside the notice's own, rounded up once."""
    price = state.price[series]
    scale = tables.series.price_scale[series]
    if tables.deal.fractional:
        return float(cents * scale / (100.0 * price))
    shares = floor_of_ratio(cents, scale, 100.0 * price)
    part = difference_of_products(cents, scale, shares, 100.0 * price)
    if tables.deal.round_up_per_share:
        return shares + 1.0 if part > 0.0 else shares
    # What rounding the notice up has given already, in parts of a share, is not given again.
    claim_scale = tables.series.claim_scale[series]
    claim, denominator = shares_per_preferred(tables.claim[series, t], claim_scale, price, tables.deal)
    given = difference_of_products(issued, denominator, n, claim)
    return shares + 1.0 if product_is_less(100.0, given, part, claim_scale) else shares


@clause
def room_left(series: int, t: int, tables: Tables, state: State, whole: Whole) -> tuple[float, int]:
    """Shares that every limit still lets through, and the tightest limit, the first of them at a tie."""
    room = cap_room(tables.series.counts_to_cap[series], t, tables, state, whole)
    limit = CAP
    other = ownership_room(held_by_investor(state, whole), tables.deal, state, whole)
    if other < room:
        room = other
        limit = OWNERSHIP
    other = authorized_room(comes_out_of_reserve(series, whole), tables, state, whole)
    if other < room:
        room = other
        limit = AUTHORIZED
    if not tables.deal.fractional and room != BIG:
        room = floor(room)
    return (room if room > 0.0 else 0.0), limit


@clause
def extinguish(series: int, t: int, part: float, tables: Tables, state: State, whole: Whole) -> None:
    """A part of a series' unpaid default payments, from each piece alike, is owed no more."""
    remedy = state.whole.remedy
    remedy.default_converted[series] += part * accrued_of(series, t, tables, state, whole)
    taken = part * remedy.default_unpaid[series]
    remedy.numbers[CERTIFICATE_USD] = rest_of(remedy.numbers[CERTIFICATE_USD], taken)
    remedy.default_unpaid[series] = rest_of(remedy.default_unpaid[series], taken)
    by_session = state.whole.by_session
    for session in range(t + 1, int(remedy.numbers[LAST_DUE]) + 1):
        taken = part * by_session[DEFAULT_DUE + series, session]
        by_session[CERTIFICATE_DUE, session] = rest_of(by_session[CERTIFICATE_DUE, session], taken)
        by_session[DEFAULT_DUE + series, session] = rest_of(by_session[DEFAULT_DUE + series, session], taken)
        # It does not fall due any more.
        remedy.due[series] = rest_of(remedy.due[series], taken)


@rare
def convert_default_payments(
    series: int,
    t: int,
    place: int,
    n: float,
    issued: float,
    market: Quotes,
    tables: Tables,
    state: State,
    whole: Whole,
) -> None:
    """Convert a series' unpaid default payments with the last of its preferred, as far as the limits leave room.

    Parameters
    ----------
    series, t, place
        Which series, on which session, and the place of its bid in ``market.bids``.
    n, issued
        Preferred that required conversion has just converted, none being left, and the common for it.
    market, tables, state, whole
        The deal and the path; ``state.price`` holds the series' conversion price.
    """
    if not whole.remedy.delivery.exists:
        return
    # Interest runs to the day of the conversion.
    bring_to(t, tables, state, whole)
    usd = unpaid(series, t, tables, state, whole)
    cents = floor(usd * 100.0 + 0.5 + TIE_CENTS)
    if cents < 1.0:
        return
    capped = cap_room(tables.series.counts_to_cap[series], t, tables, state, whole) != BIG
    room, limit = room_left(series, t, tables, state, whole)
    part = 1.0
    # With no room at all rounding may have given the notice less than its own (``cap_excess``).
    shares = shares_beside(series, t, n, issued, cents, tables, state) if room > 0.0 else BIG
    if shares > room:
        state.bound_today[limit] = True
        if room == 0.0:
            return
        shares = room
        price = state.price[series]
        scale = tables.series.price_scale[series]
        if tables.deal.fractional:
            part = room * price / scale / usd
        else:
            part = floor_of_ratio(room * 100.0, price, scale) / 100.0 / usd
        part = part if part < 1.0 else 1.0
    extinguish(series, t, part, tables, state, whole)
    if capped:
        state.totals[CAP_USED] += shares
    state.issued[series] += shares
    state.held[series] += shares
    state.totals[OUTSTANDING] += shares
    use_reserve(comes_out_of_reserve(series, whole), shares, state)
    bid = market.bids[place]
    state.whole.live.numbers[LIVE_ISSUED_VALUE_USD] += shares * (bid / tables.quote.units_per_dollar)
    notice_given(series, t, 0.0, shares, bid, tables, state, whole)
    fire(FIRED_DEFAULT_PAYMENTS_CONVERTED, state.whole.fired)

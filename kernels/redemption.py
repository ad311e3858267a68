"""Redemption by the holder: the amount, the number, capital impairment (``CoD VIII``; METHODS 18)."""

from __future__ import annotations

from kernels.default_payments import refusal_accrued
from kernels.exact import ceiling_of_ratio, floor_of_ratio, product_is_less
from kernels.intrinsics import floor
from kernels.jit import clause, rare
from kernels.layout import CLAIM_USD, LAWFUL_USD
from kernels.market.scratch import Quotes
from kernels.obligations import make_due
from kernels.price_rules import price_series
from kernels.registration import sold_under
from kernels.remedy_state import LAWFUL_TAKEN_USD
from kernels.remedy_tables import REDEEMS_NEVER, REDEEMS_WHEN_IT_PAYS_MORE
from kernels.reserve import investor_warrant_shares, per_preferred, reserve_basis
from kernels.rights import (
    EVENT_IX,
    EVENT_VII,
    EVENT_VIII,
    any_alive,
    end_by_approval,
    is_alive,
)
from kernels.rights import event_happens as event_happens
from kernels.rows import FIRED_IMPAIRMENT, FIRED_REDEMPTION
from kernels.state import CAP_USED, State
from kernels.tables import BIG, Tables
from kernels.whole_state import LIVE_CAP_AMOUNT, fire
from kernels.whole_tables import Whole


@clause
def number_that_restores(
    left: float,
    basis: float,
    multiple: tuple[float, float],
    warrants: float,
    ratio: tuple[float, float],
    fractional: bool,
) -> float:
    """Smallest whole n such that, with n fewer preferred, the basis exceeds the multiple of what is as converted.

    Parameters
    ----------
    left
        Preferred left.
    basis
        Shares reserved, of the cap or left of it, or registered and unsold.
    multiple
        Numerator and denominator.
    warrants
        Warrant Shares that count beside the preferred.
    ratio
        Numerator and denominator of the common for one preferred.
    fractional
        Whether nothing is rounded.

    Returns
    -------
    float
        0 if it does already; all if none suffices.
    """
    if basis <= 0.0:
        return left
    if ratio[0] == 0.0:
        # Without a price nothing is as converted: the warrants alone may call for all of it.
        return 0.0 if product_is_less(multiple[0], warrants, basis, multiple[1]) else left
    if fractional:
        bound = (basis * multiple[1] / multiple[0] - warrants) * ratio[1] / ratio[0]
        n = floor(left - bound) + 1.0
        n = n if n < left else left
        return n if n > 0.0 else 0.0
    # basis > multiple x (shares + warrants), in whole shares: shares <= ceil(basis/multiple) - 1 - warrants.
    most = ceiling_of_ratio(basis, multiple[1], multiple[0]) - 1.0 - warrants
    if most < 0.0:
        return left
    n = left - floor_of_ratio(most, ratio[1], ratio[0])
    return n if n > 0.0 else 0.0


@clause
def is_full(t: int, state: State) -> bool:
    """Whether an event is alive that lets the holder redeem any or all: (i) to (vi), (x)."""
    for event in range(EVENT_VII):
        if is_alive(event, t, state):
            return True
    return is_alive(EVENT_IX + 1, t, state)


@rare
def redeemable_number(series: int, t: int, tables: Tables, state: State, whole: Whole) -> float:
    """Preferred of a series that the rights alive on session t let the holder redeem (``CoD VIII.B``)."""
    remedy = state.whole.remedy
    left = float(state.preferred[series])
    if is_full(t, state):
        return left
    ratio = (0.0, 1.0)
    if state.price[series] > 0.0:
        ratio = per_preferred(series, t, tables, state)
    fractional = tables.deal.fractional
    n = 0.0
    if is_alive(EVENT_VII, t, state) and series == whole.remedy.reserve.series:
        multiple = (whole.remedy.reserve.numerator, whole.remedy.reserve.denominator)
        n = number_that_restores(left, reserve_basis(state, whole), multiple, 0.0, ratio, fractional)
    if is_alive(EVENT_VIII, t, state) and series == whole.remedy.cap_test.series:
        basis = float(state.whole.live.numbers[LIVE_CAP_AMOUNT])
        if not whole.remedy.cap_test.restores_all:
            basis -= float(state.totals[CAP_USED])
        multiple = (whole.remedy.cap_test.numerator, whole.remedy.cap_test.denominator)
        warrants = investor_warrant_shares(False, t, state, whole)
        more = number_that_restores(left, basis, multiple, warrants, ratio, fractional)
        n = more if more > n else n
    if is_alive(EVENT_IX, t, state) and remedy.covered_too_little[series]:
        basis = float(remedy.registered[series]) - sold_under(series, state, whole)
        table = whole.remedy.registration
        multiple = (table.restored_numerator, table.restored_denominator)
        warrants = investor_warrant_shares(False, t, state, whole)
        more = number_that_restores(left, basis, multiple, warrants, ratio, fractional)
        n = more if more > n else n
    return n


@clause
def at_market(series: int, t: int, bid: float, tables: Tables, state: State, whole: Whole) -> float:
    """Second leg of the Redemption Amount: what converting one preferred at the bid would bring; 0: no price."""
    if state.price[series] <= 0.0:
        return 0.0
    # What the refusal has accrued to the close of the session before, on the preferred it affected.
    affected = 0.0
    for other in range(state.preferred.size):
        left = whole.remedy.redemption.penalty_of_all_left
        affected += state.preferred[other] if left else state.whole.remedy.affected[other]
    penalty = refusal_accrued(t, tables, state, whole) / affected if affected > 0.0 else 0.0
    price_usd = state.price[series] / tables.series.price_scale[series]
    claim_usd = whole.by_session[CLAIM_USD, series, t] + penalty
    return float(claim_usd / price_usd * (bid / tables.quote.units_per_dollar))


@rare
def elect(series: int, t: int, bid: float, tables: Tables, state: State, whole: Whole) -> None:
    """One Redemption Notice on a series, if the holder's policy gives it."""
    table = whole.remedy.redemption
    remedy = state.whole.remedy
    first = table.face_usd[series]
    second = at_market(series, t, bid, tables, state, whole)
    if table.redeems == REDEEMS_WHEN_IT_PAYS_MORE and first <= second:
        return
    each = first if first > second else second
    each = remedy.cut_usd[series] if remedy.cut_usd[series] > each else each
    n = redeemable_number(series, t, tables, state, whole)
    lawful = whole.by_session[LAWFUL_USD, 0, t]
    if lawful != BIG and n > 0.0 and each > 0.0:
        left = lawful - remedy.numbers[LAWFUL_TAKEN_USD]
        most = floor(left / each) if left > 0.0 else 0.0
        if most < n:
            n = most
            if remedy.cut_usd[series] == 0.0:
                remedy.cut_usd[series] = each
            fire(FIRED_IMPAIRMENT, state.whole.fired)
        else:
            remedy.cut_usd[series] = 0.0
    if n <= 0.0:
        return
    state.preferred[series] -= n
    state.whole.money.redeemed[series] += n
    remedy.numbers[LAWFUL_TAKEN_USD] += n * each
    make_due(series, n * each, t + table.pay_after, tables, state)
    fire(FIRED_REDEMPTION, state.whole.fired)


@rare
def give_redemption_notices(t: int, place: int, market: Quotes, tables: Tables, state: State, whole: Whole) -> None:
    """Step 5: elect redemption on each redeemable series, in order, while a right is alive.

    Parameters
    ----------
    t, place
        Session, and the place of its bid in ``market.bids``.
    market, tables, state, whole
        The path.
    """
    end_by_approval(t, tables, state, whole)
    table = whole.remedy.redemption
    if table.redeems == REDEEMS_NEVER or not any_alive(t, state):
        return
    for k in range(table.entries):
        series = table.series[k]
        if state.preferred[series] > 0.0:
            price_series(series, t, place, market, tables, state, whole)
            elect(series, t, market.bids[place], tables, state, whole)

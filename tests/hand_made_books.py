"""One state of a path at its end, written by hand twice: as the ledger keeps it and as the kernels' row holds it.

Five sessions, Monday 1999-01-04 (day 0) to Friday 1999-01-08 (day 4). Series A, and L, an equity line. Warrants W1 and
W2 of the investor (W2 was bought for $2,000 a week before session 0), G1 of the agent. Commission 1%; what is left of
the preferred is worth 40% of stated value and what is owed 50%; 1,000,000 shares outstanding before.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
from deals import scenario, series

from kernels import rows as place
from simulate.ledger import Contract, PathMarket
from simulate.ledger.path import Path
from simulate.scenario import Scenario

SESSIONS = 5
UNITS = 100
"""Prices are whole cents."""


def warrant(name: str, **changes: Any) -> dict[str, Any]:
    terms: dict[str, Any] = {
        "name": name,
        "party": "investor",
        "shares": 1000,
        "exercise_price_usd": 8,
        "issue_date": "1998-12-28",
        "exercisable_from": "1999-01-04",
        "expires": "1999-03-31",
        "registration_effective": "1999-01-04",
    }
    return terms | changes


def hand_made_deal(*, rate: str = "0", **deal: Any) -> Scenario:
    starts = {"issue_date": "1999-01-04", "registration_effective": "1999-01-04", "maturity": "1999-03-31"}
    stated = {"stated_value_usd": 1000, "purchase_price_usd": 100_000, "conversion_price": {"fixed_usd": 10}}
    line = {"draws": {"dates": ["1999-01-06"], "preferred_shares": 10}, "purchase_price_usd": 50_000}
    redemption = {
        "series": ["A"],
        "owed_recovery": "0.5",
        "cash_usd": [{"date": "1999-01-04", "usd": 0}],
    }
    terms: dict[str, Any] = {
        "start": "1999-01-04",
        "horizon": "1999-04-01",
        "common": {"outstanding_shares": 1_000_000},
        "conversion": {"unconverted_recovery": "0.4"},
        "warrants": [
            warrant("W1"),
            warrant("W2", purchase_price_usd=2000),
            warrant("G1", party="agent", shares=500, exercise_price_usd=5),
        ],
        "redemption": redemption,
        "expenses_usd": 40_000,
        "agent_fee_usd": 9_000,
    }
    return scenario(
        all_series=[
            series(name="A", preferred_shares=100, **starts, **stated),
            series(name="L", preferred_shares=50, **starts, **(stated | line)),
        ],
        deal=terms | deal,
        market={"measure": "physical", "drift_per_year": 0, "discount_rate_per_year": rate},
        holder={"commission_fraction": "0.01"},
    )


Dated = list[tuple[int, Fraction]]


@dataclass
class WarrantEnd:
    """Where a warrant ends: money in dollars, by session."""

    issued: int = 0
    held: int = 0
    gross: Dated = field(default_factory=list)
    strikes: Dated = field(default_factory=list)
    paid: Dated = field(default_factory=list)
    unexercised: int = 0
    price: Fraction = Fraction(8)


@dataclass
class End:
    """Where a path ends: money in dollars, by session, before commission."""

    bids: list[int]
    issued: list[int]
    held: list[int]
    left: list[int]
    redeemed: list[int]
    gross: list[Dated]
    payments: list[Dated]
    draws: Dated
    warrants: list[WarrantEnd]
    due: list[Fraction]
    pooled: Dated
    interest: Fraction
    owed: Fraction
    buy_ins: Dated
    """Of Series A's common."""
    notice_value: Fraction
    issued_value: Fraction
    old: int = 1_000_000
    outstanding: int = 1_000_000
    other_shares: int = 0
    other_usd: Fraction = Fraction(0)
    ended: int | None = None
    last_conversion: int | None = None
    fired: dict[str, int] = field(default_factory=dict)


def session_dates() -> list[date]:
    return [date(1999, 1, 4) + timedelta(days=day) for day in range(SESSIONS)]


def ledger_path(deal: Scenario, end: End) -> Path:
    """The path as the ledger's clauses would leave it."""
    market = PathMarket(UNITS, end.bids, end.bids, [1000] * SESSIONS, end.bids[:1] * 10, [1000] * 10, approved=False)
    path = Path(Contract.of(deal, session_dates()), market, None)
    quanta = path.grid.per_dollar
    path.issued, path.common_held = list(end.issued), list(end.held)
    path.preferred_left, path.redeemed = list(end.left), list(end.redeemed)
    path.sales = [[(session, dollars * quanta) for session, dollars in gross] for gross in end.gross]
    path.payments = [(session, k, dollars) for k, paid in enumerate(end.payments) for session, dollars in paid]
    path.purchases = [(session, 1, dollars) for session, dollars in end.draws]
    for state, known in zip(path.warrants, end.warrants, strict=True):
        state.issued, state.held, state.price = known.issued, known.held, known.price
        state.amount, state.expired = Fraction(0), known.unexercised
        state.sales = [(session, dollars * quanta) for session, dollars in known.gross]
        state.strikes, state.paid = list(known.strikes), list(known.paid)
    remedies = path.remedies
    assert remedies is not None
    remedies.due_by_series, remedies.pooled_paid = list(end.due), list(end.pooled)
    remedies.interest_paid, remedies.buy_in_costs = end.interest, list(end.buy_ins)
    remedies.bought_in_on_series[0] = list(end.buy_ins)
    remedies.accounts.principal = end.owed
    path.notice_value, path.issued_value = end.notice_value * quanta, end.issued_value * quanta
    path.old_shares, path.outstanding, path.ended = end.old, end.outstanding, end.ended
    path.other_issues_shares, path.other_issues_usd = end.other_shares, end.other_usd
    path.last_conversion, path.fired = end.last_conversion, Counter(end.fired)
    return path


def kernel_rows(deal: Scenario, end: End) -> np.ndarray:
    """The same as one row of the kernels, [places, 1]: sums in float64, each discounted at exp(-r days/365)."""
    rate = float(deal.market.discount_rate_per_year)
    discount = [float(np.exp(-rate * day / 365)) for day in range(SESSIONS)]
    kept = 1 - float(deal.holder.commission_fraction)
    last_bid = 0.0 if end.ended is not None else end.bids[-1] / UNITS
    alive = 0.0 if end.ended is not None else 1.0
    row = np.zeros(place.whole_places(2, len(end.warrants)))

    def sums(flows: Dated, times: float = 1.0) -> tuple[float, float]:
        return (
            sum(float(dollars) for _, dollars in flows) * times,
            sum(float(dollars) * discount[session] for session, dollars in flows) * times,
        )

    row[place.IRR] = place.NOT_COMPUTED
    row[place.FULL_CONVERSION] = place.UNDEFINED if end.last_conversion is None else end.last_conversion
    row[place.LOWEST_PRICE_USD] = place.UNDEFINED
    row[place.BID_VALUE_USD] = float(end.notice_value)
    more = place.places(2)
    for k in range(2):
        own = row[place.FIXED_PLACES + place.PER_SERIES * k :]
        own[place.SERIES_SHARES], own[place.SERIES_HELD] = end.issued[k], end.held[k]
        own[place.SERIES_PREFERRED_LEFT] = end.left[k]
        own[place.SERIES_PROCEEDS_USD], own[place.SERIES_PROCEEDS_PRESENT_USD] = sums(end.gross[k], kept)
        remaining = end.held[k] * last_bid * kept + end.left[k] * 0.4 * 1000 * alive
        own[place.SERIES_REMAINING_USD] = remaining
        own[place.SERIES_REMAINING_PRESENT_USD] = remaining * discount[-1]
        row[place.REMAINING_USD] += remaining
        row[place.PROCEEDS_USD] += own[place.SERIES_PROCEEDS_USD]
        row[place.PROCEEDS_PRESENT_USD] += own[place.SERIES_PROCEEDS_PRESENT_USD]
        own = row[more + place.PER_SERIES_WHOLE * k :]
        own[place.SERIES_REDEEMED], own[place.SERIES_DUE_USD] = end.redeemed[k], float(end.due[k])
        own[place.SERIES_PAID_USD], own[place.SERIES_PAID_PRESENT_USD] = sums(end.payments[k])
        own[place.SERIES_BUY_IN_USD], own[place.SERIES_BUY_IN_PRESENT_USD] = sums(end.buy_ins if k == 0 else [])
        bought = sums([] if k == 0 else end.draws)
        own[place.SERIES_BOUGHT_USD], own[place.SERIES_BOUGHT_PRESENT_USD] = bought
    more += 2 * place.PER_SERIES_WHOLE
    worth = float(end.owed) * 0.5 * alive
    row[place.REMAINING_USD] += worth
    for w, known in enumerate(end.warrants):
        own = row[more + place.PER_WARRANT * w :]
        own[place.WARRANT_SHARES], own[place.WARRANT_HELD] = known.issued, known.held
        own[place.WARRANT_PROCEEDS_USD], own[place.WARRANT_PROCEEDS_PRESENT_USD] = sums(known.gross, kept)
        own[place.WARRANT_STRIKE_USD], own[place.WARRANT_STRIKE_PRESENT_USD] = sums(known.strikes)
        own[place.WARRANT_PAID_USD], own[place.WARRANT_PAID_PRESENT_USD] = sums(known.paid)
        remaining = known.held * last_bid * kept
        own[place.WARRANT_REMAINING_USD] = remaining
        own[place.WARRANT_REMAINING_PRESENT_USD] = remaining * discount[-1]
        own[place.WARRANT_UNEXERCISED] = known.unexercised
        own[place.WARRANT_EXERCISE_PRICE_USD] = float(known.price)
        row[place.REMAINING_USD] += remaining if deal.deal.warrants[w].party == "investor" else 0.0
    own = row[more + place.PER_WARRANT * len(end.warrants) :]
    own[place.POOLED_PAID_USD], own[place.POOLED_PAID_PRESENT_USD] = sums(end.pooled)
    own[place.INTEREST_PAID_USD], own[place.OWED_USD] = float(end.interest), float(end.owed)
    own[place.OWED_WORTH_PRESENT_USD] = worth * discount[-1]
    own[place.BUY_IN_COST_USD] = sums(end.buy_ins)[0]
    # A merger or a liquidation comes before the close of its session: the bid of the session before is the last.
    last = end.bids[-1] if end.ended is None else end.bids[max(end.ended - 1, 0)]
    own[place.ISSUED_VALUE_USD], own[place.LAST_BID_USD] = float(end.issued_value), last / UNITS
    own[place.OUTSTANDING_AT_END], own[place.OLD_RESTATED] = end.outstanding, end.old
    own[place.OTHER_ISSUES_USD], own[place.OTHER_ISSUES_SHARES] = float(end.other_usd), end.other_shares
    own[place.ENDED] = place.UNDEFINED if end.ended is None else end.ended
    for k, name in enumerate(place.FIRINGS):
        own[place.FIRED + k] = end.fired.get(name, 0)
    return row[:, None]


def dollars(*flows: tuple[int, Any]) -> Dated:
    return [(session, Fraction(str(amount))) for session, amount in flows]


def worked_example() -> End:
    """The path that the tests work by hand.

    Of 100 preferred of A, 60 became 6,000 common at $10, bid 12 (5,000 sold at once), 20 were redeemed and 20 are left.
    L drew 10 preferred, $10,000, which became 1,000 common, sold at 11.50. W1: 400 exercised for $3,200, bid 12, 300 of
    them sold. G1: 500 exercised cashless into 200 common, sold at 12. The last bid is 11.
    """
    return End(
        bids=[1200, 1200, 1150, 1200, 1100],
        issued=[6000, 1000],
        held=[1000, 0],
        left=[20, 0],
        redeemed=[20, 0],
        gross=[dollars((1, 60_000)), dollars((2, 11_500))],
        payments=[dollars((2, 1500)), []],
        draws=dollars((2, 10_000)),
        warrants=[
            WarrantEnd(400, 100, dollars((3, 3600)), dollars((3, 3200)), dollars((3, "4.5")), 600),
            WarrantEnd(unexercised=1000),
            WarrantEnd(200, 0, dollars((1, 2400)), [], dollars((1, 3)), 0, Fraction(5)),
        ],
        due=[Fraction(24_000), Fraction(6_000)],
        pooled=dollars((3, 20_000), (4, 1_000)),
        interest=Fraction(1_000),
        owed=Fraction(11_000),
        buy_ins=dollars((2, 700)),
        notice_value=Fraction(83_500),
        issued_value=Fraction(90_700),
        outstanding=1_107_600,
        other_shares=100_000,
        other_usd=Fraction(500_000),
        last_conversion=2,
        fired={"redemption": 1, "exercise_cash": 1, "draw": 1, "buy_in": 1},
    )


BY_HAND = {
    "shares_issued": 7_600,  # 6,000 + 1,000 + 400 + 200
    "dilution_of_total": 7_600 / 1_007_600,
    "dilution_of_old": 0.0076,
    "conversion_proceeds_usd": 70_785.0,  # 99% of 60,000 + 11,500
    # 1,000 and 100 common at 11 less 1%: 10,890 + 1,089; 20 preferred at 400: 8,000; half of 11,000 owed: 5,500
    "remaining_value_usd": 25_479.0,
    # A: 59,400 + 10,890 + 8,000 + 4/5 of 5,500 + 1,500 + 4/5 of 21,000 - 100,000, less the buy-in of 700
    "pnl_series_a_usd": 290.0,
    # L: 11,385 + 1/5 of 5,500 + 1/5 of 21,000 - 10,000
    "pnl_series_l_usd": 6_685.0,
    # W1: 3,564 + 1,089 + 4.50 - 3,200 = 1,457.50; W2: -2,000
    "pnl_warrants_usd": -542.5,
    # at a discount rate of 0 the same, each; G1 is the agent's: 99% of 2,400, and 3
    "pnl_warrant_w1_present_value_usd": 1_457.5,
    "pnl_warrant_w2_present_value_usd": -2_000.0,
    "pnl_warrant_g1_present_value_usd": 2_379.0,
    # both series, expenses of 40,000
    "pnl_without_warrants_usd": 46_975.0,
    "pnl_usd": 46_432.5,
    # in: 100,990 + 16,685 + 4,657.50 + 40,000; out: 100,000 + 10,000 + 3,200 + 2,000 + 700
    "money_multiple": 162_332.5 / 115_900,
    "money_multiple_series_a": 100_990 / 100_700,
    "money_multiple_series_l": 1.6685,
    "effective_issue_price_usd": 10.0,  # (60 x 1,000 + 10,000) / 7,000
    "discount_to_market": 1 - 70_000 / 83_500,  # 6,000 x 12 + 1,000 x 11.50
    "unconverted_stated_value_usd": 20_000.0,
    "common_held_shares": 1_100,
    "sessions_to_full_conversion": None,  # 20 are left
    "shares_warrant_w1": 400,
    "shares_warrant_w2": 0,
    "shares_warrant_g1": 200,
    "warrant_proceeds_usd": 3_564.0,
    "warrant_strikes_usd": 3_200.0,
    "strikes_paid_usd": 3_200.0,
    "company_payments_usd": 62_504.5,  # 1,500 + 21,000 + 4.50 + 40,000
    "redeemed_preferred_series_a": 20,
    "redeemed_preferred_series_l": 0,
    "owed_at_horizon_usd": 11_000.0,
    "buy_in_cost_usd": 700.0,
    "agent_pnl_usd": 11_379.0,  # 99% of 2,400, 3 and the fee of 9,000
    "agent_shares": 200,
    "company_cash_in_usd": 615_200.0,  # 100,000 + 10,000 + 2,000 + 3,200 + 500,000
    "company_cash_out_usd": 71_507.5,  # 62,504.50 + 3 + 9,000
    "company_net_cash_usd": 543_692.5,
    "outstanding_at_horizon_shares": 1_107_600,
    "other_issues_shares": 100_000,
    "other_issues_usd": 500_000.0,
    "value_given_up_usd": 47_007.5,  # 72,000 + 11,500 + 4,800 + 2,400 + 71,507.50 - 115,200
    "value_given_up_per_old_share_usd": 0.0470075,
    "value_given_up_of_proceeds": 47_007.5 / 112_000,
    "others_share_after": 1_000_000 / 1_007_600,
    "warrants_unexercised_shares_w1": 600,
    "exercise_price_w1_usd": 8.0,
    "warrants_unexercised_shares_g1": 0,
    "exercise_price_g1_usd": 5.0,
    "ended_session": None,
    "times_redemption": 1,
    "times_draw": 1,
    "times_split": 0,
}
"""What the worked example comes to, each with its arithmetic."""

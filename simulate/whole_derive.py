"""From the kernels' rows to the outputs of a deal that uses the rest of the contract (METHODS 21, 22).

As in :mod:`simulate.derive`, every operation is one IEEE operation a path, element by element.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kernels import rows as place
from simulate.capital_table import EndOfPath, dilution_and_earnings
from simulate.purchases import Purchases
from simulate.scenario import Scenario

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class WholeRows:
    """The kernels' rows of a deal that uses the rest of the contract, by what they hold.

    Attributes
    ----------
    rows
        [places, paths]; see :func:`kernels.rows.whole_places`.
    series, warrants
        How many there are.
    """

    rows: Floats
    series: int
    warrants: int

    def of_series(self, k: int, what: int) -> Floats:
        """A place that every deal has for a series."""
        row: Floats = self.rows[place.FIXED_PLACES + place.PER_SERIES * k + what]
        return row

    def more_of_series(self, k: int, what: int) -> Floats:
        """A further place of a series."""
        row: Floats = self.rows[place.places(self.series) + place.PER_SERIES_WHOLE * k + what]
        return row

    def of_warrant(self, w: int, what: int) -> Floats:
        """A place of a warrant."""
        first = place.places(self.series) + place.PER_SERIES_WHOLE * self.series
        row: Floats = self.rows[first + place.PER_WARRANT * w + what]
        return row

    def of_path(self, what: int) -> Floats:
        """A place of the path."""
        first = place.places(self.series) + place.PER_SERIES_WHOLE * self.series + place.PER_WARRANT * self.warrants
        row: Floats = self.rows[first + what]
        return row

    def total(self, values: list[Floats]) -> Floats:
        """Sum in order, zero for none."""
        out = np.zeros(self.rows.shape[1])
        for value in values:
            out = out + value
        return out


def _ratio(above: Floats, below: Floats) -> Floats:
    """``above / below``, undefined where ``below`` is 0."""
    defined = below != 0.0
    return np.where(defined, above / np.where(defined, below, 1.0), place.UNDEFINED)


@dataclass(frozen=True)
class Book:
    """Money of one holder on one instrument, USD, [paths].

    Attributes
    ----------
    sold
        Sales and what remains.
    paid
        What the company, or an acquirer, pays.
    bought
        Purchase prices and exercise prices.
    bought_in
        What was paid in the market for common bought in.
    """

    sold: Floats
    paid: Floats
    bought: Floats
    bought_in: Floats

    @property
    def profit(self) -> Floats:
        """What comes in less what goes out."""
        return self.sold + self.paid - self.outflow

    @property
    def outflow(self) -> Floats:
        """What goes out: to the company, and into the market for what is bought in."""
        return self.bought + self.bought_in


def _all_due(of: WholeRows) -> Floats:
    """What fell due on the pooled accounts, for series and warrants."""
    due = [of.more_of_series(k, place.SERIES_DUE_USD) for k in range(of.series)]
    return of.total([*due, *(of.of_warrant(w, place.WARRANT_DUE_USD) for w in range(of.warrants))])


def _part(due: Floats, all_due: Floats) -> Floats:
    """An instrument's part of the pooled accounts: what fell due for it, of all that did (METHODS 20)."""
    part: Floats = np.where(all_due != 0.0, due / np.where(all_due != 0.0, all_due, 1.0), 0.0)
    return part


def _pooled(of: WholeRows, scenario: Scenario, *, present: bool) -> tuple[Floats, Floats]:
    """What the pooled accounts paid, and what is owed on them at the end at its worth, USD."""
    redemption = scenario.deal.redemption
    recovery = 0.0 if redemption is None else float(redemption.owed_recovery)
    if present:
        pooled, owed = of.of_path(place.POOLED_PAID_PRESENT_USD), of.of_path(place.OWED_WORTH_PRESENT_USD)
    else:
        pooled, owed = of.of_path(place.POOLED_PAID_USD), of.of_path(place.OWED_USD) * recovery
    ended = of.of_path(place.ENDED) != place.UNDEFINED
    return pooled, np.where(ended, 0.0, owed)


def _series_books(of: WholeRows, scenario: Scenario, paid: Purchases, *, present: bool) -> list[Book]:
    """Each series' book, with its part of the pooled accounts and of what is owed at the end (METHODS 20)."""
    each = range(of.series)
    due = [of.more_of_series(k, place.SERIES_DUE_USD) for k in each]
    all_due = _all_due(of)
    pooled, owed = _pooled(of, scenario, present=present)
    shift = 1 if present else 0
    up_front = paid.present_usd if present else paid.usd
    books = []
    for k, series in enumerate(scenario.deal.series):
        part = _part(due[k], all_due)
        drawn = of.more_of_series(k, place.SERIES_BOUGHT_USD + shift)
        books.append(
            Book(
                of.of_series(k, place.SERIES_PROCEEDS_USD + shift)
                + of.of_series(k, place.SERIES_REMAINING_USD + shift)
                + part * owed,
                of.more_of_series(k, place.SERIES_PAID_USD + shift) + part * pooled,
                np.full_like(drawn, up_front[k]) if series.draws is None else drawn,
                of.more_of_series(k, place.SERIES_BUY_IN_USD + shift),
            )
        )
    return books


def _warrant_books(of: WholeRows, scenario: Scenario, paid: Purchases, *, present: bool) -> list[Book]:
    """Each warrant's book, with its part of the pooled accounts and of what is owed at the end."""
    shift = 1 if present else 0
    up_front = paid.warrants_present_usd if present else paid.warrants_usd
    pooled, owed = _pooled(of, scenario, present=present)
    all_due = _all_due(of)
    parts = [_part(of.of_warrant(w, place.WARRANT_DUE_USD), all_due) for w in range(of.warrants)]
    return [
        Book(
            of.of_warrant(w, place.WARRANT_PROCEEDS_USD + shift)
            + of.of_warrant(w, place.WARRANT_REMAINING_USD + shift)
            + parts[w] * owed,
            of.of_warrant(w, place.WARRANT_PAID_USD + shift) + parts[w] * pooled,
            of.of_warrant(w, place.WARRANT_STRIKE_USD + shift) + up_front[w],
            of.of_warrant(w, place.WARRANT_BUY_IN_USD + shift),
        )
        for w in range(of.warrants)
    ]


def derive_whole(rows: Floats, scenario: Scenario, paid: Purchases, plain: dict[str, Floats]) -> dict[str, Floats]:
    """The columns of a deal that uses the rest of the contract.

    Parameters
    ----------
    rows
        The kernels' rows, [places, paths].
    scenario
        The deal.
    paid
        Purchases of the scenario.
    plain
        The columns that every deal has, as the plain rows give them.

    Returns
    -------
    dict of name -> [paths] float64
        In the registry's order: the plain ones in their wider meaning, then the added ones.
    """
    deal = scenario.deal
    of = WholeRows(rows, len(deal.series), len(deal.warrants))
    investors = [w for w, warrant in enumerate(deal.warrants) if warrant.party == "investor"]
    agents = [w for w, warrant in enumerate(deal.warrants) if warrant.party == "agent"]
    series = _series_books(of, scenario, paid, present=False)
    warrants = _warrant_books(of, scenario, paid, present=False)
    expenses, fee = float(deal.expenses_usd), float(deal.agent_fee_usd)

    buy_in = of.of_path(place.BUY_IN_COST_USD)
    sold = rows[place.PROCEEDS_USD] + rows[place.REMAINING_USD]
    sold = sold + of.total([of.of_warrant(w, place.WARRANT_PROCEEDS_USD) for w in investors])
    payments = of.total([of.more_of_series(k, place.SERIES_PAID_USD) for k in range(of.series)])
    payments = payments + of.total([of.of_warrant(w, place.WARRANT_PAID_USD) for w in investors])
    payments = payments + of.of_path(place.POOLED_PAID_USD) + expenses
    purchases = of.total([book.bought for book in series]) + float(sum(paid.warrants_usd[investors].tolist()))
    strikes = of.total([of.of_warrant(w, place.WARRANT_STRIKE_USD) for w in investors])
    outflow = purchases + strikes + buy_in
    profit = sold + payments - outflow
    on_warrants = of.total([warrants[w].profit for w in investors])
    on_agent = of.total([warrants[w].profit for w in agents]) + fee

    # The company's book: what was paid up front, and what each place of the row says that it paid and got.
    bought = of.total([of.more_of_series(k, place.SERIES_BOUGHT_USD) for k in range(of.series)])
    bought = bought + float(sum(paid.usd.tolist()) + sum(paid.warrants_usd.tolist()))
    strikes_got = of.total([of.of_warrant(w, place.WARRANT_STRIKE_USD) for w in range(of.warrants)])
    cash_out = payments + of.total([of.of_warrant(w, place.WARRANT_PAID_USD) for w in agents]) + fee
    cash_in = bought + strikes_got + of.of_path(place.OTHER_ISSUES_USD)
    received = of.total([book.paid for book in (*series, *warrants)]) + expenses + fee
    spent = of.total([book.bought for book in (*series, *warrants)])
    parts = of.total([book.profit for book in series]) + on_warrants + expenses
    gap = np.abs(cash_out - received) + np.abs(bought + strikes_got - spent) + np.abs(profit - parts)

    shares = of.total([of.of_series(k, place.SERIES_SHARES) for k in range(of.series)])
    on_series = shares
    shares = shares + of.total([of.of_warrant(w, place.WARRANT_SHARES) for w in range(of.warrants)])
    old = of.of_path(place.OLD_RESTATED)
    given = of.of_path(place.ISSUED_VALUE_USD) + cash_out - (bought - _already_converted_usd(scenario)) - strikes_got
    converted = _converted(of, scenario)
    bid_value = rows[place.BID_VALUE_USD]
    discount = np.where(bid_value != 0.0, 1.0 - converted / np.where(bid_value != 0.0, bid_value, 1.0), place.UNDEFINED)

    out = dict(plain)
    out["shares_issued"] = shares
    out["dilution_of_total"] = shares / (old + shares)
    out["dilution_of_old"] = shares / old
    out["remaining_value_usd"] = rows[place.REMAINING_USD]
    out["pnl_usd"] = profit
    for k, each in enumerate(deal.series):
        out[f"pnl_series_{each.name.lower()}_usd"] = series[k].profit
    out |= _present_values(of, scenario, paid, investors)
    out["money_multiple"] = _ratio(sold + payments, outflow)
    out["effective_issue_price_usd"] = _ratio(converted, on_series)
    out["discount_to_market"] = discount
    left = of.total([of.of_series(k, place.SERIES_PREFERRED_LEFT) for k in range(of.series)])
    out["sessions_to_full_conversion"] = np.where(left == 0.0, rows[place.FULL_CONVERSION], place.UNDEFINED)
    held = of.total([of.of_warrant(w, place.WARRANT_HELD) for w in investors])
    out["common_held_shares"] = plain["common_held_shares"] + held

    out |= {
        f"shares_warrant_{warrant.name.lower()}": of.of_warrant(w, place.WARRANT_SHARES)
        for w, warrant in enumerate(deal.warrants)
    }
    out["warrant_proceeds_usd"] = of.total([of.of_warrant(w, place.WARRANT_PROCEEDS_USD) for w in investors])
    out["warrant_strikes_usd"] = strikes
    out["strikes_paid_usd"] = strikes_got
    out["company_payments_usd"] = payments
    for k, each in enumerate(deal.series):
        out[f"redeemed_preferred_series_{each.name.lower()}"] = of.more_of_series(k, place.SERIES_REDEEMED)
    out["owed_at_horizon_usd"] = of.of_path(place.OWED_USD)
    out["buy_in_cost_usd"] = buy_in
    out["pnl_without_warrants_usd"] = profit - on_warrants
    out["pnl_warrants_usd"] = on_warrants
    for warrant, book in zip(deal.warrants, _warrant_books(of, scenario, paid, present=True), strict=True):
        out[f"pnl_warrant_{warrant.name.lower()}_present_value_usd"] = book.profit
    for k, each in enumerate(deal.series):
        book = series[k]
        out[f"money_multiple_series_{each.name.lower()}"] = _ratio(book.sold + book.paid, book.outflow)
    out["agent_pnl_usd"] = on_agent
    out["agent_shares"] = of.total([of.of_warrant(w, place.WARRANT_SHARES) for w in agents])
    out["company_cash_in_usd"] = cash_in
    out["company_cash_out_usd"] = cash_out
    out["company_net_cash_usd"] = cash_in - cash_out
    out["books_gap_usd"] = gap
    out["outstanding_at_horizon_shares"] = of.of_path(place.OUTSTANDING_AT_END)
    out["other_issues_shares"] = of.of_path(place.OTHER_ISSUES_SHARES)
    out["other_issues_usd"] = of.of_path(place.OTHER_ISSUES_USD)
    out["value_given_up_usd"] = given
    out["value_given_up_per_old_share_usd"] = given / old
    out["value_given_up_of_proceeds"] = _ratio(given, bought)
    out["others_share_after"] = old / (old + shares)
    for w, warrant in enumerate(deal.warrants):
        name = warrant.name.lower()
        out[f"warrants_unexercised_shares_{name}"] = of.of_warrant(w, place.WARRANT_UNEXERCISED)
        out[f"exercise_price_{name}_usd"] = of.of_warrant(w, place.WARRANT_EXERCISE_PRICE_USD)
    out["ended_session"] = of.of_path(place.ENDED)
    out |= {f"times_{name}": of.of_path(place.FIRED + k) for k, name in enumerate(place.FIRINGS)}
    out |= _of_policy(of, scenario)
    if deal.capital_table is not None:
        out |= dilution_and_earnings(deal.capital_table, _end(of, scenario, shares))
    return out


def _of_policy(of: WholeRows, scenario: Scenario) -> dict[str, Floats]:
    """What only a policy of the company or of the holder leaves."""
    policy = scenario.holder.policy
    called = {}
    if scenario.company.policy == "redeem_when_cheaper":
        called = {"called_preferred": of.of_path(place.CALLED), "company_call_usd": of.of_path(place.CALL_USD)}
    if scenario.company.policy == "raise_equity":
        called = {"raised_usd": of.of_path(place.RAISED_USD)}
    if policy == "dated_acts":
        return called | {"acts_cut": of.of_path(place.ACTS_CUT)}
    if policy != "short_hedged":
        return called
    return called | {
        "short_sold_shares": of.of_path(place.SHORT_SOLD),
        "short_covered_shares": of.of_path(place.SHORT_COVERED),
        "most_short_shares": of.of_path(place.MOST_SHORT),
        "borrow_cost_usd": of.of_path(place.BORROW_COST_USD),
        "cover_cost_usd": of.of_path(place.COVER_COST_USD),
    }


def _present_values(of: WholeRows, scenario: Scenario, paid: Purchases, investors: list[int]) -> dict[str, Floats]:
    """Profit at session 0, on everything and by series."""
    series = _series_books(of, scenario, paid, present=True)
    warrants = _warrant_books(of, scenario, paid, present=True)
    whole = of.total([book.profit for book in series]) + of.total([warrants[w].profit for w in investors])
    whole = whole + float(scenario.deal.expenses_usd)
    out = {"pnl_present_value_usd": whole}
    for k, each in enumerate(scenario.deal.series):
        out[f"pnl_series_{each.name.lower()}_present_value_usd"] = series[k].profit
    return out


def _converted(of: WholeRows, scenario: Scenario) -> Floats:
    """Stated value converted on the path: not what was retired for cash, nor what a position had converted before."""
    out = np.zeros(of.rows.shape[1])
    for k, series in enumerate(scenario.deal.series):
        if series.draws is not None:
            # What is drawn is paid for at its stated value and converts at once.
            out = out + of.more_of_series(k, place.SERIES_BOUGHT_USD)
            continue
        start = series.preferred_shares if series.position is None else series.position.preferred_left
        gone = of.of_series(k, place.SERIES_PREFERRED_LEFT) + of.more_of_series(k, place.SERIES_REDEEMED)
        out = out + (float(start) - gone) * float(series.stated_value_usd)
    return out


def _already_converted_usd(scenario: Scenario) -> float:
    """Of the purchase prices, the part for what a position has no more: its shares came out before session 0."""
    out = 0.0
    for series in scenario.deal.series:
        if series.position is not None and series.draws is None:
            left = float(series.position.preferred_left) / float(series.preferred_shares)
            out += float(series.purchase_price_usd) * (1.0 - left)
    for warrant in scenario.deal.warrants:
        if warrant.shares_left is not None:
            out += float(warrant.purchase_price_usd) * (1.0 - float(warrant.shares_left) / float(warrant.shares))
    return out


def _end(of: WholeRows, scenario: Scenario, shares: Floats) -> EndOfPath:
    """Where the paths end, for the capital table."""
    deal = scenario.deal
    alive = of.of_path(place.ENDED) == place.UNDEFINED
    nothing = np.zeros_like(shares)
    return EndOfPath(
        new=shares,
        outstanding=of.of_path(place.OUTSTANDING_AT_END),
        restated=of.of_path(place.OLD_RESTATED) / float(deal.common.outstanding_shares),
        bid_usd=of.of_path(place.LAST_BID_USD),
        warrants_left=tuple(
            np.where(alive, of.of_warrant(w, place.WARRANT_UNEXERCISED), 0.0)
            if warrant.expires > deal.horizon
            else nothing
            for w, warrant in enumerate(deal.warrants)
        ),
        exercise_prices_usd=tuple(
            of.of_warrant(w, place.WARRANT_EXERCISE_PRICE_USD) for w in range(len(deal.warrants))
        ),
    )

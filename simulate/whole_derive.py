"""From the kernels' rows to the outputs of a deal that uses the rest of the contract (METHODS 21, 22).

As in :mod:`simulate.derive`, every operation is one IEEE operation a path, element by element.
"""

from __future__ import annotations

import numpy as np

from kernels import rows as place
from simulate.capital_table import EndOfPath, dilution_and_earnings
from simulate.purchases import Purchases
from simulate.scenario import Scenario
from simulate.whole_books import Parties, books_of_parties, of_party, series_books, warrant_books
from simulate.whole_rows import Floats, WholeRows, ratio


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
    of = WholeRows(rows, len(scenario.deal.series), len(scenario.deal.warrants))
    books = books_of_parties(of, scenario, paid)
    shares = of.total([of.of_series(k, place.SERIES_SHARES) for k in range(of.series)])
    shares = shares + of.total([of.of_warrant(w, place.WARRANT_SHARES) for w in range(of.warrants)])
    out = plain | _wider(of, scenario, paid, books, shares, plain)
    out |= _of_instruments(of, scenario, books)
    out |= _of_profits(of, scenario, paid, books)
    out |= _of_company(of, books)
    out |= _of_other_holders(of, scenario, books, shares)
    out |= _of_ends(of, scenario)
    out |= {f"times_{name}": of.of_path(place.FIRED + k) for k, name in enumerate(place.FIRINGS)}
    out |= _of_policy(of, scenario)
    if scenario.deal.capital_table is not None:
        out |= dilution_and_earnings(scenario.deal.capital_table, _end(of, scenario, shares))
    return out


def _wider(
    of: WholeRows, scenario: Scenario, paid: Purchases, books: Parties, shares: Floats, plain: dict[str, Floats]
) -> dict[str, Floats]:
    """The columns that every deal has, where warrants and payments count too."""
    investors = of_party(scenario, "investor")
    old, converted = of.of_path(place.OLD_RESTATED), _converted(of, scenario)
    on_series = of.total([of.of_series(k, place.SERIES_SHARES) for k in range(of.series)])
    bid_value = of.rows[place.BID_VALUE_USD]
    discount = np.where(bid_value != 0.0, 1.0 - converted / np.where(bid_value != 0.0, bid_value, 1.0), place.UNDEFINED)
    left = of.total([of.of_series(k, place.SERIES_PREFERRED_LEFT) for k in range(of.series)])
    out = {
        "shares_issued": shares,
        "dilution_of_total": shares / (old + shares),
        "dilution_of_old": shares / old,
        "remaining_value_usd": of.rows[place.REMAINING_USD],
        "pnl_usd": books.profit,
    }
    for each, book in zip(scenario.deal.series, books.series, strict=True):
        out[f"pnl_series_{each.name.lower()}_usd"] = book.profit
    out |= _present_values(of, scenario, paid, investors)
    out["money_multiple"] = ratio(books.sold + books.payments, books.outflow)
    out["effective_issue_price_usd"] = ratio(converted, on_series)
    out["discount_to_market"] = discount
    out["sessions_to_full_conversion"] = np.where(left == 0.0, of.rows[place.FULL_CONVERSION], place.UNDEFINED)
    held = of.total([of.of_warrant(w, place.WARRANT_HELD) for w in investors])
    out["common_held_shares"] = plain["common_held_shares"] + held
    return out


def _of_instruments(of: WholeRows, scenario: Scenario, books: Parties) -> dict[str, Floats]:
    """Shares by warrant, exercise prices, payments, and preferred retired for cash."""
    deal, investors = scenario.deal, of_party(scenario, "investor")
    out = {
        f"shares_warrant_{warrant.name.lower()}": of.of_warrant(w, place.WARRANT_SHARES)
        for w, warrant in enumerate(deal.warrants)
    }
    out["warrant_proceeds_usd"] = of.total([of.of_warrant(w, place.WARRANT_PROCEEDS_USD) for w in investors])
    out["warrant_strikes_usd"] = books.strikes
    out["strikes_paid_usd"] = books.strikes_got
    out["company_payments_usd"] = books.payments
    for k, each in enumerate(deal.series):
        out[f"redeemed_preferred_series_{each.name.lower()}"] = of.more_of_series(k, place.SERIES_REDEEMED)
    out["owed_at_horizon_usd"] = of.of_path(place.OWED_USD)
    out["buy_in_cost_usd"] = of.of_path(place.BUY_IN_COST_USD)
    return out


def _of_profits(of: WholeRows, scenario: Scenario, paid: Purchases, books: Parties) -> dict[str, Floats]:
    """The profits of investor and agent, by what they come from."""
    deal = scenario.deal
    out = {
        "pnl_without_warrants_usd": books.profit - books.on_warrants,
        "pnl_warrants_usd": books.on_warrants,
    }
    for warrant, book in zip(deal.warrants, warrant_books(of, scenario, paid, present=True), strict=True):
        out[f"pnl_warrant_{warrant.name.lower()}_present_value_usd"] = book.profit
    for each, book in zip(deal.series, books.series, strict=True):
        out[f"money_multiple_series_{each.name.lower()}"] = ratio(book.sold + book.paid, book.outflow)
    out["agent_pnl_usd"] = books.on_agent
    out["agent_shares"] = of.total([of.of_warrant(w, place.WARRANT_SHARES) for w in of_party(scenario, "agent")])
    return out


def _of_company(of: WholeRows, books: Parties) -> dict[str, Floats]:
    """The company's cash, and its issues outside the deal."""
    return {
        "company_cash_in_usd": books.cash_in,
        "company_cash_out_usd": books.cash_out,
        "company_net_cash_usd": books.cash_in - books.cash_out,
        "books_gap_usd": books.gap,
        "outstanding_at_horizon_shares": of.of_path(place.OUTSTANDING_AT_END),
        "other_issues_shares": of.of_path(place.OTHER_ISSUES_SHARES),
        "other_issues_usd": of.of_path(place.OTHER_ISSUES_USD),
    }


def _of_other_holders(of: WholeRows, scenario: Scenario, books: Parties, shares: Floats) -> dict[str, Floats]:
    """What the other holders gave up."""
    old = of.of_path(place.OLD_RESTATED)
    got = books.bought - _already_converted_usd(scenario)
    given = of.of_path(place.ISSUED_VALUE_USD) + books.cash_out - got - books.strikes_got
    return {
        "value_given_up_usd": given,
        "value_given_up_per_old_share_usd": given / old,
        "value_given_up_of_proceeds": ratio(given, books.bought),
        "others_share_after": old / (old + shares),
    }


def _of_ends(of: WholeRows, scenario: Scenario) -> dict[str, Floats]:
    """How the warrants and the path ended."""
    out = {}
    for w, warrant in enumerate(scenario.deal.warrants):
        name = warrant.name.lower()
        out[f"warrants_unexercised_shares_{name}"] = of.of_warrant(w, place.WARRANT_UNEXERCISED)
        out[f"exercise_price_{name}_usd"] = of.of_warrant(w, place.WARRANT_EXERCISE_PRICE_USD)
    out["ended_session"] = of.of_path(place.ENDED)
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
    series = series_books(of, scenario, paid, present=True)
    warrants = warrant_books(of, scenario, paid, present=True)
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

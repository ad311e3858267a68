"""Outputs of a deal that uses the rest of the contract (METHODS 10 to 22): the three books, and what acted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from simulate.capital_columns import capital_columns
from simulate.column import BOOKS, Column, Dtype
from simulate.scenario import Scenario
from simulate.what_acted import ACTS

Worst = Literal["high", "low", ""]

_NEW = "new = common issued under the deal on all series and warrants"
_OLD = "old = common outstanding at session 0, restated for splits"
_PAYMENTS = "sales less commission, what the company pays it, expenses with it, and what remains at the horizon"
_PROFIT = f"investor's profit on everything: {_PAYMENTS}, less purchase prices, exercise prices and the cost of buy-ins"
_DISCOUNTED = "every flow discounted to session 0 at market.discount_rate_per_year"
_GIVEN_UP = (
    "value given up by the other holders (shares issued under the deal x bid at issue, plus cash paid to investor and "
    "agent, less purchase and exercise prices; with a position, of the purchase prices the part for what is left)"
)

_WIDER = {
    "shares_issued": "common issued under the deal on all series and warrants, net of contributions back",
    "dilution_of_total": f"new / (old + new): {_NEW}, {_OLD}",
    "dilution_of_old": f"new / old: {_NEW}, {_OLD}",
    "remaining_value_usd": "at the horizon: common held, from series and the investor's warrants, at the last bid less "
    "commission; preferred left and what the company still owes, each at its recovery",
    "pnl_usd": _PROFIT,
    "pnl_present_value_usd": f"{_PROFIT}; {_DISCOUNTED}",
    "money_multiple": "all that comes in / all that is paid out, the investor's; null: nothing was paid",
    "effective_issue_price_usd": "stated value of the preferred converted / common issued on the series; null: none",
    "discount_to_market": "1 - stated value of the preferred converted / sum over notices of shares x bid; null: "
    "nothing was converted",
    "common_held_shares": "common that the investor holds unsold at the horizon, from series and its warrants",
    "sessions_to_full_conversion": "number of the session, from 0, of the last conversion, if no preferred is left at "
    "the horizon; null: some is left, or none was converted",
}
"""Columns of every deal whose meaning is wider where there is more to count."""


def with_whole(plain: Sequence[Column], scenario: Scenario, shares: Dtype) -> tuple[Column, ...]:
    """The columns of a deal that uses the rest of the contract.

    Parameters
    ----------
    plain
        The columns that every deal has; they keep their names and their order.
    scenario
        Its series, warrants and capital table name what is added.
    shares
        How shares are held.

    Returns
    -------
    tuple of Column
        The plain ones in their wider meaning, then the added ones.
    """
    names = [series.name.lower() for series in scenario.deal.series]
    warrants = [warrant.name.lower() for warrant in scenario.deal.warrants]
    return (
        *(_of_short_sales(_widened(column, names), scenario.holder.policy) for column in plain),
        *_instruments(names, warrants, shares),
        *_investor(names, warrants),
        *_agent(shares),
        *_company(shares),
        *_others(),
        *_ends(warrants, shares),
        *_acts(),
        *_company_policy(scenario.company.policy, shares),
        *_policy(scenario.holder.policy, shares),
        *(() if scenario.deal.capital_table is None else capital_columns()),
    )


def _widened(column: Column, names: list[str]) -> Column:
    """A plain column, in the meaning it has where payments, warrants and purchases by draws count too."""
    if column.name in _WIDER:
        nullable = column.nullable or column.name == "money_multiple"
        return replace(column, meaning=_WIDER[column.name], nullable=nullable)
    for name in names:
        meaning = (
            f"investor's profit on Series {name.upper()}: sales, what remains, what the company pays on it (its "
            "part of the pooled accounts by what fell due) less what was paid for it; no cost of buy-ins"
        )
        if column.name == f"pnl_series_{name}_usd":
            return replace(column, meaning=meaning)
        if column.name == f"pnl_series_{name}_present_value_usd":
            return replace(column, meaning=f"{meaning}; {_DISCOUNTED}")
    return column


def _of_short_sales(column: Column, policy: str) -> Column:
    """Sales of a holder that sells short are less what that costs it."""
    if policy != "short_hedged" or column.name != "conversion_proceeds_usd":
        return column
    return replace(column, meaning=f"{column.meaning}; short sales with them, less what borrowing and covering cost")


def _usd(name: str, meaning: str, clause: str = BOOKS, worst: Worst = "low", *, headline: bool = False) -> Column:
    return Column(name, "float64", "USD", meaning, clause, worst, headline=headline)


def _instruments(names: list[str], warrants: list[str], shares: Dtype) -> list[Column]:
    """Shares by warrant, the exercise prices, and preferred retired for cash."""
    return [
        *(
            Column(f"shares_warrant_{w}", shares, "shares", f"common issued on warrant {w.upper()}", "W 1", "high")
            for w in warrants
        ),
        _usd("warrant_proceeds_usd", "sales of the investor's warrant shares, less commission", "W 1", headline=True),
        _usd("warrant_strikes_usd", "exercise prices that the investor paid", "W 1", "high"),
        _usd("strikes_paid_usd", "exercise prices that the company got, from investor and agent", "W 1"),
        _usd(
            "company_payments_usd",
            "all cash that the company, or an acquirer, paid the investor; expenses included",
            "CoD VII, VIII, RRA 2.3, SPA 4.6",
        ),
        *(
            Column(
                f"redeemed_preferred_series_{name}",
                shares,
                "preferred shares",
                f"Series {name.upper()} retired for cash: redemption, amortisation, merger, liquidation",
                "CoD VIII.B, X, XI.C",
            )
            for name in names
        ),
        _usd(
            "owed_at_horizon_usd",
            "what the company owes the investor at the horizon, due and unpaid, interest included",
            "CoD XIV.E",
            "high",
        ),
        _usd("buy_in_cost_usd", "what the investor paid to buy in undelivered shares", "CoD VII.B", "high"),
    ]


def _investor(names: list[str], warrants_by_name: list[str]) -> list[Column]:
    """The investor's profit, apart by what it comes from."""
    warrants = "its warrants: sales, payments and what remains, less exercise and purchase prices"
    multiple = (
        "(sales less commission + what the company pays on it + what remains at the horizon) / what was paid for it; "
        "null: nothing was"
    )
    return [
        _usd("pnl_without_warrants_usd", f"{_PROFIT}; all of it less the profit on its warrants", headline=True),
        _usd("pnl_warrants_usd", f"investor's profit on {warrants}; no cost of buy-ins", "W", headline=True),
        *(
            _usd(
                f"pnl_warrant_{name}_present_value_usd",
                f"its holder's profit on warrant {name.upper()}: sales, payments and what remains, less exercise and "
                f"purchase prices; {_DISCOUNTED}",
                "W",
            )
            for name in warrants_by_name
        ),
        *(
            Column(
                f"money_multiple_series_{name}",
                "float64",
                "multiple",
                f"Series {name.upper()}: {multiple}",
                BOOKS,
                "low",
                nullable=True,
            )
            for name in names
        ),
    ]


def _agent(shares: Dtype) -> list[Column]:
    profit = "placement agent's profit: its fee, sales, payments and what remains, less exercise and purchase prices"
    return [
        _usd("agent_pnl_usd", profit, "SPA 1, W"),
        Column("agent_shares", shares, "shares", "common issued on the agent's warrants", "W 1", "high"),
    ]


def _company(shares: Dtype) -> list[Column]:
    """The company's book, and whether the books agree."""
    received = "the company's cash in: purchase prices, exercise prices and its other issues"
    paid = "the company's cash out, an acquirer's included: to the investor and the agent, with expenses and the fee"
    gap = (
        "what the books fail to close by: what the company paid against what investor and agent got, what it got "
        "against what they paid, and the investor's profit as a whole against its parts; 0 to the cent"
    )
    return [
        _usd("company_cash_in_usd", received, headline=True),
        _usd("company_cash_out_usd", paid, worst="high", headline=True),
        _usd("company_net_cash_usd", f"{received}, less {paid}", headline=True),
        _usd("books_gap_usd", gap, worst=""),
        Column(
            "outstanding_at_horizon_shares", shares, "shares", "common outstanding when the path ends", "CoD V", "high"
        ),
        Column(
            "other_issues_shares",
            shares,
            "shares",
            "common that the company issued outside the deal",
            "SPA 4.5",
            "high",
        ),
        _usd("other_issues_usd", "what the company got for issues of its own, outside the deal", "SPA 4.5"),
    ]


def _others() -> list[Column]:
    """What the other holders gave up."""
    return [
        _usd("value_given_up_usd", _GIVEN_UP, worst="high", headline=True),
        Column(
            "value_given_up_per_old_share_usd",
            "float64",
            "USD per share",
            f"{_GIVEN_UP} / old: {_OLD}",
            BOOKS,
            "high",
        ),
        Column(
            "value_given_up_of_proceeds",
            "float64",
            "fraction",
            f"{_GIVEN_UP} / purchase prices that the investor paid; null: none was",
            BOOKS,
            "high",
            nullable=True,
        ),
        Column(
            "others_share_after",
            "float64",
            "fraction",
            f"share of the company that the other holders keep, old / (old + new): {_NEW}, {_OLD}",
            BOOKS,
            "low",
            headline=True,
        ),
    ]


def _ends(warrants: list[str], shares: Dtype) -> list[Column]:
    """How the warrants and the path ended."""
    out = []
    for w in warrants:
        left = f"whole Warrant Shares of {w.upper()} that expired unexercised or are left at the horizon"
        price = f"Exercise Price of warrant {w.upper()} in force at the end"
        out += [
            Column(f"warrants_unexercised_shares_{w}", shares, "shares", left, "W 2"),
            Column(f"exercise_price_{w}_usd", "float64", "USD per share", price, "W 4"),
        ]
    ended = "number of the session, from 0, of a merger's completion or of a liquidation; null: neither"
    out.append(Column("ended_session", "int64", "sessions", ended, "CoD X, XI.C", nullable=True))
    return out


def _acts() -> list[Column]:
    return [
        Column(f"times_{name}", "int64", "times", f"number on the path of: {meaning}", clause)
        for name, (meaning, clause) in ACTS.items()
    ]


def _company_policy(policy: str, shares: Dtype) -> list[Column]:
    """What only a policy of the company leaves."""
    clause = "METHODS 26"
    if policy == "raise_equity":
        meaning = "what the company's sales of common brought when its cash ran low; part of other_issues_usd"
        return [_usd("raised_usd", meaning, clause, "")]
    if policy != "redeem_when_cheaper":
        return []
    return [
        Column("called_preferred", shares, "preferred shares", "preferred that the company called", clause),
        _usd("company_call_usd", "what falls due for preferred that the company called", clause, ""),
    ]


def _policy(policy: str, shares: Dtype) -> list[Column]:
    """What only a policy of the holder leaves."""
    clause = "METHODS 25"
    if policy == "dated_acts":
        meaning = "dated acts of the holder that were cut or could not be"
        return [Column("acts_cut", "int64", "acts", meaning, clause)]
    if policy != "short_hedged":
        return []
    return [
        Column("short_sold_shares", shares, "shares", "common that the holder sold short", clause),
        Column("short_covered_shares", shares, "shares", "common sold short that it bought back at the bid", clause),
        Column("most_short_shares", shares, "shares", "the most that was short at the close of a session", clause),
        _usd("borrow_cost_usd", "paid for borrowed stock; it is taken off the sales of the series", clause, "high"),
        _usd("cover_cost_usd", "paid to buy back stock sold short; taken off the sales too", clause, "high"),
    ]

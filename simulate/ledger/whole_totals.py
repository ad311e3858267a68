"""What a path of the whole contract comes to: the three books, and what acted (METHODS 21, 22)."""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction

from simulate.ledger.accounts import (
    Account,
    Accounts,
    CompanyBook,
    accounts,
    bought_before,
    company_book,
    flows_by_session,
    kept_of_a_quantum,
)
from simulate.ledger.capital_table import capital_table_totals
from simulate.ledger.path import Path
from simulate.ledger.rate_of_return import internal_rate_of_return
from simulate.what_acted import ACTS

Total = int | float | bool | None
"""The value of an output; None where it is not defined."""

_NO_CASH = Fraction(1, 10**6)
"""Dollars under which a flow counts as zero."""


def whole_totals(path: Path, plain: dict[str, Total], *, irr: bool) -> dict[str, Total]:
    """Every output of a path of a deal that uses the rest of the contract.

    Parameters
    ----------
    path
        The path, run to its end.
    plain
        The outputs that every deal has, as its series alone give them.
    irr
        Whether the internal rate of return is computed; it is None if not.

    Returns
    -------
    dict
        In the registry's order: the plain ones in their wider meaning, then the added ones.
    """
    held, book = accounts(path), company_book(path)
    flows = flows_by_session(path, held.remaining)
    result = plain | _shares(path) | _profits(path, held)
    result["irr_per_year"] = whole_rate_of_return(path, held, flows) if irr else None
    gap = books_gap(path, held, book, flows)
    result |= _instruments(path, held, book) | _parts(path, held) | _company(path, book, gap) | _ends(path)
    result |= {f"times_{name}": path.fired[name] for name in ACTS}
    return result | _of_policy(path) | capital_table_totals(path, _issued(path))


def _of_policy(path: Path) -> dict[str, Total]:
    """What only a policy of the holder leaves (METHODS 25)."""
    policy = path.contract.policy
    called: dict[str, Total] = {}
    assert path.contract.general is not None
    if path.contract.general.call is not None:
        called = {"called_preferred": _number(path, path.called), "company_call_usd": float(path.call_usd)}
    if path.contract.general.equity_raise is not None:
        called = {"raised_usd": float(path.raised_usd)}
    if policy.acts is not None:
        return called | {"acts_cut": path.acts_cut}
    if policy.short is None:
        return called
    return called | {
        "short_sold_shares": _number(path, path.short_sold),
        "short_covered_shares": _number(path, path.short_covered),
        "most_short_shares": _number(path, path.most_short),
        "borrow_cost_usd": float(path.borrow_cost),
        "cover_cost_usd": float(path.cover_cost),
    }


def _issued(path: Path) -> int | Fraction:
    return sum(path.issued) + sum(warrant.issued for warrant in path.warrants)


def _number(path: Path, quantity: int | Fraction) -> Total:
    return float(quantity) if path.contract.fractional else int(quantity)


def _quotient(above: Fraction, below: int | Fraction) -> float | None:
    return float(above / below) if below else None


def _shares(path: Path) -> dict[str, Total]:
    """Outputs of every deal that warrants, redemptions, draws and splits change."""
    per_dollar, old, issued = path.grid.per_dollar, path.old_shares, _issued(path)
    converted = _converted(path)
    market_value = Fraction(path.notice_value) / per_dollar
    own = sum(warrant.held for warrant in path.warrants if warrant.terms.party == "investor")
    return {
        "shares_issued": _number(path, issued),
        "dilution_of_total": float(Fraction(issued) / (old + issued)),
        "dilution_of_old": float(Fraction(issued) / old),
        "effective_issue_price_usd": _quotient(converted, sum(path.issued)),
        "discount_to_market": float(1 - converted / market_value) if market_value else None,
        "sessions_to_full_conversion": None if any(path.preferred_left) else path.last_conversion,
        "common_held_shares": _number(path, sum(path.common_held) + sum(path.undelivered) + own),
    }


def _converted(path: Path) -> Fraction:
    """Stated value converted on the path: not what was retired for cash, nor what a position had converted before."""
    total = Fraction(0)
    for series, terms in zip(path.contract.series, path.contract.scenario.deal.series, strict=True):
        place = series.place
        if terms.draws is not None:
            # What is drawn is paid for at its stated value and converts at once.
            total += sum((dollars for _, where, dollars in path.purchases if where == place), Fraction(0))
            continue
        start = series.preferred_shares if terms.position is None else terms.position.preferred_left
        total += (start - path.preferred_left[place] - path.redeemed[place]) * series.stated_value
    return total


def _profits(path: Path, held: Accounts) -> dict[str, Total]:
    """The investor's profit, as a whole and by series, and what remains."""
    kept = kept_of_a_quantum(path)
    names = [series.name.lower() for series in path.contract.series]
    inflow = sum((account.inflow(kept) for account in held.of_investor), Fraction(0))
    outflow = sum((account.outflow for account in held.of_investor), Fraction(0))
    by_series = [account.present_value(path) for account in held.series]
    others = [account.present_value(path) for account in held.of_investor[len(by_series) :]]
    return {
        "remaining_value_usd": float(held.remaining),
        "pnl_usd": float(inflow - outflow),
        "pnl_present_value_usd": math.fsum([*by_series, *others]),
        **{
            f"pnl_series_{name}_usd": float(account.profit(kept))
            for name, account in zip(names, held.series, strict=True)
        },
        **{f"pnl_series_{name}_present_value_usd": value for name, value in zip(names, by_series, strict=True)},
        "money_multiple": _quotient(inflow, outflow),
    }


def whole_rate_of_return(path: Path, held: Accounts, flows: list[Fraction]) -> float | None:
    """Effective annual rate on the investor's dated flows; see :mod:`simulate.ledger.rate_of_return`.

    Parameters
    ----------
    path
        A path run to its end.
    held
        Its accounts.
    flows
        Of its sessions, without the purchases paid up front.

    Returns
    -------
    float or None
        -1 if nothing comes back, that is if no session's flow is positive, purchases paid up front aside; None where
        the rate is not known to be the only one.
    """
    if not any(flow > _NO_CASH for flow in flows):
        return -1.0
    by_day: defaultdict[int, Fraction] = defaultdict(Fraction)
    for day, flow in zip(path.contract.days, flows, strict=True):
        if flow:
            by_day[day] += flow
    for account in held.of_investor:
        for day, dollars in account.up_front:
            by_day[day] -= dollars
    return internal_rate_of_return((day, float(flow)) for day, flow in by_day.items() if abs(flow) > _NO_CASH)


def whole_cash_flows(path: Path) -> list[float]:
    """The investor's net flow of each session in dollars, without what it paid up front before session 0.

    Parameters
    ----------
    path
        A path of a deal that uses the rest of the contract, run to its end.

    Returns
    -------
    list of float
        A purchase price dated between two sessions is paid on the later one; one after the last session is left out.
    """
    held, days = accounts(path), path.contract.days
    flows = flows_by_session(path, held.remaining)
    for account in held.of_investor:
        for day, dollars in account.up_front:
            session = next((t for t, of_session in enumerate(days) if of_session >= day), None)
            if day >= 0 and session is not None:
                flows[session] -= dollars
    return [float(flow) for flow in flows]


def _instruments(path: Path, held: Accounts, book: CompanyBook) -> dict[str, Total]:
    """Shares by warrant, exercise prices, payments, and preferred retired for cash."""
    kept, remedies, series = kept_of_a_quantum(path), path.remedies, path.contract.series
    assert remedies is not None
    own = [held.warrants[place] for place in held.investors]
    strikes = [dollars for place in held.investors for _, dollars in path.warrants[place].strikes]
    buy_ins = sum((dollars for _, dollars in remedies.buy_in_costs), Fraction(0))
    return {
        **{f"shares_warrant_{warrant.terms.name.lower()}": warrant.issued for warrant in path.warrants},
        "warrant_proceeds_usd": float(sum((account.sales(kept) for account in own), Fraction(0))),
        "warrant_strikes_usd": float(sum(strikes, Fraction(0))),
        "strikes_paid_usd": float(book.strikes),
        "company_payments_usd": float(book.paid_to_investor),
        **{
            f"redeemed_preferred_series_{terms.name.lower()}": _number(path, path.redeemed[terms.place])
            for terms in series
        },
        "owed_at_horizon_usd": float(remedies.owed),
        "buy_in_cost_usd": float(buy_ins),
    }


def _parts(path: Path, held: Accounts) -> dict[str, Total]:
    """The investor's profit with and without warrants, multiples by series, and the agent's book."""
    kept = kept_of_a_quantum(path)

    def profit(of: list[Account]) -> Fraction:
        return sum((account.profit(kept) for account in of), Fraction(0))

    own = [held.warrants[place] for place in held.investors]
    return {
        "pnl_without_warrants_usd": float(profit([*held.series, held.investor])),
        "pnl_warrants_usd": float(profit(own)),
        **{
            f"pnl_warrant_{warrant.terms.name.lower()}_present_value_usd": account.present_value(path)
            for warrant, account in zip(path.warrants, held.warrants, strict=True)
        },
        **{
            f"money_multiple_series_{terms.name.lower()}": _quotient(account.inflow(kept), account.outflow)
            for terms, account in zip(path.contract.series, held.series, strict=True)
        },
        "agent_pnl_usd": float(profit(held.of_agent)),
        "agent_shares": _number(path, sum(path.warrants[place].issued for place in held.agents)),
    }


def _company(path: Path, book: CompanyBook, gap: Fraction) -> dict[str, Total]:
    """The company's book, how far the books are from closing, and what the other holders gave up."""
    old, issued = path.old_shares, _issued(path)
    cash_in = book.purchases + book.strikes + path.other_issues_usd
    cash_out = book.paid_to_investor + book.paid_to_agent
    given = Fraction(path.issued_value) / path.grid.per_dollar + cash_out - book.purchases - book.strikes
    given += bought_before(path)
    return {
        "company_cash_in_usd": float(cash_in),
        "company_cash_out_usd": float(cash_out),
        "company_net_cash_usd": float(cash_in - cash_out),
        "books_gap_usd": float(gap),
        "outstanding_at_horizon_shares": _number(path, path.outstanding),
        "other_issues_shares": _number(path, path.other_issues_shares),
        "other_issues_usd": float(path.other_issues_usd),
        "value_given_up_usd": float(given),
        "value_given_up_per_old_share_usd": float(given / old),
        "value_given_up_of_proceeds": _quotient(given, book.purchases),
        "others_share_after": float(Fraction(old) / (old + issued)),
    }


def books_gap(path: Path, held: Accounts, book: CompanyBook, flows: list[Fraction]) -> Fraction:
    """What the books fail to close by, in dollars: zero if no money appears or is lost.

    Parameters
    ----------
    path
        A path run to its end.
    held, book
        Its accounts, and the company's.
    flows
        Of its sessions, without the purchases paid up front.

    Returns
    -------
    Fraction
        What the company paid against what investor and agent got; what it got for its securities against what they
        paid; and the investor's profit by date against the same by instrument: the sum of the three differences.
    """
    kept = kept_of_a_quantum(path)
    everyone = [*held.of_investor, *held.of_agent]
    got = sum((account.company_paid for account in everyone), Fraction(0))
    buy_ins = sum((dollars for account in everyone for _, dollars in account.bought_in), Fraction(0))
    spent = sum((account.outflow for account in everyone), Fraction(0)) - buy_ins
    up_front = sum((dollars for account in held.of_investor for _, dollars in account.up_front), Fraction(0))
    by_date = sum(filter(None, flows), Fraction(0)) - up_front
    by_instrument = sum((account.profit(kept) for account in held.of_investor), Fraction(0))
    return (
        abs(book.paid_to_investor + book.paid_to_agent - got)
        + abs(book.purchases + book.strikes - spent)
        + abs(by_date - by_instrument)
    )


def _ends(path: Path) -> dict[str, Total]:
    """How the warrants and the path ended."""
    result: dict[str, Total] = {}
    for warrant in path.warrants:
        name = warrant.terms.name.lower()
        result[f"warrants_unexercised_shares_{name}"] = warrant.unexercised
        result[f"exercise_price_{name}_usd"] = float(warrant.price)
    result["ended_session"] = path.ended
    return result

"""Who pays whom on a path of a whole deal: each instrument's book, and the three parties' (METHODS 21, 22)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kernels import rows as place
from simulate.purchases import Purchases
from simulate.scenario import Scenario
from simulate.whole_rows import Floats, WholeRows


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


def series_books(of: WholeRows, scenario: Scenario, paid: Purchases, *, present: bool) -> list[Book]:
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


def warrant_books(of: WholeRows, scenario: Scenario, paid: Purchases, *, present: bool) -> list[Book]:
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


@dataclass(frozen=True)
class Parties:
    """What investor, agent and company get and pay in all, USD, [paths].

    Attributes
    ----------
    series, warrants
        The book of each.
    sold
        The investor's sales, and what remains to it.
    payments
        What the company pays the investor, expenses with it.
    outflow
        What the investor pays: purchase and exercise prices, and for what it buys in.
    on_warrants
        Its profit on its warrants.
    on_agent
        The agent's profit.
    strikes, strikes_got
        Exercise prices that the investor pays; that the company gets, from the agent too.
    bought
        Purchase prices that the company gets.
    cash_in, cash_out
        The company's.
    gap
        What the books fail to close by.
    """

    series: list[Book]
    warrants: list[Book]
    sold: Floats
    payments: Floats
    outflow: Floats
    on_warrants: Floats
    on_agent: Floats
    strikes: Floats
    strikes_got: Floats
    bought: Floats
    cash_in: Floats
    cash_out: Floats
    gap: Floats

    @property
    def profit(self) -> Floats:
        """The investor's, on everything."""
        return self.sold + self.payments - self.outflow


def of_party(scenario: Scenario, party: str) -> list[int]:
    """The warrants of a party, by their place."""
    return [w for w, warrant in enumerate(scenario.deal.warrants) if warrant.party == party]


def books_of_parties(of: WholeRows, scenario: Scenario, paid: Purchases) -> Parties:
    """The books of a block of paths.

    Parameters
    ----------
    of
        The kernels' rows.
    scenario
        The deal.
    paid
        Purchases of the scenario.
    """
    investors, agents = of_party(scenario, "investor"), of_party(scenario, "agent")
    series = series_books(of, scenario, paid, present=False)
    warrants = warrant_books(of, scenario, paid, present=False)
    expenses, fee = float(scenario.deal.expenses_usd), float(scenario.deal.agent_fee_usd)

    sold = of.rows[place.PROCEEDS_USD] + of.rows[place.REMAINING_USD]
    sold = sold + of.total([of.of_warrant(w, place.WARRANT_PROCEEDS_USD) for w in investors])
    payments = of.total([of.more_of_series(k, place.SERIES_PAID_USD) for k in range(of.series)])
    payments = payments + of.total([of.of_warrant(w, place.WARRANT_PAID_USD) for w in investors])
    payments = payments + of.of_path(place.POOLED_PAID_USD) + expenses
    purchases = of.total([book.bought for book in series]) + float(sum(paid.warrants_usd[investors].tolist()))
    strikes = of.total([of.of_warrant(w, place.WARRANT_STRIKE_USD) for w in investors])
    outflow = purchases + strikes + of.of_path(place.BUY_IN_COST_USD)
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
    profit = sold + payments - outflow
    gap = np.abs(cash_out - received) + np.abs(bought + strikes_got - spent) + np.abs(profit - parts)
    return Parties(
        series=series,
        warrants=warrants,
        sold=sold,
        payments=payments,
        outflow=outflow,
        on_warrants=on_warrants,
        on_agent=on_agent,
        strikes=strikes,
        strikes_got=strikes_got,
        bought=bought,
        cash_in=cash_in,
        cash_out=cash_out,
        gap=gap,
    )

"""The accounts of investor and agent, instrument by instrument, and the company's own (METHODS 21), exact.

Every payment stands twice: in the account of the instrument it was made on, and in the lists that the clauses wrote,
which the company's book and the flows by date are summed from. The books close if the two agree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction

from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path
from simulate.ledger.valuation import last_bid


@dataclass(slots=True)
class Account:
    """One instrument's money for its holder, in dollars.

    Attributes
    ----------
    gross_sales
        Session and shares x bid of each sale, in quanta, before commission.
    received
        Session and dollars of what the company, or an acquirer, paid.
    paid
        Session and dollars of exercise prices and draws.
    bought_in
        Session and dollars paid in the market for common bought in.
    up_front
        Calendar days from session 0 and dollars of a purchase price.
    remaining
        Worth of what is left at the last session.
    """

    gross_sales: list[tuple[int, Quantity]] = field(default_factory=list)
    received: list[tuple[int, Fraction]] = field(default_factory=list)
    paid: list[tuple[int, Fraction]] = field(default_factory=list)
    bought_in: list[tuple[int, Fraction]] = field(default_factory=list)
    up_front: list[tuple[int, Fraction]] = field(default_factory=list)
    remaining: Fraction = Fraction(0)

    def sales(self, kept: Fraction) -> Fraction:
        """Sales of all sessions, less commission; ``kept`` is what a quantum leaves, in dollars."""
        return sum(amount for _, amount in self.gross_sales) * kept

    @property
    def company_paid(self) -> Fraction:
        """All that was received from the company."""
        return _sum(self.received)

    @property
    def outflow(self) -> Fraction:
        """All that was paid out."""
        return _sum(self.paid) + _sum(self.bought_in) + _sum(self.up_front)

    def inflow(self, kept: Fraction) -> Fraction:
        """All that came in, and what is left."""
        return self.sales(kept) + self.company_paid + self.remaining

    def profit(self, kept: Fraction) -> Fraction:
        """What came in less what went out."""
        return self.inflow(kept) - self.outflow

    def present_value(self, path: Path) -> float:
        """Its flows at session 0, each times ``exp(-r days/365)``; what was paid before is carried forward."""
        discounts, rate = path.contract.discounts, path.contract.discount_rate_per_year
        sales = math.fsum(amount * discounts[session] for session, amount in self.gross_sales)
        flows = [sales * float(kept_of_a_quantum(path)), float(self.remaining) * discounts[-1]]
        flows += [float(amount) * discounts[session] for session, amount in self.received]
        flows += [-float(amount) * discounts[session] for session, amount in (*self.paid, *self.bought_in)]
        flows += [-float(amount) * math.exp(-rate * days / 365) for days, amount in self.up_front]
        return math.fsum(flows)


def _sum(amounts: list[tuple[int, Fraction]]) -> Fraction:
    return sum((amount for _, amount in amounts), Fraction(0))


def kept_of_a_quantum(path: Path) -> Fraction:
    """Dollars that a quantum of gross sales leaves, commission taken."""
    return (1 - path.contract.commission) / path.grid.per_dollar


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who holds what on a path of the whole contract.

    Attributes
    ----------
    series, warrants
        Of each instrument, in deal order.
    investors, agents
        Places of the warrants that each holds.
    investor, agent
        What belongs to no instrument: expenses reimbursed, and the agent's fee.
    """

    series: list[Account]
    warrants: list[Account]
    investors: list[int]
    agents: list[int]
    investor: Account
    agent: Account

    @property
    def of_investor(self) -> list[Account]:
        """All of the investor's."""
        return [*self.series, *(self.warrants[place] for place in self.investors), self.investor]

    @property
    def remaining(self) -> Fraction:
        """Worth of what the investor has left, all instruments together."""
        return sum((account.remaining for account in self.of_investor), Fraction(0))

    @property
    def of_agent(self) -> list[Account]:
        """All of the placement agent's."""
        return [*(self.warrants[place] for place in self.agents), self.agent]


def accounts(path: Path) -> Accounts:
    """The accounts of a path run to its end.

    What the pooled accounts paid, and what they still owe, goes to series and warrants in proportion to what fell due
    by each (METHODS 20). After a merger or a liquidation nothing remains.

    Parameters
    ----------
    path
        A path of a deal that uses the rest of the contract.

    Returns
    -------
    Accounts
    """
    contract, remedies, deal = path.contract, path.remedies, path.contract.scenario.deal
    assert remedies is not None
    valued = last_bid(path)
    kept = kept_of_a_quantum(path)
    common_worth = Fraction(0) if valued is None or path.ended is not None else valued[1] * kept
    preferred_worth = Fraction(0) if path.ended is not None else contract.recovery
    due = sum(remedies.due_by_series, Fraction(0)) + sum(remedies.due_by_warrant, Fraction(0))
    owed_worth = _worth_of_what_is_owed(path)
    of_series = []
    for series, terms in zip(contract.series, deal.series, strict=True):
        place = series.place
        part = remedies.due_by_series[place] / due if due else Fraction(0)
        held = path.common_held[place] + path.undelivered[place]
        of_series.append(
            Account(
                gross_sales=path.sales[place],
                received=[
                    *((session, dollars) for session, where, dollars in path.payments if where == place),
                    *((session, dollars * part) for session, dollars in remedies.pooled_paid),
                ],
                paid=[(session, dollars) for session, where, dollars in path.purchases if where == place],
                bought_in=remedies.bought_in_on_series[place],
                up_front=[(series.purchase_days, series.purchase_price)] if terms.draws is None else [],
                remaining=held * common_worth
                + path.preferred_left[place] * preferred_worth * series.stated_value
                + part * owed_worth,
            )
        )
    parts = [owed / due if due else Fraction(0) for owed in remedies.due_by_warrant]
    of_warrants = [
        Account(
            gross_sales=warrant.sales,
            received=[*warrant.paid, *((session, dollars * part) for session, dollars in remedies.pooled_paid if part)],
            paid=warrant.strikes,
            bought_in=remedies.bought_in_on_warrants[warrant.terms.place],
            up_front=[(warrant.terms.purchase_days, warrant.terms.purchase_price)],
            remaining=warrant.held * common_worth + part * owed_worth,
        )
        for warrant, part in zip(path.warrants, parts, strict=True)
    ]
    parties = [warrant.terms.party for warrant in path.warrants]
    investor = Account(
        received=[
            (0, Fraction(deal.expenses_usd)),
            *((session, dollars) for session, where, dollars in path.payments if where is None),
        ],
    )
    return Accounts(
        series=of_series,
        warrants=of_warrants,
        investors=[place for place, party in enumerate(parties) if party == "investor"],
        agents=[place for place, party in enumerate(parties) if party == "agent"],
        investor=investor,
        agent=Account(received=[(0, Fraction(deal.agent_fee_usd))]),
    )


def _worth_of_what_is_owed(path: Path) -> Fraction:
    """What is still owed at the horizon, at its recovery; nothing after a merger or a liquidation (METHODS 20)."""
    redemption = path.contract.scenario.deal.redemption
    if path.remedies is None or redemption is None or path.ended is not None:
        return Fraction(0)
    return path.remedies.owed * Fraction(redemption.owed_recovery)


@dataclass(frozen=True, slots=True)
class CompanyBook:
    """The company's cash, from the lists that the clauses wrote, in dollars.

    Attributes
    ----------
    purchases, strikes
        Purchase prices, with draws, and exercise prices received.
    paid_to_investor, paid_to_agent
        All cash paid, an acquirer's included; expenses and the fee with it.
    """

    purchases: Fraction
    strikes: Fraction
    paid_to_investor: Fraction
    paid_to_agent: Fraction


def company_book(path: Path) -> CompanyBook:
    """The company's book of a path run to its end.

    Parameters
    ----------
    path
        A path of a deal that uses the rest of the contract.

    Returns
    -------
    CompanyBook
    """
    deal, remedies = path.contract.scenario.deal, path.remedies
    assert remedies is not None
    purchases = sum((dollars for _, _, dollars in path.purchases), Fraction(0))
    for series, terms in zip(path.contract.series, deal.series, strict=True):
        if terms.draws is None:
            purchases += series.purchase_price
    to_investor = sum((dollars for _, _, dollars in path.payments), Fraction(deal.expenses_usd))
    to_investor += _sum(remedies.pooled_paid)
    to_agent = Fraction(deal.agent_fee_usd)
    strikes = Fraction(0)
    for warrant in path.warrants:
        purchases += warrant.terms.purchase_price
        strikes += _sum(warrant.strikes)
        if warrant.terms.party == "investor":
            to_investor += _sum(warrant.paid)
        else:
            to_agent += _sum(warrant.paid)
    return CompanyBook(purchases, strikes, to_investor, to_agent)


def flows_by_session(path: Path, remaining: Fraction) -> list[Fraction]:
    """The investor's net flow of each session, without the purchases paid up front, in dollars.

    Parameters
    ----------
    path
        A path of a deal that uses the rest of the contract, run to its end.
    remaining
        Worth of what is left, all instruments together; it is counted on the last session.

    Returns
    -------
    list of Fraction
    """
    remedies = path.remedies
    assert remedies is not None
    own = [warrant for warrant in path.warrants if warrant.terms.party == "investor"]
    sold: list[Quantity] = [0 for _ in path.contract.days]
    for sales in (*path.sales, *(warrant.sales for warrant in own)):
        for session, amount in sales:
            sold[session] += amount
    kept = kept_of_a_quantum(path)
    flows = [amount * kept if amount else Fraction(0) for amount in sold]
    for session, _, dollars in path.payments:
        flows[session] += dollars
    for session, _, dollars in path.purchases:
        flows[session] -= dollars
    for amounts in (remedies.pooled_paid, *(warrant.paid for warrant in own)):
        for session, dollars in amounts:
            flows[session] += dollars
    for amounts in (remedies.buy_in_costs, *(warrant.strikes for warrant in own)):
        for session, dollars in amounts:
            flows[session] -= dollars
    flows[0] += Fraction(path.contract.scenario.deal.expenses_usd)
    flows[-1] += remaining
    return flows


def bought_before(path: Path) -> Fraction:
    """Of the purchase prices, what bought preferred and warrants that a position no longer has: its shares are out.

    Parameters
    ----------
    path
        Any path of a deal that uses the rest of the contract.

    Returns
    -------
    Fraction
        Dollars.
    """
    deal = path.contract.scenario.deal
    gone = Fraction(0)
    for series in deal.series:
        if series.position is not None and series.draws is None:
            part = 1 - Fraction(series.position.preferred_left) / Fraction(series.preferred_shares)
            gone += Fraction(series.purchase_price_usd) * part
    for warrant in deal.warrants:
        if warrant.shares_left is not None:
            gone += Fraction(warrant.purchase_price_usd) * (1 - Fraction(warrant.shares_left) / warrant.shares)
    return gone

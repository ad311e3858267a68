"""Dilution and earnings per share on the company's capital table (contract 11), exact, of one path."""

from __future__ import annotations

from fractions import Fraction

from simulate.ledger.conversion import Quantity
from simulate.ledger.path import Path
from simulate.ledger.valuation import last_bid


def capital_table_totals(path: Path, new: Quantity) -> dict[str, float | None]:
    """The capital table's outputs; empty for a deal without one.

    The table's numbers are restated for splits by old restated / old, its exercise prices inversely. Options and
    warrants count by the treasury method (SFAS 128, paragraph 17): what a share under option at K adds at a bid B above
    it is ``1 - K/B``. Convertibles count in full, and in earnings per share only where they dilute, from the least
    charges a share to the most (paragraphs 13 to 16 and 26), their charges added back before tax; a loss is not
    diluted. The deal's own warrants count where they expire after the horizon and no merger or liquidation ended them.

    Parameters
    ----------
    path
        The path, run to its end.
    new
        Shares issued under the deal.

    Returns
    -------
    dict of name -> float or None
        In the registry's order; earnings per share are None if no net income is given.
    """
    deal = path.contract.scenario.deal
    table = deal.capital_table
    if table is None:
        return {}
    valued = last_bid(path)
    bid = None if valued is None else Fraction(valued[1], path.grid.per_dollar)
    footing = Fraction(path.old_shares) / path.contract.outstanding_shares

    def added(shares: Quantity, exercise_price: Fraction) -> Fraction:
        """Shares that the treasury method adds for rights at an exercise price."""
        if bid is None or bid <= exercise_price:
            return Fraction(0)
        return shares * (1 - exercise_price / bid)

    options = sum(
        (added(right.shares * footing, Fraction(right.exercise_price_usd) / footing) for right in table.options),
        Fraction(0),
    )
    own, own_left = Fraction(0), 0
    for warrant, terms in zip(path.warrants, deal.warrants, strict=True):
        if terms.expires > deal.horizon and path.ended is None:
            own += added(warrant.unexercised, warrant.price)
            own_left += warrant.unexercised
    optioned = sum(right.shares for right in table.options)
    convertible = sum(each.shares for each in table.convertibles)
    fully_diluted = path.outstanding + own_left + footing * (optioned + convertible)
    result: dict[str, float | None] = {
        "dilution_treasury_method": float((new + own) / (path.outstanding + own + options)),
        "dilution_fully_diluted": float((new + own_left) / fully_diluted),
        "fully_diluted_shares": float(fully_diluted),
        "eps_basic_usd": None,
        "eps_if_converted_usd": None,
    }
    if table.net_income_usd_per_year is None:
        return result
    earned, shares = Fraction(table.net_income_usd_per_year), Fraction(path.outstanding)
    result["eps_basic_usd"] = float(earned / shares)
    if earned > 0:
        shares += options + own
        for each in sorted(table.convertibles, key=lambda one: Fraction(one.charges_usd_per_year) / one.shares):
            charges, more = Fraction(each.charges_usd_per_year), each.shares * footing
            if charges / more < earned / shares:
                earned, shares = earned + charges, shares + more
    result["eps_if_converted_usd"] = float(earned / shares)
    return result

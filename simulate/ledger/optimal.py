"""The policy ``optimal``: notice of a lot where the bid reaches a fitted boundary (METHODS 25.10)."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.path import Path


def least_multiple(path: Path, series: SeriesTerms, session: int, price: int) -> Fraction | None:
    """The multiple of the conversion price that the decision bid must reach; None: the holder waits.

    Parameters
    ----------
    path
        Where the path stands.
    series, session
        What may convert, and when.
    price
        Its conversion price, in quanta.

    Returns
    -------
    Fraction or None
    """
    boundaries = path.contract.policy.boundaries[series.place]
    number = bisect_right([boundary.first for boundary in boundaries], session)
    if number == 0:
        return None
    boundary = boundaries[number - 1]
    fixed = path.fixed_prices[series.place]
    row = boundary.floating if fixed is None or price < fixed else boundary.fixed
    # The smallest part that holds what is left: ceil(left x parts / issued), at least the first.
    part = -(-path.preferred_left[series.place] * len(row) // series.preferred_shares)
    return row[max(part, 1) - 1]


def reaches(decision_bid: int, price: int, least: Fraction | None) -> bool:
    """Whether a bid is at least so many times the conversion price.

    Parameters
    ----------
    decision_bid, price
        In the same money.
    least
        Of :func:`least_multiple`.
    """
    return least is not None and decision_bid >= least * price

"""The conversion price: fixed, then the lower of fixed and variable (``CoD III.D``, ``III.E``, ``III.G``)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar, cast

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.general_price import general_price
from simulate.ledger.limits import cap_applies
from simulate.ledger.path import Path

Money = TypeVar("Money", int, Fraction)


def total_of_lowest(bids: Sequence[Money], lowest_count: int) -> Money:
    """Sum of the lowest closing bids of a window (``CoD III.G``: the six lowest of ten).

    Parameters
    ----------
    bids
        The window's closing bids.
    lowest_count
        How many of the lowest are taken.

    Returns
    -------
    int or Fraction
    """
    lowest = sorted(bids)[:lowest_count]
    return sum(lowest[1:], start=lowest[0])


def variable_price(bids: Sequence[Fraction], lowest_count: int, multiplier: Fraction) -> Fraction:
    """The Variable Conversion Price: a multiple of the average of the lowest closing bids (``CoD III.G``).

    Parameters
    ----------
    bids
        Closing bids of the window, in dollars.
    lowest_count
        How many of the lowest are averaged.
    multiplier
        1.01 for 101%.

    Returns
    -------
    Fraction
        Dollars, exact.
    """
    return multiplier * total_of_lowest(bids, lowest_count) / lowest_count


def lower_of(fixed: Money | None, variable: Money | None) -> Money | None:
    """The floating price from the switch-on date: the lower of fixed and variable (``CoD III.D``).

    Parameters
    ----------
    fixed, variable
        In dollars or in quanta; None: the series has no such price.

    Returns
    -------
    int, Fraction or None
    """
    if fixed is None or variable is None:
        return variable if fixed is None else fixed
    return min(fixed, variable)


def variable_price_on(path: Path, series: SeriesTerms, session: int) -> int | None:
    """The Variable Conversion Price for a conversion on a session, from its look-back window.

    Parameters
    ----------
    path
        Whose bids.
    series
        A series with a variable price.
    session
        The Conversion Date.

    Returns
    -------
    int or None
        Quanta; None where a bid of the window is not on record.
    """
    terms = series.variable
    assert terms is not None
    end = path.first + session + (1 if terms.includes_same_day else 0)
    start = end - terms.lookback_sessions
    if start < 0:
        return None
    window: Sequence[int | None] = path.bids[start:end]
    if path.gaps and None in window:
        return None
    total = total_of_lowest(cast("Sequence[int]", window), terms.lowest_count)
    multiplier = terms.multiplier
    # The grid is fine enough for the division to leave nothing.
    return total * multiplier.numerator // (multiplier.denominator * terms.lowest_count)


def floating_price(path: Path, series: SeriesTerms, session: int) -> int | None:
    """Before the switch-on date the fixed price, from it on the lower of fixed and variable (``CoD III.D``).

    Parameters
    ----------
    path
        Whose bids.
    series
        The series.
    session
        The Conversion Date.

    Returns
    -------
    int or None
        Quanta; None: no price, so no conversion on this session.
    """
    fixed, terms = path.grid.fixed_prices[series.place], series.variable
    if terms is None or session < terms.switch_on:
        return fixed
    variable = variable_price_on(path, series, session)
    return None if variable is None else lower_of(fixed, variable)


def conversion_price(path: Path, series: SeriesTerms, session: int) -> int | None:
    """The Conversion Price: the floating price, or the fixed one where the variable is waived (``SPA 4.8``).

    Parameters
    ----------
    path
        Whose bids.
    series
        The series.
    session
        The Conversion Date.

    Returns
    -------
    int or None
        Quanta; None: no price, so no conversion on this session.
    """
    if path.contract.whole:
        price = general_price(path, series, session)
        return None if price is None else price.amount
    if series.variable is not None and series.variable.waived:
        return path.grid.fixed_prices[series.place]
    return floating_price(path, series, session)


def cap_price(path: Path, series: SeriesTerms, session: int, price: int) -> int | None:
    """The price at which a notice uses the Cap Amount: with gross returns, before the contribution back.

    Parameters
    ----------
    path
        Whose bids.
    series
        The series.
    session
        The Conversion Date.
    price
        The conversion price.

    Returns
    -------
    int or None
        Quanta; None where the floating price is needed and the window has a gap.
    """
    waived = series.variable is not None and series.variable.waived
    if not (waived and series.counts_against_cap and path.contract.cap_gross):
        return price
    if path.contract.whole:
        unwaived = general_price(path, series, session, waived=False)
        return price if not cap_applies(path, session) else None if unwaived is None else unwaived.amount
    return floating_price(path, series, session) if session < path.approved_from else price

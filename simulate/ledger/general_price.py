"""The conversion price in general: selectors, steps, floors, ceilings, frozen prices and resets (METHODS 13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.price_terms import PriceTerms
from simulate.ledger.reset_terms import FINEST, ResetTerms

if TYPE_CHECKING:
    from simulate.ledger.path import Path


@dataclass(frozen=True, slots=True)
class Price:
    """A conversion price, and what decided it."""

    amount: int
    """Quanta."""
    variable: int | None = None
    """The variable price before the floor, where it is in force."""
    floored: bool = False
    """Whether the variable price was below the floor."""
    capped: bool = False
    """Whether the price was above the ceiling."""


def price_terms_of(path: Path, series: SeriesTerms) -> PriceTerms:
    """The general price rules of a series.

    Parameters
    ----------
    path
        Of a deal that has some.
    series
        The series.

    Returns
    -------
    PriceTerms
    """
    assert path.contract.general is not None
    return path.contract.general.prices[series.place]


def general_price(
    path: Path, series: SeriesTerms, session: int, *, waived: bool | None = None, before_close: bool = False
) -> Price | None:
    """The conversion price of a session, with every rule that bears on it.

    Parameters
    ----------
    path
        Where the path stands.
    series, session
        What converts, and when.
    waived
        Whether variable pricing is waived; None: as the series says (``SPA 4.8``).
    before_close
        Whether an event of the session asks, so that its close is not known: a look-back that ends on the same day
        ends on the day before.

    Returns
    -------
    Price or None
        None: no price, so no conversion.
    """
    place, rule = series.place, series.variable
    if waived is None:
        waived = rule is not None and rule.waived
    fixed = path.fixed_prices[place]
    variable: int | None = None
    floored = False
    amount = fixed
    if rule is not None and not waived and session >= rule.switch_on:
        variable = variable_price_in_general(path, series, session, before_close=before_close)
        if variable is None:
            return None
        floor = path.floors[place]
        floored = floor is not None and variable < floor
        if floored and price_terms_of(path, series).below_floor == "stops":
            return None
        floating = max(variable, floor) if floor is not None else variable
        amount = floating if fixed is None else min(fixed, floating)
    if amount is None:
        return None
    ceiling, frozen = path.ceilings[place], path.frozen[place]
    capped = ceiling is not None and amount > ceiling
    if ceiling is not None and capped:
        amount = ceiling
    if frozen is not None and session < path.frozen_until:
        amount = min(amount, frozen)
    return Price(amount, variable, floored, capped)


def variable_price_in_general(
    path: Path, series: SeriesTerms, session: int, *, before_close: bool = False
) -> int | None:
    """The Variable Conversion Price before any floor (``CoD III.G``).

    Parameters
    ----------
    path
        Whose prices.
    series
        A series with a variable price.
    session
        The Conversion Date.
    before_close
        As in :func:`general_price`.

    Returns
    -------
    int or None
        Quanta; None where a price of the window is not on record.
    """
    rule, terms = series.variable, price_terms_of(path, series)
    assert rule is not None
    end = session + (1 if rule.includes_same_day and not before_close else 0)
    window = look_back(path, terms.price_field, end, rule.lookback_sessions)
    if window is None:
        return None
    first, last = terms.taken
    total = sum(sorted(window)[first:last])
    multiplier = multiplier_in_force(path, series, session)
    # The grid is fine enough for the division to leave nothing.
    return total * multiplier.numerator // (multiplier.denominator * (last - first))


def multiplier_in_force(path: Path, series: SeriesTerms, session: int) -> Fraction:
    """The multiplier of a session: the latest step's, or what a later convertible left if that is less.

    Parameters
    ----------
    path
        Where the path stands.
    series, session
        A series with a variable price, and when.

    Returns
    -------
    Fraction
    """
    scheduled, most = price_terms_of(path, series).multipliers[session], path.multiplier_caps[series.place]
    return scheduled if most is None else min(scheduled, most)


def look_back(path: Path, field: str, end: int, length: int) -> Sequence[int] | None:
    """The prices of the sessions before a given one.

    Parameters
    ----------
    path
        Whose prices.
    field
        Which price of a session.
    end
        The session after the last of the window.
    length
        How many.

    Returns
    -------
    sequence of int, or None
        Quanta; None where one is not on record.
    """
    prices = path.bids if field == "closing_bid" else _prices(path, field)
    last = path.first + end
    if last < length:
        return None
    window = prices[last - length : last]
    return None if None in window else cast("Sequence[int]", window)


def _prices(path: Path, field: str) -> list[int | None]:
    """The closes or the proxies of all sessions, made once and after every restatement."""
    if field == "close":
        return path.closes
    prices = path.windows.get(field)
    if prices is None:
        prices = path.closes[: path.first + 1]
        unit = path.grid.per_unit
        for place in range(path.first + 1, len(path.closes)):
            before, close = path.closes[place - 1], path.closes[place]
            if before is None or close is None:
                prices.append(None)
            elif field == "low_proxy":
                prices.append(min(before, close))
            else:
                prices.append((before + close + unit) // (2 * unit) * unit)
        path.windows[field] = prices
    return prices


def fall_to_market(path: Path, resets: ResetTerms, session: int, floor: Fraction | None) -> Fraction | None:
    """What a reset makes of the market: a multiple of the lowest closing bids, not under its floor.

    Parameters
    ----------
    path
        Whose bids.
    resets, session
        The terms, and when; the window ends on the session before.
    floor
        Dollars; None: none.

    Returns
    -------
    Fraction or None
        Dollars, unrounded; None where a bid of the window is not on record.
    """
    window = look_back(path, "closing_bid", session, resets.lookback_sessions)
    if window is None:
        return None
    total = sum(sorted(window)[: resets.lowest_count])
    market = resets.multiplier * total / (resets.lowest_count * path.grid.per_dollar)
    return market if floor is None else max(market, floor)


def to_the_grain(path: Path, price: Fraction | int) -> int:
    """An adjusted price rounded to the nearest 2**-20 dollars, halves up, at least one of them.

    Parameters
    ----------
    path
        For its grid.
    price
        Quanta, exact.

    Returns
    -------
    int
        Quanta.
    """
    grain = path.grid.per_dollar // FINEST
    return max((Fraction(price) / grain + Fraction(1, 2)).__floor__(), 1) * grain

"""The policy ``roll_off``: it gives notice before low bids leave the window and the price rises (METHODS 25.2)."""

from __future__ import annotations

from simulate.ledger.contract import SeriesTerms
from simulate.ledger.general_price import look_back, multiplier_in_force, price_terms_of
from simulate.ledger.path import Path

STOPS = 10**30
"""More quanta than any price: the floor stops conversion tomorrow."""


def rises_tomorrow(path: Path, series: SeriesTerms, session: int, price: int) -> bool:
    """Whether the next session's conversion price, as far as the close tells it, is above this session's, or is none.

    Parameters
    ----------
    path
        Whose prices.
    series, session
        What converts, and when.
    price
        Its conversion price of the session, in quanta.

    Returns
    -------
    bool
        False where the next window has a gap: nothing is known of it.
    """
    tomorrow = price_tomorrow(path, series, session, price)
    return tomorrow is not None and tomorrow > price


def price_tomorrow(path: Path, series: SeriesTerms, session: int, price: int) -> int | None:
    """The next session's conversion price on the terms of this one, as far as the close tells it.

    Parameters
    ----------
    path, series, session, price
        As in :func:`rises_tomorrow`.

    Returns
    -------
    int or None
        Quanta; :data:`STOPS` if the floor stops conversion; None where the window has a gap.
    """
    rule = series.variable
    if rule is None or rule.waived or session < rule.switch_on:
        return price
    terms = price_terms_of(path, series)
    length = rule.lookback_sessions - (1 if rule.includes_same_day else 0)
    known = look_back(path, terms.price_field, session + 1, length) if length else ()
    today = look_back(path, terms.price_field, session + 1, 1)
    if known is None or today is None:
        return None
    # Of a window that ends on the day itself the last price is not known: today's stands for it.
    window = [*known, *today] if rule.includes_same_day else list(known)
    first, last = terms.taken
    multiplier = multiplier_in_force(path, series, session)
    total = sum(sorted(window)[first:last]) * multiplier.numerator
    variable = total // (multiplier.denominator * (last - first))
    place = series.place
    floor = path.floors[place]
    if floor is not None and variable < floor:
        if terms.below_floor == "stops":
            return STOPS
        variable = floor
    bounds = [path.fixed_prices[place], path.ceilings[place]]
    if session < path.frozen_until:
        bounds.append(path.frozen[place])
    return min([variable, *(bound for bound in bounds if bound is not None)])

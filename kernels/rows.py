"""What a path leaves behind: the places of a row, by name.

A row is float64: first the places below, then ``PER_SERIES`` places for each series in turn. Whole numbers are exact.
"""

from __future__ import annotations

SHARES_ISSUED = 0
PROCEEDS_USD = 1
PROCEEDS_PRESENT_USD = 2
REMAINING_USD = 3
REMAINING_PRESENT_USD = 4
IRR = 5
"""Effective annual rate; UNDEFINED where it has no unique value, NOT_COMPUTED where it was not asked for."""
BID_VALUE_USD = 6
"""Sum over notices of shares x bid."""
BOUND = 7
"""First of the seven counts of sessions on which a limit bound, in the order of the limits below."""
CAP_USED = 14
APPROVED = 15
FULL_CONVERSION = 16
"""Session on which the last preferred converted; UNDEFINED: never."""
LOWEST_PRICE_USD = 17
"""Lowest conversion price of any notice; UNDEFINED: none was given."""
TOUCHED_CEILING = 18
"""1 where the price touched the ceiling of the grid while the path was followed."""
FIXED_PLACES = 19

SERIES_SHARES = 0
SERIES_PROCEEDS_USD = 1
SERIES_PROCEEDS_PRESENT_USD = 2
SERIES_REMAINING_USD = 3
SERIES_REMAINING_PRESENT_USD = 4
SERIES_PREFERRED_LEFT = 5
SERIES_HELD = 6
PER_SERIES = 7

SALE_LIMIT = 0
PARTICIPATION = 1
CAP = 2
OWNERSHIP = 3
AUTHORIZED = 4
REGISTRATION = 5
PRICE = 6
LIMITS = 7

UNDEFINED = -1.0e300
"""Sentinel of a value that does not exist; null in every output."""
NOT_COMPUTED = -2.0e300
"""Sentinel of a value that was not asked for."""


def places(series: int) -> int:
    """Length of a row.

    Parameters
    ----------
    series
        Number of series.
    """
    return FIXED_PLACES + PER_SERIES * series

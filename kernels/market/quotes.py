"""Closing quotations: from a price to whole units, and from a close to a closing bid."""

from __future__ import annotations

from kernels.intrinsics import floor
from kernels.jit import clause
from kernels.normal import exp2, round_to_whole
from kernels.tables import QuoteTable


@clause
def close_units(log2_units: float, quote: QuoteTable) -> float:
    """The close in whole units: the nearest, at least 1 and at most the ceiling.

    Parameters
    ----------
    log2_units
        Base-2 logarithm of the price in units.
    quote
        The grid.
    """
    # The exponent is held within the range of float64's own: the ceiling is far below it.
    bounded = log2_units if log2_units < 60.0 else 60.0
    bounded = bounded if bounded > -2.0 else -2.0
    units = exp2(bounded)
    units = units if units < quote.highest_units else quote.highest_units
    units = round_to_whole(units)
    return units if units > 1.0 else 1.0


@clause
def bid_units(close: float, quote: QuoteTable) -> float:
    """Closing bid in whole units: close x (1 - spread/2), rounded down to a tick or to the nearest unit, at least 1."""
    if quote.round_down:
        bid = floor(close * quote.bid_numerator / quote.bid_denominator)
    else:
        bid = floor((2.0 * close * quote.bid_numerator + quote.bid_denominator) / (2.0 * quote.bid_denominator))
    return bid if bid > 1.0 else 1.0

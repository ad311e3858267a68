"""Pricing-window pressure: sell into the look-back window first, convert at the price so pressed afterwards.

A stress, not a policy that the contract allows: ``SPA 4.14`` bars manipulation, and every output says so.
"""

from __future__ import annotations

from kernels.jit import clause
from kernels.tables import BIG
from kernels.whole_tables import Whole


@clause
def shares_to_reach(limit: float, still_held: bool, whole: Whole) -> float:
    """How much common the notices of a session are to reach (METHODS, Pressure).

    Parameters
    ----------
    limit
        The session's limit; BIG: none.
    still_held
        Whether common that may be sold is left after the session's sales.
    whole
        The rest of the contract.

    Returns
    -------
    float
        0: no notice while there is common to press with; then a number of sessions' sales at once; BIG: no limit.
    """
    if still_held:
        return 0.0
    return BIG if limit == BIG else float(whole.feedback.pressure_sessions * limit)

"""The limits on conversion, each on its own (``CoD IV.G``, ``CoD V``, ``RRA 2.3``)."""

from __future__ import annotations

from kernels.intrinsics import floor
from kernels.jit import clause
from kernels.state import APPROVED, CAP_USED, OUTSTANDING, State
from kernels.tables import BIG, DealTable


@clause
def cap_room(series_counts: bool, t: int, deal: DealTable, state: State) -> float:
    """Shares the Cap Amount still allows (``CoD IV.G(i)``): until approval acts, for the series that count."""
    if not series_counts or deal.cap_amount == BIG:
        return BIG
    if state.totals[APPROVED] > 0.0 and t >= deal.approval_session:
        return BIG
    return deal.cap_amount - float(state.totals[CAP_USED])


@clause
def ownership_room(held: float, deal: DealTable, state: State) -> float:
    """Largest x with (held + x) <= p (outstanding + x) (``CoD IV.G(ii)``), whole unless the deal has fractions.

    Parameters
    ----------
    held
        Common held by the holder from all series.
    deal, state
        p, and the common outstanding.
    """
    p = deal.ownership_numerator
    q = deal.ownership_denominator
    if p == 0.0:
        return BIG
    room = (p * state.totals[OUTSTANDING] - q * held) / (q - p)
    room = room if deal.fractional else floor(room)
    return room if room > 0.0 else 0.0


@clause
def authorized_room(deal: DealTable, state: State) -> float:
    """Shares still authorized and not outstanding (``CoD V``)."""
    if deal.authorized == BIG:
        return BIG
    room = deal.authorized - state.totals[OUTSTANDING]
    return room if room > 0.0 else 0.0

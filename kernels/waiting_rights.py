"""Rights of redemption that are given and can do nothing: they keep no session of a path in full (METHODS 10, 18)."""

from __future__ import annotations

from kernels.jit import clause
from kernels.remedy_tables import REDEEMS_NEVER
from kernels.rights import EVENT_IX, EVENT_VII, EVENT_VIII
from kernels.state import State
from kernels.whole_tables import Whole


@clause
def may_be_elected(event: int, state: State, whole: Whole) -> bool:
    """Whether a right that is given may do anything on a session on which neither tests nor dates change it.

    Not if nothing is redeemed, or of the series that it lets the holder redeem no preferred is left.
    """
    table = whole.remedy.redemption
    # A cure ends it, or a late approval, on any session.
    if table.ends_when_cured or event == EVENT_VIII:
        return True
    if table.redeems == REDEEMS_NEVER:
        return False
    for k in range(table.entries):
        series = table.series[k]
        if state.preferred[series] > 0.0:
            if event == EVENT_VII:
                lets = series == whole.remedy.reserve.series
            elif event == EVENT_IX:
                lets = state.whole.remedy.covered_too_little[series] > 0
            else:
                lets = True
            if lets:
                return True
    return False

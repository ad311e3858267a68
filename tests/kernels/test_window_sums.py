"""The four highest or lowest bids of every window of a tile, against sorting each window (``CoD III.G``)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.market.scratch import TILE
from kernels.whole_state import make_whole_state
from kernels.window_sums import FEW, SHORT, WINDOWS, list_few

LONGEST = 60


@pytest.mark.parametrize("sign", [1.0, -1.0])
@settings(deadline=None, max_examples=40)
@given(
    length=st.integers(1, SHORT),
    start=st.integers(0, 5),
    units=st.lists(st.integers(0, 12), min_size=TILE + SHORT + 5, max_size=TILE + SHORT + 5),
)
def test_lists_and_sums_are_those_of_each_window_sorted(sign, length, start, units):
    # Few different bids, so that many are equal.
    bids = np.array(units, dtype=np.float64)
    lists = make_whole_state(1, LONGEST, TILE).live.lists
    list_few(sign, start, length, bids, lists)
    for session in range(TILE):
        window = sorted((sign * bids[start + session : start + session + length]).tolist(), reverse=True)
        kept = lists[WINDOWS : WINDOWS + min(FEW, length), session].tolist()
        assert kept == window[:FEW]
        assert lists[WINDOWS + FEW, session] == sum(window)

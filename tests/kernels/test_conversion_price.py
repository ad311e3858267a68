"""The window of lowest bids against sorting, and the public price of 1999-11-04."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.conversion_price import move_window
from kernels.state import make_state
from simulate.terms import make_terms
from tests.deals import scenario


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 60), st.integers(0, 2**32))
def test_the_window_is_the_sorted_last_bids(length, seed):
    # Few distinct bids, so that ties are the rule; jumps make the window be built afresh.
    generator = np.random.default_rng(seed)
    bids = generator.integers(1, 30, 110).astype(np.float64)
    state = make_state(make_terms(scenario()).tables)
    state.window_end[0] = -1
    end = length - 1
    while end < bids.size:
        move_window(0, end, length, bids, state)
        assert state.window[0, :length].tolist() == sorted(bids[end - length + 1 : end + 1])
        end += generator.choice([0, 1, 1, 1, 1, 2, 5])


def test_the_public_price_of_1999_11_04():
    # contract.md 12: closing bids 1999-10-21 to 11-03 and the variable price for 1999-11-04.
    bids = [4.5000, 5.1875, 4.84375, 4.7500, 4.4375, 4.5625, 4.8750, 5.34375, 5.3125, 6.0000]
    state = make_state(make_terms(scenario()).tables)
    state.window_end[0] = -1
    move_window(0, 9, 10, np.array(bids) * 2**20, state)
    assert 1.01 * state.window[0, :6].sum() / 6 / 2**20 == pytest.approx(4.7081, abs=5e-5)


def test_by_one_session_the_window_slides_and_otherwise_it_is_built_afresh():
    """A bid of 1.5 that is no bid of the path, put into the window by hand, stays in it only while it slides."""
    bids = np.array([5.0, 4.0, 3.0, 2.0, 6.0, 7.0, 8.0, 9.0])
    state = make_state(make_terms(scenario()).tables)
    state.window_end[0] = -1
    window = state.window[0]

    def moved(end: int) -> list[float]:
        """The window of three that ends there; the mark is then put into it."""
        move_window(0, end, 3, bids, state)
        found = window[:3].tolist()
        window[0] = 1.5
        return found

    assert moved(2) == [3, 4, 5]
    # The same end again: nothing is done.
    assert moved(2) == [1.5, 4, 5]
    # 5 leaves and 2 comes; then 4 leaves and 6 comes.
    assert moved(3) == [1.5, 2, 4]
    assert moved(4) == [1.5, 2, 6]
    # By two sessions, back by one, and back by three.
    assert moved(6) == [6, 7, 8]
    assert moved(5) == [2, 6, 7]
    assert moved(2) == [3, 4, 5]

"""V3's deals on the binomial walk: Premium on sessions, fractional shares, the window to the same day."""

from __future__ import annotations

import pytest
from parity import Tally, compare

from simulate.validation import deals, published


@pytest.mark.parametrize("converts", ["now", "at_the_end", "any"])
def test_v3(converts):
    tally = Tally()
    for row in published.OPTIMAL_CONVERSION:
        compare(deals.on_the_tree(row, converts=converts), 20, tally)
    assert tally.differences == []
    assert tally.paths == 80

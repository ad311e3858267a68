"""The kernels' bins are the bins whose edges the statistics know."""

from __future__ import annotations

import numpy as np
import pytest

from kernels import fans
from kernels.bins import bin_of
from simulate.statistics.fans import bit_bins


@pytest.mark.parametrize(
    ("lowest", "bins"), [(fans.LOWEST_SHARES, fans.SHARE_BINS), (fans.LOWEST_PRICE_USD, fans.PRICE_BINS)]
)
def test_edges_match(lowest, bins):
    lower, upper = bit_bins(lowest, (bins - 1) // 128)
    assert lower.size == bins
    for k in [1, 2, 127, 128, 129, 130, 1000, bins - 2]:
        assert bin_of(lower[k], lowest, bins) == k
        assert bin_of(np.nextafter(upper[k], 0.0), lowest, bins) == k
        assert upper[k] / lower[k] - 1 <= 0.008
    assert bin_of(0.0, lowest, bins) == 0
    assert bin_of(lower[1] * 0.999, lowest, bins) == 0
    assert bin_of(1e30, lowest, bins) == bins - 1


def test_an_octave_has_128_bins_however_low_the_lowest_is():
    """By hand: a doubling is 128 bins, so that from 1 on 2 is in bin 129, and from 2^-600 on 1 in bin 1 + 128 x 600."""
    assert bin_of(1.0, 1.0, 1000) == 1
    assert bin_of(2.0, 1.0, 1000) == 129
    assert bin_of(1.0, 2.0**-600, 128 * 700) == 1 + 128 * 600


@pytest.mark.parametrize("bins", [9, 10, 128, 129])
def test_the_last_bin_takes_all_that_lies_beyond(bins):
    """Of an even number of bins and of an odd one; the bins 128 and 129 begin at 1 + 127/128 and 2."""
    assert bin_of(1e30, 1.0, bins) == bins - 1
    assert bin_of(1.0 + (bins - 2) / 128, 1.0, bins) == bins - 1
    assert bin_of(1.0 + (bins - 1) / 128, 1.0, bins) == bins - 1
    assert bin_of(1.0 + (bins - 3) / 128, 1.0, bins) == bins - 2

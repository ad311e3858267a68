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

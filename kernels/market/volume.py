"""Daily volume: lognormal, persistent, correlated with the size of the return."""

from __future__ import annotations

import math

from kernels.intrinsics import fma
from kernels.jit import clause
from kernels.normal import exp2, round_to_whole
from kernels.tables import VolumeTable

_MEAN_SIZE = math.sqrt(2.0 / math.pi)
_SIZE_SCALE = 1.0 / math.sqrt(1.0 - 2.0 / math.pi)
MOST_SHARES = 2.0**33
"""Ceiling of a session's volume: shares of it stay exact whole numbers."""


LARGEST_SIZE = 6.0
"""Beyond this many deviations a return moves the volume no further: about as far as normals come. It holds for returns
with jumps and fat tails, of which one would multiply the volume by thousands."""


@clause
def bounded_size(z: float) -> float:
    """A standardised return, held within what may move the volume."""
    bounded = z if z < LARGEST_SIZE else LARGEST_SIZE
    return bounded if bounded > -LARGEST_SIZE else -LARGEST_SIZE


@clause
def next_news(news: float, z: float, e: float, volume: VolumeTable) -> float:
    """``x_t`` of the volume model from ``x_{t-1}``, the session's standardised return z and an independent normal e."""
    size = z if z > 0.0 else -z
    u = (size - _MEAN_SIZE) * _SIZE_SCALE
    return fma(volume.persistence, news, fma(volume.size_weight, u, volume.own_weight * e))


@clause
def volume_shares(news: float, volume: VolumeTable) -> float:
    """``round(median x exp(s x))``, at most 2**33."""
    exponent = volume.log2_deviation * news
    exponent = exponent if exponent < 40.0 else 40.0
    exponent = exponent if exponent > -60.0 else -60.0
    shares = round_to_whole(volume.median_shares * exp2(exponent))
    return shares if shares < MOST_SHARES else MOST_SHARES

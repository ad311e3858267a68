"""Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw (2011).

Key = the seed; counter = (path low, path high, block, stream). A word depends on these four numbers and the seed alone,
so any path can be drawn again by itself, and threads and batches cannot change it. (``numpy.random.Philox`` is the 4x64
variant, with other numbers.)

Words are 32-bit numbers held in uint64, so that a round is the processor's own 32 x 32 -> 64 multiplication.
"""

from __future__ import annotations

import numpy as np

from kernels.jit import clause

LOW_32 = np.uint64(0xFFFFFFFF)
BITS_32 = np.uint64(32)
_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_KEY_STEP_0 = np.uint64(0x9E3779B9)
_KEY_STEP_1 = np.uint64(0xBB67AE85)

STREAM_MARKET = np.uint64(0)
"""Counter word of the stream that moves prices and volumes."""
STREAM_DEAL = np.uint64(1)
"""Counter word of the stream of the deal's own draws: Stockholder Approval."""
STREAM_JUMPS = np.uint64(2)
"""Counter word of the stream of jumps: without them a path is the one that it would be under GBM."""
STREAM_SOBOL = np.uint64(3)
"""Counter word of the stream that scrambles Sobol's sequence (METHODS, Sampling)."""
STREAM_INNER = np.uint64(8)
"""Counter word of the stream of inner samples: what may follow a state, for dual bounds (METHODS 27)."""

Word = np.uint64


@clause
def philox(c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word) -> tuple[Word, Word, Word, Word]:
    """Ten rounds of Philox4x32.

    Parameters
    ----------
    c0, c1, c2, c3
        Counter words, each 0 to 2**32 - 1, as uint64.
    k0, k1
        Key words, each 0 to 2**32 - 1, as uint64.

    Returns
    -------
    tuple of four uint64
        Random words, each 0 to 2**32 - 1.
    """
    for _ in range(10):
        product_0 = (c0 & LOW_32) * _MULTIPLIER_0
        product_1 = (c2 & LOW_32) * _MULTIPLIER_1
        c0, c1, c2, c3 = (
            (product_1 >> BITS_32) ^ c1 ^ k0,
            product_1 & LOW_32,
            (product_0 >> BITS_32) ^ c3 ^ k1,
            product_0 & LOW_32,
        )
        k0 = (k0 + _KEY_STEP_0) & LOW_32
        k1 = (k1 + _KEY_STEP_1) & LOW_32
    return c0, c1, c2, c3

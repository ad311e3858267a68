"""Philox against its authors' vectors, and the streams of paths against an oracle in numpy."""

from __future__ import annotations

import numpy as np
import pytest

from kernels.random import philox
from simulate.validation.published import PHILOX

ONES = 0xFFFFFFFF

# Random123 distribution, kat_vectors, philox4x32-10: counter, key, expected.
VECTORS = [
    *(((fill,) * 4, (fill,) * 2, words) for (fill, _), words in PHILOX.items()),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS)
def test_the_authors_vectors(counter, key, expected):
    words = philox(*(np.uint64(word) for word in (*counter, *key)))
    assert tuple(int(word) for word in words) == expected


def philox_oracle(counter: list[int], key: list[int]) -> list[int]:
    """The algorithm as the paper states it, in Python's own integers."""
    c, k = list(counter), list(key)
    for _ in range(10):
        first, second = c[0] * 0xD2511F53, c[2] * 0xCD9E8D57
        c = [(second >> 32) ^ c[1] ^ k[0], second & ONES, (first >> 32) ^ c[3] ^ k[1], first & ONES]
        k = [(k[0] + 0x9E3779B9) & ONES, (k[1] + 0xBB67AE85) & ONES]
    return c


def test_random_counters_against_python_integers():
    generator = np.random.default_rng(1998)
    for _ in range(300):
        words = [int(word) for word in generator.integers(0, 2**32, 6)]
        got = philox(*(np.uint64(word) for word in words))
        assert [int(word) for word in got] == philox_oracle(words[:4], words[4:])

"""Sobol's sequence, scrambled as Owen (1995) does, and the Brownian bridge that it spans (METHODS, Sampling).

Direction numbers are those of Joe and Kuo (2008, SIAM Journal on Scientific Computing 30, 2635-2654). A net is one
randomisation: the paths of a net share its scrambling, and nets have nothing in common. The scrambling is Owen's nested
uniform one itself, not a hash that resembles it: of every digit, whether it is flipped is a random bit of its own for
each value of the digits before it. Philox gives the bit by its place, so any path can still be drawn alone.
"""

from __future__ import annotations

import numpy as np

from kernels.intrinsics import fma
from kernels.inverse_normal import normal_of
from kernels.jit import clause, rare
from kernels.market.scratch import TILE, Market
from kernels.random import BITS_32, LOW_32, STREAM_SOBOL, Word, philox
from kernels.tables import SamplingTable, Words

NET_DIGITS = 12
NET_PATHS = 1 << NET_DIGITS
"""Paths of a net, one randomisation: a block of paths."""
POINTS = 16
"""Points of the bridge: dimensions of the sequence."""

_DIGITS = 32
_TREE_DIGITS = 7
_POLYNOMIALS = (
    (0, (1,)),
    (0, (1,)),
    (1, (1, 3)),
    (1, (1, 3, 1)),
    (2, (1, 1, 1)),
    (1, (1, 1, 3, 3)),
    (4, (1, 3, 5, 13)),
    (2, (1, 1, 5, 5, 17)),
    (4, (1, 1, 5, 5, 5)),
    (7, (1, 1, 7, 11, 19)),
    (11, (1, 1, 5, 1, 1)),
    (13, (1, 1, 1, 3, 11)),
    (14, (1, 3, 5, 5, 31)),
    (1, (1, 3, 3, 9, 7, 49)),
    (13, (1, 1, 1, 15, 21, 21)),
    (16, (1, 3, 1, 13, 27, 49)),
)
"""Of each dimension: the inner coefficients of its primitive polynomial, as bits, and its first direction numbers."""

_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_LOW_DIGITS = np.uint64((1 << (_DIGITS - 2 * _TREE_DIGITS)) - 1)
_WORDS_OF_A_DIMENSION = 256
_SUBTREES = 128
_OWN_DIGITS = _WORDS_OF_A_DIMENSION * POINTS
"""First counter of the words of a path's last digits; below it stand those of the net's scrambling."""


def direction_numbers() -> Words:
    """Direction numbers of the dimensions, as 32-bit fractions, [POINTS, NET_DIGITS]."""
    out = np.zeros((POINTS, NET_DIGITS), dtype=np.uint64)
    for dimension, (inner, first) in enumerate(_POLYNOMIALS):
        numbers = list(first)
        degree = len(first)
        while len(numbers) < NET_DIGITS:
            if dimension == 0:
                numbers.append(1)
                continue
            number = numbers[-degree] ^ (numbers[-degree] << degree)
            for k in range(1, degree):
                if inner >> (degree - 1 - k) & 1:
                    number ^= numbers[-k] << k
            numbers.append(number)
        for k in range(NET_DIGITS):
            out[dimension, k] = numbers[k] << (_DIGITS - 1 - k)
    return out


@clause
def sobol_word(number: Word, dimension: int, directions: Words) -> Word:
    """A coordinate of a point of the sequence, as a 32-bit fraction: the point of that number, not of its Gray code."""
    out = _ZERO
    for k in range(directions.shape[1]):
        if (number >> np.uint64(k)) & _ONE != _ZERO:
            out = out ^ directions[dimension, k]
    return out


@clause
def flips(digits: Word, a: Word, b: Word, c: Word, d: Word) -> Word:
    """Which of seven digits are flipped: each by the bit of a block that the digits before it lead to.

    Parameters
    ----------
    digits
        Seven digits, the first one highest.
    a, b, c, d
        A block of 128 random bits, of which the first is not used: the other 127 are a tree of seven levels.
    """
    out = _ZERO
    node = _ONE
    for level in range(_TREE_DIGITS):
        part = node >> np.uint64(5)
        word = a if part == _ZERO else b if part == _ONE else c if part == np.uint64(2) else d
        out = (out << _ONE) | ((word >> (node & np.uint64(31))) & _ONE)
        digit = (digits >> np.uint64(_TREE_DIGITS - 1 - level)) & _ONE
        node = (node << _ONE) | digit
    return out


@clause
def scrambled(word: Word, dimension: int, seed: Word, net: Word, last_digits: Word) -> Word:
    """A coordinate, scrambled.

    Parameters
    ----------
    word, dimension
        The coordinate as a 32-bit fraction, and which it is.
    seed, net
        What the scrambling depends on.
    last_digits
        A random word of the path's own: after fourteen digits no other point of the net has the same ones before.
    """
    counter = np.uint64(_WORDS_OF_A_DIMENSION * dimension)
    low, high = net & LOW_32, net >> BITS_32
    key_low, key_high = seed & LOW_32, seed >> BITS_32
    a, b, c, d = philox(low, high, counter, STREAM_SOBOL, key_low, key_high)
    first = word >> np.uint64(_DIGITS - _TREE_DIGITS)
    out = first ^ flips(first, a, b, c, d)
    second = (word >> np.uint64(_DIGITS - 2 * _TREE_DIGITS)) & np.uint64((1 << _TREE_DIGITS) - 1)
    a, b, c, d = philox(low, high, counter + np.uint64(_SUBTREES) + first, STREAM_SOBOL, key_low, key_high)
    out = (out << np.uint64(_TREE_DIGITS)) | (second ^ flips(second, a, b, c, d))
    return (out << np.uint64(_DIGITS - 2 * _TREE_DIGITS)) | (last_digits & _LOW_DIGITS)


@rare
def set_points(seed: Word, path: Word, sampling: SamplingTable, market: Market) -> None:
    """Set the points of the path's bridge: the sums of its normals up to their sessions."""
    net = path >> np.uint64(NET_DIGITS)
    number = path & np.uint64(NET_PATHS - 1)
    points = market.bridge
    a = b = c = d = _ZERO
    for dimension in range(points.size):
        turn = dimension & 3
        if turn == 0:
            counter = np.uint64(_OWN_DIGITS + dimension // 4)
            a, b, c, d = philox(path & LOW_32, path >> BITS_32, counter, STREAM_SOBOL, seed & LOW_32, seed >> BITS_32)
        own = a if turn == 0 else b if turn == 1 else c if turn == 2 else d
        word = scrambled(sobol_word(number, dimension, sampling.directions), dimension, seed, net, own)
        left, right = sampling.left[dimension], sampling.right[dimension]
        expected = sampling.left_weight[dimension] * points[left] if left >= 0 else 0.0
        expected = fma(sampling.right_weight[dimension], points[right], expected) if right >= 0 else expected
        points[sampling.place[dimension]] = fma(sampling.deviation[dimension], normal_of(word), expected)


@rare
def bridge_tile(seed: Word, path: Word, first: int, sampling: SamplingTable, market: Market) -> None:
    """Bend the tile's normals so that their sums pass through the points of the bridge.

    Between two points each normal is drawn given the way that is left: what it takes of it, and noise of its own. So
    normals stay independent and standard.
    """
    if first == 0:
        set_points(seed, path, sampling, market)
    so_far = market.carry[2]
    end = min(TILE, sampling.target.size - first)
    for i in range(1 if first == 0 else 0, end):
        left = market.bridge[sampling.target[first + i]] - so_far
        z = fma(sampling.pull[first + i], left, sampling.free[first + i] * market.z[i])
        market.z[i] = z
        so_far += z
    market.carry[2] = so_far

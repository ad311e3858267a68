"""Exponential, logarithm and Box-Muller against the C library, and the moments of what they make."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from scipy import stats

from kernels.normal import exp2, minus_two_log, normal_pair


@njit
def _pairs(first, second, z, e):
    for i in range(first.size):
        z[i], e[i] = normal_pair(first[i], second[i])


def test_exp2_within_two_units_in_the_last_place():
    points = np.concatenate([np.linspace(-60, 60, 20_001), np.array([0.0, 0.5, -0.5, 1.0, 59.999999])])
    for y in points[:: 7 if len(points) > 5000 else 1]:
        assert abs(exp2(y) / math.exp2(y) - 1) <= 2 * 2.0**-52


def test_minus_two_log_within_four_units_in_the_last_place():
    for u in np.concatenate([np.geomspace(2.0**-33, 1 - 2.0**-33, 3001), np.linspace(0.4, 1 - 2.0**-33, 500)]):
        exact = -2 * math.log(u)
        assert abs(minus_two_log(u) - exact) <= 4 * 2.0**-52 * max(abs(exact), 1e-9)


def test_box_muller_is_the_formula():
    generator = np.random.default_rng(7)
    for radius_word, angle_word in generator.integers(0, 2**32, (500, 2)):
        z, e = normal_pair(np.uint64(radius_word), np.uint64(angle_word))
        radius = math.sqrt(-2 * math.log((int(radius_word) + 0.5) / 2**32))
        # 30 bits within a quarter turn around an axis, and two bits for which one.
        a = ((int(angle_word) & (2**30 - 1)) - (2**29 - 0.5)) * 2.0**-30 * math.pi / 2
        cosine, sine = math.cos(a) * (-1 if int(angle_word) >> 31 else 1), math.sin(a)
        if int(angle_word) >> 30 & 1:
            cosine, sine = sine, cosine
        assert abs(z - radius * cosine) < 1e-14
        assert abs(e - radius * sine) < 1e-14


def test_the_normals_are_normal():
    n = 400_000
    words = np.random.default_rng(3).integers(0, 2**32, (2, n), dtype=np.uint64)
    z, e = np.empty(n), np.empty(n)
    _pairs(words[0], words[1], z, e)
    for sample in (z, e):
        assert stats.kstest(sample, "norm").pvalue > 1e-4
        assert abs(sample.mean()) < 4 / math.sqrt(n)
        assert abs(sample.var() - 1) < 4 * math.sqrt(2 / n)
        assert abs((sample**4).mean() - 3) < 4 * math.sqrt(96 / n)
    assert abs((z * e).mean()) < 4 / math.sqrt(n)
    assert abs((z**2 * e**2).mean() - 1) < 4 * math.sqrt(8 / n)

"""The normal distribution function, exponential and logarithm against scipy, the C library and fifty decimal digits."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from decimal import Decimal, localcontext
from functools import cache

import numpy as np
import pytest
from numba import njit
from repository import REPOSITORY
from scipy import special

from kernels.merger import black_scholes_call
from kernels.normal_distribution import exponential, logarithm, normal_distribution

LAST_PLACE = 2.0**-52
PI = Decimal("3.1415926535897932384626433832795028841971693993751")


@njit
def _distribution(points, out):
    for i in range(points.size):
        out[i] = normal_distribution(points[i])


def distribution(points: np.ndarray) -> np.ndarray:
    out = np.empty(points.size)
    _distribution(points, out)
    return out


def tail(x: float) -> Decimal:
    """The upper tail to forty digits, by Laplace's continued fraction, which converges fast beyond 2."""
    with localcontext() as context:
        context.prec = 50
        at = Decimal(x)
        fraction = at
        for k in range(2000, 0, -1):
            fraction = at + Decimal(k) / fraction
        return (-at * at / 2).exp() / ((2 * PI).sqrt() * fraction)


def test_the_distribution_function_is_scipys():
    points = np.concatenate([np.linspace(-40, 40, 16_001), np.random.default_rng(1).uniform(-9, 9, 8000)])
    assert np.abs(distribution(points) - special.ndtr(points)).max() <= 1e-15


def test_the_lower_tail_keeps_its_digits():
    """Twelve parts in 10**16 of forty-digit values; scipy's own tail is 2 parts in 10**13 off at -37."""
    for x in np.concatenate([np.linspace(2.5, 5.65, 25), np.linspace(5.66, 37, 40)]):
        value = Decimal(float(distribution(np.array([-x]))[0]))
        assert abs(value / tail(float(x)) - 1) < Decimal("1.2e-15")


def test_the_distribution_function_is_monotone_over_its_seams_and_ends_at_0_and_1():
    for seam in (0.66291, math.sqrt(32), 37.0):
        for sign in (-1, 1):
            near = distribution(sign * seam + np.linspace(-1e-9, 1e-9, 401))
            # A step of 5e-12 is under a unit in the last place where the function is flat: equal values may tie.
            assert (np.diff(near) >= -2 * LAST_PLACE * near[:-1]).all()
    assert distribution(np.array([-np.inf, -60.0, 0.0, 60.0, np.inf])).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]


def test_it_and_its_mirror_image_make_one():
    points = np.random.default_rng(2).uniform(0, 10, 4000)
    assert np.abs(distribution(points) + distribution(-points) - 1).max() <= LAST_PLACE


def test_exponential_and_logarithm_within_two_units_in_the_last_place():
    for x in np.linspace(-680, 680, 4001):
        assert abs(exponential(float(x)) / math.exp(x) - 1) <= 2 * LAST_PLACE
    for u in np.concatenate([np.geomspace(1e-300, 1e300, 2001), np.linspace(0.5, 2.0, 500)]):
        assert abs(logarithm(float(u)) - math.log(u)) <= 2 * LAST_PLACE * abs(math.log(u))
    assert (exponential(0.0), logarithm(1.0)) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("spot", "strike", "rate", "years", "volatility", "value"),
    [
        # Hull, Options, Futures and Other Derivatives, example 15.6.
        (42.0, 40.0, 0.1, 0.5, 0.2, 4.759422392871532),
        # No term and no volatility: what is left of the discounted strike. 7 - 5 exp(-0.05 x 2) = 2.4758129098.
        (7.0, 5.0, 0.05, 2.0, 0.0, 2.4758129098202),
        (7.0, 5.0, 0.05, 0.0, 0.9, 2.0),
        (4.0, 5.0, 0.05, 0.0, 0.9, 0.0),
    ],
)
def test_a_call_by_hand(spot, strike, rate, years, volatility, value):
    assert black_scholes_call(spot, strike, rate, years, volatility) == pytest.approx(value, abs=1e-12)


def test_calls_against_scipys_distribution_function():
    generator = np.random.default_rng(4)
    for spot, strike, rate, years, volatility in generator.uniform(
        (0.1, 0.1, 0, 0.01, 0.05), (50, 50, 0.2, 6, 2), (2000, 5)
    ):
        discounted = strike * math.exp(-rate * years)
        deviation = volatility * math.sqrt(years)
        above = math.log(spot / discounted) / deviation + deviation / 2
        value = spot * special.ndtr(above) - discounted * special.ndtr(above - deviation)
        assert abs(black_scholes_call(spot, strike, rate, years, volatility) - value) <= 1e-14 * (spot + strike)


CODE = """
import hashlib
import numpy as np
from numba import njit
from kernels.merger import black_scholes_call
from kernels.normal_distribution import normal_distribution

@njit
def values(points, out):
    for i in range(points.size):
        out[i, 0] = normal_distribution(points[i])
        out[i, 1] = black_scholes_call(6.0 + points[i] / 10.0, 6.7838, 0.05, 4.5, 0.01 * (i + 1))

points = np.linspace(-38, 38, 400)
out = np.empty((400, 2))
values(points, out)
print(hashlib.sha256(out.tobytes()).hexdigest())
"""


@cache
def bits(**environment: str) -> str:
    """Hash of the bits of the distribution function and of calls, computed in a process of its own."""
    changed = os.environ | {"NUMBA_DISABLE_JIT": "0"} | environment
    command = [sys.executable, "-c", CODE]
    out = subprocess.run(command, env=changed, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return out.stdout


@pytest.mark.parametrize(
    "machine",
    [
        {"NUMBA_DISABLE_JIT": "1"},
        {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx2,+fma"},
        {"NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": "+sse4.2"},
    ],
    ids=["compiler off", "haswell", "any"],
)
def test_the_same_bits_on_other_machines_and_with_the_compiler_off(machine):
    assert bits(**machine) == bits()

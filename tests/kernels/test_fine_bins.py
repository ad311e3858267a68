"""The kernels' fine bins by hand: 1,024 in an octave, zero apart, negative numbers mirrored.

1.0 has the exponent 1023 and an empty mantissa: its bin is 1023 x 1024 = 1,047,552, that of 2.0 is 1,024 further.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from kernels.fine_bins import count_fine, fine_key, fine_span, is_defined
from kernels.rows import NOT_COMPUTED, UNDEFINED

ONE = 1023 * 1024
NO_KEYS = (-1, -1)


def span(*values: float) -> tuple[float, ...]:
    return tuple(fine_span(np.array(values, dtype=np.float64)))


@pytest.mark.parametrize(
    ("size", "key"),
    [
        (0.0, 0),
        (5e-324, 0),
        (1.0, ONE),
        (1.0 + 2.0**-10, ONE + 1),
        (np.nextafter(1.0 + 2.0**-10, 0.0), ONE),
        (2.0, ONE + 1024),
        (0.5, ONE - 1024),
    ],
)
def test_the_key_of_a_size(size, key):
    assert fine_key(size) == key


def test_what_is_no_sentinel_is_defined():
    assert [is_defined(value) for value in (UNDEFINED, NOT_COMPUTED)] == [False, False]
    assert all(is_defined(value) for value in (0.0, -1.0, 1.0, -0.9e300, -1.5e300, -3.0e300))


def test_of_nothing_there_is_no_span():
    assert span() == (0, 0.0, 0.0, *NO_KEYS, *NO_KEYS)
    assert span(UNDEFINED, NOT_COMPUTED) == (0, 0.0, 0.0, *NO_KEYS, *NO_KEYS)


def test_zero_of_either_sign_is_no_negative_value():
    for value in (0.0, -0.0):
        assert span(value) == (1, 0.0, 0.0, *NO_KEYS, 0, 0)


@pytest.mark.parametrize("values", list(permutations((1.0, 2.0, 4.0))))
def test_the_span_of_positive_values_in_any_order(values):
    assert span(*values) == (3, 1.0, 4.0, *NO_KEYS, ONE, ONE + 2048)


@pytest.mark.parametrize("values", list(permutations((-1.0, -2.0, -4.0))))
def test_the_span_of_negative_values_in_any_order(values):
    assert span(*values) == (3, -4.0, -1.0, ONE, ONE + 2048, *NO_KEYS)


@pytest.mark.parametrize("values", list(permutations((-0.5, -1.0, 0.25, 0.5, UNDEFINED))))
def test_the_span_of_both_in_any_order(values):
    assert span(*values) == (4, -1.0, 0.5, ONE - 1024, ONE, ONE - 2048, ONE - 1024)


def test_each_value_is_counted_in_its_bin():
    """Windows that begin three bins under that of 1.0 for negative values, and one under that of 2.0 for the others."""
    negative, counts = np.zeros(6, np.int64), np.zeros(4, np.int64)
    values = np.array([UNDEFINED, 2.0, -1.0, 2.0 + 2.0**-9, -1.0 - 2.0**-10, NOT_COMPUTED, 2.0, -1.0, 2.0])
    count_fine(values, ONE - 3, negative, ONE + 1023, counts)
    assert negative.tolist() == [0, 0, 0, 2, 1, 0]
    assert counts.tolist() == [0, 3, 1, 0]


def test_what_is_too_small_for_a_bin_is_counted_with_zero_by_its_sign():
    negative, counts = np.zeros(2, np.int64), np.zeros(2, np.int64)
    count_fine(np.array([0.0, -0.0, 5e-324, -5e-324]), 0, negative, 0, counts)
    assert (negative.tolist(), counts.tolist()) == ([1, 0], [3, 0])


def test_a_value_under_one_is_counted_by_its_sign():
    """0.5 lies 1,024 bins under 1.0."""
    negative, counts = np.zeros(2, np.int64), np.zeros(2, np.int64)
    count_fine(np.array([0.5, -0.5]), ONE - 1024, negative, ONE - 1025, counts)
    assert (negative.tolist(), counts.tolist()) == ([1, 0], [0, 1])

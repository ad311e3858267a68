"""How many preferred restore a test, by the kernels alone, against its definition (``CoD VIII.B``; METHODS 18)."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import ceil

import pytest

from kernels.redemption import number_that_restores

PREFERRED = (1, 3, 10)
SHARES = (0, 1, 5, 7, 20)
MULTIPLES = ((2, 1), (7, 4), (1, 1))
WARRANTS = (0, 1, 3)
PER_PREFERRED = ((0, 1), (1, 1), (5, 2), (1, 4))


def by_definition(left, basis, multiple, warrants, ratio, fractional):
    """The smallest number of which the basis exceeds the multiple of what is then as converted, warrants included."""
    for n in range(left + 1):
        common = (left - n) * Fraction(*ratio)
        if basis > Fraction(*multiple) * ((common if fractional else ceil(common)) + warrants):
            return n
    return left


@pytest.mark.parametrize("fractional", [False, True])
def test_the_number_that_restores_is_the_smallest(fractional):
    found = {}
    for left, basis, multiple, warrants, ratio in product(PREFERRED, SHARES, MULTIPLES, WARRANTS, PER_PREFERRED):
        terms = [tuple(map(float, each)) for each in (multiple, ratio)]
        n = number_that_restores(float(left), float(basis), terms[0], float(warrants), terms[1], fractional)
        assert n == by_definition(left, basis, multiple, warrants, ratio, fractional), (left, basis, multiple, ratio)
        found[n] = True
    assert len(found) > 8

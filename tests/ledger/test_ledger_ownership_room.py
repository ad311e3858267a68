"""The ownership limit of CoD IV.G(ii) by the rule itself, on any numbers."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.ledger.limits import ownership_room


@settings(deadline=None, max_examples=200)
@given(
    outstanding=st.integers(0, 10**9),
    held=st.integers(0, 10**8),
    fraction=st.tuples(st.integers(1, 999), st.just(1000)),
)
def test_ownership_room_is_the_most_that_stays_within_the_fraction(outstanding, held, fraction):
    """By the rule itself: held + x is at most p (outstanding + x), and with one share more it is not."""
    p = Fraction(*fraction)
    room = ownership_room(outstanding, held, fraction, whole=True)
    if held <= p * outstanding:
        assert held + room <= p * (outstanding + room)
    else:
        assert room == 0
    assert held + room + 1 > p * (outstanding + room + 1)

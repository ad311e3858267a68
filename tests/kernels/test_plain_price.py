"""The conversion price of a deal of conversion alone, by hand (``CoD III.D`` to ``III.G``, ``SPA 4.8``; METHODS 3)."""

from __future__ import annotations

import numpy as np
import pytest

from kernels.conversion_price import price_plain
from kernels.state import make_state
from simulate.terms import make_terms
from tests.deals import scenario, series

BIDS_USD = [9, 8, 3, 5, 4, 7, 6, 2, 2, 2]
"""Places 0 to 9 of the path's closing bids."""


def priced(t: int, place: int, *, gross: bool = False, fixed="6.03", **variable) -> tuple[float, float]:
    """Conversion price and floating price, USD, of a session whose own bid stands at a place."""
    terms = {"switch_on": "1998-12-31", "multiplier": "1.01", "lookback_sessions": 5, "lowest_count": 2} | variable
    price = {"fixed_usd": fixed, "variable": terms}
    made = make_terms(scenario(all_series=[series(conversion_price=price)]))
    tables, state = made.tables, make_state(made.tables)
    state.window_end[0] = -1
    bids = np.array(BIDS_USD, float) * tables.quote.units_per_dollar
    price_plain(0, t, place, bids, gross, tables.series, state)
    return tuple(float(each[0] / tables.series.price_scale[0]) for each in (state.price, state.floating))


def usd(value):
    return pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("place", "variable", "expected"),
    [
        # 9 8 3 5 4 before the session: 1.01 x (3 + 4)/2.
        (5, {}, 1.01 * 3.5),
        # The session's own $7 with it, without the $9: the two lowest are the same; three are (3 + 4 + 5)/3.
        (5, {"window_end": "same_day", "lowest_count": 3}, 1.01 * 4.0),
        # 8 3 5 4 7: all five, 27/5.
        (6, {"lowest_count": 5}, 1.01 * 5.4),
        # 3 5 4 7 6: the highest three and the lowest two, 25/5 = 5; times 1.3 = $6.50 is above the fixed $6.03.
        (7, {"lowest_count": 5, "multiplier": "1.3"}, 6.03),
    ],
)
def test_the_lower_of_fixed_and_variable(place, variable, expected):
    assert priced(1, place, **variable) == (usd(expected), usd(expected))


def test_before_the_switch_the_fixed_price_and_from_it_on_the_floating_one():
    # Sessions: 0 is 1998-12-31, 1 is 1999-01-04, 2 is 1999-01-05.
    assert priced(1, 5, switch_on="1999-01-05") == (usd(6.03), usd(6.03))
    assert priced(2, 5, switch_on="1999-01-05") == (usd(3.535), usd(3.535))


def test_without_a_fixed_price_the_variable_one_and_none_before_the_switch():
    assert priced(2, 5, fixed=None, switch_on="1999-01-05") == (usd(3.535), usd(3.535))
    assert priced(1, 5, fixed=None, switch_on="1999-01-05") == (0.0, 0.0)


def test_under_the_waiver_the_fixed_price_and_the_floating_one_only_where_the_cap_counts_gross():
    assert priced(1, 5, waived=True, gross=True) == (usd(6.03), usd(3.535))
    assert priced(1, 5, waived=True) == (usd(6.03), usd(6.03))


def test_a_series_without_a_variable_price_converts_at_the_fixed_one():
    made = make_terms(scenario())
    state = make_state(made.tables)
    price_plain(
        0, 3, 5, np.array(BIDS_USD, float) * made.tables.quote.units_per_dollar, False, made.tables.series, state
    )
    assert float(state.price[0] / made.tables.series.price_scale[0]) == usd(6.03)
    assert state.price[0] == state.floating[0]

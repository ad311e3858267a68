"""Later convertibles: their discount or fixed price at the holder's option (``CoD XI.E``, METHODS 12.2)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from ledger_deals import deal, dollars, keep, series, variable, walk

PRICE = {"fixed_usd": "12", "variable": variable(multiplier="1.01")}


def later(**changes):
    return {
        "kind": "convertible_issue",
        "date": "1999-01-06",
        "name": "later",
        "maximum_shares": 1000,
        "consideration_usd": "100000",
        "further_consideration_usd": "0",
    } | changes


def held(*events, price=None, takes=True, **rest):
    return deal(
        series(conversion_price=price or PRICE),
        holder={"policy": "hold", "takes_later_terms": takes},
        rest={"events": list(events)} | rest,
    )


def prices(ledger):
    return [row.conversion_prices_usd[0] for row in ledger.sessions]


@pytest.mark.parametrize(
    ("reading", "multiplier"),
    [("one_less_discount", "0.9"), ("multiplier_times_one_less_discount", "0.909")],
)
def test_a_discount_replaces_the_multiplier(reading, multiplier):
    """10%: 0.9, or 1.01 x 0.9, of the $10.00 of the session before, from Wednesday on for good."""
    ledger = keep(held(later(discount_fraction="0.1"), later_convertibles=reading), [10] * 5)
    assert prices(ledger)[1:] == [Fraction("10.1"), *[10 * Fraction(multiplier)] * 3]
    assert ledger.totals["times_later_discount"] == 1


def test_a_smaller_discount_changes_nothing():
    """5% after 10%: 0.95 is not below 0.9."""
    events = [later(discount_fraction="0.1"), later(date="1999-01-07", name="another", discount_fraction="0.05")]
    ledger = keep(held(*events), [10] * 5)
    assert prices(ledger)[-1] == 9
    assert ledger.totals["times_later_discount"] == 1


def test_the_readings_own_multiplier_is_the_terms():
    """1.01 x 0.9 twice is 0.909 both times: the second is not below what is in force."""
    events = [later(discount_fraction="0.1"), later(date="1999-01-07", name="another", discount_fraction="0.1")]
    scenario = held(*events, later_convertibles="multiplier_times_one_less_discount")
    assert prices(keep(scenario, [10] * 5))[-1] == Fraction("9.09")


def test_later_steps_are_cut_to_it():
    """A step to 0.95 on Friday is cut to 0.9; one to 0.85 is not."""
    steps = [{"date": "1999-01-07", "multiplier": "0.95"}, {"date": "1999-01-08", "multiplier": "0.85"}]
    price = {"fixed_usd": "12", "variable": variable(multiplier="1", multiplier_steps=steps)}
    assert prices(keep(held(later(discount_fraction="0.1"), price=price), [10] * 5))[2:] == [9, 9, Fraction("8.5")]


def test_a_lower_fixed_price_replaces_the_fixed_price():
    path = walk(held(later(fixed_price_usd="7.77")), [10] * 4)
    assert dollars(path, path.fixed_prices[0]) == Fraction("7.77")
    assert path.fired["later_fixed_price"] == 1


def test_not_a_higher_one_and_not_against_the_holders_will():
    higher = walk(held(later(fixed_price_usd="12.01")), [10] * 4)
    refused = walk(held(later(fixed_price_usd="7", discount_fraction="0.5"), takes=False), [10] * 4)
    for path in (higher, refused):
        assert dollars(path, path.fixed_prices[0]) == 12
        assert path.multiplier_caps == [None]
    assert refused.fired["convertible_issue"] == 1


def test_a_waived_series_keeps_its_multiplier_and_takes_a_lower_fixed_price():
    price = {"fixed_usd": "12", "variable": variable(waived=True)}
    path = walk(held(later(discount_fraction="0.1", fixed_price_usd="9"), price=price), [10] * 4)
    assert path.multiplier_caps == [None]
    assert dollars(path, path.fixed_prices[0]) == 9


def test_excepted_issues_bind_the_preferred_all_the_same():
    """The exceptions of W 4(b)(vi) are the warrants'."""
    path = walk(held(later(fixed_price_usd="9", excepted=True)), [10] * 4)
    assert dollars(path, path.fixed_prices[0]) == 9


def test_common_alone_does_not_trigger_it():
    event = {"kind": "issuance", "date": "1999-01-06", "shares": 1000, "consideration_usd": "1000"}
    path = walk(held(event), [10] * 4)
    assert (dollars(path, path.fixed_prices[0]), path.multiplier_caps) == (12, [None])

"""What a notice brings beside its shares (METHODS 13): the cash difference of a floor, and what is counted of it."""

from __future__ import annotations

import pytest
from ledger_deals import conversions, covenant, deal, keep, series, variable


@pytest.mark.parametrize(("bid", "paid", "times"), [("5.99", 0, 0), ("5", 0, 0), ("4", 1.25, 1)])
def test_no_cash_where_rounding_up_gives_as_much_as_without_the_floor(bid, paid, times):
    """$10.00 at the floor of $6.00 is 2 common, rounded up; at $5.99 it were 1.67, at $5.00 2, at $4.00 2.5.

    At $4.00 the half of one is paid for at the bid of the day, $2.50.
    """
    price = {"variable": variable(floor_usd="6", below_floor="cash_difference")}
    one = series(preferred_shares=1, stated_value_usd="10", purchase_price_usd="10", conversion_price=price)
    ledger = keep(deal(one, holder={"hurdle": "0"}), [2.5, 2.5], earlier_bids=[float(bid)])
    assert conversions(ledger) == [(0, "B", 1, 2)]
    assert ledger.totals["company_payments_usd"] == paid
    assert (ledger.totals["times_floor"], ledger.totals["times_cash_difference"]) == (1, times)


def test_a_step_on_the_day_of_the_switch_on_is_counted_once_whatever_the_notices():
    """The step to 0.9 is Monday's; it floats from Tuesday and matures on Wednesday: a notice, the required conversion.

    250 may be sold a day: 3 preferred, at the fixed price of $10.00 on Monday and at $10.00 x 0.9 from Tuesday on.
    """
    rules = variable(switch_on="1999-01-05", multiplier_steps=[{"date": "1999-01-04", "multiplier": "0.9"}])
    terms = series(conversion_price={"fixed_usd": "10", "variable": rules}, maturity="1999-01-06")
    ledger = keep(deal(terms, limits={"sale_volume": covenant()}), [10] * 4)
    assert [(t, n) for t, _, n, _ in conversions(ledger)] == [(0, 3), (1, 2), (2, 3), (2, 92)]
    assert ledger.totals["times_multiplier_step"] == 2


def test_a_step_is_counted_from_the_switch_on_itself():
    """As above, registered from Tuesday on: the notices of Tuesday and of Wednesday, and none of a fixed price."""
    rules = variable(switch_on="1999-01-05", multiplier_steps=[{"date": "1999-01-04", "multiplier": "0.9"}])
    price = {"fixed_usd": "10", "variable": rules}
    terms = series(conversion_price=price, maturity="1999-01-06", registration_effective="1999-01-05")
    ledger = keep(deal(terms, limits={"sale_volume": covenant()}), [10] * 4)
    assert [t for t, _, _, _ in conversions(ledger)] == [1, 2, 2]
    assert ledger.totals["times_multiplier_step"] == 2

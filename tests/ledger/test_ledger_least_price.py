"""The least price there is, one unit of the finest grid, is a price: no clause takes it for none.

Every bid is $2**-20, and so is a variable price of one such bid times 1. A preferred of $2**-20 stated value is then
one common, and one of $1,000 is 1,048,576,000.
"""

from __future__ import annotations

from typing import Any

import pytest
from ledger_deals import conversions, deal, series, variable, weekdays

from simulate.ledger import Contract, Ledger, PathMarket, keep_ledger
from simulate.scenario import Scenario

UNIT = 2**20
"""Units of a dollar."""


def least(scenario: Scenario, sessions: int, **market: Any) -> Ledger:
    """The ledger of a path on which every bid is one unit."""
    quotations: dict[str, Any] = {
        "price_units_per_dollar": UNIT,
        "bids": [1] * sessions,
        "closes": [1] * sessions,
        "volumes": [1000] * sessions,
        "earlier_bids": [1] * 5,
        "earlier_volumes": [1000] * 5,
        "approved": False,
    }
    return keep_ledger(Contract.of(scenario, weekdays(sessions)), PathMarket(**quotations | market))


def floating(**changes: Any) -> dict[str, Any]:
    """A series whose price is the bid of the session before."""
    return series(**{"preferred_shares": 1, "conversion_price": {"variable": variable()}} | changes)


def test_cash_for_what_the_floor_keeps_back():
    """$1,000 were 1,048,576,000 common; at the floor of $1.00 it is 1,000: the rest is worth $999.99905."""
    price = {"variable": variable(floor_usd="1", below_floor="cash_difference")}
    ledger = least(deal(floating(conversion_price=price), holder={"hurdle": "0"}), 2)
    assert conversions(ledger) == [(0, "B", 1, 1000)]
    assert ledger.totals["company_payments_usd"] == pytest.approx(1000 - 1000 / UNIT)


def test_premium_amortisation_and_draws_in_common():
    """$1.00 of Premium, a preferred of $1,000 retired, one drawn: 2**20 common for each dollar."""
    monthly = {"rate_per_year": "0.365", "paid": "shares", "pay_months": 1}
    paid = floating(issue_date="1998-12-05", premium=monthly)
    retired = floating(amortisation={"dates": ["1999-01-05"], "preferred_shares": 1, "pay": "shares"})
    drawn = floating(draws={"dates": ["1999-01-05"], "preferred_shares": 1})
    for terms, acted, usd in ((paid, "premium_in_shares", 31), (retired, "amortisation_in_shares", 1000)):
        ledger = least(deal(terms, holder={"policy": "hold"}), 3)
        assert (ledger.totals["shares_issued"], ledger.totals[f"times_{acted}"]) == (usd * UNIT, 1)
    ledger = least(deal(drawn, holder={"policy": "hold"}), 3)
    assert (ledger.totals["shares_issued"], ledger.totals["times_draw"]) == (1000 * UNIT, 1)


def test_the_tests_of_reserve_and_statement():
    """1,048,576,000 as converted, of which twice is reserved and 1.75 times registered: with one less both fail."""
    for short, times in ((0, 0), (1, 1)):
        reserve = {"series": "B", "amount_shares": 2000 * UNIT - short, "company": "binds", "sessions": 1}
        statement = {"series": "B", "registered_shares": 1750 * UNIT - short}
        registration = {"statements": [statement], "company": "binds", "cover_sessions": 1}
        more = {"reserve": reserve | {"act_within_days": 9}, "registration": registration}
        ledger = least(deal(floating(), holder={"policy": "hold"}, rest=more), 2)
        assert ledger.totals["times_reserve_trigger"] == times
        assert ledger.totals["times_registered_trigger"] == times


def test_the_test_of_the_cap():
    """1,048,576,000 as converted is half of a cap of twice as much; of one share less it is more, on both sessions."""
    for short, times in ((0, 0), (1, 2)):
        cap = {"amount_shares": 2000 * UNIT - short, "counts": ["B"]}
        test = {"series": "B", "after": "1999-01-03", "approval_by": "1999-01-29"}
        rest = {"cap_test": test, "limits": {"cap": cap}}
        ledger = least(deal(floating(), holder={"policy": "hold"}, rest=rest), 2)
        assert ledger.totals["times_trading_market_trigger"] == times


def test_a_cap_that_counts_what_is_contributed_back():
    """Under the waiver a preferred is 1,000 common at $1.00; the cap counts its 1,048,576,000 at the market."""
    price = {"fixed_usd": "1", "variable": variable(waived=True)}
    for short, issued in ((0, [(0, "B", 1, 1000)]), (1, [])):
        cap = {"amount_shares": 1000 * UNIT - short, "counts": ["B"], "returns": "gross"}
        rest = {"limits": {"cap": cap}}
        one = deal(floating(conversion_price=price), holder={"hurdle": "0"}, rest=rest)
        assert conversions(least(one, 2)) == issued


def test_the_second_leg_of_a_redemption():
    """A year at 40%: $1,400 at the market, which is more than $1,250."""
    cash = {"cash_usd": [{"date": "1999-01-04", "usd": "1000000"}], "pay_after_sessions": 1}
    more = {
        "events": [{"kind": "redemption_event", "date": "1999-01-04", "event": "iv"}],
        "redemption": {"series": ["B"]} | cash,
    }
    terms = floating(issue_date="1998-01-05", premium={"rate_per_year": "0.4"})
    ledger = least(deal(terms, holder={"policy": "hold", "redeems": "always"}, rest=more), 4)
    assert ledger.totals["company_payments_usd"] == pytest.approx(1400)


def test_the_number_that_restores_the_reserve():
    """Event (vii) on Tuesday: the one preferred is redeemed on Wednesday, for $1,250."""
    reserve = {"series": "B", "amount_shares": 1000, "company": "binds", "sessions": 1, "act_within_days": 1}
    cash = {"cash_usd": [{"date": "1999-01-04", "usd": "1000000"}], "pay_after_sessions": 1}
    more = {"reserve": reserve, "redemption": {"series": ["B"]} | cash}
    ledger = least(deal(floating(), holder={"policy": "hold", "redeems": "always"}, rest=more), 5)
    assert ledger.totals["company_payments_usd"] == 1250


def test_a_registration_payment_in_common():
    """3% of $100,000 over 30 days is $100 a day; Thursday the 7th and Friday are late: 200 x 2**20 common."""
    own = {"paying_series": "B", "deadline_days": 3, "sec_comments": False, "pay_after_days": 0}
    terms = floating(registration_effective="1999-01-09")
    holder = {"policy": "hold", "takes_registration_payments_in": "shares"}
    ledger = least(deal(terms, holder=holder, rest={"registration": own}), 8)
    assert ledger.totals["shares_issued"] == 200 * UNIT
    assert ledger.totals["times_registration_payment_in_shares"] == 1


def test_a_merger_freezes_it_and_pays_what_it_converts():
    """Announced on Tuesday: 1,048,576,000 common, at a cent $10,485,760; later bids of 5 units convert at 1."""
    merger = {"kind": "merger", "date": "1999-01-05", "completed": "1999-01-08", "consideration_usd": "0.01"}
    ledger = least(deal(floating(), holder={"policy": "hold"}, rest={"events": [merger]}), 6)
    assert ledger.totals["company_payments_usd"] == pytest.approx(10_485_760)
    assert ledger.totals["times_freeze"] == 1
    later = [1, 1, 5, 5, 5, 5]
    terms = floating(registration_effective="1999-01-07")
    held = least(deal(terms, rest={"events": [merger | {"completed": "1999-01-29"}]}), 6, bids=later, closes=later)
    assert conversions(held) == [(3, "B", 1, 1000 * UNIT)]

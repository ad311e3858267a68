"""The public figures of the 1998 deal (contract 12), through the ledger's own clauses.

The filings' tables round to the nearest share, the certificate rounds a notice up: both are stated.
"""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from ledger_deals import weekdays

from simulate.ledger import Contract
from simulate.ledger.conversion import PerNotice
from simulate.ledger.conversion_price import variable_price
from simulate.ledger.limits import ownership_room
from simulate.ledger.premium import claim, premium_a_day, premium_days
from simulate.load import load
from simulate.validation.published import (
    ALL_ON_1999_02_10,
    AS_CONVERTED,
    BIDS_1999_10_21_TO_11_03,
    FIRST_ISSUE,
    OUTSTANDING_1999_02_05,
    OWNERSHIP_FROM_NOTHING,
    REGISTERED_FOR_A,
    SECOND_ISSUE,
    VARIABLE_PRICE_1999_11_04,
)

ROOT = Path(__file__).resolve().parents[2]
WARRANTS = 2 * 447_761


def as_converted(issued: date, converted: date) -> Fraction:
    """7,500 preferred of $1,000 at 6% and $6.03, unrounded."""
    days = premium_days(issued, converted, counts_issue_date=False)
    each_day = premium_a_day(Fraction(1000), Fraction("0.06"), 365)
    return 7500 * claim(Fraction(1000), each_day, days) / Fraction("6.03")


def nearest(number: Fraction) -> int:
    return math.floor(number + Fraction(1, 2))


@pytest.mark.parametrize(
    ("issued", "converted", "days", "filing", "certificate"),
    [
        # 7,500,000 / 6.03 = 1,243,781.09
        (FIRST_ISSUE, FIRST_ISSUE, 0, AS_CONVERTED["A", FIRST_ISSUE], 1_243_782),
        # 7,500 x 1,020.712329 / 6.03 = 1,269,542.697
        (FIRST_ISSUE, date(1998, 11, 30), 126, AS_CONVERTED["A", date(1998, 11, 30)], 1_269_543),
        # 7,500 x 1,032.547945 / 6.03 = 1,284,263.62
        (FIRST_ISSUE, date(1999, 2, 10), 198, AS_CONVERTED["A", date(1999, 2, 10)], 1_284_264),
        # 7,500 x 1,008.876712 / 6.03 = 1,254,821.78
        (SECOND_ISSUE, date(1999, 2, 10), 54, AS_CONVERTED["B", date(1999, 2, 10)], 1_254_822),
    ],
)
def test_as_converted_figures(issued, converted, days, filing, certificate):
    assert premium_days(issued, converted, counts_issue_date=False) == days
    exact = as_converted(issued, converted)
    assert nearest(exact) == filing
    assert math.ceil(exact) == certificate


def test_both_series_and_both_investor_warrants():
    day = date(1999, 2, 10)
    total = nearest(as_converted(FIRST_ISSUE, day)) + nearest(as_converted(SECOND_ISSUE, day)) + WARRANTS
    assert total == ALL_ON_1999_02_10


def test_registered_for_series_a():
    """150% of the unrounded 1,269,542.697."""
    assert nearest(Fraction(3, 2) * as_converted(FIRST_ISSUE, date(1998, 11, 30))) == REGISTERED_FOR_A


def test_what_the_ownership_limit_allows_from_nothing():
    """0.049 x 26,704,073 / 0.951 = 1,375,919.43."""
    assert ownership_room(OUTSTANDING_1999_02_05, 0, (49, 1000), whole=True) == OWNERSHIP_FROM_NOTHING


def test_variable_price_of_1999_11_04():
    """The six lowest of the closing bids of 1999-10-21 to 11-03 average 4.661458; 101% of it is 4.7081."""
    price = variable_price([Fraction(bid) for bid in BIDS_1999_10_21_TO_11_03], 6, Fraction("1.01"))
    assert round(float(price), 4) == VARIABLE_PRICE_1999_11_04


def test_the_shipped_deal_gives_the_same_figures():
    """The same claims, as the contract counts them in quanta: one notice of each series on 1999-02-10."""
    scenario = load(ROOT / "configs" / "valence-1998.yaml")
    contract = Contract.of(scenario, weekdays(60, first=date(1998, 12, 18)))
    grid = contract.grid(2**20)
    session = contract.session_dates.index(date(1999, 2, 10))
    issued = [
        PerNotice().shares(terms.preferred_shares, grid.claims[terms.place][session], price)
        for terms, price in zip(contract.series, grid.fixed_prices, strict=True)
    ]
    assert issued == [1_284_264, 1_254_822]

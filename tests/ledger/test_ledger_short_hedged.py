"""A holder that sells short (METHODS 25.4), by hand: one preferred of $1,000 is 100 shares at $10.

1,000,000 shares are outstanding, so that a borrow limit of 1% is 10,000 shares, all that 100 preferred convert into.
"""

from __future__ import annotations

from typing import Any

import pytest
from ledger_deals import conversions, covenant, deal, keep, series
from pydantic import ValidationError


def hedged(**terms: Any) -> dict[str, Any]:
    own = {"margin": "0.2", "borrow_limit_fraction": "0.01", "borrow_cost_per_year": "0"} | terms
    return {"policy": "short_hedged", "sale_decision": "same_close", "short_hedged": own}


def events(ledger, kind):
    return [(e.session, e.shares) for e in ledger.events if e.kind == kind]


def test_it_sells_short_over_the_margin_converts_and_delivers_the_next_session():
    """$11.99 is not 20% over $10, $12.00 is: 10,000 short at $12, converted that day, delivered the day after."""
    ledger = keep(deal(holder=hedged()), [11.99, 12, 5, 5])
    assert events(ledger, "short sale") == [(1, 10_000)]
    assert conversions(ledger) == [(1, "B", 100, 10_000)]
    assert events(ledger, "delivery of a short") == [(2, 10_000)]
    # 10,000 x $12 for $100,000 paid: the fall to $5 no longer matters.
    assert ledger.totals["conversion_proceeds_usd"] == 120_000
    assert ledger.totals["pnl_usd"] == 20_000
    assert ledger.totals["short_covered_shares"] == 0
    assert ledger.totals["books_gap_usd"] == 0


def test_it_is_short_no_more_than_it_can_borrow():
    """.25% of a million is 2,500 shares; when 25 preferred have come and are delivered, of 1,002,500: 2,506."""
    ledger = keep(deal(holder=hedged(borrow_limit_fraction="0.0025")), [12, 12])
    assert events(ledger, "short sale") == [(0, 2_500), (1, 2_506)]
    assert conversions(ledger) == [(0, "B", 25, 2_500), (1, "B", 26, 2_600)]
    assert ledger.totals["most_short_shares"] == 2_506


def test_borrowed_stock_costs_its_part_of_a_year_at_the_bid():
    """36.5% a year is .1% a day: 10,000 at $11 over one night cost $110, and over the weekend before it nothing."""
    ledger = keep(deal(holder=hedged(borrow_cost_per_year="0.365")), [11, 12, 11])
    assert [(e.session, e.amount_usd) for e in ledger.events if e.kind == "borrow cost"] == [(2, -110)]
    assert ledger.totals["borrow_cost_usd"] == 110
    assert ledger.totals["conversion_proceeds_usd"] == 120_000 - 110


def test_short_sales_count_against_the_limit_on_sales_or_only_the_market_bounds_them():
    """The covenant allows 250 of 1,000 traded; a fifth of the volume is 200 less what was sold."""
    limit = {"sale_volume": covenant()}
    inside = keep(deal(holder=hedged(), limits=limit), [12, 12])
    # Three preferred are 300 shares for 250 short: on Tuesday the other 50 are sold first.
    assert events(inside, "short sale") == [(0, 250), (1, 200)]
    assert inside.totals["sessions_bound_sale_limit"] == 2
    outside = hedged(counts_in_sale_limit=False) | {"participation": "0.2"}
    ledger = keep(deal(holder=outside, limits=limit), [12, 12])
    assert conversions(ledger)[0] == (0, "B", 2, 200)
    assert events(ledger, "short sale") == [(0, 200), (1, 200)]
    assert ledger.totals["sessions_bound_sale_limit"] == 0


def test_shorts_do_not_widen_the_ownership_limit():
    """10,000 short; .3% of a million is 3,009 shares a notice, read with what is held, whatever is short."""
    scenario = deal(holder=hedged(), limits={"ownership_fraction": "0.003"})
    ledger = keep(scenario, [12, 12])
    assert events(ledger, "short sale") == [(0, 10_000)]
    # Delivered on Tuesday, the 3,000 of Monday are held no more: room for 3,018 of 1,003,000.
    assert conversions(ledger) == [(0, "B", 30, 3_000), (1, "B", 30, 3_000)]


def test_before_effectiveness_it_sells_short_only_if_told_to():
    terms = series("B", registration_effective="1999-01-06")
    assert events(keep(deal(terms, holder=hedged()), [12, 12]), "short sale") == []
    early = keep(deal(terms, holder=hedged(before_effectiveness=True)), [12, 12, 9])
    assert events(early, "short sale") == [(0, 10_000)]
    # What was converted on Monday is delivered when it may be.
    assert events(early, "delivery of a short") == [(2, 10_000)]


def test_at_the_end_of_the_run_it_buys_back_what_it_cannot_deliver():
    """A cap of 4,000 lets 40 preferred through: 6,000 are bought back on the last session at $15."""
    cap = {"cap": {"amount_shares": 4_000, "counts": ["B"]}}
    ledger = keep(deal(holder=hedged(), limits=cap), [12, 12, 15])
    assert events(ledger, "delivery of a short") == [(1, 4_000)]
    assert events(ledger, "cover") == [(2, 6_000)]
    assert ledger.totals["cover_cost_usd"] == 90_000
    assert ledger.totals["conversion_proceeds_usd"] == 120_000 - 90_000
    assert ledger.totals["short_covered_shares"] == 6_000


def test_when_its_preferred_is_gone_it_buys_back():
    """Amortised in cash on Wednesday: what is still short then has nothing left to be delivered with."""
    terms = series("B", amortisation={"dates": ["1999-01-06"], "preferred_shares": 100, "pay": "cash"})
    cap = {"cap": {"amount_shares": 4_000, "counts": ["B"]}}
    ledger = keep(deal(terms, holder=hedged(), limits=cap), [12, 12, 13, 14])
    assert events(ledger, "cover") == [(2, 6_000)]
    assert ledger.totals["cover_cost_usd"] == 78_000
    assert ledger.totals["books_gap_usd"] == 0


@pytest.mark.parametrize(("waits", "on"), [(True, [0, 2]), (False, [0, 1, 2])])
def test_it_waits_while_tomorrows_price_is_lower(waits, on):
    """The price is the bid of the day before: $10, $12, $11; at Tuesday's close of $11 it will be lower tomorrow.

    10,000 are short from Monday on; .3% of a million lets some 3,000 through a session.
    """
    floating = {"variable": {"switch_on": "1999-01-04", "multiplier": "1", "lookback_sessions": 1, "lowest_count": 1}}
    holder = hedged(waits_while_price_falls=waits) | {"hurdle": "0"}
    scenario = deal(series("B", conversion_price=floating), holder=holder, limits={"ownership_fraction": "0.003"})
    ledger = keep(scenario, [12, 11, 12], earlier_bids=(10.0,))
    assert [row[0] for row in conversions(ledger)] == on


def test_what_a_lender_of_stock_is_owed_is_not_guessed():
    merger = {"kind": "merger", "date": "1999-01-06", "completed": "1999-01-08", "consideration_usd": 10}
    with pytest.raises(ValidationError, match="what a lender of stock is owed for it is not computed"):
        deal(holder=hedged(), rest={"events": [merger]})

"""Fields that contradict each other are refused at the line of the field that the message names."""

from __future__ import annotations

import pytest
from refusals import line_of, refused


def garch(alpha, omega):
    """The default scenario's price model, replaced."""
    fields = f"omega_per_session: {omega}\n    alpha: {alpha}\n    beta: 0.75\n    degrees_of_freedom: 4"
    return ("    model: gbm ", f"    {fields}\n    model: garch "), ("    volatility_per_year", "    #")


# Fields that contradict each other: the replacements, the line that holds the text, and what must be said.
CONTRADICTIONS = [
    (
        [("maturity: 2001-07-27", "maturity: 1998-07-01")],
        "maturity: 1998-07-01",
        "deal.series[0].maturity",
        "not after issue_date",
    ),
    (
        [
            ("maturity: 2001-07-27", "maturity: 1998-12-18"),
            ("switch_on: 1999-01-27", "switch_on: 1998-12-01"),
        ],
        "maturity: 1998-12-18",
        "deal.series[0].maturity",
        "not after start",
    ),
    (
        [("maturity: 2001-07-27", "maturity: 2003-08-27")],
        "maturity: 2003-08-27",
        "deal.series[0].maturity",
        "after horizon",
    ),
    (
        [("switch_on: 1999-01-27", "switch_on: 2001-08-27")],
        "switch_on: 2001-08-27",
        "deal.series[0].conversion_price.variable.switch_on",
        "never act",
    ),
    (
        [("issue_date: 1998-07-27", "issue_date: 1999-07-27")],
        "issue_date: 1999-07-27",
        "deal.series[0].issue_date",
        "after start",
    ),
    (
        [("horizon: 2003-07-27", "horizon: 1998-12-18")],
        "horizon: 1998-12-18",
        "deal.horizon",
        "not after start",
    ),
    (
        [("lowest_count: 6", "lowest_count: 11")],
        "lowest_count: 11",
        "deal.series[0].conversion_price.variable.lowest_count",
        "more than lookback",
    ),
    (
        [("authorized_shares: 50000000", "authorized_shares: 26704072")],
        "authorized_shares: 26704072",
        "deal.common.authorized_shares",
        "below outstanding_shares",
    ),
    (
        [("amount_shares: 5071913", "amount_shares: 23295928")],
        "amount_shares: 23295928",
        "deal.limits.cap.amount_shares",
        "contradict",
    ),
    (
        [("counts: [A, B, W1, W2, G1, G2]", "counts: [A, C]")],
        "counts: [A, C]",
        "deal.limits.cap.counts",
        "not among the series",
    ),
    ([("counts: [A, B, W1, W2, G1, G2]", "counts: [A, A]")], "counts: [A, A]", "deal.limits.cap.counts", "twice"),
    (
        [("excess: stays", "excess: lost"), ("returns: net", "returns: gross")],
        "excess: lost",
        "deal.limits.cap.excess",
        "contradicts",
    ),
    ([("while_held: B", "while_held: Z")], "while_held: Z", "deal.limits.sale_volume.while_held", "'Z'"),
    ([("    - name: B", "    - name: a")], "series:", "deal.series", "repeat"),
    ([("    mode: date ", "    mode: never ")], "mode: never", "deal.approval.mode", "takes no date"),
    ([("    date: 1999-02-04", "    #")], "mode: date", "deal.approval.mode", "needs a date"),
    (
        [("    mode: date ", "    probability: 0.5\n    mode: date ")],
        "probability: 0.5",
        "deal.approval.probability",
        "remove it",
    ),
    (
        [("    mode: date ", "    mode: probability ")],
        "mode: probability",
        "deal.approval.mode",
        "needs a probability",
    ),
    (
        [("drift_per_year: 0 ", "drift_per_year: null ")],
        "measure: physical",
        "market.measure",
        "needs drift_per_year",
    ),
    (
        [("measure: physical ", "measure: risk_neutral ")],
        "measure: risk_neutral",
        "market.measure",
        "discount_rate_per_year",
    ),
    (
        [("model: lognormal ", "model: resample ")],
        "model: resample",
        "market.volume.model",
        "needs price.model bootstrap",
    ),
    (
        [("start_price_usd: 7.00", "start_price_usd: 7.01"), ("tick_usd: null", "tick_usd: 1/32")],
        "start_price_usd: 7.01",
        "market.start_price_usd",
        "whole number of ticks",
    ),
    ([("tick_usd: null", "tick_usd: 0.3")], "tick_usd: 0.3", "market.tick_usd", "does not divide a dollar"),
    (
        [
            ("round_up: per_notice", "round_up: per_share"),
            ("fractional_shares: false", "fractional_shares: true"),
        ],
        "fractional_shares: true",
        "deal.conversion.fractional_shares",
        "contradicts",
    ),
    (
        [*garch(alpha="0.25", omega="0.0002")],
        "alpha: 0.25",
        "market.price.alpha",
        "no long-run value",
    ),
    (
        [*garch(alpha="0.15", omega="0.0063")],
        "omega_per_session: 0.0063",
        "market.price.omega_per_session",
        "more than half of highest_deviation",  # sqrt(0.0063/0.1) = 0.251
    ),
    (
        [("day_count_days: 365", "day_count_days: 252")],
        "day_count_days: 252",
        "deal.series[0].premium.day_count_days",
        "below 360 with counts calendar_days",
    ),
    (
        [("day_count_days: 365", "day_count_days: 300\n        counts: sessions")],
        "day_count_days: 300",
        "deal.series[0].premium.day_count_days",
        "above 262 with counts sessions",
    ),
    (
        [("day_count_days: 365", "day_count_days: 252\n        counts: sessions\n        paid: in_kind")],
        "counts: sessions",
        "deal.series[0].premium.counts",
        "paid on_conversion alone",
    ),
    (
        [("fixed_usd: 6.03", "fixed_usd: null")],
        "waived: true",
        "deal.series[0].conversion_price.variable.waived",
        "fixed_usd",
    ),
]


@pytest.mark.parametrize(
    ("changes", "where", "field", "said"),
    CONTRADICTIONS,
    ids=[case[2] + ": " + case[3] for case in CONTRADICTIONS],
)
def test_a_contradiction_is_refused_at_the_field_it_names(write, changes, where, field, said):
    path = write(*changes)
    messages = refused(path)
    there = [message for message in messages if message.startswith(f"{line_of(path, where)}: {field}: ")]
    assert len([message for message in there if said in message]) == 1

"""Every refusal of a field: its line, its dotted name, what is allowed and what to do."""

from __future__ import annotations

import pytest
from refusals import line_of, refused

# One field at a time: what is written instead, the field's dotted path, and what the message must say.
FIELDS = [
    (
        ("volatility_per_year: 0.90", "volatility_per_year: 0"),
        "market.price.volatility_per_year",
        "from 0.0001 to 5",
    ),
    (
        ("volatility_per_year: 0.90", "volatility_per_year: 90"),
        "market.price.volatility_per_year",
        "90 is not allowed",
    ),
    (("volatility_per_year: 0.90", "volatility_per_year: -0.9"), "market.price.volatility_per_year", "to 5"),
    (("rate_per_year: 0.06", "rate_per_year: 6%"), "deal.series[0].premium.rate_per_year", "6% is 0.06"),
    (("rate_per_year: 0.06", "rate_per_year: .nan"), "deal.series[0].premium.rate_per_year", "finite number"),
    (
        ("rate_per_year: 0.06", "rate_per_year: -.inf"),
        "deal.series[0].premium.rate_per_year",
        "finite number",
    ),
    (
        ("rate_per_year: 0.06", "rate_per_year: 1e99999999999999999999"),
        "deal.series[0].premium.rate_per_year",
        "finite",
    ),
    (
        ("rate_per_year: 0.06", "rate_per_year: 0.0600000000001"),
        "deal.series[0].premium.rate_per_year",
        "12 after",
    ),
    (
        ("preferred_shares: 7500 ", "preferred_shares: 7500.5 "),
        "deal.series[0].preferred_shares",
        "whole number",
    ),
    (
        ("preferred_shares: 7500 ", 'preferred_shares: "7500" '),
        "deal.series[0].preferred_shares",
        "write 7500",
    ),
    (
        ("preferred_shares: 7500 ", "preferred_shares: 7,500 "),
        "deal.series[0].preferred_shares",
        "write 7500",
    ),
    (
        ("preferred_shares: 7500 ", "preferred_shares: true "),
        "deal.series[0].preferred_shares",
        "not a number",
    ),
    (
        ("preferred_shares: 7500 ", "preferred_shares: 1e999999 "),
        "deal.series[0].preferred_shares",
        "10,000,000",
    ),
    (
        ("preferred_shares: 7500 ", "preferred_shares: 12:30 "),
        "deal.series[0].preferred_shares",
        "'12:30' is text",
    ),
    (("preferred_shares: 7500 ", "preferred_shares: "), "deal.series[0].preferred_shares", "empty"),
    (("preferred_shares: 7500 ", "preferred_shares: [1] "), "deal.series[0].preferred_shares", "is a list"),
    (
        ("preferred_shares: 7500 ", "preferred_shares: {a: 1} "),
        "deal.series[0].preferred_shares",
        "is a mapping",
    ),
    (
        ("counts_issue_date: false", "counts_issue_date: no"),
        "deal.series[0].premium.counts_issue_date",
        "write false",
    ),
    (
        ("counts_issue_date: false", "counts_issue_date: 0"),
        "deal.series[0].premium.counts_issue_date",
        "true or false",
    ),
    (
        ("window_end: day_before", "window_end: day_befor"),
        "deal.series[0].conversion_price.variable.window_end",
        "did you mean day_before?",
    ),
    (("start: 1998-12-18", "start: 1998-13-18"), "deal.start", "YYYY-MM-DD"),
    (("start: 1998-12-18", "start: 12/18/1998"), "deal.start", "without quotes or a time"),
    (("start: 1998-12-18", "start: 1998-12-18 10:00:00"), "deal.start", "without quotes or a time"),
    (("start: 1998-12-18", "start: 1898-12-18"), "deal.start", "1990-01-02 to 2039-12-30"),
    (("name: A", "name: TRUE"), "deal.series[0].name", 'quotes: "TRUE"'),
    (("name: A", "name: A-1"), "deal.series[0].name", "^[A-Za-z]"),
    (("ticker: VLNC", "ticker: 7"), "deal.issuer.ticker", 'quotes: "7"'),
    (("counts: [A, B, W1, W2, G1, G2]", "counts: []"), "deal.limits.cap.counts", "at least 1 item"),
    (("counts: [A, B, W1, W2, G1, G2]", "counts: [A, 2]"), "deal.limits.cap.counts[1]", "not text but a number"),
    (("counts: [A, B, W1, W2, G1, G2]", "counts: A"), "deal.limits.cap.counts", "not a list"),
    (("model: gbm ", "model: gmb "), "market.price.model", "did you mean gbm?"),
    (("tick_usd: null", "tick_usd: 1/3"), "market.tick_usd", "no finite decimal"),
    (("tick_usd: null", "tick_usd: 1/0"), "market.tick_usd", "is not a fraction"),
    (("schema_version: 1", "schema_version: one"), "schema_version", "allowed: 1"),
    (("schema_version: 1", 'schema_version: "1"'), "schema_version", "without quotes"),
    (("paths: 100000", "paths: 0"), "run.paths", "from 1 to"),
    (("seed: 1998", "seed: -1"), "run.seed", "from 0"),
    (("earlier_record: null", "earlier_record: none.csv"), "market.earlier_record", "does not exist"),
]


@pytest.mark.parametrize(("change", "field", "said"), FIELDS, ids=[change[0][1].strip() for change in FIELDS])
def test_a_field_is_refused_at_its_line(write, change, field, said):
    path = write(change)
    messages = refused(path)
    assert len(messages) == 1
    assert messages[0].startswith(f"{line_of(path, change[1].strip())}: {field}: ")
    assert said in messages[0]


def test_all_errors_of_a_file_come_at_once_in_the_order_of_its_lines(write):
    path = write(
        ("preferred_shares: 7500 ", "preferred_shares: 7500.5 "),
        ("lowest_count: 6", "lowest_count: 16"),
        ("horizon: 2003-07-27", "horizont: 2003-07-27"),
        ("discount_rate_per_year: 0.05", "discount_rate_per_year: five"),
        ("hurdle: 1.0", "hurdle: 11"),
        ("policy: convert_and_sell", "policy: convert_and_sel"),
        ("tail: 0.95", "tail: 1"),
    )
    messages = refused(path)
    fields = [message.split(": ")[1] for message in messages]
    assert fields == [
        "deal.horizont",
        "deal.series[0].preferred_shares",
        "deal.series[0].conversion_price.variable.lowest_count",
        "market.discount_rate_per_year",
        "holder.policy",
        "holder.hurdle",
        "run.tail",
    ]
    lines = [int(message.split(":")[0]) for message in messages]
    assert lines == sorted(lines)


def test_an_unknown_key_is_answered_with_the_nearest_one_and_not_also_called_missing(write):
    path = write(("preferred_shares: 7500", "prefered_shares: 7500"))
    (message,) = refused(path)
    assert message.startswith(f"{line_of(path, 'prefered_shares')}: deal.series[0].prefered_shares: unknown key")
    assert message.endswith("did you mean preferred_shares?")


def test_an_unknown_key_that_lives_elsewhere_is_sent_there(write):
    path = write(("market:\n", "market:\n  hurdle: 1\n"))
    (message,) = refused(path)
    assert message.endswith("it belongs to holder.hurdle or holder.warrants.hurdle")


def test_a_missing_field_is_named_at_its_part(write):
    path = write(("    median_shares: 233000", "    #"))
    (message,) = refused(path)
    assert message.startswith(
        f"{line_of(path, '  volume:')}: market.volume.median_shares: is missing; allowed: a whole"
    )


def test_a_missing_price_model_is_named_at_the_price(write):
    path = write(("    model: gbm", "    #"))
    assert refused(path) == [
        f"{line_of(path, '  price:')}: market.price.model: is missing; allowed: gbm, bootstrap, merton, garch or tree; "
        "add it"
    ]


def test_a_missing_part_is_named(write):
    text = (write().read_text(encoding="utf-8")).split("\nholder:")[0]
    messages = refused(write(text=text))
    assert messages == [
        "1: holder: is missing; allowed: a mapping with policy, hurdle, participation, sale_decision, "
        "commission_fraction, warrants, redeems, takes_registration_payments_in, takes_later_terms, "
        "refuses_at_maturity, has_listing_ended, threshold, roll_off, dated_acts, short_hedged, "
        "pricing_window_pressure, optimal; add it (What the investor does)"
    ]


def test_a_repeated_key_is_refused_with_both_lines(write):
    path = write(("hurdle: 1.0", "hurdle: 1.0\n  hurdle: 0.9"))
    first, second = line_of(path, "hurdle: 1.0"), line_of(path, "hurdle: 0.9")
    (message,) = refused(path)
    assert message.startswith(f"{second}: holder.hurdle: repeats the key of line {first}")


def test_a_missing_schema_version_comes_first(write):
    path = write(("schema_version: 1\n", ""), ("hurdle: 1.0", "hurdle: 11"))
    first, second = refused(path)
    assert first.startswith("1: schema_version: is missing; allowed: 1; add the line schema_version: 1")
    assert "holder.hurdle" in second


def test_a_newer_schema_version_is_all_that_is_said(write):
    path = write(("schema_version: 1", "schema_version: 2"), ("hurdle: 1.0", "new_field: 11"))
    (message,) = refused(path)
    assert message.startswith(f"{line_of(path, 'schema_version')}: schema_version: 2 is newer")


def test_an_empty_list_and_a_list_of_refused_items_are_told_apart(write, valence):
    # One bad item is one complaint; it must not make its list look too short as well.
    path = write(("counts: [A, B, W1, W2, G1, G2]", "counts: [7]"))
    (message,) = refused(path)
    assert message.startswith(f"{line_of(path, 'counts: [7]')}: deal.limits.cap.counts[0]: ")
    start, end = valence.index("    - name: A"), valence.index("  approval:")
    one_bad = valence[:start] + "    - name: A\n" + valence[end:]
    messages = refused(write(text=one_bad))
    assert all(message.split(": ")[1].startswith("deal.series[0].") for message in messages)
    assert len(messages) == 7

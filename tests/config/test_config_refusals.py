"""Every refusal of a scenario file: its line, its field, what is allowed and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulate.errors import ConfigError
from simulate.load import MAX_BYTES, load


def refused(path: Path) -> list[str]:
    """The messages of a refusal, without the file's name."""
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert all(message.startswith(f"{path}:") for message in caught.value.messages)
    return [message.removeprefix(f"{path}:") for message in caught.value.messages]


def line_of(path: Path, text: str, which: int = 0) -> int:
    """Number of the line that holds a text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if text in line][which]


# One field at a time: what is written instead, the field's dotted path, and what the message must say.
FIELDS = [
    (("volatility_per_year: 0.90", "volatility_per_year: 0"), "market.price.volatility_per_year", "from 0.0001 to 5"),
    (("volatility_per_year: 0.90", "volatility_per_year: 90"), "market.price.volatility_per_year", "90 is not allowed"),
    (("volatility_per_year: 0.90", "volatility_per_year: -0.9"), "market.price.volatility_per_year", "to 5"),
    (("rate_per_year: 0.06", "rate_per_year: 6%"), "deal.series[0].premium.rate_per_year", "6% is 0.06"),
    (("rate_per_year: 0.06", "rate_per_year: .nan"), "deal.series[0].premium.rate_per_year", "finite number"),
    (("rate_per_year: 0.06", "rate_per_year: -.inf"), "deal.series[0].premium.rate_per_year", "finite number"),
    (("rate_per_year: 0.06", "rate_per_year: 1e99999999999999999999"), "deal.series[0].premium.rate_per_year", "finite"),
    (("rate_per_year: 0.06", "rate_per_year: 0.0600000000001"), "deal.series[0].premium.rate_per_year", "12 after"),
    (("preferred_shares: 7500 ", "preferred_shares: 7500.5 "), "deal.series[0].preferred_shares", "whole number"),
    (("preferred_shares: 7500 ", 'preferred_shares: "7500" '), "deal.series[0].preferred_shares", "write 7500"),
    (("preferred_shares: 7500 ", "preferred_shares: 7,500 "), "deal.series[0].preferred_shares", "write 7500"),
    (("preferred_shares: 7500 ", "preferred_shares: true "), "deal.series[0].preferred_shares", "not a number"),
    (("preferred_shares: 7500 ", "preferred_shares: 1e999999 "), "deal.series[0].preferred_shares", "10,000,000"),
    (("preferred_shares: 7500 ", "preferred_shares: 12:30 "), "deal.series[0].preferred_shares", "'12:30' is text"),
    (("preferred_shares: 7500 ", "preferred_shares: "), "deal.series[0].preferred_shares", "empty"),
    (("preferred_shares: 7500 ", "preferred_shares: [1] "), "deal.series[0].preferred_shares", "is a list"),
    (("preferred_shares: 7500 ", "preferred_shares: {a: 1} "), "deal.series[0].preferred_shares", "is a mapping"),
    (("counts_issue_date: false", "counts_issue_date: no"), "deal.series[0].premium.counts_issue_date", "write false"),
    (("counts_issue_date: false", "counts_issue_date: 0"), "deal.series[0].premium.counts_issue_date", "true or false"),
    (("window_end: day_before", "window_end: day_befor"), "deal.series[0].conversion_price.variable.window_end", "did you mean day_before?"),
    (("start: 1998-12-18", "start: 1998-13-18"), "deal.start", "YYYY-MM-DD"),
    (("start: 1998-12-18", "start: 12/18/1998"), "deal.start", "without quotes or a time"),
    (("start: 1998-12-18", "start: 1998-12-18 10:00:00"), "deal.start", "without quotes or a time"),
    (("start: 1998-12-18", "start: 1898-12-18"), "deal.start", "1990-01-02 to 2039-12-30"),
    (("name: A", "name: TRUE"), "deal.series[0].name", 'quotes: "TRUE"'),
    (("name: A", "name: A-1"), "deal.series[0].name", "^[A-Za-z]"),
    (("ticker: VLNC", "ticker: 7"), "deal.issuer.ticker", 'quotes: "7"'),
    (("counts: [A, B]", "counts: []"), "deal.limits.cap.counts", "at least 1 item"),
    (("counts: [A, B]", "counts: [A, 2]"), "deal.limits.cap.counts[1]", "not text but a number"),
    (("counts: [A, B]", "counts: A"), "deal.limits.cap.counts", "not a list"),
    (("model: gbm ", "model: gmb "), "market.price.model", "did you mean gbm?"),
    (("tick_usd: null", "tick_usd: 1/3"), "market.tick_usd", "no finite decimal"),
    (("tick_usd: null", "tick_usd: 1/0"), "market.tick_usd", "is not a fraction"),
    (("schema_version: 1", "schema_version: one"), "schema_version", "allowed: 1"),
    (("schema_version: 1", 'schema_version: "1"'), "schema_version", "without quotes"),
    (("paths: 100000", "paths: 0"), "run.paths", "from 1 to"),
    (("seed: 1998", "seed: -1"), "run.seed", "from 0"),
    (("earlier_record: null", "earlier_record: none.csv"), "market.earlier_record", "does not exist"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field", "said"), FIELDS, ids=[change[0][1].strip() for change in FIELDS])
def test_a_field_is_refused_at_its_line(write, change, field, said):
    path = write(change)
    messages = refused(path)
    assert len(messages) == 1
    assert messages[0].startswith(f"{line_of(path, change[1].strip())}: {field}: ")
    assert said in messages[0]


# Fields that contradict each other: the replacements, the line that holds the text, and what must be said.
CONTRADICTIONS = [
    ([("maturity: 2001-07-27", "maturity: 1998-07-01")], "maturity: 1998-07-01", "deal.series[0].maturity", "not after issue_date"),
    ([("maturity: 2001-07-27", "maturity: 1998-12-18"), ("switch_on: 1999-01-27", "switch_on: 1998-12-01")], "maturity: 1998-12-18", "deal.series[0].maturity", "not after start"),
    ([("maturity: 2001-07-27", "maturity: 2003-08-27")], "maturity: 2003-08-27", "deal.series[0].maturity", "after horizon"),
    ([("switch_on: 1999-01-27", "switch_on: 2001-08-27")], "switch_on: 2001-08-27", "deal.series[0].conversion_price.variable.switch_on", "never act"),
    ([("issue_date: 1998-07-27", "issue_date: 1999-07-27")], "issue_date: 1999-07-27", "deal.series[0].issue_date", "after start"),
    ([("horizon: 2003-07-27", "horizon: 1998-12-18")], "horizon: 1998-12-18", "deal.horizon", "not after start"),
    ([("lowest_count: 6", "lowest_count: 11")], "lowest_count: 11", "deal.series[0].conversion_price.variable.lowest_count", "more than lookback"),
    ([("authorized_shares: 50000000", "authorized_shares: 26704072")], "authorized_shares: 26704072", "deal.common.authorized_shares", "below outstanding_shares"),
    ([("amount_shares: 5071913", "amount_shares: 23295928")], "amount_shares: 23295928", "deal.limits.cap.amount_shares", "contradict"),
    ([("counts: [A, B]", "counts: [A, C]")], "counts: [A, C]", "deal.limits.cap.counts", "not among the series"),
    ([("counts: [A, B]", "counts: [A, A]")], "counts: [A, A]", "deal.limits.cap.counts", "twice"),
    ([("excess: stays", "excess: lost"), ("returns: net", "returns: gross")], "excess: lost", "deal.limits.cap.excess", "contradicts"),
    ([("while_held: B", "while_held: Z")], "while_held: Z", "deal.limits.sale_volume.while_held", "'Z'"),
    ([("    - name: B", "    - name: a")], "series:", "deal.series", "repeat"),
    ([("    mode: date ", "    mode: never ")], "mode: never", "deal.approval.mode", "takes no date"),
    ([("    date: 1999-02-04", "    #")], "mode: date", "deal.approval.mode", "needs a date"),
    ([("    mode: date ", "    probability: 0.5\n    mode: date ")], "probability: 0.5", "deal.approval.probability", "remove it"),
    ([("    mode: date ", "    mode: probability ")], "mode: probability", "deal.approval.mode", "needs a probability"),
    ([("drift_per_year: 0 ", "drift_per_year: null ")], "measure: physical", "market.measure", "needs drift_per_year"),
    ([("measure: physical ", "measure: risk_neutral ")], "measure: risk_neutral", "market.measure", "discount_rate_per_year"),
    ([("model: lognormal ", "model: resample ")], "model: resample", "market.volume.model", "needs price.model bootstrap"),
    ([("start_price_usd: 7.00", "start_price_usd: 7.01"), ("tick_usd: null", "tick_usd: 1/32")], "start_price_usd: 7.01", "market.start_price_usd", "whole number of ticks"),
    ([("tick_usd: null", "tick_usd: 0.3")], "tick_usd: 0.3", "market.tick_usd", "does not divide a dollar"),
    ([("round_up: per_notice", "round_up: per_share"), ("fractional_shares: false", "fractional_shares: true")], "fractional_shares: true", "deal.conversion.fractional_shares", "contradicts"),
    ([("fixed_usd: 6.03", "fixed_usd: null")], "waived: true", "deal.series[0].conversion_price.variable.waived", "fixed_usd"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "where", "field", "said"), CONTRADICTIONS, ids=[case[2] + ": " + case[3] for case in CONTRADICTIONS]
)
def test_a_contradiction_is_refused_at_the_field_it_names(write, changes, where, field, said):
    path = write(*changes)
    messages = refused(path)
    matching = [message for message in messages if message.startswith(f"{line_of(path, where)}: {field}: ")]
    assert len(matching) == 1
    assert said in matching[0]


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
    assert message.endswith("it belongs to holder.hurdle")


def test_a_missing_field_is_named_at_its_part(write):
    path = write(("    median_shares: 233000", "    #"))
    (message,) = refused(path)
    assert message.startswith(f"{line_of(path, '  volume:')}: market.volume.median_shares: is missing; allowed: a whole")


def test_a_missing_price_model_is_named_at_the_price(write):
    path = write(("    model: gbm", "    #"))
    assert refused(path) == [f"{line_of(path, '  price:')}: market.price.model: is missing; allowed: gbm or bootstrap; add it"]


def test_a_missing_part_is_named(write):
    text = (write().read_text(encoding="utf-8")).split("\nholder:")[0]
    messages = refused(write(text=text))
    assert messages == [
        "1: holder: is missing; allowed: a mapping with policy, hurdle, participation, sale_decision, "
        "commission_fraction; add it (What the investor does)"
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


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("  start: 1998-12-18", "\tstart: 1998-12-18"), "spaces, not tabs"),
        (("counts: [A, B]", "counts: [A, B"), "does not parse"),
        (("  tail: 0.95", '  tail: "0.95'), "does not parse"),
        (("name: Valence Technology 1998, Series A and B", "name: Valence: Technology"), "in quotes"),
    ],
)
def test_yaml_that_does_not_parse_is_refused_near_its_line(write, change, said):
    path = write(change)
    (message,) = refused(path)
    assert "YAML does not parse" in message
    assert said in message
    # An unclosed bracket or quote is only noticed later, and the message then says where it began.
    begun = line_of(path, change[1])
    assert int(message.split(":")[0]) == begun or f"begun on line {begun}" in message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("fixed_usd: 6.03", "fixed_usd: &price 6.03"), "an anchor (&price)"),
        (("stated_value_usd: 1000", "stated_value_usd: !!int 1000"), "a tag ("),
        (("stated_value_usd: 1000", "stated_value_usd: !secret 1000"), "a tag (!secret)"),
        (("hurdle: 1.0", "hurdle: *price"), "an alias (*price)"),
        (("hurdle: 1.0", "<<: {hurdle: 1.0}"), "a merge key (<<)"),
        (("hurdle: 1.0", "? [a, b]\n  : 1.0"), "stands as a key"),
    ],
)
def test_what_yaml_can_do_beyond_a_form_is_refused(write, change, said):
    (message,) = refused(write(change))
    assert said in message


def test_a_billion_laughs_stay_their_own_size(write):
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    assert any("an alias (*a0)" in message for message in refused(write(text=laughs)))


def test_deep_nesting_is_refused_before_it_recurses(write):
    (message,) = refused(write(text="a: " + "[" * 5000))
    assert "nested deeper than 24" in message


def test_too_many_values_are_refused(write):
    (message,) = refused(write(text="a: [" + "1," * 25_000 + "]"))
    assert "more than 20,000 values" in message


def test_a_second_document_is_refused(write, valence):
    (message,) = refused(write(text=valence + "\n---\nname: other\n"))
    assert message.startswith(f"{valence.count(chr(10)) + 2}: YAML does not parse: a second document")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"# only a comment\n", "is empty"),
        (b"null\n", "is empty"),
        (b"- a\n- b\n", "holds a list"),
        (b"words\n", "holds a single value"),
        ("schema_version: 1".encode("utf-16"), "is not UTF-8"),
        ("name: Soci\u00e9t\u00e9".encode("latin-1"), "is not UTF-8 text (byte 0xe9)"),
        (b"name: a\x00b\n", "not text"),
        (b"a" * (MAX_BYTES + 1), "is larger than 1,048,576 bytes"),
    ],
    ids=["empty", "comment", "null", "list", "word", "utf-16", "latin-1", "nul", "large"],
)
def test_a_file_that_is_no_scenario_is_refused(write, content, said):
    (message,) = refused(write(text=content))
    assert said in message


def test_a_byte_order_mark_and_windows_lines_are_taken(write, valence):
    path = write(text=b"\xef\xbb\xbf" + valence.replace("\n", "\r\n").encode())
    assert load(path).name == "Valence Technology 1998, Series A and B"


def test_a_missing_file_is_answered_with_the_nearest_name(tmp_path, write):
    write()
    with pytest.raises(ConfigError, match=r"dael\.yaml: no such file; did you mean .*deal\.yaml\?"):
        load(tmp_path / "dael.yaml")
    with pytest.raises(ConfigError, match=r"no such file; did you mean valence-1998\?"):
        load("valence-1989.yaml")


def test_a_directory_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="is a directory; give the YAML file"):
        load(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_refused(write):
    path = write()
    path.chmod(0)
    with pytest.raises(ConfigError, match="cannot be read: Permission denied"):
        load(path)


def test_a_file_that_fails_while_it_is_read_is_refused(write, monkeypatch):
    path = write()

    def fails(self, *arguments, **keywords):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fails)
    with pytest.raises(ConfigError, match="cannot be read: Input/output error"):
        load(path)

"""Scenario, Result, Ledger, Comparison and PriceTable as a notebook shows them: whole, escaped, with errors and units."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from html_pages import read

import simulate
from simulate.columns import columns
from simulate.notebook.html import details, shown, signed, table
from synthetic_run import scenario_of, synthetic_result

NASTY = "A <b>name</b> & <script>more"


def test_every_text_is_escaped():
    page = read(table(NASTY, [NASTY], [[NASTY]]) + details(NASTY, table("", ["a"], [])))
    assert page.tables[0].caption == NASTY
    assert page.tables[0].rows == [[NASTY], [NASTY]]
    assert page.text.count(NASTY) == 4


def test_numbers_in_their_units():
    assert shown(1234567.4, "shares") == "1,234,567"
    assert shown(0.12345, "fraction") == "0.1235"
    assert (shown(0.000016, "fraction"), shown(0.0, "fraction")) == ("0.000016", "0.0000")
    assert shown(6.03, "USD per share") == "6.0300"
    assert shown(186.06, "sessions") == "186.1"
    assert shown(None, "USD") == shown(float("inf"), "USD") == "–"
    assert (signed(3, "USD"), signed(-3, "USD"), signed(0, "USD"), signed(None, "USD")) == ("+3", "-3", "0", "–")


def test_result_shows_headlines_with_errors_units_and_measure():
    scenario = scenario_of().model_copy(update={"name": NASTY})
    result = synthetic_result(scenario, paths=200)
    result.manifest.update(warnings=[NASTY], assumed_inputs=["market.start_price_usd"])
    page = read(result._repr_html_())
    shown_table = page.tables[0]
    assert shown_table.caption.startswith(f"{NASTY}: 200 paths, seed 1998, physical measure (drift 0% a year), run 012")
    assert [row[0] for row in shown_table.rows[1:]] == [c.name for c in columns(scenario) if c.headline]
    headings = shown_table.rows[0]
    by_name = {row[0]: dict(zip(headings, row, strict=True)) for row in shown_table.rows[1:]}
    issued, row = result.row("shares_issued"), by_name["shares_issued"]
    assert row["unit"] == "shares"
    assert row["mean"] == f"{issued.mean:,.0f}"
    assert row["standard error"] == f"{issued.standard_error:,.0f}"
    assert row["50%"] == f"{issued.quantiles[0.5][0]:,.0f}"
    assert row["shortfall 0.95"] == f"{issued.expected_shortfall:,.0f}"
    assert by_name["cap_reached"]["50%"] == "–"
    assert f"Warning: {NASTY}." in page.text
    assert "1 input nobody gave [assumed]; the scenario lists them." in page.text


def test_scenario_shows_the_deal_and_every_mark():
    from simulate.words import assumed_inputs, choices_in_force, deal_in_words

    scenario = scenario_of().model_copy(update={"name": NASTY})
    page = read(scenario._repr_html_())
    assert page.tables[0].caption == NASTY
    assert [row[0] for row in page.tables[0].rows[1:]] == deal_in_words(scenario)
    for item in (*choices_in_force(scenario), *assumed_inputs(scenario)):
        assert item.line() in page.text


@pytest.fixture(scope="module")
def replayed():
    """The whole deal on the record: plain Python, nothing is compiled."""
    return simulate.replay("valence-1998", "vlnc")


def test_ledger_shows_every_event_with_its_clause(replayed):
    page = read(replayed._repr_html_())
    rows = [row for shown_table in page.tables[:2] for row in shown_table.rows[1:]]
    assert len(rows) == len(replayed.events) > 30
    for row, event in zip(rows, replayed.events, strict=True):
        assert row[:6] == [event.date.isoformat(), event.kind, event.instrument, event.limit, event.clause, event.note]
    totals = dict(page.tables[2].rows[1:])
    assert totals["shares_issued"] == f"{replayed.totals['shares_issued']:,}"
    assert {"closes to the cent"} == {text.split("(")[1][:-1] for text, *_ in page.tables[3].rows[1:] if text}
    for note in replayed.notes:
        assert note in page.text


def test_ledger_escapes_what_events_say(replayed):
    event = replace(replayed.events[0], note=NASTY, instrument=NASTY)
    page = read(replace(replayed, events=[event])._repr_html_())
    assert page.tables[0].rows[1][2] == page.tables[0].rows[1][5] == NASTY


def test_comparison_shows_paired_errors(pair_of_runs):
    found = simulate.compare(list(pair_of_runs))
    page = read(found._repr_html_())
    rows = {row[0]: row for row in page.tables[0].rows[1:]}
    mean = found.difference("shares_issued")
    expected = [f"{mean.first:,.0f}", f"{mean.other:,.0f}", f"{mean.difference:+,.0f}", f"{mean.standard_error:,.0f}"]
    assert rows["shares_issued"][2:6] == expected
    assert "640 paths, seed 7, physical measure, paired" in page.tables[0].caption


def test_price_table_of_february_1999():
    """Series B on 1999-02-10: 1,254,822 shares at $6.03 (contract 12; S-3 of 1999)."""
    page = read(simulate.price_table("valence-1998", prices=["7"], on=date(1999, 2, 10))._repr_html_())
    row = dict(zip(page.tables[0].rows[0], page.tables[0].rows[1], strict=True))
    assert row["Series B price, USD"] == "6.0300"
    assert page.tables[0].rows[1][page.tables[0].rows[0].index("Series B price, USD") + 1] == "1,254,822"
    assert "of total: new / (old + new)" in page.text

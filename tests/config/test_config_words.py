"""The deal in words, and the switches and assumptions found by their marks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from strategies import scenarios
from whole_strategies import whole_scenarios

from simulate.load import load
from simulate.scenario.base import Part
from simulate.words import assumed_inputs, choices_in_force, deal_in_words, fixed_readings, measure_in_words


@pytest.fixture(scope="module")
def words() -> str:
    return "\n".join(deal_in_words(load("valence-1998")))


@pytest.mark.parametrize(
    "said",
    [
        # Each with its clause, as the contract's reading has it.
        "26,704,073 common shares outstanding on 18 December 1998",
        "Series A: 7,500 preferred shares of $1,000 stated value, $7,500,000 in all",
        "Premium: 6% a year of the stated value, simple, on N calendar days over 365",
        "fixed at $6.03 a share (CoD III.E) until 27 July 1999",
        "101% of the average of the 6 lowest closing bids of the 10 consecutive sessions ending on the "
        "trading day before",
        "Series A, waiver: it converts at the fixed price whatever the variable one",
        "from 15 March 1999 (RRA 2.1)",
        "matures on 27 July 2001",
        "at most 5,071,913 common shares together",
        "at most 4.9% of the common outstanding",
        "Authorized shares: 50,000,000, of which 23,295,927 are free",
        "while the holder owns any Series B, its sales in one session at prices under $12 a share",
        "the greatest of 30,000 shares (SPA 4.15(i)), 15% of that session's volume (SPA 4.15(ii)) and 15% "
        "of the average volume "
        "of the 5 sessions before (SPA 4.15(iii))",
        "given on 4 February 1999 and lifts the Cap Amount (CoD IV.G(i), SPA 4.13)",
        "physical measure (drift 0% a year)",
        "volatility 90% a year",
        "otherwise at most 30% of the session's volume",
        "100,000 paths from seed 1998",
    ],
)
def test_the_deal_is_read_aloud_with_numbers_units_and_clauses(words, said):
    assert said in words


def test_only_series_a_is_waived(words):
    assert words.count("waiver: it converts") == 1


def change(part: Part, path: str, value: object) -> Part:
    """A copy of a scenario with one field changed, checked again."""
    data = part.model_dump()
    *steps, last = path.split(".")
    inner = data
    for step in steps:
        inner = inner[int(step)] if step.isdigit() else inner[step]
    inner[last] = value
    return type(part).model_validate(data)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("deal.approval", {"mode": "never"}, "Stockholder Approval: never given"),
        (
            "deal.approval",
            {"mode": "probability", "date": "1999-02-04", "probability": Decimal("0.25")},
            "with a probability of 25%, drawn once per path",
        ),
        ("deal.limits.cap", None, "Cap Amount: none"),
        ("deal.limits.cap.excess", "lost", "is lost with the preferred it came from"),
        ("deal.limits.cap.returns", "gross", "stay in the count"),
        ("deal.limits.ownership_fraction", None, "Ownership limit: none"),
        ("deal.limits.sale_volume", None, "Sale-volume covenant: none"),
        ("deal.limits.sale_volume.price_below_usd", None, "in one session at any price"),
        ("deal.limits.sale_volume.share_of_limit", "0.6", "this holder has 60%, with the Series B"),
        ("deal.limits.sale_volume.average_sessions", 1, "average volume of the session before"),
        ("deal.common.authorized_shares", None, "Authorized shares: no limit"),
        (
            "deal.series.1.conversion_price.variable",
            None,
            "Series B, Conversion Price: fixed at $6.03 a share (CoD III.E).",
        ),
        ("deal.series.1.conversion_price.fixed_usd", None, "before that date nothing converts"),
        (
            "deal.series.1.conversion_price.variable.window_end",
            "same_day",
            "sessions ending on the Conversion Date",
        ),
        ("deal.series.1.premium.counts_issue_date", True, "itself counted"),
        ("deal.conversion.round_up", "per_share", "the common of each preferred share is rounded up"),
        ("deal.conversion.fractional_shares", True, "nothing is rounded"),
        ("deal.conversion.same_day_sale", False, "only after their Conversion Date"),
        ("deal.conversion.after_maturity", "stranded", "never converts"),
        ("holder.policy", "hold", "holds its preferred to maturity"),
        ("holder.participation", None, "otherwise as much as it likes"),
        ("holder.sale_decision", "same_close", "the closing bid of the same session is at least"),
        ("market.tick_usd", Decimal("0.03125"), "ticks of $0.03125"),
        ("market.earlier_record", "bids.csv", "the record bids.csv"),
    ],
)
def test_every_switch_changes_the_words(words, path, value, said):
    # What only deals of conversion alone may switch is switched there.
    name = "valence-1998-conversion-only" if path == "deal.conversion.fractional_shares" else "valence-1998"
    changed = "\n".join(deal_in_words(change(load(name), path, value)))
    assert said in changed
    assert said not in words


def test_the_measure_is_named_with_its_drift():
    scenario = load("valence-1998")
    data = scenario.model_dump()
    data["market"] |= {"measure": "risk_neutral", "drift_per_year": None}
    assert measure_in_words(type(scenario).model_validate(data).market) == (
        "risk-neutral measure (drift 5% a year, the discount rate)"
    )


def test_the_bootstrap_names_its_options():
    scenario = load("valence-1998-bootstrap")
    plain = "\n".join(deal_in_words(scenario))
    assert "blocks of 5 sessions in the mean" in plain
    assert "rescaled" not in plain
    scenario = change(scenario, "market.price.target_volatility_per_year", Decimal("0.9"))
    scenario = change(scenario, "market.price.smoothing", Decimal("0.25"))
    scenario = change(scenario, "market.price.drift", "record")
    scenario = change(scenario, "market.price.block_sessions", "auto")
    full = "\n".join(deal_in_words(scenario))
    assert "rescaled to a volatility of 90% a year" in full
    assert "smoothed with a bandwidth of 25%" in full
    assert "the record's own drift" in full
    assert "a mean length estimated from the record" in full


def with_price(price):
    scenario = load("valence-1998")
    data = scenario.model_dump()
    data["market"]["price"] = price
    return type(scenario).model_validate(data)


def test_jumps_and_changing_variances_name_their_numbers():
    jumps = {"volatility_per_year": "0.6", "jumps_per_year": 20, "jump_mean_log": "-0.05", "jump_deviation_log": "0.08"}
    assert (
        "Merton's jump diffusion, volatility 60% a year on 252 sessions between 20 jumps a year in the mean, whose "
        "logarithms have mean -0.05 and deviation 0.08"
    ) in "\n".join(deal_in_words(with_price({"model": "merton"} | jumps)))
    variance = {"omega_per_session": "0.0002", "alpha": "0.15", "beta": "0.75", "degrees_of_freedom": "4.5"}
    scenario = with_price({"model": "garch"} | variance)
    assert (
        "GARCH(1,1), omega 0.0002 a session, alpha 0.15, beta 0.75, with Student-t innovations of 4.5 degrees of "
        "freedom held within 8 deviations, and a session's deviation within 50%"
    ) in "\n".join(deal_in_words(scenario))
    walk = with_price({"model": "tree", "volatility_per_year": "0.9"})
    assert "a binomial walk, volatility 90% a year on 252 sessions: each session up or down by one factor" in "\n".join(
        deal_in_words(walk)
    )
    choices = {item.name: item.value for item in choices_in_force(scenario)}
    assert choices["market.price.innovation_bound"] == "8"


def test_choices_and_assumptions_are_found_in_unions_tuples_and_optional_parts():
    scenario = load("valence-1998-bootstrap")
    choices = {item.name: item for item in choices_in_force(scenario)}
    assumed = {item.name: item for item in assumed_inputs(scenario)}
    assert choices["market.price.drift"].value == "scenario"
    assert choices["market.price.drift"].alternatives == ("record",)
    assert choices["deal.limits.cap.counts"].value == "A, B, W1, W2, G1, G2"
    assert choices["holder.participation"].line().startswith("holder.participation = 0.3 fraction: ")
    assert assumed["market.price.block_sessions"].value == "5"
    assert assumed["deal.common.authorized_shares"].line() == (
        "deal.common.authorized_shares = 50,000,000 shares: Authorized common shares; nothing is issued "
        "beyond them; "
        "null: no such limit (CoD V)"
    )
    assert "market.price.volatility_per_year" not in assumed
    assert "market.price.volatility_per_year" in {item.name for item in assumed_inputs(load("valence-1998"))}


def test_a_part_that_is_absent_has_no_choices_in_force():
    scenario = change(load("valence-1998"), "deal.limits.cap", None)
    assert not [item for item in choices_in_force(scenario) if ".cap." in item.name]


def test_clauses_of_another_companys_deal_are_said_to_be_borrowed():
    scenario = load("valence-1998")
    another = change(scenario, "deal.issuer.ticker", "NEWCO")
    assert [said.text for said in fixed_readings(another) if said not in fixed_readings(scenario)] == [
        "Clauses are cited from the documents of Valence Technology's deal of 1998, whose terms these are of a kind "
        "with; the clauses of this deal's own documents are for its lawyer to put beside them."
    ]


def test_flat_earlier_bids_are_a_reading_only_without_a_record():
    scenario = load("valence-1998")
    with_record = change(scenario, "market.earlier_record", "bids.csv")
    assert len(fixed_readings(scenario)) == len(fixed_readings(with_record)) + 1


@settings(deadline=None, max_examples=60)
@given(scenarios(fractional_shares=True))
def test_any_scenario_can_be_read_aloud(scenario):
    text = "\n".join(deal_in_words(scenario))
    for series in scenario.deal.series:
        assert f"Series {series.name}: {series.preferred_shares:,} preferred shares" in text
    assert "None" not in text
    assert "E+" not in text
    assert {item.name for item in choices_in_force(scenario)}.isdisjoint(item.name for item in assumed_inputs(scenario))


@settings(deadline=None, max_examples=60)
@given(whole_scenarios())
def test_any_scenario_of_the_whole_contract_can_be_read_aloud(scenario):
    lines = deal_in_words(scenario)
    text = "\n".join(lines)
    assert "None" not in text
    assert "E+" not in text
    assert len([line for line in lines if line.startswith("Event")]) == len(scenario.deal.events)
    assert len([line for line in lines if line.startswith("Warrant ")]) == len(scenario.deal.warrants)
    assert {item.name for item in choices_in_force(scenario)}.isdisjoint(item.name for item in assumed_inputs(scenario))


@pytest.mark.parametrize(
    ("start", "horizon", "said"),
    [
        # 2003-07-27 is a Sunday; 1998-12-18 a Friday; 1999-07-04 a Sunday, and its Monday a holiday.
        (
            "1998-12-18",
            "2003-07-27",
            "session 0 is that day; the horizon is 27 July 2003, and the last session 25 ",
        ),
        (
            "1999-07-03",
            "2001-07-27",
            "session 0 is 6 July 1999; the horizon is 27 July 2001, and the last session that",
        ),
    ],
)
def test_the_horizon_is_not_the_last_session(start, horizon, said):
    deal = load("valence-1998")
    days = {"start": date.fromisoformat(start), "horizon": date.fromisoformat(horizon)}
    assert said in deal_in_words(deal.model_copy(update={"deal": deal.deal.model_copy(update=days)}))[0]


@pytest.mark.parametrize(("paths", "said"), [(1, "Run: 1 path from"), (2_000, "Run: 2,000 paths from")])
def test_one_path_is_a_path(paths, said):
    deal = load("valence-1998")
    run = deal.run.model_copy(update={"paths": paths})
    assert any(said in line for line in deal_in_words(deal.model_copy(update={"run": run})))

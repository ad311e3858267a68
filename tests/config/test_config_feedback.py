"""What feeds back on the price, in the schema: refusals, words, and what is announced."""

from __future__ import annotations

import pytest
from deals import scenario
from pydantic import ValidationError

from simulate.scenario import label_of, uses_whole
from simulate.terms import make_terms
from simulate.words import deal_in_words
from simulate.words.marks import assumed_inputs, choices_in_force

IMPACT = {"dilution_in_price": "impact", "impact": {}}
PRESSES = {"policy": "pricing_window_pressure"}
RECORD = {"model": "bootstrap", "record": "vlnc.csv"}
DATED = {"kind": "delisting", "date": "1999-02-01"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"market": {"dilution_in_price": "impact"}}, "write impact: {} for its defaults"),
        ({"market": {"impact": {}}}, "dilution_in_price none; the price takes one of the two"),
        ({"market": IMPACT | {"dilution_in_price": "mechanical"}}, "never both: set dilution_in_price to impact"),
        ({"market": IMPACT | {"price": RECORD}}, "a bootstrap without target_volatility_per_year states none"),
        ({"market": IMPACT | {"impact": {"permanent_fraction": 2}}}, "less than or equal to 1"),
        (
            {"market": IMPACT, "deal": {"conversion": {"fractional_shares": True}}},
            "deal.conversion.fractional_shares is of closed forms",
        ),
        ({"holder": PRESSES, "deal": {"conversion": {"fractional_shares": True}}}, "holder.policy to another"),
        ({"deal": {"events": [DATED | {"hazard_level_usd": 1}]}}, "given for a delisting that is dated"),
    ],
)
def test_what_contradicts_itself_is_refused(changes, said):
    with pytest.raises(ValidationError, match=said):
        scenario(**changes)


def test_a_bootstrap_takes_a_stated_volatility():
    stated = scenario(market=IMPACT | {"price": RECORD, "impact": {"volatility_per_year": "0.8"}})
    assert stated.market.impact_volatility_per_year == 0.8
    rescaled = scenario(market=IMPACT | {"price": RECORD | {"target_volatility_per_year": "0.7"}})
    assert rescaled.market.impact_volatility_per_year == 0.7


@pytest.mark.parametrize(
    ("price", "volatility"),
    [
        ({"model": "gbm", "volatility_per_year": "0.9"}, 0.9),
        # sqrt(0.36 + 4 x (0.01 + 0.04)) = sqrt(0.56)
        (
            {
                "model": "merton",
                "volatility_per_year": "0.6",
                "jumps_per_year": 4,
                "jump_mean_log": "-0.1",
                "jump_deviation_log": "0.2",
            },
            0.748331,
        ),
        # sqrt(252 x 0.0003/0.1) = sqrt(0.756)
        (
            {
                "model": "garch",
                "omega_per_session": "0.0003",
                "alpha": "0.1",
                "beta": "0.8",
                "degrees_of_freedom": 4,
            },
            0.869483,
        ),
    ],
)
def test_the_volatility_is_the_price_models_own(price, volatility):
    one = scenario(market=IMPACT | {"price": price})
    assert one.market.impact_volatility_per_year == pytest.approx(volatility, abs=1e-6)


def test_off_by_default_and_then_not_in_the_kernels_at_all():
    plain = scenario()
    assert plain.market.dilution_in_price == "none"
    assert not uses_whole(plain)
    assert make_terms(plain).tables.whole is None
    for changes in ({"market": IMPACT}, {"market": {"dilution_in_price": "mechanical"}}, {"holder": PRESSES}):
        assert uses_whole(scenario(**changes))


def test_impact_in_words_with_its_marks():
    one = scenario(market=IMPACT)
    (words,) = (line for line in deal_in_words(one) if line.startswith("Impact:"))
    assert "0.7 deviations of a session (volatility 90% a year)" in words
    assert "to the power 0.5" in words
    assert "by half in 10 sessions, and none of it stays" in words
    assert {item.name for item in assumed_inputs(one)} >= {"market.impact.coefficient", "market.impact.exponent"}
    assert "market.dilution_in_price" in {item.name for item in choices_in_force(one)}
    assert any("as if its sale pressed nothing" in said for said in make_terms(one).announcements)
    divided = scenario(market={"dilution_in_price": "mechanical"})
    assert any(line.startswith("Dilution in the price: what is drawn") for line in deal_in_words(divided))
    assert any("does not change it [assumed]" in said for said in make_terms(divided).announcements)


def test_a_delisting_that_follows_the_price_in_words():
    event = {"kind": "delisting", "hazard_per_year": "0.05", "hazard_level_usd": 1}
    one = scenario(deal={"events": [event]})
    (words,) = (line for line in deal_in_words(one) if "delisted" in line)
    assert "stated one at a closing bid of $1" in words
    assert "to the power 2 (contract 8)" in words
    assert "deal.events[0].hazard_power" in {item.name for item in assumed_inputs(one)}
    del event["hazard_level_usd"]
    assert "deal.events[0].hazard_power" not in {
        item.name for item in assumed_inputs(scenario(deal={"events": [event]}))
    }


def test_pressure_is_labelled_as_barred_wherever_it_is_shown():
    one = scenario(holder=PRESSES)
    (words,) = (line for line in deal_in_words(one) if line.startswith("Holder:"))
    assert "a stress that SPA 4.14 bars as manipulation" in words
    assert "what 10 sessions of such selling need" in words
    label = "stress: pricing_window_pressure is barred by SPA 4.14"
    assert any(said.startswith(label) for said in make_terms(one).announcements)
    assert label_of("pricing_window_pressure") == label
    assert label_of("convert_and_sell") == ""
    assert "holder.pricing_window_pressure.sessions" in {item.name for item in assumed_inputs(one)}
    assert "holder.pricing_window_pressure.sessions" not in {item.name for item in assumed_inputs(scenario())}

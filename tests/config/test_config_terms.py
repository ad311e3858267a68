"""What only the kernels' tables can refuse is refused as the rest is: file, line, field, value, allowed, what to do."""

from __future__ import annotations

from datetime import date

import pytest
from refusals import line_of

from simulate.errors import ConfigError
from simulate.load import load
from simulate.scenario import Scenario
from simulate.terms import make_terms

LONG = "1.010000000001"


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        # 101% to twelve decimals over six bids at 2**20 units a dollar: its whole numbers alone are above 10**12.
        (
            ("multiplier: 1.01", f"multiplier: {LONG}"),
            "deal.series[0].conversion_price.variable.multiplier",
            "allowed: at least 100 times market.start_price_usd, $",
        ),
        (
            ("exercise_price_usd: 6.7838", "exercise_price_usd: 6.783800000001"),
            "deal.warrants[0].exercise_price_usd",
            "6.783800000001 needs, with the decimals it is counted with, whole numbers of ",
        ),
        (
            ("share_of_session_volume: 0.15", "share_of_session_volume: 0.150000000001"),
            "deal.limits.sale_volume.share_of_session_volume",
            "0.150000000001 needs, with the decimals it is counted with, whole numbers of ",
        ),
    ],
    ids=["multiplier", "exercise price", "volume"],
)
def test_a_refusal_of_the_bridge_names_line_field_value_and_remedy(write, change, field, said):
    path = write(change)
    scenario = load(path)
    with pytest.raises(ConfigError) as caught:
        make_terms(scenario)
    (message,) = caught.value.messages
    assert message.startswith(f"{path}:{line_of(path, change[1].strip())}: {field}: ")
    assert said in message
    assert "; allowed: " in message


# Start and horizon as they stand one day apart: Friday and the Saturday after leave a single session.
ONE_SESSION = (
    "deal.horizon: 1998-12-19 leaves 1 session from deal.start, 1998-12-18; allowed: a date by which there are at "
    "least 2; move it"
)


def with_horizon(scenario: Scenario, day: date) -> Scenario:
    """The scenario with another horizon, unchecked: the schema would refuse the maturities after it first."""
    return scenario.model_copy(update={"deal": scenario.deal.model_copy(update={"horizon": day})})


def test_a_horizon_that_leaves_one_session_is_refused_with_its_line_if_there_is_a_file(write):
    path = write()
    loaded = load(path)
    made = Scenario.model_validate(loaded.model_dump())
    line = line_of(path, "  horizon: 2003-07-27")
    for scenario, where in ((loaded, f"{path}:{line}: "), (made, "")):
        with pytest.raises(ConfigError) as caught:
            make_terms(with_horizon(scenario, date(1998, 12, 19)))
        assert caught.value.messages == (where + ONE_SESSION,)


def test_the_line_of_a_field_left_out_is_that_of_the_part_around_it(write):
    path = write()
    scenario = load(path)
    assert scenario.line_of("deal.series[1].name") == line_of(path, "name: B")
    assert scenario.line_of("deal.series[1].nothing") == scenario.line_of("deal.series[1]")
    assert scenario.model_copy(update={"name": "other"}).line_of("deal.horizon") == scenario.line_of("deal.horizon")

"""The shipped scenarios: found by name, valid, and twins that differ only where they claim."""

from __future__ import annotations

import math
import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from repository import SHIPPED

from simulate import shipped
from simulate.history import earlier_window, read_record
from simulate.load import load
from simulate.scenario import Delisting, Delivery, Impact, MergerTerms, Registration, Scenario, Warrants, uses_whole
from simulate.words import assumed_inputs


def differences(one: object, other: object, path: str = "") -> set[str]:
    """Dotted paths at which two dumps differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = one.keys() | other.keys()
        return {
            found
            for key in keys
            for found in differences(one.get(key), other.get(key), f"{path}.{key}" if path else key)
        }
    return set() if one == other else {path}


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_scenario_loads(path):
    assert isinstance(load(path), Scenario)


def test_the_bootstrap_twin_differs_only_in_its_market():
    one, other = (load(name).model_dump() for name in ("valence-1998", "valence-1998-bootstrap"))
    found = differences(one, other)
    assert "name" in found
    assert found - {"name"}
    assert all(path.startswith("market.price.") for path in found - {"name"})


def test_the_no_approval_twin_differs_only_in_the_vote():
    one, other = (load(name).model_dump() for name in ("valence-1998", "valence-1998-no-approval"))
    assert differences(one, other) == {"name", "deal.approval.mode", "deal.approval.date"}


def test_the_falling_twin_differs_only_in_its_drift():
    # Hillion and Vermaelen: the common lost 34% on average in the year after such an issue; E[S] after a year.
    one, other = (load(name) for name in ("valence-1998", "valence-1998-falling"))
    assert differences(one.model_dump(), other.model_dump()) == {"name", "market.drift_per_year"}
    assert other.market.measure == "physical"
    assert round(1 - math.exp(other.market.drift), 2) == 0.34


def test_the_spiral_differs_from_its_falling_twin_only_in_impact():
    one, other = (load(name) for name in ("valence-1998-falling", "valence-1998-spiral"))
    found = differences(one.model_dump(), other.model_dump())
    assert found - {"name"} == {"market.dilution_in_price", "market.impact"}
    # The defaults of the law, written out.
    assert other.market.impact == Impact()


def test_series_a_as_first_sold_differs_only_in_the_waiver():
    # So that what the amendment of December 1998 was worth is the difference of two runs.
    one, other = (load(name).model_dump() for name in ("valence-1998", "valence-1998-as-first-sold"))
    assert differences(one, other) == {"name", "deal.series"}
    assert differences(one["deal"]["series"][0], other["deal"]["series"][0]) == {"conversion_price.variable.waived"}
    assert one["deal"]["series"][1] == other["deal"]["series"][1]


def test_what_happened_differs_only_in_its_events_and_the_holders_acts():
    one, other = (load(name).model_dump() for name in ("valence-1998", "valence-1998-as-it-happened"))
    holders = {"holder.policy", "holder.dated_acts.acts"}
    assert differences(one, other) == {"name", "deal.events", "deal.issue_covenant.market_leg"} | holders


def test_the_issues_of_1999_are_at_the_prices_on_public_record():
    # $6.23929 on 1999-06-28, $4.4345 on 1999-10-28, and $5.8736 of the Ridgeway letter (RL 1).
    scenario = load("valence-1998-as-it-happened")
    issues = scenario.deal.events
    # The bid of the session before Ridgeway, 1999-11-26, is not on record; the other two take the path's.
    assert [issue.market_price_usd for issue in issues] == [None, None, Decimal("9.25")]
    assert "1999-11-26" not in (SHIPPED / "history" / "vlnc.csv").read_text()
    assert "deal.events[2].market_price_usd = 9.25 USD per share" in [
        item.line().split(":")[0] for item in assumed_inputs(scenario)
    ]
    prices = [(issue.date, issue.shares, issue.consideration_usd / issue.shares) for issue in issues]
    assert [(day, shares) for day, shares, _ in prices] == [
        (date(1999, 6, 28), 480_824),
        (date(1999, 10, 28), 676_521),
        (date(1999, 11, 29), 595_889),
    ]
    assert [round(price, places) for (_, _, price), places in zip(prices, (5, 4, 4), strict=True)] == [
        Decimal("6.23929"),
        Decimal("4.4345"),
        Decimal("5.8736"),
    ]


def test_the_deal_of_conversion_alone_is_what_it_was_beside_the_whole_one():
    one, other = load("valence-1998"), load("valence-1998-conversion-only")
    assert uses_whole(one)
    assert not uses_whole(other)
    found = differences(one.model_dump(), other.model_dump())
    conversion = {"name", "deal.conversion.maturity_conditions", "deal.limits.cap.counts"}
    around = (
        "warrants",
        "reserve",
        "cap_test",
        "registration",
        "delivery",
        "redemption",
        "issue_covenant",
        "expenses_usd",
    )
    assert conversion <= found
    assert found - conversion == {path for path in found if path.split(".")[:2] in [["deal", part] for part in around]}


def test_the_run_from_the_middle_begins_where_the_record_has_the_windows():
    deal = load("valence-1998-from-1999-11").deal
    record = read_record(SHIPPED / "history" / "vlnc.csv", spread_fraction=Decimal("0.015"))
    bids, _ = earlier_window(record, deal.start, 10, 5)
    # The closing bids of 1999-10-22 to 11-04: nine of the ten of the contract's section 12, and that of 11-04.
    assert [float(bid) for bid in bids] == [5.1875, 4.84375, 4.75, 4.4375, 4.5625, 4.875, 5.34375, 5.3125, 6, 5.75]
    left = [series.position.preferred_left for series in deal.series]
    assert left == [0, 4500]


def test_the_fictional_scenarios_say_that_they_are():
    fictional = {"convertible-note", "equity-line", "fixed-with-resets", "floating-warrant"}
    assert fictional <= shipped.shipped_scenarios().keys()
    for name in fictional:
        scenario = load(name)
        assert scenario.name.endswith("(fictional)")
        assert scenario.deal.issuer.name.startswith("Fictional ")
        assert uses_whole(scenario)


def test_the_defaults_of_the_deal_are_those_of_its_documents():
    # Figures of sections 1 to 5 of the contract's reading; the comments of the scenario have their clauses.
    scenario = load("valence-1998")
    series_a, series_b = scenario.deal.series
    for series in (series_a, series_b):
        assert series.preferred_shares * series.stated_value_usd == series.purchase_price_usd == 7_500_000
        assert series.conversion_price.fixed_usd == Decimal("6.03")
        assert series.conversion_price.variable.multiplier == Decimal("1.01")
        assert series.maturity == date(2001, 7, 27)
    assert series_a.conversion_price.variable.waived
    assert not series_b.conversion_price.variable.waived
    assert scenario.deal.limits.cap.amount_shares == 5_071_913
    assert scenario.deal.limits.ownership_fraction == Decimal("0.049")
    assert scenario.deal.limits.sale_volume.price_below_usd == 12
    investor, agent = scenario.deal.warrants[:2], scenario.deal.warrants[2:]
    for warrant in investor:
        assert (warrant.shares, warrant.exercise_price_usd) == (447_761, Decimal("6.7838"))
        assert (warrant.exercisable_from, warrant.expires) == (date(1999, 7, 27), date(2003, 7, 27))
        assert warrant.in_reserve
    for warrant in agent:
        assert (warrant.shares, warrant.exercise_price_usd) == (87_500, Decimal("4.9375"))
        assert (warrant.party, warrant.in_reserve) == ("agent", False)
    assert scenario.deal.reserve.amount_shares == 4_000_000
    assert [one.registered_shares for one in scenario.deal.registration.statements] == [5_000_000, 4_000_000]
    # 3% of $15,000,000 a 30-day month is $450,000.
    assert scenario.deal.registration.payment_fraction_per_month * 15_000_000 == 450_000
    assert scenario.deal.redemption.face_multiple * 1000 == 1250


def test_what_the_shipped_deal_states_of_these_clauses_is_what_a_deal_has_that_states_nothing():
    # CoD XI.B, XI.C; W 4(b)(ii)(2), 4(e), 4(e)(ii), 4(h); RRA 2.3; CoD XIV.E: the documents' numbers, word for word.
    deal = load("valence-1998").deal
    figures = [
        (deal.merger, MergerTerms(), {"freeze_sessions_after_abandonment": 7, "face_multiple": Decimal("1.25")}),
        (
            deal.warrant_terms,
            Warrants(),
            {
                "assumed_market_fraction": Decimal("0.8"),
                "merger_notice_sessions": 5,
                "volatility_sessions": 100,
                "least_adjustment_fraction": Decimal("0.01"),
            },
        ),
        (deal.registration, Registration(), {"payment_month_days": 30, "pay_after_days": 5}),
        (deal.delivery, Delivery(), {"interest_per_year": Decimal("0.24")}),
    ]
    for shipped_part, default, numbers in figures:
        for name, number in numbers.items():
            assert getattr(shipped_part, name) == getattr(default, name) == number, name
            assert name in shipped_part.model_fields_set
    # CoD VIII.A(i): five trading days; no delisting is dated in it.
    assert Delisting(kind="delisting", date=date(1999, 7, 27)).event_sessions == 5


def test_every_number_of_the_deal_has_a_comment_with_its_source(valence):
    deal = valence[valence.index("deal:") : valence.index("\nmarket:")]
    clause = re.compile(
        r"\b(SPA|RRA|CoD|8-K|W)\b|\[(inferred|assumed|public|choice)\]|in its certificate|contributed back"
    )
    bare = [
        line
        for line in deal.splitlines()
        if re.search(r":\s+[^#\s]*[0-9]", line) and not clause.search(line.partition("#")[2])
    ]
    assert bare == []


@pytest.mark.parametrize("name", ["valence-1998", "valence-1998.yaml", "configs/valence-1998.yaml", "./valence-1998"])
def test_a_shipped_scenario_is_found_by_its_name_from_anywhere(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load(name).source == SHIPPED / "valence-1998.yaml"


@pytest.mark.parametrize("name", ["vlnc", "vlnc.csv", "history/vlnc.csv", "configs/history/vlnc.csv"])
def test_a_shipped_record_is_found_by_its_name_from_anywhere(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert shipped.find_record(name) == SHIPPED / "history" / "vlnc.csv"


def test_a_file_of_the_users_comes_before_a_shipped_one(write, tmp_path, monkeypatch):
    write(("name: Valence Technology 1998", "name: Mine")).rename(tmp_path / "valence-1998.yaml")
    monkeypatch.chdir(tmp_path)
    assert load("valence-1998.yaml").name.startswith("Mine")


def test_a_name_in_another_folder_is_not_taken_for_a_shipped_one(tmp_path):
    path = tmp_path / "valence-1998.yaml"
    assert shipped.find_scenario(path) == path


def test_an_installed_package_finds_its_own_copies(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "simulate"
    shutil.copytree(SHIPPED, package / "configs")
    monkeypatch.setattr(shipped, "__file__", str(package / "shipped.py"))
    assert shipped.shipped_folder() == package / "configs"
    assert set(shipped.shipped_scenarios()) == {path.stem for path in SHIPPED.glob("*.yaml")}


def test_a_broken_installation_says_so(tmp_path, monkeypatch):
    from simulate.errors import ConfigError

    monkeypatch.setattr(shipped, "__file__", str(Path(tmp_path, "simulate", "shipped.py")))
    with pytest.raises(ConfigError, match="install floorless again"):
        shipped.shipped_folder()

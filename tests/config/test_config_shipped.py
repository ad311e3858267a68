"""The shipped scenarios: found by name, valid, and twins that differ only where they claim."""

from __future__ import annotations

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from repository import SHIPPED

from simulate import shipped
from simulate.load import load
from simulate.scenario import Scenario


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


def test_every_number_of_the_deal_has_a_comment_with_its_source(valence):
    deal = valence[valence.index("deal:") : valence.index("\nmarket:")]
    clause = re.compile(
        r"\b(SPA|RRA|CoD|PR|W)\b|\[(inferred|assumed|public|choice)\]|in its certificate|contributed back"
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

"""``--paranoid``: what must hold on every path is checked as blocks come, and one planted violation is enough."""

from __future__ import annotations

import shlex

import numpy as np
import pytest
from command import call

import simulate
from kernels.rows import UNDEFINED
from simulate import work
from simulate.derive import Floats, derive
from simulate.errors import ConfigError, InvariantError
from simulate.paranoia import Paranoia

SCENARIO = "valence-1998-conversion-only"
PATHS = 60
AT = 37


def outputs(scenario: str = SCENARIO) -> tuple[Paranoia, dict[str, Floats]]:
    """The invariants of a scenario, and outputs of the first paths as the kernels leave them."""
    kept = simulate.run(scenario, paths=PATHS, threads=1, keep_paths=True)
    table = kept.paths.drop_columns(["path"])
    arrays = {
        name: np.where(table[name].is_null(), UNDEFINED, np.array(table[name].to_pylist(), float)).astype(float)
        for name in table.column_names
    }
    return Paranoia(kept.scenario), arrays


@pytest.fixture(scope="module")
def plain():
    return outputs()


@pytest.fixture(scope="module")
def whole():
    return outputs("valence-1998")


@pytest.mark.parametrize("which", ["plain", "whole"])
def test_what_the_kernels_leave_holds(which, request):
    paranoia, arrays = request.getfixturevalue(which)
    paranoia.check(0, arrays)


# The shipped scenario: fixed price $6.03, 7,500 preferred a series, at most 4.9% of some 27 million held.
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pnl_usd": np.nan}, "pnl_usd is not a finite number"),
        ({"remaining_value_usd": np.inf}, "remaining_value_usd is not a finite number"),
        ({"shares_issued": UNDEFINED}, "shares_issued is undefined"),
        ({"sessions_bound_cap": 0.5}, "sessions_bound_cap is not whole"),
        ({"approved": 2.0}, "approved is neither true nor false"),
        ({"common_held_shares": -1.0}, "common_held_shares is negative"),
        ({"preferred_left_series_b": -1.0}, "preferred_left_series_b is negative"),
        ({"preferred_left_series_a": 7501.0}, "Series A preferred left and redeemed are more than was issued"),
        ({"shares_series_a": 1e7}, "the shares of series and warrants are not all shares issued"),
        ({"cap_used_shares": 1e8}, "more than the Cap Amount"),
        ({"lowest_conversion_price_usd": 6.04}, "the lowest conversion price is above the fixed price"),
        ({"conversion_proceeds_usd": 1e9}, "sales of the series are not all sales"),
        ({"pnl_usd": 12345.0}, "the investor's book does not close to the cent"),
        ({"common_held_shares": 2e6}, "the holder holds more than the ownership limit"),
    ],
)
def test_a_violation_of_a_plain_deal_is_named_with_its_path(plain, changes, said):
    paranoia, arrays = plain
    spoilt = {name: values.copy() for name, values in arrays.items()}
    for name, value in changes.items():
        spoilt[name][AT] = value
    with pytest.raises(InvariantError, match=said) as raised:
        paranoia.check(4096, spoilt)
    assert f"path {4096 + AT} of seed 1998" in str(raised.value)


def test_a_series_that_converts_below_its_fixed_price_after_the_waiver_is_found(plain):
    paranoia, arrays = plain
    spoilt = {name: values.copy() for name, values in arrays.items()}
    # All 7,500 Series A at $5.50 and not $6.03, with a year's Premium at most: 9.6% more shares.
    for name in ("shares_series_a", "shares_issued"):
        spoilt[name][AT] += 7500 * 1000 * 1.5 / 5.5
    for name in ("shares_series_a", "shares_issued"):
        spoilt[name] = np.floor(spoilt[name])
    with pytest.raises(InvariantError, match="Series A converted below its fixed price after the waiver"):
        paranoia.check(0, spoilt)


def test_books_of_a_whole_deal_that_do_not_close_are_found(whole):
    paranoia, arrays = whole
    spoilt = arrays | {"books_gap_usd": arrays["books_gap_usd"] + np.where(np.arange(PATHS) == AT, 0.02, 0.0)}
    with pytest.raises(InvariantError, match=f"path {AT} of seed 1998: the books do not close to the cent"):
        paranoia.check(0, spoilt)


def test_a_planted_violation_stops_the_run_and_the_command_it_names_shows_the_path(monkeypatch, tmp_path):
    def planted(rows, scenario, paid):
        out = derive(rows, scenario, paid)
        out["cap_used_shares"][AT] = 1e8
        return out

    monkeypatch.setattr(work, "derive", planted)
    arguments = ("run", SCENARIO, "--paths", "100", "--seed", "5", "--quiet", "--out", str(tmp_path / "run"))
    assert call(*arguments).exit_code == 0
    ended = call(*arguments[:-1], str(tmp_path / "other"), "--paranoid")
    assert ended.exit_code == 1
    assert f"path {AT} of seed 5: more than the Cap Amount" in ended.stderr
    assert not (tmp_path / "other").exists()
    command = shlex.split(ended.stderr.rpartition(": floorless ")[2])
    assert command[0] == "explain"
    shown = call(*command)
    assert shown.exit_code == 0, shown.stderr
    assert shown.stdout == call("explain", str(tmp_path / "run"), str(AT)).stdout


def test_no_number_depends_on_it_and_it_goes_with_no_shards_of_others(tmp_path):
    one, other = (simulate.run(SCENARIO, paths=PATHS, threads=1, paranoid=paranoid) for paranoid in (True, False))
    assert one.summary_rows == other.summary_rows
    with pytest.raises(ConfigError, match="paranoid: paths are checked as they come"):
        simulate.run(SCENARIO, paths=PATHS, out=tmp_path / "run", resume=True, paranoid=True)

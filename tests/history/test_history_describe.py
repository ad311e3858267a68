"""What a record holds: volatility and its errors, block length, volume, spread, gaps."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from arch.bootstrap import optimal_block_length

from simulate.history import (
    Record,
    automatic_block_sessions,
    describe,
    log_returns,
    volatility_of,
)
from simulate.sessions import sessions

ReadCsv = Callable[..., Record]


def long_lines(count: int) -> list[str]:
    """A record that moves, in one run: prices on a fixed pattern around 10 dollars."""
    days = sessions(date(2000, 1, 3), date(2005, 1, 3))[:count]
    return [f"{day},{10 + (i * i % 7) / 10},,{1000 + i}" for i, day in enumerate(days)]


def test_volatilities_of_the_runs(vlnc: Record) -> None:
    # definitions.md: the record's three runs give 95%, 118%, 33%.
    found = [run.volatility.per_year for run in describe(vlnc).runs if run.volatility]
    assert [round(100 * value) for value in found] == [95, 118, 33]


def test_pooled_volatility_and_mean(vlnc: Record) -> None:
    values = log_returns(vlnc).log_return.tolist()
    found = describe(vlnc)
    assert found.returns == len(values) == 69
    assert found.volatility is not None
    assert math.isclose(found.volatility.per_year, statistics.stdev(values) * math.sqrt(252), rel_tol=1e-13)
    assert math.isclose(found.mean_log_return or 0, statistics.fmean(values), rel_tol=1e-13)
    error = statistics.stdev(values) / math.sqrt(69)
    assert math.isclose(found.mean_log_return_error or 0, error, rel_tol=1e-13)
    # definitions.md: the record's own mean would be absurd, 6 times a year.
    assert round(found.mean_gross_per_year or 0) == 6


def test_errors_of_the_volatility() -> None:
    # Against repeated sampling: the kurtosis error holds for normal and for Laplace returns, the other for
    # normal ones only.
    rng = np.random.default_rng(20)
    for draw, normal_holds in ((rng.standard_normal, True), (rng.laplace, False)):
        samples = draw(size=(4000, 250))
        spread = float(np.std(samples.std(axis=1, ddof=1)))
        errors = [volatility_of(sample.tolist()) for sample in samples[:400]]
        year = math.sqrt(252)
        by_kurtosis = statistics.fmean(e.error_by_kurtosis / year for e in errors if e)
        if_normal = statistics.fmean(e.error_if_normal / year for e in errors if e)
        # 4,000 samples give the deviation to 1.1%; the sample kurtosis is biased down by a few percent.
        assert abs(by_kurtosis / spread - 1) < 0.08
        assert (abs(if_normal / spread - 1) < 0.05) is normal_holds


def test_volatility_by_hand() -> None:
    # Returns -1, 0, 1: variance 1; kurtosis (2/3)/(2/3)^2 = 3/2; error 1/2 sqrt((3/2 - 0)/3) = 1/sqrt(8).
    found = volatility_of([-1.0, 0.0, 1.0])
    assert found is not None
    year = math.sqrt(252)
    assert math.isclose(found.per_year, year)
    assert math.isclose(found.error_if_normal, year / 2)
    assert math.isclose(found.error_by_kurtosis, year / math.sqrt(8))
    assert volatility_of([0.1]) is None
    assert volatility_of([]) is None


def test_block_length(vlnc: Record) -> None:
    returns = log_returns(vlnc)
    blocks = [
        float(optimal_block_length(returns.log_return[returns.run == run] ** 2)["stationary"].iloc[0])
        for run in range(3)
    ]
    found = [run.arch_block_sessions for run in describe(vlnc).runs]
    assert found == blocks
    # definitions.md: arch gives 0.3 to 6.6.
    assert max(blocks) == pytest.approx(6.6, abs=0.05)
    assert min(blocks) < 1
    weighted = (14 * blocks[0] + 26 * blocks[1] + 29 * blocks[2]) / 69
    assert automatic_block_sessions(vlnc) == pytest.approx(weighted, rel=1e-14)
    assert describe(vlnc).automatic_block_sessions == automatic_block_sessions(vlnc)


@pytest.mark.parametrize("count", range(2, 30))
def test_block_length_of_short_runs(count: int, read_csv: ReadCsv) -> None:
    record = read_csv(*long_lines(count))
    block = automatic_block_sessions(record)
    assert 1 <= block < count
    known = describe(record).runs[0].arch_block_sessions
    assert (known is None) is (count - 1 < 11)
    assert block == (1.0 if known is None else max(1.0, known))


def test_a_price_that_never_moves(read_csv: ReadCsv) -> None:
    days = sessions(date(2000, 1, 3), date(2000, 3, 1))
    found = describe(read_csv(*[f"{day},10,," for day in days]))
    assert found.automatic_block_sessions == 1
    assert found.volatility is not None
    assert found.volatility.per_year == 0
    assert found.mean_gross_per_year == 1
    json.dumps(found.as_dict(), allow_nan=False)


def test_counts_gaps_volume_and_spread(vlnc: Record) -> None:
    found = describe(vlnc)
    assert (found.sessions, found.first, found.last) == (72, date(1999, 8, 6), date(2005, 8, 24))
    assert [(gap.last_before, gap.first_after) for gap in found.gaps] == [
        (date(1999, 8, 26), date(1999, 10, 14)),
        (date(1999, 11, 19), date(2005, 7, 14)),
    ]
    # 1999-08-27 to 10-13 are 34 weekdays; Labor Day was 1999-09-06.
    assert found.gaps[0].missing_sessions == 33
    assert [(run.sessions, run.returns) for run in found.runs] == [(15, 14), (27, 26), (30, 29)]
    # issue: the record's six two-sided sessions average 0.68% below.
    assert found.two_sided_sessions == 6
    assert round(found.two_sided_spread_fraction or 0, 4) == 0.0068
    known = [volume for volume in vlnc.volumes if volume is not None]
    assert found.volume_sessions == len(known) == 30
    assert found.volume_median_shares == statistics.median(known)
    assert found.volume_log_deviation == pytest.approx(statistics.stdev(math.log(v) for v in known))
    assert (found.closes_filled, found.bids_filled) == (32, 34)


def test_zero_volume_has_no_logarithm(read_csv: ReadCsv) -> None:
    found = describe(read_csv("1999-08-06,5,,0", "1999-08-09,5,,100", "1999-08-10,5,,"))
    assert found.volume_sessions == 2
    assert found.volume_median_shares == 50
    assert found.volume_log_deviation is None


def test_warning_of_a_short_record(vlnc: Record, read_csv: ReadCsv) -> None:
    assert "too short for inference: 69 returns" in describe(vlnc).warning
    assert "too short" in describe(read_csv(*long_lines(250))).warning
    assert describe(read_csv(*long_lines(251))).warning == ""


def test_as_dict_is_json(vlnc: Record) -> None:
    found = describe(vlnc)
    plain = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert plain == found.as_dict()
    assert plain["gaps"][0] == {
        "last_before": "1999-08-26",
        "first_after": "1999-10-14",
        "missing_sessions": 33,
    }
    assert plain["runs"][2]["first"] == "2005-07-14"


def test_lines_say_it(vlnc: Record) -> None:
    text = "\n".join(describe(vlnc).lines())
    for said in (
        "72 sessions, 1999-08-06 to 2005-08-24, 3 runs, 2 gaps",
        "gap: 1999-08-26 to 1999-10-14, 33 sessions missing",
        "volatility 95.3% a year",
        "Volatility of all 69 returns: 88.1% a year",
        "on record on 30 of 72 sessions, median 110,900 shares",
        "the bid 0.68% below the close",
        "32 closes filled from bids at half the spread, 0.75%",
        "Warning: the record is too short",
    ):
        assert said in text


@pytest.mark.parametrize(
    "lines",
    [("1999-08-06,5,,",), ("1999-08-06,5,,", "1999-08-09,6,5,"), ("1999-08-06,5,,", "1999-08-10,5,,")],
)
def test_records_with_next_to_nothing(lines: tuple[str, ...], read_csv: ReadCsv) -> None:
    found = describe(read_csv(*lines))
    assert found.volatility is None
    assert found.mean_log_return is None
    assert "volatility unknown" in "\n".join(found.lines())
    json.dumps(found.as_dict(), allow_nan=False)


def test_absurd_growth_stays_a_number(read_csv: ReadCsv) -> None:
    lines = ("1999-08-06,0.001,,", "1999-08-09,1000,,", "1999-08-10,1000000000,,")
    found = describe(read_csv(*lines, allow_jumps=True))
    assert found.mean_gross_per_year == math.exp(690)

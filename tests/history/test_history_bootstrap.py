"""The table the bootstrap draws from: moments, smoothing, rescaling, volume, refusals."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from simulate.errors import RecordError
from simulate.history import (
    BootstrapTable,
    Record,
    automatic_block_sessions,
    bootstrap_table,
    log_returns,
)

ReadCsv = Callable[..., Record]

PLAIN: dict[str, Any] = {
    "block_sessions": Decimal(5),
    "drift": "scenario",
    "target_volatility_per_year": None,
    "smoothing": None,
    "volume_model": "lognormal",
    "missing": "refuse",
}
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(40)
SMOOTHINGS = [None, Decimal("0.05"), Decimal("0.3"), Decimal(1)]
TARGETS = [None, Decimal("0.2"), Decimal("0.9"), Decimal(3)]


def table(record: Record, **changes: Any) -> BootstrapTable:
    return bootstrap_table(record, **{**PLAIN, **changes})


def noise_moment(made: BootstrapTable, power: int) -> float:
    """E[(log2 gross)^power] or, for power 0, E[gross], over the noise, by quadrature."""
    logs = made.log2_gross[:, None] + made.log2_noise * NODES[None, :]
    values = np.exp2(logs) if power == 0 else logs**power
    return float((values @ WEIGHTS).mean() / math.sqrt(2 * math.pi))


@pytest.mark.parametrize("smoothing", SMOOTHINGS)
@pytest.mark.parametrize("target", TARGETS)
def test_mean_gross_return_is_one(vlnc: Record, smoothing: Decimal | None, target: Decimal | None) -> None:
    made = table(vlnc, smoothing=smoothing, target_volatility_per_year=target)
    assert abs(noise_moment(made, 0) - 1) < 1e-14
    if smoothing is None:
        assert made.log2_noise == 0
        assert abs(math.fsum(2.0**value for value in made.log2_gross) / 69 - 1) < 1e-14


@pytest.mark.parametrize("smoothing", SMOOTHINGS)
@pytest.mark.parametrize("drift", ["scenario", "record"])
def test_smoothing_keeps_the_moments(vlnc: Record, smoothing: Decimal | None, drift: str) -> None:
    """Mean and variance of the drawn log return, noise included, are the record's."""
    values = log_returns(vlnc).log_return
    made = table(vlnc, smoothing=smoothing, drift=drift)
    mean = noise_moment(made, 1) * math.log(2)
    h = float(smoothing or 0)
    second = noise_moment(made, 2) * math.log(2) ** 2 - mean**2
    # s has n - 1 (METHODS 2): the noise adds h^2 s^2/(1 + h^2), the record's returns keep their n.
    expected = (values.var() + h**2 * values.var(ddof=1)) / (1 + h**2)
    assert second == pytest.approx(expected, rel=1e-12)
    if drift == "record":
        assert mean == pytest.approx(values.mean(), rel=1e-12)


def test_smoothing_by_the_formula(vlnc: Record) -> None:
    values = log_returns(vlnc).log_return.tolist()
    m, s, h = statistics.fmean(values), statistics.stdev(values), 0.3
    made = table(vlnc, smoothing=Decimal("0.3"), drift="record")
    expected = [(m + (r - m) / math.sqrt(1 + h * h)) / math.log(2) for r in values]
    np.testing.assert_allclose(made.log2_gross, expected, rtol=0, atol=1e-15)
    assert made.log2_noise == pytest.approx(h * s / math.sqrt(1 + h * h) / math.log(2), rel=1e-13)


def test_drift_of_the_record_is_kept_and_said(vlnc: Record) -> None:
    made = table(vlnc, drift="record")
    values = log_returns(vlnc).log_return
    np.testing.assert_allclose(made.log2_gross * math.log(2), values, rtol=0, atol=1e-16)
    # definitions.md: 6 times a year.
    yearly = np.exp(values).mean() ** 252
    (warning,) = [text for text in made.announcements if text.startswith("Warning")]
    assert f"multiplies the price by {yearly:.3g} a year" in warning
    assert round(yearly) == 6
    assert not any("Warning" in text for text in table(vlnc).announcements)


@pytest.mark.parametrize("target", ["0.2", "0.9", "3"])
def test_rescaling(vlnc: Record, target: str) -> None:
    made = table(vlnc, target_volatility_per_year=Decimal(target), drift="record")
    logs = (made.log2_gross * math.log(2)).tolist()
    assert statistics.stdev(logs) * math.sqrt(252) == pytest.approx(float(target), rel=1e-12)
    assert made.volatility_per_year == pytest.approx(float(target), rel=1e-14)
    assert statistics.fmean(logs) == pytest.approx(log_returns(vlnc).log_return.mean(), rel=1e-11)
    assert f"to {float(target):.1%} a year" in " ".join(made.announcements)
    np.testing.assert_array_equal(made.standardised, table(vlnc).standardised)


def test_standardised_next_and_volumes(vlnc: Record) -> None:
    made, returns = table(vlnc), log_returns(vlnc)
    assert abs(math.fsum(made.standardised)) < 1e-13
    assert statistics.stdev(made.standardised.tolist()) == pytest.approx(1, rel=1e-13)
    np.testing.assert_array_equal(made.next_index, returns.next_index)
    np.testing.assert_array_equal(made.volume_shares, returns.volume_shares)
    # Every run is walked through and comes back to where it began.
    assert sorted(made.next_index.tolist()) == list(range(69))
    assert made.log2_gross.dtype == made.standardised.dtype == np.float64
    assert made.next_index.dtype == made.volume_shares.dtype == np.int64


def test_block_lengths(vlnc: Record) -> None:
    made = table(vlnc, block_sessions=Decimal("2.5"))
    assert (made.restart_probability, made.block_sessions) == (0.4, 2.5)
    assert "bootstrap of 69 returns in 3 runs, mean block 2.5 sessions" in made.announcements[0]
    automatic = automatic_block_sessions(vlnc)
    made = table(vlnc, block_sessions="auto")
    assert made.block_sessions == automatic
    assert made.restart_probability == 1 / automatic
    assert "auto" in made.announcements[0]


def test_everything_in_force_is_named(vlnc: Record) -> None:
    assert len(table(vlnc).announcements) == 1
    made = table(vlnc, smoothing=Decimal("0.25"), target_volatility_per_year=Decimal("0.9"))
    text = "\n".join(made.announcements)
    assert "bandwidth 0.25 deviations (Efron's smoothed bootstrap" in text
    factor = 0.9 / (log_returns(vlnc).log_return.std(ddof=1) * math.sqrt(252))
    assert f"rescaled about their mean by {factor:.4g}, from a volatility of 88.1% to 90.0% a year" in text


def test_resampled_volume(vlnc: Record, read_csv: ReadCsv) -> None:
    with pytest.raises(RecordError, match=r"39 of 69 returns lack volume, the first that of 1999-08-09; set"):
        table(vlnc, volume_model="resample")
    modelled = table(vlnc, volume_model="resample", missing="model")
    assert not modelled.resample_volume
    assert "39 of 69 returns lack volume: the lognormal model" in modelled.announcements[-1]
    assert not table(vlnc).resample_volume
    # The first session's volume belongs to no return.
    full = read_csv("1999-08-06,5,,", "1999-08-09,6,,10", "1999-08-10,5,,0")
    for missing in ("refuse", "model"):
        drawn = table(full, volume_model="resample", missing=missing)
        assert drawn.resample_volume
        assert drawn.volume_shares.tolist() == [10, 0]
    assert not table(full).resample_volume


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("1999-08-06,5,,",), "has 0 returns"),
        (("1999-08-06,5,,", "1999-08-09,6,,", "1999-08-11,6,,"), "has 1 return between"),
        (("1999-08-06,5,,", "1999-08-09,5,,", "1999-08-10,5,,"), "its volatility is 0 a year"),
        (("1999-08-06,5,,", "1999-08-09,9,,", "1999-08-10,5,,"), "over 500%"),
    ],
)
def test_refused(lines: tuple[str, ...], said: str, read_csv: ReadCsv) -> None:
    with pytest.raises(RecordError, match=said):
        table(read_csv(*lines))


def test_absurd_volatility_may_be_rescaled(read_csv: ReadCsv) -> None:
    record = read_csv("1999-08-06,5,,", "1999-08-09,9,,", "1999-08-10,5,,", "1999-08-11,5,,")
    made = table(record, target_volatility_per_year=Decimal(1))
    assert made.volatility_per_year == pytest.approx(1)
    assert abs(noise_moment(made, 0) - 1) < 1e-14

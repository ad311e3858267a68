"""A synthetic run, made up in numpy for tests of tables and figures: its numbers mean nothing else."""

from __future__ import annotations

import zlib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np

from simulate.columns import Column, columns
from simulate.load import load
from simulate.output.tables import histograms_table, sessions_table
from simulate.results import Result
from simulate.scenario import Scenario
from simulate.statistics import QUANTILES, Moments, histogram_of, summarize
from simulate.statistics.fans import bit_bins, fan_quantiles

CONFIGS = Path(__file__).parents[2] / "configs"
SESSIONS = 60


def scenario_of(name: str = "valence-1998") -> Scenario:
    return load(CONFIGS / f"{name}.yaml")


def session_dates(scenario: Scenario) -> list[date]:
    """Evenly spaced dates: synthetic sessions, not the exchange's."""
    days = (scenario.deal.horizon - scenario.deal.start).days
    return [scenario.deal.start + timedelta(days * t // (SESSIONS - 1)) for t in range(SESSIONS)]


def synthetic_market(scenario: Scenario, paths: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Prices, conversion prices and shares issued so far, [sessions, paths]; a twentieth a session."""
    generator = np.random.default_rng(seed)
    days = np.diff([(day - scenario.deal.start).days for day in session_dates(scenario)], prepend=0)
    steps = -0.405 * days[:, None] / 365 + 0.9 * np.sqrt(days[:, None] / 365) * generator.standard_normal(
        (SESSIONS, paths)
    )
    price = 7.0 * np.exp(np.cumsum(steps, axis=0))
    conversion = np.minimum(6.03, price)
    conversion[:8] = 6.03
    part = np.zeros(SESSIONS)
    part[:20] = 15_000_000 / 20
    return price, conversion, np.minimum(np.ceil(np.cumsum(part[:, None] / conversion, axis=0)), 23_295_927)


def synthetic_arrays(scenario: Scenario, paths: int, seed: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Every registered column, plausible in size, and the masks of the nullable ones."""
    price, _, issued = synthetic_market(scenario, paths, seed)
    new = np.diff(issued, axis=0, prepend=0)
    total = issued[-1]
    old = scenario.deal.common.outstanding_shares
    pnl = (new * price).sum(axis=0) - 15_000_000
    known = {
        "shares_issued": total,
        "dilution_of_total": total / (old + total),
        "dilution_of_old": total / old,
        "pnl_usd": pnl,
        "conversion_proceeds_usd": pnl + 15_000_000,
    }
    arrays, masks = {}, {}
    for column in columns(scenario):
        # Of its own name: a column that is added leaves the numbers, and so the pictures, of the others alone.
        generator = np.random.default_rng([seed + 1, zlib.crc32(column.name.encode())])
        if column.name in known:
            values = known[column.name]
        elif column.dtype == "bool":
            values = generator.random(paths) < 0.3
        elif column.dtype == "int64":
            values = generator.integers(0, 900, paths)
        else:
            values = generator.lognormal(0.0, 0.4, paths)
        arrays[column.name] = np.asarray(values)
        if column.nullable:
            masks[column.name] = generator.random(paths) < 0.02
    return arrays, masks


def row_and_histogram(column: Column, values: np.ndarray, undefined: int):
    row = summarize(column, values, Moments.of(values), undefined, confidence=Decimal("0.95"), tail=Decimal("0.95"))
    whole = column.dtype != "float64"
    return row, histogram_of(values, whole_numbers=whole) if values.size else None


def synthetic_result(
    scenario: Scenario | None = None, *, paths: int = 4000, seed: int = 7, change=None, **manifest
) -> Result:
    """A result as the engine would hand it over; ``change`` may edit the arrays."""
    scenario = scenario or scenario_of()
    arrays, masks = synthetic_arrays(scenario, paths, seed)
    if change is not None:
        change(arrays, masks)
    rows, histograms = [], {}
    for column in columns(scenario):
        mask = masks.get(column.name, np.zeros(paths, bool))
        values = arrays[column.name][~mask].astype(column.dtype)
        row, histogram = row_and_histogram(column, values, int(mask.sum()))
        rows.append(row)
        if histogram is not None:
            histograms[column.name] = histogram
    price, conversion, issued = synthetic_market(scenario, paths, seed)
    quantities = {
        "shares_issued": (issued, 1.0, 38),
        "preferred_left": (
            np.maximum(0.0, 15_000 - np.arange(SESSIONS) * 750)[:, None] + 0 * issued,
            1.0,
            26,
        ),
        "price_usd": (price, 2.0**-20, 37),
        "conversion_price_usd": (conversion, 2.0**-20, 37),
    }
    fans = {}
    for name, (values, lowest, octaves) in quantities.items():
        lower, upper = bit_bins(lowest, octaves)
        places = np.searchsorted(lower, values, side="right") - 1
        counts = np.stack([np.bincount(place, minlength=lower.size) for place in places])
        fans[name] = fan_quantiles(counts, lower, upper, QUANTILES, Decimal("0.95"))
    dates = session_dates(scenario)
    days = np.array([(day - dates[0]).days for day in dates])
    flows = (np.diff(issued, axis=0, prepend=0) * price).mean(axis=1)
    sessions = sessions_table(dates, days, fans, issued.mean(axis=1), flows)
    facts = {
        "config_hash": "0123456789abcdef" * 4,
        "seed": scenario.run.seed,
        "paths": paths,
        "measure": scenario.market.measure,
        "expected_irr_per_year": 0.42,
        "versions": {"floorless": "0.1.0"},
    }
    return Result(scenario, facts | manifest, rows, sessions, histograms_table(histograms))


def result_with_fractions(*causes: str, paths: int = 400) -> Result:
    """On every other path the investor gets $5.38 for a fraction, on three in four investor or agent gets one.

    Parameters
    ----------
    causes
        Acts by which $2.5 million are paid: the first on path 0, 40, 80 ..., the second on path 20, 60, 100 ...
    paths
        How many.
    """

    def change(arrays, masks):
        place = np.arange(arrays["pnl_usd"].size)
        for name in arrays:
            if name.startswith("times_"):
                arrays[name] = np.zeros_like(arrays[name])
        arrays["times_fraction_paid"] = (place % 4 != 0).astype(np.int64)
        arrays["company_payments_usd"] = 50_000.0 + 5.38 * (place % 2 == 1)
        for first, name in zip((0, 20), causes, strict=False):
            arrays[f"times_{name}"] = (place % 40 == first).astype(np.int64)
            arrays["company_payments_usd"] += 2_500_000.0 * (place % 40 == first)

    return synthetic_result(change=change, paths=paths)

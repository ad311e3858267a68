"""The market models against numpy and scipy on the same random words, and their moments."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from deals import scenario
from scipy import stats
from test_random import philox_oracle

from kernels.market.draw import draw_path
from kernels.market.scratch import make_market
from simulate.explain import path_market
from simulate.shipped import shipped_folder
from simulate.terms import make_terms

VLNC = str(shipped_folder() / "history" / "vlnc.csv")
VOLUME = {"median_shares": 233_000, "log_deviation": "0.8", "persistence": "0.6", "size_correlation": "0.4"}


def bootstrap(**changes):
    return {"model": "bootstrap", "record": VLNC} | changes


def words(seed: int, path: int, block: int) -> list[int]:
    return philox_oracle([path & 0xFFFFFFFF, path >> 32, block, 0], [seed & 0xFFFFFFFF, seed >> 32])


def normals(first: int, second: int) -> tuple[float, float]:
    radius = math.sqrt(-2 * math.log((first + 0.5) / 2**32))
    a = ((second & (2**30 - 1)) - (2**29 - 0.5)) * 2.0**-30 * math.pi / 2
    cosine, sine = math.cos(a) * (-1 if second >> 31 else 1), math.sin(a)
    return (radius * sine, radius * cosine) if second >> 30 & 1 else (radius * cosine, radius * sine)


def volumes_of(z: list[float], e: list[float]) -> list[int]:
    """The volume model of METHODS 2, in numpy."""
    x, out = 0.0, []
    for one, own in zip(z, e, strict=True):
        u = (abs(one) - math.sqrt(2 / math.pi)) / math.sqrt(1 - 2 / math.pi)
        x = 0.6 * x + math.sqrt(1 - 0.36) * (0.4 * u + math.sqrt(1 - 0.16) * own)
        out.append(round(233_000 * math.exp(0.8 * x)))
    return out


def assert_close(got, want, units: int) -> None:
    difference = np.abs(np.array(got, float) - np.array(want, float))
    assert difference.max() <= units


@pytest.mark.parametrize("path", [0, 1, 12_345, 2**32 + 7])
def test_gbm_is_the_formula_on_the_same_words(path):
    deal = scenario(market={"spread_fraction": "0.015"}, run={"paths": 1, "seed": 2**40 + 9})
    terms = make_terms(deal)
    drawn = path_market(deal, terms, path)
    z, e = [], []
    for block in range(127):
        a, b, c, d = words(2**40 + 9, path, block)
        for pair in (normals(a, b), normals(c, d)):
            z.append(pair[0])
            e.append(pair[1])
    sessions = len(terms.dates)
    days = np.array([(day - terms.dates[0]).days for day in terms.dates])
    steps = 0.05 * np.diff(days) / 365 - 0.81 / 504 + 0.9 * np.array(z[1:sessions]) / math.sqrt(252)
    closes = 6 * np.exp(np.concatenate([[0.0], np.cumsum(steps)])) * 2**20
    assert drawn.closes[0] == 6 * 2**20
    assert_close(drawn.closes, np.rint(closes), 1)
    # The bid is exact arithmetic on the close: close x (1 - 0.0075), halves up.
    assert list(drawn.bids) == [math.floor(close * Fraction(397, 400) + Fraction(1, 2)) for close in drawn.closes]
    assert_close(drawn.volumes, volumes_of(z[:sessions], e[:sessions]), 1)


def test_a_tick_rounds_the_bid_down():
    deal = scenario(market={"tick_usd": "1/32", "spread_fraction": "0.015"})
    drawn = path_market(deal, make_terms(deal), 3)
    assert drawn.price_units_per_dollar == 32
    assert list(drawn.bids) == [max(1, math.floor(close * Fraction(397, 400))) for close in drawn.closes]


@pytest.mark.parametrize("smoothing", [None, "0.5"])
def test_the_bootstrap_is_the_formula_on_the_same_words(smoothing):
    price = bootstrap(block_sessions=4, smoothing=smoothing)
    deal = scenario(market={"price": price}, run={"paths": 1, "seed": 77})
    terms = make_terms(deal)
    table = terms.tables.bootstrap
    drawn = path_market(deal, terms, 5)
    days = [(day - terms.dates[0]).days for day in terms.dates]
    index, x, z, e, closes = 0, math.log2(6), [], [], []
    for t in range(len(terms.dates)):
        a, b, c, d = words(77, 5, t)
        noise, own = normals(c, d)
        index = (b * 69) >> 32 if t == 0 or a < 2**32 / 4 else int(table.next_index[index])
        if t:
            x += 0.05 * (days[t] - days[t - 1]) / 365 / math.log(2) + table.log2_gross[index] + table.log2_noise * noise
        z.append(float(table.standardised[index]))
        e.append(own)
        closes.append(round(2**x * 2**20))
    assert table.log2_gross.size == 69  # the record's three runs: 14 + 26 + 29 returns
    assert (table.log2_noise > 0) == (smoothing is not None)
    assert_close(drawn.closes, closes, 1)
    assert_close(drawn.volumes, volumes_of(z, e), 1)


def test_blocks_have_geometric_lengths_and_uniform_starts():
    # Politis and Romano (1994): a block is followed on with probability 1 - 1/b.
    deal = scenario(market={"price": bootstrap(block_sessions=5)})
    terms = make_terms(deal)
    table = terms.tables.bootstrap
    # The chain of indices on the same words, which the test above shows the kernels to follow.
    follows = starts = 0
    counts = np.zeros(69)
    for path in range(300):
        index = None
        for t in range(200):
            a, b, _, _ = words(1, path, t)
            fresh = index is None or a < 2**32 / 5
            index = (b * 69) >> 32 if fresh else int(table.next_index[index])
            counts[index] += 1
            starts += fresh
            follows += not fresh
    share = starts / (starts + follows)
    expected = (300 + 300 * 199 / 5) / 60_000
    assert abs(share - expected) < 4 * math.sqrt(0.16 / 60_000)
    # Every return is drawn equally often; blocks make counts vary more than a multinomial's, by about 2b - 1 = 9.
    assert stats.chi2.sf(((counts - 60_000 / 69) ** 2 / (60_000 / 69)).sum() / 9, 68) > 1e-4


def test_resampled_volume_comes_with_the_return():
    market = {"price": bootstrap(), "volume": VOLUME | {"model": "resample", "missing": "model"}}
    terms = make_terms(scenario(market=market))
    # Most of the record's volumes are not known, so the model takes over, and says so.
    assert not terms.tables.bootstrap.resample_volume
    assert any("volume" in line for line in terms.announcements)


def many(deal, paths: int, session: int) -> tuple[np.ndarray, np.ndarray]:
    terms = make_terms(deal)
    sessions, earlier = len(terms.dates), terms.tables.clock.earlier_bids.size
    market = make_market(terms.tables)
    closes, volumes = np.empty(paths), np.empty((paths, sessions))
    for path in range(paths):
        draw_path(terms.tables, np.uint64(deal.run.seed), np.uint64(path), market)
        closes[path] = market.closes[session] / 2**20
        volumes[path] = market.volumes[earlier : earlier + sessions]
    return closes, volumes


def test_gbm_moments():
    closes, volumes = many(scenario(market={"measure": "physical", "drift_per_year": 0}), 20_000, 252)
    # A year, 252 sessions, sigma 0.9, drift 0: E[S] = 6, Var ln S = 0.81; ln S normal.
    logs = np.log(closes / 6)
    assert abs(logs.mean() + 0.405) < 4 * 0.9 / math.sqrt(20_000)
    assert abs(logs.var() - 0.81) < 4 * 0.81 * math.sqrt(2 / 20_000)
    assert stats.kstest((logs + 0.405) / 0.9, "norm").pvalue > 1e-4
    assert abs(closes.mean() - 6) < 4 * closes.std() / math.sqrt(20_000)
    x = np.log(volumes / 233_000) / 0.8
    # Late in the year x is stationary with variance 1 and first autocorrelation 0.6.
    late = x[:, 100:]
    assert abs(late.mean()) < 0.01
    assert abs(late.var() - 1) < 0.02
    assert abs((late[:, 1:] * late[:, :-1]).mean() - 0.6) < 0.02


def test_the_growth_of_blocks_is_announced_and_is_what_paths_show():
    from simulate.terms.market import growth_of_blocks

    deal = scenario(market={"price": bootstrap(), "measure": "physical", "drift_per_year": 0})
    terms = make_terms(deal)
    assert growth_of_blocks(make_terms(scenario(market={"price": bootstrap(block_sessions=1)})).tables.bootstrap) == (
        pytest.approx(1, abs=1e-9)
    )
    closes, _ = many(deal, 20_000, 60)
    expected = growth_of_blocks(terms.tables.bootstrap, 60)
    assert abs((closes / 6).mean() - expected) < 4 * (closes / 6).std() / math.sqrt(20_000)
    year = growth_of_blocks(terms.tables.bootstrap)
    assert any(f"{year - 1:+.1%} off the stated drift" in line for line in terms.announcements)


def test_single_returns_have_the_scenarios_drift():
    deal = scenario(market={"price": bootstrap(block_sessions=1)})
    dates = make_terms(deal).dates
    closes, _ = many(deal, 20_000, 60)
    exact = math.exp(0.05 * (dates[60] - dates[0]).days / 365)
    assert abs((closes / 6).mean() - exact) < 4 * (closes / 6).std() / math.sqrt(20_000)

"""Jumps and changing variances: against plain Python on the same random words, and their moments in closed form."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from deals import scenario, series
from scipy import integrate, stats
from test_market import assert_close, many, normals, volumes_of, words
from test_random import philox_oracle

from kernels.market import asleep
from kernels.market.draw import draw_path, start_market
from kernels.market.scratch import TILE, make_market
from simulate.explain import path_market
from simulate.terms import make_terms
from simulate.terms.models import count_words
from simulate.terms.student import BoundedStudent

MERTON = {
    "model": "merton",
    "volatility_per_year": "0.6",
    "jumps_per_year": 20,
    "jump_mean_log": "-0.05",
    "jump_deviation_log": "0.08",
}
GARCH = {
    "model": "garch",
    "omega_per_session": "0.0002",
    "alpha": "0.15",
    "beta": "0.75",
    "degrees_of_freedom": "4.5",
}
PATHS = 20_000
SEED = 2**40 + 9


def until(day: str, **parts):
    """A deal that ends on a day before the year is over."""
    return scenario(all_series=[series(maturity=day)], deal={"horizon": day}, **parts)


def jump_words(path: int, block: int) -> list[int]:
    """The stream of jumps has counter word 2."""
    return philox_oracle([path & 0xFFFFFFFF, path >> 32, block, 2], [SEED & 0xFFFFFFFF, SEED >> 32])


def drawn_logs(deal, path: int) -> tuple[np.ndarray, np.ndarray]:
    """ln(S_t/S_0) of a path's last tile, before a close is rounded, and the days of all sessions."""
    terms = make_terms(deal)
    market = make_market(terms.tables)
    draw_path(terms.tables, np.uint64(deal.run.seed), np.uint64(path), market)
    sessions = len(terms.dates)
    first = (sessions - 1) // TILE * TILE
    days = np.array([(day - terms.dates[0]).days for day in terms.dates])
    logs = (market.log2_units[: sessions - first] - math.log2(terms.tables.quote.start_units)) * math.log(2)
    return logs, days


def poisson_growth(each: float) -> float:
    """Expected growth of a Poisson number of jumps of MERTON, in logarithms: lambda (E jump - 1)."""
    return each * math.expm1(-0.05 + 0.08**2 / 2)


def merton_path(path: int, sessions: int, days: np.ndarray) -> tuple[np.ndarray, list[float], list[float]]:
    """Log prices, sizes and volume normals of METHODS 2, in plain Python."""
    each = 20 / 252
    logs, sizes, e = [0.0], [], []
    total = math.sqrt(0.36 / 252 + each * (0.05**2 + 0.08**2))
    for t in range(sessions):
        pair = words(SEED, path, t // 2)
        z, own = normals(*pair[2 * (t % 2) : 2 * (t % 2) + 2])
        a, b, *counts = jump_words(path, t // 2)
        size = normals(a, b)[t % 2]
        count, u = 0, counts[t % 2] / 2**32
        while u >= stats.poisson.cdf(count, each):
            count += 1
        jumps = -0.05 * count + 0.08 * math.sqrt(count) * size
        if t:
            drift = 0.05 * (days[t] - days[t - 1]) / 365 - 0.36 / 504 - poisson_growth(each)
            logs.append(logs[-1] + drift + 0.6 * z / math.sqrt(252) + jumps)
        sizes.append(max(-6.0, min(6.0, (0.6 * z / math.sqrt(252) + jumps + 0.05 * each) / total)))
        e.append(own)
    return np.array(logs), sizes, e


@pytest.mark.parametrize("path", [0, 12_345, 2**32 + 7])
def test_merton_is_the_formula_on_the_same_words(path):
    deal = scenario(market={"price": MERTON}, run={"paths": 1, "seed": SEED})
    logs, days = drawn_logs(deal, path)
    expected, sizes, e = merton_path(path, days.size, days)
    # A session's count is drawn from one word of 2^32: the compensation differs from Poisson's by that grain.
    np.testing.assert_allclose(logs, expected[-logs.size :], rtol=0, atol=1e-9)
    drawn = path_market(deal, make_terms(deal), path)
    assert_close(drawn.closes, np.rint(6 * np.exp(expected) * 2**20), 1)
    assert_close(drawn.volumes, volumes_of(sizes, e), 1)


def test_the_compensation_is_that_of_the_words_to_the_last_digits():
    deal = scenario(market={"price": MERTON}, run={"paths": 1, "seed": SEED})
    logs, days = drawn_logs(deal, 3)
    bounds = [0, *count_words(20 / 252), 2**32]
    grown = [(bounds[k + 1] - bounds[k]) / 2**32 * math.exp(k * (-0.05 + 0.08**2 / 2)) for k in range(len(bounds) - 1)]
    expected = merton_path(3, days.size, days)[0]
    sessions = np.arange(days.size)
    expected = expected + sessions * (poisson_growth(20 / 252) - math.log(math.fsum(grown)))
    np.testing.assert_allclose(logs, expected[-logs.size :], rtol=0, atol=1e-12)


def test_counts_of_jumps_are_poissons_to_a_word():
    for mean in (1e-4, 0.079, 1.0):
        words_of = count_words(mean)
        exact = [stats.poisson.cdf(k, mean) * 2**32 for k in range(len(words_of))]
        assert np.abs(np.array(words_of) - exact).max() <= 1.0
        assert stats.poisson.sf(len(words_of), mean) * 2**32 < 1
    assert count_words(0.0) == (2**32,)


def test_without_jumps_a_path_is_the_path_of_gbm():
    jumpless = MERTON | {"jumps_per_year": 0, "volatility_per_year": "0.9"}
    for path in (0, 7):
        both = []
        for price in (jumpless, {"model": "gbm", "volatility_per_year": "0.9"}):
            deal = scenario(market={"price": price}, run={"paths": 1, "seed": SEED})
            drawn = path_market(deal, make_terms(deal), path)
            both.append((tuple(drawn.closes), tuple(drawn.volumes)))
        assert both[0] == both[1]


@cache
def t_of(degrees: float, bound: float) -> tuple[float, float]:
    """What bounding takes, by scipy: the factor that gives the variance back, and how often a bound acts."""
    unit = math.sqrt((degrees - 2) / degrees)
    beyond = 2 * stats.t.sf(bound / unit, degrees)
    inside = (
        2
        * integrate.quad(lambda x: x * x * stats.t.pdf(x / unit, degrees) / unit, 0, bound, epsabs=1e-14, limit=200)[0]
    )
    return 1 / math.sqrt(inside + beyond * bound * bound), beyond


def log_growth(deviation: float, degrees: float, bound: float) -> float:
    """ln E exp(deviation x innovation), by scipy's quadrature of the t density."""
    unit = math.sqrt((degrees - 2) / degrees)
    restore, beyond = t_of(degrees, bound)
    s = deviation * restore
    inside = (
        2
        * integrate.quad(
            lambda x: (math.cosh(s * x) - 1) * stats.t.pdf(x / unit, degrees) / unit, 0, bound, epsabs=1e-15, limit=200
        )[0]
    )
    return math.log1p(inside + beyond * (math.cosh(s * bound) - 1))


def garch_path(path: int, sessions: int, days: np.ndarray) -> tuple[np.ndarray, list[float], list[float]]:
    """Log prices, sizes and volume normals of METHODS 2, in plain Python."""
    omega, alpha, beta, nu, bound = 0.0002, 0.15, 0.75, 4.5, 8.0
    long_run = omega / (1 - alpha - beta)
    restore, _ = t_of(nu, bound)
    h, logs, sizes, e = long_run, [0.0], [], []
    for t in range(sessions):
        a, b, c, d = words(SEED, path, t)
        u = (a + 0.5) / 2**32
        # The normal's angle, and Bailey's radius instead of Box and Muller's.
        cosine = normals(0, b)[0] / math.sqrt(-2 * math.log(0.5 / 2**32))
        student = cosine * math.sqrt(nu * math.expm1(-2 / nu * math.log(u)))
        innovation = restore * max(-bound, min(bound, student * math.sqrt((nu - 2) / nu)))
        sizes.append(max(-6.0, min(6.0, innovation * math.sqrt(h / long_run))))
        e.append(normals(c, d)[0])
        if t:
            drift = 0.05 * (days[t] - days[t - 1]) / 365 - log_growth(math.sqrt(h), nu, bound)
            logs.append(logs[-1] + drift + math.sqrt(h) * innovation)
            h = min(0.25, omega + h * (alpha * innovation**2 + beta))
    return np.array(logs), sizes, e


@pytest.mark.parametrize("path", [1, 2**32 + 7])
def test_garch_is_the_formula_on_the_same_words(path):
    deal = until("1999-06-30", market={"price": GARCH}, run={"paths": 1, "seed": SEED})
    logs, days = drawn_logs(deal, path)
    expected, sizes, e = garch_path(path, days.size, days)
    np.testing.assert_allclose(logs, expected[-logs.size :], rtol=0, atol=1e-12)
    drawn = path_market(deal, make_terms(deal), path)
    assert_close(drawn.closes, np.rint(6 * np.exp(expected) * 2**20), 1)
    assert_close(drawn.volumes, volumes_of(sizes, e), 1)


@pytest.mark.parametrize(("degrees", "bound"), [(2.05, 3), (2.5, 20), (4, 8), (30, 8), (200, 20)])
def test_moments_of_a_bounded_t_are_scipys(degrees, bound):
    ours = BoundedStudent.of(degrees, bound)
    restore, beyond = t_of(degrees, bound)
    assert ours.restore == pytest.approx(restore, rel=1e-10)
    assert ours.beyond == pytest.approx(beyond, abs=1e-13)
    assert ours.even_moment(1) == pytest.approx(1, rel=1e-13)
    for deviation in (0.01, 0.1, 0.5):
        series = np.polyval(ours.growth(0.5), deviation**2)
        assert math.log(series) == pytest.approx(log_growth(deviation, degrees, bound), rel=1e-8, abs=1e-13)


@pytest.mark.parametrize("price", [MERTON, GARCH], ids=["merton", "garch"])
def test_prices_drawn_alone_have_the_same_bits(price):
    deal = scenario(market={"price": price}, run={"paths": 1, "seed": SEED})
    tables = make_terms(deal).tables
    full, alone = make_market(tables), make_market(tables)
    draw_path(tables, np.uint64(SEED), np.uint64(5), full)
    start_market(tables, alone)
    one_tile = tables._replace(clock=tables.clock._replace(days=tables.clock.days[:TILE]))
    draw_path(one_tile, np.uint64(SEED), np.uint64(5), alone)
    for first in range(TILE, tables.clock.days.size, TILE):
        asleep.walk_prices(tables, np.uint64(SEED), np.uint64(5), first, alone)
    assert alone.log2_units.tolist() == full.log2_units.tolist()
    assert (alone.carry[0], alone.carry[2]) == (full.carry[0], full.carry[2])


def all_closes(deal, paths: int) -> np.ndarray:
    """Closes of many paths in dollars, [paths, sessions]."""
    terms = make_terms(deal)
    market = make_market(terms.tables)
    closes = np.empty((paths, len(terms.dates)))
    for path in range(paths):
        draw_path(terms.tables, np.uint64(deal.run.seed), np.uint64(path), market)
        closes[path] = market.closes[: len(terms.dates)]
    return closes / 2**20


def test_moments_of_merton():
    closes, _ = many(scenario(market={"price": MERTON}), PATHS, 252)
    # A year of 252 sessions and 365 days at 5%: E[S] = 6 exp(0.05), whatever the jumps.
    assert abs(closes.mean() - 6 * math.exp(0.05)) < 4 * closes.std() / math.sqrt(PATHS)
    # Cumulants of a Poisson number of normal jumps: 20 E[J^n]; those of the diffusion end with the second.
    m, s = -0.05, 0.08
    jump = [0.0, m, m**2 + s**2, m**3 + 3 * m * s**2, m**4 + 6 * m**2 * s**2 + 3 * s**4]
    cumulant = [20 * moment for moment in jump]
    mean = 0.05 - 0.36 / 2 - 20 * math.expm1(m + s * s / 2) + cumulant[1]
    variance = 0.36 + cumulant[2]
    logs = np.log(closes / 6)
    assert abs(logs.mean() - mean) < 4 * math.sqrt(variance / PATHS)
    assert abs(logs.var() - variance) < 4 * math.sqrt((cumulant[4] + 2 * variance**2) / PATHS)
    third = ((logs - logs.mean()) ** 3).mean()
    # The variance of a third central moment, near the normal's 6 variance^3.
    assert abs(third - cumulant[3]) < 4 * math.sqrt(6 * variance**3 / PATHS)


def test_moments_of_garch():
    market = {"price": GARCH | {"degrees_of_freedom": 8}, "measure": "physical", "drift_per_year": 0}
    closes = all_closes(until("1999-06-30", market=market), PATHS)
    last = closes[:, -1]
    # The expected price is the stated one on every session.
    assert abs(last.mean() - 6) < 4 * last.std() / math.sqrt(PATHS)
    # Late returns: variance omega/(1 - alpha - beta), autocorrelation of their squares, kurtosis (Bollerslev 1986, with
    # the innovations' own kurtosis); the mean that E exp takes away is a constant to 0.2% of the variance.
    r = np.diff(np.log(closes), axis=1)[:, 60:]
    r = r - r.mean()
    squares = r**2
    by_path = squares.mean(axis=1)
    assert abs(by_path.mean() - 0.002) < 4 * by_path.std() / math.sqrt(PATHS) + 1e-6
    a, b = 0.15, 0.75
    kappa = BoundedStudent.of(8, 8).even_moment(2)
    kurtosis = kappa * (1 - (a + b) ** 2) / (1 - (a + b) ** 2 - (kappa - 1) * a**2)
    fourth = (r**4).mean(axis=1)
    assert abs(fourth.mean() / 0.002**2 - kurtosis) < 4 * fourth.std() / math.sqrt(PATHS) / 0.002**2 + 0.02
    centred = squares - 0.002
    products = (centred[:, 1:] * centred[:, :-1]).mean(axis=1)
    first = a * (1 - a * b - b * b) / (1 - 2 * a * b - b * b)
    expected = first * (kurtosis - 1) * 0.002**2
    assert abs(products.mean() - expected) < 4 * products.std() / math.sqrt(PATHS) + 1e-8


def test_innovations_are_students_t():
    # Without persistence a session's return is sqrt(omega) x innovation less a constant; the bound of 20 acts once in
    # 300,000.
    price = GARCH | {"omega_per_session": "0.0004", "alpha": 0, "beta": 0, "innovation_bound": 20}
    market = {"price": price, "measure": "physical", "drift_per_year": 0}
    closes = all_closes(until("1999-03-31", market=market), 2_000)
    drawn = (np.diff(np.log(closes), axis=1).ravel() + log_growth(0.02, 4.5, 20)) / 0.02
    restore, _ = t_of(4.5, 20)
    t = drawn / restore / math.sqrt(2.5 / 4.5)
    assert stats.kstest(t, "t", args=(4.5,)).pvalue > 1e-4

"""Sobol's points against scipy's, Owen's scrambling by its own definition, and the bridge by the law it must have."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from deals import scenario, series
from scipy import special, stats
from scipy.stats import qmc

from kernels.inverse_normal import normal_of
from kernels.market import asleep, sobol
from kernels.market.draw import draw_path, start_market
from kernels.market.scratch import TILE, make_market
from simulate.blocks import BLOCK_PATHS
from simulate.scenario.run import PATHS_TOGETHER
from simulate.terms import make_terms
from simulate.terms.sampling import bridge_order, bridge_sessions

SEED = 20_250_101
DIRECTIONS = sobol.direction_numbers()
SHIFT = 32 - sobol.NET_DIGITS
MERTON = {
    "model": "merton",
    "volatility_per_year": "0.6",
    "jumps_per_year": 20,
    "jump_mean_log": "-0.05",
    "jump_deviation_log": "0.08",
}
GARCH = {
    "model": "garch",
    "omega_per_session": "0.0001",
    "alpha": "0.1",
    "beta": "0.85",
    "degrees_of_freedom": 5,
}


def scrambled(number: int, dimension: int, net: int) -> int:
    """A coordinate of a point of a scrambled net, as a 32-bit fraction."""
    word = sobol.sobol_word(np.uint64(number), dimension, DIRECTIONS)
    own = np.uint64((number + 4096 * net) * 104_729 % 2**32)
    return int(sobol.scrambled(np.uint64(word), dimension, np.uint64(SEED), np.uint64(net), own))


def net_of(dimension: int, net: int = 0) -> np.ndarray:
    """One coordinate of all points of a scrambled net."""
    return np.array([scrambled(number, dimension, net) for number in range(sobol.NET_PATHS)])


def test_a_net_is_a_block_and_what_the_schema_says():
    assert PATHS_TOGETHER["sobol"] == sobol.NET_PATHS == BLOCK_PATHS
    assert BLOCK_PATHS % PATHS_TOGETHER["antithetic"] == 0


def test_points_are_scipys():
    """The whole unscrambled net, every dimension, in the order of the Gray code, as scipy has it."""
    expected = qmc.Sobol(sobol.POINTS, scramble=False, bits=32).random(sobol.NET_PATHS)
    numbers = np.arange(sobol.NET_PATHS)
    gray = numbers ^ (numbers >> 1)
    for dimension in range(sobol.POINTS):
        ours = [int(sobol.sobol_word(np.uint64(number), dimension, DIRECTIONS)) for number in gray]
        assert (np.array(ours) / 2**32 == expected[:, dimension]).all()


def test_normals_are_the_inverse_of_their_distribution():
    generator = np.random.default_rng(3)
    middle = int(0.075 * 2**32)
    ends = [0, 1, 2**31 - 1, 2**31, 2**32 - 1, middle - 1, middle, middle + 1]
    words = np.concatenate([generator.integers(0, 2**32, 4000), ends])
    ours = np.array([normal_of(np.uint64(word)) for word in words])
    assert ours == pytest.approx(special.ndtri((words + 0.5) / 2**32), rel=2e-15, abs=1e-16)
    assert (np.diff(ours[np.argsort(words)]) >= 0).all()


def test_every_elementary_interval_keeps_its_share():
    """Owen (1995): scrambling keeps a net a net. In one dimension every 4,096th holds one point, in the first two
    every rectangle of that size: Sobol's first two coordinates are a net of the best quality."""
    x, y = net_of(0), net_of(1)
    for dimension in (2, 9, 15):
        assert len(set((net_of(dimension) >> SHIFT).tolist())) == sobol.NET_PATHS
    for digits in range(sobol.NET_DIGITS + 1):
        cells = (x >> (32 - digits)) * 2 ** (sobol.NET_DIGITS - digits) + (y >> (20 + digits))
        assert len(set(cells.tolist())) == sobol.NET_PATHS


def test_a_digit_is_flipped_by_what_stands_before_it_alone():
    """Nested uniform scrambling: one random bit for each place and each value of the digits before; half are set."""
    flipped = []
    for dimension in (0, 5):
        plain = np.array([int(sobol.sobol_word(np.uint64(n), dimension, DIRECTIONS)) for n in range(sobol.NET_PATHS)])
        mixed = net_of(dimension, 3)
        for place in range(sobol.NET_DIGITS):
            bits = defaultdict(set)
            for before, flip in zip(plain >> (32 - place), (plain ^ mixed) >> (31 - place) & 1, strict=True):
                bits[int(before)].add(int(flip))
            assert len(bits) == 2**place
            assert all(len(found) == 1 for found in bits.values())
            flipped += [min(found) for found in bits.values()]
    assert abs(np.mean(flipped) - 0.5) < 4 * 0.5 / np.sqrt(len(flipped))


def test_a_point_of_many_nets_is_uniform_and_dimensions_are_strangers():
    coordinates = np.array([[scrambled(11, dimension, net) for dimension in (0, 1, 7)] for net in range(2000)])
    for each in coordinates.T:
        assert stats.kstest(each / 2**32, "uniform").pvalue > 1e-3
        assert abs(stats.spearmanr(each[:-1], each[1:]).statistic) < 4 / np.sqrt(2000)
    apart = np.abs(np.corrcoef(coordinates.T) - np.eye(3))
    assert apart.max() < 4 / np.sqrt(2000)


def test_points_of_the_bridge():
    # 1154 (j/16)^2, by hand: 4.5, 18.0, 40.6, 72.1, .., 1014.3, 1154.
    assert bridge_sessions(1154)[:4] == [5, 18, 41, 72]
    assert bridge_sessions(1154)[-2:] == [1014, 1154]
    for last in range(1, 400):
        sessions = bridge_sessions(last)
        assert sessions[-1] == last
        assert len(sessions) == min(16, last)
        assert (np.diff([0, *sessions]) > 0).all()
    assert bridge_sessions(5) == [1, 2, 3, 4, 5]
    for points in (1, 2, 5, 16):
        order = bridge_order(points)
        assert sorted(place for place, _, _ in order) == list(range(points))
        known = {-1}
        for place, left, right in order:
            # What a point hangs between is set before it, and nothing between them is.
            assert left in known
            assert right == -1 or right in known
            assert not [each for each in known if left < each and (right == -1 or each < right)]
            known.add(place)


def deal(sampling: str, price=None, day: str = "1999-07-30", paths: int = 8192):
    market = {} if price is None else {"price": price}
    return scenario(
        all_series=[series(maturity=day)],
        deal={"horizon": day},
        market=market,
        run={"paths": paths, "seed": SEED, "sampling": sampling},
    )


def closes_of(one, paths: range) -> tuple[np.ndarray, np.ndarray]:
    terms = make_terms(one)
    market = make_market(terms.tables)
    sessions, earlier = len(terms.dates), terms.tables.clock.earlier_bids.size
    closes, volumes = np.empty((len(paths), sessions)), np.empty((len(paths), sessions))
    for place, path in enumerate(paths):
        draw_path(terms.tables, np.uint64(SEED), np.uint64(path), market)
        closes[place] = market.closes[:sessions]
        volumes[place] = market.volumes[earlier : earlier + sessions]
    return closes, volumes


def test_steps_of_bridged_paths_are_independent_and_standard():
    """Log steps over 8 nets: mean and variance of each session, and no correlation with the session before, across a
    point of the bridge and across the whole path; far less spread at the horizon, which Sobol's first point sets."""
    one = deal("sobol", day="1999-04-30")
    closes, _ = closes_of(one, range(8 * 4096))
    steps = np.diff(np.log(closes), axis=1)
    count = len(steps)
    z = (steps - steps.mean(axis=0)) / (0.9 / np.sqrt(252))
    assert np.abs(z.var(axis=0) - 1).max() < 5 * np.sqrt(2 / count)
    correlations = np.corrcoef(z.T) - np.eye(z.shape[1])
    assert np.abs(correlations).max() < 5.5 / np.sqrt(count)
    # GBM's own mean of each session's price: 6 exp(0.05 days/365); of a net's mean at the horizon far closer.
    days = np.array([(day - make_terms(one).dates[0]).days for day in make_terms(one).dates])
    nets = (closes / 2**20).reshape(8, 4096, -1).mean(axis=1) / (6 * np.exp(0.05 * days / 365)) - 1
    deviation = np.sqrt(np.expm1(0.81 * (closes.shape[1] - 1) / 252) / 4096)
    assert np.abs(nets[:, -1]).max() < deviation / 10
    assert np.abs(nets.mean(axis=0)).max() < 4 * deviation / np.sqrt(8)


def test_second_paths_of_pairs_mirror_the_first():
    """ln S of the two add to twice the drift; both normals are negated, so volumes differ."""
    closes, volumes = closes_of(deal("antithetic"), range(6))
    plain, plain_volumes = closes_of(deal("plain"), range(6))
    logs = np.log(closes / 2**20 / 6)
    dates = make_terms(deal("plain")).dates
    days = np.array([(day - dates[0]).days for day in dates])
    drift = 0.05 * days / 365 - 0.81 / 2 * np.arange(len(days)) / 252
    for first in (0, 2, 4):
        assert (closes[first] == plain[first]).all()
        assert (volumes[first] == plain_volumes[first]).all()
        assert logs[first] + logs[first + 1] == pytest.approx(2 * drift, abs=1e-5)
        assert (closes[first + 1] != plain[first + 1])[1:].all()
        assert (volumes[first] != volumes[first + 1]).any()


def test_variances_of_a_mirrored_garch_path_are_the_same():
    closes, _ = closes_of(deal("antithetic", GARCH), range(2))
    steps = np.diff(np.log(closes), axis=1)
    # ln S less its drift is symmetric in the innovations; the drift by the day's variance is the same in both.
    apart = steps[0] - steps[1]
    assert np.abs(steps.sum(axis=0)).max() < 0.1
    assert np.abs(apart).max() > 0.05


def test_jumps_of_a_mirrored_path_are_its_own():
    diffusion = MERTON | {"jumps_per_year": "0.000001"}
    with_jumps, _ = closes_of(deal("antithetic", MERTON), range(2))
    without, _ = closes_of(deal("antithetic", diffusion), range(2))
    jumped = np.abs(np.diff(np.log(with_jumps / without), axis=1)) > 0.03
    assert jumped.any(axis=1).all()
    assert (jumped[0] != jumped[1]).any()


@pytest.mark.parametrize(
    ("sampling", "price"),
    [
        ("antithetic", None),
        ("antithetic", MERTON),
        ("antithetic", GARCH),
        ("sobol", None),
        ("sobol", MERTON),
    ],
)
def test_prices_drawn_alone_have_the_same_bits(sampling, price):
    one = deal(sampling, price, day="1999-12-31")
    tables = make_terms(one).tables
    full, alone = make_market(tables), make_market(tables)
    path = np.uint64(4099)
    draw_path(tables, np.uint64(SEED), path, full)
    start_market(tables, alone)
    one_tile = tables._replace(clock=tables.clock._replace(days=tables.clock.days[:TILE]))
    draw_path(one_tile, np.uint64(SEED), path, alone)
    for first in range(TILE, tables.clock.days.size, TILE):
        asleep.walk_prices(tables, np.uint64(SEED), path, first, alone)
    assert alone.log2_units.tolist() == full.log2_units.tolist()
    assert (alone.carry[0], alone.carry[2]) == (full.carry[0], full.carry[2])

"""The binomial walk: against plain Python on the same random words, its moments, and V3's tree enumerated."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from deals import scenario
from test_market import assert_close, many, normals, volumes_of, words

from kernels.market import asleep
from kernels.market.draw import draw_path, start_market
from kernels.market.scratch import TILE, make_market
from simulate.errors import ConfigError
from simulate.explain import path_market
from simulate.ledger import Contract, keep_ledger
from simulate.terms import make_terms
from simulate.validation import deals, published

TREE = {"model": "tree", "volatility_per_year": "0.9"}
SEED = 2**40 + 9
PATHS = 20_000
STEP = 0.9 / math.sqrt(252)


def on_a_tree(**run):
    return scenario(market={"price": TREE}, run={"paths": 1, "seed": SEED} | run)


def walk(path: int, days: np.ndarray) -> tuple[np.ndarray, list[float], list[float]]:
    """Net rises, sizes and volume normals of METHODS 2, in plain Python."""
    counts, sizes, e = [0], [], []
    up, down = math.exp(STEP), math.exp(-STEP)
    for t in range(days.size):
        a, _, c, d = words(SEED, path, t)
        gap = days[t] - days[t - 1] if t else 0
        p = (math.exp(0.05 * gap / 365) - down) / (up - down)
        rises = a < round(2**32 * p)
        sizes.append(math.sqrt((1 - p) / p) if rises else -math.sqrt(p / (1 - p)))
        if t:
            counts.append(counts[-1] + (1 if rises else -1))
        e.append(normals(c, d)[0])
    return np.array(counts), sizes, e


@pytest.mark.parametrize("path", [0, 12_345, 2**32 + 7])
def test_a_path_is_the_formula_on_the_same_words(path):
    deal = on_a_tree()
    terms = make_terms(deal)
    days = np.array([(day - terms.dates[0]).days for day in terms.dates])
    counts, sizes, e = walk(path, days)
    drawn = path_market(deal, terms, path)
    assert_close(drawn.closes, np.rint(6 * np.exp(STEP * counts) * 2**20), 1)
    assert_close(drawn.volumes, volumes_of(sizes, e), 1)
    # Where the walk comes back to a node the price is the same, to the unit.
    at = {}
    for count, close in zip(counts.tolist(), drawn.closes, strict=True):
        assert at.setdefault(count, close) == close
    assert len(at) < len(counts)


def test_prices_drawn_alone_have_the_same_bits():
    tables = make_terms(on_a_tree()).tables
    full, alone = make_market(tables), make_market(tables)
    draw_path(tables, np.uint64(SEED), np.uint64(5), full)
    start_market(tables, alone)
    one_tile = tables._replace(clock=tables.clock._replace(days=tables.clock.days[:TILE]))
    draw_path(one_tile, np.uint64(SEED), np.uint64(5), alone)
    for first in range(TILE, tables.clock.days.size, TILE):
        asleep.walk_prices(tables, np.uint64(SEED), np.uint64(5), first, alone)
    assert alone.log2_units.tolist() == full.log2_units.tolist()
    assert (alone.carry[0], alone.carry[2]) == (full.carry[0], full.carry[2])


def test_moments():
    closes, _ = many(on_a_tree(), PATHS, 252)
    # 252 sessions and 365 days at 5%: E[S] = 6 exp(0.05), to the grain of a word.
    assert abs(closes.mean() - 6 * math.exp(0.05)) < 4 * closes.std() / math.sqrt(PATHS)
    terms = make_terms(on_a_tree())
    gaps = np.diff(terms.tables.clock.days)
    p = (np.exp(0.05 * gaps / 365) - math.exp(-STEP)) / (2 * math.sinh(STEP))
    logs = np.log(closes / 6)
    # A sum of independent moves of one size.
    mean, variance = STEP * (2 * p - 1).sum(), 4 * STEP**2 * (p * (1 - p)).sum()
    assert abs(logs.mean() - mean) < 4 * math.sqrt(variance / PATHS)
    # Its fourth cumulant is below that of 252 fair moves: -2 STEP^4 each.
    assert abs(logs.var() - variance) < 4 * variance * math.sqrt(2 / PATHS)


def test_a_drift_beyond_the_move_is_refused():
    deal = scenario(market={"price": TREE | {"volatility_per_year": "0.0001"}})
    with pytest.raises(ConfigError, match=r"market\.price\.volatility_per_year: 0\.0001 is too small for the drift"):
        make_terms(deal)


def enumerated(row: published.OptimalConversion) -> float:
    """V3's "wait to N" on every path of the tree, through the ledger: the probability of each times its proceeds."""
    deal = deals.on_the_tree(row, converts="at_the_end")
    terms = make_terms(deal)
    contract = Contract.of(deal, terms.dates)
    drawn = path_market(deal, terms, 0)
    step = float(row.volatility) / math.sqrt(252)
    # Risk-neutral at no interest: (1 - d)/(u - d) = 1/(1 + u).
    up = 1 / (1 + math.exp(step))
    start = row.start_usd * deals.TREE_SCALE * 2**20
    parts = []
    for moves in itertools.product((1, -1), repeat=row.steps):
        closes = [round(start * math.exp(step * net)) for net in itertools.accumulate(moves, initial=0)]
        totals = keep_ledger(contract, replace(drawn, bids=closes, closes=closes), record_events=False).totals
        rises = moves.count(1)
        parts.append(up**rises * (1 - up) ** (row.steps - rises) * totals["conversion_proceeds_usd"])
    return math.fsum(parts) / 7_500_000


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, marks=[pytest.mark.slow] if row.steps > 12 else [], id=row.label)
        for row in published.OPTIMAL_CONVERSION
    ],
)
def test_v3_every_path_of_the_tree_through_the_ledger(row):
    # Published with eight decimals; prices stand on a grid of 2^-20 dollars at $600.
    assert enumerated(row) == pytest.approx(row.wait_to_the_end, abs=7e-9)
